"""The vectors of single sentences, a byte a number: they tell an answer from its neighbours inside a passage."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
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
        near = [np.zeros(0, dtype=np.float32)] * len(passages)
        for alike, cosines, ends in self._alike(passages, questions):
            for at, each in zip(alike, np.split(cosines, ends[:-1]), strict=True):
                near[at] = each
        return near

    def closest(
        self, passages: Sequence[int], questions: NDArray[np.float32], opening: float = 0.0
    ) -> NDArray[np.float32]:
        """The largest of what `near` gives each passage, with `opening` added to its first: 0 at least, (passages,)."""
        closest = np.zeros(len(passages), dtype=np.float32)
        for alike, cosines, ends in self._alike(passages, questions):
            firsts = np.concatenate([[0], ends[:-1]])
            cosines[firsts] += np.float32(opening)
            closest[alike] = np.maximum(np.maximum.reduceat(cosines, firsts), 0)
        return closest

    def _alike(
        self, passages: Sequence[int], questions: NDArray[np.float32]
    ) -> Iterator[tuple[list[int], NDArray[np.float32], NDArray[np.int64]]]:
        """Passages whose sentences have the same part, the cosines of these sentences, and where each one's end."""
        cut = [self.rows[self.starts[each] : self.starts[each + 1]] for each in passages]
        groups = defaultdict(list)
        for at, row in enumerate(cut):
            if len(row) > _HEAD:
                groups[row[:_HEAD].tobytes()].append(at)
        for head, alike in groups.items():
            start, stop = np.frombuffer(head, dtype=np.uint16).tolist()
            together = np.concatenate([cut[at][_HEAD:] for at in alike]).reshape(-1, stop - start).astype(np.float32)
            lengths = np.sqrt(np.einsum("ij,ij->i", together, together))
            # Not by a product of matrices, whose last digit depends on how many passages there are.
            products = [np.einsum("ij,j->i", together, question[start:stop]) for question in questions]
            cosines = np.max(products, axis=0) / np.maximum(lengths, 1)
            yield alike, cosines, np.cumsum([(len(cut[at]) - _HEAD) // (stop - start) for at in alike])


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


def gathered(passages: Sequence[tuple[Sentences, int]]) -> Sentences:
    """The sentences of some passages, each told by those it is among and its number there, in their order."""
    rows = [held.rows[held.starts[number] : held.starts[number + 1]] for held, number in passages]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.int64)
    every = np.concatenate(rows) if rows else np.empty(0, np.int8)
    return Sentences(starts, every, passages[0][0].dimension if passages else 0)
