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
from retrieval.passage import Figures, Passage
from retrieval.ranking import NAMED, PER_ARTICLE, SHOWN, Preference, fuse, lead, prefer, roll_up
from retrieval.reading import Opened, Reader, Reading, reading
from retrieval.shelved import Mask, Shelved, shelve

LOG = logging.getLogger("onhand.retrieval")
LONGEST = 1_000
"""Characters of a question that are looked at."""
_CANDIDATES = 100
_NAMES = 32
_PATIENCE = 0.3


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
        self._reader = Reader(encoder)
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
        plain = _plain(words)
        if not plain.strip() or not mask.any():
            return ()
        asked = reading(plain, shelved, self._encoder)
        return roll_up(prefer(self._found(shelved, asked, mask, limit), preference), limit)

    def _found(self, shelved: Shelved, asked: Reading, mask: Mask, limit: int) -> list[Passage]:
        source = Opened(shelved, asked, self._reader)
        rows = _candidates(shelved, asked, mask)
        cosines = source.cosines(rows)
        figures = np.stack(
            [
                cosines,
                source.closest(rows.tolist(), cosines),
                shelved.lexical.scores(asked.words, rows) / shelved.lexical.most(asked.words),
                shelved.lexical.coverage(asked.words, rows),
            ],
            axis=1,
        )
        scores = fuse(figures)
        order = np.argsort(-scores, kind="stable")
        best = order[: max(limit * PER_ARTICLE, _NAMES)]
        ranked = np.column_stack([scores[best], figures[best], lead(scores[order])[: len(best)]]).tolist()
        return [_passage(source, row, Figures(*each)) for row, each in zip(rows[best].tolist(), ranked, strict=True)]

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


def _passage(source: Opened, row: int, figures: Figures) -> Passage:
    article, chunk = source.shelved.owners[row], source.shelved.shelf.chunks[row]
    if named(source.asked, article.title, source.language):
        figures = replace(figures, score=figures.score + NAMED, named=True)
    return Passage(chunk, article, figures, source)


def _candidates(shelved: Shelved, asked: Reading, mask: Mask) -> NDArray[np.int64]:
    everything = bool(mask.all())
    allowed = None if everything else shelved.shelf.ids[mask]
    near = [shelved.index.search(vector, _CANDIDATES, allowed)[0] for vector in asked.vectors]
    worded = shelved.lexical.search(asked.words, None if everything else mask, _CANDIDATES)
    found = {
        row for rows in (*(np.searchsorted(shelved.shelf.ids, ids) for ids in near), worded) for row in rows.tolist()
    }
    return np.array(sorted(found), dtype=np.int64)


def _plain(words: str) -> str:
    """As much of the words as is looked at, without what no text can hold (half a character, a NUL)."""
    return words[:LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def open_retriever(library: Library, encoder: Encoder, folder: Path) -> Retriever:
    """A retriever whose index cache lies in `folder`."""
    from retrieval.index_faiss import FaissCache

    return Retriever(library, encoder, FaissCache(folder))
