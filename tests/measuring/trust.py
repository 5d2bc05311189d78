"""How long the promises take: `python -m tests.measuring.trust [RECEIPTS]`.

Draws, the page and the export of one's own data with so many receipts (10,000 if not said), the check of the chain, and
an erasure, over real files in a temporary folder. It prints a table in Markdown; nothing is asserted.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from privacy import uses
from privacy.papers import table
from privacy.receipt import Request
from privacy.rooms import Rooms
from tests.privacy.house import ANA, PEOPLE, TEAM, House, saying

DRAWS, TIMES = 500, 20


def main() -> None:
    receipts = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder) / "home")
        rooms = house.rooms()
        rooms.directory.load(PEOPLE, TEAM)
        rows = [measured("a draw of role and site, with its receipt, link and head", DRAWS, drawing(rooms))]
        for _ in range(receipts - DRAWS):
            asked(rooms)
        house.raw().execute("UPDATE outgoing SET state = 'sent', sealed = NULL")
        rows.append(measured("“my data”, a page of it", TIMES, lambda: rooms.rights.show(mine(rooms))))
        rows.append(measured("the export of all of it", TIMES, lambda: rooms.rights.export(mine(rooms))))
        rows.append(measured(f"check of a chain of {receipts:,} receipts", 3, rooms.chain.check))
        rows.append(measured(f"erasing a person with {receipts:,} receipts", 1, erasing(rooms)))
        print(table(("what", "p50", "p95"), rows))
        house.close()


def asked(rooms: Rooms) -> None:
    request = rooms.gate.open(ANA, public=False)
    rooms.gate.draw(request, uses.RANK_BY_ROLE)
    rooms.gate.send(request, saying())


def drawing(rooms: Rooms) -> Callable[[], object]:
    requests = iter([rooms.gate.open(ANA, public=False) for _ in range(DRAWS)])
    return lambda: rooms.gate.draw(next(requests), uses.RANK_BY_ROLE)


def mine(rooms: Rooms) -> Request:
    return rooms.gate.open(ANA, public=False)


def erasing(rooms: Rooms) -> Callable[[], object]:
    return lambda: rooms.rights.erase(rooms.gate.worker(ANA))


def measured(what: str, times: int, deed: Callable[[], object]) -> tuple[str, str, str]:
    """A row: what was measured, and its middle and its slow time in milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        deed()
        taken.append((time.perf_counter() - began) * 1000)
    slow = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    return what, f"{statistics.median(taken):,.2f} ms", f"{slow:,.2f} ms"


if __name__ == "__main__":
    main()
