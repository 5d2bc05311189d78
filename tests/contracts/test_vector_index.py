"""What every `VectorIndex` must hold to."""

import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.library import Shelf, VectorModel
from knowledge.sentences import unpacked
from knowledge.splitting import Chunk
from retrieval.index import OpenIndex
from retrieval.index_faiss import INDEX, SIDECAR, FaissCache

DIMENSION = 16


def shelf(count: int, generation: int = 1, seed: int = 1) -> Shelf:
    vectors = np.random.default_rng(seed).normal(size=(count, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = np.arange(count, dtype=np.int64) * 3 + 7
    chunks = tuple(Chunk("a", 1, number, "", "text") for number in range(count))
    return Shelf(
        generation, VectorModel("small", DIMENSION), {}, ids, chunks, vectors, unpacked([b""] * count, DIMENSION)
    )


def expected(of: Shelf, vector: NDArray[np.float32], limit: int, allowed: set[int]) -> list[int]:
    order = np.argsort(-(of.vectors @ vector), kind="stable")
    return [int(of.ids[at]) for at in order if int(of.ids[at]) in allowed][:limit]


@pytest.fixture(params=["faiss"])
def opens(request: pytest.FixtureRequest, tmp_path: Path) -> OpenIndex:
    """Opens an index from its cache, as each start does."""
    backends: dict[str, OpenIndex] = {"faiss": FaissCache(tmp_path / "index")}
    return backends[request.param]


def test_nearest_first(opens: OpenIndex) -> None:
    """The nearest vectors come first, with their cosines."""
    held = shelf(200)
    ids, cosines = opens(held).search(held.vectors[5], 10)
    assert ids.tolist() == expected(held, held.vectors[5], 10, set(held.ids.tolist()))
    assert cosines[0] == pytest.approx(1, abs=1e-5)
    assert (np.diff(cosines) <= 0).all()


def test_only_what_is_allowed(opens: OpenIndex) -> None:
    """Ids that are not allowed take no one's place, whatever few are."""
    held = shelf(200)
    index = opens(held)
    generator = np.random.default_rng(2)
    for size in (0, 1, 2, 5, 50, 200):
        allowed = np.sort(generator.choice(held.ids, size=size, replace=False))
        ids, _ = index.search(held.vectors[9], 8, allowed)
        assert ids.tolist() == expected(held, held.vectors[9], 8, set(allowed.tolist()))


def test_empty(opens: OpenIndex) -> None:
    """An index of nothing finds nothing."""
    ids, cosines = opens(shelf(0)).search(np.full(DIMENSION, 0.25, dtype=np.float32), 5)
    assert (ids.tolist(), cosines.tolist()) == ([], [])


def test_follows_the_rows(opens: OpenIndex) -> None:
    """After a change of the rows the index is that of the rows, never the cached one."""
    opens(shelf(50))
    changed = shelf(40, generation=2, seed=3)
    assert opens(changed).search(changed.vectors[7], 1)[0].tolist() == [int(changed.ids[7])]
    same_generation = shelf(40, generation=2, seed=4)
    assert opens(same_generation).search(same_generation.vectors[8], 1)[0].tolist() == [int(same_generation.ids[8])]


@pytest.mark.parametrize("damage", [b"", b"\0" * 100, b"cut", b"flip", b"gone"])
@pytest.mark.parametrize("file", [INDEX, SIDECAR])
def test_faiss_cache_is_rebuilt(tmp_path: Path, file: str, damage: bytes) -> None:
    """A cache that is missing, cut, flipped in one bit or overwritten is built anew, and is whole afterwards."""
    held = shelf(60)
    cache = FaissCache(tmp_path)
    cache(held)
    path = tmp_path / file
    whole = path.read_bytes()
    flipped = bytes([whole[0], whole[1] ^ 1, *whole[2:]])
    path.write_bytes({b"cut": whole[: len(whole) // 2], b"flip": flipped}.get(damage, damage))
    if damage == b"gone":
        path.unlink()
    assert cache(held).search(held.vectors[3], 1)[0].tolist() == [int(held.ids[3])]
    assert path.read_bytes() == whole


def test_faiss_cache_is_used(tmp_path: Path) -> None:
    """A whole cache of the same rows is read and not written again; no other file is left beside it."""
    held = shelf(60)
    cache = FaissCache(tmp_path)
    cache(held)
    before = (tmp_path / INDEX).stat().st_mtime_ns, (tmp_path / INDEX).stat().st_ino
    cache(held)
    assert ((tmp_path / INDEX).stat().st_mtime_ns, (tmp_path / INDEX).stat().st_ino) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([INDEX, SIDECAR])
    assert json.loads((tmp_path / SIDECAR).read_text())["count"] == 60


def test_faiss_works_where_nothing_can_be_written(tmp_path: Path) -> None:
    """Without a place for the cache the index is built from the rows all the same."""
    (tmp_path / "file").write_text("not a folder")
    held = shelf(10)
    assert FaissCache(tmp_path / "file")(held).search(held.vectors[3], 1)[0].tolist() == [int(held.ids[3])]
