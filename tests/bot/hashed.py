"""Embeddings of LangChain's, for `EMBEDDING_MODEL=langchain:tests.bot.hashed:ByWords`: the same words are near."""

import time
import zlib
from collections.abc import Callable
from typing import ClassVar

import numpy as np
from langchain_core.embeddings import Embeddings

_SECONDS_A_TEXT = 0.002


class ByWords(Embeddings):
    """Each word has its place in a vector."""

    length = 64

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector = np.zeros(self.length)
        for word in text.lower().split():
            vector[zlib.crc32(word.encode()) % self.length] += 1
        numbers: list[float] = vector.tolist()
        return numbers

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        return [self.embed_query(text) for text in texts]


class Slow(ByWords):
    """As slow for passages as somebody's service may be, so that a load can be stopped on its way."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages."""
        time.sleep(_SECONDS_A_TEXT * len(texts))
        return super().embed_documents(texts)


class Short(ByWords):
    """Other vectors than its parent's, and shorter ones."""

    length = 32


class Interrupted(ByWords):
    """Does what it finds in `first`, once, before it reads a question."""

    first: ClassVar[list[Callable[[], object]]] = []

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        while self.first:
            self.first.pop()()
        return super().embed_query(text)
