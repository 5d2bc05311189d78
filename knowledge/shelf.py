"""What is live, as searches hold it: articles packed so that each word lies in memory once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.sentences import Sentences, gathered, room
from knowledge.splitting import Chunk


@dataclass(frozen=True, slots=True)
class VectorModel:
    """What made the vectors: a name that changes with the model or the way of cutting, and their length.

    `setting` is what the model was asked for by, so that it can be opened again. Two that differ only in it are equal.
    """

    name: str
    dimension: int
    setting: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """An article with its chunks. Objects for each chunk are made when asked for: there are too many to keep.

    `written` holds in UTF-8 the body, up to byte `body`, then the headings, then chunks that are no part of the body.
    A row of `spans`, int32, is for one chunk its position, and from where to where its heading and its text are.
    """

    bare: Article
    written: bytes
    body: int
    spans: NDArray[np.int32]

    @property
    def article(self) -> Article:
        """The whole article."""
        return replace(self.bare, body=self.written[: self.body].decode())

    def chunk(self, number: int) -> Chunk:
        """One of the chunks, counted from 0."""
        position, *said = self.spans[number].tolist()
        heading, text = self.written[said[0] : said[1]].decode(), self.written[said[2] : said[3]].decode()
        return Chunk(self.bare.id, self.bare.version, position, heading, text)


def page(article: Article, chunks: Sequence[Chunk]) -> Page:
    """The page of an article and its chunks."""
    written = bytearray(article.body.encode())
    body = len(written)
    places: dict[str, tuple[int, int]] = {}
    spans = []
    for chunk in chunks:
        # Nearly every chunk is a part of the body, and the chunks of a section share its heading.
        for said in (chunk.heading, chunk.text):
            if said not in places:
                places[said] = _placed(written, said.encode(), body)
        spans.append((chunk.position, *places[chunk.heading], *places[chunk.text]))
    table = np.array(spans, dtype=np.int32).reshape(len(spans), 5)
    return Page(replace(article, body=""), bytes(written), body, table)


def _placed(written: bytearray, said: bytes, body: int) -> tuple[int, int]:
    at = written.find(said, 0, body)
    if at < 0:
        at = len(written)
        written += said
    return at, at + len(said)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Everything live at one generation, or what was changed up to it. No id is used twice.

    Row i has the id `ids[i]`, ascending, the vector `vectors[i]`, float16, and the sentences of passage i of `inside`;
    it is chunk `numbers[i]` of page `of[i]`. Half precision moves a cosine by less than 0.0001.
    """

    generation: int
    model: VectorModel | None
    pages: tuple[Page, ...]
    ids: NDArray[np.int64]
    of: NDArray[np.int32]
    numbers: NDArray[np.int32]
    vectors: NDArray[np.float16]
    inside: Sentences

    @property
    def articles(self) -> Mapping[str, Article]:
        """The articles by id, made anew at each call."""
        return {page.bare.id: page.article for page in self.pages}

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """The chunk of each row, made anew at each call."""
        return tuple(self.chunk(row) for row in range(len(self.ids)))

    def page(self, row: int) -> Page:
        """The page that a row is of."""
        return self.pages[int(self.of[row])]

    def chunk(self, row: int) -> Chunk:
        """The chunk of a row."""
        return self.page(row).chunk(int(self.numbers[row]))

    def some(self, rows: NDArray[np.int64]) -> "Shelf":
        """Some rows, ascending, without their sentences: as much as an index looks at."""
        none = room(np.zeros(len(rows), np.int64), self.inside.dimension)
        held = self.ids[rows], self.of[rows], self.numbers[rows], self.vectors[rows]
        return Shelf(self.generation, self.model, self.pages, *held, none)

    def sentences(self, row: int) -> NDArray[np.float32]:
        """The vectors of the sentences of a row, shape (their number, dimension), unit length."""
        return self.inside.of(row)

    def cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product of each of some rows with a vector. A row's is the same among whatever other rows."""
        near: NDArray[np.float32] = np.einsum("ij,j->i", widened(self.vectors[rows]), vector)
        return near


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What was written after a generation: the ids of the articles, and those of them that are live, with their rows.

    Whatever was known of these articles before no longer holds.
    """

    ids: frozenset[str]
    shelf: Shelf


def widened(numbers: NDArray[np.float16]) -> NDArray[np.float32]:
    """The same finite numbers in single precision, in a third of the time that numpy takes for them one by one.

    Method: the bits are put where those of a larger number stand, and what its exponent is ahead is multiplied away.
    """
    bits = numbers.view(np.int16).astype(np.int32)
    bits <<= 13
    bits &= np.int32(~0x70000000)
    wide = bits.view(np.float32)
    wide *= np.float32(2.0**112)
    return wide


@dataclass(frozen=True, slots=True, eq=False)
class Filling:
    """A page with what its chunks have, each in the order of the chunks: ids, vectors and `packed` sentences."""

    page: Page
    ids: Sequence[int]
    vectors: NDArray[np.float32]
    sentences: Sequence[bytes]

    @property
    def sizes(self) -> list[tuple[int, int]]:
        """The id of each chunk, and of how many bytes its sentences are."""
        return [(id, len(said)) for id, said in zip(self.ids, self.sentences, strict=True)]


def shelf_of(
    generation: int, model: VectorModel | None, sizes: Sequence[tuple[int, int]], pages: Iterable[Filling]
) -> Shelf:
    """The shelf of pages that come one by one, so that what they hold never lies in memory twice.

    `sizes` are those of all their chunks, in the order of the ids. Raises `ValueError` where others come.
    """
    ids, many = np.array(sizes, dtype=np.int64).reshape(len(sizes), 2).T
    dimension = model.dimension if model else 0
    of, numbers = np.full(len(ids), -1, np.int32), np.zeros(len(ids), np.int32)
    vectors, inside = np.zeros((len(ids), dimension), np.float16), room(many, dimension)
    kept: list[Page] = []
    announced = np.append(ids, -1)
    for each in pages:
        rows = np.searchsorted(ids, each.ids)
        if not np.array_equal(announced[rows], each.ids):
            raise ValueError(f"chunks {list(each.ids)} are not all among those that were announced")
        of[rows], numbers[rows], vectors[rows] = len(kept), np.arange(len(rows)), each.vectors
        for row, said in zip(rows.tolist(), each.sentences, strict=True):
            inside.put(row, said)
        kept.append(each.page)
    if (of < 0).any():
        raise ValueError(f"{np.count_nonzero(of < 0)} of {len(ids)} chunks that were announced did not come")
    return Shelf(generation, model, tuple(kept), ids.copy(), of, numbers, vectors, inside)


def joined(shelves: Sequence[Shelf], kept: Sequence[NDArray[np.bool_]]) -> Shelf:
    """The pages that are kept of several shelves, with their rows. `kept[i]` is a mask of the pages of `shelves[i]`."""
    staying = [np.flatnonzero(mask[shelf.of]) for shelf, mask in zip(shelves, kept, strict=True)]
    firsts = np.cumsum([0, *(np.count_nonzero(mask) for mask in kept)])
    moved = [
        (np.cumsum(mask) - 1 + first)[shelf.of[rows]]
        for shelf, mask, rows, first in zip(shelves, kept, staying, firsts, strict=False)
    ]
    return Shelf(
        shelves[-1].generation,
        shelves[-1].model,
        tuple(shelf.pages[at] for shelf, mask in zip(shelves, kept, strict=True) for at in np.flatnonzero(mask)),
        np.concatenate([shelf.ids[rows] for shelf, rows in zip(shelves, staying, strict=True)]),
        np.concatenate(moved).astype(np.int32),
        np.concatenate([shelf.numbers[rows] for shelf, rows in zip(shelves, staying, strict=True)]),
        _stacked([shelf.vectors for shelf in shelves], staying),
        gathered([(shelf.inside, rows) for shelf, rows in zip(shelves, staying, strict=True)]),
    )


def _stacked(parts: Sequence[NDArray[np.float16]], rows: Sequence[NDArray[np.int64]]) -> NDArray[np.float16]:
    """Some rows of each part, one below the other, copied once."""
    ends = np.cumsum([0, *map(len, rows)])
    made = np.empty((int(ends[-1]), parts[-1].shape[1]), np.float16)
    for part, chosen, start, end in zip(parts, rows, ends, ends[1:], strict=False):
        np.take(part, chosen, axis=0, out=made[start:end], mode="clip")
    return made
