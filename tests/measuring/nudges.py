"""How long it takes to find the next moment for 10,000 nudges: `python -m tests.measuring.nudges`.

Everybody has hours and days off of their own, quiet nights, and three quarters a rota of a fortnight. It is done three
times: as clocks go forward in Europe, as they go back in America, and in between.
"""

import random
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.hours import Hours, Span, Wishes, allowed_until, next_allowed

NUDGES, ZONES = 10_000, 200
NOWS = (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC))
TIMES = ((8, 20), (20, 8), (6, 14), (0, 0), (22, 6), (13, 14))


def main() -> None:
    chance = random.Random(7)
    zones = [ZoneInfo(name) for name in chance.sample(sorted(available_timezones()), ZONES)]
    for now in NOWS:
        wishes = [someones(chance, chance.choice(zones), now) for _ in range(NUDGES)]
        begun = time.perf_counter()
        found = [next_allowed(now, each) for each in wishes]
        took = time.perf_counter() - begun
        planned = [(moment, each) for moment, each in zip(found, wishes, strict=True) if moment is not None]
        outside = sum(not held(moment, each) for moment, each in planned)
        on_rota = sum(bool(each.rota) for each in wishes)
        print(
            f"{now:%d %B}: {NUDGES:,} nudges over {ZONES} zones, {on_rota:,} to people on a rota, in {took:.1f} s: "
            f"{len(planned):,} planned, {NUDGES - len(planned):,} with no moment, {outside} outside the hours"
        )


def held(moment: datetime, wishes: Wishes) -> bool:
    """The rule, told in other words, for the moment and for the last minute in which it may still leave."""
    last = allowed_until(moment, wishes) - timedelta(minutes=1)
    return all(_held(each, wishes) for each in (moment, max(moment, last)))


def _held(moment: datetime, wishes: Wishes) -> bool:
    local, hours = moment.astimezone(wishes.zone), wishes.hours
    on_time = (local.hour - hours.begin) % 24 < ((hours.end - hours.begin) % 24 or 24)
    quiet, covered, working = (_in(moment, those) for those in (wishes.quiet, wishes.rota, wishes.shifts))
    return on_time and local.weekday() not in wishes.off and not quiet and (working or not covered)


def _in(moment: datetime, spans: tuple[Span, ...]) -> bool:
    return any(span.begin <= moment < span.end for span in spans)


def someones(chance: random.Random, zone: ZoneInfo, now: datetime) -> Wishes:
    """Hours, days off, a week of quiet nights and, for three of four, a fortnight's rota with some days free."""
    quiet = tuple(_span(now + timedelta(days=day, hours=chance.randrange(24)), 9) for day in range(7))
    off = frozenset(chance.sample(range(7), chance.randrange(3)))
    hours = Hours(*chance.choice(TIMES))
    if chance.random() < 0.25:
        return Wishes(zone, hours, quiet, off)
    days = [now + timedelta(days=day) for day in range(14) if chance.random() < 0.7]
    shifts = tuple(_span(day + timedelta(minutes=15 * chance.randrange(96)), 8) for day in days)
    return Wishes(zone, hours, quiet, off, shifts, (_span(now, 14 * 24),))


def _span(begin: datetime, hours: int) -> Span:
    return Span(begin, begin + timedelta(hours=hours))


if __name__ == "__main__":
    main()
