"""How long it takes to find the next moment for 10,000 nudges: `python -m tests.measuring.nudges`."""

import random
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from bot.hours import Hours, Span, Wishes, next_allowed

NUDGES, ZONES = 10_000, 200


def main() -> None:
    chance = random.Random(7)
    zones = [ZoneInfo(name) for name in chance.sample(sorted(available_timezones()), ZONES)]
    now = datetime(2026, 3, 28, tzinfo=UTC)
    wishes = [someones(chance, chance.choice(zones), now) for _ in range(NUDGES)]
    begun = time.perf_counter()
    found = [next_allowed(now, each) for each in wishes]
    took = time.perf_counter() - begun
    outside = sum(moment is not None and not each.allow(moment) for moment, each in zip(found, wishes, strict=True))
    planned = sum(moment is not None for moment in found)
    print(f"{NUDGES} nudges over {ZONES} zones in {took:.2f} s: {planned} planned, {outside} outside the hours")


def someones(chance: random.Random, zone: ZoneInfo, now: datetime) -> Wishes:
    """Hours, a quiet night and a fortnight of shifts of eight hours."""
    quiet = tuple(_span(now + timedelta(days=day, hours=chance.randrange(24)), 9) for day in range(7))
    shifts = tuple(_span(now + timedelta(days=day, hours=chance.randrange(24)), 8) for day in range(14))
    return Wishes(zone, Hours(*chance.choice([(8, 20), (20, 8), (6, 14)])), quiet, shifts)


def _span(begin: datetime, hours: int) -> Span:
    return Span(begin, begin + timedelta(hours=hours))


if __name__ == "__main__":
    main()
