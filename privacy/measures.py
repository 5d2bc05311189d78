"""How the questions of a week went: counts of events with nobody's name, told when the week is over.

What happened is counted as it happens, without who did it. Only whether a question got no answer, and its asker did
nothing more that day, is known: at the question itself, and until its week is measured. A week is measured once, two
days after it. Where fewer than k different people asked in it, all that was counted of it is dropped, and the same is
said of it as of a week without questions. What is told of a week never changes: no two looks at it can be subtracted.

That somebody said nothing is told as silence: it never counts as solved.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from privacy.gate import Gate
from privacy.groups import SMALLEST
from privacy.ledger import Ledger
from privacy.receipt import Request
from privacy.store import PersonalStore
from privacy.worker import WorkerId

Went = Literal["answered", "closest", "not known"]
Verdict = Literal["helpful", "not helpful"]
VERDICTS: tuple[Verdict, ...] = ("helpful", "not helpful")
Event = Went | Verdict | Literal["handed over", "solved", "expired", "left"]
WEEK = timedelta(days=7)
LATE = timedelta(days=2)
"""How long after a week its answers can still be judged."""
HOUR = timedelta(hours=1)
_NOTED = "measured "
_USED = "used "
WEEKS_OF_USE = 13


@dataclass(frozen=True, slots=True)
class Week:
    """The week that begins on the Monday `first`. Without `counts` it is not told of: too few people asked, or none."""

    first: date
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def told(self) -> bool:
        return bool(self.counts)

    def of(self, what: str) -> int:
        return self.counts.get(what, 0)

    @property
    def asked(self) -> int:
        return self.of("answered") + self.of("closest") + self.of("not known")

    @property
    def silence(self) -> int:
        """Answers of which nobody said whether they helped."""
        return max(0, self.of("answered") - self.of("helpful") - self.of("not helpful"))


class Measures:
    """Counts what happens to questions, and tells it by week."""

    def __init__(self, people: PersonalStore, gate: Gate, ledger: Ledger, k: int = SMALLEST) -> None:
        self._people = people
        self._gate = gate
        self._ledger = ledger
        self._k = k
        self._next = gate.clock()

    def asked(self, request: Request, went: Went, article: str = "") -> None:
        """Counts a question by how it went, and the article it was answered from; for use in the transaction that sends
        its answer."""
        with self._people.transaction():
            self.went_on(request.worker)
            self._people.asked(request.id, answered=went == "answered")
            self._count(went)
            if went != "answered":
                self._count("left")
            elif article:
                self._people.count_event(week_of(self._gate.clock().date()), f"{_USED}{article}", 1)

    def went_on(self, worker: WorkerId) -> None:
        """That somebody did something: what they asked in vain that day was not the last of it."""
        today = self._gate.clock().replace(hour=0, minute=0, second=0, microsecond=0)
        with self._people.transaction():
            gone_on = self._people.went_on(worker, today)
            if gone_on:
                self._count("left", -gone_on)

    def judged(self, request: str, event: Event) -> None:
        """Counts an opinion in the week in which its answer was given, until that is measured."""
        at = self._people.asked_at(request)
        if at is not None:
            self._people.count_event(week_of(at.date()), event, 1)

    def happened(self, event: Event, times: int = 1) -> None:
        """Counts what happened just now."""
        if times:
            self._count(event, times)

    def _count(self, what: Event, times: int = 1) -> None:
        self._people.count_event(week_of(self._gate.clock().date()), what, times)

    def hourly(self) -> int:
        """Measures, unless it was done within the hour; for callers that come by often."""
        if self._gate.clock() < self._next:
            return 0
        self._next = self._gate.clock() + HOUR
        return self.measure()

    def measure(self) -> int:
        """Measures each week that is over and was not. Returns how many were.

        Where it is killed before its end nothing of that week is measured, and the next call does it.
        """
        self._note()
        over = week_of((self._gate.clock() - LATE).date())
        return sum(self._measure(week) for week in self._people.weeks_with_events() if week < over)

    def _note(self) -> None:
        """Tells the second file, where the process died before it could."""
        measured = {f"{_NOTED}{week}" for week in self._people.measured_weeks()}
        self._ledger.note_counted(measured - self._ledger.counted())

    def _measure(self, week: date) -> bool:
        first = datetime.combine(week, time(), UTC)
        with self._people.transaction():
            if week in self._people.measured_weeks():
                return False
            enough = self._people.people_asking(first, first + WEEK) >= self._k
            told = enough and f"{_NOTED}{week}" not in self._ledger.counted()
            also = {"open": self._people.open_escalations(first + WEEK)}
            self._people.measure(week, also if told else None)
        self._note()
        return True

    def weeks(self, number: int) -> tuple[Week, ...]:
        """The last so many weeks that could be measured by now, the newest first."""
        newest = week_of((self._gate.clock() - LATE).date()) - WEEK
        told = self._people.measured(newest - (number - 1) * WEEK)
        firsts = [newest - back * WEEK for back in range(number)]
        return tuple(Week(first, told.get(first, {})) for first in firsts)

    def used(self) -> dict[str, int]:
        """Article id → how many answers were made of it in the last quarter's weeks that are told of: at least so many,
        in whole steps of a group. Fewer, and none, are left out."""
        sums: Counter[str] = Counter()
        for week in self.weeks(WEEKS_OF_USE):
            sums.update(
                {what.removeprefix(_USED): times for what, times in week.counts.items() if what.startswith(_USED)}
            )
        return {article: times // self._k * self._k for article, times in sums.items() if times >= self._k}


def week_of(day: date) -> date:
    """The Monday of its week."""
    return day - timedelta(days=day.weekday())
