"""Which questions are about the same thing, whoever asked them and in whatever language.

As BERTopic goes about it (Grootendorst 2022), in the steps that some hundred short questions need: their vectors,
groups of those that lie near each other, and the words that tell a group.

The vectors are those that articles are found with: two English questions are compared by both models, any others by the
one that reads every language. Groups are made by average linkage (UPGMA), cut at one fixed likeness. HDBSCAN, which
BERTopic takes, and k-means that is told the right number agree less with the true topics (docs/benchmarks.md).
There are two more reasons. Where most people ask the same there is no density to compare with, and a fixed likeness
needs none. And one question more changes the group that it joins, seldom another: so what is told of one topic tells
next to nothing about a question on another.

What is like no other question is in a group of its own, which is no topic: it is left out, as noise.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Encoder
from retrieval.words import idle, stems, tokens, tokens_as_written

ALIKE = 0.38
"""Mean cosine of the questions of two groups from which they are one. Chosen on half of two collections, and so that
questions of several languages meet."""
AT_ONCE = 3_000
"""Questions that are grouped pairwise; each further one joins the group that it is nearest to, or none."""
_LEAST = 1e-9

Vectors = NDArray[np.float32]


def topics(words: Sequence[str], languages: Sequence[str], encoder: Encoder) -> list[int | None]:
    """The number of the topic of each question, and None for one that is like no other."""
    vectors = vectors_of(words, languages, encoder)
    first = _grouped(vectors[:AT_ONCE])
    numbers = [*first, *_joined(vectors[AT_ONCE:], vectors[:AT_ONCE], first)]
    sizes = np.bincount([number for number in numbers if number is not None], minlength=1)
    return [number if number is not None and sizes[number] > 1 else None for number in numbers]


def vectors_of(words: Sequence[str], languages: Sequence[str], encoder: Encoder) -> Vectors:
    """Each question read as its language is, shape (number of questions, dimension)."""
    vectors = np.zeros((len(words), encoder.dimension), dtype=np.float32)
    sides = np.array([encoder.side(language) for language in languages], dtype=np.int64)
    for side in sorted(set(sides.tolist())):
        rows = np.flatnonzero(sides == side)
        vectors[rows] = encoder.encode([words[row] for row in rows.tolist()], "question", side)
    return vectors


def likeness(some: Vectors, others: Vectors) -> Vectors:
    """The cosine of each of some with each of others, by the models that read both, shape (some, others)."""
    own, theirs = (np.einsum("ij,ij->i", each, each) for each in (some, others))
    shared = np.maximum(np.minimum.outer(own, theirs), _LEAST)
    return np.asarray(some @ others.T / shared, dtype=np.float32)


def _grouped(vectors: Vectors) -> list[int]:
    if len(vectors) < 2:
        return [0] * len(vectors)
    from sklearn.cluster import AgglomerativeClustering

    apart = np.clip(1.0 - likeness(vectors, vectors), 0.0, 2.0)
    np.fill_diagonal(apart, 0.0)
    grouping: Any = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1.0 - ALIKE
    )
    numbers: list[int] = grouping.fit_predict(apart).tolist()
    return numbers


def _joined(further: Vectors, grouped: Vectors, numbers: Sequence[int]) -> list[int | None]:
    """The group whose questions are most like it on average, where that is enough."""
    if not len(further):
        return []
    groups = np.zeros((max(numbers) + 1, len(grouped)), dtype=np.float32)
    groups[list(numbers), np.arange(len(grouped))] = 1.0
    groups /= groups.sum(axis=1, keepdims=True)
    alike = likeness(further, grouped) @ groups.T
    return [int(row.argmax()) if row.max() >= ALIKE else None for row in alike]


def telling_words(asked: str, language: str) -> Mapping[str, str]:
    """Stem → word as it was written, in lower case, of the words that tell what a question is about."""
    folded, written = tokens(asked), tokens_as_written(asked)
    pairs = zip(folded, written if len(written) == len(folded) else folded, strict=True)
    told = [(word, form) for word, form in pairs if word not in idle(language) and any(map(str.isalpha, word))]
    return dict(zip(stems([word for word, _ in told], language), (form for _, form in told), strict=True))
