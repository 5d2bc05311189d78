"""What a manager is told of the groups in which their people work, with what would help. No Slack, and no person.

All of it was told once, when a period was counted, and is the same for every manager who has people in a band. Where
there is nothing, it is the same whether too few asked, nobody did, or the team is too small to be in any band.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from bot.gaps import GapReport, Near
from knowledge.article import Article, Viewer
from privacy.gaps import WEEKS
from privacy.groups import IN_A_BAND, Band, Cell
from privacy.rooms import Rooms
from privacy.topics import sensitive_title
from privacy.totals import Gap, Told
from privacy.worker import WorkerId

MOST = 3
"""Topics, articles that missed and articles that helped that are shown, the largest."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic that at least a group of a band asked about in vain, and the articles that would help them."""

    gap: Gap
    band: Band
    articles: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """An article that did not help at least so many of a band, whatever they asked."""

    id: str
    title: str
    band: Band
    people: int


@dataclass(frozen=True, slots=True)
class Useful:
    """An article that helped at least so many people of a job, of whom at least a band's worth work for others."""

    id: str
    title: str
    role: str
    people: int


@dataclass(frozen=True, slots=True)
class Team:
    """All that a manager is told."""

    topics: tuple[Topic, ...] = ()
    beside: tuple[Beside, ...] = ()
    useful: tuple[Useful, ...] = ()

    @property
    def told(self) -> bool:
        return bool(self.topics or self.beside or self.useful)


@dataclass(frozen=True, slots=True)
class _Own:
    """How many people of a manager have which job where."""

    people: dict[Cell, int] = field(default_factory=dict)

    def viewers(self, band: Band) -> list[Viewer]:
        """As whom they see articles, of those who are in a band; nobody where none is."""
        return [Viewer(cell.role, cell.site) for cell, number in self.people.items() if number and band.holds(cell)]

    def of_role(self, role: str) -> list[Viewer]:
        return [Viewer(cell.role, cell.site) for cell in self.people if cell.role == role]


class TeamReport:
    """Puts together what is told of the groups that a manager has people in."""

    def __init__(self, rooms: Rooms, gaps: GapReport, k: int) -> None:
        self._rooms = rooms
        self._gaps = gaps
        self._k = k

    def of(self, manager: WorkerId) -> Team:
        own = _Own(self._rooms.directory.staff(manager))
        told = self._rooms.gaps.newest(self._rooms.gate.clock().date() - timedelta(weeks=WEEKS))
        topics = self._topics(told, own) if told else ()
        beside = self._beside(told, own, topics) if told else ()
        return Team(topics, beside, tuple(self._useful(own))[:MOST])

    def _topics(self, told: Told, own: _Own) -> tuple[Topic, ...]:
        gaps = {gap.topic: gap for gap in told.gaps}
        theirs = [(gaps[each.topic], each.band) for each in told.band_gaps if own.viewers(each.band)]
        largest = sorted(theirs, key=lambda each: (-each[0].people, each[0].topic, each[1]))[:MOST]
        return tuple(Topic(gap, band, self._gaps.near(gap, own.viewers(band))) for gap, band in largest)

    def _beside(self, told: Told, own: _Own, topics: Sequence[Topic]) -> tuple[Beside, ...]:
        """Of articles that stand beside no topic of the same people."""
        shown = {(each.id, topic.band) for topic in topics for each in topic.articles}
        found = [
            Beside(each.article, article.title, each.band, each.people)
            for each in told.missed
            if (viewers := own.viewers(each.band)) and (each.article, each.band) not in shown
            if (article := self._seen(each.article, viewers)) is not None
        ]
        return tuple(sorted(found, key=lambda each: (-each.people, each.title, each.band))[:MOST])

    def _useful(self, own: _Own) -> Iterator[Useful]:
        """What helped a job, where so many of its people work for others that it tells of nobody's team."""
        everybody = self._rooms.directory.staff()
        for role in sorted({cell.role for cell in own.people}):
            elsewhere = sum(number - own.people.get(cell, 0) for cell, number in everybody.items() if cell.role == role)
            if elsewhere >= IN_A_BAND * self._k:
                helped = self._rooms.counting.in_job(role)
                for id, people in sorted(helped.items(), key=lambda each: (-each[1], each[0])):
                    article = self._seen(id, own.of_role(role))
                    if article is not None:
                        yield Useful(id, article.title, role, people)

    def _seen(self, id: str, viewers: Sequence[Viewer]) -> Article | None:
        """The live article, where all of them may see it and it is about nothing that must not be told of."""
        article = self._gaps.live(id, viewers)
        return article if article is not None and not sensitive_title(article.title) else None
