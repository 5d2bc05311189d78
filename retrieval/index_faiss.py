"""An exact index in FAISS, with its cache as two files in the data folder."""

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from knowledge.library import Shelf

# One question on one thread. FAISS would share each out among all processors, and wait for the slowest: on a machine
# that has other work, half of the questions then wait for nothing but that.
faiss.omp_set_num_threads(1)

LOG = logging.getLogger("onhand.retrieval")
INDEX = "vectors.faiss"
SIDECAR = "vectors.json"


class FaissIndex:
    """`VectorIndex` over inner products of unit vectors, searched in full."""

    def __init__(self, index: Any) -> None:
        self._index = index

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """See `VectorIndex.search`."""
        found = min(limit, self._index.ntotal if allowed is None else len(allowed))
        if found <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        asked = np.ascontiguousarray(vector[np.newaxis, :], dtype=np.float32)
        within = None if allowed is None else faiss.SearchParameters(sel=faiss.IDSelectorBatch(allowed))  # type: ignore[call-arg]
        cosines, ids = self._index.search(asked, found, params=within)
        kept = ids[0] >= 0
        return ids[0][kept], cosines[0][kept]


@dataclass(frozen=True, slots=True)
class FaissCache:
    """The `OpenIndex` of one data folder."""

    folder: Path

    def __call__(self, shelf: Shelf) -> FaissIndex:
        """See `OpenIndex`."""
        index = self._kept(shelf)
        if index is None:
            index = _built(shelf)
            self._keep(shelf, index)
        return FaissIndex(index)

    def _kept(self, shelf: Shelf) -> Any | None:
        try:
            written = json.loads((self.folder / SIDECAR).read_text())
            raw = (self.folder / INDEX).read_bytes()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            LOG.warning("the index cache in %s cannot be read (%s); it is built anew", self.folder, error)
            return None
        if written != _facts(shelf, raw):
            LOG.info("the index cache in %s is damaged or of another generation; it is built anew", self.folder)
            return None
        # Only bytes whose hash was right are handed to FAISS.
        return faiss.deserialize_index(np.frombuffer(raw, dtype=np.uint8))

    def _keep(self, shelf: Shelf, index: Any) -> None:
        raw = faiss.serialize_index(index).tobytes()
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _write(self.folder / INDEX, raw)
            _write(self.folder / SIDECAR, json.dumps(_facts(shelf, raw)).encode())
        except OSError as error:
            # The rows are safe; without the cache the next start only takes longer.
            LOG.warning("the index cache in %s cannot be written: %s", self.folder, error)


def _built(shelf: Shelf) -> Any:
    index = faiss.IndexIDMap(faiss.IndexFlatIP(shelf.vectors.shape[1]))
    index.add_with_ids(np.ascontiguousarray(shelf.vectors), np.ascontiguousarray(shelf.ids))
    return index


def _facts(shelf: Shelf, raw: bytes) -> Mapping[str, Any]:
    """What ties the file to the database: its generation, its ids and its vectors, and the file's own bytes."""
    return {
        "generation": shelf.generation,
        "count": len(shelf.ids),
        "ids": hashlib.sha256(shelf.ids.tobytes()).hexdigest(),
        "vectors": hashlib.sha256(shelf.vectors.tobytes()).hexdigest(),
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


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
