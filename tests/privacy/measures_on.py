"""A process that answers and measures week after week until it is killed: python -m tests.privacy.measures_on FOLDER"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from privacy.database_sqlite import moment
from privacy.measures import week_of
from tests.privacy.crowd import COOKS
from tests.privacy.house import House, saying


def main() -> None:
    house = House(Path(sys.argv[1]))
    rooms = house.rooms()
    for (last,) in house.rows("SELECT at FROM request ORDER BY at DESC LIMIT 1"):
        house.clock.now = moment(last) + timedelta(days=7)
    while True:
        week = week_of(house.clock.now.date())
        for person in COOKS[:6]:
            request = rooms.gate.open(person, public=False)
            with rooms.gate.together():
                rooms.measures.asked(request, "answered")
                rooms.gate.send(request, saying())
            tell("asked", request.id)
        house.clock.now += timedelta(days=9)
        if rooms.measures.measure():
            tell("measured", str(week))


def tell(what: str, about: object) -> None:
    print(json.dumps([what, about]), flush=True)


if __name__ == "__main__":
    main()
