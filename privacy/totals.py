"""What a store must do with totals: counts of groups and of events, with nobody in them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from privacy.groups import Band, Cell
from privacy.worker import WorkerId

Figures = Mapping[tuple[str, str], int]
"""(article id, role) → how many people."""
Trend = Literal["new", "rising", "same", "falling"]
TRENDS: tuple[Trend, ...] = ("new", "rising", "same", "falling")


@dataclass(frozen=True, slots=True)
class Period:
    """From the `first` day on, `until` the day that is not in it any more."""

    first: date
    until: date

    @property
    def last(self) -> date:
        return self.until - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that many people asked about in vain in a period. All of it was told once and is never changed.

    `people` and the numbers of `outcomes` are at least so many, in whole steps of a group; `topic` is the same where
    the topic is. No word and no article stands here that fewer than a group of them used or were shown.
    """

    topic: int
    period: Period
    people: int
    trend: Trend
    words: tuple[str, ...]
    roles: tuple[str, ...] = ()
    outcomes: Mapping[str, int] = field(default_factory=dict)
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BandGap:
    """That at least a group of a band asked in vain, in a period, about the topic of a gap of that period."""

    topic: int
    band: Band


@dataclass(frozen=True, slots=True)
class Missed:
    """At least so many people of a band, in steps, whom an article did not help in a period. Fewer are not told, and
    no more than of all but a group."""

    article: str
    band: Band
    people: int


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of a period: what all asked in vain, and what of it its bands did."""

    period: Period
    gaps: tuple[Gap, ...] = ()
    bands: tuple[Band, ...] = ()
    band_gaps: tuple[BandGap, ...] = ()
    missed: tuple[Missed, ...] = ()


class TotalsStore(Protocol):
    """Counts and totals. A method is durable when it, or the transaction around it, ends."""

    def take_vote(self, request: str, worker: WorkerId, step: int) -> bool: ...
    def count_opinion(self, article_id: str, opinion: str, month: str) -> None: ...
    def opinions(self) -> dict[tuple[str, str], int]: ...
    def opinions_of_months(self, months: Collection[str]) -> dict[tuple[str, str], int]: ...
    def judged(self, months: Collection[str], least: int) -> dict[str, tuple[int, int]]: ...
    def months_judged(self, k: int) -> frozenset[str]: ...
    def opinions_by_month(self) -> dict[str, int]: ...
    def counted(self) -> frozenset[str]: ...
    def publish(self, month: str, figures: Figures) -> None: ...
    def in_job(self, role: str, since: str) -> dict[str, int]: ...
    def gaps(self) -> tuple[Gap, ...]: ...
    def gaps_until(self) -> date | None: ...
    def tell(self, told: Told) -> None: ...
    def told(self) -> tuple[Told, ...]: ...
    def name_staff(self, team: str, people: Mapping[tuple[str, Cell], int]) -> None: ...
    def staff(self, manager: str | None = None) -> dict[Cell, int]: ...
    def asked(self, request: str, *, answered: bool) -> None: ...
    def went_on(self, worker: WorkerId, since: datetime) -> int: ...
    def asked_at(self, request: str) -> datetime | None: ...
    def count_event(self, week: date, what: str, times: int) -> None: ...
    def people_asking(self, first: datetime, until: datetime) -> int: ...
    def open_escalations(self, before: datetime) -> int: ...
    def measure(self, week: date, also: Mapping[str, int] | None) -> None: ...
    def weeks_with_events(self) -> tuple[date, ...]: ...
    def measured(self, since: date) -> dict[date, dict[str, int]]: ...
    def measured_weeks(self) -> frozenset[date]: ...
