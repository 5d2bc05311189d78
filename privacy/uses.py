"""The declared uses of personal data. What is not declared here cannot be drawn."""

from dataclasses import dataclass
from typing import Literal

Basis = Literal["legitimate interest", "consent", "legal obligation"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data, and how a notice names it.

    `phrase` names it alone; `short` names it beside others; `word` must stand in every notice that covers it, which the
    database checks. A kind with a `field` is in the directory; one without, its use keeps.
    """

    name: str
    phrase: str
    short: str
    word: str
    field: str | None = None


ROLE = Kind("role", "your job role", "your job role", "job role", field="role")
SITE = Kind("site", "your site", "your site", "site", field="site")
HELPED = Kind("helped", "what helped you before", "what helped before", "helped")
THREAD = Kind("thread", "what you asked before in this thread", "this thread", "this thread")
HANDED_OVER = Kind("handed_over", "the question you handed over", "the question you handed over", "question you")
EVERYTHING = Kind("everything", "all I hold about you", "all I hold about you", "all I hold")

KINDS = (ROLE, SITE, HELPED, THREAD, HANDED_OVER, EVERYTHING)


@dataclass(frozen=True, slots=True)
class DataUse:
    """One declared use: what it draws, why it may, and how long it keeps what it keeps.

    `needs_yes` uses draw and keep nothing before the worker said yes. `stoppable` ones can be switched off where they
    are shown. Only `in_public` ones may draw for an answer that others can read. What a use with `needs_topic` keeps is
    read for one place or thing at a time, never all of it.
    """

    name: str
    title: str
    draws: tuple[Kind, ...]
    purpose: str
    legal_basis: Basis
    keep_days: int
    owner: str
    needs_yes: bool = False
    needs_topic: bool = False
    stoppable: bool = True
    in_public: bool = False


RANK_BY_ROLE = DataUse(
    name="rank_by_role",
    title="your job role and site",
    draws=(ROLE, SITE),
    purpose="Find the articles for your job and site, put them first, and name who can help at your site.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
)
RANK_BY_PAST_USE = DataUse(
    name="rank_by_past_use",
    title="what helped you before",
    draws=(HELPED,),
    purpose="Put articles first that you marked as helpful.",
    legal_basis="consent",
    keep_days=180,
    owner="Learning & development",
    needs_yes=True,
)
FOLLOW_UP = DataUse(
    name="follow_up",
    title="what you asked before in the same thread",
    draws=(THREAD,),
    purpose="Understand a follow-up question such as “and for decaf?”.",
    legal_basis="legitimate interest",
    keep_days=1,
    owner="Learning & development",
    needs_topic=True,
    in_public=True,
)
REPORT_BACK = DataUse(
    name="report_back",
    title="a question you handed to a person",
    draws=(HANDED_OVER,),
    purpose="Bring a person's answer back to where you asked.",
    legal_basis="legitimate interest",
    keep_days=30,
    owner="Learning & development",
    needs_topic=True,
    stoppable=False,
    in_public=True,
)
SHOW_MY_DATA = DataUse(
    name="show_my_data",
    title="all that is held, to show it to you",
    draws=(EVERYTHING,),
    purpose="Show you what is held about you when you ask.",
    legal_basis="legal obligation",
    keep_days=0,
    owner="Learning & development",
    stoppable=False,
)

USES = (RANK_BY_ROLE, RANK_BY_PAST_USE, FOLLOW_UP, REPORT_BACK, SHOW_MY_DATA)
BY_NAME = {use.name: use for use in USES}


class UndeclaredUse(LookupError):
    """A use that the registry does not know was asked for. Refused: nothing is read."""


def declared(name: str) -> DataUse:
    """The use of that name. Raises UndeclaredUse naming it and what is accepted."""
    if name not in BY_NAME:
        raise UndeclaredUse(f"No use of personal data is declared as {name!r}. Declared are: {', '.join(BY_NAME)}.")
    return BY_NAME[name]


def must_be_declared(use: DataUse) -> None:
    """Raises UndeclaredUse for a use that is not in the registry, or only looks like one that is."""
    if use is not declared(use.name):
        raise UndeclaredUse(f"The use {use.name!r} is not the declared one of that name.")


def must_have_topic(use: DataUse, topic: str) -> None:
    """Raises ValueError where a use that reads one place at a time is asked for all of them."""
    if use.needs_topic and not topic:
        raise ValueError(
            f"The use {use.name!r} needs a topic: it is kept, and drawn, for one place or thing at a time."
        )


NOTHING_USED = "I used nothing about you for this answer."
SWITCHED_OFF = "You turned this off. This answer is the same for everyone."


def notice_for(kinds: frozenset[str]) -> str:
    """The one line that names every kind used; what one answer can draw on stays within twelve words."""
    used = [kind for kind in KINDS if kind.name in kinds]
    if used == [THREAD] or used == [HANDED_OVER]:
        return f"I used {used[0].phrase}."
    if used == [EVERYTHING]:
        return f"I used {EVERYTHING.phrase} to show this."
    if len(used) == 1:
        return f"I used {used[0].phrase} to choose this."
    named = _joined([kind.short for kind in used])
    return f"I used {named} to choose this." if len(used) == 2 else f"I used {named}."


def _joined(parts: list[str]) -> str:
    text = " and ".join([", ".join(parts[:-1]), parts[-1]])
    return text.replace(" and your site", " and site").replace(", your site", ", site")
