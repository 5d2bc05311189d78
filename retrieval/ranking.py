"""Puts passages in order: by relevance first, then by what ranking may prefer, within bounds."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from retrieval.answer import Reason
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranker import SHIPPED, Ranker
from retrieval.signals import Signals, signalling

TopicsOf = Callable[[str], frozenset[str]]

_SHARES = (0.6, 0.3, 0.07, 0.05)
"""Of the score: the passage's cosine, its closest sentence's, its share of the BM25 that the question could have, and
its coverage. Among some sixty mixes near the best by mean nDCG@10 over halves of four collections and of the sample's
questions; `docs/benchmarks.md` says what the figures have seen. They sum to little more than 1, so a score is about a
cosine."""
NAMED = 0.2
"""What an article gains whose title has every telling word of the question: it is asked for by its name."""
RESERVED = 3
"""The best of all stays among so many, whatever is preferred."""
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


class Found(Protocol):
    """What can be moved: a passage, or what becomes one."""

    @property
    def article(self) -> Article:
        """What it is of. Its body is not looked at."""
        ...

    @property
    def score(self) -> float:
        """Its relevance."""
        ...


F = TypeVar("F", bound=Found)


@dataclass(frozen=True, slots=True)
class Placed(Generic[F]):
    """What was found, with what its place was decided by, and why it stands before a better one, if it does.

    `team` tells whose pick it was, where two rankers are compared (see `retrieval.interleaving`). `overdue` is the day
    by which it should have been checked again, where that is over.
    """

    found: F
    lifted: float
    pushed: date | None = None
    reasons: tuple[Reason, ...] = ()
    signals: Signals = field(default_factory=dict)
    team: str = ""
    overdue: date | None = None


def no_topics(_article_id: str) -> frozenset[str]:
    """For articles of which nothing is known."""
    return frozenset()


def overdue(article: Article, today: date | None) -> date | None:
    """The day by which an article should have been checked again, where that is over."""
    late = today is not None and article.review_by is not None and article.review_by < today
    return article.review_by if late else None


def prefer(
    found: Sequence[F],
    preference: Preference,
    ranker: Ranker = SHIPPED,
    topics_of: TopicsOf = no_topics,
    today: date | None = None,
) -> tuple[Placed[F], ...]:
    """What was found, best first, moved by what may be preferred, and for everybody by what was not checked in time.

    One overtakes another only where their scores are `SIMILAR`, and never one of a critical article. The best of all
    stays among the first `RESERVED`. What ends up before one with a better score carries the reasons. Without `today`
    nothing counts as overdue.
    """
    by_score = sorted(found, key=lambda each: -each.score)
    if preference == NO_PREFERENCE and not any(overdue(each.article, today) for each in by_score):
        return tuple(Placed(each, each.score) for each in by_score)
    read = signalling(preference, (each.article for each in by_score), topics_of)
    signals: dict[str, tuple[Signals, float]] = {}
    ordered: list[Placed[F]] = []
    for each in by_score:
        article = each.article
        if article.id not in signals:
            about, stale = read.of(article), overdue(article, today) is not None and not article.critical
            signals[article.id] = about, ranker.lift(about, stale=stale)
        about, lift = signals[article.id]
        at = _place(ordered, each.score + lift)
        reasons = _reasons(read.reasons(article, about), ordered[at:]) if at < len(ordered) else ()
        pushed = preference.unhelped.get(article.id)
        late = overdue(article, today)
        ordered.insert(at, Placed(each, each.score + lift, pushed, reasons, about, overdue=late))
    return with_best(ordered, by_score[:1])


def _place(ordered: Sequence[Placed[F]], lifted: float) -> int:
    at = len(ordered)
    while at and ordered[at - 1].lifted < lifted and not ordered[at - 1].found.article.critical:
        at -= 1
    return at


def _reasons(own: tuple[Reason, ...], overtaken: Sequence[Placed[F]]) -> tuple[Reason, ...]:
    """What speaks for one that overtook others; where nothing does, what spoke against one of those."""
    against = [Reason("instead", each.pushed.isoformat()) for each in overtaken if each.pushed]
    late = [Reason("overdue", each.overdue.isoformat()) for each in overtaken if each.overdue]
    return own or tuple([*against, *late][:1])


def with_best(ordered: list[Placed[F]], best: Sequence[F]) -> tuple[Placed[F], ...]:
    """With the best of all among the reserved. That takes no critical one down: the best was before it anyway."""
    at = next((place for place, each in enumerate(ordered) if each.found is best[0]), 0)
    if at >= RESERVED:
        ordered.insert(RESERVED - 1, ordered.pop(at))
    return tuple(ordered)


def roll_up(ordered: Sequence[Placed[F]], limit: int) -> tuple[Placed[F], ...]:
    """The first `limit`, at most `PER_ARTICLE` of one article."""
    kept: list[Placed[F]] = []
    of: Counter[str] = Counter()
    for each in ordered:
        of[each.found.article.id] += 1
        if of[each.found.article.id] <= PER_ARTICLE:
            kept.append(each)
    return tuple(kept[:limit])
