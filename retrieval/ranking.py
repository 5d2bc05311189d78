"""Puts passages in order: by relevance first, then by what ranking may prefer, within bounds."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from retrieval.answer import Reason
from retrieval.passage import Passage
from retrieval.preference import Preference

_SHARES = (0.6, 0.3, 0.07, 0.05)
"""Of the score: the passage's cosine, its closest sentence's, its share of the BM25 that the question could have, and
its coverage. Among some sixty mixes near the best by mean nDCG@10 over halves of four collections and of the sample's
questions; `docs/benchmarks.md` says what the figures have seen. They sum to little more than 1, so a score is about a
cosine."""
NAMED = 0.2
"""What an article gains whose title has every telling word of the question: it is asked for by its name."""
SIMILAR = 0.04
"""Scores nearer than this are of similar relevance. No preference bridges more, however many speak for a passage."""
ROLE_LIFT = 0.04
HELPED_LIFT = 0.027
_FOLLOWING = 20
_FEW = 5
_ALONE = 0.3
"""The lead where too few were found to tell it from."""
PER_ARTICLE = 2
SHOWN = 8
"""Passages that an answer is made from."""


def fuse(figures: NDArray[np.float32]) -> NDArray[np.float32]:
    """One score for each candidate, (n,), from its cosine, closest sentence, share of BM25 and coverage, (n, 4).

    A plain weighted sum: it does not depend on which other candidates there are, so the same passage has the same score
    in a small and in a large library.
    """
    scores: NDArray[np.float32] = figures @ np.array(_SHARES, dtype=np.float32)
    return scores


def lead(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much each score, best first, is above the mean of those that follow the best one, (n,)."""
    following = scores[1:_FOLLOWING]
    if len(following) < _FEW:
        return np.full_like(scores, _ALONE)
    above: NDArray[np.float32] = scores - following.mean()
    return above


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
