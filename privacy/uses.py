"""The declared uses of personal data. What is not declared here cannot be drawn."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from privacy.frames import FRAMES as FRAMES
from privacy.frames import Frame as Frame
from privacy.kinds import AWAITED as AWAITED
from privacy.kinds import COUNTED as COUNTED
from privacy.kinds import ENGLISH as ENGLISH
from privacy.kinds import EVERYTHING as EVERYTHING
from privacy.kinds import HANDED_OVER as HANDED_OVER
from privacy.kinds import HELPED as HELPED
from privacy.kinds import KINDS as KINDS
from privacy.kinds import LANGUAGES as LANGUAGES
from privacy.kinds import LISTED as LISTED
from privacy.kinds import MANAGER as MANAGER
from privacy.kinds import NUDGED as NUDGED
from privacy.kinds import PROPOSED as PROPOSED
from privacy.kinds import QUESTION as QUESTION
from privacy.kinds import ROLE as ROLE
from privacy.kinds import SHIFTS as SHIFTS
from privacy.kinds import SITE as SITE
from privacy.kinds import SUGGESTED as SUGGESTED
from privacy.kinds import THREAD as THREAD
from privacy.kinds import Kind as Kind
from privacy.kinds import Language as Language
from privacy.kinds import Name as Name

Basis = Literal["legitimate interest", "consent", "legal obligation"]


@dataclass(frozen=True, slots=True)
class DataUse:
    """One declared use: what it draws, why it may, and how long it keeps what it keeps.

    `needs_yes` uses draw and keep nothing before the worker said yes. `stoppable` ones can be switched off where they
    are shown. Only `in_public` ones may draw for an answer that others can read. What a use with `needs_topic` keeps is
    read for one place or thing at a time, never all of it. `version` rises with the wording or the reach of the use: a
    yes, and a no, hold for the version that they were said to. `when` a use that cannot be switched off runs. What a
    use keeps `by_day` has no time of day. What of the company's list is held, is held for the use that `loads` it, and
    is deleted there; others only read it.
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
    version: int = 1
    when: str = "when you ask"
    by_day: bool = False
    loads: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """What of the company's list is held for it."""
        return tuple(kind.field for kind in self.draws if kind.field) if self.loads else ()

    def kept_at(self, now: datetime) -> datetime:
        """When something counts as kept: now, or the beginning of the day where a time would tell who it was."""
        return now.replace(hour=0, minute=0, second=0, microsecond=0) if self.by_day else now

    @property
    def starts(self) -> str:
        """Whether it runs before anybody chose, in three or four words."""
        if self.needs_yes:
            return "asked once"
        return "on and told" if self.stoppable else self.when


RANK_BY_ROLE = DataUse(
    name="rank_by_role",
    title="your job role and site",
    draws=(ROLE, SITE),
    purpose="Find the articles for your job and site, put them first, and name who can help at your site.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
    loads=True,
)
RANK_BY_PAST_USE = DataUse(
    name="rank_by_past_use",
    title="what helped you before",
    draws=(HELPED,),
    purpose="Put articles first that helped you, suggest them, and learn from it which order helps people.",
    legal_basis="consent",
    keep_days=180,
    owner="Learning & development",
    needs_yes=True,
    version=2,
)
SUGGEST = DataUse(
    name="suggest",
    title="your job role and site for suggestions",
    draws=(ROLE, SITE),
    purpose="Suggest questions for your job and site when you open the chat or the home tab.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
    when="when you open the chat or the home tab",
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
SUGGEST_FIX = DataUse(
    name="suggest_fix",
    title="a fix you suggest",
    draws=(SUGGESTED,),
    purpose="Show the fix you suggest to who looks after the article, so that they can make it.",
    legal_basis="legitimate interest",
    keep_days=30,
    owner="Learning & development",
    needs_topic=True,
    stoppable=False,
    when="when you suggest a fix",
)
HEAR_BACK = DataUse(
    name="hear_back",
    title="what you want to hear back on",
    draws=(AWAITED,),
    purpose="Tell you once when your question has an answer, or when the fix you suggested is made.",
    legal_basis="consent",
    keep_days=90,
    owner="Learning & development",
    needs_yes=True,
)
IMPROVE_ARTICLES = DataUse(
    name="improve_articles",
    title="your questions, without your name",
    draws=(QUESTION,),
    purpose="Tell editors, and of groups managers, what the articles miss, in totals of 5 people or more.",
    legal_basis="consent",
    keep_days=90,
    owner="Learning & development",
    needs_yes=True,
    by_day=True,
    version=3,
)
TELL_MANAGERS = DataUse(
    name="tell_managers",
    title="your job role and site, to tell managers of groups",
    draws=(ROLE, SITE),
    purpose="Tell editors and managers which groups of 5 or more found no answer.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
    when="when a period is counted",
)
COUNT_IN_JOB = DataUse(
    name="count_in_job",
    title="what you mark as helpful, in totals for your job",
    draws=(ROLE, COUNTED),
    purpose="Count once a month what helps people in your job, in totals of 5 people or more.",
    legal_basis="legitimate interest",
    keep_days=62,
    owner="Learning & development",
    by_day=True,
)
EDIT_ARTICLES = DataUse(
    name="edit_articles",
    title="your job role, when you edit articles",
    draws=(ROLE,),
    purpose="Check that your job lets you load, approve and retire articles.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
    stoppable=False,
    when="when you edit articles",
)
TELL_DECISION = DataUse(
    name="tell_decision",
    title="an article you proposed, to tell you the decision",
    draws=(PROPOSED,),
    purpose="Tell you what became of an article that you proposed.",
    legal_basis="legitimate interest",
    keep_days=90,
    owner="Learning & development",
    needs_topic=True,
    stoppable=False,
    when="when it is decided",
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

TELL_CHANGE = DataUse(
    name="tell_change",
    title="a change in your company's list",
    draws=(LISTED,),
    purpose="Tell you when your company changes your job role or site.",
    legal_basis="legal obligation",
    keep_days=30,
    owner="Learning & development",
    stoppable=False,
    when="when it changes",
)

NUDGES = DataUse(
    name="nudges",
    title="nudges from your manager",
    draws=(MANAGER, NUDGED),
    purpose="Pass on your manager's tips in your hours, by your time zone and “do not disturb” in Slack.",
    legal_basis="consent",
    keep_days=365,
    owner="Learning & development",
    needs_yes=True,
    version=2,
)
NUDGE_IN_SHIFTS = DataUse(
    name="nudge_in_shifts",
    title="your shifts for nudges",
    draws=(SHIFTS,),
    purpose="Pass on your manager's tips while you are at work. Shifts are kept if you said yes to nudges.",
    legal_basis="legitimate interest",
    keep_days=64,
    owner="Learning & development",
    when="when a nudge comes",
)
NUDGE_BY_JOB = DataUse(
    name="nudge_by_job",
    title="your job role and site for nudges",
    draws=(ROLE, SITE),
    purpose="Find out whether a nudge to a job role at a site is meant for you.",
    legal_basis="legitimate interest",
    keep_days=0,
    owner="Learning & development",
    when="when a nudge comes",
)
SEND_NUDGE = DataUse(
    name="send_nudge",
    title="the nudges you sent",
    draws=(NUDGED,),
    purpose="Limit your nudges and show their effect.",
    legal_basis="legitimate interest",
    keep_days=90,
    owner="Learning & development",
    stoppable=False,
    when="when you send nudges",
)

USES = (
    RANK_BY_ROLE, RANK_BY_PAST_USE, COUNT_IN_JOB, SUGGEST, FOLLOW_UP, REPORT_BACK, SUGGEST_FIX, HEAR_BACK,
    IMPROVE_ARTICLES, TELL_MANAGERS, EDIT_ARTICLES, TELL_DECISION, SHOW_MY_DATA, TELL_CHANGE, NUDGES, NUDGE_BY_JOB,
    NUDGE_IN_SHIFTS, SEND_NUDGE,
)  # fmt: skip
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


NOTHING_USED = FRAMES[ENGLISH].nothing
SWITCHED_OFF = FRAMES[ENGLISH].off


def notice_for(kinds: frozenset[str], language: Language = ENGLISH) -> str:
    """The one line that names every kind used; what one answer can draw on stays within twelve English words."""
    frame, used = FRAMES[language], [kind for kind in KINDS if kind.name in kinds]
    if len(used) == 1:
        return _sentence(used[0], frame).format(used[0].names[language].phrase)
    named = _joined([kind.names[language].short for kind in used], frame.joint)
    return (frame.to_choose if len(used) == 2 else frame.used).format(named)


def _sentence(kind: Kind, frame: Frame) -> str:
    if kind in (EVERYTHING, LISTED, PROPOSED):
        return frame.to_show
    plainly = kind in (THREAD, HANDED_OVER, QUESTION, COUNTED, SUGGESTED, AWAITED, NUDGED, SHIFTS)
    return frame.used if plainly else frame.to_choose


def _joined(parts: list[str], joint: str) -> str:
    text = joint.join([", ".join(parts[:-1]), parts[-1]])
    return text.replace(" and your site", " and site").replace(", your site", ", site")
