"""One generation of the library, ready to be searched."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Audience, Viewer
from knowledge.library import Standing
from knowledge.sentences import Sentences, gathered
from knowledge.shelf import Change, Page, Shelf, VectorModel, joined
from knowledge.splitting import Chunk
from retrieval.index import OpenIndex, VectorIndex
from retrieval.lexical import Bm25, Lexical, OpenLexical, Text

_VIEWERS = 256
_VOLUMES = 8
_TENTH = 0.1

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A shelf with the index of its vectors.

    Page i has audience number `of[i]` of `audiences` and language number `spoken[i]` of `languages`: there are few.
    """

    shelf: Shelf
    index: VectorIndex
    audiences: tuple[Audience, ...]
    of: NDArray[np.int32]
    languages: tuple[str, ...]
    spoken: NDArray[np.int32]

    def admitted(self, viewer: Viewer) -> Mask:
        """The rows whose articles admit a viewer."""
        admits = np.array([audience.admits(viewer) for audience in self.audiences], dtype=np.bool_)
        admitted: Mask = admits[self.of[self.shelf.of]]
        return admitted

    def written_in(self, languages: frozenset[str]) -> Mask:
        """The rows whose articles are in one of some languages."""
        wanted = np.array([language in languages for language in self.languages], dtype=np.bool_)
        written: Mask = wanted[self.spoken[self.shelf.of]]
        return written


def volume(shelf: Shelf, open_index: OpenIndex) -> Volume:
    """The shelf with its index."""
    numbers: dict[Audience, int] = {}
    of = [numbers.setdefault(page.bare.audience, len(numbers)) for page in shelf.pages]
    tongues: dict[str, int] = {}
    spoken = [tongues.setdefault(page.bare.language, len(tongues)) for page in shelf.pages]
    audience, language = (np.array(each, dtype=np.int32) for each in (of, spoken))
    return Volume(shelf, open_index(shelf), tuple(numbers), audience, tuple(tongues), language)


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """One generation, ready to be searched. Never changed: a new generation is a new one of these.

    It has one large volume and a few small ones for what was written since. Rows are counted through all of them, in
    the order of their ids. `pages` tells for each article the volume and the page that hold it now; any other page of
    it is gone, and its rows are in no search.
    """

    generation: int
    model: VectorModel | None
    volumes: tuple[Volume, ...]
    pages: Mapping[str, tuple[int, int]]
    lexical: Lexical
    starts: tuple[int, ...]
    languages: frozenset[str]
    masks: dict[Viewer, Mask] = field(default_factory=dict)
    tongues: dict[frozenset[str], Mask] = field(default_factory=dict)

    def mask(self, viewer: Viewer) -> Mask:
        """The rows that the viewer may see. Kept, since there are few roles and sites."""
        mask = self.masks.get(viewer)
        if mask is None:
            mask = self.lexical.alive & np.concatenate([each.admitted(viewer) for each in self.volumes])
            if len(self.masks) < _VIEWERS:
                self.masks[viewer] = mask
        return mask

    def mask_at(self, viewer: Viewer, standings: Mapping[str, Standing | None]) -> Mask:
        """As `mask`, less the articles that do not stand any more: what was written of them since is in `standings`."""
        mask = self.mask(viewer).copy()
        for article_id, now in standings.items():
            held = self.pages.get(article_id)
            if held and not (now and now.version == self._page(*held).bare.version and now.audience.admits(viewer)):
                mask[self._rows(*held)] = False
        return mask

    def written_in(self, languages: frozenset[str]) -> Mask:
        """The rows whose articles are in one of some languages. Kept: a question asks for those of a side."""
        if languages not in self.tongues:
            self.tongues[languages] = np.concatenate([each.written_in(languages) for each in self.volumes])
        return self.tongues[languages]

    def only(self, article_id: str) -> Mask:
        """The rows of one article; none where it is gone."""
        mask = np.zeros(len(self.lexical.alive), np.bool_)
        held = self.pages.get(article_id)
        if held:
            mask[self._rows(*held)] = True
        return mask

    def nearest(self, vector: Vector, mask: Mask, limit: int) -> Rows:
        """The rows under the mask whose vectors are nearest to one, best first."""
        found = [self._nearest(number, vector, mask, limit) for number in range(len(self.volumes))]
        rows, cosines = (np.concatenate(each) for each in zip(*found, strict=True))
        return rows[np.lexsort((rows, -cosines))][:limit]

    def cosines(self, rows: Rows, vectors: Vectors) -> Vectors:
        """The product of each of some rows with each of some vectors, shape (rows, vectors)."""
        cosines = np.empty((len(rows), len(vectors)), np.float32)
        held = np.searchsorted(self.starts, rows, side="right") - 1
        for number in set(held.tolist()):
            here, shelf = held == number, self.volumes[number].shelf
            for at, vector in enumerate(vectors):
                cosines[here, at] = shelf.cosines(rows[here] - self.starts[number], vector)
        return cosines

    def id(self, row: int) -> int:
        """The id of a row. It is of these words for ever."""
        shelf, at = self._place(row)
        return int(shelf.ids[at])

    def bare(self, row: int) -> Article:
        """The article that a row is of, without its body."""
        shelf, at = self._place(row)
        return shelf.page(at).bare

    def topics(self, article_id: str) -> frozenset[str]:
        """What an article is about; nothing where it is gone."""
        held = self.pages.get(article_id)
        return self._page(*held).bare.topics if held else frozenset()

    def version(self, article_id: str) -> int:
        """The number of an article's live version; 0 where it has none."""
        held = self.pages.get(article_id)
        return self._page(*held).bare.version if held else 0

    @property
    def newest(self) -> int:
        """The largest id of a row; 0 where there is none."""
        return max((int(each.shelf.ids[-1]) for each in self.volumes if len(each.shelf.ids)), default=0)

    def owner(self, row: int) -> Article:
        """The article that a row is of."""
        shelf, at = self._place(row)
        return shelf.page(at).article

    def languages_of(self, rows: Sequence[int]) -> list[str]:
        """The language of the article of each row."""
        if len(self.languages) == 1:
            return list(self.languages) * len(rows)
        if len(self.volumes) == 1:
            held = self.volumes[0]
            return [held.languages[number] for number in held.spoken[held.shelf.of[rows]].tolist()]
        places = [self._place(row) for row in rows]
        return [shelf.page(at).bare.language for shelf, at in places]

    def chunk(self, row: int) -> Chunk:
        """The chunk of a row, made anew at each call."""
        shelf, at = self._place(row)
        return shelf.chunk(at)

    def vector(self, row: int) -> NDArray[np.float16]:
        """The vector of a row."""
        shelf, at = self._place(row)
        vector: NDArray[np.float16] = shelf.vectors[at]
        return vector

    def row(self, chunk: Chunk) -> int:
        """The row of a chunk that was made here."""
        return next(row for row in self.rows(chunk.article_id) if self.chunk(row).position == chunk.position)

    def rows(self, article_id: str) -> list[int]:
        """The rows of an article."""
        return [int(row) for row in self._rows(*self.pages[article_id])]

    def sentences(self, rows: Sequence[int]) -> Sentences:
        """The sentences of some rows, in their order."""
        places = [self._place(row) for row in rows]
        return gathered([(shelf.page(at).sentences, int(shelf.numbers[at])) for shelf, at in places])

    def changed(self, change: Change, open_index: OpenIndex) -> "Shelved":
        """With what was written since, as a volume of its own. Costs as much as that is, not as the whole."""
        gone = [self.pages[each] for each in sorted(change.ids) if each in self.pages]
        texts = {row: self._text(row) for place in gone for row in self._rows(*place).tolist()}
        pages = dict(self.pages)
        for article_id in change.ids:
            pages.pop(article_id, None)
        pages |= {page.bare.id: (len(self.volumes), number) for number, page in enumerate(change.shelf.pages)}
        lexical = self.lexical.changed(texts, list(_texts(change.shelf)))
        made = _shelved((*self.volumes, volume(change.shelf, open_index)), pages, lexical)
        return made if len(made.volumes) <= _VOLUMES else made.folded(open_index)

    def folded(self, open_index: OpenIndex) -> "Shelved":
        """With all but the first volume made one. No row moves."""
        shelves = [each.shelf for each in self.volumes[1:]]
        whole = joined(shelves, [np.ones(len(shelf.pages), np.bool_) for shelf in shelves])
        firsts = [0, 0, *accumulate(len(shelf.pages) for shelf in shelves)]
        pages = {each: (min(number, 1), at + firsts[number]) for each, (number, at) in self.pages.items()}
        return _shelved((self.volumes[0], volume(whole, open_index)), pages, self.lexical.folded(1))

    def compacted(self, open_index: OpenIndex) -> "Shelved":
        """The same in one volume, without what is gone."""
        kept = [np.zeros(len(each.shelf.pages), np.bool_) for each in self.volumes]
        for number, at in self.pages.values():
            kept[number][at] = True
        whole = volume(joined([each.shelf for each in self.volumes], kept), open_index)
        settled = replace(whole, index=whole.index.settled())
        return _shelved((settled,), _contents(settled.shelf), self.lexical.compacted())

    @property
    def ripe(self) -> bool:
        """True where it pays to make all one volume: so much was written since, or it would be quicker then."""
        first = len(self.volumes[0].shelf.ids)
        rows = len(self.lexical.alive)
        outgrown = len(self.volumes) > 1 and (rows - first) + (rows - self.lexical.live) > _TENTH * first
        return outgrown or self.volumes[0].index.rough

    def _place(self, row: int) -> tuple[Shelf, int]:
        number = bisect_right(self.starts, row) - 1
        return self.volumes[number].shelf, row - self.starts[number]

    def _page(self, number: int, at: int) -> Page:
        return self.volumes[number].shelf.pages[at]

    def _rows(self, number: int, at: int) -> Rows:
        return np.flatnonzero(self.volumes[number].shelf.of == at) + self.starts[number]

    def _text(self, row: int) -> Text:
        shelf, at = self._place(row)
        return _text(shelf, at)

    def _nearest(self, number: int, vector: Vector, mask: Mask, limit: int) -> tuple[Rows, Vector]:
        start, held = self.starts[number], self.volumes[number]
        here = mask[start : start + len(held.shelf.ids)]
        rows, cosines = held.index.search(vector, limit, None if here.all() else here)
        return rows + start, cosines


def shelve(shelf: Shelf, open_index: OpenIndex, open_lexical: OpenLexical = Bm25) -> Shelved:
    """The shelf with its indexes."""
    return _shelved((volume(shelf, open_index),), _contents(shelf), open_lexical(_texts(shelf)))


def _shelved(volumes: tuple[Volume, ...], pages: Mapping[str, tuple[int, int]], lexical: Lexical) -> Shelved:
    *starts, _ = accumulate((len(each.shelf.ids) for each in volumes), initial=0)
    newest = volumes[-1].shelf
    languages = frozenset().union(*(each.languages for each in volumes))
    return Shelved(newest.generation, newest.model, volumes, pages, lexical, tuple(starts), languages)


def _contents(shelf: Shelf) -> dict[str, tuple[int, int]]:
    return {page.bare.id: (0, number) for number, page in enumerate(shelf.pages)}


def _texts(shelf: Shelf) -> Iterator[Text]:
    return (_text(shelf, row) for row in range(len(shelf.ids)))


def _text(shelf: Shelf, row: int) -> Text:
    chunk, bare = shelf.chunk(row), shelf.page(row).bare
    return bare.title, chunk.heading, chunk.text, bare.language
