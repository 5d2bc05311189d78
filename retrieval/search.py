"""Finds the passages for a question, among what its viewer may see."""

import logging
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Viewer
from knowledge.library import Library, ModelMismatchError, Shelf, Standing
from retrieval.closeness import closeness
from retrieval.embedding import Encoder
from retrieval.index import OpenIndex, VectorIndex
from retrieval.indexing import vector_model
from retrieval.lexical import Bm25, Lexical
from retrieval.naming import named
from retrieval.passage import Passage, Section
from retrieval.ranking import NAMED, SHOWN, Preference, fuse, fuse_close, prefer, roll_up
from retrieval.spelling import read

LOG = logging.getLogger("onhand.retrieval")
LONGEST = 1_000
"""Characters of a question that are looked at."""
_CANDIDATES = 50
_CLOSELY = 16
_PATIENCE = 0.3
_VIEWERS = 256

Standings = Mapping[str, Standing]
Mask = NDArray[np.bool_]
Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Shelved:
    """One generation, ready to be searched. Never changed: a new generation is a new one of these."""

    shelf: Shelf
    index: VectorIndex
    lexical: Lexical
    owners: tuple[Article, ...]
    rows: Mapping[str, Sequence[int]]
    masks: dict[Viewer, Mask] = field(default_factory=dict)

    def mask(self, viewer: Viewer) -> Mask:
        """The rows that the viewer may see. Kept, since there are few roles and sites."""
        mask = self.masks.get(viewer)
        if mask is None:
            mask = self._rows(lambda article: article.audience.admits(viewer))
            if len(self.masks) < _VIEWERS:
                self.masks[viewer] = mask
        return mask

    def mask_at(self, viewer: Viewer, standings: Standings) -> Mask:
        """The rows that the viewer may see and that are still live, by what stands in the library now."""

        def stands(article: Article) -> bool:
            now = standings.get(article.id)
            return now is not None and now.version == article.version and now.audience.admits(viewer)

        return self._rows(stands)

    def section(self, row: int, question: Vector) -> Section:
        """The chunk of a row, with how near its sentences are to the question."""
        sentences = self.shelf.sentences.of(row)
        return Section(self.shelf.chunks[row], sentences, closeness(question, sentences))

    def sections(self, article_id: str, question: Vector) -> tuple[Section, ...]:
        """All of an article, in its order."""
        sections = (self.section(row, question) for row in self.rows[article_id])
        return tuple(sorted(sections, key=lambda each: each.chunk.position))

    def _rows(self, admits: Callable[[Article], bool]) -> Mask:
        admitted = {article.id for article in self.shelf.articles.values() if admits(article)}
        return np.fromiter((article.id in admitted for article in self.owners), dtype=np.bool_, count=len(self.owners))


class Retriever:
    """Searches the live articles. Thread-safe; notices when another process has changed them."""

    def __init__(self, library: Library, encoder: Encoder, open_index: OpenIndex) -> None:
        """Raises `ModelMismatchError` where the library's vectors are not the encoder's."""
        self._library = library
        self._encoder = encoder
        self._open_index = open_index
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

    def _candidates(self, shelved: _Shelved, asked: str, vector: Vector, mask: Mask) -> list[Passage]:
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

    def _now(self, viewer: Viewer) -> tuple[_Shelved, Mask]:
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

    def _load(self) -> _Shelved:
        shelf = self._library.shelf()
        expected = vector_model(self._encoder)
        if shelf.model is not None and shelf.model != expected:
            raise ModelMismatchError(
                f"the articles were loaded as {shelf.model.name}, and questions are read as {expected.name}; "
                "load the articles again"
            )
        owners = tuple(shelf.articles[chunk.article_id] for chunk in shelf.chunks)
        texts = [
            (article.title, chunk.heading, chunk.text) for article, chunk in zip(owners, shelf.chunks, strict=True)
        ]
        rows = defaultdict(list)
        for row, owner in enumerate(owners):
            rows[owner.id].append(row)
        return _Shelved(shelf, self._open_index(shelf), Bm25(texts), owners, rows)


def _read_closely(passages: list[Passage], shelved: _Shelved, question: Vector) -> list[Passage]:
    figures = np.array([(each.cosine, each.section.closest, each.lexical) for each in passages], dtype=np.float32)
    scores = fuse_close(*figures.T).tolist()
    return [_asked_for(passage, score, shelved, question) for passage, score in zip(passages, scores, strict=True)]


def _asked_for(passage: Passage, score: float, shelved: _Shelved, question: Vector) -> Passage:
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
