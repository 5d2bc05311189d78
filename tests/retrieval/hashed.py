"""A stand-in for an embedding model: the same words always get the same vector, and other words get another one."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Kind, OneSided


class Hashed(OneSided):
    """An `Encoder` of any name and length. `read` is every text that it was given."""

    def __init__(self, name: str, dimension: int = 8) -> None:
        self.name = name
        self.dimension = dimension
        self.read: list[str] = []

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`."""
        del kind, side
        self.read.extend(texts)
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)

    def knows(self, word: str, side: int = 0) -> bool:
        """See `Encoder.knows`."""
        del side
        return word.isascii()

    def _vector(self, text: str) -> NDArray[np.float64]:
        seed = hashlib.sha256(f"{self.name} {text}".encode()).digest()
        vector = np.random.default_rng(list(seed)).normal(size=self.dimension)
        unit: NDArray[np.float64] = vector / np.linalg.norm(vector)
        return unit
