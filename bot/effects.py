"""Whether nudges helped, as an interval: by how much the people who found no answer became fewer, against others.

The difference of two differences of shares, with its 95 % interval by Newcombe (2001, Statistics in Medicine 20,
2885–2893), which puts together the score interval of each share (Wilson, 1927). SciPy has the latter; nothing that is
light has the former.

What is told of a share is a range. An end of the interval only moves one way as one of the counts grows, so the hull
over all counts that there may have been has the ends of two of them: no more is told than is known.

The method takes the four shares as independent. The same people before and after are not: as who asks much in one
period asks much in the next, the interval is rather too wide than too narrow. That a whole site has a month of its own
is not in it (docs/benchmarks.md tells how often it then misses).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, hypot

from privacy.effects import Change
from privacy.rooms import Rooms

LEVEL = 0.95
_NEAR_ZERO = 1e-9


@dataclass(frozen=True, slots=True)
class Effect:
    """Of 100 people, how many fewer found no answer than would have without the nudge: at least and at most so many,
    in whole people, never narrower than the interval. Below zero they are more."""

    change: Change
    least: int
    most: int


def effects(rooms: Rooms) -> Mapping[str, Effect | None]:
    """By article, those that were nudged about lately, the newest first. None where it cannot be told."""
    return {article: of_change(change) if change else None for article, change in rooms.effects.told().items()}


def of_change(change: Change) -> Effect:
    low, high = interval(change)
    # No more than all of them can find an answer, or none.
    least, most = (min(max(end, -1.0), 1.0) * 100 for end in (low, high))
    return Effect(change, floor(least + _NEAR_ZERO), ceil(most - _NEAR_ZERO))


def interval(change: Change) -> tuple[float, float]:
    """The hull of the intervals of all counts that there may have been, as shares of −2 to 2."""
    rising = change.given.before, change.others.after
    falling = change.given.after, change.others.before
    least = [*((1, each.least, each.people) for each in rising), *((-1, each.most, each.people) for each in falling)]
    most = [*((1, each.most, each.people) for each in rising), *((-1, each.least, each.people) for each in falling)]
    return ends(least)[0], ends(most)[1]


def ends(shares: Sequence[tuple[int, int, int]]) -> tuple[float, float]:
    """The interval of a sum of shares: of each, 1 or −1 as it goes in, how many were counted, and of how many."""
    terms = []
    for sign, counted, people in shares:
        low, high = _score(counted, people)
        terms.append((sign * counted / people, *sorted((sign * low, sign * high))))
    middle = sum(share for share, _, _ in terms)
    below = hypot(*(share - low for share, low, _ in terms))
    above = hypot(*(high - share for share, _, high in terms))
    return middle - below, middle + above


@lru_cache(maxsize=4096)
def _score(counted: int, people: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(counted, people).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)
