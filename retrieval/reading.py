"""How a question is read, and the passages beside it: which side of the encoder, which words, which sentences."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge.splitting import Chunk
from retrieval.closeness import as_read, closeness, opened
from retrieval.embedding import Encoder
from retrieval.language import ENGLISH, language_of
from retrieval.passage import Section, name_of
from retrieval.shelved import Shelved
from retrieval.spelling import read
from retrieval.units import blocks_of

_KEPT = 2_000

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A question as it was read: its words with slips mended, and a vector for each side, shape (sides, dimension).

    The first side is that of its own language.
    """

    words: str
    language: str
    sides: tuple[int, ...]
    vectors: NDArray[np.float32]


def reading(words: str, shelved: Shelved, encoder: Encoder) -> Reading:
    """Reads a question for what is on the shelf.

    A later side of the encoder reads every language. So a question of an earlier one is read by the later one too,
    where there are articles of that side.
    """
    language = language_of(words)
    own = encoder.side(language)
    sides = tuple(sorted({own, *(side for side in map(encoder.side, shelved.languages) if side > own)}))
    # Short forms of chat are known for English; the slips of another language are mended where articles are in it.
    if language == ENGLISH or language in shelved.languages:
        words = read(words, shelved.lexical, lambda word: encoder.knows(word, own), chat=language == ENGLISH)
    return Reading(words, language, sides, question_vectors(words, sides, encoder))


def question_vectors(words: str, sides: Sequence[int], encoder: Encoder) -> NDArray[np.float32]:
    """The question's vector for each side, shape (sides, dimension)."""
    return np.vstack([encoder.encode([words], "question", side) for side in sides])


class Reader:
    """Reads passages sentence by sentence. Thread-safe.

    The sentences of an article are stored as the side of its own language reads them. For a question of another side
    they are embedded when they are first needed, and kept.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self._kept: OrderedDict[tuple[int, int], Vectors] = OrderedDict()
        self._lock = Lock()

    def anew(self, shelved: Shelved, row: int, side: int) -> Vectors:
        """The sentences of a row as another side reads them, shape (their number, dimension)."""
        key = (int(shelved.shelf.ids[row]), side)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        chunk = shelved.shelf.chunks[row]
        words = as_read(name_of(shelved.owners[row], chunk), blocks_of(chunk.text))
        sentences = self.encoder.encode(words, "sentence", side)
        with self._lock:
            self._kept[key] = sentences
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return sentences


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """The `Source` of what was found for one question."""

    shelved: Shelved
    reading: Reading
    reader: Reader

    @property
    def asked(self) -> str:
        """See `Source.asked`."""
        return self.reading.words

    @property
    def language(self) -> str:
        """See `Source.language`."""
        return self.reading.language

    def cosines(self, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of the question and each row, as the side of the row's article reads the question, (rows,)."""
        asked, sides = self.reading.vectors, self.reading.sides
        found = self.shelved.shelf.vectors[rows] @ (asked / np.sum(asked * asked, axis=1, keepdims=True)).T
        of = [self._side(row) for row in rows.tolist()]
        own: NDArray[np.float32] = found[np.arange(len(rows)), [sides.index(side) for side in of]]
        return own

    def closest(self, rows: Sequence[int], cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """How close the closest sentence of each row is, (rows,).

        Where that of some row could only be told by embedding it anew, it is the cosines of all: what is in the
        question's own language would otherwise stand before all else.
        """
        if not all(self._is_stored(row) for row in rows):
            return cosines
        near = self.shelved.shelf.sentences.near(rows, self.reading.vectors)
        return np.array([opened(each).max(initial=0.0) for each in near], dtype=np.float32)

    def section(self, chunk: Chunk) -> Section:
        """See `Source.section`."""
        return self._section(next(row for row in self.shelved.rows[chunk.article_id] if self._chunk(row) is chunk))

    def sections(self, article_id: str) -> tuple[Section, ...]:
        """See `Source.sections`."""
        sections = map(self._section, self.shelved.rows[article_id])
        return tuple(sorted(sections, key=lambda each: each.chunk.position))

    def near(self, part: str, section: Section) -> NDArray[np.float32]:
        """See `Source.near`."""
        vectors = question_vectors(part, self.reading.sides, self.reader.encoder)
        return closeness(vectors, section.sentences)

    def _section(self, row: int) -> Section:
        stored = self._is_stored(row)
        side = self.reading.sides[0]
        sentences = self.shelved.shelf.sentences.of(row) if stored else self.reader.anew(self.shelved, row, side)
        return Section(self._chunk(row), sentences, closeness(self.reading.vectors, sentences))

    def _chunk(self, row: int) -> Chunk:
        return self.shelved.shelf.chunks[row]

    def _side(self, row: int) -> int:
        """The side that compares the question with the row."""
        side = self.reader.encoder.side(self.shelved.owners[row].language)
        return side if side in self.reading.sides else self.reading.sides[0]

    def _is_stored(self, row: int) -> bool:
        return self.reader.encoder.side(self.shelved.owners[row].language) in self.reading.sides
