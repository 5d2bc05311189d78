"""Learns the weights of a ranker from what helped and what did not. Knows no person: contributors are numbers.

A logistic regression of “it helped” on the score that the shipped weights give, and on each signal. What a signal adds
beside that score, in units of the score, is what its shipped weight lacks; the penalty draws it to nothing, so that few
examples move little. An answer further down is seen, and judged, less often: each example counts by the inverse of the
chance that its place is looked at (inverse propensity weighting: Joachims, Swaminathan and Schnabel, 2017), cut off so
that no place weighs too much. Nobody counts for more than `MOST` examples.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.ranker import MOST_DOWN, MOST_UP, SHIPPED, SIGNALS, Ranker

FEWEST_EXAMPLES = 50
FEWEST_OF_A_KIND = 10
MOST = 20
"""Examples that one contributor counts for at most, however many they gave."""
_LOOKED_AT = 1.0
"""The place p is looked at with the chance (1/p) to this power, compared to the first."""
_CLIP = 10.0
_HELD_OUT = 0.2
_STEPS = 10
"""A score is measured in tenths here, so that the penalty hardly touches what it is worth."""
_PENALTY = 1.0
_BETTER = 0.001
"""Of log loss: by so much the newest examples must speak for other weights before they replace what is in use."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """An article as it was shown: its score, what of it was preferred, its place (1 is the first), and whether it
    helped. `contributor` numbers who said so; examples come in the order of time."""

    contributor: int
    score: float
    signals: Mapping[str, float]
    helped: bool
    position: int = 1


@dataclass(frozen=True, slots=True)
class Learned:
    """What came of a training: the ranker to use from now on, why, and the log loss of each on the newest examples."""

    ranker: Ranker
    outcome: str
    examples: int
    contributors: int
    losses: Mapping[str, float] = field(default_factory=dict)


def learn(examples: Sequence[Example], fewest: int, current: Ranker = SHIPPED) -> Learned:
    """The ranker to use from now on: the shipped, the current or a new one, whichever foretells best what of the newest
    examples helped.

    `outcome` is "too few" (of examples, or of contributors: at least `fewest`), "kept", "new" or "shipped again".
    """
    people = len({each.contributor for each in examples})
    if not _enough(examples, people, fewest):
        return Learned(current, "too few", len(examples), people)
    split = int(len(examples) * (1 - _HELD_OUT))
    before, newest = examples[:split], examples[split:]
    found = fit(before, current.version + 1)
    losses = {name: _loss(each, before, newest) for name, each in
              (("shipped", SHIPPED), ("current", current), ("new", found))}  # fmt: skip
    if losses["new"] < min(losses["current"], losses["shipped"]) - _BETTER:
        return Learned(found, "new", len(examples), people, losses)
    if losses["shipped"] < losses["current"] - _BETTER:
        return Learned(SHIPPED, "shipped again", len(examples), people, losses)
    return Learned(current, "kept", len(examples), people, losses)


def _enough(examples: Sequence[Example], people: int, fewest: int) -> bool:
    helped = sum(each.helped for each in examples)
    return (
        people >= fewest
        and len(examples) >= FEWEST_EXAMPLES
        and min(helped, len(examples) - helped) >= FEWEST_OF_A_KIND
    )


def fit(examples: Sequence[Example], version: int, corrected: bool = True) -> Ranker:
    """The weights that the examples speak for. The shipped ones where the score tells nothing about what helps.

    Without `corrected` all places weigh the same; that is there to be measured beside it.
    """
    from sklearn.linear_model import LogisticRegression

    signals = np.array([[each.signals.get(name, 0.0) for name in SIGNALS] for each in examples])
    features = np.column_stack([_scores(SHIPPED, examples) * _STEPS, signals])
    model = LogisticRegression(C=1 / _PENALTY, max_iter=1_000)
    model.fit(features, [each.helped for each in examples], sample_weight=_weights(examples, corrected))
    worth, *added = model.coef_[0].tolist()
    if worth <= 0:
        return Ranker(SHIPPED.weights, version)
    learned = {name: SHIPPED.weights[name] + more / (worth * _STEPS) for name, more in zip(SIGNALS, added, strict=True)}
    return Ranker({name: _bounded(name, weight) for name, weight in learned.items()}, version)


def _bounded(name: str, weight: float) -> float:
    """No weight changes its sign: what speaks for an article never comes to speak against it."""
    low, high = (-MOST_DOWN, 0.0) if name == "unhelped" else (0.0, MOST_UP)
    return round(min(max(weight, low), high), 4)


def _scores(ranker: Ranker, examples: Sequence[Example]) -> Values:
    return np.array([each.score + ranker.lift(each.signals) for each in examples])


def _weights(examples: Sequence[Example], corrected: bool) -> Values:
    given = Counter(each.contributor for each in examples)
    share = np.array([min(1.0, MOST / given[each.contributor]) for each in examples])
    if not corrected:
        return share
    places = np.array([each.position for each in examples], dtype=np.float64)
    return share * np.minimum(places**_LOOKED_AT, _CLIP)


def _loss(ranker: Ranker, before: Sequence[Example], newest: Sequence[Example]) -> float:
    """The log loss of what the lifted scores foretell for the newest examples, on the scale of the earlier ones."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss

    scale = LogisticRegression(C=1e6, max_iter=1_000)
    scale.fit(_scores(ranker, before)[:, None] * _STEPS, [each.helped for each in before],
              sample_weight=_weights(before, True))  # fmt: skip
    foretold = scale.predict_proba(_scores(ranker, newest)[:, None] * _STEPS)[:, 1]
    helped = [each.helped for each in newest]
    return round(float(log_loss(helped, foretold, labels=[False, True], sample_weight=_weights(newest, True))), 4)
