"""When somebody may be written to: within the hours of their own days, not while they want quiet, in their shifts.

Pure functions of moments in UTC. Hours are those of the clock on the receiver's wall, so that a day on which clocks
change has the same hours as any other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

DAYS = 40
"""A moment further ahead than this is none."""
STEP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Span:
    """From one moment until before another, both in UTC."""

    begin: datetime
    end: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begin <= moment < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """From the beginning of one hour of the day to that of another; over midnight where that is earlier. The same hour
    twice is the whole day."""

    begin: int
    end: int

    def __contains__(self, hour: int) -> bool:
        if self.begin < self.end:
            return self.begin <= hour < self.end
        return hour >= self.begin or hour < self.end


@dataclass(frozen=True, slots=True)
class Wishes:
    """What holds for one person. `quiet` spans and days of the week that are `off` (Monday is 0) are left alone.

    On the days that a rota covers, `rota`, only moments within one of its `shifts` are theirs.
    """

    zone: ZoneInfo
    hours: Hours
    quiet: tuple[Span, ...] = ()
    off: frozenset[int] = frozenset()
    shifts: tuple[Span, ...] = ()
    rota: tuple[Span, ...] = ()

    def allow(self, moment: datetime) -> bool:
        return self.on_duty(moment) and self.by_clock(moment) and not _within(moment, self.quiet)

    def on_duty(self, moment: datetime) -> bool:
        """False where a rota covers the moment and has no shift then."""
        return not _within(moment, self.rota) or _within(moment, self.shifts)

    def by_clock(self, moment: datetime) -> bool:
        """True in the chosen hours of a day that is not off; a day begins and ends at midnight."""
        local = moment.astimezone(self.zone)
        return local.hour in self.hours and local.weekday() not in self.off


def _within(moment: datetime, spans: tuple[Span, ...]) -> bool:
    return any(moment in span for span in spans)


def next_allowed(now: datetime, wishes: Wishes) -> datetime | None:
    """The first moment from `now` on that is allowed; None where there is none within 40 days."""
    moment, last = now, now + timedelta(days=DAYS)
    while moment <= last:
        if wishes.allow(moment):
            return moment
        moment = _onwards(moment, wishes)
    return None


def allowed_until(moment: datetime, wishes: Wishes) -> datetime:
    """The end of the time, from an allowed moment on, in which every moment is allowed; at most a day later."""
    begins = [span.begin for span in (*wishes.quiet, *wishes.rota) if span.begin > moment]
    ends = [shift.end for shift in wishes.shifts if moment in shift]
    return min([*begins, *ends, moment + timedelta(days=1), _hours_end(moment, wishes)])


def _onwards(moment: datetime, wishes: Wishes) -> datetime:
    """A later moment, and none of those in between is allowed."""
    quiet = [span.end for span in wishes.quiet if moment in span]
    if quiet:
        return max(quiet)
    if not wishes.on_duty(moment):
        covered = min(day.end for day in wishes.rota if moment in day)
        return min([covered, *(shift.begin for shift in wishes.shifts if shift.begin > moment)])
    return _next_quarter(moment)


def _next_quarter(moment: datetime) -> datetime:
    """Clocks change by whole quarters of an hour everywhere, so no hour begins between two quarters."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + STEP


def _hours_end(moment: datetime, wishes: Wishes) -> datetime:
    end, last = _next_quarter(moment), moment + timedelta(days=1)
    while end < last and wishes.by_clock(end):
        end = _next_quarter(end)
    return end
