"""Searching while articles change."""

import threading
import time
from dataclasses import replace
from pathlib import Path

from knowledge.article import ANYONE, Article
from knowledge.library_sqlite import SqliteLibrary
from knowledge.shelf import Shelf
from retrieval.embedding import OnnxEncoder
from retrieval.index import VectorIndex
from retrieval.index_faiss import FaissCache, FaissIndex
from retrieval.indexing import Indexer
from retrieval.preference import NO_PREFERENCE
from retrieval.search import Retriever, open_retriever
from tests.retrieval.conftest import ARTICLES


def ids(retriever: Retriever, words: str) -> list[str]:
    return [passage.article.id for passage in retriever.search(words, NO_PREFERENCE, ANYONE)]


def scores(retriever: Retriever, words: str) -> list[tuple[str, float]]:
    return [(each.article.id, each.score) for each in retriever.search(words, NO_PREFERENCE, ANYONE)]


def until_settled(retriever: Retriever) -> None:
    while retriever._held.shelved.ripe or retriever._compacting.locked():
        time.sleep(0.01)


def test_each_change_is_found(retriever: Retriever, library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """After every change what is new is found and what is gone is not, and volumes do not pile up."""
    indexer = Indexer(library, encoder, retriever.refresh)
    for number in range(20):
        indexer.load([Article("lamp", "The lamp", f"Press the {['green', 'red'][number % 2]} button {number} times.")])
        found = retriever.search(f"press the button {number} times", NO_PREFERENCE, ANYONE)
        texts = [passage.chunk.text for passage in found if passage.article.id == "lamp"]
        assert texts == [f"Press the {['green', 'red'][number % 2]} button {number} times."]
    indexer.retire("lamp")
    assert "lamp" not in ids(retriever, "press the button 3 times")
    assert len(retriever._held.shelved.volumes) <= 8


def test_merging_changes_no_answer(
    retriever: Retriever, library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path
) -> None:
    """What grew by changes, what was merged and what was read at once give the same passages with the same scores."""
    asked = ("how hot must chicken be", "closing the store", "wat temp chiken", "how many days of holiday")
    indexer = Indexer(library, encoder, retriever.refresh)
    indexer.load([replace(ARTICLES[0], title="Chicken, cooked"), Article("new", "Ducks", "Cook duck to 80 °C.")])
    indexer.retire("hands")
    grown = [scores(retriever, words) for words in asked]
    until_settled(retriever)
    assert len(retriever._held.shelved.volumes) < 4
    merged = [scores(retriever, words) for words in asked]
    once = open_retriever(library, encoder, tmp_path / "again")
    assert grown == merged == [scores(once, words) for words in asked]


def test_answers_before_its_clusters(library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path) -> None:
    """A large library is searched at once, and better when its index is ready; changes meanwhile are in it."""
    Indexer(library, encoder).load(ARTICLES)
    wait, cache = threading.Event(), FaissCache(tmp_path, exact=0)

    def slowly(shelf: Shelf) -> VectorIndex:
        index = cache(shelf)
        settle = index.settled

        def settled() -> FaissIndex:
            wait.wait(20)
            return settle()

        index.settled = settled  # type: ignore[method-assign]
        return index

    retriever = Retriever(library, lambda _: encoder, slowly)
    assert retriever._held.shelved.volumes[0].index.rough
    assert ids(retriever, "how hot must chicken be")[0] == "chicken"
    Indexer(library, encoder, retriever.refresh).load([Article("new", "Ducks", "Cook duck to 80 °C.")])
    assert ids(retriever, "how hot must duck be")[0] == "new"
    wait.set()
    until_settled(retriever)
    assert not retriever._held.shelved.volumes[0].index.rough
    assert ids(retriever, "how hot must duck be")[0] == "new"
