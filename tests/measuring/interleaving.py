"""How often two orders in one list break a bound: `python -m tests.measuring.interleaving [100000]` prints it for
random cases, and how often a made-up test finds a difference where there is one, and where there is none.

The cases are those of `tests.measuring.bounds`. The draft alone, which does not keep the best of all near, is counted
beside it.
"""

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from retrieval.interleaving import Contest, arrange, draft
from retrieval.power import judged, needed
from retrieval.preference import Preference
from retrieval.ranker import SIGNALS, Ranker
from retrieval.ranking import prefer
from tests.measuring.bounds import Case, broken, cases, preference

WAYS = ("interleaved", "the draft alone")


def rankers(random: Random) -> tuple[Ranker, Ranker]:
    """Two, also with weights that no training would give."""
    one, other = ({name: random.uniform(-1, 1) for name in SIGNALS} for _ in range(2))
    return Ranker(one, 1), Ranker(other, 2)


def orders(random: Random, found: Sequence[Case], preferred: Preference) -> dict[str, list[Case]]:
    """The order of each way of mixing two rankers."""
    current, candidate = rankers(random)
    toss = str(random.random())
    mixed = arrange(found, replace(preferred, toss=toss), Contest(current, candidate, 1, "key"))
    one, other = (prefer(found, preferred, each) for each in (current, candidate))
    alone = draft(one, other, iter([random.random() < 0.5 for _ in found]))
    return {"interleaved": [each.found for each in mixed], "the draft alone": [each.found for each, _ in alone]}


def count(number: int, seed: int = 1) -> Counter[tuple[str, str]]:
    """How many of so many random cases broke which bound, by the way of mixing."""
    random, counted = Random(seed), Counter[tuple[str, str]]()
    for _ in range(number):
        found = cases(random)
        for way, order in orders(random, found, preference(random, found)).items():
            counted.update((way, wrong) for wrong in broken(order))
    return counted


def found_better(helps: tuple[float, float], tests: int, detect: float = 0.55, seed: int = 1) -> float:
    """The share of so many made-up tests that find a difference, where an answer of the current order helps with the
    first chance and one of the candidate's with the second, and all are judged."""
    random, answers = Random(seed), needed(detect)
    told = 0
    for _ in range(tests):
        won = sum(_won(random, helps) for _ in range(answers))
        told += judged(won, answers).told
    return told / tests


def _won(random: Random, helps: tuple[float, float]) -> bool:
    """Whether the candidate wins an answer: it was theirs and helped, or it was the other's and did not."""
    whose = random.random() < 0.5
    return (random.random() < helps[whose]) == whose


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    counted = count(wanted)
    for way in WAYS:
        print(f"{way}: {sum(times for (of, _), times in counted.items() if of == way):,} broken bounds in {wanted:,}")
    for helps in ((0.7, 0.7), (0.9, 0.9), (0.6, 0.7), (0.8, 0.9)):
        print(f"helps {helps[0]:.0%} and {helps[1]:.0%}: {found_better(helps, 1_000):.1%} of tests find a difference")
