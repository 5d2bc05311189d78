"""A shelf that grows change by change is the shelf that was read at once."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.article import ANYONE, Article, Audience, Viewer
from knowledge.library import Entry, VectorModel
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from retrieval.index_faiss import exact
from retrieval.shelved import Shelved, shelve

MODEL = VectorModel("made up", 8)
VIEWERS = (ANYONE, Viewer("cook"), Viewer("driver", "North"))
WORDS = st.lists(st.sampled_from(["cook", "cooks", "chicken", "fridge", "door", "lock", "75"]), min_size=1, max_size=8)
AUDIENCES = st.sampled_from([Audience(), Audience(frozenset({"cook"})), Audience(frozenset({"driver"}))])
BODIES = st.lists(WORDS.map(" ".join), max_size=3).map("\n\n# Part\n\n".join)
ARTICLES = st.builds(Article, st.sampled_from(["a", "b", "c", "d", "e"]), WORDS.map(" ".join), BODIES, AUDIENCES)
Written = Sequence[Article] | str
"""Articles saved in one transaction, or the id of one that is retired."""
WRITES = st.lists(
    st.one_of(st.lists(ARTICLES, max_size=4, unique_by=lambda each: each.id), st.sampled_from(["a", "b", "z"])),
    max_size=12,
)


def unit(words: str) -> NDArray[np.float32]:
    """A direction of its own for every text, and the same each time."""
    vector = np.random.default_rng(list(words.encode())).normal(size=MODEL.dimension)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def write(library: SqliteLibrary, written: Written) -> None:
    if isinstance(written, str):
        library.retire(written)
        return
    entries = []
    for article in written:
        chunks = split(article)
        vectors = np.array([unit(chunk.text) for chunk in chunks], np.float32).reshape(len(chunks), MODEL.dimension)
        entries.append(Entry(article, chunks, vectors, tuple(vectors[at : at + 1] for at in range(len(chunks)))))
    library.save(entries, MODEL)


def told(shelved: Shelved, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> list[tuple[object, ...]]:
    """All that an answer takes from rows."""
    closest = shelved.closest(rows, vector[np.newaxis], 0.1).tolist()
    cosines = shelved.cosines(rows, vector[np.newaxis], np.zeros(len(rows), np.int64)).tolist()
    return [
        (shelved.owner(row), shelved.chunk(row), shelved.id(row), shelved.sentences(row).tolist(), *found)
        for row, *found in zip(rows.tolist(), closest, cosines, strict=True)
    ]


def same(grown: Shelved, once: Shelved, asked: str) -> None:
    vector = unit(asked)
    assert (grown.generation, grown.model, grown.lexical.live) == (once.generation, once.model, once.lexical.live)
    assert grown.lexical.vocabulary == once.lexical.vocabulary
    for viewer in VIEWERS:
        found = []
        for shelved in (grown, once):
            mask, question = shelved.mask(viewer), shelved.lexical.ask(asked)
            near, worded = shelved.nearest(vector, mask, 5), question.best(mask, 5)
            seen = np.flatnonzero(mask)
            weights = [each.tolist() for each in question.weigh(seen)]
            found.append(
                (told(shelved, near, vector), told(shelved, worded, vector), told(shelved, seen, vector), weights)
            )
        assert found[0] == found[1]
    assert set(grown.pages) == set(once.pages)
    for article_id in once.pages:
        chunks = [[shelved.chunk(row) for row in shelved.rows(article_id)] for shelved in (grown, once)]
        assert chunks[0] == chunks[1]
        assert [grown.row(chunk) for chunk in chunks[0]] == grown.rows(article_id)


@settings(deadline=None, max_examples=100)
@given(WRITES, st.lists(st.integers(0, 5), min_size=12, max_size=12), WORDS.map(" ".join))
def test_history_leaves_no_trace(writes: list[Written], steps: list[int], asked: str) -> None:
    """Whatever was written in whatever order, and whenever it was read and merged, searches find the same."""
    with TemporaryDirectory() as folder:
        library = SqliteLibrary(Path(folder) / "knowledge.db")
        write(library, [Article("first", "First", "cook")])
        grown = shelve(library.shelf(), exact)
        for written, step in zip(writes, steps, strict=False):
            write(library, written)
            if step:
                grown = grown.changed(library.since(grown.generation), exact)
            if step == 4:
                grown = grown.folded(exact)
            if step == 5:
                grown = grown.compacted(exact)
        if grown.generation != library.generation():
            grown = grown.changed(library.since(grown.generation), exact)
        same(grown, shelve(library.shelf(), exact), asked)
        same(grown.compacted(exact), shelve(library.shelf(), exact), asked)
        library.close()


def test_nothing_is_copied_where_nothing_is_gone(tmp_path: Path) -> None:
    """A library in one volume that has lost no article takes no second room when it is compacted."""
    library = SqliteLibrary(tmp_path / "knowledge.db")
    write(library, [Article("first", "First", "cook"), Article("second", "Second", "door")])
    held = shelve(library.shelf(), exact)
    compacted = held.compacted(exact)
    assert compacted.volumes[0].shelf is held.volumes[0].shelf
    same(compacted, held, "cook")
    library.close()
