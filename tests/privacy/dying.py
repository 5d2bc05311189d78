"""A process that works until it is killed: `python -m tests.privacy.dying FOLDER LIFE`.

It says on its output what others would already rely on: events it was handed, and values it drew.
"""

import itertools
import json
import sys
from pathlib import Path

from privacy import uses
from tests.privacy.house import ANA, PEOPLE, TEAM, House, saying


def main() -> None:
    folder, life = Path(sys.argv[1]), sys.argv[2]
    rooms = House(folder).rooms()
    rooms.directory.load(PEOPLE, TEAM)
    for number in itertools.count():
        event = f"{life}-{number}"
        rooms.inbox.accept(ANA, event, {"words": event})
        tell("accepted", event)
        request = rooms.gate.open(ANA, public=False, event=(TEAM, event))
        for use in (uses.RANK_BY_ROLE, uses.FOLLOW_UP):
            tell(
                "drew",
                [request.id, sorted(rooms.gate.draw(request, use, topic="C1:" if use.needs_topic else "").values)],
            )
        rooms.gate.keep(request, uses.FOLLOW_UP, "C1:", {"words": event})
        rooms.gate.send(request, saying(event))
        tell("sent", [request.id, event])


def tell(what: str, about: object) -> None:
    print(json.dumps([what, about]), flush=True)


if __name__ == "__main__":
    main()
