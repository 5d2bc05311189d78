"""When somebody may be written to: within the hours of their own day, not while they want quiet, in their shifts.

Pure functions of moments in UTC. Hours are those of the clock on the receiver's wall, so that a day on which clocks
change has the same hours as any other.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    """What holds for one person. `quiet` spans are left alone; with `shifts`, only moments within one are theirs."""

    zone: ZoneInfo
    hours: Hours
    quiet: tuple[Span, ...] = ()
    shifts: tuple[Span, ...] | None = None

    def allow(self, moment: datetime) -> bool:
        working = self.shifts is None or any(moment in shift for shift in self.shifts)
        quiet = any(moment in span for span in self.quiet)
        return working and not quiet and moment.astimezone(self.zone).hour in self.hours


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
    begins = [span.begin for span in wishes.quiet if span.begin > moment]
    ends = [shift.end for shift in wishes.shifts or () if moment in shift]
    return min([*begins, *ends, moment + timedelta(days=1), _hours_end(moment, wishes)])


def _onwards(moment: datetime, wishes: Wishes) -> datetime:
    """A later moment, and none of those in between is allowed."""
    quiet = [span.end for span in wishes.quiet if moment in span]
    if quiet:
        return max(quiet)
    if wishes.shifts is not None and not any(moment in shift for shift in wishes.shifts):
        later = [shift.begin for shift in wishes.shifts if shift.begin > moment]
        return min(later, default=datetime.max.replace(tzinfo=UTC))
    return _next_quarter(moment)


def _next_quarter(moment: datetime) -> datetime:
    """Clocks change by whole quarters of an hour everywhere, so no hour begins between two quarters."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + STEP


def _hours_end(moment: datetime, wishes: Wishes) -> datetime:
    end, last = _next_quarter(moment), moment + timedelta(days=1)
    while end < last and end.astimezone(wishes.zone).hour in wishes.hours:
        end = _next_quarter(end)
    return end
