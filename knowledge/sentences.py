"""The vectors of single sentences, a byte a number: they tell an answer from its neighbours inside a passage."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

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
        near = [np.zeros(0, dtype=np.float32)] * len(passages)
        for alike, cosines, ends in self._alike(np.asarray(passages, np.int64), questions):
            for at, each in zip(alike.tolist(), np.split(cosines, ends[:-1]), strict=True):
                near[at] = each
        return near

    def closest(
        self, passages: NDArray[np.int64], questions: NDArray[np.float32], opening: float = 0.0
    ) -> NDArray[np.float32]:
        """The largest of what `near` gives each passage, with `opening` added to its first: 0 at least, (passages,)."""
        closest = np.zeros(len(passages), dtype=np.float32)
        for alike, cosines, ends in self._alike(passages, questions):
            firsts = np.concatenate([[0], ends[:-1]])
            cosines[firsts] += np.float32(opening)
            closest[alike] = np.maximum(np.maximum.reduceat(cosines, firsts), 0)
        return closest

    def put(self, passage: int, said: bytes) -> None:
        """Fills in what `packed` made of a passage. Raises `ValueError` where that is not as long as was announced."""
        self.rows[self.starts[passage] : self.starts[passage + 1]] = np.frombuffer(said, dtype=np.int8)

    def _alike(
        self, passages: NDArray[np.int64], questions: NDArray[np.float32]
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]]:
        """Passages whose sentences have the same part, the cosines of these sentences, and where each one's end."""
        firsts, lasts = self.starts[passages], self.starts[passages + 1]
        said = np.flatnonzero(lasts - firsts > _HEAD)
        heads = self.rows[firsts[said, np.newaxis] + np.arange(_HEAD)].view(np.uint32).ravel()
        for head in set(heads.tolist()):
            alike = said[heads == head]
            start, stop = np.array([head], dtype=np.uint32).view(np.uint16).tolist()
            together = self._together(firsts[alike] + _HEAD, lasts[alike]).reshape(-1, stop - start)
            ends = np.cumsum((lasts[alike] - firsts[alike] - _HEAD) // (stop - start))
            yield alike, _cosines(together.astype(np.float32), questions[:, start:stop]), ends

    def _together(self, firsts: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.int8]:
        """Some parts of the rows, one behind the other. Where they are many, bytes are joined faster than arrays."""
        held = self.rows.data
        parts = [held[first:last] for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]
        return np.frombuffer(b"".join(parts), dtype=np.int8)


def _cosines(sentences: NDArray[np.float32], questions: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each sentence and the nearest of the questions."""
    lengths = np.sqrt(np.einsum("ij,ij->i", sentences, sentences))
    # Not by a product of matrices, whose last digit depends on how many passages there are.
    products = [np.einsum("ij,j->i", sentences, each) if each.any() else np.float32(0) for each in questions]
    cosines: NDArray[np.float32] = reduce(np.maximum, products) / np.maximum(lengths, 1)
    return cosines


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


def room(sizes: Sequence[int] | NDArray[np.int64], dimension: int) -> Sentences:
    """The sentences of passages that `packed` makes so many bytes of each, to be filled in by `Sentences.put`."""
    starts = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)
    return Sentences(starts, np.empty(int(starts[-1]), dtype=np.int8), dimension)


def gathered(parts: Sequence[tuple[Sentences, NDArray[np.int64]]]) -> Sentences:
    """The sentences of some passages of each of several, in their order."""
    # Passages that stand side by side are copied in one piece.
    runs = [(held, run) for held, chosen in parts for run in np.split(chosen, np.flatnonzero(np.diff(chosen) != 1) + 1)]
    cut = [held.rows[held.starts[run[0]] : held.starts[run[-1] + 1]] for held, run in runs if len(run)]
    sizes = np.concatenate([held.starts[chosen + 1] - held.starts[chosen] for held, chosen in parts])
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Sentences(starts, np.concatenate(cut) if cut else np.empty(0, np.int8), parts[0][0].dimension)
