"""What of a preference speaks for an article, or against it: numbers from 0 to 1, and the reasons in words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from knowledge.article import Article
from retrieval.answer import Reason
from retrieval.preference import Preference
from retrieval.ranker import SIGNALS

HALF_LIFE_DAYS = 90
"""After as many days, what helped counts half."""
_MANY = 10
"""So many others count half of what any number could."""

Signals = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Signalling:
    """Reads a preference against the articles that were found for one question: a method a signal.

    `topics` are those that the worker had to do with, by the day of the last time. `titles` are those of what was
    found for their job: articles of the same title are versions of one another. `read` are the signals that can be
    other than 0.
    """

    preference: Preference
    topics: Mapping[str, date]
    titles: frozenset[str] = frozenset()
    read: tuple[str, ...] = SIGNALS

    def of(self, article: Article) -> Signals:
        """The signals of an article that are not 0."""
        found: dict[str, float] = {name: getattr(self, name)(article) for name in self.read}
        return {name: value for name, value in found.items() if value}

    def own(self, article: Article) -> float:
        """For the worker's job: an article for one role is more its own than one for three."""
        roles = article.written_for or article.audience.roles
        return 1 / len(roles) if self.preference.role in roles else 0.0

    def version(self, article: Article) -> float:
        """Another version of an article for the worker's job: worth more than other articles."""
        return float(article.title in self.titles and not self.own(article))

    def site(self, article: Article) -> float:
        """For the place where the worker works."""
        sites = article.audience.sites
        return 1 / len(sites) if self.preference.site in sites else 0.0

    def helped(self, article: Article) -> float:
        """It helped the worker before."""
        return self._faded(self.preference.helped.get(article.id))

    def alike(self, article: Article) -> float:
        """The share of its topics that the worker had to do with before."""
        shares = [self._faded(self.topics.get(topic)) for topic in article.topics]
        return sum(shares) / len(shares) if shares else 0.0

    def others(self, article: Article) -> float:
        """It helped others in the same job."""
        people = self.preference.others.get(article.id, 0)
        return people / (people + _MANY)

    def unhelped(self, article: Article) -> float:
        """It did not help the worker the last time."""
        return self._faded(self.preference.unhelped.get(article.id))

    def _faded(self, day: date | None) -> float:
        """How much of what was on a day still counts."""
        if day is None:
            return 0.0
        today = self.preference.today or day
        return float(0.5 ** (max((today - day).days, 0) / HALF_LIFE_DAYS))

    def reasons(self, article: Article, signals: Signals) -> tuple[Reason, ...]:
        """What speaks for an article, as a worker is told it."""
        return tuple(self._told(article, signals))

    def _told(self, article: Article, signals: Signals) -> Iterator[Reason]:
        for name, use in (("own", "role"), ("version", "version")):
            if name in signals:
                yield Reason(use, str(self.preference.role))
        if "site" in signals:
            yield Reason("site", str(self.preference.site))
        if "helped" in signals:
            yield Reason("past_use", self.preference.helped[article.id].isoformat())
        elif "alike" in signals:
            yield Reason("alike", max(self.topics[each] for each in article.topics & self.topics.keys()).isoformat())
        if "others" in signals:
            yield Reason("others", str(self.preference.others[article.id]))


def signalling(
    preference: Preference, found: Iterable[Article], topics_of: Callable[[str], frozenset[str]]
) -> Signalling:
    """For one question. `topics_of` tells the topics of an article by its id; it has none where it is gone."""
    topics = dict(preference.topics)
    for article_id, day in preference.helped.items():
        for topic in topics_of(article_id):
            topics[topic] = max(day, topics.get(topic, day))
    alone = Signalling(preference, topics, read=_possible(preference, topics))
    if preference.role is None:
        return alone
    return replace(alone, titles=frozenset(article.title for article in found if alone.own(article)))


def _possible(preference: Preference, topics: Mapping[str, date]) -> tuple[str, ...]:
    """The signals that the preference says anything of."""
    said = {
        "own": preference.role,
        "version": preference.role,
        "site": preference.site,
        "helped": preference.helped,
        "alike": topics,
        "others": preference.others,
        "unhelped": preference.unhelped,
    }
    return tuple(name for name in SIGNALS if said[name])
