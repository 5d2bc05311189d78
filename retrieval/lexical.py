"""Finds passages by their words: BM25 in memory over everything live."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log1p
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.language import ENGLISH, spoken
from retrieval.postings import Postings, Words, joined, post
from retrieval.vocabulary import Vocabulary
from retrieval.words import content, stems, terms, tokens

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009): the usual constants.
_K1 = 1.2
_B = 0.75
_TITLE_COUNTS = 2

_TINY = float(np.finfo(np.float32).tiny)
_FREQUENT = 256
"""Rows of a stem from which on what it gives them is kept for the next question."""

Text = tuple[str, str, str, str]
"""Title, heading, text and language of a row."""
Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
Scores = NDArray[np.float32]


class Asked(Protocol):
    """One question, read once, for all that is wanted to know of it."""

    def best(self, allowed: Mask | None, limit: int) -> Rows:
        """The best rows that share a word with the text, best first. `allowed` is a mask of shape (n,)."""
        ...

    def weigh(self, rows: Rows) -> tuple[Scores, Scores]:
        """The BM25 score of each row, 0 where no word is shared, and its coverage, as `Lexical.coverage` gives it."""
        ...

    @property
    def most(self) -> float:
        """The most that any row could score for the text; 1 where nothing can."""
        ...


class Lexical(Protocol):
    """Search by words over rows 0 to n-1, the rows of a `Shelved`. Rows that are no longer live are never found."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Each word of the corpus as it is written, folded, with the number of times it occurs."""
        ...

    def has(self, word: str) -> bool:
        """True where the corpus has the word in any form."""
        ...

    @property
    def alive(self) -> Mask:
        """The rows that live, shape (n,)."""
        ...

    @property
    def live(self) -> int:
        """The number of rows that live."""
        ...

    def changed(self, gone: Mapping[int, Text], added: Sequence[Text]) -> "Lexical":
        """With rows `added` after the last one, and without those of `gone`, which have the texts they came with."""
        ...

    def folded(self, first: int) -> "Lexical":
        """With the segments from number `first` on made one. No row moves, also none that is gone."""
        ...

    def compacted(self) -> "Lexical":
        """In one segment, of the live rows alone: each moves up by the number of those before it that are gone."""
        ...

    def ask(self, text: str, language: str = ENGLISH) -> Asked:
        """The text as a question, without the words that only hold it together. Those below are short for it."""
        ...

    def search(self, text: str, allowed: Mask | None, limit: int) -> Rows:
        """See `Asked.best`."""
        ...

    def scores(self, text: str, rows: Rows) -> Scores:
        """The BM25 score of each row, 0 where no word is shared."""
        ...

    def most(self, text: str) -> float:
        """See `Asked.most`."""
        ...

    def coverage(self, text: str, rows: Rows) -> Scores:
        """How much of what the text is about each row says, 0 to 1; rare words count for more."""
        ...


class OpenLexical(Protocol):
    """Makes the search by words over the rows of some texts."""

    def __call__(self, texts: Iterable[Text]) -> Lexical:
        """`texts` are looked at once, and not kept."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class _Living:
    """What the rows that live have together. `lost` counts, by term, the rows that are posted and do not live.

    `languages` are all that rows are, or were, in.
    """

    mask: Mask
    length: int
    lost: Mapping[str, int]
    vocabulary: Vocabulary
    languages: frozenset[str]


class Bm25:
    """The `Lexical` of plain arrays, in segments: a change adds one and marks rows as gone, and copies no posting.

    The figures that BM25 takes from all rows are those of the rows that live, so it scores as if they had come at once.
    """

    def __init__(self, texts: Iterable[Text]) -> None:
        """Words of the title and the heading count twice."""
        languages: set[str] = set()
        part, told = post(_words(texts, languages), terms)
        mask, length = np.ones(len(part.lengths), np.bool_), int(part.lengths.sum())
        self._hold((part,), _Living(mask, length, {}, Vocabulary(told), frozenset(languages)))

    def _hold(self, parts: tuple[Postings, ...], living: _Living) -> None:
        self._parts = parts
        self._living = living
        self._kept: dict[tuple[int, int, int], Scores] = {}
        ends = np.cumsum([len(part.lengths) for part in parts]).tolist()
        self._segments = tuple(zip(parts, (0, *ends), strict=False))
        self.live = int(np.count_nonzero(living.mask))
        usual = max(living.length / max(self.live, 1), 1)
        lengths = np.concatenate([part.lengths for part in parts]).astype(np.float32)
        self.slowness = np.float32(_K1 * (1 - _B)) + lengths * np.float32(_K1 * _B / usual)

    @classmethod
    def _of(cls, parts: tuple[Postings, ...], living: _Living) -> "Bm25":
        made = cls.__new__(cls)
        made._hold(parts, living)
        return made

    @property
    def vocabulary(self) -> Vocabulary:
        """See `Lexical.vocabulary`."""
        return self._living.vocabulary

    @property
    def alive(self) -> Mask:
        """See `Lexical.alive`."""
        return self._living.mask

    def changed(self, gone: Mapping[int, Text], added: Sequence[Text]) -> "Bm25":
        """See `Lexical.changed`."""
        languages = set(self._living.languages)
        part, told = post(_words(added, languages), terms)
        said = list(_words(gone.values(), set()))
        mask = np.concatenate([self._living.mask, np.ones(len(added), np.bool_)])
        mask[list(gone)] = False
        length = self._living.length + int(part.lengths.sum()) - sum(len(words) for _, words in said)
        lost = Counter(self._living.lost)
        for language, words in said:
            lost.update(set(terms(words, language)))
        vocabulary = self.vocabulary.changed(told, [words for _, words in said])
        return self._of((*self._parts, part), _Living(mask, length, lost, vocabulary, frozenset(languages)))

    def folded(self, first: int) -> "Bm25":
        """See `Lexical.folded`."""
        parts = self._parts[first:]
        whole = joined(parts, [np.ones(len(part.lengths), np.bool_) for part in parts])
        return self._of((*self._parts[:first], whole), self._living)

    def compacted(self) -> "Bm25":
        """See `Lexical.compacted`."""
        whole = joined(self._parts, np.split(self._living.mask, [start for _, start in self._segments[1:]]))
        mask = np.ones(len(whole.lengths), np.bool_)
        living = self._living
        return self._of((whole,), _Living(mask, living.length, {}, living.vocabulary, living.languages))

    def has(self, word: str) -> bool:
        """See `Lexical.has`."""
        if word in self.vocabulary:
            return True
        return self._asked(word, word).frequency > 0

    def ask(self, text: str, language: str = ENGLISH) -> "Question":
        """See `Lexical.ask`."""
        said = content(tokens(text), language)
        telling = dict(zip(stems(said, language), said, strict=True))
        asked = [self._asked(stem, word) for stem, word in telling.items()]
        return Question(self, sorted(asked, key=lambda each: (each.frequency, each.stem)))

    def gains(self, place: "Place") -> Scores:
        """What the rows of a place gain by its stem, in parts of the stem's worth."""
        kept = self._kept.get(place[1:])
        if kept is None:
            part, start, first, end = place
            kept = _gain(part.times[first:end], self.slowness[start:][part.rows[first:end]])
            if len(kept) >= _FREQUENT:
                self._kept[place[1:]] = kept
        return kept

    def _places(self, term: str) -> list["Place"]:
        return [(part, start, *at) for part, start in self._segments if (at := part.of(term))]

    def _asked(self, stem: str, word: str) -> "_Stem":
        """A word of a question, in the rows of each language under its stem there: no row has it twice."""
        known = {terms([word], language)[0] for language in self._living.languages}
        places = [place for term in sorted(known) for place in self._places(term)]
        posted = sum(end - first for _, _, first, end in places)
        frequency = posted - sum(self._living.lost.get(term, 0) for term in known)
        # A word that no article has is about as rare as can be.
        worth = log1p((self.live - frequency + 0.5) / max(frequency + 0.5, 1))
        return _Stem(stem, frequency, np.float32(worth), places)

    def search(self, text: str, allowed: Mask | None, limit: int) -> Rows:
        """See `Lexical.search`."""
        return self.ask(text).best(allowed, limit)

    def scores(self, text: str, rows: Rows) -> Scores:
        """See `Lexical.scores`."""
        return self.ask(text).weigh(rows)[0]

    def most(self, text: str) -> float:
        """See `Lexical.most`."""
        return self.ask(text).most

    def coverage(self, text: str, rows: Rows) -> Scores:
        """See `Lexical.coverage`."""
        return self.ask(text).weigh(rows)[1]


Place = tuple[Postings, int, int, int]
"""A segment, the number of its first row, and from where to where in it the rows of a stem are posted."""


@dataclass(frozen=True, slots=True)
class _Stem:
    stem: str
    frequency: int
    worth: np.float32
    places: list[Place]


class Question:
    """The `Asked` of `Bm25`."""

    def __init__(self, corpus: Bm25, asked: Sequence[_Stem]) -> None:
        """What is asked, in the order of the sum, so that equal rows get equal scores in whatever segments they lie."""
        self._corpus = corpus
        self._asked = asked

    def best(self, allowed: Mask | None, limit: int) -> Rows:
        """See `Asked.best`."""
        admitted = self._corpus.alive if allowed is None else allowed
        scores = np.zeros(len(admitted), np.float32)
        for stem in self._asked:
            for place in stem.places:
                part, start, first, end = place
                np.add.at(scores[start:], part.rows[first:end], stem.worth * self._corpus.gains(place))
        # Numpy looks through a mask seven times as fast as through scores, and few rows are worth to be put in order.
        rows = np.flatnonzero(scores >= self._least(scores, admitted, limit))
        rows = rows[admitted[rows]]
        return rows[np.argsort(-scores[rows], kind="stable")][:limit].astype(np.int64)

    def _least(self, scores: Scores, admitted: Mask, limit: int) -> float:
        """A score above 0 that as many rows as are wanted reach for sure: those that have the rarest word."""
        for stem in self._asked:
            if stem.frequency >= limit:
                rows = np.concatenate([part.rows[first:end] + start for part, start, first, end in stem.places])
                rows = rows[admitted[rows]]
                if len(rows) >= limit:
                    return float(np.partition(scores[rows], -limit)[-limit])
        return _TINY

    @property
    def most(self) -> float:
        """See `Asked.most`."""
        return (_K1 + 1) * sum(float(stem.worth) for stem in self._asked if stem.frequency) or 1.0

    def weigh(self, rows: Rows) -> tuple[Scores, Scores]:
        """See `Asked.weigh`."""
        scores, said = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
        for stem in self._asked:
            for place in stem.places:
                hit, gains = self._gains(place, rows)
                scores[hit] += stem.worth * gains
                said[hit] += stem.worth
        most = sum(float(stem.worth) for stem in self._asked)
        return scores, said / np.float32(most) if most else said

    def _gains(self, place: Place, rows: Rows) -> tuple[Rows, Scores]:
        """Which of some rows are posted at a place, and what they gain."""
        part, start, first, end = place
        posted = part.rows[first:end]
        # Of the type of what is posted, or numpy would convert all of that.
        wanted = (rows - start).astype(np.int32)
        found = np.searchsorted(posted, wanted)
        found[found == len(posted)] = 0
        hit = np.flatnonzero(posted[found] == wanted)
        return hit, _gain(part.times[first:end][found[hit]], self._corpus.slowness[rows[hit]])


def _gain(times: NDArray[np.uint8], slowness: Scores) -> Scores:
    often = times.astype(np.float32)
    gain: Scores = often * np.float32(_K1 + 1) / (often + slowness)
    return gain


def _words(texts: Iterable[Text], languages: set[str]) -> Iterator[Words]:
    """Each row's language and words. Those languages are added to `languages`."""
    # Neighbours mostly share their names.
    named = lru_cache(1_000)(lambda title, heading: _TITLE_COUNTS * tokens(f"{title} {heading}"))
    for title, heading, text, language in texts:
        languages.add(spoken(language))
        yield spoken(language), named(title, heading) + tokens(text)
