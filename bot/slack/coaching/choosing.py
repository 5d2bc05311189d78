"""Which articles a manager can choose, and how many of their people may see one.

Both come from the company's own list, which the manager knows: how many of their people have which job where. Nothing
is drawn of anybody, and what a person switched off or had deleted changes nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s

from bot.answering import Assistant
from bot.slack.coaching.drafts import first_words
from knowledge.article import ANYONE, Article, Viewer
from privacy.groups import Cell
from privacy.nudges import Nudge
from privacy.rooms import Rooms
from privacy.worker import Person
from retrieval.words import tokens

MOST = 100
"""Options that Slack takes."""
LONGEST_VALUE = 75
ALIKE = 0.75
"""How alike two words are at least, of which one is a slip for the other."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a nudge goes to by the company's list: people in each cell of those that it is meant for, and of those the
    ones who may see its article."""

    meant: Mapping[Cell, int]
    may_see: Mapping[Cell, int]

    @property
    def everyone(self) -> bool:
        return len(self.meant) == len(self.may_see)


class Choosing:
    """What a manager can choose. For anybody else that is nothing."""

    def __init__(self, rooms: Rooms, assistant: Assistant) -> None:
        self._rooms = rooms
        self._assistant = assistant

    def articles(self, manager: Person) -> tuple[Article, ...]:
        """The live articles that at least one of the manager's people may see, by their titles."""
        if not self._rooms.nudges.manages(manager):
            return ()
        cells = self._rooms.directory.staff(self._rooms.gate.worker(manager))
        found = (each.article for each in self._assistant.listed())
        return tuple(sorted((each for each in found if _seen_by(each, cells)), key=lambda each: each.title.casefold()))

    def found(self, manager: Person, typed: str) -> tuple[Article, ...]:
        """Those of them whose titles hold what was typed, the best first: beginnings of words, slips allowed."""
        asked = tokens(typed)
        scored = [(_score(asked, each.title), each) for each in self.articles(manager)]
        best = sorted((each for each in scored if each[0] > 0), key=lambda each: -each[0])
        return tuple(article for _, article in best[:MOST])

    def article(self, manager: Person, value: str) -> Article | None:
        """The whole article that an option stands for; None where it is gone, or nobody of theirs may see it."""
        found = next((each for each in self.articles(manager) if value in (each.id, value_of(each))), None)
        return self._assistant.live(found.id) if found else None

    def reach(self, manager: Person, nudge: Nudge, article: Article) -> Reach:
        """For a nudge to all of the manager's people, or to those of a role, of a site or of both."""
        meant = {
            cell: people
            for cell, people in self._rooms.directory.staff(self._rooms.gate.worker(manager)).items()
            if nudge.role in ("", cell.role) and nudge.site in ("", cell.site)
        }
        return Reach(meant, {cell: people for cell, people in meant.items() if _admits(article, cell)})

    def words(self, article: Article, given: str) -> str:
        """What was written, or the article's own first words where nothing was."""
        return given or first_words(article)


def value_of(article: Article) -> str:
    """What stands for an article in an option, which takes fewer characters than an id may have."""
    return article.id if len(article.id) <= LONGEST_VALUE else f"#{blake2s(article.id.encode()).hexdigest()}"


def _seen_by(article: Article, cells: Mapping[Cell, int]) -> bool:
    return article.audience.admits(ANYONE) or any(_admits(article, cell) for cell in cells)


def _admits(article: Article, cell: Cell) -> bool:
    return article.audience.admits(Viewer(cell.role, cell.site))


def _score(asked: list[str], title: str) -> float:
    """How well a title fits: 0 where a word is in it in no form. Anything fits where nothing was typed."""
    held = tokens(title)
    each = [max((_fit(word, other) for other in held), default=0.0) for word in asked]
    return min(each) + sum(each) / len(each) if each and min(each) > 0 else float(not asked)


def _fit(word: str, other: str) -> float:
    from rapidfuzz.distance import OSA

    if other.startswith(word):
        return 1.0 + len(word) / len(other)
    beginning = other[: len(word) + 1]
    alike = max(OSA.normalized_similarity(word, other), OSA.normalized_similarity(word, beginning))
    return alike if alike >= ALIKE and len(word) > 2 else 0.0
