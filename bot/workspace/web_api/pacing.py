"""How often an app may call: Slack's tiers per method, and one message a second in each channel."""

import math
from collections.abc import Callable
from dataclasses import dataclass

# Calls a minute, from Slack's tables. A tier's bucket starts full, which is Slack's allowance for bursts.
PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
_FEWEST = 10
POST_BURST = 3


@dataclass(slots=True)
class Bucket:
    """`level` calls are free now; `rate` come back each second, up to `size`."""

    size: float
    rate: float
    level: float
    at: float

    def wait(self, now: float) -> float:
        """Take one call: 0.0 when it is free, else the seconds until it will be."""
        self.level = min(self.size, self.level + max(0.0, now - self.at) * self.rate)
        self.at = now
        if self.level < 1:
            return (1 - self.level) / self.rate
        self.level -= 1
        return 0.0


class Pacing:
    """Counts the calls. `clock` gives the time in seconds; with `on` false nothing is ever too much."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.on = True
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}

    def call(self, method: str, tier: int) -> int:
        """Count a call of `method`; the seconds to wait, whole and at least 1, when it is too early, else 0."""
        # Slack lets even the slowest tier burst a little: an app opens up to ten connections at its start.
        size = max(PER_MINUTE[tier], _FEWEST)
        return self._take(method, size, PER_MINUTE[tier] / 60)

    def post(self, channel: str) -> int:
        """Count a message to `channel`, one a second with a short burst; the seconds to wait, or 0."""
        return self._take(f"post {channel}", POST_BURST, 1.0)

    def _take(self, name: str, size: float, rate: float) -> int:
        if not self.on:
            return 0
        now = self._clock()
        bucket = self._buckets.setdefault(name, Bucket(size, rate, size, now))
        return math.ceil(bucket.wait(now))
