"""The vectors of single sentences, a byte a number: they tell an answer from its neighbours inside a passage."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_MOST = 127
_HEAD = 4
"""Bytes before the numbers: where a vector's part begins that is not zero, and where it ends, two bytes each."""


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """The sentences of many passages, `dimension` numbers each. Those of passage i are `rows[starts[i]:starts[i + 1]]`.

    `rows` has shape (number of bytes,), int8, as `packed` made them: each vector in its own scale, which its unit
    length gives back, without the zeros before and after. The direction changes by less than 0.0001 in cosine.
    """

    starts: NDArray[np.int64]
    rows: NDArray[np.int8]
    dimension: int

    def of(self, passage: int) -> NDArray[np.float32]:
        """The vectors of one passage's sentences, shape (their number, dimension), unit length."""
        row = self.rows[self.starts[passage] : self.starts[passage + 1]]
        if len(row) <= _HEAD:
            return np.zeros((0, self.dimension), dtype=np.float32)
        start, stop = row[:_HEAD].view(np.uint16).tolist()
        part = row[_HEAD:].reshape(-1, stop - start).astype(np.float32)
        vectors = np.zeros((len(part), self.dimension), dtype=np.float32)
        vectors[:, start:stop] = part / np.maximum(np.linalg.norm(part, axis=1, keepdims=True), 1)
        return vectors

    def near(self, passages: Sequence[int], questions: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """For each passage, the cosine of each of its sentences and the nearest of the questions, (their number,).

        `questions` has shape (number, dimension), unit length in the part that they have.
        """
        cut = [self.rows[self.starts[each] : self.starts[each + 1]] for each in passages]
        near = [np.zeros(0, dtype=np.float32)] * len(cut)
        for head in {row[:_HEAD].tobytes() for row in cut if len(row) > _HEAD}:
            alike = [at for at, row in enumerate(cut) if row[:_HEAD].tobytes() == head]
            start, stop = np.frombuffer(head, dtype=np.uint16).tolist()
            parts = [cut[at][_HEAD:].reshape(-1, stop - start) for at in alike]
            together = np.concatenate(parts).astype(np.float32)
            lengths = np.sqrt(np.einsum("ij,ij->i", together, together))
            cosines = (together @ questions[:, start:stop].T).max(axis=1) / np.maximum(lengths, 1)
            ends = np.cumsum([len(part) for part in parts])[:-1]
            for at, each in zip(alike, np.split(cosines, ends), strict=True):
                near[at] = each
        return near


def packed(vectors: NDArray[np.float32]) -> bytes:
    """Vectors of shape (number, dimension) as int8, row after row, with the part of them that is not zero in all."""
    if not vectors.size:
        return b""
    used = np.flatnonzero(vectors.any(axis=0))
    start, stop = (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 1)
    part = vectors[:, start:stop]
    largest = np.abs(part).max(axis=1, keepdims=True)
    numbers: NDArray[np.int8] = np.rint(part * (_MOST / np.maximum(largest, 1e-9))).astype(np.int8)
    return np.array([start, stop], dtype=np.uint16).tobytes() + numbers.tobytes()


def unpacked(rows: Sequence[bytes], dimension: int) -> Sentences:
    """The sentences of passages from what `packed` made of each passage's."""
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.int64)
    return Sentences(starts, np.frombuffer(b"".join(rows), dtype=np.int8), dimension)
