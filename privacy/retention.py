"""Nothing outlives its keep time."""

from privacy.gate import Clock, utc_now
from privacy.store import PersonalStore


class Retention:
    """Deletes what has outlived the keep time of its use."""

    def __init__(self, people: PersonalStore, clock: Clock = utc_now) -> None:
        self._people = people
        self._clock = clock

    def sweep(self) -> int:
        """How many kept values went. Reading never finds an outlived one, so this only has to run now and then."""
        return self._people.drop_outlived(self._clock())
