"""What every `VectorIndex` must hold to."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.shelf import Filling, Shelf, VectorModel, page, shelf_of
from knowledge.splitting import Chunk
from retrieval.index import OpenIndex
from retrieval.index_faiss import CLUSTERS, FaissCache

DIMENSION = 16


def shelf(count: int, generation: int = 1, seed: int = 1, first: int = 7) -> Shelf:
    """Rows in some clusters, as texts have them."""
    generator = np.random.default_rng(seed)
    centres = generator.normal(size=(12, DIMENSION))
    vectors = centres[generator.integers(0, 12, size=count)] + generator.normal(size=(count, DIMENSION))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    chunks = [Chunk("a", 1, number, "", "text") for number in range(count)]
    ids = range(first, first + 3 * count, 3)
    held = Filling(page(Article("a", "A", "text"), chunks), ids, vectors.astype(np.float32), [b""] * count)
    return shelf_of(generation, VectorModel("small", DIMENSION), held.sizes, [held])


def vector(of: Shelf, row: int) -> NDArray[np.float32]:
    asked: NDArray[np.float32] = of.vectors[row].astype(np.float32)
    return asked


def expected(of: Shelf, asked: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_]) -> list[int]:
    order = np.argsort(-of.cosines(np.arange(len(of.ids)), asked), kind="stable")
    return [int(row) for row in order[allowed[order]][:limit]]


@pytest.fixture(params=["faiss", "faiss before its clusters", "faiss in clusters"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> OpenIndex:
    """Opens an index from its cache, as each start does."""
    folder = tmp_path / "index"
    cache = FaissCache(folder, exact=0)
    backends: dict[str, OpenIndex] = {
        "faiss": FaissCache(folder),
        "faiss before its clusters": cache,
        "faiss in clusters": lambda shelf: cache(shelf).settled(),
    }
    return backends[request.param]


def test_nearest_first(opens: OpenIndex) -> None:
    """The nearest vectors come first, with their cosines; nearly all of the ten nearest are found."""
    held = shelf(4_000)
    index, found = opens(held), 0
    for row in range(100):
        rows, cosines = index.search(vector(held, row), 10)
        assert (rows[0], len(rows)) == (row, 10)
        assert cosines.tolist() == held.cosines(rows, vector(held, row)).tolist()
        assert (np.diff(cosines) <= 0).all()
        found += len(set(rows.tolist()) & set(expected(held, vector(held, row), 10, np.ones(4_000, np.bool_))))
    assert found >= 980


@pytest.mark.parametrize("count", [200, 9_000])
def test_only_what_is_allowed(opens: OpenIndex, count: int) -> None:
    """Rows that are not allowed take no one's place: few or many, there are as many as are wanted and allowed."""
    held = shelf(count)
    index, generator = opens(held), np.random.default_rng(2)
    for size in (0, 1, 2, 5, 50, count // 3, count - 1, count):
        allowed = np.zeros(count, np.bool_)
        allowed[generator.choice(count, size=size, replace=False)] = True
        rows, _ = index.search(vector(held, 9), 8, allowed)
        wanted = expected(held, vector(held, 9), 8, allowed)
        assert len(rows) == len(wanted)
        assert allowed[rows].all()
        assert size > 2_000 or rows.tolist() == wanted


@pytest.mark.parametrize("count", [0, 30, 3_000])
def test_some_rows_alone(opens: OpenIndex, count: int) -> None:
    """An index of some rows alone finds what the whole one would if only they were allowed, under the same numbers."""
    held, generator = shelf(9_000), np.random.default_rng(2)
    some = np.sort(generator.choice(9_000, size=count, replace=False))
    apart, only = opens(held).within(some), np.zeros(9_000, np.bool_)
    only[some] = True
    half = only & (np.arange(9_000) % 2 == 0)
    for allowed, seen in ((None, only), (half, half)):
        rows, cosines = apart.search(vector(held, 9), 8, allowed)
        assert rows.tolist() == expected(held, vector(held, 9), 8, seen)
        assert cosines.tolist() == held.cosines(rows, vector(held, 9)).tolist()


def test_empty(opens: OpenIndex) -> None:
    """An index of nothing finds nothing."""
    rows, cosines = opens(shelf(0)).search(np.full(DIMENSION, 0.25, dtype=np.float32), 5)
    assert (rows.tolist(), cosines.tolist()) == ([], [])


def test_equal_vectors(opens: OpenIndex) -> None:
    """Rows that say the same are all found, in their order."""
    held = shelf(40)
    alike = replace(held, vectors=np.repeat(held.vectors[:1], 40, axis=0))
    assert opens(alike).search(vector(held, 0), 40)[0].tolist() == list(range(40))


def test_follows_the_rows(opens: OpenIndex) -> None:
    """After a change of the rows the index is that of the rows, whatever the cache holds under the same ids."""
    opens(shelf(500))
    for changed in (shelf(400, generation=2, seed=3), shelf(400, generation=2, seed=4), shelf(900), shelf(9, first=1)):
        index = opens(changed)
        for row in range(9):
            assert index.search(vector(changed, row), 1)[0].tolist() == [row]


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"cut", b"flip", b"page", b"gone", b"dimension"])
def test_faiss_cache_is_rebuilt(tmp_path: Path, damage: bytes) -> None:
    """A cache that is missing, cut, flipped in one bit, overwritten or of other vectors is built anew."""
    held = shelf(600)
    cache = FaissCache(tmp_path, exact=0)
    cache(held).settled()
    path = tmp_path / CLUSTERS
    whole = path.read_bytes()
    middle = len(whole) // 2
    broken = {
        b"cut": whole[:middle],
        b"flip": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        b"page": whole[:4096] + b"\0" * 4096 + whole[8192:],
    }
    path.write_bytes(broken.get(damage, damage))
    if damage == b"gone":
        path.unlink()
    if damage == b"dimension":
        cache(replace(held, vectors=np.ascontiguousarray(held.vectors[:, :8]))).settled()
    assert cache(held).rough
    index = cache(held).settled()
    assert [index.search(vector(held, row), 1)[0].tolist() for row in range(50)] == [[row] for row in range(50)]
    assert path.read_bytes() == whole


def test_faiss_cache_is_used(tmp_path: Path) -> None:
    """A sound cache is not written again for the same rows or fewer, and then serves the new ones too."""
    held = shelf(600)
    cache = FaissCache(tmp_path, exact=0)
    cache(held).settled()
    before = (tmp_path / CLUSTERS).stat().st_ino
    assert not cache(held).rough
    assert not cache(replace(held, ids=held.ids[:500], vectors=held.vectors[:500])).rough
    assert (tmp_path / CLUSTERS).stat().st_ino == before
    more = shelf(650)
    more.vectors[:600] = held.vectors
    index = cache(more)
    assert (tmp_path / CLUSTERS).stat().st_ino != before
    assert index.search(vector(more, 640), 1)[0].tolist() == [640]
    assert [path.name for path in tmp_path.iterdir()] == [CLUSTERS]


def test_faiss_needs_no_cache_while_exact(tmp_path: Path) -> None:
    """Where every row is looked at, nothing is kept that could be damaged, nor what an earlier version kept."""
    for name in ("vectors.faiss", "vectors.json"):
        (tmp_path / name).write_text("old")
    FaissCache(tmp_path)(shelf(600))
    assert list(tmp_path.iterdir()) == []


def test_faiss_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Without a place for the cache the index is built from the rows all the same."""
    (tmp_path / "file").write_text("not a folder")
    held = shelf(100)
    index = FaissCache(tmp_path / "file", exact=0)(held).settled()
    assert index.search(vector(held, 3), 1)[0].tolist() == [3]
