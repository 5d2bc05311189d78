"""What may leave, in the order it may leave, until it has left. The sender is the only one who empties it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from privacy.gate import Clock, utc_now
from privacy.seal import Seals, Unreadable
from privacy.store import OutgoingRow, PostStore

LEASE = timedelta(seconds=30)
"""How long a sender may take before another one may try; longer than Slack's slowest answer."""

VIEWS_FIRST = ("views.open", "views.push", "views.update", "views.publish")
"""A trigger lives three seconds, so what it opens goes before messages."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to deliver. `again`: an earlier sender may have delivered it before it died."""

    id: int
    request: str
    method: str
    arguments: Mapping[str, Any] = field(repr=False)
    notice: str
    attempts: int
    again: bool
    language: str


class Outbox:
    """Hands out messages one by one and takes back what became of them."""

    def __init__(self, post: PostStore, seals: Seals, clock: Clock = utc_now) -> None:
        self._post = post
        self._seals = seals
        self._clock = clock

    def claim(self) -> Parcel | None:
        """The next message that may go now, or None. Nobody else gets it until it is finished or the lease ends."""
        now = self._clock()
        while (row := self._post.claim_outgoing(now, now + LEASE, VIEWS_FIRST)) is not None:
            parcel = self._opened(row)
            if parcel is not None:
                return parcel
            self.failed(row.id, "erased")
        return None

    def _opened(self, row: OutgoingRow) -> Parcel | None:
        try:
            arguments = self._seals.unseal(row.worker, "outgoing", row.sealed)
        except Unreadable:
            return None
        again = row.state == "sending"
        return Parcel(row.id, row.request, row.method, arguments, row.notice, row.attempts, again, row.language)

    def now(self) -> datetime:
        return self._clock()

    def sent(self, id: int) -> None:
        self._post.finish_outgoing(id, "sent", "")

    def failed(self, id: int, error: str) -> None:
        """Gives up on a message. `error` is Slack's error code, never words of a person."""
        self._post.finish_outgoing(id, "failed", error)

    def later(self, id: int, seconds: float) -> None:
        self._post.postpone(id, self._clock() + timedelta(seconds=seconds))

    def seconds_to_next(self) -> float | None:
        """How long until a message may go (0 where one may go now), or None where none waits."""
        due: datetime | None = self._post.next_due()
        return None if due is None else max(0.0, (due - self._clock()).total_seconds())
