"""How many judged answers a test of two orders needs, and what they tell: exact, from the binomial distribution.

Where both orders are equally good, each of the answers on which they differ is won by either with the chance of a half,
as a fair coin decided whose it was.
"""

from dataclasses import dataclass

LEVEL = 0.05
"""How often a test of two equal orders finds a difference, at most."""
POWER = 0.8
"""How often a test finds the difference that it was planned for, at least."""
_FIRST, _LAST = 10, 100_000


@dataclass(frozen=True, slots=True)
class Verdict:
    """The share of the answers that the candidate won, its 95 % interval (Clopper and Pearson, 1934), and the chance of
    as many or as few among equals."""

    share: float
    low: float
    high: float
    chance: float

    @property
    def told(self) -> bool:
        """True where a difference was found."""
        return self.chance <= LEVEL


def needed(detect: float) -> int:
    """The fewest answers that show, with `POWER`, that a candidate wins the share `detect` of them, 0.5 to 1.

    Raises ValueError for a share so near to a half that no company judges as many answers.
    """
    import numpy as np
    from scipy.stats import binom

    answers = np.arange(_FIRST, _LAST)
    # As many won are the most that do not yet tell a difference; as many lost are the same.
    most = binom.isf(LEVEL / 2, answers, 0.5)
    power = binom.sf(most, answers, detect) + binom.cdf(answers - most - 1, answers, detect)
    enough = answers[power >= POWER]
    if not len(enough):
        raise ValueError(f"{detect} is too near to 0.5: to see it takes more than {_LAST:,} answers.")
    return int(enough[0])


def judged(won: int, answers: int) -> Verdict:
    """What so many answers tell, of which the candidate won so many. Raises ValueError for none."""
    from scipy.stats import binomtest

    found = binomtest(won, answers, 0.5)
    between = found.proportion_ci(1 - LEVEL, method="exact")
    return Verdict(won / answers, float(between.low), float(between.high), float(found.pvalue))
