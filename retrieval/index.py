"""Finds the vectors nearest to one. An index is a cache: the library's rows are what counts."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.library import Shelf


class VectorIndex(Protocol):
    """The vectors of one generation of the library. Thread-safe for searches."""

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Ids and cosines of the nearest vectors, best first. `vector` has shape (dimension,) and unit length.

        Where `allowed` is given, other ids are not looked at, so that what may not be seen takes no one's place.
        """
        ...


class OpenIndex(Protocol):
    """Makes the index of a shelf, from its cache where that is the same."""

    def __call__(self, shelf: Shelf) -> VectorIndex:
        """Never fails for a cache that is missing, damaged or of another generation: then it builds from the rows."""
        ...
