"""Which rows have a word, and how often: one segment of what is searched by words. Never changed once made."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

_MOST = 255
_BLOCK = 16_384

Words = tuple[str, Sequence[str]]
"""The language of a row, and its words."""
TermsOf = Callable[[list[str], str], list[str]]
"""What words of a language are posted under."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """The rows of a segment, counted from 0, by term.

    The rows that have term t are `rows[starts[t] : starts[t + 1]]`, ascending, int32, and `times` beside them says how
    often, uint8, at most 255. `lengths` holds the number of words of each row, int32.
    """

    terms: Mapping[str, int]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    times: NDArray[np.uint8]
    lengths: NDArray[np.int32]

    def of(self, term: str) -> tuple[int, int] | None:
        """From where to where the rows of a term are posted, None where no row has it."""
        number = self.terms.get(term)
        return None if number is None else (int(self.starts[number]), int(self.starts[number + 1]))


def post(rows: Iterable[Words], terms_of: TermsOf) -> tuple[Postings, dict[str, int]]:
    """The postings of rows of words under the words' terms, and how often each word occurs as it is written."""
    every = iter(rows)
    parts, counts = list[Postings](), Counter[str]()
    # Block by block, so that of all the words no more than a block's lie in memory as Python's objects.
    while not parts or len(parts[-1].lengths) == _BLOCK:
        part, told = _posted(islice(every, _BLOCK), terms_of)
        parts.append(part)
        counts.update(told)
    whole = parts[0] if len(parts) == 1 else joined(parts, [np.ones(len(part.lengths), np.bool_) for part in parts])
    return whole, dict(counts)


def _posted(rows: Iterable[Words], terms_of: TermsOf) -> tuple[Postings, dict[str, int]]:
    following = count()
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(following.__next__))
    each, many = array("i"), array("i")
    for language, words in rows:
        known = numbers[language]
        each.extend([known[word] for word in words])
        many.append(len(words))
    written, lengths = np.array(each, dtype=np.int32), np.array(many, dtype=np.int32)
    termed = {number: term for language, known in numbers.items()
              for number, term in zip(known.values(), terms_of(list(known), language), strict=True)}  # fmt: skip
    terms = {term: place for place, term in enumerate(dict.fromkeys(termed.values()))}
    term_of = np.array([terms[termed[number]] for number in range(len(termed))], dtype=np.int64)
    times, counts = np.bincount(written, minlength=len(termed)).tolist(), Counter[str]()
    for known in numbers.values():
        counts.update({word: times[number] for word, number in known.items()})
    return _counted(terms, term_of[written], np.repeat(np.arange(len(lengths)), lengths), lengths), counts


def _counted(
    terms: Mapping[str, int], each: NDArray[np.int64], rows: NDArray[np.int64], lengths: NDArray[np.int32]
) -> Postings:
    many = max(len(lengths), 1)
    pairs, times = np.unique(each * many + rows, return_counts=True)
    starts = np.searchsorted(pairs, np.arange(len(terms) + 1) * many)
    return Postings(terms, starts, (pairs % many).astype(np.int32), np.minimum(times, _MOST).astype(np.uint8), lengths)


def joined(parts: Sequence[Postings], kept: Sequence[NDArray[np.bool_]]) -> Postings:
    """One segment of the rows that are kept of several, in their order. `kept[i]` is a mask of the rows of `parts[i]`.

    Terms that no row has any more are left out.
    """
    names: dict[str, int] = {}
    numbers = [np.array([names.setdefault(term, len(names)) for term in part.terms], np.int64) for part in parts]
    first = np.concatenate([[0], np.cumsum([np.count_nonzero(mask) for mask in kept])])
    moved = [
        _moved(part, mask, number, int(start))
        for part, mask, number, start in zip(parts, kept, numbers, first, strict=False)
    ]
    term, row, times = (np.concatenate([each[column] for each in moved]) for column in range(3))
    order = np.argsort(term, kind="stable")
    frequency = np.bincount(term, minlength=len(names))
    left = np.flatnonzero(frequency)
    spelled = list(names)
    terms = {spelled[number]: at for at, number in enumerate(left.tolist())}
    starts = np.concatenate([[0], np.cumsum(frequency[left])]).astype(np.int64)
    lengths = np.concatenate([part.lengths[mask] for part, mask in zip(parts, kept, strict=True)])
    return Postings(terms, starts, row[order], times[order], lengths)


def _moved(
    part: Postings, kept: NDArray[np.bool_], numbers: NDArray[np.int64], start: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """Term, row and times of each kept posting, in the numbering of the joined segment."""
    staying = kept[part.rows]
    term = np.repeat(numbers.astype(np.int32), np.diff(part.starts))[staying]
    row = (np.cumsum(kept, dtype=np.int32) - 1 + np.int32(start))[part.rows[staying]]
    return term, row, part.times[staying]
