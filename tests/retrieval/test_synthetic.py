"""Made-up articles: as many as are wanted, spread as real ones are."""

from collections import Counter
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from knowledge.library import Entry
from knowledge.library_sqlite import SqliteLibrary
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.synthetic import Row, Synthetic, rows_of
from retrieval.units import blocks_of
from retrieval.words import tokens
from tests.retrieval.conftest import ARTICLES

PASSAGES = 2_000


@pytest.fixture
def real(library: SqliteLibrary, encoder: OnnxEncoder) -> tuple[Row, ...]:
    """A small library's passages."""
    Indexer(library, encoder).load(ARTICLES)
    return rows_of(library.shelf())


@pytest.fixture
def entries(real: tuple[Row, ...]) -> list[Entry]:
    return list(Synthetic(real).entries(PASSAGES))


def words(entries: list[Entry]) -> Counter[str]:
    return Counter(word for entry in entries for chunk in entry.chunks for word in tokens(chunk.text))


def test_as_many_as_wanted(real: tuple[Row, ...], entries: list[Entry]) -> None:
    """There are exactly so many passages; the real articles come first, as they are, fewer where fewer are wanted."""
    assert sum(len(entry.chunks) for entry in entries) == PASSAGES
    assert {entry.article.id: entry.article for entry in entries[: len(ARTICLES)]} == {
        row.article.id: row.article for row in real
    }
    few = list(Synthetic(real).entries(3))
    assert sum(len(entry.chunks) for entry in few) == 3
    assert len({entry.article.id for entry in entries}) == len(entries)


def test_same_again(real: tuple[Row, ...], entries: list[Entry]) -> None:
    """The same seed makes the same articles, another seed others."""
    again = list(Synthetic(real).entries(PASSAGES))
    other = list(Synthetic(real, seed=2).entries(PASSAGES))
    assert [entry.article for entry in again] == [entry.article for entry in entries]
    assert all(np.array_equal(one.vectors, two.vectors) for one, two in zip(again, entries, strict=True))
    assert [entry.article for entry in other] != [entry.article for entry in entries]


def test_vectors(entries: list[Entry]) -> None:
    """Vectors keep their length, lie near others of their kind and far from most, and there is one a sentence."""
    made = entries[len(ARTICLES) :]
    vectors = np.concatenate([entry.vectors for entry in made])
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    cosines = vectors[:200] @ vectors.T
    nearest = np.sort(cosines, axis=1)[:, -2]
    assert nearest.min() > 0.5
    assert cosines.mean() < 0.5 < nearest.mean() < 0.999
    for entry in made[:100]:
        units = [sum(len(block.units) for block in blocks_of(chunk.text)) for chunk in entry.chunks]
        assert [len(inside) for inside in entry.sentences] == units


def test_words(entries: list[Entry]) -> None:
    """A few words are in very many passages, most in few, and new ones keep coming."""
    counts = words(entries)
    assert counts.most_common(1)[0][1] > 0.02 * counts.total()
    assert np.median(list(counts.values())) <= 3
    assert len(counts) > 1.5 * len(words(entries[: len(entries) // 2])) > 100


def test_languages_stay_apart(real: tuple[Row, ...]) -> None:
    """Where an encoder has a part of the vector for each language, what is made up has zeros where the real ones do."""
    apart = []
    for row in real:
        nothing = np.zeros_like(row.vector)
        sides = (nothing, row.vector) if row.article.language == "es" else (row.vector, nothing)
        apart.append(replace(row, vector=np.concatenate(sides)))
    made = [entry for entry in islice(Synthetic(apart).entries(PASSAGES), 300) if entry.article.id.startswith("made-")]
    assert {entry.article.language for entry in made} == {"en", "es"}
    for entry in made:
        english, other = np.split(np.abs(entry.vectors).max(axis=0), 2)
        assert (other if entry.article.language == "en" else english).max() == 0


def test_nothing_to_vary() -> None:
    """From nothing, nothing can be made up."""
    with pytest.raises(ValueError, match="nothing can be made up from 0 passages; accepted are 1 or more"):
        Synthetic(())
