"""How many judged answers a test needs, and what they tell."""

from math import comb

import pytest

from retrieval.power import LEVEL, POWER, judged, needed
from tests.measuring.interleaving import found_better


def power(answers: int, share: float) -> float:
    """By plain counting: the chance that so many answers tell a difference."""
    telling = [won for won in range(answers + 1) if judged(won, answers).told]
    return sum(comb(answers, won) * share**won * (1 - share) ** (answers - won) for won in telling)


@pytest.mark.parametrize("detect", [0.6, 0.7, 0.8, 0.35])
def test_as_many_as_needed(detect: float) -> None:
    """So many answers find the difference four times in five, one fewer do not; among equals they find one in at most
    one of twenty tests."""
    answers = needed(detect)
    assert power(answers, detect) >= POWER > power(answers - 1, detect)
    assert power(answers, 0.5) <= LEVEL


def test_the_usual_figure() -> None:
    """A difference of 55 to 45 takes about as many answers as the textbooks' approximation says: 783."""
    assert 760 <= needed(0.55) <= 800


def test_too_near() -> None:
    """A share that no company could tell from a half is refused, by its name."""
    with pytest.raises(ValueError, match=r"0\.5001 is too near to 0\.5"):
        needed(0.5001)


def test_judged() -> None:
    """231 of 412 is told as a difference, 216 is not; the interval holds the share."""
    better, alike = judged(231, 412), judged(216, 412)
    assert better.told
    assert not alike.told
    assert 0.5 < better.low < better.share < better.high < 0.65
    assert alike.low < 0.5 < alike.high


def test_made_up_tests() -> None:
    """Where both orders help alike, made-up tests hardly ever find a difference; where the candidate helps in one
    answer of ten more, most do. It is so also where nearly everything helps."""
    assert found_better((0.85, 0.85), 40, 0.6) <= 0.15
    assert found_better((0.7, 0.9), 40, 0.6) >= 0.6
