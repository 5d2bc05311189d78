"""How often a preference breaks a bound: `python -m tests.measuring.bounds [100000]` prints it for random cases.

Each case is a list of passages, a preference and weights, all random, also weights that no training would give. A plain
boost of the score by 0.1 or 0.3 is counted beside it.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

from knowledge.article import Article, Audience
from retrieval.preference import Preference
from retrieval.ranker import SIGNALS, SIMILAR, Ranker
from retrieval.ranking import RESERVED, prefer
from retrieval.signals import signalling

SHOWN = 8
TODAY = date(2026, 11, 24)
ROLES = ("cook", "driver", "cashier")
TOPICS = ("milk", "heat", "till")


class Case:
    """One passage: its article and its score."""

    def __init__(self, article: Article, score: float) -> None:
        self.article = article
        self.score = score


def some(random: Random, of: Sequence[str]) -> frozenset[str]:
    return frozenset(random.sample(of, random.randrange(len(of))))


def cases(random: Random) -> list[Case]:
    """Up to forty passages of up to twenty articles, scores as close as a search has them."""
    articles = [
        Article(
            f"a{number}", random.choice(("Milk", "Till", f"Title {number}")), "", Audience(some(random, ROLES)),
            critical=random.random() < 0.2, review_by=random.choice((None, TODAY - timedelta(1), TODAY)),
            written_for=some(random, ROLES), topics=some(random, TOPICS),
        )
        for number in range(random.randint(1, 20))
    ]  # fmt: skip
    spread = random.choice((0.02, 0.1, 0.5))
    return [Case(random.choice(articles), 0.5 - random.random() * spread) for _ in range(random.randint(1, 40))]


def preference(random: Random, found: Sequence[Case]) -> Preference:
    ids = [each.article.id for each in found]
    today = TODAY

    def days() -> dict[str, date]:
        return {random.choice(ids): today - timedelta(random.randrange(200)) for _ in range(random.randrange(4))}

    topics = {topic: today - timedelta(random.randrange(200)) for topic in some(random, TOPICS)}
    others = {random.choice(ids): random.randint(5, 500) for _ in range(random.randrange(4))}
    return Preference(random.choice((None, *ROLES)), None, days(), days(), topics, others, today)


def broken(ordered: Sequence[Case]) -> set[str]:
    """What is wrong with an order."""
    found = set()
    best = max(each.score for each in ordered)
    if best not in [each.score for each in ordered[:RESERVED]]:
        found.add("the best of all is not among the first three")
    critical = [place for place, each in enumerate(ordered) if each.article.critical]
    if any(sum(each.score > ordered[place].score for each in ordered) < place for place in critical):
        found.add("a critical one moved down")
    if any(behind.score > each.score + SIMILAR + 1e-9 for at, each in enumerate(ordered) for behind in ordered[at:]):
        found.add("one far less relevant stands before another")
    return found


def boosted(found: Sequence[Case], preferred: Preference, by: float) -> list[Case]:
    """The plain way: a fixed boost for whatever is preferred."""
    read = signalling(preferred, (each.article for each in found), lambda _: frozenset())
    return sorted(found, key=lambda each: -each.score - by * bool(read.of(each.article)))


def orders(found: Sequence[Case], preferred: Preference, weights: Mapping[str, float]) -> dict[str, list[Case]]:
    """The order of each way of ranking."""
    return {
        "onhand": [each.found for each in prefer(found, preferred, today=TODAY)],
        "onhand, any weights": [each.found for each in prefer(found, preferred, Ranker(weights), today=TODAY)],
        "a boost of 0.1": boosted(found, preferred, 0.1),
        "a boost of 0.3": boosted(found, preferred, 0.3),
    }


def count(number: int, seed: int = 1) -> Counter[tuple[str, str]]:
    """How many of so many random cases broke which bound, by the way of ranking."""
    random, counted = Random(seed), Counter[tuple[str, str]]()
    for _ in range(number):
        found = cases(random)
        weights = {name: random.uniform(-1, 1) for name in SIGNALS}
        for way, order in orders(found, preference(random, found), weights).items():
            counted.update((way, wrong) for wrong in broken(order))
    return counted


if __name__ == "__main__":
    cases_wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    counted = count(cases_wanted)
    for way in ("onhand", "onhand, any weights", "a boost of 0.1", "a boost of 0.3"):
        print(f"{way}: {sum(times for (of, _), times in counted.items() if of == way):,} broken bounds")
        for (of, wrong), times in sorted(counted.items()):
            if of == way:
                print(f"  {wrong}: {times:,} of {cases_wanted:,} cases")
