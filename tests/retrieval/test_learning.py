"""What is learned from feedback, and from how much of it."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.learning import Example, fit, learn
from retrieval.ranker import MOST_DOWN, MOST_UP, SHIPPED, SIGNALS, Ranker
from tests.measuring.learning import TRUTH, Listed, Values, feedback, lists, ndcg

FEWEST = 5


def said(number: int, people: int = 60, seed: int = 7, truth: Ranker = TRUTH) -> list[Example]:
    """So many examples of people whose usefulness is known."""
    random, found = np.random.default_rng(seed), list[Example]()
    while len(found) < number:
        found += feedback(random, lists(random, 20), people, truth)
    return found[:number]


def ordered_by(ranker: Ranker) -> Callable[[Listed], Values]:
    return lambda each: each.by(ranker)


def test_learns_what_helps() -> None:
    """From enough feedback it finds weights that order new lists better than those it came with."""
    learned = learn(said(600), FEWEST)
    assert (learned.outcome, learned.ranker.version, learned.contributors) == ("new", 1, 60)
    assert learned.losses["new"] < learned.losses["current"]
    new = lists(np.random.default_rng(99), 300)
    assert ndcg(new, ordered_by(learned.ranker)) > ndcg(new, ordered_by(SHIPPED)) + 0.02


def test_correction_for_the_place() -> None:
    """Where places further down are looked at less, counting them for more finds better weights."""
    gained = []
    for seed in range(4):
        examples = said(2_000, seed=seed)
        new = lists(np.random.default_rng(seed + 50), 500)
        with_it, without = fit(examples, 1), fit(examples, 1, corrected=False)
        gained.append(ndcg(new, ordered_by(with_it)) - ndcg(new, ordered_by(without)))
    assert np.mean(gained) > 0


def test_too_few() -> None:
    """From too few people, too few examples, or of one kind alone, nothing is learned and what is in use stays."""
    current = Ranker({"own": 0.07}, 3)
    one_kind = [Example(number % 9, 0.5, {"own": 1.0}, True) for number in range(200)]
    for examples in (said(500, people=4), said(40), one_kind, []):
        learned = learn(examples, FEWEST, current)
        assert (learned.outcome, learned.ranker, learned.losses) == ("too few", current, {})


def test_what_is_worse_is_not_taken() -> None:
    """Where what is in use foretells best it stays; where what Onhand came with does, that is back."""
    assert learn(said(600, truth=SHIPPED), FEWEST).outcome == "kept"
    wrong = Ranker(dict.fromkeys(SIGNALS, 0.0) | {"alike": MOST_UP}, 4)
    back = learn(said(120, truth=SHIPPED, seed=3), FEWEST, wrong)
    assert back.outcome in ("shipped again", "new")
    assert back.losses["current"] > min(back.losses["shipped"], back.losses["new"])


def test_nobody_counts_for_more() -> None:
    """One who presses a thousand times moves the weights hardly more than one who presses twenty times."""
    others = said(400, truth=SHIPPED)
    loud = [Example(999, 0.5, {"others": 1.0}, number % 10 > 0) for number in range(1_000)]
    alone, little, much = (fit(others + loud[:number], 1).weights["others"] for number in (0, 20, 1_000))
    assert abs(much - little) < 0.5 * abs(little - alone) + 0.01


EXAMPLES = st.lists(
    st.builds(
        Example,
        st.integers(0, 9),
        st.floats(-0.5, 1.5),
        st.dictionaries(st.sampled_from(SIGNALS), st.floats(0, 1)),
        st.booleans(),
        st.integers(1, 40),
    ),
    min_size=60,
    max_size=90,
)


@settings(max_examples=40, deadline=None)
@given(EXAMPLES)
def test_bounded(examples: list[Example]) -> None:
    """Whatever people say, no weight leaves its bounds: what speaks for an article never comes to speak against it."""
    for name, weight in learn(examples, FEWEST).ranker.weights.items():
        low, high = (-MOST_DOWN, 0.0) if name == "unhelped" else (0.0, MOST_UP)
        assert low <= weight <= high


def test_where_the_score_tells_nothing() -> None:
    """Where better scores help less, the weights stay as they came."""
    examples = [Example(number % 9, number / 100, {}, number < 50) for number in range(100)]
    assert fit(examples, 1).weights == pytest.approx(SHIPPED.weights)
