"""Finds what an article has to be held against: the passages nearest to each of its own, by meaning and by words."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Encoder
from retrieval.language import spoken
from retrieval.previewing.said import Said, said
from retrieval.shelved import Mask, Shelved

_BY_VECTOR, _BY_WORDS = 12, 8
"""Passages that are looked at for each of ours. More of them found nothing more among 10,000 articles."""


class Neighbours:
    """The passages on a shelf, taken apart when they are first looked at. Not thread-safe."""

    def __init__(self, shelved: Shelved, encoder: Encoder) -> None:
        """`encoder` is the one that made the vectors on the shelf."""
        self._shelved = shelved
        self._encoder = encoder
        self._said: dict[int, Said] = {}

    def of(self, article_id: str) -> list[Said]:
        """All passages of an article, in its order."""
        return [self._at(row) for row in self._shelved.rows(article_id)]

    def pairs(self, article_id: str) -> Iterator[tuple[Said, Said]]:
        """Each passage of an article with each passage of others, in the same language, that is near to it."""
        rows = self._shelved.rows(article_id)
        among = self._others(rows)
        for row in rows:
            ours = self._at(row)
            for near in self._near(row, among):
                yield ours, self._at(near)

    def _others(self, rows: list[int]) -> Mask:
        own = spoken(self._shelved.bare(rows[0]).language)
        tongues = frozenset(each for each in self._shelved.languages if spoken(each) == own)
        among = self._shelved.lexical.alive & self._shelved.written_in(tongues)
        among[rows] = False
        return among

    def _near(self, row: int, among: Mask) -> list[int]:
        # By words too: a passage that stands whole within a long one has another vector, and all its words.
        ours = self._at(row)
        found = self._shelved.nearest(self._shelved.vector(row).astype(np.float32), among, _BY_VECTOR)
        asked = self._shelved.lexical.ask(ours.chunk.text, ours.article.language)
        return list(dict.fromkeys([*found.tolist(), *asked.best(among, _BY_WORDS).tolist()]))

    def _embed(self, text: str) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self._encoder.encode([text])[0]
        return vector

    def _at(self, row: int) -> Said:
        if row not in self._said:
            held, vector = self._shelved, self._shelved.vector(row).astype(np.float32)
            self._said[row] = said(held.bare(row), held.chunk(row), (vector, held.sentences(row)), self._embed)
        return self._said[row]
