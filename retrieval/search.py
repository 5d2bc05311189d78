"""Finds the passages for a question, among what its viewer may see."""

import logging
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Viewer
from knowledge.library import Library, ModelMismatchError
from retrieval.embedding import Encoder
from retrieval.index import OpenIndex
from retrieval.indexing import vector_model
from retrieval.lexical import Bm25, OpenLexical
from retrieval.naming import named
from retrieval.passage import Passage
from retrieval.ranking import NAMED, SHOWN, Preference, fuse, fuse_close, prefer, roll_up
from retrieval.shelved import Mask, Shelved, shelve
from retrieval.spelling import read

LOG = logging.getLogger("onhand.retrieval")
LONGEST = 1_000
"""Characters of a question that are looked at."""
_CANDIDATES = 50
_CLOSELY = 16
_PATIENCE = 0.3

Vector = NDArray[np.float32]


class Retriever:
    """Searches the live articles. Thread-safe; notices when another process has changed them."""

    def __init__(
        self, library: Library, encoder: Encoder, open_index: OpenIndex, open_lexical: OpenLexical = Bm25
    ) -> None:
        """Raises `ModelMismatchError` where the library's vectors are not the encoder's."""
        self._library = library
        self._encoder = encoder
        self._open_index = open_index
        self._open_lexical = open_lexical
        self._loading = threading.Lock()
        self._shelved = self._load()

    def refresh(self) -> None:
        """Returns when searches see everything that was saved before the call."""
        with self._loading:
            if self._library.generation() != self._shelved.shelf.generation:
                self._shelved = self._load()

    def search(self, words: str, preference: Preference, viewer: Viewer, limit: int = SHOWN) -> tuple[Passage, ...]:
        """The best passages for any text, best first: at most `limit`, and at most two of one article.

        The audience and what is live decide before the search, in every index. Empty where nothing can be found.
        """
        shelved, mask = self._now(viewer)
        asked = read(_plain(words), shelved.lexical, self._encoder.knows)
        if not asked.strip() or not mask.any():
            return ()
        vector = self._encoder.encode([asked], "question")[0]
        passages = _read_closely(self._candidates(shelved, asked, vector, mask), shelved, vector)
        return roll_up(prefer(passages, preference), limit)

    def _candidates(self, shelved: Shelved, asked: str, vector: Vector, mask: Mask) -> list[Passage]:
        everything = bool(mask.all())
        near, _ = shelved.index.search(vector, _CANDIDATES, None if everything else shelved.shelf.ids[mask])
        worded = shelved.lexical.search(asked, None if everything else mask, _CANDIDATES)
        rows = np.union1d(np.searchsorted(shelved.shelf.ids, near), worded)
        cosines = shelved.shelf.vectors[rows] @ vector
        lexical = shelved.lexical.scores(asked, rows)
        fused = fuse(cosines, lexical)
        best = np.argsort(-fused, kind="stable")[:_CLOSELY]
        coverage = shelved.lexical.coverage(asked, rows)
        figures = np.stack([fused, cosines, lexical, coverage], axis=1)[best]
        return [
            Passage(shelved.section(row, vector), shelved.owners[row], score, cosine, bm25, covered, asked)
            for row, (score, cosine, bm25, covered) in zip(rows[best].tolist(), figures.tolist(), strict=True)
        ]

    def _now(self, viewer: Viewer) -> tuple[Shelved, Mask]:
        shelved = self._shelved
        if self._library.generation() == shelved.shelf.generation:
            return shelved, shelved.mask(viewer)
        self._reload()
        # Where the new shelf takes longer, the old one answers, less all that was retired, replaced or closed since.
        generation, standings = self._library.standings()
        shelved = self._shelved
        return shelved, shelved.mask(viewer) if generation == shelved.shelf.generation else shelved.mask_at(
            viewer, standings
        )

    def _reload(self) -> None:
        thread = threading.Thread(target=self._refresh_or_log, name="onhand-reload", daemon=True)
        thread.start()
        thread.join(_PATIENCE)

    def _refresh_or_log(self) -> None:
        if self._loading.locked():
            return
        try:
            self.refresh()
        except Exception:
            LOG.exception("the new articles cannot be searched yet")

    def _load(self) -> Shelved:
        shelf = self._library.shelf()
        expected = vector_model(self._encoder)
        if shelf.model is not None and shelf.model != expected:
            raise ModelMismatchError(
                f"the articles were loaded as {shelf.model.name}, and questions are read as {expected.name}; "
                "load the articles again"
            )
        return shelve(shelf, self._open_index, self._open_lexical)


def _read_closely(passages: list[Passage], shelved: Shelved, question: Vector) -> list[Passage]:
    figures = np.array([(each.cosine, each.section.closest, each.lexical) for each in passages], dtype=np.float32)
    scores = fuse_close(*figures.T).tolist()
    return [_asked_for(passage, score, shelved, question) for passage, score in zip(passages, scores, strict=True)]


def _asked_for(passage: Passage, score: float, shelved: Shelved, question: Vector) -> Passage:
    if not named(passage.asked, passage.article.title):
        return replace(passage, score=score)
    return replace(passage, score=score + NAMED, sections=shelved.sections(passage.article.id, question))


def _plain(words: str) -> str:
    """As much of the words as is looked at, without what no text can hold (half a character, a NUL)."""
    return words[:LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def open_retriever(library: Library, encoder: Encoder, folder: Path) -> Retriever:
    """A retriever whose index cache lies in `folder`."""
    from retrieval.index_faiss import FaissCache

    return Retriever(library, encoder, FaissCache(folder))
