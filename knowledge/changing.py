"""What changed from one version of an article to another, for people to read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from difflib import SequenceMatcher
from typing import Any, Literal

from knowledge.article import Article

Mark = Literal["same", "gone", "new"]
_LEFT_OUT = ("id", "body", "version")
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
# Two lines that share fewer of their words are two lines, not one that was changed.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a line: in both versions, only in the old one, or only in the new one."""

    mark: Mark
    words: str


Line = tuple[Piece, ...]
"""A line of either version, or of both with what changed inside it."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that is not the text, with what it was and what it is, as words; empty for nothing."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is different. `lines` are the whole text in reading order; none where the text is the same."""

    fields: tuple[FieldChange, ...]
    lines: tuple[Line, ...]

    def near(self, around: int = 1) -> tuple[Line, ...]:
        """The changed lines with so many lines around each; an empty line stands for what is left out between them."""
        changed = [number for number, line in enumerate(self.lines) if not _same(line)]
        kept = {n for at in changed for n in range(max(at - around, 0), min(at + around + 1, len(self.lines)))}
        return tuple(_with_gaps(self.lines, sorted(kept)))


def changes(before: Article, after: Article) -> Changes:
    """What is different in `after`. Blank lines are not looked at."""
    lines = _lines(before.body, after.body) if before.body != after.body else ()
    return Changes(tuple(_fields(before, after)), tuple(lines))


def _same(line: Line) -> bool:
    return all(piece.mark == "same" for piece in line)


def _with_gaps(lines: Sequence[Line], kept: Sequence[int]) -> Iterator[Line]:
    last = -1
    for number in kept:
        if number > last + 1:
            yield ()
        yield lines[number]
        last = number
    if kept and last < len(lines) - 1:
        yield ()


def _fields(before: Article, after: Article) -> Iterator[FieldChange]:
    for name in (each.name for each in fields(Article) if each.name not in _LEFT_OUT):
        old, new = words_of(getattr(before, name)), words_of(getattr(after, name))
        if old != new:
            yield FieldChange(name, old, new)


def words_of(value: Any) -> str:
    """A field's value as a person would write it; empty for nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return ", ".join(sorted(value))
    if hasattr(value, "roles"):
        return words_of(value.roles | value.sites) or "everyone"
    return "" if value is None else str(getattr(value, "name", value))


def _lines(before: str, after: str) -> Iterator[Line]:
    old, new = _written(before), _written(after)
    for _, begin, end, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield from _between(old[begin:end], new[first:last])


def _written(body: str) -> list[str]:
    return [line.rstrip() for line in body.splitlines() if line.strip()]


def _between(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    if old == new:
        yield from ((Piece("same", line),) for line in old)
    elif len(old) == len(new) and all(map(_alike, old, new)):
        yield from (tuple(_pieces(*pair)) for pair in zip(old, new, strict=True))
    else:
        yield from ((Piece("gone", line),) for line in old)
        yield from ((Piece("new", line),) for line in new)


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, _WORDS.findall(old), _WORDS.findall(new), autojunk=False).ratio() >= _ALIKE


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    for kind, begin, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[begin:end]))
            continue
        if begin < end:
            yield Piece("gone", "".join(before[begin:end]))
        if first < last:
            yield Piece("new", "".join(after[first:last]))
