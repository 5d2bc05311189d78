"""Finds the passages for a question, among what its viewer may see."""

import logging
import threading
from dataclasses import replace
from pathlib import Path

import numpy as np

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
_PATIENCE = 0.05
"""Seconds that a question waits for articles that were changed just before it."""
_MUCH = 40_000_000
"""Numbers in the vectors of a change from which on it is no quicker than to load all."""


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
        self._compacting = threading.Lock()
        self._shelved = self._load()
        self._ripen()

    def refresh(self) -> None:
        """Returns when searches see everything that was saved before the call."""
        with self._loading:
            self._shelved = self._caught_up(self._shelved)
        self._ripen()

    def _ripen(self) -> None:
        if self._shelved.ripe and self._compacting.acquire(blocking=False):
            threading.Thread(target=self._compact, name="onhand-compact", daemon=True).start()

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
        words = shelved.lexical.ask(asked.words)
        near = [shelved.nearest(vector, mask, _CANDIDATES) for vector in asked.vectors]
        rows = np.unique(np.concatenate([*near, words.best(mask, _CANDIDATES)]))
        cosines = source.cosines(rows)
        lexical, coverage = words.weigh(rows)
        closest = source.closest(rows.tolist(), cosines)
        figures = np.stack([cosines, closest, lexical / np.float32(words.most), coverage], axis=1)
        scores = fuse(figures)
        order = np.argsort(-scores, kind="stable")
        best = order[: max(limit * PER_ARTICLE, _NAMES)]
        ranked = np.column_stack([scores[best], figures[best], lead(scores[order])[: len(best)]]).tolist()
        return [_passage(source, row, Figures(*each)) for row, each in zip(rows[best].tolist(), ranked, strict=True)]

    def _now(self, viewer: Viewer) -> tuple[Shelved, Mask]:
        shelved = self._shelved
        if self._library.generation() == shelved.generation:
            return shelved, shelved.mask(viewer)
        self._reload()
        # Where the new articles take longer, the old shelf answers, less what was retired, replaced or closed since.
        shelved = self._shelved
        _, standings = self._library.standings(shelved.generation)
        return shelved, shelved.mask_at(viewer, standings)

    def _reload(self) -> None:
        # A change is taken up in a moment. Whatever takes longer, no question waits for.
        if not self._loading.locked():
            thread = threading.Thread(target=self._refresh_or_log, name="onhand-reload", daemon=True)
            thread.start()
            thread.join(_PATIENCE)

    def _refresh_or_log(self) -> None:
        try:
            self.refresh()
        except Exception:
            LOG.exception("the new articles cannot be searched yet")

    def _caught_up(self, shelved: Shelved) -> Shelved:
        if self._library.generation() == shelved.generation:
            return shelved
        change = self._library.since(shelved.generation)
        if change.shelf.model != shelved.model or change.shelf.vectors.size > _MUCH:
            return self._load()
        return shelved.changed(change, self._open_index)

    def _compact(self) -> None:
        """Makes the shelf one volume, beside the searches and the changes that go on meanwhile."""
        try:
            whole = self._shelved.compacted(self._open_index)
            with self._loading:
                self._shelved = self._caught_up(whole)
        except Exception:
            LOG.exception("the articles stay in several volumes for now")
        finally:
            self._compacting.release()

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
    article, chunk = source.shelved.owner(row), source.shelved.chunk(row)
    if named(source.asked, article.title, source.language):
        figures = replace(figures, score=figures.score + NAMED, named=True)
    return Passage(chunk, article, figures, source)


def _plain(words: str) -> str:
    """As much of the words as is looked at, without what no text can hold (half a character, a NUL)."""
    return words[:LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def open_retriever(library: Library, encoder: Encoder, folder: Path) -> Retriever:
    """A retriever whose index cache lies in `folder`."""
    from retrieval.index_faiss import FaissCache

    return Retriever(library, encoder, FaissCache(folder))
