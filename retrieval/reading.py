"""How a question is read, and the passages beside it: which side of the encoder, which words, which sentences."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from knowledge.splitting import Chunk
from retrieval.closeness import OPENING, as_read, closeness
from retrieval.embedding import Encoder
from retrieval.language import ENGLISH, language_of, spoken
from retrieval.passage import Section, name_of
from retrieval.shelved import Mask, Shelved
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
    if language == ENGLISH or language in map(spoken, shelved.languages):
        words = read(words, shelved.lexical, lambda word: encoder.knows(word, own), chat=language == ENGLISH)
    return Reading(words, language, sides, question_vectors(words, sides, encoder))


def question_vectors(words: str, sides: Sequence[int], encoder: Encoder) -> NDArray[np.float32]:
    """The question's vector for each side, shape (sides, dimension)."""
    first = encoder.encode([words], "question", sides[0])[0]
    return np.stack([first, *(encoder.narrowed(first, side) for side in sides[1:])])


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
        key = (shelved.id(row), side)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        chunk = shelved.chunk(row)
        words = as_read(name_of(shelved.owner(row), chunk), blocks_of(chunk.text))
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
    parts: dict[str, Vectors] = field(default_factory=dict)

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
        asked = self.reading.vectors
        return self.shelved.cosines(rows, asked / np.sum(asked * asked, axis=1, keepdims=True), self._sides(rows))

    def nearest(self, mask: Mask, limit: int) -> list[NDArray[np.int64]]:
        """The rows under a mask that come nearest to the question: for each of its sides those that it compares."""
        compared = self._compared()
        if len(compared) == 1:
            return [self.shelved.nearest(self.reading.vectors[0], mask, limit)]
        return [
            self.shelved.nearest(vector, mask, limit, frozenset(languages))
            for vector, languages in zip(self.reading.vectors, compared, strict=True)
        ]

    def closest(self, rows: NDArray[np.int64], cosines: NDArray[np.float32]) -> NDArray[np.float32]:
        """How close the closest sentence of each row is, (rows,).

        Where that of some row could only be told by embedding it anew, it is the cosines of all: what is in the
        question's own language would otherwise stand before all else.
        """
        if not self._are_stored(rows):
            return cosines
        return self.shelved.closest(rows, self.reading.vectors, OPENING)

    def section(self, chunk: Chunk) -> Section:
        """See `Source.section`."""
        return self._section(self.shelved.row(chunk))

    def sections(self, article_id: str) -> tuple[Section, ...]:
        """See `Source.sections`."""
        sections = map(self._section, self.shelved.rows(article_id))
        return tuple(sorted(sections, key=lambda each: each.chunk.position))

    def vectors(self, part: str) -> Vectors:
        """See `Source.vectors`."""
        if part not in self.parts:
            self.parts[part] = question_vectors(part, self.reading.sides, self.reader.encoder)
        return self.parts[part]

    def _section(self, row: int) -> Section:
        shelved, side = self.shelved, self.reading.sides[0]
        stored = self._are_stored(np.array([row]))
        sentences = shelved.sentences(row) if stored else self.reader.anew(shelved, row, side)
        return Section(self._chunk(row), sentences, closeness(self.reading.vectors, sentences))

    def _chunk(self, row: int) -> Chunk:
        return self.shelved.chunk(row)

    def _sides(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Which of the sides of the question compares it with each row."""
        at = {language: number for number, languages in enumerate(self._compared()) for language in languages}
        return self.shelved.by_language(rows, at.__getitem__)

    def _compared(self) -> list[list[str]]:
        """For each side of the question, the languages of the articles that it is compared with."""
        sides, of = self.reading.sides, self.reader.encoder.side
        compared: list[list[str]] = [[] for _ in sides]
        for language in self.shelved.languages:
            compared[sides.index(of(language)) if of(language) in sides else 0].append(language)
        return compared

    def _are_stored(self, rows: NDArray[np.int64]) -> bool:
        sides, of = self.reading.sides, self.reader.encoder.side
        return bool(self.shelved.by_language(rows, lambda language: of(language) in sides).all())
