"""Two models side by side: what one of them overlooks, the other sees, and one of them reads every language."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Kind, OnnxEncoder, name_of, read_manifest
from retrieval.language import ENGLISH


class Pair:
    """The `Encoder` of two exported models.

    Side 0 reads English: a question with both models, whose cosines are averaged, a sentence with the English one. Side
    1 reads every language, with the multilingual one alone. That one is opened when it is first needed.
    """

    def __init__(self, english: Path, multilingual: Path) -> None:
        """Opens the folder of the English model, and reads what the other one is. Raises `ValueError` as they do."""
        self._english = OnnxEncoder(english)
        self._folder = multilingual
        other = read_manifest(multilingual)
        self.name = f"{self._english.name}|{name_of(other)}"
        self._parts = (slice(0, self._english.dimension), slice(self._english.dimension, None))
        self.dimension = self._english.dimension + other.dimension

    @cached_property
    def _multilingual(self) -> OnnxEncoder:
        return OnnxEncoder(self._folder)

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if texts:
            for each in _read_by(kind, side):
                vectors[:, self._parts[each]] = self._of(each).encode(texts, kind)
        return vectors

    def side(self, language: str) -> int:
        """See `Encoder.side`."""
        return 0 if language == ENGLISH else 1

    def knows(self, word: str, side: int = 0) -> bool:
        """See `Encoder.knows`."""
        return self._of(side).knows(word)

    def _of(self, side: int) -> OnnxEncoder:
        return self._multilingual if side else self._english


def _read_by(kind: Kind, side: int) -> tuple[int, ...]:
    if kind == "passage" or (kind == "question" and side == 0):
        return (0, 1)
    return (side,)
