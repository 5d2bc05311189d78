"""Making articles findable, whole or not at all."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from retrieval.embedding import OnnxEncoder
from retrieval.index_faiss import FaissCache
from retrieval.indexing import Indexer, Report
from tests.retrieval.conftest import ARTICLES

LOADING = """
import sys
from pathlib import Path
from knowledge.article import Article
from knowledge.library_sqlite import SqliteLibrary
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.search import open_retriever
folder, round_ = Path(sys.argv[2]), sys.argv[3]
library, encoder = SqliteLibrary(folder / "knowledge.db"), OnnxEncoder(Path(sys.argv[1]))
retriever = open_retriever(library, encoder, folder)
def body(n):
    return "\\n\\n".join(f"# Part {p}\\n\\nRound {round_} of {n}." for p in range(5))
articles = [Article(f"a{n}", f"Title {n}", body(n)) for n in range(80)]
print("ready", flush=True)
Indexer(library, encoder, retriever.refresh).load(articles)
"""


def test_report(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """What changed is saved and counted, what did not is left alone."""
    indexer = Indexer(library, encoder)
    assert indexer.load(ARTICLES) == Report(loaded=len(ARTICLES), unchanged=0)
    generation = library.generation()
    assert indexer.load(ARTICLES) == Report(loaded=0, unchanged=len(ARTICLES))
    assert library.generation() == generation
    changed = replace(ARTICLES[0], body="Cook chicken to 76 °C.")
    assert indexer.load([changed, ARTICLES[1]]) == Report(loaded=1, unchanged=1)
    live = library.get("chicken")
    assert live is not None
    assert (live.version, live.body) == (2, changed.body)


def test_progress(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Progress starts at nothing, never goes back and ends with all."""
    seen: list[tuple[int, int]] = []
    Indexer(library, encoder).load(ARTICLES, lambda done, of: seen.append((done, of)))
    assert seen[0] == (0, len(ARTICLES))
    assert seen == sorted(seen)
    assert seen[-1] == (len(ARTICLES), len(ARTICLES))


def test_retire_and_refresh(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Whoever searches is told after each change, and not where nothing changed."""
    told: list[int] = []
    indexer = Indexer(library, encoder, lambda: told.append(library.live_count()))
    indexer.load(ARTICLES)
    indexer.load(ARTICLES)
    assert indexer.retire("chicken") is True
    assert indexer.retire("chicken") is False
    assert told == [len(ARTICLES), len(ARTICLES) - 1]


def test_vectors_are_those_of_the_chunks(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Each stored vector is that of its chunk read under its title and heading."""
    Indexer(library, encoder).load(ARTICLES)
    shelf = library.shelf()
    assert [chunk.text for chunk in shelf.chunks] == [chunk.text for article in ARTICLES for chunk in split(article)]
    expected = encoder.encode([f"{ARTICLES[2].title}\n{ARTICLES[2].body}"])[0]
    row = next(at for at, chunk in enumerate(shelf.chunks) if chunk.article_id == "fridge")
    assert float(shelf.vectors[row] @ expected) > 0.97


@pytest.mark.parametrize("written", [0, 1, 2, 3, 4])
def test_killed_while_loading(model: Path, tmp_path: Path, written: int) -> None:
    """After kill -9 at any moment every article is live whole and once, and the index has the ids of the rows."""
    _load(model, tmp_path, "one").wait()
    process = _load(model, tmp_path, "two")
    _wait_for(tmp_path, 5 + written)
    process.send_signal(signal.SIGKILL)
    process.wait()
    library = SqliteLibrary(tmp_path / "knowledge.db")
    shelf = library.shelf()
    assert sorted(shelf.articles) == sorted(f"a{number}" for number in range(80))
    for article in shelf.articles.values():
        live = [chunk.text for chunk in shelf.chunks if chunk.article_id == article.id]
        assert live == [chunk.text for chunk in split(article)]
    index = FaissCache(tmp_path)(shelf)
    found, _ = index.search(shelf.vectors[0].astype(np.float32), len(shelf.ids))
    assert np.array_equal(np.sort(found), np.arange(len(shelf.ids)))
    library.close()


def _load(model: Path, folder: Path, content: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", LOADING, model, folder, content], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as out:
        assert out.readline() == b"ready\n"
    return process


def _wait_for(folder: Path, generation: int) -> None:
    """Until the loading process has made so many commits."""
    library = SqliteLibrary(folder / "knowledge.db")
    while library.generation() < min(generation, 9):
        time.sleep(0.001)
    library.close()


def test_article_without_text(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """An article that has no words is kept and never found."""
    assert Indexer(library, encoder).load([Article("empty", "Empty", " \n")]) == Report(1, 0)
    assert library.live_count() == 1
    assert len(library.shelf().ids) == 0
