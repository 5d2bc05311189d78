"""What one search gives back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

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


class Source(Protocol):
    """What a passage was retrieved from: it reads passages sentence by sentence, when that is wanted."""

    @property
    def asked(self) -> str:
        """The question as it was read, with slips mended."""
        ...

    @property
    def language(self) -> str:
        """The language of the question."""
        ...

    def section(self, chunk: Chunk) -> Section:
        """The chunk with its sentences, as near as they are to the question."""
        ...

    def sections(self, article_id: str) -> tuple[Section, ...]:
        """All of an article, in its order."""
        ...

    def vectors(self, part: str) -> NDArray[np.float32]:
        """A part of the question, read as the whole was, shape (sides, dimension). It is embedded once."""
        ...


@dataclass(frozen=True, slots=True)
class Figures:
    """What a place among the passages is made from.

    `cosine` is that of the question and the chunk, `closest` that of its nearest sentence, `lexical` its BM25 as a
    share of the most that the question's words could give. `coverage` is how much of what was asked about it says, 0 to
    1. `score` is of them all, before any preference, and `lead` how much it is above the mean of those that were found
    next; `named` tells that the article was asked for by its name.
    """

    score: float
    cosine: float = 0.0
    closest: float = 0.0
    lexical: float = 0.0
    coverage: float = 0.0
    lead: float = 0.0
    named: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for one question, with its figures, the reasons for its place, and what of it was preferred.

    `team` tells whose pick it was, where two rankers are compared. `overdue` is the day by which its article should
    have been checked again, where that is over.
    """

    chunk: Chunk
    article: Article
    figures: Figures
    source: Source = field(repr=False)
    reasons: tuple[Reason, ...] = ()
    signals: Mapping[str, float] = field(default_factory=dict)
    team: str = ""
    overdue: date | None = None

    @property
    def score(self) -> float:
        """Its relevance, before any preference."""
        return self.figures.score

    @property
    def asked(self) -> str:
        """The question as it was read."""
        return self.source.asked

    @property
    def section(self) -> Section:
        """Its sentences, as near as they are to the question."""
        return self.source.section(self.chunk)

    @property
    def name(self) -> str:
        """What the passage is about."""
        return name_of(self.article, self.chunk)


def name_of(article: Article, chunk: Chunk) -> str:
    """What a chunk is about: its last heading, or the article's title."""
    return chunk.heading.rpartition(" > ")[2] or article.title
