"""Takes a chunk of Markdown apart into what can be quoted: sentences, items of a list, rows of a table, warnings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from knowledge.plain import mark_of, rows_of
from knowledge.splitting import is_warning, markdown, words_of

_NEWLINE = re.compile(r"\r\n?|\n")
# The end of a sentence: a stop, then a space, then something that can begin one. "8 a.m. on" and "No. 5" go on.
_STOP = re.compile(r"(?<=[.!?])[\"')\]*_]*\s+(?=[\"'(\[*_]*[A-Z0-9\u00bf\u00a1\u00c0-\u00de])")
# An initial is a single letter, but for a unit after its number: "63 °C. Then" are two sentences.
_SHORTENED = re.compile(
    r"(?:\b(?:e\.g|i\.e|no|mr|mrs|ms|dr|st|vs|approx|etc|a\.m|p\.m)\.|(?<![°\d])(?<![°\d] )\b[A-Z]\.)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Unit:
    """Words that stand on their own, without marks. `number` is that of a step, as it is written."""

    words: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level part of a chunk: `text[start:end]` is verbatim. `kind` is prose, list, steps, table or warning."""

    kind: str
    start: int
    end: int
    units: tuple[Unit, ...]


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a chunk in order, headings left out. Text that has no block of its own is left out too."""
    lines = [0, *(match.end() for match in _NEWLINE.finditer(text)), len(text)]
    tokens = markdown().parse(text)
    tops = [at for at, token in enumerate(tokens) if token.level == 0 and token.map and token.nesting >= 0]
    found = []
    for at, following in pairwise([*tops, len(tokens)]):
        first, last = tokens[at].map or (0, 0)
        start, end = lines[first], lines[min(last, len(lines) - 1)]
        block = _block(tokens[at:following], text[start:end], start)
        if block.units:
            found.append(block)
    return tuple(found)


def _block(tokens: Sequence[Token], source: str, start: int) -> Block:
    kind = tokens[0].type.removesuffix("_open")
    end = start + len(source.rstrip())
    if kind == "heading":
        return Block("heading", start, end, ())
    if kind in ("bullet_list", "ordered_list"):
        return Block("steps" if kind == "ordered_list" else "list", start, end, tuple(_items(tokens)))
    if kind == "table":
        return Block("table", start, end, tuple(_rows(tokens)))
    inline = [words_of(token) for token in tokens if token.type == "inline"]
    words = " ".join(inline) if inline else tokens[0].content if kind in ("fence", "code_block") else ""
    named = "warning" if is_warning(source) else "prose"
    return Block(named, start, end, tuple(Unit(sentence) for sentence in sentences(words)))


def sentences(words: str) -> Iterator[str]:
    """The sentences of running text, each exactly as it stands."""
    begin = 0
    for stop in _STOP.finditer(words):
        if not _SHORTENED.search(words[begin : stop.start()]):
            yield words[begin : stop.start()].strip()
            begin = stop.end()
    if words[begin:].strip():
        yield words[begin:].strip()


def _items(tokens: Sequence[Token]) -> Iterator[Unit]:
    starts = [at for at, token in enumerate(tokens) if token.type == "list_item_open" and token.level == 1]
    for at, following in pairwise([*starts, len(tokens)]):
        item = " ".join(words_of(token) for token in tokens[at:following] if token.type == "inline")
        if item.strip():
            yield Unit(" ".join(item.split()), mark_of(tokens[at]))


def _rows(tokens: Sequence[Token]) -> Iterator[Unit]:
    # The first row is the head: it names the columns and answers nothing.
    for cells in list(rows_of(tokens))[1:]:
        first, *others = cells or [""]
        words = ": ".join(part for part in (first, ", ".join(cell for cell in others if cell)) if part)
        if words:
            yield Unit(words)
