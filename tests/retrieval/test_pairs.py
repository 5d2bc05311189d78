"""How well an article is held against what is live, over labelled pairs: a floor."""

from pathlib import Path

import pytest

from tests.measuring.duplicates import HALVES, outcomes, rates

FLOORS = {
    ("tune", "duplicate"): (0.95, 0.95), ("tune", "contradiction"): (0.95, 0.95),
    ("held", "duplicate"): (0.95, 0.85), ("held", "contradiction"): (0.95, 0.8),
}  # fmt: skip


@pytest.mark.parametrize("half", HALVES)
def test_pairs(empty: Path, half: str) -> None:
    """Of what is told as the same or as a contradiction nearly all is, and nearly all that is is told."""
    told = list(outcomes(empty, half))
    for kind in ("duplicate", "contradiction"):
        precision, recall = rates(each for each in told if each.pair.kind == kind)
        least_precision, least_recall = FLOORS[half, kind]
        assert precision >= least_precision, kind
        assert recall >= least_recall, kind
