"""The words of the articles as they are written, for reading what somebody meant to write."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

_OUTGROWN = 0.05


class Vocabulary(Mapping[str, int]):
    """How often each word occurs. Never changed; `changed` gives another, that shares with this one what took long."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._grouped = _Grouped(counts)
        self._newer: tuple[str, ...] = ()

    def __getitem__(self, word: str) -> int:
        return self._counts[word]

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)

    def __contains__(self, word: object) -> bool:
        return word in self._counts

    def alike(self, first: str, shortest: int, longest: int) -> list[str]:
        """The words that begin with a letter and have from `shortest` to `longest` letters, in no order."""
        newer = [word for word in self._newer if word[:1] == first and shortest <= len(word) <= longest]
        older = (word for length in range(shortest, longest + 1) for word in self._grouped.of(first, length))
        return [word for each in (older, newer) for word in each if word in self._counts]

    def changed(self, told: Mapping[str, int], less: Sequence[Sequence[str]]) -> "Vocabulary":
        """With the words `told` so many times more, and each of `less` said once less. No word is said 0 times."""
        counts, changes = dict(self._counts), Counter(told)
        for words in less:
            changes.subtract(words)
        for word, change in changes.items():
            counts[word] = counts.get(word, 0) + change
            if not counts[word]:
                del counts[word]
        made = Vocabulary(counts)
        newer = tuple(word for word in changes if word in counts and not self._finds(word))
        if len(self._newer) + len(newer) <= _OUTGROWN * len(counts):
            made._grouped, made._newer = self._grouped, self._newer + newer
        return made

    def _finds(self, word: str) -> bool:
        return word in self._grouped.counts or word in self._newer


class _Grouped:
    """Words by their first letter and their length, grouped when that is first wanted."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self.counts = counts
        self._groups: Mapping[tuple[str, int], Sequence[str]] | None = None

    def of(self, first: str, length: int) -> Sequence[str]:
        if self._groups is None:
            groups = defaultdict(list)
            for word in self.counts:
                groups[word[:1], len(word)].append(word)
            self._groups = dict(groups)
        return self._groups.get((first, length), ())
