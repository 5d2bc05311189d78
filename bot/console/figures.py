"""The totals that pages show: the one place where they come in. Each was told once, over a group, and names nobody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.wiring import Onhand

WEEKS = 26


@dataclass(frozen=True, slots=True)
class Week:
    """How the questions of the week that begins on the Monday `first` went; without `counts` it is not told of.

    `counts` has some of: answered, closest, not known, handed over, helpful, not helpful.
    """

    first: date
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, what: str) -> int:
        return self.counts.get(what, 0)


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that people asked about in vain: `people` are at least so many, in whole steps of a group."""

    first: date
    until: date
    words: tuple[str, ...]
    people: int
    trend: str
    roles: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    outline: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """How often an answer from an article was judged, in whole steps of a group, and the share that it helped.

    `tenths` is that share in tenths, rounded.
    """

    times: int
    tenths: int

    @property
    def share(self) -> str:
        return f"{self.tenths * 10} %"


class Figures:
    """Reads what is told."""

    def __init__(self, onhand: Onhand) -> None:
        self._onhand = onhand

    def weeks(self) -> tuple[Week, ...]:
        """The last weeks that are told of, oldest first."""
        return ()

    def gaps(self) -> tuple[Gap, ...]:
        """What was asked in vain, the newest period first, in it the largest."""
        return ()

    def judged(self) -> Mapping[str, Judged]:
        """By article id, those that were judged often enough."""
        k = self._onhand.settings.group_size
        told = self._onhand.rooms.opinions.judged(k)
        return {id: _judged(times, helped, k) for id, (times, helped) in told.items()}

    def by_topic(self) -> Mapping[str, Judged]:
        """The same by topic of the articles, which is a sum over what is told of them."""
        k, told = self._onhand.settings.group_size, self._onhand.rooms.opinions.judged(self._onhand.settings.group_size)
        sums: dict[str, tuple[int, int]] = {}
        for id, topics in self._onhand.listing.topics(list(told)).items():
            for topic in topics:
                times, helped = sums.get(topic, (0, 0))
                sums[topic] = times + told[id][0], helped + told[id][1]
        return {topic: _judged(times, helped, k) for topic, (times, helped) in sorted(sums.items())}


def _judged(times: int, helped: int, k: int) -> Judged:
    return Judged(times // k * k, round(10 * helped / times))
