"""What those who edit articles read about gaps and about how questions went. In English alone, as they do."""

from collections.abc import Mapping, Sequence

from privacy.measures import Week
from privacy.totals import Gap, Trend

TOO_FEW = (
    "Nothing to tell: too few people asked about the same thing in vain, or none. "
    "A topic is told of when at least {k} people asked about it."
)
"""The same where there are too few and where there are none."""
WEEK_TOO_FEW = "Nothing to tell of this week: fewer than {k} people asked, or none."
TRENDS: Mapping[Trend, str] = {"new": "new", "rising": "rising", "same": "as before", "falling": "falling"}
OUTCOMES: Mapping[str, str] = {
    "not found": "no article was found",
    "closest": "only a near article was found",
    "not helpful": "the answer did not help",
}


def people(gap: Gap) -> str:
    """At least so many: it is told in whole steps."""
    return f"{gap.people} or more"


def outcomes(gap: Gap) -> str:
    return "; ".join(f"{OUTCOMES[what]} ({number} or more)" for what, number in gap.outcomes.items())


def roles(gap: Gap) -> str:
    return ", ".join(gap.roles) or "not told"


def title(words: Sequence[str]) -> str:
    """A working title, made of the words that many used and no other."""
    text = " ".join(words[:4])
    return text[:1].upper() + text[1:]


def about(words: Sequence[str]) -> str:
    return f"People asked about: {', '.join(words)}"


MEASURES: Mapping[str, str] = {
    "asked": "questions",
    "answered": "answered",
    "closest": "only the closest article shown",
    "not_known": "not in the articles",
    "helpful": "of the answered: said to be helpful",
    "not_helpful": "of the answered: said not to help",
    "silence": "of the answered: nothing said (not counted as solved)",
    "handed_over": "handed to a person",
    "solved": "handed over before and answered in this week",
    "expired": "handed over before and given up in this week",
    "open": "still waiting for a person",
    "abandoned": "asked in vain, and nothing more done that day",
}
"""The figures of a week in their order, by their names in JSON."""


def figures(week: Week) -> dict[str, int]:
    """The figures of a week that is told of, in the order in which they are shown."""
    names = {"not_known": "not known", "not_helpful": "not helpful", "handed_over": "handed over", "abandoned": "left"}
    derived = {"asked": week.asked, "silence": week.silence}
    return {name: derived.get(name, week.of(names.get(name, name))) for name in MEASURES}
