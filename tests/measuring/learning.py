"""What learning finds in feedback of which the truth is known: `python -m tests.measuring.learning` prints a table.

Feedback is simulated: eight articles a question, scores and signals at random, weights that nobody told Onhand of
decide what helps, and a place is looked at the less the further down it is. Measured is nDCG@8 of new lists, ordered by
the true usefulness that the ranker cannot see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.learning import Example, fit
from retrieval.ranker import SHIPPED, SIGNALS, Ranker

LISTED = 8
WORTH = 25.0
"""How sharply usefulness decides whether an article helps."""
TRUTH = Ranker(
    {"own": 0.03, "version": 0.0, "site": 0.08, "helped": 0.06, "alike": 0.0, "others": 0.1, "unhelped": -0.02}
)
OFTEN = {"own": 0.3, "version": 0.15, "site": 0.2, "helped": 0.15, "alike": 0.3, "others": 0.2, "unhelped": 0.1}
"""How often an article has each signal."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Listed:
    """The articles of one question: scores, shape (8,), and signals, shape (8, 7)."""

    scores: Values
    signals: Values

    def by(self, ranker: Ranker) -> Values:
        """Their scores, lifted."""
        lifts = [ranker.lift(dict(zip(SIGNALS, row, strict=True))) for row in self.signals.tolist()]
        lifted: Values = self.scores + np.array(lifts)
        return lifted


def lists(random: np.random.Generator, number: int) -> list[Listed]:
    often = np.array([OFTEN[name] for name in SIGNALS])
    return [
        Listed(random.normal(0.5, 0.05, LISTED), (random.random((LISTED, len(SIGNALS))) < often).astype(np.float64))
        for _ in range(number)
    ]


def feedback(random: np.random.Generator, asked: Sequence[Listed], people: int, truth: Ranker = TRUTH) -> list[Example]:
    """What people say of lists in the shipped order: of a place only where it is looked at."""
    said = []
    for each in asked:
        order, useful = np.argsort(-each.by(SHIPPED)), each.by(truth)
        for place, at in enumerate(order.tolist(), 1):
            if random.random() < 1 / place:
                helped = bool(random.random() < 1 / (1 + np.exp(-WORTH * (useful[at] - 0.55))))
                signals = {name: value for name, value in zip(SIGNALS, each.signals[at].tolist(), strict=True) if value}
                said.append(Example(int(random.integers(people)), float(each.scores[at]), signals, helped, place))
    return said


def ndcg(asked: Sequence[Listed], by: Callable[[Listed], Values], truth: Ranker = TRUTH) -> float:
    """The mean nDCG@8 of an order, the gain being the chance to help."""
    discounts = 1 / np.log2(np.arange(2, LISTED + 2))
    found = []
    for each in asked:
        gains = 1 / (1 + np.exp(-WORTH * (each.by(truth) - 0.55)))
        found.append((gains[np.argsort(-by(each))] @ discounts) / (np.sort(gains)[::-1] @ discounts))
    return float(np.mean(found))


def boosted(said: Sequence[Example]) -> Callable[[Listed], Values]:
    """Gradient-boosted trees over the same: they bend to anything, and nobody can read them."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = [[each.score, *(each.signals.get(name, 0.0) for name in SIGNALS)] for each in said]
    model = HistGradientBoostingClassifier(max_iter=100, learning_rate=0.05, max_leaf_nodes=8)
    model.fit(rows, [each.helped for each in said], sample_weight=[min(each.position, 10) for each in said])

    def by(listed: Listed) -> Values:
        foretold: Values = model.predict_proba(np.column_stack([listed.scores, listed.signals]))[:, 1]
        return foretold

    return by


def compared(examples: int, seed: int) -> Mapping[str, float]:
    """nDCG@8 of each way after so many examples."""
    random = np.random.default_rng(seed)
    said: list[Example] = []
    while len(said) < examples:
        said += feedback(random, lists(random, 50), people=60)
    said, new = said[:examples], lists(random, 1_000)
    corrected, plain = fit(said, 1), fit(said, 1, corrected=False)
    return {
        "shipped": ndcg(new, lambda each: each.by(SHIPPED)),
        "linear": ndcg(new, lambda each: each.by(corrected)),
        "linear, places alike": ndcg(new, lambda each: each.by(plain)),
        "boosted trees": ndcg(new, boosted(said)),
        "the truth": ndcg(new, lambda each: each.by(TRUTH)),
    }


def main() -> None:
    seeds = range(5)
    for examples in (100, 400, 2_000, 10_000):
        runs = [compared(examples, seed) for seed in seeds]
        row = ", ".join(f"{name} {np.mean([run[name] for run in runs]):.4f}" for name in runs[0])
        print(f"{examples:,} examples: {row}", flush=True)


if __name__ == "__main__":
    main()
