"""Passages as they are held against each other: their telling words, their figures, and sentence by sentence."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.splitting import Chunk
from retrieval.passage import name_of
from retrieval.previewing.figures import Figure, read
from retrieval.previewing.polarity import Clause, clauses
from retrieval.previewing.preview import Place
from retrieval.units import blocks_of
from retrieval.words import idle, stems, tokens

Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]
Embed = Callable[[str], Vector]
"""The vector of a text."""

_DEGREES = re.compile(r"(?<=°[CF]\.)\s+(?=[A-Z])")
"""Where a sentence ends that is embedded with the next one, for its last letter looks like somebody's initial."""


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence, item or row. `about` holds the stems of its telling words, its figures left out."""

    words: str
    language: str
    figures: tuple[Figure, ...]
    about: frozenset[str]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """What it says is to be, and not to be."""
        return clauses(self.words, self.language)


@dataclass(frozen=True, eq=False)
class Said:
    """A chunk of an article, taken apart. `article` may be without its body.

    `vector` is the chunk's, shape (dimension,), of unit length; `vectors` those of its sentences, (their number,
    dimension). `bag` counts the stems of its telling words, numbers among them. `subject` holds those of the article's
    title and the chunk's heading. `words` are all its words in their order, each with its stem, which is empty where
    it is a number or only holds a sentence together.
    """

    article: Article
    chunk: Chunk
    vector: NDArray[np.float32]
    vectors: NDArray[np.float32]
    sentences: tuple[Sentence, ...]
    bag: Counter[str]
    subject: frozenset[str]
    words: tuple[tuple[str, str], ...]
    embed: Embed

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.article.id, self.article.title, self.chunk.heading)

    @cached_property
    def bare(self) -> NDArray[np.float32]:
        """The vector of its text alone, of unit length: articles that say the same may have quite different titles."""
        return _unit(self.embed(self.chunk.text))

    @cached_property
    def title(self) -> frozenset[str]:
        """The stems of the telling words of the article's title."""
        return frozenset(telling(self.article.title, self.article.language))

    @property
    def weight(self) -> int:
        """How much it says: the number of its telling words."""
        return self.bag.total()

    @cached_property
    def runs(self) -> Counter[tuple[str, ...]]:
        """Its telling words in runs of two, as they follow each other with what is between them left out."""
        told = [stem for _, stem in self.words if stem]
        return Counter(pairwise(told))

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """All the figures in it."""
        return tuple(figure for sentence in self.sentences for figure in sentence.figures)


def said(article: Article, chunk: Chunk, vectors: tuple[Vector, Vectors], embed: Embed) -> Said:
    """Takes a chunk apart. `vectors` are its own, and those of as many of its first sentences as were embedded."""
    own, inside = vectors
    language = article.language
    units = [unit.words for block in blocks_of(chunk.text) for unit in block.units][: len(inside)]
    parts = [parted(each) for each in units]
    sentences = tuple(_sentence(part, language) for each in parts for part in each)
    bag = Counter(telling(" ".join(units), language))
    subject = frozenset(telling(f"{article.title} {name_of(article, chunk)}", language))
    return Said(
        article,
        chunk,
        _unit(own),
        np.repeat(inside[: len(units)], [len(each) for each in parts], axis=0),
        sentences,
        bag,
        subject,
        _with_stems(" . ".join(units), language),
        embed,
    )


def parted(words: str) -> list[str]:
    """A sentence as it is embedded, as the sentences that it is."""
    return _DEGREES.split(words)


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit


def _with_stems(text: str, language: str) -> tuple[tuple[str, str], ...]:
    every = tokens(text)
    skipped = idle(language)
    stemmed = (
        "" if word in skipped or word[0].isdigit() else stem
        for word, stem in zip(every, stems(every, language), strict=True)
    )
    return tuple(zip(every, stemmed, strict=True))


def telling(text: str, language: str) -> Sequence[str]:
    """The stems of the words that tell what a text is about, in their order."""
    return stems([word for word in tokens(text) if word not in idle(language)], language)


def _sentence(words: str, language: str) -> Sentence:
    found, rest = read(words)
    return Sentence(words, language, found, frozenset(telling(rest, language)))
