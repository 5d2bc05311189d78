"""Tells how long each part of a search is at work. It stands around the parts; the search does not know of it."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

READING, EMBEDDING, VECTORS, LEXICAL = "reading", "embedding", "vectors", "lexical"
CLOSELY, COMPOSING, WHOLE = "closely", "composing", "whole"
STAGES = (READING, EMBEDDING, VECTORS, LEXICAL, CLOSELY, COMPOSING, WHOLE)
"""What a question goes through: it is read, embedded, looked for by vector and by its words; what was found is fused
and read closely, and the answer composed."""
_KEPT = 1_000


_OURS = __name__.partition(".")[0] + "."


@dataclass(frozen=True, slots=True)
class Span:
    """One call of a part, what it was given, and from when to when, in seconds of `time.perf_counter`."""

    stage: str
    given: tuple[Any, ...]
    begun: float
    ended: float


class Watch:
    """Notes when the parts that were given to it are at work, in whatever thread.

    So what it tells of one question is true only where no other is asked meanwhile. Thread-safe.
    """

    def __init__(self) -> None:
        self._spans: deque[Span] = deque(maxlen=_KEPT)
        self._lock = Lock()
        self.parts: dict[str, Any] = {}
        """The newest part of a stage that was opened, as it is, unwatched."""
        self.opening_s: dict[str, float] = {}
        """The seconds that took."""

    def over(self, part: Any, stage: str, only: tuple[str, ...] = ()) -> Any:
        """The part, its calls noted: all of them, or `only` those named. What a part of ours makes is noted too."""
        return _Watched(part, self, stage, only)

    def opening(self, opener: Callable[..., Any], stage: str) -> Any:
        """The opener of a part; each part that it makes is noted, and so is the time that making it takes."""

        def opened(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            made = opener(*map(_bare, given), **{name: _bare(each) for name, each in named.items()})
            self.opening_s[stage] = time.perf_counter() - begun
            self.parts[stage] = made
            return self.over(made, stage)

        return opened

    def became(self, part: Any, stage: str) -> None:
        """Takes what the part of a stage has become for its newest one, and holds no longer what it was."""
        self.parts[stage] = _bare(part)

    def note(self, span: Span) -> None:
        """Keeps a span; the oldest ones go."""
        with self._lock:
            self._spans.append(span)

    def spans(self, stage: str, begun: float, ended: float) -> list[Span]:
        """The calls of a stage that began between two times."""
        with self._lock:
            kept = list(self._spans)
        return [span for span in kept if span.stage == stage and begun <= span.begun < ended]

    def stages(self, begun: float, found: float, ended: float) -> dict[str, float]:
        """The seconds of each stage of the one question that was asked at `begun` and whose passages were `found`.

        Reading lasts until the question is embedded. All of composing counts as such, also where it embeds the parts
        of a question. What no part was seen to do in between is fusing and reading closely.
        """
        embedding = min((span.begun for span in self.spans(EMBEDDING, begun, found)), default=found)
        seconds = {READING: embedding - begun}
        for stage in (EMBEDDING, VECTORS, LEXICAL):
            seconds[stage] = sum(span.ended - span.begun for span in self.spans(stage, embedding, found))
        seconds[CLOSELY] = found - begun - sum(seconds.values())
        return seconds | {COMPOSING: ended - found, WHOLE: ended - begun}


class _Watched:
    """Stands for a part: all that it has and does, its calls noted."""

    def __init__(self, part: Any, watch: Watch, stage: str, only: tuple[str, ...]) -> None:
        self.__dict__.update(_part=part, _watch=watch, _stage=stage, _only=only)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._part, name)
        if not callable(value) or (self._only and name not in self._only):
            return value
        watch, stage = self._watch, self._stage

        def noted(*given: Any, **named: Any) -> Any:
            begun = time.perf_counter()
            try:
                made = value(*given, **named)
            finally:
                watch.note(Span(stage, (*given, *named.values()), begun, time.perf_counter()))
            return watch.over(made, stage) if type(made).__module__.startswith(_OURS) else made

        self.__dict__[name] = noted
        return noted


def _bare(part: Any) -> Any:
    return part._part if isinstance(part, _Watched) else part
