"""Puts passages in order: by relevance first, then by what ranking may prefer, within bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from retrieval.answer import Reason
from retrieval.passage import Passage

DENSE_SHARE = 0.7
"""Of the first order; the rest is lexical. A plain mix of z-scores beat reciprocal rank fusion."""
_CLOSE_SHARES = (0.4, 0.35, 0.25)
"""Of the final order: the passage's cosine, its closest sentence's, its BM25. Of eleven mixes tried on four collections
it was within a point of the best on each; it was chosen on those collections, so no figure from them is unseen."""
NAMED = 1.5
"""What an article gains whose title has every telling word of the question: it is asked for by its name."""
SIMILAR = 0.3
"""Scores nearer than this are of similar relevance. No preference bridges more, however many speak for a passage."""
ROLE_LIFT = 0.3
HELPED_LIFT = 0.2
PER_ARTICLE = 2
SHOWN = 8
"""Passages that an answer is made from."""


@dataclass(frozen=True, slots=True)
class Preference:
    """The only form in which personal data reaches ranking. `helped` maps an article id to the day it last helped."""

    role: str | None = None
    site: str | None = None
    helped: Mapping[str, date] = field(default_factory=dict)


NO_PREFERENCE = Preference()


def fuse(cosines: NDArray[np.float32], lexical: NDArray[np.float32]) -> NDArray[np.float32]:
    """One score for each candidate from its cosine and its BM25, both shape (n,), as z-scores over the candidates."""
    mixed: NDArray[np.float32] = DENSE_SHARE * _z(cosines) + (1 - DENSE_SHARE) * _z(lexical)
    return mixed


def fuse_close(
    cosines: NDArray[np.float32], closest: NDArray[np.float32], lexical: NDArray[np.float32]
) -> NDArray[np.float32]:
    """As `fuse`, with the cosine of each candidate's closest sentence: for the few candidates that are read closely."""
    dense, close, words = _CLOSE_SHARES
    mixed: NDArray[np.float32] = dense * _z(cosines) + close * _z(closest) + words * _z(lexical)
    return mixed


def _z(values: NDArray[np.float32]) -> NDArray[np.float32]:
    spread = float(values.std()) if len(values) else 0.0
    if spread < 1e-6:
        return np.zeros_like(values)
    z: NDArray[np.float32] = (values - values.mean()) / spread
    return z


def prefer(passages: Sequence[Passage], preference: Preference) -> tuple[Passage, ...]:
    """The passages, best first, moved by what may be preferred.

    A passage overtakes another only where their scores are `SIMILAR` and never one of a critical article. Each passage
    that ends up before one with a better score carries the reasons.
    """
    by_score = sorted(passages, key=lambda passage: -passage.score)
    ordered: list[tuple[float, Passage]] = []
    for passage in by_score:
        reasons = _reasons(passage.article, preference)
        lifted = passage.score + _lift(passage.article, reasons)
        at = _place(ordered, lifted)
        ordered.insert(at, (lifted, replace(passage, reasons=reasons if at < len(ordered) else ())))
    return tuple(passage for _, passage in ordered)


def _place(ordered: Sequence[tuple[float, Passage]], lifted: float) -> int:
    at = len(ordered)
    while at and ordered[at - 1][0] < lifted and not ordered[at - 1][1].article.critical:
        at -= 1
    return at


def _reasons(article: Article, preference: Preference) -> tuple[Reason, ...]:
    reasons = []
    if preference.role is not None and preference.role in article.audience.roles:
        reasons.append(Reason("role", preference.role))
    if article.id in preference.helped:
        reasons.append(Reason("past_use", preference.helped[article.id].isoformat()))
    return tuple(reasons)


def _lift(article: Article, reasons: Sequence[Reason]) -> float:
    # An article for one role beats one for three.
    lifts = {"role": ROLE_LIFT / max(len(article.audience.roles), 1), "past_use": HELPED_LIFT}
    return min(sum(lifts[reason.use] for reason in reasons), SIMILAR)


def roll_up(passages: Sequence[Passage], limit: int) -> tuple[Passage, ...]:
    """The first `limit` passages, at most `PER_ARTICLE` of one article."""
    kept: list[Passage] = []
    for passage in passages:
        if sum(each.article.id == passage.article.id for each in kept) < PER_ARTICLE:
            kept.append(passage)
    return tuple(kept[:limit])
