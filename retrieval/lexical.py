"""Finds passages by their words: BM25 in memory over everything live."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.words import content, stems, tokens

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009): the usual constants.
_K1 = 1.2
_B = 0.75
_TITLE_COUNTS = 2


class Lexical(Protocol):
    """Search by words over rows 0 to n-1, the rows of a `Shelf`."""

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """Each word of the corpus as it is written, folded, with the number of times it occurs."""
        ...

    def has(self, word: str) -> bool:
        """True where the corpus has the word in any form."""
        ...

    def search(self, text: str, allowed: NDArray[np.bool_] | None, limit: int) -> NDArray[np.int64]:
        """The best rows that share a word with the text, best first. `allowed` is a mask of shape (n,)."""
        ...

    def scores(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The BM25 score of each row, 0 where no word is shared."""
        ...

    def most(self, text: str) -> float:
        """The most that any row could score for the text; 1 where nothing can."""
        ...

    def coverage(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """How much of what the text is about each row says, 0 to 1; rare words count for more."""
        ...


class OpenLexical(Protocol):
    """Makes the `Lexical` of a shelf's rows."""

    def __call__(self, texts: Sequence[tuple[str, str, str]]) -> Lexical:
        """`texts` are title, heading and text of each row."""
        ...


class Bm25:
    """The `Lexical` of plain arrays: for each stem its rows and their weights."""

    def __init__(self, texts: Sequence[tuple[str, str, str]]) -> None:
        """`texts` are title, heading and text of each row; words of the title and the heading count twice."""
        self._rows = len(texts)
        words = [_TITLE_COUNTS * tokens(f"{title} {heading}") + tokens(text) for title, heading, text in texts]
        self.vocabulary = _count(words)
        spelled = list(self.vocabulary)
        self._terms = {stem: number for number, stem in enumerate(dict.fromkeys(stems(spelled)))}
        number_of = {word: self._terms[stem] for word, stem in zip(spelled, stems(spelled), strict=True)}
        self._index([[number_of[word] for word in row] for row in words])

    def _index(self, rows: Sequence[Sequence[int]]) -> None:
        lengths = np.array([len(row) for row in rows], dtype=np.float64)
        each = np.repeat(np.arange(self._rows), lengths.astype(np.int64))
        terms = np.fromiter((term for row in rows for term in row), dtype=np.int64, count=int(lengths.sum()))
        pairs, times = np.unique(terms * max(self._rows, 1) + each, return_counts=True)
        self._posted = pairs % max(self._rows, 1)
        self._starts = np.searchsorted(pairs // max(self._rows, 1), np.arange(len(self._terms) + 1))
        frequency = np.diff(self._starts)
        self._idf = np.log1p((self._rows - frequency + 0.5) / (frequency + 0.5))
        longer = lengths[self._posted] / max(lengths.mean(), 1) if self._rows else lengths
        weights = times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * longer))
        self._weights = weights * np.repeat(self._idf, frequency)

    def has(self, word: str) -> bool:
        """See `Lexical.has`."""
        return word in self.vocabulary or stems([word])[0] in self._terms

    def search(self, text: str, allowed: NDArray[np.bool_] | None, limit: int) -> NDArray[np.int64]:
        """See `Lexical.search`."""
        scores = self._scores(text)
        if allowed is not None:
            scores = np.where(allowed, scores, 0)
        best = np.argsort(-scores, kind="stable")[:limit]
        return best[scores[best] > 0].astype(np.int64)

    def scores(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """See `Lexical.scores`."""
        return self._scores(text)[rows].astype(np.float32)

    def most(self, text: str) -> float:
        """See `Lexical.most`."""
        terms = [self._terms.get(stem) for stem in set(stems(content(tokens(text))))]
        return (_K1 + 1) * sum(float(self._idf[term]) for term in terms if term is not None) or 1.0

    def coverage(self, text: str, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """See `Lexical.coverage`."""
        asked = set(stems(content(tokens(text))))
        said = np.zeros(self._rows)
        most = 0.0
        for stem in sorted(asked):
            term = self._terms.get(stem)
            # A word that no article has is as rare as can be.
            worth = float(np.log1p(self._rows + 0.5)) if term is None else float(self._idf[term])
            most += worth
            if term is not None:
                said[self._posted[self._starts[term] : self._starts[term + 1]]] += worth
        return (said[rows] / most if most else said[rows]).astype(np.float32)

    def _scores(self, text: str) -> NDArray[np.float64]:
        scores = np.zeros(self._rows)
        for stem in set(stems(content(tokens(text)))):
            term = self._terms.get(stem)
            if term is not None:
                posted = slice(self._starts[term], self._starts[term + 1])
                scores[self._posted[posted]] += self._weights[posted]
        return scores


def _count(words: Sequence[Sequence[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in words:
        for word in row:
            counts[word] = counts.get(word, 0) + 1
    return counts
