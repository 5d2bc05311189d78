"""What one search gives back."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.splitting import Chunk
from retrieval.answer import Reason


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A chunk with the vectors of its sentences, shape (k, dimension), and how near each is to the question, (k,)."""

    chunk: Chunk
    sentences: NDArray[np.float32]
    near: NDArray[np.float32]

    @property
    def closest(self) -> float:
        """How near its nearest sentence is."""
        return float(self.near.max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for one question, with its score and the reasons for its place.

    `cosine` is that of the question and the chunk; `lexical` is its BM25; `coverage` is how much of what was asked
    about it says, 0 to 1; `asked` is the question as it was read, with slips mended. `score` is before any preference.
    `sections` are all of its article, where the question asks for the article by its name.
    """

    section: Section
    article: Article
    score: float
    cosine: float
    lexical: float
    coverage: float
    asked: str = ""
    reasons: tuple[Reason, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def chunk(self) -> Chunk:
        """What was retrieved."""
        return self.section.chunk

    @property
    def name(self) -> str:
        """What the passage is about."""
        return name_of(self.article, self.chunk)


def name_of(article: Article, chunk: Chunk) -> str:
    """What a chunk is about: its last heading, or the article's title."""
    return chunk.heading.rpartition(" > ")[2] or article.title
