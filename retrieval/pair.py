"""Two models side by side: what one of them overlooks, the other sees, and one of them reads every language."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Kind, OnnxEncoder, name_of, read_manifest
from retrieval.language import ENGLISH, spoken

_AT_ONCE = 4
"""Questions that the larger model reads at once."""


class Pair:
    """The `Encoder` of two exported models.

    Side 0 reads English: a question with both models, whose cosines are averaged, a sentence with the English one. Side
    1 reads every language, with the multilingual one alone.
    """

    def __init__(self, english: Path, multilingual: Path) -> None:
        """Opens both folders, the larger model beside what else a start has to do. Raises `ValueError` as they do."""
        self._beside = ThreadPoolExecutor(_AT_ONCE, "multilingual")
        self._opening = self._beside.submit(OnnxEncoder, multilingual)
        self._english = OnnxEncoder(english)
        other = read_manifest(multilingual)
        self.name = f"{self._english.name}|{name_of(other)}"
        self._parts = (slice(0, self._english.dimension), slice(self._english.dimension, None))
        self.dimension = self._english.dimension + other.dimension

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        if kind == "question" and side == 0:
            # The larger model takes the longer time: nobody waits for the smaller one.
            other = self._beside.submit(self._of(1).encode, texts, kind)
            vectors[:, self._parts[0]] = self._english.encode(texts, kind)
            vectors[:, self._parts[1]] = other.result()
            return vectors
        for each in (0, 1) if kind == "passage" else (side,):
            vectors[:, self._parts[each]] = self._of(each).encode(texts, kind)
        return vectors

    def side(self, language: str) -> int:
        """See `Encoder.side`."""
        return 0 if spoken(language) == ENGLISH else 1

    def narrowed(self, question: NDArray[np.float32], side: int) -> NDArray[np.float32]:
        """See `Encoder.narrowed`."""
        narrowed = np.zeros_like(question)
        narrowed[self._parts[side]] = question[self._parts[side]]
        return narrowed

    def knows(self, word: str, side: int = 0) -> bool:
        """See `Encoder.knows`."""
        return self._of(side).knows(word)

    def _of(self, side: int) -> OnnxEncoder:
        return self._opening.result() if side else self._english
