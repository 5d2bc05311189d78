"""The product at several sizes: the sample company's articles, and as many made up from them as it takes."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import cycle, islice
from random import Random
from typing import TYPE_CHECKING

from bot.evaluation import apart
from bot.processes import Ended, in_own_process
from bot.settings import Settings
from bot.wiring import Onhand

if TYPE_CHECKING:
    from knowledge.library import Entry
    from retrieval.bench import Asked, Figures
    from retrieval.embedding import Encoder

LARGEST_CHANGED = 100_000
"""Passages up to which a change is measured."""
LARGEST_PEER = 50_000
"""Passages up to which LangChain is measured."""
_BATCH = 250
_TELLING = 10_000
"""Passages from which on the memory of a process is that of its passages, so that it tells what more of them take."""
_WARM = 20
_FOLLOW_UP = "follow-up"
_SEED = 7

Progress = Callable[[int, int], None]
Bars = Callable[[str], AbstractContextManager[Progress]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured, and how it tells that it is at work: `bars` makes a progress bar with a label."""

    settings: Settings
    sizes: tuple[int, ...]
    questions: int
    peers: bool
    bars: Bars

    def run(self) -> "Iterator[Figures]":
        """The figures of each size, as soon as they are there; a size that has none has a sentence in `left_out`.

        Raises BadSetting for a model that cannot be had.
        """
        from bot.room import lacking

        load = round(os.getloadavg()[0], 1)
        with apart(self.settings) as base:
            dimension = in_own_process(embed_sample, base, self.bars)
            asked = questions(self.questions)
            taken: float | None = None
            for size in self.sizes:
                lack = lacking(size, dimension, base.home, taken)
                figures: Figures = {"left_out": lack} if lack else self._size(base, size, asked)
                if size >= _TELLING and "peak_bytes" in figures:
                    taken = figures["peak_bytes"]
                yield {"passages": size, "load": load} | figures

    def _size(self, base: Settings, size: int, asked: "Sequence[Asked]") -> "Figures":
        with apart(base) as own:
            try:
                figures: Figures = in_own_process(fill, base, own, size, self.bars)
                figures |= in_own_process(measure, base, own, size, asked, self.bars)
                return figures | (self._peer(own, size, asked, figures["p50_ms"]) if self.peers else {})
            except (Ended, OSError, MemoryError, sqlite3.Error) as problem:
                why = str(problem) or type(problem).__name__
                return {"left_out": f"{size:,} passages could not be measured: {why}.", "failed": True}

    def _peer(self, own: Settings, size: int, asked: "Sequence[Asked]", ours_ms: float) -> "Figures":
        if size > LARGEST_PEER:
            return {"langchain": None}
        figures: Figures = in_own_process(measure_langchain, own, size, asked, self.bars)
        return {"langchain": figures | {"to_onhand": round(figures["p50_ms"] / ours_ms, 1)}}


def embed_sample(base: Settings, bars: Bars) -> int:
    """Loads the sample's articles, which is all that is ever embedded. Returns the length of a vector."""
    from bot.demo import ARTICLES
    from knowledge.loading import read

    with bars("Preparing the model") as exporting, bars("Embedding the sample") as loading:
        onhand = Onhand(base, exporting)
        _ = onhand.encoder
        onhand.indexer.load(read([ARTICLES], frozenset()).articles, loading)
        onhand.library.close()
        return onhand.encoder.dimension


def questions(number: int) -> "tuple[Asked, ...]":
    """The sample company's questions that stand by themselves, shuffled, each asked as its worker; again where more."""
    from bot.demo import PEOPLE, SAMPLE
    from bot.exam import read
    from knowledge.article import Viewer
    from privacy.directory import read as read_people
    from retrieval.bench import Asked
    from retrieval.preference import Preference

    people = {person.slack_user_id: person for person in read_people(PEOPLE)}
    asked = [each for each in read(SAMPLE / "questions.jsonl") if each.kind != _FOLLOW_UP]
    Random(_SEED).shuffle(asked)  # noqa: S311 - an order, not a secret
    by_worker = [(each.words, people[each.by]) for each in islice(cycle(asked), number)]
    return tuple(Asked(words, Viewer(by.role, by.site), Preference(by.role, by.site)) for words, by in by_worker)


def fill(base: Settings, own: Settings, size: int, bars: Bars) -> "Figures":
    """Saves articles with `size` passages in all into a library of their own, through the product's own `save`."""
    from retrieval.bench import changing
    from retrieval.indexing import vector_model
    from retrieval.synthetic import Synthetic, rows_of

    real = rows_of(Onhand(base).library.shelf())
    onhand = Onhand(own)
    onhand.indexer.load([changing(0)])
    library, model = onhand.library, vector_model(onhand.encoder)
    saved, saving_s = 1, 0.0
    with bars(f"{size:,} passages: saving") as progress:
        for batch in _batches(Synthetic(real).entries(size - saved)):
            begun = time.perf_counter()
            library.save(batch, model)
            saving_s += time.perf_counter() - begun
            saved += sum(len(entry.chunks) for entry in batch)
            progress(saved, size)
    articles, real_ones = library.live_count(), len(library.fingerprints().keys() & {row.article.id for row in real})
    library.close()
    return {"articles": articles, "real_articles": real_ones, "saving_s": round(saving_s, 3)}


def _batches(entries: "Iterator[Entry]") -> "Iterator[list[Entry]]":
    while batch := list(islice(entries, _BATCH)):
        yield batch


def measure(base: Settings, own: Settings, size: int, asked: "Sequence[Asked]", bars: Bars) -> "Figures":
    """Opens the library as the product does, asks it, and changes it."""
    from bot.room import peak_mb
    from retrieval import bench

    onhand = Onhand(own)
    library, encoder = onhand.library, onhand.encoder
    before_mb = _prepared(base, encoder, asked)
    with bars(f"{size:,} passages: building the indexes") as progress:
        progress(0, 1)
        opened = bench.Opened(library, encoder, onhand.open_index)
        built = opened.built() | opened.settle()
        progress(1, 1)
    with bars(f"{size:,} passages: asking") as progress:
        bench.warm(opened, asked[:_WARM])
        figures = built | bench.speed(opened, asked, progress) | bench.throughput(opened, asked)
    held_mb = bench.resident()
    figures |= {"memory_bytes": _each(held_mb - before_mb, size), "rss_mb": held_mb, "peak_mb": peak_mb()}
    figures["peak_bytes"] = _each(figures["peak_mb"] - before_mb, size)
    if size <= LARGEST_CHANGED:
        with bars(f"{size:,} passages: changing an article") as progress:
            figures |= bench.change(opened, asked, progress)
    library.close()
    kept_mb = sum(file.stat().st_size for file in own.home.iterdir() if file.is_file()) / 1e6
    return {"model": encoder.name, "dimension": encoder.dimension, "disk_bytes": _each(kept_mb, size)} | figures


def _prepared(base: Settings, encoder: "Encoder", asked: "Sequence[Asked]") -> float:
    """The megabytes of a process that has answered over the sample alone: what is more is of the passages."""
    from retrieval import bench

    sample = Onhand(base)
    bench.warm(bench.Opened(sample.library, encoder, sample.open_index), asked[:_WARM])
    sample.library.close()
    return bench.resident()


def _each(megabytes: float, passages: int) -> int:
    """Bytes a passage."""
    return round(megabytes * 1e6 / passages)


def measure_langchain(own: Settings, size: int, asked: "Sequence[Asked]", bars: Bars) -> "Figures":
    """LangChain's ensemble over the same passages with the same vectors; it embeds each question itself, with torch."""
    import numpy as np

    from retrieval.bench import times
    from retrieval.collection import Document, Query
    from retrieval.peers import LangChain

    shelf = Onhand(own).library.shelf()
    articles = shelf.articles
    documents = [
        Document(str(row), articles[chunk.article_id].title, chunk.text) for row, chunk in enumerate(shelf.chunks)
    ]
    with bars(f"{size:,} passages: LangChain") as progress:
        peer = LangChain(own.model)
        peer.take(documents, np.asarray(shelf.vectors, dtype=np.float32))
        queries = [Query(str(number), each.words) for number, each in enumerate(asked)]
        for query in queries[:_WARM]:
            peer.find(query)
        seconds = []
        for number, query in enumerate(queries, 1):
            seconds.append(peer.find(query).seconds)
            progress(number, len(queries))
    figures: Figures = times(seconds)
    return figures
