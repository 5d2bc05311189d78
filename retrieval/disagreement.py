"""Two articles that answer one question differently: both are shown, for no one but a person can say which holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.passage import Passage
from retrieval.quantities import amounts, disagree
from retrieval.units import blocks_of
from retrieval.words import idle, stems, tokens

_ALIKE = 0.75
"""The cosine of two sentences from which they are about the same thing."""
_AS_NEAR = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    words: str
    vector: NDArray[np.float32]
    near: float


def contradicts(passages: Sequence[Passage]) -> Passage | None:
    """The first passage of another article that gives another amount than the first passage does, for the same thing.

    That is: its nearest sentence is about as near to the question, close to the first one's, on the same word of the
    question, and has an amount of the same kind that cannot be the same. Articles of one title are versions of one
    another, say for several sites, and may differ.
    """
    first = passages[0]
    others = [each for each in passages[1:] if _could(first, each)]
    said = _nearest(first) if others else None
    if said is None or not amounts(said.words):
        return None
    for other in others:
        theirs = _nearest(other)
        if theirs is not None and _differ(first, said, theirs):
            return other
    return None


def _could(first: Passage, other: Passage) -> bool:
    """What is known without reading the passages: it spares the reading of nearly all."""
    apart = other.article.id != first.article.id and other.article.title != first.article.title
    return apart and other.figures.closest >= first.figures.closest - _AS_NEAR


def _nearest(passage: Passage) -> _Said | None:
    section = passage.section
    words = [unit.words for block in blocks_of(passage.chunk.text) for unit in block.units]
    at = int(np.argmax(section.near)) if len(section.near) else len(words)
    if at >= len(words):
        return None
    return _Said(f"{passage.name}: {words[at]}", section.sentences[at], float(section.near[at]))


def _differ(first: Passage, said: _Said, theirs: _Said) -> bool:
    if theirs.near < said.near - _AS_NEAR or float(said.vector @ theirs.vector) < _ALIKE:
        return False
    return bool(_about(first, said) & _about(first, theirs)) and disagree(said.words, theirs.words)


def _about(first: Passage, said: _Said) -> set[str]:
    """The telling words of the question that a sentence has."""
    language = first.article.language
    asked = set(stems(sorted(set(tokens(first.asked)) - idle(first.source.language)), language))
    return asked & set(stems(tokens(said.words), language))
