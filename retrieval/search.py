"""Finds the passages for a question, among what its viewer may see."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Viewer
from knowledge.library import Library, ModelMismatchError, VectorModel
from retrieval.embedding import Encoder
from retrieval.index import OpenIndex
from retrieval.indexing import made_by, vector_model
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

OpenEncoder = Callable[[VectorModel | None], Encoder]
"""Opens the encoder that made a library's vectors; any will do for a library that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What is searched now. The reader's encoder is the one that made the vectors: only both together are exchanged."""

    shelved: Shelved
    reader: Reader


class Retriever:
    """Searches the live articles. Thread-safe; notices when another process has changed them."""

    def __init__(self, library: Library, open_encoder: OpenEncoder, open_index: OpenIndex) -> None:
        """`open_encoder` is asked at the start, and again when the library's vectors are of another model.

        Raises `ModelMismatchError` where the library's vectors are not the encoder's, and what `open_encoder` raises.
        """
        self._library = library
        self._open_encoder = open_encoder
        self._open_index = open_index
        self._loading = threading.Lock()
        self._held = self._load()

    @property
    def encoder(self) -> Encoder:
        """The encoder of what is searched now. A change of the library's model changes it."""
        return self._held.reader.encoder

    def refresh(self) -> None:
        """Returns when searches see everything that was saved before the call."""
        with self._loading:
            if self._library.generation() != self._held.shelved.shelf.generation:
                self._held = self._load(self._held.reader)

    def search(self, words: str, preference: Preference, viewer: Viewer, limit: int = SHOWN) -> tuple[Passage, ...]:
        """The best passages for any text, best first: at most `limit`, and at most two of one article.

        The audience and what is live decide before the search, in every index. Empty where nothing can be found.
        """
        held, mask = self._now(viewer)
        plain = _plain(words)
        if not plain.strip() or not mask.any():
            return ()
        asked = reading(plain, held.shelved, held.reader.encoder)
        return roll_up(prefer(self._found(held, asked, mask, limit), preference), limit)

    def _found(self, held: _Held, asked: Reading, mask: Mask, limit: int) -> list[Passage]:
        shelved = held.shelved
        source = Opened(shelved, asked, held.reader)
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

    def _now(self, viewer: Viewer) -> tuple[_Held, Mask]:
        held = self._held
        if self._library.generation() == held.shelved.shelf.generation:
            return held, held.shelved.mask(viewer)
        self._reload()
        # Where the new shelf takes longer, the old one answers, less all that was retired, replaced or closed since.
        generation, standings = self._library.standings()
        held = self._held
        shelved = held.shelved
        return held, shelved.mask(viewer) if generation == shelved.shelf.generation else shelved.mask_at(
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

    def _load(self, before: Reader | None = None) -> _Held:
        shelf = self._library.shelf()
        reader = self._reader_of(shelf.model, before)
        return _Held(shelve(shelf, self._open_index), reader)

    def _reader_of(self, model: VectorModel | None, before: Reader | None) -> Reader:
        """The one of before, where its encoder made the vectors of the model; else another."""
        if before is not None and (model is None or made_by(before.encoder, model)):
            return before
        encoder = self._open_encoder(model)
        if model is not None and not made_by(encoder, model):
            raise ModelMismatchError(
                f"the articles were loaded as {model.name}, and questions are read as {vector_model(encoder).name}; "
                "load the articles again"
            )
        return Reader(encoder)


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
    """A retriever whose index cache lies in `folder`, for a library that stays with the encoder."""
    from retrieval.index_faiss import FaissCache

    return Retriever(library, lambda _: encoder, FaissCache(folder))
