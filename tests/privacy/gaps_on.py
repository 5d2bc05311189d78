"""A process in which people ask in vain and are counted, period after period, until it is killed:

python -m tests.privacy.gaps_on FOLDER
"""

import json
import sys
from pathlib import Path

from privacy.database_sqlite import moment
from tests.privacy.asking import agree, ask, by_first_word, period_ends
from tests.privacy.crowd import COOKS, crowd
from tests.privacy.house import TEAM, House


def main() -> None:
    house = House(Path(sys.argv[1]))
    rooms = house.rooms()
    rooms.directory.load(crowd(), TEAM)
    agree(rooms, COOKS)
    for (last,) in house.rows("SELECT at FROM request ORDER BY at DESC LIMIT 1"):
        house.clock.now = moment(last)
    while True:
        # One transaction, so that a period has all who ask in it or none.
        with rooms.gate.together():
            for words in ("wifi password", "till drawer"):
                ask(rooms, COOKS[:6], words)
        tell("asked", str(house.clock.now))
        period_ends(house.clock)
        if rooms.gaps.count(by_first_word):
            tell("told", str(rooms.gaps.told(house.clock.now.date().min)[0].period.until))


def tell(what: str, about: object) -> None:
    print(json.dumps([what, about]), flush=True)


if __name__ == "__main__":
    main()
