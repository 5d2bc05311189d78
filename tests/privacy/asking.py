"""People who ask in vain, week after week, and a grouping that needs no model: by the first word of a question."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from privacy import uses
from privacy.gaps import WEEKS, Asked, Placed
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.privacy.house import Clock

LENGTH = timedelta(weeks=WEEKS)


def by_first_word(asked: Sequence[Asked]) -> list[Placed]:
    """Questions that begin alike are about the same; “hm” is about nothing. Words of four letters and more tell."""
    first = [each.words.split()[0] for each in asked]
    numbers = {word: number for number, word in enumerate(sorted(set(first)))}
    return [
        Placed(
            None if word == "hm" else numbers[word],
            {told.rstrip("s"): told for told in each.words.split() if len(told) > 3},
        )
        for word, each in zip(first, asked, strict=True)
    ]


def agree(rooms: Rooms, people: Iterable[Person]) -> None:
    for person in people:
        rooms.gate.choose(rooms.gate.worker(person), uses.IMPROVE_ARTICLES, "granted", "May I keep it?")


def ask(
    rooms: Rooms, people: Iterable[Person], words: str = "wifi password", outcome: str = "not found", article: str = ""
) -> None:
    """Each of them asks it in vain, with a yes that was said before."""
    day = rooms.gate.clock().date().isoformat()
    value = {"words": words, "outcome": outcome, "article": article, "language": "en", "day": day}
    for person in people:
        request = rooms.gate.open(person, public=False)
        assert rooms.gate.keep(request, uses.IMPROVE_ARTICLES, f"{day} {words}", value)


def period_ends(clock: Clock) -> None:
    """It is Monday morning, and a period has just ended."""
    first = datetime(1970, 1, 5, 3, tzinfo=clock.now.tzinfo)
    clock.now = first + ((clock.now - first) // LENGTH + 1) * LENGTH
