"""How much each reason moves a passage: a few weights that anybody can read."""

from collections.abc import Mapping
from dataclasses import dataclass

SIGNALS = ("own", "version", "site", "helped", "alike", "others", "unhelped")
"""What speaks for a passage, each from 0 to 1 (see `retrieval.signals`); the last one speaks against it."""
MOST_UP = 0.12
"""No passage is lifted further, however much speaks for it."""
MOST_DOWN = 0.02
STALE = 0.02
"""What an article loses whose day to be checked again is over; within the bounds above, whatever else speaks for it."""
SIMILAR = MOST_UP + MOST_DOWN
"""Scores nearer than this are of similar relevance. No preference bridges more."""


@dataclass(frozen=True, slots=True)
class Ranker:
    """One weight a signal: how much of a score it is worth where it is 1. A linear model, so each can be read alone.

    `version` 0 is the one that Onhand comes with; those that were learned count from 1.
    """

    weights: Mapping[str, float]
    version: int = 0

    def __post_init__(self) -> None:
        unknown = sorted(set(self.weights) - set(SIGNALS))
        if unknown:
            raise ValueError(f"The weight {unknown[0]!r} is of no signal; accepted are {', '.join(SIGNALS)}.")

    def lift(self, signals: Mapping[str, float], *, stale: bool = False) -> float:
        """What the signals add to a score, within the bounds, whatever the weights are.

        That an article is `stale` is no signal and has no weight to learn: it holds for everybody alike.
        """
        total = sum(self.weights.get(name, 0.0) * value for name, value in signals.items())
        within = min(max(total, -MOST_DOWN), MOST_UP)
        return max(within - STALE, -MOST_DOWN) if stale else within


SHIPPED = Ranker(
    {"own": 0.12, "version": 0.06, "site": 0.03, "helped": 0.03, "alike": 0.03, "others": 0.03, "unhelped": -0.02}
)
"""What a company starts with. `docs/benchmarks.md` has what was measured; what no collection tells of (the site, what
helped others, what did not help) weighs as the like of it that was measured, or less."""
