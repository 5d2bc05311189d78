"""Who works when, as the company's rota says: for nudges alone, of those who take them, and for the days ahead.

A file of shifts is the whole truth about the days from its first to its last: what was known of these is gone. Whom it
names, without a shift on one of them, has that day off; of somebody whom no file names nothing is known, and the hours
that they chose hold. Nothing is kept of who did not say yes to nudges, nor told of who that is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from privacy.gate import Gate
from privacy.receipt import Drawn
from privacy.seal import Seals
from privacy.store import Kept, PersonalStore
from privacy.uses import NUDGE_IN_SHIFTS, NUDGES, SHIFTS
from privacy.worker import Person, WorkerId

AHEAD = 60
"""Days from today of which shifts are kept."""
AFTER = timedelta(days=2)
"""How long a day of a rota is kept after its end: its last shift may end on the next."""
DAY = timedelta(days=1)
Interval = tuple[datetime, datetime]
Step = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Shift:
    """From one moment until another, in UTC, in which a person works."""

    slack_user_id: str
    begin: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Rota:
    """What a file says. `free` are people whom it names without any shift; days are those of the `zone`.

    Where it is `one` person's, it says nothing of others.
    """

    shifts: tuple[Shift, ...]
    zone: ZoneInfo
    free: frozenset[str] = frozenset()
    one: bool = False

    def day(self, shift: Shift) -> date:
        """The day on which a shift begins, to which it belongs as a whole."""
        return shift.begin.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class LoadedShifts:
    """`shifts` of `people` were taken, from the `first` day to the `last`, both None where there is none.

    `left_out` shifts are over, or too far ahead; `unknown` people are on no list of the company.
    """

    shifts: int
    people: int
    first: date | None
    last: date | None
    left_out: int
    unknown: int


@dataclass(frozen=True, slots=True)
class OnRota:
    """The days of which a person's rota is known, and their shifts on these, both in UTC."""

    days: tuple[Interval, ...] = field(default=(), repr=False)
    shifts: tuple[Interval, ...] = field(default=(), repr=False)


def on_rota(drawn: Drawn) -> OnRota:
    """What was drawn of somebody's shifts. Days that follow on each other are one."""
    kept = sorted((value for _, value in drawn.values.get(SHIFTS.name, [])), key=lambda value: str(value["begin"]))
    days: list[Interval] = []
    for begin, end in (_interval((value["begin"], value["end"])) for value in kept):
        days[-1:] = [(days[-1][0], end)] if days and days[-1][1] == begin else [*days[-1:], (begin, end)]
    return OnRota(tuple(days), tuple(_interval(each) for value in kept for each in value["shifts"]))


def _interval(told: Sequence[str]) -> Interval:
    begin, end = told
    return datetime.fromisoformat(begin), datetime.fromisoformat(end)


def _nobody_looks(_done: int, _of: int) -> None:
    return None


class Shifts:
    """Loads what a rota says, sealed, a day of a person at a time."""

    def __init__(self, people: PersonalStore, seals: Seals, gate: Gate) -> None:
        self._people = people
        self._seals = seals
        self._gate = gate

    def load(self, rota: Rota, team: str, step: Step = _nobody_looks) -> LoadedShifts:
        """Takes a rota as the whole truth about its days in a workspace, all of it or nothing."""
        today = self._gate.clock().astimezone(rota.zone).date()
        taken = [each for each in rota.shifts if 0 <= (rota.day(each) - today).days < AHEAD or self._now(each)]
        days = _days({rota.day(each) for each in taken})
        named = {*(each.slack_user_id for each in rota.shifts), *rota.free}
        with self._people.transaction():
            listed = self._people.workers()
            people = {self._gate.worker(Person(team, name)): name for name in named}
            known = {worker: name for worker, name in people.items() if worker in listed}
            if not rota.one:
                self._people.drop_topics(NUDGE_IN_SHIFTS.name, [self._topic(team, day) for day in days])
            self._keep_all(rota, known, _by_person(rota, taken), [(day, self._topic(team, day)) for day in days], step)
        first, last = (days[0], days[-1]) if days else (None, None)
        left_out = len(rota.shifts) - len(taken)
        return LoadedShifts(len(taken), len(named), first, last, left_out, len(named) - len(known))

    def _now(self, shift: Shift) -> bool:
        return shift.begin <= self._gate.clock() < shift.end

    def _topic(self, team: str, day: date) -> str:
        return self._seals.mark(f"shifts of {team} on {day}")

    def _keep_all(
        self,
        rota: Rota,
        known: Mapping[WorkerId, str],
        shifts: Mapping[tuple[str, date], list[Shift]],
        days: Sequence[tuple[date, str]],
        step: Step,
    ) -> None:
        for done, worker in enumerate(sorted(known), 1):
            if self._gate.allowed(worker, NUDGES) and self._gate.allowed(worker, NUDGE_IN_SHIFTS):
                for day, topic in days:
                    self._keep(rota.zone, worker, topic, day, shifts.get((known[worker], day), []))
            step(done, len(known))

    def _keep(self, zone: ZoneInfo, worker: WorkerId, topic: str, day: date, shifts: Iterable[Shift]) -> None:
        begin, end = _midnight(day, zone), _midnight(day + DAY, zone)
        value = {
            "title": f"{day} {_said(shifts, zone)}",
            "begin": begin.isoformat(),
            "end": end.isoformat(),
            "shifts": [[each.begin.isoformat(), each.end.isoformat()] for each in shifts],
        }
        now = self._gate.clock()
        sealed = self._seals.seal(worker, NUDGE_IN_SHIFTS.name, value)
        until = min(end + AFTER, now + NUDGE_IN_SHIFTS.keep_days * DAY)
        self._people.keep(worker, Kept(NUDGE_IN_SHIFTS.name, topic, sealed, now), until)


def _days(found: set[date]) -> list[date]:
    """All days from the first to the last."""
    return [min(found) + DAY * number for number in range((max(found) - min(found)).days + 1)] if found else []


def _by_person(rota: Rota, shifts: Iterable[Shift]) -> Mapping[tuple[str, date], list[Shift]]:
    found: dict[tuple[str, date], list[Shift]] = defaultdict(list)
    for each in sorted(shifts, key=lambda each: (each.begin, each.end)):
        found[each.slack_user_id, rota.day(each)].append(each)
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _said(shifts: Iterable[Shift], zone: ZoneInfo) -> str:
    """The shifts of a day as its person reads them among their data."""
    return ", ".join(_times(shifts, zone)) or "–"


def _times(shifts: Iterable[Shift], zone: ZoneInfo) -> Iterator[str]:
    for each in shifts:
        begin, end = each.begin.astimezone(zone), each.end.astimezone(zone)
        yield f"{begin:%H:%M}–{end:%H:%M}"
