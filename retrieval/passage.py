"""What one search gives back."""

from dataclasses import dataclass

from knowledge.article import Article
from knowledge.splitting import Chunk
from retrieval.answer import Reason


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for one question, with its score and the reasons for its place.

    `cosine` is that of the question and the chunk, `closest` that of its nearest sentence; `lexical` is its BM25;
    `coverage` is how much of what was asked about it says, 0 to 1; `asked` is the question as it was read, with slips
    mended. `score` is before any preference.
    """

    chunk: Chunk
    article: Article
    score: float
    cosine: float
    lexical: float
    coverage: float
    closest: float = 0.0
    asked: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def name(self) -> str:
        """What the passage is about: its last heading, or the article's title."""
        return self.chunk.heading.rpartition(" > ")[2] or self.article.title
