"""Finds the passages for a question, among what its viewer may see."""

import logging
import threading
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Viewer
from knowledge.library import Library, ModelMismatchError, VectorModel
from knowledge.shelf import Change
from retrieval.embedding import Encoder
from retrieval.index import OpenIndex
from retrieval.indexing import made_by, vector_model
from retrieval.interleaving import Contest, arrange
from retrieval.lexical import Bm25, OpenLexical
from retrieval.naming import named_by, telling
from retrieval.passage import Figures, Passage
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranker import SHIPPED, Ranker
from retrieval.ranking import NAMED, PER_ARTICLE, SHOWN, Placed, fuse, lead, overdue, roll_up
from retrieval.reading import Opened, Reader, reading
from retrieval.shelved import Mask, Shelved, shelve

LOG = logging.getLogger("onhand.retrieval")
LONGEST = 1_000
"""Characters of a question that are looked at."""
_CANDIDATES = 100
_NAMED_AMONG = 32
"""Candidates among which an article is looked for that the question asks for by its name."""
_PATIENCE = 0.05
"""Seconds that a question waits for articles that were changed just before it."""
_MUCH = 40_000_000
"""Numbers in the vectors of a change from which on it is no quicker than to load all."""

_MOVED = 64
"""Candidates that a preference may choose among."""

OpenEncoder = Callable[[VectorModel | None], Encoder]
"""Opens the encoder that made a library's vectors; any will do for a library that has none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Held:
    """What is searched now. The reader's encoder is the one that made the vectors: only both together are exchanged."""

    shelved: Shelved
    reader: Reader

    def with_change(self, change: Change, open_index: OpenIndex, open_lexical: OpenLexical) -> "_Held":
        """With a change that is saved nowhere. What is read of it is not kept for others: its ids are not its own."""
        of_one_model = change.shelf.model == self.shelved.model
        made = (
            self.shelved.changed(change, open_index) if of_one_model else shelve(change.shelf, open_index, open_lexical)
        )
        return _Held(made, Reader(self.reader.encoder))


@dataclass(frozen=True, slots=True)
class _Still:
    """As much of a library as a search asks of it: it is never written."""

    at: int

    def generation(self) -> int:
        return self.at


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that was found. It becomes a passage where it is among the first."""

    row: int
    article: Article
    figures: Figures

    @property
    def score(self) -> float:
        return self.figures.score

    def named(self, wanted: frozenset[str], language: str) -> "_Candidate":
        """With more where the question's telling words ask for the article by its name."""
        if not named_by(wanted, self.article.title, language):
            return self
        return replace(self, figures=replace(self.figures, score=self.score + NAMED, named=True))


class Retriever:
    """Searches the live articles. Thread-safe; notices when another process has changed them."""

    def __init__(
        self,
        library: Library,
        open_encoder: OpenEncoder,
        open_index: OpenIndex,
        open_lexical: OpenLexical = Bm25,
        ranker: Callable[[], Ranker | Contest] = lambda: SHIPPED,
        today: Callable[[], date | None] = lambda: None,
    ) -> None:
        """`open_encoder` is asked at the start, and again when the library's vectors are of another model; `ranker` at
        each question. Without `today` no article counts as overdue.

        Raises `ModelMismatchError` where the library's vectors are not the encoder's, and what `open_encoder` raises.
        """
        self._library = library
        self._open_encoder = open_encoder
        self._open_index = open_index
        self._open_lexical = open_lexical
        self._ranker = ranker
        self._today = today
        self._loading = threading.Lock()
        self._compacting = threading.Lock()
        self._held = self._load()
        self._ripen()

    @property
    def encoder(self) -> Encoder:
        """The encoder of what is searched now. A change of the library's model changes it."""
        return self._held.reader.encoder

    @property
    def shelved(self) -> Shelved:
        """What is searched now."""
        return self._held.shelved

    def proposing(self, change: Change) -> "Retriever":
        """A retriever that searches as this one does now, and also what a change would make live.

        It sees no later change. Nothing is saved, and this one goes on as before.
        """
        proposing = copy(self)
        proposing._library = cast(Library, _Still(change.shelf.generation))
        proposing._held = self._held.with_change(change, self._open_index, self._open_lexical)
        return proposing

    def refresh(self) -> None:
        """Returns when searches see everything that was saved before the call."""
        with self._loading:
            self._held = self._caught_up(self._held)
        self._ripen()

    def _ripen(self) -> None:
        if self._held.shelved.ripe and self._compacting.acquire(blocking=False):
            threading.Thread(target=self._compact, name="onhand-compact", daemon=True).start()

    def search(
        self, words: str, preference: Preference, viewer: Viewer, limit: int = SHOWN, of: str = ""
    ) -> tuple[Passage, ...]:
        """The best passages for any text, best first: at most `limit`, and at most two of one article.

        The audience and what is live decide before the search, in every index. With `of`, only the article of that id
        is searched. Empty where nothing can be found.
        """
        held, mask = self._now(viewer)
        if of:
            mask = mask & held.shelved.only(of)
        plain = _plain(words)
        if not plain.strip() or not mask.any():
            return ()
        asked = reading(plain, held.shelved, held.reader.encoder)
        source = Opened(held.shelved, asked, held.reader)
        some = _NAMED_AMONG if preference == NO_PREFERENCE else _MOVED
        found = self._found(source, mask, max(limit * PER_ARTICLE, some))
        ordered = arrange(found, preference, self._ranker(), held.shelved.topics, self._today())
        return tuple(_passage(each, source, self._today()) for each in roll_up(ordered, limit))

    def _found(self, source: Opened, mask: Mask, limit: int) -> list[_Candidate]:
        """The best rows by relevance alone, in no order."""
        shelved, asked = source.shelved, source.reading
        words = shelved.lexical.ask(asked.words, asked.language)
        rows = _each_once([*source.nearest(mask, _CANDIDATES), words.best(mask, _CANDIDATES)])
        cosines = source.cosines(rows)
        lexical, coverage = words.weigh(rows)
        closest = source.closest(rows, cosines)
        figures = np.stack([cosines, closest, lexical / np.float32(words.most), coverage], axis=1)
        scores = fuse(figures)
        order = np.argsort(-scores, kind="stable")
        best = order[:limit]
        ranked = np.column_stack([scores[best], figures[best], lead(scores[order])[: len(best)]]).tolist()
        wanted = telling(asked.words, asked.language)
        found = [
            _Candidate(row, shelved.bare(row), Figures(*each))
            for row, each in zip(rows[best].tolist(), ranked, strict=True)
        ]
        return [*(each.named(wanted, asked.language) for each in found[:_NAMED_AMONG]), *found[_NAMED_AMONG:]]

    def _now(self, viewer: Viewer) -> tuple[_Held, Mask]:
        held = self._held
        if self._library.generation() == held.shelved.generation:
            return held, held.shelved.mask(viewer)
        self._reload()
        # Where the new articles take longer, the old shelf answers, less what was retired, replaced or closed since.
        held = self._held
        _, standings = self._library.standings(held.shelved.generation)
        return held, held.shelved.mask_at(viewer, standings)

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

    def _caught_up(self, held: _Held) -> _Held:
        shelved = held.shelved
        if self._library.generation() == shelved.generation:
            return held
        change = self._library.since(shelved.generation)
        if change.shelf.model != shelved.model or change.shelf.vectors.size > _MUCH:
            return self._load(held.reader)
        return _Held(shelved.changed(change, self._open_index), held.reader)

    def _compact(self) -> None:
        """Makes the shelf one volume, beside the searches and the changes that go on meanwhile."""
        try:
            held = self._held
            whole = _Held(held.shelved.compacted(self._open_index), held.reader)
            with self._loading:
                self._held = self._caught_up(whole)
        except Exception:
            LOG.exception("the articles stay in several volumes for now")
        finally:
            self._compacting.release()

    def _load(self, before: Reader | None = None) -> _Held:
        shelf = self._library.shelf()
        reader = self._reader_of(shelf.model, before)
        return _Held(shelve(shelf, self._open_index, self._open_lexical), reader)

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


def _passage(placed: Placed[_Candidate], source: Opened, today: date | None) -> Passage:
    found = placed.found
    article = source.shelved.owner(found.row)
    chunk = source.shelved.chunk(found.row)
    late = overdue(article, today)
    return Passage(chunk, article, found.figures, source, placed.reasons, placed.signals, placed.team, late)


def _each_once(found: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """All rows in their order. NumPy's own way would load its masked arrays first, which a first question waits for."""
    rows = np.sort(np.concatenate(found))
    return rows[np.append(True, rows[1:] != rows[:-1])] if len(rows) else rows


def _plain(words: str) -> str:
    """As much of the words as is looked at, without what no text can hold (half a character, a NUL)."""
    return words[:LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")


def open_retriever(library: Library, encoder: Encoder, folder: Path) -> Retriever:
    """A retriever whose index cache lies in `folder`, for a library that stays with the encoder."""
    from retrieval.index_faiss import FaissCache

    return Retriever(library, lambda _: encoder, FaissCache(folder))
