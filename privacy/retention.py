"""Nothing outlives its keep time."""

from datetime import timedelta

from privacy.gate import Clock, utc_now
from privacy.store import PersonalStore

HOUR = timedelta(hours=1)


class Retention:
    """Deletes what has outlived the keep time of its use."""

    def __init__(self, people: PersonalStore, clock: Clock = utc_now) -> None:
        self._people = people
        self._clock = clock
        self._next = clock()

    def sweep(self) -> int:
        """How many kept values went. Reading never finds an outlived one, so this only has to run now and then."""
        return self._people.drop_outlived(self._clock())

    def hourly(self) -> int:
        """Sweeps, unless it was done within the hour; for callers that come by often."""
        if self._clock() < self._next:
            return 0
        self._next = self._clock() + HOUR
        return self.sweep()
