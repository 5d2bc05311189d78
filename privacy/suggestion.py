"""A fix that a worker suggests, until the one who looks after the article has looked at it."""

import uuid
from dataclasses import asdict, dataclass, field
from datetime import timedelta

from privacy import uses
from privacy.gate import Gate
from privacy.receipt import Request
from privacy.store import PostStore
from privacy.store import SuggestionRow as SuggestionRow
from privacy.worker import WorkerId

MOST = 5
"""So many of one worker wait at once: nobody is flooded by somebody who gives no name."""
ANY_EDITOR = WorkerId("")


@dataclass(frozen=True, slots=True)
class Fix:
    """What is wrong in which passage of which article. Who suggests it is not in it."""

    article: str
    title: str
    quote: str
    words: str = field(repr=False)
    language: uses.Language = uses.ENGLISH


class Suggestions:
    """Which fix waits for whom. The words are kept by the use that shows them; what was taken waits to be live."""

    def __init__(self, post: PostStore, gate: Gate) -> None:
        self._post = post
        self._gate = gate

    def add(self, request: Request, contact: WorkerId, fix: Fix) -> str:
        """Stores the fix and returns its id; `contact` is `ANY_EDITOR` where no one person looks after the article.

        Raises ValueError for somebody without a name.
        """
        id, now = uuid.uuid4().hex, self._gate.clock()
        if not self._gate.keep(request, uses.SUGGEST_FIX, id, asdict(fix)):
            raise ValueError("A fix without a worker cannot be suggested to a person.")
        until = now + timedelta(days=uses.HEAR_BACK.keep_days)
        self._post.add_suggestion(SuggestionRow(id, request.worker, contact, "open", until))
        return id

    def too_many(self, worker: WorkerId) -> bool:
        """True where as many of the worker's wait as may."""
        return self._post.suggesting(worker) >= MOST

    def waiting(self, id: str) -> SuggestionRow | None:
        """The fix that still waits, whoever it waits for."""
        row = self._post.suggestion(id)
        return row if row is not None and row.state == "open" else None

    def drawn(self, request: Request, id: str) -> Fix | None:
        """What was suggested, drawn of the one who suggested it; None where it outlived its time."""
        values = self._gate.draw(request, uses.SUGGEST_FIX, topic=id).values
        return Fix(**values[uses.SUGGESTED.name][0][1]) if uses.SUGGESTED.name in values else None

    def take(self, request: Request, id: str, proposal: str) -> bool:
        """Notes the change that was made of it, and forgets the words. True the first time."""
        return self._end(request, id, "taken", proposal)

    def decline(self, request: Request, id: str) -> bool:
        """Ends it, and forgets the words. True the first time."""
        return self._end(request, id, "ended")

    def _end(self, request: Request, id: str, state: str, proposal: str = "") -> bool:
        with self._gate.together():
            self._gate.forget(request, uses.SUGGEST_FIX, id)
            return self._post.move_suggestion(id, "open", state, proposal)

    def taken(self) -> tuple[SuggestionRow, ...]:
        """Those of which a change was made that was not seen to be live yet."""
        return self._post.suggestions("taken")

    def done(self, id: str) -> bool:
        """Ends one that was taken. True the first time."""
        return self._post.move_suggestion(id, "taken", "ended")
