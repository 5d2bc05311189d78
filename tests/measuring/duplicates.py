"""How well an article is held against what is live: `python -m tests.measuring.duplicates [--half HALF] [--misses]`.

Each pair of `tests/data/pairs.jsonl` goes the whole way: the one is live, beside the ones of all the other pairs of its
half, the other is previewed, and what is told of the one counts. It prints precision and recall of duplicates and
contradictions for each half, and how many of each kind are right. `--misses` names the pairs that are told wrong: look
at those of the half `tune` only.

`--articles N` measures the time instead: one article of the sample, changed, against N live articles made up from it.
"""

import argparse
import json
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.bench import embed_sample
from bot.commands.common import progress
from bot.demo import ARTICLES
from bot.settings import Settings
from bot.wiring import Onhand
from knowledge.article import Article, Audience
from knowledge.loading import read
from retrieval.indexing import vector_model
from retrieval.previewing.preview import Company
from retrieval.previewing.previewer import Previewer
from retrieval.synthetic import Synthetic, rows_of

PAIRS = Path(__file__).parent.parent / "data" / "pairs.jsonl"
HALVES = ("tune", "held")
KINDS = ("duplicate", "contradiction")
_A_MADE_UP_ARTICLE = 5
"""Passages of it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles, and whether the other says the same as the one, or contradicts it."""

    id: str
    kind: str
    label: bool
    how: str
    one: Article
    other: Article


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was told of a pair."""

    pair: Pair
    told: bool


def pairs(half: str) -> tuple[Pair, ...]:
    """The pairs of one half. Each article has an id of its own."""
    rows = map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines())
    return tuple(
        Pair(row["id"], row["kind"], row["label"], row["how"], _article(row, "one"), _article(row, "other"))
        for row in rows
        if row["half"] == half
    )


def _article(row: dict[str, Any], which: str) -> Article:
    given = row[which]
    audience = Audience(frozenset(given["roles"]), frozenset(given["sites"]))
    return Article(f"{row['id']}-{which}", given["title"], given["body"], audience, language=given["language"])


def outcomes(home: Path, half: str) -> Iterator[Outcome]:
    """What is told of each pair. `home` holds the model, and nothing else yet."""
    onhand = Onhand(Settings(home=home))
    given = pairs(half)
    onhand.indexer.load([pair.one for pair in given])
    previewer = Previewer(onhand.retriever, Company())
    for pair in given:
        yield Outcome(pair, _told(pair, previewer))
    onhand.library.close()


def _told(pair: Pair, previewer: Previewer) -> bool:
    twins, clashes = previewer.beside(pair.other)
    if pair.kind == "duplicate":
        return pair.one.id in [twin.where.article_id for twin in twins if twin.how != "version"]
    return pair.one.id in [clash.where.article_id for clash in clashes]


def rates(given: Iterable[Outcome]) -> tuple[float, float]:
    """Precision and recall."""
    counted = Counter((each.told, each.pair.label) for each in given)
    right = counted[True, True]
    return right / max(right + counted[True, False], 1), right / max(right + counted[False, True], 1)


def table(half: str, told: list[Outcome]) -> Iterator[str]:
    """Rows in Markdown: precision and recall by kind, then how many of each sort are right."""
    for kind in KINDS:
        of = [each for each in told if each.pair.kind == kind]
        precision, recall = rates(of)
        yield f"| {half} | {kind} | {len(of)} | {precision:.3f} | {recall:.3f} |"
    sorts: dict[tuple[str, bool, str], list[bool]] = defaultdict(list)
    for each in told:
        sorts[each.pair.kind, each.pair.label, each.pair.how].append(each.told == each.pair.label)
    for (kind, label, how), right in sorted(sorts.items()):
        yield f"| {half} | {kind}: {'yes' if label else 'no'}, {how} | {len(right)} | {sum(right)} right | |"


def timed(home: Path, articles: int) -> Iterator[str]:
    """The seconds of previewing one changed article of the sample, among so many live ones."""
    settings = Settings(home=home)
    embed_sample(settings, progress)
    onhand = Onhand(settings)
    made = Synthetic(rows_of(onhand.library.shelf())).entries(articles * _A_MADE_UP_ARTICLE)
    model = vector_model(onhand.encoder)
    batch = []
    for entry in made:
        batch.append(entry)
        if len(batch) == 250:
            onhand.library.save(batch, model)
            batch = []
    onhand.library.save(batch, model)
    previewer = Previewer(onhand.retriever, Company())
    for article in read(
        [ARTICLES / "slicer.md", ARTICLES / "sick-calls.md", ARTICLES / "chicken-temperature.md"]
    ).articles:
        yield _timed(replace(article, id=f"new-{article.id}"), previewer, onhand.library.live_count())


def _timed(article: Article, previewer: Previewer, live: int) -> str:
    previewer.beside(article)
    begun, cpu = time.perf_counter(), time.process_time()
    twins, clashes = previewer.beside(article)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    told = f"{len(twins)} twins, {len(clashes)} clashes"
    return f"| {live:,} | {article.id} | {seconds:.2f} s, {cpu:.2f} s of a processor | {told} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well an article is held against what is live.")
    parser.add_argument("--half", choices=HALVES)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--articles", type=int)
    parser.add_argument("--models", type=Path, help="a folder of models that were exported already")
    given = parser.parse_args()
    for half in [given.half] if given.half else HALVES:
        with tempfile.TemporaryDirectory() as folder:
            if given.models:
                (Path(folder) / "models").symlink_to(given.models.resolve(), target_is_directory=True)
            if given.articles:
                print(*timed(Path(folder), given.articles), sep="\n")
                return
            told = list(outcomes(Path(folder), half))
            print(*table(half, told), sep="\n")
            for each in told if given.misses else ():
                if each.told != each.pair.label:
                    print(each.pair.id, each.pair.label, each.pair.how, each.pair.one.title, "/", each.pair.other.title)


if __name__ == "__main__":
    main()
