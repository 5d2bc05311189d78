"""The shelf as its keepers look at it: a page of articles or of proposals at a time, and never their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from knowledge.article import Audience
from knowledge.proposals import Action, State
from knowledge.review import Health

Standing = Literal["", "fresh", "check due", "check overdue", "never checked", "no owner"]
STANDINGS: tuple[Standing, ...] = ("", "fresh", "check due", "check overdue", "never checked", "no owner")
"""What can be looked for: a health, or that nobody answers for it; empty for all."""
Order = Literal["title", "check"]
ORDERS: tuple[Order, ...] = ("title", "check")
A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which articles to list. What is empty does not narrow it.

    Each of the `words` must be in the title, the id or the topics, in small or capital letters, with or without
    accents. `role` and `site` are of those who see the article. `page` counts from 1; None is all of them at once.
    """

    words: str = ""
    standing: Standing = ""
    role: str = ""
    site: str = ""
    language: str = ""
    order: Order = "title"
    page: int | None = 1


@dataclass(frozen=True, slots=True)
class Line:
    """An article of a list. `check_by` is the day by which it is to be checked again; None: it never was."""

    id: str
    title: str
    version: int
    health: Health
    check_by: date | None
    owner: str
    language: str
    critical: bool
    audience: Audience
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of articles, and of how many."""

    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A proposal of a list. `by` is the key of the editor who brought it in."""

    id: int
    article_id: str
    title: str
    action: Action
    origin: str
    by: str
    at: datetime
    changes: bool


@dataclass(frozen=True, slots=True)
class Briefs:
    """A page of proposals, and of how many."""

    lines: tuple[Brief, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Square:
    """How many live articles of a topic, a role or a site were checked so many whole months ago. None: never."""

    row: str
    months: int | None
    articles: int


class Listing(Protocol):
    """Lists in pages. None of it takes longer for the length of the articles."""

    def find(self, wanted: Wanted, today: date) -> Listed:
        """The page of the live articles that are wanted, in their order."""
        ...

    def standings(self, today: date) -> Mapping[Standing, int]:
        """How many live articles there are of each standing."""
        ...

    def languages(self) -> Sequence[str]:
        """The languages of the live articles."""
        ...

    def proposals(self, state: State, page: int) -> Briefs:
        """The page of the proposals in a state, oldest first."""
        ...

    def squares(self, by: Literal["topics", "roles", "sites"], today: date) -> tuple[Square, ...]:
        """The live articles by what they are about, or by the roles or sites that see them, and by how long ago each
        was checked. An article counts in each of its topics, roles or sites, and under an empty name where it has none.
        """
        ...

    def topics(self, ids: Sequence[str]) -> Mapping[str, frozenset[str]]:
        """What those of the articles that are live are about."""
        ...
