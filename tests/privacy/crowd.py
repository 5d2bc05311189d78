"""Many people of a few jobs, who mark what helped them, month after month."""

from collections.abc import Iterable
from datetime import datetime

from privacy.directory import Entry
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.privacy.house import TEAM, Clock

COOKS = tuple(Person(TEAM, f"U0COOK{at:02}") for at in range(14))
BARISTAS = tuple(Person(TEAM, f"U0BAR{at:02}") for at in range(12))
PORTERS = tuple(Person(TEAM, f"U0PORT{at:02}") for at in range(10))
"""As many as must be in no band that is told of, and fewer than the others."""


def crowd() -> tuple[Entry, ...]:
    """All of them, as the company's list names them."""
    return (
        *(Entry(person.slack_user_id, "cook", "Station", "") for person in COOKS),
        *(Entry(person.slack_user_id, "barista", "Harbour", "") for person in BARISTAS),
        *(Entry(person.slack_user_id, "porter", "Quay", "") for person in PORTERS),
    )


def mark(rooms: Rooms, people: Iterable[Person], article: str = "latte", title: str = "Milk") -> list[bool]:
    """Each of them says that an article helped. What was kept of it."""
    return [rooms.counting.helped(rooms.gate.open(person, public=False), article, title) for person in people]


def month_ends(clock: Clock) -> None:
    """It is a few hours into the first day of the next month."""
    now = clock.now
    clock.now = datetime(now.year + now.month // 12, now.month % 12 + 1, 1, 3, tzinfo=now.tzinfo)
