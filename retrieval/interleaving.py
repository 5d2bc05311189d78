"""Two orders in one list, so that what helps can tell which is better: team-draft interleaving.

The two orders take turns like captains who pick teams: whoever has fewer picks, or wins the toss, adds their next best
passage that is not in the list yet (Radlinski, Kurup and Joachims, 2008). Where both would add the same passage it is
of neither team, so that only what they disagree on counts. A passage stands before another only where one of the two
orders has it so; thus what no order may do (overtake a far better one, or a critical one), the list does not do either.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from math import inf

from retrieval.preference import Preference
from retrieval.ranker import Ranker
from retrieval.ranking import F, Placed, TopicsOf, no_topics, prefer, with_best

CURRENT, CANDIDATE, BOTH = "current", "candidate", "both"
"""Whose pick a passage was."""


@dataclass(frozen=True, slots=True)
class Contest:
    """The ranker in use and one that may become it. `number` and `key` are the test's: the key makes its tosses other
    ones than those of the next test."""

    current: Ranker
    candidate: Ranker
    number: int
    key: str


def arrange(
    found: Sequence[F],
    preference: Preference,
    ranker: Ranker | Contest,
    topics_of: TopicsOf = no_topics,
    today: date | None = None,
) -> tuple[Placed[F], ...]:
    """What was found as a ranker has it, or as a contest of two has it.

    Without a toss (a question of nobody, or of somebody of whom nothing is used) the current one decides alone.
    """
    if isinstance(ranker, Ranker):
        return prefer(found, preference, ranker, topics_of, today)
    if not preference.toss:
        return prefer(found, preference, ranker.current, topics_of, today)
    tosses = _tosses(f"{ranker.key}:{preference.toss}")
    one, other = (prefer(found, preference, each, topics_of, today) for each in (ranker.current, ranker.candidate))
    drafted = [(each, f"{ranker.number}:{team}") for each, team in draft(one, other, tosses)]
    placed = [replace(each, team=team) for each, team in drafted]
    best = max(found, key=lambda each: each.score, default=None)
    return _with_reasons(with_best(placed, [] if best is None else [best]))


def draft(
    current: Sequence[Placed[F]], candidate: Sequence[Placed[F]], tosses: Iterator[bool]
) -> Iterator[tuple[Placed[F], str]]:
    """The passages of two orders of the same in one, each with whose pick it was."""
    taken: set[int] = set()
    ones, others = _left(current, taken), _left(candidate, taken)
    ahead = 0
    one, other = next(ones, None), next(others, None)
    while one is not None and other is not None:
        if one.found is other.found:
            picked, team = one, BOTH
        elif ahead < 0 or (ahead == 0 and next(tosses)):
            picked, team, ahead = one, CURRENT, ahead + 1
        else:
            picked, team, ahead = other, CANDIDATE, ahead - 1
        taken.add(id(picked.found))
        yield picked, team
        one = next(ones, None) if one.found is picked.found else one
        other = next(others, None) if other.found is picked.found else other


def _left(order: Sequence[Placed[F]], taken: set[int]) -> Iterator[Placed[F]]:
    """What of an order is not taken when it is its turn."""
    return (each for each in order if id(each.found) not in taken)


def _tosses(seed: str) -> Iterator[bool]:
    """Tosses of a fair coin; the same for the same seed: a question that is taken up again is answered alike."""
    digest = sha256(seed.encode()).digest()
    while True:
        yield from (bool(byte >> bit & 1) for byte in digest for bit in range(8))
        digest = sha256(digest).digest()


def _with_reasons(placed: Sequence[Placed[F]]) -> tuple[Placed[F], ...]:
    """A reason only where a passage stands before one with a better score, in this order too."""
    kept: list[Placed[F]] = []
    behind = -inf
    for each in reversed(placed):
        score = each.found.score
        kept.append(replace(each, reasons=()) if each.reasons and behind <= score else each)
        behind = max(behind, score)
    return tuple(reversed(kept))
