"""The vectors of single sentences, a byte a number: they tell an answer from its neighbours inside a passage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST = 127


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """The sentences of many passages. Those of passage i are rows `starts[i]` to `starts[i + 1]` of `packed`.

    `packed` has shape (number of sentences, dimension), int8: each vector in its own scale, which its unit length
    gives back. The direction changes by less than 0.0001 in cosine.
    """

    starts: NDArray[np.int64]
    packed: NDArray[np.int8]

    def of(self, passage: int) -> NDArray[np.float32]:
        """The vectors of one passage's sentences, shape (their number, dimension), unit length."""
        vectors = self.packed[self.starts[passage] : self.starts[passage + 1]].astype(np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = vectors / np.maximum(lengths, 1)
        return unit


def packed(vectors: NDArray[np.float32]) -> bytes:
    """Vectors of shape (number, dimension) as int8, row after row."""
    largest = np.abs(vectors).max(axis=1, keepdims=True) if vectors.size else np.ones((len(vectors), 1))
    return np.rint(vectors * (_MOST / np.maximum(largest, 1e-9))).astype(np.int8).tobytes()


def unpacked(rows: Sequence[bytes], dimension: int) -> Sentences:
    """The sentences of passages from what `packed` made of each passage's."""
    numbers = [len(row) // dimension if dimension else 0 for row in rows]
    starts = np.concatenate([[0], np.cumsum(numbers, dtype=np.int64)]).astype(np.int64)
    every = np.frombuffer(b"".join(rows), dtype=np.int8)
    return Sentences(starts, every.reshape(int(starts[-1]), dimension))
