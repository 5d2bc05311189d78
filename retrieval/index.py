"""Finds the vectors nearest to one. An index is a cache: the library's rows are what counts."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.shelf import Shelf


class VectorIndex(Protocol):
    """The vectors of one shelf. Thread-safe for searches."""

    def search(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Rows of the shelf and their cosines, best first. `vector` has shape (dimension,) and unit length.

        Where `allowed`, a mask of all rows, is given, other rows are not looked at, so that what may not be seen takes
        no one's place: there are always `limit` rows where so many are allowed.
        """
        ...

    def within(self, rows: NDArray[np.int64]) -> "VectorIndex":
        """An index of some rows alone, ascending, under the numbers and with the masks that they have here.

        What is allowed among them is found without a look at the others, which takes their share of the time.
        """
        ...

    @property
    def rough(self) -> bool:
        """True where `settled` is worth its time: the same searches, quicker."""
        ...

    def settled(self) -> "VectorIndex":
        """The index as it is meant to be for so many rows. May take minutes; this one serves meanwhile."""
        ...


class OpenIndex(Protocol):
    """Makes the index of a shelf, with its cache where that has one and is sound."""

    def __call__(self, shelf: Shelf) -> VectorIndex:
        """Takes a moment. Never fails for a cache that is missing, damaged or of other rows: then what takes longer is
        left to `VectorIndex.settled`.
        """
        ...
