"""The totals that pages show: the one place where they come in. Each was told once, over a group, and names nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.wiring import Onhand

if TYPE_CHECKING:
    from bot.gaps import Open
    from privacy.measures import Week

WEEKS = 26


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
    """Reads what is told. What takes searches is looked up once for each day and each change of the articles."""

    def __init__(self, onhand: Onhand) -> None:
        self._onhand = onhand
        self._gaps: tuple[tuple[date, int], Sequence[Open]] | None = None

    def weeks(self) -> Sequence["Week"]:
        """The last weeks that are told of, oldest first."""
        return [week for week in reversed(self._onhand.rooms.measures.weeks(WEEKS)) if week.told]

    def gaps(self) -> Sequence["Open"]:
        """What was asked in vain, the newest period first, in it the largest, with what is near in the articles."""
        as_of = self._onhand.today(), self._onhand.library.generation()
        if self._gaps is None or self._gaps[0] != as_of:
            self._gaps = as_of, self._onhand.gap_report.gaps(WEEKS)
        return self._gaps[1]

    def judged(self) -> Mapping[str, Judged]:
        """By article id, those that were judged often enough."""
        k = self._onhand.settings.group_size
        told = self._onhand.rooms.opinions.judged(k)
        return {id: _judged(times, helped, k) for id, (times, helped) in told.items()}

    def used(self) -> Mapping[str, int]:
        """By article id, how many answers were made of it lately, at least."""
        return self._onhand.rooms.measures.used()

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
