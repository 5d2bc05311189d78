"""What an article is, who may see it, and who answers for it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Viewer:
    """What an audience is checked against: a role and a site, and nobody's name.

    `None` means not known or not to be used; such a viewer sees what everyone sees.
    """

    role: str | None = None
    site: str | None = None


ANYONE = Viewer()
"""A stranger, a channel that all can read, or a worker who switched off the use of their role."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may see an article. An empty set of roles (or sites) means every role (or site)."""

    roles: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()

    def admits(self, viewer: Viewer) -> bool:
        """True where the viewer has one of the roles and works at one of the sites."""
        return _within(viewer.role, self.roles) and _within(viewer.site, self.sites)


def _within(value: str | None, allowed: frozenset[str]) -> bool:
    return not allowed or value in allowed


@dataclass(frozen=True, slots=True)
class Owner:
    """The person or team that answers for an article, by the name its readers know."""

    name: str
    slack_user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day, from the beginning of one hour to the beginning of another; over midnight where that is
    earlier.

    Raises ValueError for hours that no clock has, and where the two are the same.
    """

    begin: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.begin <= 23 and 0 <= self.end <= 24 and self.begin != self.end % 24):
            raise ValueError(f"hours {self} are no part of a day; accepted are two of 0 to 24, such as 5-11 or 22-6")

    def __contains__(self, hour: int) -> bool:
        if self.begin < self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end

    def __str__(self) -> str:
        return f"{self.begin}-{self.end}"


@dataclass(frozen=True, slots=True)
class Article:
    """A versioned piece of knowledge. `body` is Markdown; `version` counts from 1.

    `written_for` are the roles that it was written for, where others may find it too: it only ranks, and hides nothing.
    `topics` are what it is about, in the company's own words: who cares for one of them is shown it sooner.
    `hours` is the part of the day in which it is suggested; whoever asks finds it at any time.
    `live_from` is the first day on which it may be found, and `live_until` the last one.
    """

    id: str
    title: str
    body: str
    audience: Audience = Audience()
    owner: Owner | None = None
    reviewed: date | None = None
    review_by: date | None = None
    language: str = "en"
    critical: bool = False
    source: str = ""
    licence: str = ""
    version: int = 1
    written_for: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    hours: Hours | None = None
    live_from: date | None = None
    live_until: date | None = None
