"""Is Onhand well? What a monitor is told: words about parts and counts, and nothing about anybody."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.whole import Damaged
from privacy.down import Why, down

LEAST_FREE = 50_000_000
"""Bytes of free disk below which somebody should make room, long before anything stops."""
NONE_FREE = 100_000
"""Bytes below which SQLite cannot work, whatever it calls that."""
_SAID: Mapping[Why, str] = {
    "full": "The disk is full: questions are answered without anything personal. Make room.",
    "locked": "people.db is locked by another program: questions are answered without it. Stop that program.",
    "unreadable": "people.db or keys.db cannot be used: questions are answered without them. Run “onhand doctor”.",
}


@dataclass(frozen=True, slots=True)
class Health:
    """Looks when it is asked. `trouble` tells why the personal store could not be used when it was last tried."""

    home: Path
    reach_store: Callable[[], object]
    read_articles: Callable[[], object]
    trouble: Callable[[], Why | None]
    waiting: Callable[[], tuple[int, int]]
    connected: Callable[[], bool]

    def report(self) -> dict[str, Any]:
        """`status` is ok or degraded, `reasons` sentences, `waiting` the number of questions in the queue."""
        reasons = [*self._of_store(), *self._of_articles(), *self._of_work()]
        return {"status": "degraded" if reasons else "ok", "reasons": reasons, "waiting": self.waiting()[0]}

    def _of_store(self) -> Iterator[str]:
        why = self.trouble()
        try:
            self.reach_store()
        except Exception as problem:
            why = down(problem) or "unreadable"
        free = shutil.disk_usage(self.home).free
        if why:
            yield _SAID["full" if free < NONE_FREE else why]
        elif free < LEAST_FREE:
            yield f"Only {free // 1_000_000} MB of the disk are free. Make room."

    def _of_articles(self) -> Iterator[str]:
        try:
            self.read_articles()
        except Damaged as problem:
            yield f"{problem}."
        except Exception as problem:
            yield f"knowledge.db cannot be read ({type(problem).__name__}). Run “onhand doctor”."

    def _of_work(self) -> Iterator[str]:
        waiting, most = self.waiting()
        if waiting * 2 > most:
            yield f"{waiting} questions wait; from {most} on more are refused."
        if not self.connected():
            yield "There is no connection to Slack. It is opened again by itself."
