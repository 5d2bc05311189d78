"""Makes up as many articles as one likes from real ones, for measurements: how much there is and how it is spread is
lifelike, what it says is not.

Each passage is a variation of a real one. Some of its telling words give way to words of another real passage and some
to coined ones, and its vectors move towards that other passage and, a little, at random among the real sentences. So a
few words are in very many passages and most in few, new words keep coming, and vectors lie in clusters. Nothing is
embedded.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.library import Entry, Shelf
from knowledge.splitting import Chunk
from retrieval.words import STOPWORDS, tokens

_WORD = re.compile(r"([^\W\d_]{4,})")
_HOLDING = frozenset().union(*STOPWORDS.values())
_BORROWED = 0.15
_COINED = 0.2
# Coined words have ranks by Zipf's law, none more common than a telling word is: Pareto's exponent, and the least rank.
_RARITY = 0.3
_COMMON = 20
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_LONGEST = len(_SYLLABLES) ** 4
_FEWEST, _MOST = 3, 7
_TOWARDS = (0.2, 0.6)
_STRAY = 0.3

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A passage as it is stored: `sentences` has shape (their number, dimension)."""

    article: Article
    chunk: Chunk
    vector: Vectors
    sentences: Vectors


def rows_of(shelf: Shelf) -> tuple[Row, ...]:
    """The passages of a shelf, one by one."""
    articles = shelf.articles
    return tuple(
        Row(articles[chunk.article_id], chunk, shelf.vectors[row].astype(np.float32), shelf.sentences(row))
        for row, chunk in enumerate(shelf.chunks)
    )


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with some of its words replaceable: those at `slots` of `pieces`."""

    pieces: tuple[str, ...]
    slots: tuple[int, ...]

    @property
    def words(self) -> list[str]:
        return [self.pieces[at] for at in self.slots]


class Synthetic:
    """A company's articles, the real ones first. The same seed gives the same articles."""

    def __init__(self, real: Sequence[Row], seed: int = 1) -> None:
        """`real` are the passages to vary, those of an article together. Raises `ValueError` where there are none."""
        if not real:
            raise ValueError("nothing can be made up from 0 passages; accepted are 1 or more")
        self._real = real
        self._random = np.random.default_rng(seed)
        self._texts = [_pattern(row.chunk.text) for row in real]
        self._headings = [_pattern(row.chunk.heading) for row in real]
        self._titles = [_pattern(row.article.title) for row in real]
        # Within a language: an encoder may have a part of the vector for each, and zeros in the others.
        self._alike = _grouped(real, lambda row: row.article.language)
        self._pools = {
            language: (
                np.stack([real[at].vector for at in alike]),
                np.concatenate([real[at].sentences for at in alike]),
            )
            for language, alike in self._alike.items()
        }

    def entries(self, passages: int) -> Iterator[Entry]:
        """Articles with exactly so many passages in all. The last one may be cut short."""
        left = passages
        for entry in self._every():
            yield entry if len(entry.chunks) <= left else _cut(entry, left)
            left -= len(entry.chunks)
            if left <= 0:
                return

    def _every(self) -> Iterator[Entry]:
        for places in _grouped(self._real, lambda row: row.article.id).values():
            own = [self._real[at] for at in places]
            vectors = np.stack([row.vector for row in own])
            yield Entry(own[0].article, tuple(row.chunk for row in own), vectors, tuple(row.sentences for row in own))
        number = 0
        while True:
            number += 1
            yield self._made(f"made-{number:07}")

    def _made(self, article_id: str) -> Entry:
        # Passages that stand side by side among the real ones, and one topic that they all move towards.
        begin = int(self._random.integers(len(self._texts)))
        alike = self._alike[self._real[begin].article.language]
        other = alike[int(self._random.integers(len(alike)))]
        first = alike.index(begin)
        number = int(self._random.integers(_FEWEST, _MOST + 1))
        rows = [alike[(first + at) % len(alike)] for at in range(number)]
        borrowed = self._texts[other].words or self._titles[other].words
        title = self._varied(self._titles[begin], borrowed, surely=True)
        chunks = tuple(
            Chunk(
                article_id, 1, at, self._varied(self._headings[row], borrowed), self._varied(self._texts[row], borrowed)
            )
            for at, row in enumerate(rows)
        )
        article = replace(self._real[begin].article, id=article_id, title=title, body=_body(chunks), version=1)
        return Entry(article, chunks, *self._moved(rows, other))

    def _varied(self, pattern: _Pattern, borrowed: Sequence[str], surely: bool = False) -> str:
        """The text with other words in some of its slots; `surely` in one at least."""
        draws = self._random.random(len(pattern.slots))
        if surely and len(draws):
            draws[self._random.integers(len(draws))] = 0.0
        pieces = list(pattern.pieces)
        for at in np.flatnonzero(draws < _BORROWED + _COINED).tolist():
            slot = pattern.slots[at]
            new = self._coined() if draws[at] < _COINED or not borrowed else self._one_of(borrowed)
            pieces[slot] = new.capitalize() if pieces[slot][0].isupper() else new.lower()
        return "".join(pieces)

    def _one_of(self, words: Sequence[str]) -> str:
        return words[int(self._random.random() * len(words))]

    def _coined(self) -> str:
        rank = int(_COMMON * (1 + self._random.pareto(_RARITY))) % _LONGEST + len(_SYLLABLES)
        syllables = []
        while rank:
            rank, syllable = divmod(rank, len(_SYLLABLES))
            syllables.append(_SYLLABLES[syllable])
        return "".join(syllables)

    def _moved(self, rows: Sequence[int], other: int) -> tuple[Vectors, tuple[Vectors, ...]]:
        """The vectors of the rows and of their sentences, all moved the same way and each a little by itself."""
        passages, sentences = self._pools[self._real[other].article.language]
        share, inside = self._random.uniform(*_TOWARDS), [self._real[row].sentences for row in rows]
        topic = self._real[other].sentences
        towards = share * topic.sum(axis=0) / max(len(topic), 1)
        whole = self._stray(
            np.stack([self._real[row].vector for row in rows]), share * self._real[other].vector, passages
        )
        moved = self._stray(np.concatenate(inside), towards, sentences)
        return whole, tuple(np.split(moved, np.cumsum([len(each) for each in inside])[:-1]))

    def _stray(self, vectors: Vectors, towards: Vectors, pool: Vectors) -> Vectors:
        """The vectors moved, and each in the direction from one of the pool to another, at their old lengths."""
        if not len(vectors):
            return vectors
        here, there = pool[self._random.integers(len(pool), size=(2, len(vectors)))]
        moved = vectors + towards + _STRAY * (here - there)
        lengths = np.linalg.norm(vectors, axis=1) / np.maximum(np.linalg.norm(moved, axis=1), 1e-9)
        scaled: Vectors = (moved * lengths[:, np.newaxis]).astype(np.float32)
        return scaled


def _grouped(rows: Sequence[Row], key: Callable[[Row], str]) -> dict[str, list[int]]:
    """The places of the rows, by key, in their order."""
    places = defaultdict(list)
    for at, row in enumerate(rows):
        places[key(row)].append(at)
    return dict(places)


def _pattern(text: str) -> _Pattern:
    pieces = tuple(_WORD.split(text))
    slots = (at for at in range(1, len(pieces), 2) if not _HOLDING.issuperset(tokens(pieces[at])))
    return _Pattern(pieces, tuple(slots))


def _body(chunks: Sequence[Chunk]) -> str:
    return "\n\n".join(chunk.text for chunk in chunks)


def _cut(entry: Entry, passages: int) -> Entry:
    return replace(
        entry,
        chunks=entry.chunks[:passages],
        vectors=entry.vectors[:passages],
        sentences=entry.sentences[:passages],
    )
