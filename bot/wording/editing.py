"""What editors read, in English alone: they keep the articles, and read this at a desk."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bot.wording import gaps
from bot.wording.english import SPOKEN as ENGLISH
from knowledge.article import Article, Audience
from knowledge.proposals import Action, Proposal, State

if TYPE_CHECKING:
    from bot.gaps import Open
    from privacy.measures import Week

NOT_AN_EDITOR = (
    "Only editors of your company's articles can do that. Your job role on your company's list is no editor's."
)
NOT_YOURS = "You don't look after this article any more, or it is gone. Nothing was changed."
FILES_FOR_EDITORS = (
    "I did not open your file: only editors of your company's articles can send me files. "
    "Ask me in words, and I look in the articles."
)
NEW_ARTICLE = "New article"
EDIT_ARTICLE = "Edit article"
LOOK, APPROVE, REFUSE, SHOW_ALL = "Look", "Approve", "Refuse", "Show all"
EDIT, RETIRE, STILL_RIGHT = "Edit", "Retire", "Still right"
CONSOLE = "Open the console"
WHAT_WAITS, NEXT, PROPOSE, CLOSE, CANCEL = "What waits", "Next", "Propose", "Close", "Cancel"
RETIRE_SURE = "I propose that nobody finds it any more. Another editor has to approve that."
YES_RETIRE = "Propose it"
NOTHING_WAITS = "Nothing waits for an editor."
NOTHING_CHANGED = "Nothing has changed, so there is nothing to approve."
TOO_LONG_TO_EDIT = (
    "This article is too long for a form. Change its file and send that to me: it becomes the next version."
)
WHY_REFUSED = "Why? The one who proposed it reads this."
WRITE_SOMETHING = "Please write something."
WRITE_THEIR_NAME = "Write the name too that readers know them by."
DAYS_CROSSED = "The last day is before the first one."
ALREADY_CHECKED = "It is marked as checked already."
CHANGED_MEANWHILE = "It changed meanwhile. Please look at it once more: I marked nothing."
YOUR_OWN = "You brought this one in yourself. Another editor has to approve it."
TITLE, TEXT, MORE_TEXT = "Title", "Text", "Text, continued"
TEXT_HINT = "Markdown: # heading, - list, 1. steps. Longer than fits here? Send it to me as a file."
ROLES, SITES = "Only for these job roles", "Only at these sites"
EVERYONE_HINT = "Choose none for everyone."
OWNER_NAME, OWNER = "Looked after by", "Their Slack account"
OWNER_HINT = "The name that readers know."
REMINDED_HINT = "I ask them here to check it in time."
REVIEW_BY, LIVE_FROM, LAST_DAY = "Check it again by", "First day", "Last day"
LANGUAGE, CRITICAL = "Language", "Safety"
CRITICAL_LABEL = "Critical: nothing may push it down (safety, allergens, law)"
NOT_COMPARED = "It could not be compared with what is live: duplicates and contradictions are not known."
MISSING_OWNER = "Missing: somebody who looks after it."
MISSING_REVIEW = "Missing: a day to check it again."
REVIEW_PAST = "The day to check it again is in the past."
SEEN_BY_EVERYONE = "Everyone sees it."
WILL_GO = "To be retired: nobody finds it any more. This is what it says:"
LEFT_OUT = "…"
CHECK_THESE = "You look after these articles. Are they still right?"
UNCHECKED = "It was never checked."
DIGEST = "This week's articles"
ALL_WELL = "Nothing waits, nothing is overdue, and every article has somebody who looks after it."
COULD_NOT_READ = "Could not be read: {file}: {why}"
TOO_MANY_FILES = "only the first {most} files of a message are read"
TOO_LARGE = "larger than {most:,} bytes"
NOT_HERE = "it is not kept in Slack itself"
NO_FILE = "Slack did not give it out; may I read files (the scope files:read)?"
ANOTHER_PLACE = "it lies somewhere else than in Slack"
TWICE = 'the id "{id}" is already taken by {file}; give each article its own id'
ROLE_UNKNOWN = '"{name}" is not on your company\'s list any more'

_STATES: dict[State, str] = {
    "waiting": "It waits.",
    "approved": "It is approved already.",
    "live": "It was approved, and is carried out.",
    "refused": "It was refused already.",
    "replaced": "A newer draft took its place. Write “articles” to see that one.",
    "withdrawn": "It was withdrawn.",
}
_ACTIONS: dict[Action, str] = {"publish": "changed", "retire": "to retire"}


def count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def articles(number: int) -> str:
    return count(number, "article", "articles")


def titled(title: str) -> str:
    return f"“{title}”"


def kind(proposal: Proposal, *, new: bool) -> str:
    """New, changed or to retire."""
    return "new" if new and proposal.action == "publish" else _ACTIONS[proposal.action]


def waits(proposal: Proposal, *, new: bool, own: bool) -> str:
    """The line of a proposal in the list."""
    since = ENGLISH.day(proposal.proposed_at)
    yours = ", yours" if own else ""
    return f"{titled(proposal.article.title)}: {kind(proposal, new=new)}{yours}. From {proposal.origin}, {since}."


def at_home(number: int) -> str:
    """For an editor, in the home tab."""
    return f"Articles: {waiting(number)[:-1].partition(', ')[0]}." if number else f"Articles: {NOTHING_WAITS}"


def waiting(number: int) -> str:
    return f"{articles(number)} {'waits' if number == 1 else 'wait'} for an editor, oldest first:"


def card_head(proposal: Proposal, *, new: bool) -> str:
    """What a card is about, also on a phone."""
    return f"Please look: {titled(proposal.article.title)} ({kind(proposal, new=new)})"


def card_origin(proposal: Proposal) -> str:
    return f"Proposal {proposal.id}, from {proposal.origin}, {ENGLISH.day(proposal.proposed_at)}."


def remark(about: str, said: Sequence[str]) -> str:
    """One thing that a preview tells, in a line where there is one of it."""
    if len(said) == 1:
        return f"{about}: {said[0]}"
    return "\n".join([f"{about}:", *(line(each) for each in said)])


def field_change(name: str, before: str, after: str) -> str:
    """A field that changed, with a word for nothing."""
    return f"{name.replace('_', ' ')}: {before or 'nothing'} → {after or 'nothing'}"


def seen_by(audience: Audience) -> str:
    """Who sees an article, in words."""
    if not audience.roles and not audience.sites:
        return SEEN_BY_EVERYONE
    roles = ", ".join(sorted(audience.roles)) or "every job role"
    sites = f" at {', '.join(sorted(audience.sites))}" if audience.sites else ""
    return f"Seen by: {roles}{sites}. Nobody else finds it."


def days_of(article: Article) -> list[str]:
    """From when until when it is found."""
    begin = [f"Live from {ENGLISH.day(article.live_from)}."] if article.live_from else []
    return [*begin, *([f"Last day: {ENGLISH.day(article.live_until)}."] if article.live_until else [])]


def approved(article: Article, action: Action, today: date) -> str:
    """What an approval did."""
    name = titled(article.title)
    if action == "retire":
        return f"Approved. {name} is retired: nobody finds it any more."
    if article.live_from is not None and article.live_from > today:
        return f"Approved. {name} is live from {ENGLISH.day(article.live_from)}."
    return f"Approved. {name} is live: I answer from it now."


def reading(file: str, number: int, of: int, done: int, inside: int) -> str:
    """How far a long load is: which of the files, and how much of an archive."""
    within = f", {done} of {inside} in it" if inside > 1 else ""
    return f"Reading {file} (file {number} of {of}{within}) …"


def refused(note: str) -> str:
    return f"Refused: {note}"


def not_waiting(state: State) -> str:
    return f"There is nothing to decide. {ended(state)}"


def ended(state: State) -> str:
    """What became of a proposal, in a sentence."""
    return _STATES[state]


def decided_for_you(title: str, decision: str) -> str:
    """To the one who brought it in: what was decided, and not by whom."""
    return f"What you brought in: {titled(title)}. {decision}"


def proposed(titles: Sequence[str], unchanged: int, *, live: bool) -> str:
    """What came of files, a form or a wish to retire."""
    same = f" {articles(unchanged)} said nothing new." if unchanged else ""
    if not titles:
        return f"Nothing new to approve.{same}"
    done = f"{articles(len(titles))} live now." if live else f"{articles(len(titles))} proposed."
    return f"{done}{same}" if live else f"{done} Another editor has to approve.{same}"


def more(number: int) -> str:
    return f"… and {number} more."


def found_for(words: str, number: int) -> str:
    return f"{articles(number)} with “{words}” in the title:" if number else f"No article has “{words}” in its title."


def due(by: date | None, today: date) -> str:
    """When its check was, or will be, due."""
    if by is None:
        return UNCHECKED
    return f"Its check {'was' if by < today else 'is'} due on {ENGLISH.day(by)}."


def unhelpful(times: int, reasons: Sequence[tuple[str, int]]) -> str:
    """How often it did not help since its last check, in whole steps, with the reasons that enough people gave."""
    said = f" They said: {', '.join(f'{reason} ({number} or more)' for reason, number in reasons)}." if reasons else ""
    return f"Since its last check {times} or more answers from it did not help.{said}"


def checked(title: str, again: date) -> str:
    return f"Thank you. {titled(title)} is marked as checked today. I ask again in time for {ENGLISH.day(again)}."


def digest_waiting(number: int, oldest: date) -> str:
    waiting = f"{articles(number)} {'waits' if number == 1 else 'wait'} for an editor"
    return f"{waiting}, the oldest since {ENGLISH.day(oldest)}."


def digest_overdue(number: int) -> str:
    return f"{articles(number)} should have been checked by now:"


def digest_unowned(number: int) -> str:
    if number == 1:
        return "1 article has nobody who looks after it:"
    return f"{number} articles have nobody who looks after them:"


def digest_unhelpful(number: int) -> str:
    return f"{articles(number)} often did not help:"


def digest_week(week: "Week") -> str:
    """How the questions of a week went, with what is still to be done."""
    told = gaps.figures(week)
    shown = ("answered", "helpful", "not_helpful", "silence", "closest", "not_known", "abandoned", "solved", "open")
    lines = [line(f"{told[name]:,}", gaps.MEASURES[name]) for name in shown if told[name]]
    return "\n".join([f"Week of {ENGLISH.day(week.first)}: {count(told['asked'], 'question', 'questions')}.", *lines])


def digest_gaps(number: int) -> str:
    return f"{count(number, 'topic was', 'topics were')} asked about in vain:"


def gap(each: "Open") -> str:
    """A topic that a group asked about, in the words that a group used, with what is near it."""
    near = f" Near it: {titled(each.near[0].title)}." if each.near else ""
    return line(each.question, f"{gaps.people(each.gap)} people, {gaps.TRENDS[each.gap.trend]}.{near}")


def line(title: str, told: str = "") -> str:
    return f"• {title}{': ' if told else ''}{told}"
