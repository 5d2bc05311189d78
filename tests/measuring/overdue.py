"""What it costs in order that overdue articles stand behind their equals.

`python -m tests.measuring.overdue FOLDER [HOME]` takes a folder with corpus.jsonl, queries.jsonl and qrels.tsv, gives
each document a random day to be checked again, lets a growing share of them be over, and prints nDCG@10 of each. HOME
keeps the exported model.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from bot.evaluation import Measured, apart
from bot.settings import Settings
from bot.wiring import Onhand
from retrieval import collection
from retrieval.evaluation import order

FIRST = date(2000, 1, 1)
DAYS = 1_000
SHARES = (0.0, 0.1, 0.2, 0.35, 0.5, 0.75)
SEED = 1


class Aging(Onhand):
    """The product on a day that is set."""

    day = FIRST

    def today(self) -> date:
        return self.day


def rows(folder: Path, home: Path) -> Iterator[tuple[float, float]]:
    """Share of overdue documents, nDCG@10."""
    judged = collection.read(*(folder / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv")))
    with apart(Settings(home=home)) as own:
        onhand = Aging(own)
        system = Measured(onhand)
        system.load(judged.documents, lambda _done, _all: None)
        _age(onhand, Random(SEED))
        for share in SHARES:
            onhand.day = FIRST + timedelta(round(share * DAYS))
            found = {query.qid: system.find(query) for query in judged.ranked()}
            yield share, float(order(judged, found)["ndcg@10"])


def _age(onhand: Onhand, random: Random) -> None:
    """Gives each article its day. The words stay, so nothing is embedded again."""
    for article in onhand.library.list():
        day = FIRST + timedelta(random.randrange(DAYS))
        onhand.history.renew(article.id, article.version, FIRST, day, "measuring")
    onhand.retriever.refresh()


if __name__ == "__main__":
    for share, figure in rows(Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "data")):
        print(f"{share:4.0%} overdue: nDCG@10 {figure:.4f}", flush=True)
