"""What Slack was told is received, until it is answered: one event, one answer, also across a crash."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from privacy.gate import Clock, utc_now
from privacy.seal import Seals, Unreadable
from privacy.store import IncomingRow, PostStore
from privacy.worker import Person

Along = Callable[[], object] | None
"""What is kept with an event in the moment in which it becomes durable."""

LEASE = timedelta(seconds=60)
"""How long the process that took an event may work on it before another one takes it up."""

TRIES = 3
"""An event is taken up again this often, then given up, so that it cannot kill its process for ever."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An event that is durable here. `body` is what Slack sent, in memory only."""

    team: str
    event: str
    body: dict[str, Any] = field(repr=False)
    attempts: int = 0

    @property
    def hopeless(self) -> bool:
        """True where it ended its process so often that it should only be apologised for."""
        return self.attempts > TRIES

    @property
    def key(self) -> tuple[str, str]:
        return (self.team, self.event)


class Inbox:
    """Takes each event once and gives back those whose process died."""

    def __init__(self, post: PostStore, seals: Seals, clock: Clock = utc_now) -> None:
        self._post = post
        self._seals = seals
        self._clock = clock

    def accept(self, asked_by: Person, event: str, body: dict[str, Any], along: Along = None) -> Accepted | None:
        """The event, now durable, or None where it came before: from a retry, another worker or an earlier life.

        What is to be kept `along` with a new event becomes durable with it, or neither does.
        """
        worker, now = self._seals.worker(asked_by), self._clock()
        with self._post.transaction():  # so that no sweep takes an unused key away between sealing and storing
            sealed = self._seals.seal(worker, "incoming", body)
            new = self._post.accept(IncomingRow(asked_by.team, event, worker, sealed, 0), now + LEASE, now)
            if new and along is not None:
                along()
        return Accepted(asked_by.team, event, body) if new else None

    def recover(self) -> Accepted | None:
        """An event that an ended process left unanswered, or None."""
        now = self._clock()
        while (row := self._post.claim_incoming(now, now + LEASE)) is not None:
            accepted = self._opened(row)
            if accepted is not None:
                return accepted
            self.finish((row.team, row.event))
        return None

    def _opened(self, row: IncomingRow) -> Accepted | None:
        if row.attempts > TRIES:
            return None
        try:
            body = self._seals.unseal(row.worker, "incoming", row.sealed)
        except Unreadable:
            return None
        return Accepted(row.team, row.event, body, row.attempts + 1)

    def finish(self, key: tuple[str, str]) -> None:
        """Ends an event that needs no reply."""
        self._post.finish_incoming(*key)
