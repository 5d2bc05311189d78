"""The nearest vectors by FAISS: every one looked at while they are few, then those of the nearest clusters only."""

import contextlib
import hashlib
import io
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.shelf import Shelf, widened

# One question on one thread. FAISS would share each out among all processors, and wait for the slowest: on a machine
# that has other work, half of the questions then wait for nothing but that.
faiss.omp_set_num_threads(1)

LOG = logging.getLogger("onhand.retrieval")
CLUSTERS = "vectors.clusters"
EXACT = 40_000_000
"""Numbers (rows times dimension) up to which every row is looked at: so many take 1.6 ms on one processor."""
_LOOKED_AT = 0.2, 100_000
"""The share of the clusters that are looked at, and of how many rows; of more it is less, by their fourth root."""
_FEW = 500
"""Rows that are compared one by one where no more are allowed."""
_SPARE = 50
"""More rows than are wanted are taken from the index, and put in order by their cosines in half precision."""
_MOST = 127
_BLOCK = 16_384
_TRAINING = 40
"""Rows a cluster that its centre is found from."""
_OUTGROWN = 0.5
"""Share of the rows unknown to the clusters from which on the clusters are found anew."""

Rows = NDArray[np.int64]
Cosines = NDArray[np.float32]
Mask = NDArray[np.bool_]


class FaissIndex:
    """`VectorIndex` over vectors of a byte a number, all of one scale: products of whole numbers are the fastest."""

    def __init__(self, shelf: Shelf, index: Any, better: "Callable[[], FaissIndex] | None" = None) -> None:
        """`index` holds the rows of the shelf as `_bytes` makes them, under their numbers."""
        self._shelf = shelf
        self._index = index
        self._better = better

    @property
    def rough(self) -> bool:
        """See `VectorIndex.rough`."""
        return self._better is not None

    def settled(self) -> "FaissIndex":
        """See `VectorIndex.settled`."""
        return self._better() if self._better else self

    def within(self, rows: Rows) -> "Within":
        """See `VectorIndex.within`."""
        return Within(self._shelf, rows)

    def search(self, vector: NDArray[np.float32], limit: int, allowed: Mask | None = None) -> tuple[Rows, Cosines]:
        """See `VectorIndex.search`."""
        count = self._index.ntotal if allowed is None else int(np.count_nonzero(allowed))
        if min(limit, count) <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        rows = self._near(vector, limit + _SPARE, allowed, count)
        cosines = self._shelf.cosines(rows, vector)
        best = np.lexsort((rows, -cosines))[:limit]
        return rows[best], cosines[best]

    def _near(self, vector: NDArray[np.float32], wanted: int, allowed: Mask | None, count: int) -> Rows:
        if allowed is not None and count <= max(_FEW, wanted):
            return np.flatnonzero(allowed)
        asked = np.rint(vector * (_MOST / max(float(np.abs(vector).max()), 1e-9))).astype(np.float32)[np.newaxis]
        if allowed is not None and count * 4 > len(allowed):
            # Where most rows are allowed, it is quicker to find more than to ask for each row. The best of all hold the
            # best of the allowed, if they hold enough of them.
            found = self._found(asked, int(wanted * 1.5 * len(allowed) / count), None, count)
            found = found[allowed[found]][:wanted]
            if len(found) == min(wanted, count):
                return np.sort(found)
        return np.sort(self._found(asked, min(wanted, count), allowed, count))

    def _found(self, asked: NDArray[np.float32], wanted: int, allowed: Mask | None, count: int) -> Rows:
        # The selector reads the mask in place, so the mask must outlive the search.
        bits = None if allowed is None else np.packbits(allowed, bitorder="little")
        within = None if bits is None else faiss.IDSelectorBitmap(bits)  # type: ignore[call-arg, arg-type]
        found: Rows = self._index.search(asked, min(wanted, self._index.ntotal), params=self._how(within, count))[1][0]
        return found[found >= 0]

    def _how(self, within: Any | None, count: int) -> Any:
        clusters = getattr(self._index, "nlist", 0)
        if not clusters:
            return faiss.SearchParameters(sel=within)  # type: ignore[call-arg]
        # As many rows are looked at as where all are allowed: the fewer are, the more clusters.
        share, rows = _LOOKED_AT
        share = min(share * (rows / self._index.ntotal) ** 0.25 * self._index.ntotal / max(count, 1), 1)
        return faiss.SearchParametersIVF(sel=within, nprobe=max(int(np.ceil(clusters * share)), 1))  # type: ignore[call-arg]


def _bytes(shelf: Shelf) -> Iterator[NDArray[np.float32]]:
    """Blocks of the vectors as whole numbers from -127 to 127, which FAISS takes as floats and keeps as bytes."""
    blocks = [shelf.vectors[start : start + _BLOCK] for start in range(0, len(shelf.vectors), _BLOCK)]
    # Without their sign, the bits of numbers in half precision are in the order of the numbers.
    largest = max((int((block.view(np.uint16) & 0x7FFF).max(initial=1)) for block in blocks), default=1)
    scale = np.float32(_MOST) / np.uint16(largest).view(np.float16)
    for block in blocks:
        numbers = widened(block)
        numbers *= scale
        yield np.rint(numbers, out=numbers)


def exact(shelf: Shelf, better: Callable[[], FaissIndex] | None = None) -> FaissIndex:
    """An index that looks at every row."""
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    index = faiss.IndexScalarQuantizer(max(shelf.vectors.shape[1], 1), kind, faiss.METRIC_INNER_PRODUCT)
    for block in _bytes(shelf):
        index.add(block)
    return FaissIndex(shelf, index, better)


class Within:
    """The `VectorIndex` of some rows of a shelf: it looks at every one of them. They are few, so nothing is cached."""

    rough = False

    def __init__(self, shelf: Shelf, rows: Rows) -> None:
        self._shelf = shelf
        self._rows = rows
        self._index = exact(shelf.some(rows))

    def within(self, rows: Rows) -> "Within":
        """See `VectorIndex.within`."""
        return Within(self._shelf, rows)

    def settled(self) -> "Within":
        """See `VectorIndex.settled`."""
        return self

    def search(self, vector: NDArray[np.float32], limit: int, allowed: Mask | None = None) -> tuple[Rows, Cosines]:
        """See `VectorIndex.search`."""
        here = None if allowed is None else allowed[self._rows]
        rows, cosines = self._index.search(vector, limit, None if here is None or here.all() else here)
        return self._rows[rows], cosines


@dataclass(frozen=True, slots=True, eq=False)
class Clusters:
    """Centres, shape (number, dimension), float32, and for known rows, told by id and mark, the cluster of each.

    A cluster is only where a row is looked for: a wrong one could hide the row, and never show another.
    """

    centres: NDArray[np.float32]
    ids: NDArray[np.int64]
    marks: NDArray[np.uint64]
    of: NDArray[np.int32]

    def known(self, shelf: Shelf, marks: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The cluster of each row of a shelf, -1 where it is not known."""
        place = np.minimum(np.searchsorted(self.ids, shelf.ids), max(len(self.ids) - 1, 0))
        same = (self.ids[place] == shelf.ids) & (self.marks[place] == marks)
        return np.where(same, self.of[place], -1).astype(np.int64)


@dataclass(frozen=True, slots=True)
class FaissCache:
    """The `OpenIndex` of one data folder. What took long to find, the clusters of a large shelf, is kept in a file."""

    folder: Path
    exact: int = EXACT

    def __call__(self, shelf: Shelf) -> FaissIndex:
        """See `OpenIndex`."""
        self._tidy()
        if shelf.vectors.size <= self.exact:
            return exact(shelf)
        kept, marks = self._kept(shelf.vectors.shape[1]), _marks(shelf)
        of = None if kept is None else kept.known(shelf, marks)
        if kept is None or of is None or np.count_nonzero(of < 0) > _OUTGROWN * len(of):
            return exact(shelf, lambda: self._found(shelf, marks))
        return self._clustered(shelf, marks, kept.centres, of)

    def _found(self, shelf: Shelf, marks: NDArray[np.uint64]) -> FaissIndex:
        """The index with clusters that are found anew."""
        return self._clustered(shelf, marks, _centres(shelf), np.full(len(shelf.ids), -1))

    def _clustered(
        self, shelf: Shelf, marks: NDArray[np.uint64], centres: NDArray[np.float32], of: NDArray[np.int64]
    ) -> FaissIndex:
        new = of < 0
        index = _clustered(shelf, centres, of, new)
        if new.any():
            self._keep(Clusters(centres, shelf.ids, marks, of.astype(np.int32)))
        return FaissIndex(shelf, index)

    def _tidy(self) -> None:
        # What an earlier version kept here, which holds more than is live.
        for name in ("vectors.faiss", "vectors.json"):
            with contextlib.suppress(OSError):
                (self.folder / name).unlink(missing_ok=True)

    def _kept(self, dimension: int) -> Clusters | None:
        try:
            raw = (self.folder / CLUSTERS).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            LOG.warning("the index cache in %s cannot be read (%s); it is built anew", self.folder, error)
            return None
        mark, held = raw[:32], memoryview(raw)[32:]
        # Only bytes whose hash is right are read as arrays.
        if hashlib.sha256(held).digest() != mark:
            LOG.warning("the index cache in %s is damaged; it is built anew", self.folder)
            return None
        with np.load(io.BytesIO(held), allow_pickle=False) as arrays:
            kept = Clusters(arrays["centres"], arrays["ids"], arrays["marks"], arrays["of"])
        return kept if kept.centres.shape[1] == dimension else None

    def _keep(self, clusters: Clusters) -> None:
        held = io.BytesIO()
        np.savez(held, centres=clusters.centres, ids=clusters.ids, marks=clusters.marks, of=clusters.of)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / CLUSTERS, hashlib.sha256(held.getbuffer()).digest() + held.getvalue())
        except OSError as error:
            # The rows are safe; without the cache the next start only takes longer.
            LOG.warning("the index cache in %s cannot be written: %s", self.folder, error)


def _marks(shelf: Shelf) -> NDArray[np.uint64]:
    """A number for the bytes of each row's vector: ids begin anew in a new database, and its rows are others."""
    raw = shelf.vectors.view(np.uint16)
    odd = np.random.default_rng(1).integers(1, 2**62, size=raw.shape[1], dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    blocks = [raw[start : start + _BLOCK].astype(np.uint64) @ odd for start in range(0, len(raw), _BLOCK)]
    return np.concatenate(blocks)


def _centres(shelf: Shelf) -> NDArray[np.float32]:
    count = min(int(4 * np.sqrt(len(shelf.ids))), len(shelf.ids))
    rows = np.random.default_rng(1).permutation(len(shelf.ids))[: count * _TRAINING]
    found = faiss.Kmeans(shelf.vectors.shape[1], count, niter=8, spherical=True, seed=1, min_points_per_centroid=1)
    found.train(shelf.vectors[np.sort(rows)].astype(np.float32))
    return np.asarray(found.centroids, dtype=np.float32)


def _clustered(shelf: Shelf, centres: NDArray[np.float32], of: NDArray[np.int64], new: Mask) -> Any:
    """The index of a shelf in clusters. Fills in `of` where `new`."""
    middle = faiss.IndexFlatIP(centres.shape[1])
    middle.add(centres)
    kind = faiss.ScalarQuantizer.QT_8bit_direct_signed
    index = faiss.IndexIVFScalarQuantizer(
        middle, centres.shape[1], len(centres), kind, faiss.METRIC_INNER_PRODUCT, False
    )
    index.is_trained = True
    places = [np.arange(start, min(start + _BLOCK, len(of))) for start in range(0, len(of), _BLOCK)]
    if new.any():
        for rows, block in zip(places, _bytes(shelf), strict=True):
            wanted = rows[new[rows]]
            of[wanted] = middle.search(block[new[rows]], 1)[1][:, 0]
    _make_room(index, np.bincount(of, minlength=len(centres)))
    for rows, block in zip(places, _bytes(shelf), strict=True):
        # FAISS reads the arrays in place: each needs a name that outlives the call.
        clusters = of[rows]
        index.add_core(len(block), faiss.swig_ptr(block), faiss.swig_ptr(rows), faiss.swig_ptr(clusters))
    return index


def _make_room(index: Any, sizes: NDArray[np.int64]) -> None:
    """Lets each cluster have the room that its rows need and no more: as they come, it would take up to twice that."""
    for cluster, size in enumerate(sizes.tolist()):
        index.invlists.resize(cluster, size)
        index.invlists.resize(cluster, 0)


def _write(path: Path, raw: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
