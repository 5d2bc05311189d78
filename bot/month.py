"""A month at the sample company with more people in it, who ask in vain: for the demo, by the doors of a real one.

Each of them says yes, and what they ask is kept by the gate under a day of the four weeks that ended last; it is
counted as `onhand serve` counts it. So what a manager and the editors see of it was never written by hand.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from bot.demo import PEOPLE
from bot.wiring import Onhand
from bot.wording import ENGLISH
from bot.workspace.cast import TEAM_ID
from privacy import uses
from privacy.directory import Entry, read
from privacy.gaps import MONDAY, WEEKS
from privacy.questions import Missed
from privacy.rooms import Rooms
from privacy.worker import Person

COOKS, PORTERS = 14, 12
LENGTH = timedelta(weeks=WEEKS)
PROBE = (
    "chicken probe shows two temperatures", "which temperature on the chicken probe counts",
    "chicken probe temperature is blinking", "is the chicken probe temperature right",
    "chicken probe temperature went down again", "two chicken probe temperatures, which one",
    "chicken probe temperature in the thin part",
)  # fmt: skip
WIFI = (
    "whats the wifi password", "wifi password please", "do we have a wifi password", "wifi password for staff",
    "what is the wifi password at work", "new wifi password", "wifi password again", "where is the wifi password",
)  # fmt: skip
ARTICLE, TITLE = "chicken-temperature", "Cooking chicken safely"


def people() -> list[Entry]:
    """The sample company's list, with cooks whom its two managers share and porters whom neither has."""
    cooks = (
        Entry(f"U0MORE{at:02}", "cook", ("Harbour Street", "Mill Lane")[at % 2], ("U0ANA", "U0IVO")[at % 2])
        for at in range(COOKS)
    )
    porters = (Entry(f"U0PORT{at:02}", "porter", "Harbour Street", "") for at in range(PORTERS))
    return [*read(PEOPLE), *cooks, *porters]


def asked() -> Iterator[tuple[str, Missed]]:
    """Who asked what: of the cooks some in vain, some with an answer that did not help."""
    for at, words in enumerate(WIFI):
        yield f"U0MORE{at:02}", Missed(words, "not found", "en")
    for at, words in enumerate(PROBE):
        yield f"U0MORE{at + 3:02}", Missed(words, "not helpful", "en", ARTICLE, TITLE)


def play(onhand: Onhand) -> int:
    """Returns how many periods were counted: none where that month was counted before."""
    onhand.rooms.directory.load(people(), TEAM_ID)
    rooms = onhand.rooms_at(in_last_period(onhand.rooms.gate.clock().date()))
    for who, missed in asked():
        _ask(rooms, Person(TEAM_ID, who), missed)
    return onhand.rooms.gaps.count(onhand.grouping)


def _ask(rooms: Rooms, person: Person, missed: Missed) -> None:
    rooms.gate.choose(rooms.gate.worker(person), uses.IMPROVE_ARTICLES, "granted", ENGLISH.may_i_keep)
    rooms.questions.keep(rooms.gate.open(person, public=False), missed)


def in_last_period(today: date) -> datetime:
    """Noon of a day in the middle of the four weeks that ended last."""
    begun = MONDAY + (today - MONDAY) // LENGTH * LENGTH
    return datetime.combine(begun - LENGTH / 2, time(12), UTC)
