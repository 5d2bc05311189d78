"""A process that marks and counts month after month until it is killed:

python -m tests.privacy.counting_on FOLDER
"""

import json
import sys
from pathlib import Path

from privacy.database_sqlite import moment
from privacy.keeping import month_of
from tests.privacy.crowd import COOKS, crowd, mark, month_ends
from tests.privacy.house import TEAM, House


def main() -> None:
    house = House(Path(sys.argv[1]))
    rooms = house.rooms()
    rooms.directory.load(crowd(), TEAM)
    for (last,) in house.rows("SELECT at FROM request ORDER BY at DESC LIMIT 1"):
        house.clock.now = moment(last)
    while True:
        month = month_of(house.clock.now)
        for person in COOKS[:6]:
            mark(rooms, [person])
            tell("marked", month)
        month_ends(house.clock)
        if rooms.counting.count():
            tell("counted", month)


def tell(what: str, about: object) -> None:
    print(json.dumps([what, about]), flush=True)


if __name__ == "__main__":
    main()
