"""Nothing outlives its keep time."""

from datetime import timedelta

from privacy.chain import Chain
from privacy.gate import Clock, utc_now
from privacy.keeping import Limits
from privacy.measures import Measures
from privacy.rights import Rights
from privacy.store import PersonalStore

HOUR = timedelta(hours=1)


class Retention:
    """Deletes what has outlived its keep time, and finishes erasures that a crash or a restore left half done."""

    def __init__(
        self, people: PersonalStore, rights: Rights, chain: Chain, measures: Measures, clock: Clock = utc_now
    ) -> None:
        self._measures = measures
        self._people = people
        self._rights = rights
        self._chain = chain
        self._clock = clock
        self._next = clock()

    def sweep(self) -> int:
        """How many rows went. Reading never finds an outlived value, so this only has to run now and then."""
        limits = Limits.at(self._clock())
        self._rights.replay()
        with self._people.transaction():
            self._measures.happened("expired", self._people.open_escalations(limits.delivered))
            gone = self._people.drop_outlived(limits) + self._chain.forget_gone(limits.gone)
            gone += self._chain.forget_keys(self._people.of_whom())
        self._chain.save()
        return gone

    def hourly(self) -> int:
        """Sweeps, unless it was done within the hour; for callers that come by often."""
        if self._clock() < self._next:
            return 0
        self._next = self._clock() + HOUR
        return self.sweep()
