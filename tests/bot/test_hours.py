"""Nobody is written to outside their hours, in any zone of the world, also when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours import Hours, Span, Wishes, allowed_until, next_allowed

ZONES = sorted(available_timezones())
DAY = Hours(8, 20)
START = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
moments = st.integers(0, 2 * 366 * 24 * 60).map(lambda minutes: START + minutes * MINUTE)
hours = st.tuples(st.integers(0, 23), st.integers(0, 23)).map(lambda two: Hours(*two))
zones = st.sampled_from(ZONES).map(ZoneInfo)


@st.composite
def spans(draw: st.DrawFn, around: datetime) -> tuple[Span, ...]:
    """Up to four spans within a week of a moment."""
    starts = draw(st.lists(st.integers(-24 * 60, 7 * 24 * 60), max_size=4))
    begins = [around + start * MINUTE for start in starts]
    return tuple(Span(begin, begin + draw(st.integers(1, 14 * 60)) * MINUTE) for begin in begins)


def within(moment: datetime, wishes: Wishes) -> bool:
    """The rule, told once more in other words."""
    local = moment.astimezone(wishes.zone)
    begin, end = wishes.hours.begin, wishes.hours.end
    on_time = (local.hour - begin) % 24 < ((end - begin) % 24 or 24)
    quiet, planned, working = (
        [span for span in those if span.begin <= moment < span.end]
        for those in (wishes.quiet, wishes.rota, wishes.shifts)
    )
    return on_time and local.weekday() not in wishes.off and not quiet and bool(working or not planned)


@given(st.data(), moments, zones, hours, st.frozensets(st.integers(0, 6), max_size=6))
def test_the_next_moment_is_allowed_and_none_before_it_is(
    data: st.DataObject, now: datetime, zone: ZoneInfo, of_day: Hours, off: frozenset[int]
) -> None:
    """In every zone, with days off, quiet hours and a rota, the moment found is within all of them; no earlier one is,
    and the time that is said to be allowed from there on is."""
    wishes = Wishes(zone, of_day, data.draw(spans(now)), off, data.draw(spans(now)), data.draw(spans(now)))
    found = next_allowed(now, wishes)
    if found is None:
        return
    assert found >= now
    assert within(found, wishes)
    until = allowed_until(found, wishes)
    for moment in (found + part * (until - found) / 7 for part in range(7)):
        assert within(moment, wishes)
    earlier = data.draw(st.integers(0, max(0, int((found - now) / MINUTE) - 1)))
    assert found == now or not within(now + earlier * MINUTE, wishes)


@pytest.mark.parametrize("zone", ZONES)
def test_hours_hold_on_every_day_on_which_clocks_change(zone: str) -> None:
    """From each quarter of an hour around each change of the clocks of three years the next moment is by day."""
    wishes, where = Wishes(ZoneInfo(zone), DAY), ZoneInfo(zone)
    days = [START + timedelta(days=day) for day in range(3 * 365)]
    offsets = [day.astimezone(where).utcoffset() for day in days]
    changes = [day for day, before, after in zip(days, offsets, offsets[1:], strict=False) if before != after]
    for change in changes:
        for quarter in range(0, 48 * 4, 3):
            found = next_allowed(change + quarter * timedelta(minutes=15), wishes)
            assert found is not None
            assert 8 <= found.astimezone(where).hour < 20


def test_somebody_without_a_shift_has_no_moment() -> None:
    """On days that a rota covers without a shift of theirs nobody is written to; nor while they want quiet, nor where
    every day is off."""
    long, utc = (Span(START, START + timedelta(days=60)),), ZoneInfo("UTC")
    assert next_allowed(START, Wishes(utc, DAY, rota=long)) is None
    assert next_allowed(START, Wishes(utc, DAY, long)) is None
    assert next_allowed(START, Wishes(utc, DAY, off=frozenset(range(7)))) is None


def test_a_shift_holds_within_the_hours_and_after_the_rota_the_hours_alone() -> None:
    """From 22 to 6, over midnight, where somebody takes nudges from 20 to 8; after the last day of the rota from 20."""
    rota = (Span(START, START + timedelta(days=2)),)
    shift = Span(START.replace(hour=22), START.replace(day=2, hour=6))
    wishes = Wishes(ZoneInfo("UTC"), Hours(20, 8), shifts=(shift,), rota=rota)
    assert next_allowed(START, wishes) == shift.begin
    assert allowed_until(shift.begin, wishes) == shift.end
    assert next_allowed(shift.end, wishes) == START.replace(day=3)
    assert next_allowed(START.replace(day=3, hour=8), wishes) == START.replace(day=3, hour=20)


def test_a_day_off_is_from_midnight_to_midnight() -> None:
    """Whoever takes nudges at night, but none on Thursdays (1 January), gets them from midnight on."""
    wishes = Wishes(ZoneInfo("Europe/London"), Hours(20, 8), off=frozenset({3}))
    assert next_allowed(START, wishes) == START.replace(day=2)
    assert allowed_until(START.replace(day=7, hour=22), wishes) == START.replace(day=8)


def test_hours_may_pass_midnight() -> None:
    """Somebody who works at night is written to at night."""
    night = Wishes(ZoneInfo("Europe/London"), Hours(20, 8))
    assert next_allowed(START.replace(hour=12), night) == START.replace(hour=20)
    assert allowed_until(START.replace(hour=20), night) == START.replace(day=2, hour=8)
