"""Helpful or not: counted per article, with nobody's name on it."""

from typing import Literal

from privacy.gate import Gate
from privacy.groups import SMALLEST
from privacy.keeping import month_of
from privacy.measures import VERDICTS, Measures
from privacy.store import PersonalStore
from privacy.worker import WorkerId

Opinion = Literal["helpful", "not helpful", "wrong", "unclear", "out of date", "not for my job"]


class Opinions:
    """Counts each worker's opinion of an answer once."""

    def __init__(self, people: PersonalStore, gate: Gate, measures: Measures) -> None:
        self._people = people
        self._gate = gate
        self._measures = measures

    def give(self, worker: WorkerId, request: str, article_id: str, opinion: Opinion) -> bool:
        """True where it counted; False where this worker had said so before, or did not ask that question."""
        with self._people.transaction():
            counted = self._count(worker, request, article_id, opinion, step=1)
            for verdict in (each for each in VERDICTS if counted and each == opinion):
                self._measures.judged(request, verdict)
        return counted

    def explain(self, worker: WorkerId, request: str, article_id: str, reason: Opinion) -> bool:
        """Counts one reason after an opinion. False where none was given before, or a reason was."""
        return self._count(worker, request, article_id, reason, step=2)

    def _count(self, worker: WorkerId, request: str, article_id: str, said: Opinion, *, step: int) -> bool:
        """Counted by the month: beside the time of a request, a day could tell whose opinion it was."""
        with self._people.transaction():
            taken = self._people.take_vote(request, worker, step)
            if taken:
                self._people.count_opinion(article_id, said, f"{self._gate.clock():%Y-%m}")
        return taken

    def totals(self) -> dict[tuple[str, str], int]:
        """(article id, opinion) → how often, over all time."""
        return self._people.opinions()

    def judged(self, k: int = SMALLEST) -> dict[str, tuple[int, int]]:
        """Article id → how often it was judged, and how often as helpful, in the months that are over.

        Of a month in which at least k people judged, only an article that was judged k times or more counts, and what
        is told of a month never changes: so two looks never differ by less than k opinions. Raises ValueError where `k`
        is smaller than `SMALLEST`.
        """
        if k < SMALLEST:
            raise ValueError(f"A group of {k} opinions; accepted is {SMALLEST} or more.")
        return self._people.judged(self._told(k), k)

    def of_groups(self, k: int, after: str = "") -> dict[tuple[str, str], int]:
        """(article id, opinion) → how often, in the months that are over and in which at least k people judged; of
        those, the ones after a month as in “2026-11”."""
        return self._people.opinions_of_months({month for month in self._told(k) if month > after})

    def _told(self, k: int) -> set[str]:
        now = month_of(self._gate.clock())
        return {month for month in self._people.months_judged(k) if month < now}

    def by_month(self) -> dict[str, int]:
        """How many answers were judged, by month as in “2026-11”: reasons are not counted beside."""
        return self._people.opinions_by_month()
