"""Whether nudges helped, as an interval: by how much the people who found no answer became fewer, against others.

The difference of two differences of shares, with the wider of two 95 % intervals:

- of people: by Newcombe (2001, Statistics in Medicine 20, 2885–2893), put together from the score interval of each
  share (Wilson, 1927). What is told of a share is a range. An end of the interval only moves one way as one of the
  counts grows, so the hull over all counts that there may have been has the ends of two of them: no more is told than
  is known.
- of bands: where a whole site has a month of its own, as with a new machine, its people are not many tries but one
  (Bertrand, Duflo and Mullainathan, 2004, The Quarterly Journal of Economics 119, 249–275). How differently the bands
  of a side changed tells how much of that there is: the interval of the difference of two means by Student's t, over
  the bands' changes. It takes two bands on either side: what else happened at one site alone, nobody can tell.

SciPy has the score interval and the quantile; nothing that is light has the rest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, hypot, sqrt

from privacy.effects import Change, Share, Side
from privacy.rooms import Rooms

LEVEL = 0.95
FEWEST = 2
"""Bands on either side."""
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


def of_change(change: Change) -> Effect | None:
    """None for too few bands."""
    if min(len(change.given), len(change.others)) < FEWEST:
        return None
    # No more than all of them can find an answer, or none.
    least, most = (min(max(end, -1.0), 1.0) * 100 for end in interval(change))
    return Effect(change, floor(least + _NEAR_ZERO), ceil(most - _NEAR_ZERO))


def interval(change: Change) -> tuple[float, float]:
    """Both intervals together, as shares of 1, for two bands or more on either side."""
    (low, high), (lower, higher) = of_people(change), of_bands(change)
    return min(low, lower), max(high, higher)


def of_people(change: Change) -> tuple[float, float]:
    """The hull of the intervals of all counts that there may have been, as shares of −2 to 2."""
    return ends(_counts(change, most=False))[0], ends(_counts(change, most=True))[1]


def of_bands(change: Change) -> tuple[float, float]:
    """How differently the bands changed, around all that the difference may be."""
    margin = _margin(change)
    least, most = (_middle(_counts(change, most=most)) for most in (False, True))
    return least - margin, most + margin


Counts = Sequence[tuple[int, int, int]]
"""Shares of a sum: of each, 1 or −1 as it goes in, how many were counted, and of how many."""


def _counts(change: Change, *, most: bool) -> Counts:
    """Those of which the difference is the least that it may be, or the most."""
    (before, after), (before_others, after_others) = _together(change.given), _together(change.others)
    rising, falling = (before, after_others), (after, before_others)
    return [
        *((1, each.most if most else each.least, each.people) for each in rising),
        *((-1, each.least if most else each.most, each.people) for each in falling),
    ]


def _together(side: Sequence[Side]) -> tuple[Share, Share]:
    """All bands of a side, before and after."""
    return sum((band.before for band in side), Share()), sum((band.after for band in side), Share())


def _middle(counts: Counts) -> float:
    return sum(sign * counted / people for sign, counted, people in counts)


def _margin(change: Change) -> float:
    """Half of the interval of bands, from the middle of what each of them may be."""
    from scipy.stats import t

    sides = [[_share(band.before) - _share(band.after) for band in side] for side in (change.given, change.others)]
    means = [sum(side) / len(side) for side in sides]
    spread = sum((each - mean) ** 2 for side, mean in zip(sides, means, strict=True) for each in side)
    free = sum(map(len, sides)) - len(sides)
    uneven = sum(_unevenness(side) for side in (change.given, change.others))
    return float(t.ppf((1 + LEVEL) / 2, free)) * sqrt(spread / free * uneven)


def _share(share: Share) -> float:
    return (share.least + share.most) / 2 / share.people


def _unevenness(side: Sequence[Side]) -> float:
    """One by the number of bands where all have as many people; more where a few have most of them."""
    people = [band.before.people + band.after.people for band in side]
    return sum(each**2 for each in people) / sum(people) ** 2


def ends(counts: Counts) -> tuple[float, float]:
    """The interval of a sum of shares."""
    terms = []
    for sign, counted, people in counts:
        low, high = _score(counted, people)
        terms.append((sign * counted / people, *sorted((sign * low, sign * high))))
    middle = _middle(counts)
    below = hypot(*(share - low for share, low, _ in terms))
    above = hypot(*(high - share for share, _, high in terms))
    return middle - below, middle + above


@lru_cache(maxsize=4096)
def _score(counted: int, people: int) -> tuple[float, float]:
    from scipy.stats import binomtest

    found = binomtest(counted, people).proportion_ci(LEVEL, method="wilson")
    return float(found.low), float(found.high)
