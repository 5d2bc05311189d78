"""What is live, as searches hold it: articles packed so that each word lies in memory once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article
from knowledge.sentences import Sentences
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
    sentences: Sentences

    @property
    def article(self) -> Article:
        """The whole article."""
        return replace(self.bare, body=self.written[: self.body].decode())

    def chunk(self, number: int) -> Chunk:
        """One of the chunks, counted from 0."""
        position, *said = self.spans[number].tolist()
        heading, text = self.written[said[0] : said[1]].decode(), self.written[said[2] : said[3]].decode()
        return Chunk(self.bare.id, self.bare.version, position, heading, text)


def page(article: Article, chunks: Sequence[Chunk], sentences: Sentences) -> Page:
    """The page of an article and its chunks. `sentences` are those of each chunk, in the order of the chunks."""
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
    return Page(replace(article, body=""), bytes(written), body, table, sentences)


def _placed(written: bytearray, said: bytes, body: int) -> tuple[int, int]:
    at = written.find(said, 0, body)
    if at < 0:
        at = len(written)
        written += said
    return at, at + len(said)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Everything live at one generation, or what was changed up to it. No id is used twice.

    Row i has the id `ids[i]`, ascending, and the vector `vectors[i]`, float16; it is chunk `numbers[i]` of page
    `of[i]`. Half precision moves a cosine by less than 0.0001.
    """

    generation: int
    model: VectorModel | None
    pages: tuple[Page, ...]
    ids: NDArray[np.int64]
    of: NDArray[np.int32]
    numbers: NDArray[np.int32]
    vectors: NDArray[np.float16]

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

    def sentences(self, row: int) -> NDArray[np.float32]:
        """The vectors of the sentences of a row, shape (their number, dimension), unit length."""
        return self.page(row).sentences.of(int(self.numbers[row]))

    def cosines(self, rows: NDArray[np.int64], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The product of each of some rows with a vector. A row's is the same among whatever other rows."""
        near: NDArray[np.float32] = np.einsum("ij,j->i", self.vectors[rows].astype(np.float32), vector)
        return near


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """What was written after a generation: the ids of the articles, and those of them that are live, with their rows.

    Whatever was known of these articles before no longer holds.
    """

    ids: frozenset[str]
    shelf: Shelf


def shelf_of(
    generation: int, model: VectorModel | None, pages: Sequence[tuple[Page, Sequence[int], NDArray[np.float16]]]
) -> Shelf:
    """The shelf of pages with the ids and the vectors of their chunks, in the order of the ids."""
    counts = [len(ids) for _, ids, _ in pages]
    ids = np.array([each for _, held, _ in pages for each in held], dtype=np.int64)
    order = np.argsort(ids)
    of = np.repeat(np.arange(len(pages), dtype=np.int32), counts)[order]
    numbers = np.array([number for count in counts for number in range(count)], dtype=np.int32)[order]
    vectors = np.empty((len(ids), model.dimension if model else 0), np.float16)
    back = np.argsort(order)
    done = 0
    for count, (_, _, each) in zip(counts, pages, strict=True):
        vectors[back[done : done + count]] = each
        done += count
    return Shelf(generation, model, tuple(page for page, _, _ in pages), ids[order], of, numbers, vectors)


def joined(shelves: Sequence[Shelf], kept: Sequence[NDArray[np.bool_]]) -> Shelf:
    """The pages that are kept of several shelves, with their rows. `kept[i]` is a mask of the pages of `shelves[i]`."""
    staying = [mask[shelf.of] for shelf, mask in zip(shelves, kept, strict=True)]
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
        np.concatenate([shelf.vectors[rows] for shelf, rows in zip(shelves, staying, strict=True)]),
    )
