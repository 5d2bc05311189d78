"""Whether a message in a thread is meant for Onhand, without keeping what anybody said."""

from datetime import timedelta

from privacy.gate import Clock, utc_now
from privacy.seal import Seals
from privacy.store import PostStore
from privacy.worker import Person

LASTS = timedelta(days=1)
"""After a day a thread has gone cold: Onhand then answers in it only when it is named again."""


class Conversations:
    """Knows, per thread, who asked Onhand last, and whether people have begun to talk to each other since."""

    def __init__(self, post: PostStore, seals: Seals, clock: Clock = utc_now) -> None:
        self._post = post
        self._seals = seals
        self._clock = clock

    def asked(self, place: str, asked_by: Person) -> None:
        """Onhand was named here: what this person says next in the thread is for Onhand."""
        now = self._clock()
        self._post.converse(self._seals.mark(place), self._seals.worker(asked_by), now, now + LASTS)

    def for_onhand(self, place: str, said_by: Person, *, to_somebody: bool) -> bool:
        """True for a follow-up of the one who asked last.

        When somebody else speaks, or somebody is spoken to by name, people are talking: Onhand stays quiet from then
        on, until it is named again.
        """
        mark = self._seals.mark(place)
        asker = self._post.conversing(mark, self._clock())
        if asker is None:
            return False
        if asker == self._seals.worker(said_by) and not to_somebody:
            return True
        self._post.stop_conversing(mark)
        return False
