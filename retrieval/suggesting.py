"""Which articles to suggest before anybody asked: by the hour, what is new, the job, and what helped before."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice

from knowledge.article import Article, Audience, Viewer
from retrieval.answer import Reason
from retrieval.preference import Preference

MOST = 4
"""Suggestions at once: a phone shows them without scrolling."""
NEW_DAYS = 14
"""An article is new, or changed, for so long."""
BEGINNING = timedelta(days=1)
"""What a library begins with, on its first day, is not new."""
TRIED = 12
"""Articles that are tried at most: each may be searched for, to see that it answers."""

PERSONAL = frozenset({"role", "site", "past_use"})
"""Reasons that tell something about the one who reads them."""
DATED = frozenset({"new", "changed", "past_use"})
"""Reasons whose detail is an ISO day."""
TURNS = (("hour", 2), ("new", 1), ("changed", 1), ("past_use", 1), ("role", 1), ("site", 1), ("everyone", 1))
"""The sorts of suggestions and how many of each are taken in a turn, until there are enough: no sort crowds out all
others."""

Fits = Callable[["Suggestion"], bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """A live article, whose body is not looked at; since when it says what it says, and whether it said something else
    before."""

    article: Article
    since: datetime
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is suggested, by the clock on the wall there, and the ISO code of the language it is read in."""

    at: datetime
    language: str = "en"

    @property
    def today(self) -> date:
        """The day there."""
        return self.at.date()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article to ask for by its title, and why it is suggested: at least one reason.

    The uses of the reasons: "hour" (this time of day), "new", "changed" (the ISO day), "role", "site", "past_use" (the
    ISO day it helped), "everyone".
    """

    article: Article
    reasons: tuple[Reason, ...]

    @property
    def uses(self) -> frozenset[str]:
        """What its reasons rest on."""
        return frozenset(reason.use for reason in self.reasons)


def suggest(
    listed: Sequence[Listed], viewer: Viewer, preference: Preference, moment: Moment, fits: Fits
) -> tuple[Suggestion, ...]:
    """Up to `MOST` suggestions, all of them articles that the viewer may see.

    `fits` has the last word on each; it is asked about `TRIED` at most.
    """
    began = min((each.since for each in listed), default=moment.at)
    reading = _Reading(viewer, preference, moment, began)
    found = [Suggestion(each.article, reasons) for each in listed if (reasons := tuple(reading.reasons(each)))]
    sorts = {use: iter(reading.sorted(use, found)) for use, _ in TURNS}
    chosen: dict[str, Suggestion] = {}
    tried: set[str] = set()
    for suggestion in _in_turns(sorts):
        if len(chosen) == MOST or len(tried) == TRIED:
            break
        if suggestion.article.id not in tried:
            tried.add(suggestion.article.id)
            if fits(suggestion):
                chosen[suggestion.article.id] = suggestion
    return tuple(chosen.values())


def _in_turns(sorts: Mapping[str, Iterator[Suggestion]]) -> Iterator[Suggestion]:
    going = True
    while going:
        going = False
        for use, many in TURNS:
            for suggestion in islice(sorts[use], many):
                going = True
                yield suggestion


@dataclass(frozen=True, slots=True)
class _Reading:
    """What speaks for articles at one moment, for one reader."""

    viewer: Viewer
    preference: Preference
    moment: Moment
    began: datetime

    def reasons(self, listed: Listed) -> Iterator[Reason]:
        """Why an article could be suggested; none for what the viewer may not see or what did not help them."""
        article = listed.article
        if not article.audience.admits(self.viewer) or article.id in self.preference.unhelped:
            return
        if self._meant(article):
            yield from self._timely(listed)
        if article.id in self.preference.helped:
            yield Reason("past_use", self.preference.helped[article.id].isoformat())
        if self.preference.role in _roles(article) and self._now(article):
            yield Reason("role", str(self.preference.role))
        if self.preference.site in article.audience.sites and self._now(article):
            yield Reason("site", str(self.preference.site))
        if article.critical and for_all(article) and not article.hours:
            yield Reason("everyone", "")

    def _meant(self, article: Article) -> bool:
        """It was not written for other roles."""
        return not _roles(article) or self.preference.role in _roles(article)

    def _timely(self, listed: Listed) -> Iterator[Reason]:
        article, local = listed.article, listed.since.astimezone(self.moment.at.tzinfo).date()
        if article.hours and self._now(article):
            yield Reason("hour", str(article.hours))
        fresh = listed.changed or listed.since > self.began + BEGINNING
        if fresh and (self.moment.today - local).days < NEW_DAYS:
            yield Reason("changed" if listed.changed else "new", local.isoformat())

    def _now(self, article: Article) -> bool:
        """Not out of its hours."""
        return article.hours is None or self.moment.at.hour in article.hours

    def sorted(self, use: str, found: Iterable[Suggestion]) -> list[Suggestion]:
        """Those with that reason, the best first."""
        return sorted((each for each in found if use in each.uses), key=lambda each: self._place(use, each))

    def _place(self, use: str, suggestion: Suggestion) -> tuple[object, ...]:
        """In the reader's language first, then what is closest to them, then what is newest; then another each day."""
        article = suggestion.article
        days = [date.fromisoformat(each.detail) for each in suggestion.reasons if each.use == use and use in DATED]
        return (
            article.language.partition("-")[0] != self.moment.language,
            -len(suggestion.uses & PERSONAL) if not days else -days[0].toordinal(),
            not article.critical,
            len(_roles(article)) or len(article.audience.sites),
            zlib.crc32(f"{self.moment.today} {article.id}".encode()),
        )


def _roles(article: Article) -> frozenset[str]:
    return article.written_for or article.audience.roles


def for_all(article: Article) -> bool:
    """True for what is for everyone, and was written for no role."""
    return article.audience == Audience() and not article.written_for
