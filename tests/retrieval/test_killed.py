"""What holds when a process that loads articles is killed at any moment. With more kills:

ONHAND_KILLS=200 pytest tests/retrieval/test_killed.py
"""

import os
import random
import time
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.article import ANYONE
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from retrieval.index_faiss import FaissCache
from retrieval.indexing import Indexer, as_embedded, vector_model
from retrieval.preference import NO_PREFERENCE
from retrieval.search import Retriever
from tests.killing import said_before_death
from tests.retrieval.converting import DOCUMENTS, variants, write
from tests.retrieval.dying import ARTICLES, MODELS, articles, held, opened, other_than, told, turns
from tests.retrieval.hashed import Hashed

KILLS = int(os.environ.get("ONHAND_KILLS", "6"))
BATCH = 16
DYING = "tests.retrieval.dying"


def test_a_kill_while_the_model_changes(tmp_path: Path) -> None:
    """After any kill the library is that of one load and one model, what was embedded is not lost, and the next
    process goes on from there."""
    chance = random.Random(7)
    library = SqliteLibrary(tmp_path / "knowledge.db")
    Indexer(library, Hashed(MODELS[0]), setting=MODELS[0]).load(articles(MODELS[0]))
    goes_on = ["embedded", MODELS[1], 0]
    whole = 0
    for _ in range(KILLS):
        said = said_before_death(DYING, "embed", tmp_path, lines=chance.randrange(1, 130))
        assert said[0] == goes_on
        whole += [what for what, _, _ in said].count("whole")
        goes_on = one_load(library, tmp_path, *said[-1])
    assert whole
    library.close()


def one_load(library: SqliteLibrary, folder: Path, what: str, to: str, done: int) -> list[Any]:
    """Raises where the library is not that of one load; returns what a process says first that goes on."""
    model = held(library)
    coming = other_than(model)
    put_by = len(library.staged(vector_model(Hashed(coming))))
    if what == "whole":
        assert (model, put_by) == (to, 0)
    elif model == to:
        assert (done, put_by) == (ARTICLES, 0)
    else:
        assert done // BATCH * BATCH <= put_by <= ARTICLES
    assert {each.id: each.body for each in library.list()} == {each.id: each.body for each in articles(model)}
    whole_and_of(library, folder, model)
    return ["whole", coming, ARTICLES] if put_by == ARTICLES else ["embedded", coming, put_by]


def test_a_kill_while_loading(tmp_path: Path) -> None:
    """After any kill each article is live whole and once, none that was told to be saved is as it was before, and the
    next process goes on from there."""
    chance = random.Random(8)
    library = SqliteLibrary(tmp_path / "knowledge.db")
    Indexer(library, Hashed(MODELS[0]), setting=MODELS[0]).load([told(number, "Turn 0.") for number in range(ARTICLES)])
    goes_on = ["loaded", 1, 0]
    for _ in range(KILLS):
        said = said_before_death(DYING, "load", tmp_path, lines=chance.randrange(1, 130))
        assert said[0] == goes_on
        _, turn, done = said[-1]
        saved = turns(library)
        begun = goes_on[2] if turn == goes_on[1] else 0
        assert saved.count(turn) >= begun + (done - begun) // BATCH * BATCH
        assert set(saved) <= {turn - 1, turn}
        assert len(saved) == ARTICLES
        whole_and_of(library, tmp_path, MODELS[0])
        goes_on = ["loaded", turn, saved.count(turn)] if saved.count(turn) < ARTICLES else ["loaded", turn + 1, 0]
    library.close()


def test_a_kill_while_documents_are_converted(tmp_path: Path) -> None:
    """After any kill of a load of mixed documents none that was told to be live is lost or as it was before, none is
    half there, the index is that of the rows, and the next process goes on."""
    chance = random.Random(9)
    write(tmp_path)
    library = SqliteLibrary(tmp_path / "knowledge.db")
    going, whole, took, worked = 0, False, 0.0, 0.0
    for _ in range(KILLS):
        said = said_before_death("tests.retrieval.converting", tmp_path, going, lines=chance.randrange(1, 7))
        _, at, saved = said[-1]
        whole = whole or any(saved == DOCUMENTS for _, _, saved in said)
        began, before = time.perf_counter(), time.process_time()
        retriever = Retriever(library, opened, FaissCache(tmp_path))
        assert retriever.search("document", NO_PREFERENCE, ANYONE)
        took, worked = max(took, time.perf_counter() - began), max(worked, time.process_time() - before)
        assert variants(library).count(at) >= saved
        assert not whole or len(variants(library)) == DOCUMENTS
        going = 1 - at if saved == DOCUMENTS else at
        whole_and_of(library, tmp_path, MODELS[0])
    print(f"{KILLS} kills: ready again in at most {took:.2f} s, {worked:.2f} s of a processor")
    library.close()


def whole_and_of(library: SqliteLibrary, folder: Path, model: str) -> None:
    """Raises where an article is not whole, or vectors or index are not those of the model."""
    shelf = library.shelf()
    cut = {chunk for article in library.list() for chunk in split(article)}
    assert (set(shelf.chunks), len(shelf.chunks)) == (cut, len(cut))
    live = shelf.articles
    words = [as_embedded(live[chunk.article_id], chunk) for chunk in shelf.chunks]
    assert np.allclose(shelf.vectors, Hashed(model).encode(words), atol=1e-3)
    retriever = Retriever(library, opened, FaissCache(folder))
    assert retriever.encoder.name == model
    assert retriever.search("title", NO_PREFERENCE, ANYONE)
    found, _ = FaissCache(folder)(shelf).search(shelf.vectors[0], len(shelf.ids))
    assert len(set(found.tolist())) == len(shelf.ids)
