"""One generation of the library, ready to be searched."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Audience, Viewer
from knowledge.library import Standing
from knowledge.shelf import Change, Page, Shelf, VectorModel, joined
from knowledge.splitting import Chunk
from retrieval.index import OpenIndex, VectorIndex
from retrieval.lexical import Bm25, Lexical, OpenLexical, Text

_VIEWERS = 256
_VOLUMES = 8
_TENTH = 0.1
_MANY = 2_000
_QUARTER = 0.25

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Vector = NDArray[np.float32]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """A shelf with the index of its vectors.

    Page i has audience number `of[i]` of `audiences` and language number `spoken[i]` of `languages`: there are few.
    `apart` are the indexes of the rows in some languages, made when they are first asked for.
    """

    shelf: Shelf
    index: VectorIndex
    audiences: tuple[Audience, ...]
    of: NDArray[np.int32]
    languages: tuple[str, ...]
    spoken: NDArray[np.int32]
    apart: dict[frozenset[str], VectorIndex] = field(default_factory=dict, init=False)

    def index_of(self, languages: frozenset[str]) -> VectorIndex:
        """The index that finds what is in some languages soonest: one of their own, where they are few among many."""
        if languages not in self.apart:
            rows, all_rows = np.flatnonzero(self.written_in(languages)), len(self.shelf.ids)
            few = all_rows > _MANY and len(rows) < _QUARTER * all_rows
            self.apart[languages] = self.index.within(rows) if few else self.index
        return self.apart[languages]

    def settled(self, apart: Iterable[frozenset[str]]) -> "Volume":
        """With its index as it is meant to be, and those of some languages: no question waits for them."""
        settled = replace(self, index=self.index.settled())
        for languages in list(apart):
            settled.index_of(languages)
        return settled

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

    def nearest(self, vector: Vector, mask: Mask, limit: int, languages: frozenset[str] | None = None) -> Rows:
        """The rows under the mask, and in one of some languages, whose vectors are nearest to one, best first."""
        within = mask if languages is None else mask & self.written_in(languages)
        found = []
        for held, start in zip(self.volumes, self.starts, strict=True):
            here = within[start : start + len(held.shelf.ids)]
            index = held.index if languages is None else held.index_of(languages)
            rows, cosines = index.search(vector, limit, None if here.all() else here)
            found.append((rows + start, cosines))
        every, near = (np.concatenate(each) for each in zip(*found, strict=True))
        return every[np.lexsort((every, -near))][:limit]

    def cosines(self, rows: Rows, vectors: Vectors, of: Rows) -> Vector:
        """The product of each of some rows with the vector that is its own, `vectors[of[i]]`, shape (rows,)."""
        cosines = np.empty(len(rows), np.float32)
        for held, start, here in self._parts(rows):
            for at in set(of[here].tolist()):
                mine = here[of[here] == at]
                cosines[mine] = held.shelf.cosines(rows[mine] - start, vectors[at])
        return cosines

    def closest(self, rows: Rows, questions: Vectors, opening: float) -> Vector:
        """How close the closest sentence of each of some rows is to the questions; see `Sentences.closest`."""
        closest = np.empty(len(rows), np.float32)
        for held, start, here in self._parts(rows):
            closest[here] = held.shelf.inside.closest(rows[here] - start, questions, opening)
        return closest

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

    def by_language(self, rows: Rows, number_of: Callable[[str], int]) -> Rows:
        """The number of the language that the article of each row is in, (rows,)."""
        told = np.empty(len(rows), np.int64)
        for held, start, here in self._parts(rows):
            numbers = np.array([number_of(language) for language in held.languages], dtype=np.int64)
            told[here] = numbers[held.spoken[held.shelf.of[rows[here] - start]]]
        return told

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

    def sentences(self, row: int) -> Vectors:
        """The vectors of the sentences of a row, shape (their number, dimension), unit length."""
        shelf, at = self._place(row)
        return shelf.sentences(at)

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
        if len(self.volumes) == 1 and self.lexical.live == len(self.lexical.alive):
            # Nothing is gone, so all that takes the room stays where it is.
            return replace(self, volumes=(self.volumes[0].settled(self.volumes[0].apart),))
        kept = [np.zeros(len(each.shelf.pages), np.bool_) for each in self.volumes]
        for number, at in self.pages.values():
            kept[number][at] = True
        whole = volume(joined([each.shelf for each in self.volumes], kept), open_index)
        settled = whole.settled(self.volumes[0].apart)
        return _shelved((settled,), _contents(settled.shelf), self.lexical.compacted())

    @property
    def ripe(self) -> bool:
        """True where it pays to make all one volume: so much was written since, or it would be quicker then."""
        first = len(self.volumes[0].shelf.ids)
        rows = len(self.lexical.alive)
        outgrown = len(self.volumes) > 1 and (rows - first) + (rows - self.lexical.live) > _TENTH * first
        return outgrown or self.volumes[0].index.rough

    def _parts(self, rows: Rows) -> Iterator[tuple[Volume, int, Rows]]:
        """Each volume that has some of the rows, its first row, and at which places of `rows` they are."""
        held = np.searchsorted(self.starts, rows, side="right") - 1
        for number in set(held.tolist()):
            yield self.volumes[number], self.starts[number], np.flatnonzero(held == number)

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
