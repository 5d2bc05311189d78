"""What managers read of the groups that their people work in. In English alone, like what editors read."""

from collections.abc import Mapping, Sequence

from bot.gaps import Near
from bot.team import Beside, Topic, Useful
from privacy.groups import SMALLEST, Band
from privacy.totals import Trend

TITLE = "What your people could not find"
NOTHING = (
    f"There is nothing to tell of your people now. A topic is told when {SMALLEST} or more people of a large enough "
    "group asked about it in vain, once every four weeks, and never who."
)
"""The same whatever the reason: too few, none, or a team that is in no group large enough."""
NEVER_WHO = f"Groups of {SMALLEST} or more, counted once every four weeks. You never see who, or what one person asked."
USEFUL = "What colleagues in the same job elsewhere found useful"
WRITE = "Write a nudge"
TRENDS: Mapping[Trend, str] = {
    "new": "New in the whole company.",
    "rising": "Rising in the whole company.",
    "same": "As before in the whole company.",
    "falling": "Falling in the whole company.",
}
NO_ARTICLE = "No article that they may see is near it yet."


def group(band: Band) -> str:
    """Whom it is told of, by the company's list at the count."""
    return f"the {band.people} people with the job {band.role} at {_and(band.sites)}"


def topic(each: Topic) -> str:
    about = ", ".join(each.gap.words)
    return f"{about}: {SMALLEST} or more of {group(each.band)} asked about it, and no answer helped."


def trend(each: Topic) -> str:
    return TRENDS[each.gap.trend] if each.articles else f"{TRENDS[each.gap.trend]} {NO_ARTICLE}"


def near(article: Near) -> str:
    """An article that would help, or that they were shown in vain."""
    return f"“{article.title}”{' (many were shown it, and it did not help)' if article.shown else ''}"


def beside(each: Beside) -> str:
    return (
        f"“{each.title}”: an article that {each.people} or more of {group(each.band)} asked beside and did not find "
        "their answer in."
    )


def useful(each: Useful) -> str:
    return f"“{each.title}” helped {each.people} or more people with the job {each.role}."


def line(each: Topic) -> str:
    """A topic in one line, where there is no room for buttons."""
    titles = " or ".join(map(near, each.articles))
    return f"{topic(each)} {f'Near it: {titles}.' if titles else NO_ARTICLE}"


def _and(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
