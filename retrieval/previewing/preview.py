"""What a preview tells, as plain data: a card, a page and a table say it in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["answer", "closest", "nothing"]
Sameness = Literal["same", "in theirs", "in ours", "version"]
Level = Literal["easy", "fine", "hard"]
Missing = Literal[
    "owner", "review date", "review date past", "language", "unknown role", "unknown site",
    "vague heading", "long part", "image without words",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: an article by its id and title, and a heading of it, empty before the first one."""

    article_id: str
    title: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a question gets for an answer once the article is live. `where` is None where nothing is near.

    `ours` tells that the passage is of the article itself, not of another one.
    """

    question: str
    outcome: Outcome
    text: str = ""
    where: Place | None = None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Who finds the article, of the company's roles and sites, and who does not. All are sorted by name.

    `everyone` tells that its audience names neither. `roles` and `sites` are empty where every one is let in; those
    that the company does not have are not among them.
    """

    everyone: bool
    roles: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    other_roles: tuple[str, ...] = ()
    other_sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """What people asked about: a name for it, and questions that stand for it."""

    label: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """A topic some of whose questions were not answered before and are with the article. `left` still are not."""

    label: str
    answered: tuple[str, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Twin:
    """A live article, or a part of one, that says the same as this one or as a part of it.

    `heading` is ours, and `where` is theirs; both without headings where it is about the articles as a whole. `how`:
    "same" (either could stand for the other), "in theirs" (all that we say, and more), "in ours" (all that they say,
    and more), "version" (the same for another audience, which is no slip). `share` is the part of ours said there.
    """

    how: Sameness
    heading: str
    where: Place
    share: float
    audience: Seen


@dataclass(frozen=True, slots=True)
class Difference:
    """What two sentences differ in, each as it is written: "75 °C" and "70 °C". `kind` is a kind of `figures`."""

    kind: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Clash:
    """Two sentences about the same thing that cannot both be followed."""

    heading: str
    ours: str
    where: Place
    theirs: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard the article is to read. `grade` is by `measure`, "Flesch-Kincaid" (school years) or "LIX"."""

    level: Level
    measure: str
    grade: float
    words_a_sentence: float
    hardest: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing or looks wrong: `detail` is the date, role, heading or words it is about."""

    what: Missing
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """All that is told of one article before it is live."""

    article_id: str
    title: str
    replaces: int
    """The number of its live version, which this one would replace; 0 where there is none."""
    quoted: tuple[Quoted, ...]
    seen: Seen
    closes: tuple[Closed, ...]
    twins: tuple[Twin, ...]
    clashes: tuple[Clash, ...]
    reading: Reading | None
    """None where it has no sentences whose words have spaces between them."""
    lacks: tuple[Lack, ...]


@dataclass(frozen=True, slots=True)
class Company:
    """What a company calls its jobs and its places of work. Empty where it is not known: then nothing is held to it."""

    roles: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()


Topics = Sequence[Topic]
