"""Lines of a printed page as Markdown: what is larger is a heading, what begins with a dot or a number is a list."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.converting import markup


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. `top`, `bottom`, `left` and `height`, that of the page, are in points.

    `inner` is where its second word begins: behind a bullet or a number that is where the next lines of it begin.
    `full` is a line that goes on nearly as far as the page's longest.
    """

    page: int
    top: float
    words: str
    size: float = 10.0
    bold: bool = False
    left: float = 0.0
    bottom: float = 0.0
    height: float = 842.0
    inner: float = 0.0
    full: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a page: its rows of cells."""

    page: int
    top: float
    rows: tuple[tuple[str, ...], ...]


Part = Line | Table

_BULLET = re.compile(r"^[•●○◦▪■□‣·∙➢–*-]\s+(?=\S)")
_NUMBER = re.compile(r"^\(?(\d{1,3})[.)]\s+(?=\S)")
_BARE_NUMBER = re.compile(r"^(\d{1,2})\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"^\W*(page|página|strona|seite)?\s*\d+\s*((of|de|z|/|von)\s*\d+)?\W*$", re.IGNORECASE)
_ENDED = re.compile(r"[.:;?!…]$")
_LEVELS = 4
_MARGIN = 0.09
"""The part of a page, above and below, in which running heads stand."""


def markdown_of(parts: Sequence[Part]) -> str:
    """The parts of all pages, in their order, as Markdown."""
    kept = _without_running(parts)
    body = _body_size(kept)
    levels = _levels(kept, body)
    blocks = list(_blocks(kept, body, levels))
    return markup.tidy("\n\n".join(_numbered(blocks)))


def _without_running(parts: Sequence[Part]) -> list[Part]:
    """Without what stands at the head or foot of many pages, and without page numbers there."""
    pages = len({part.page for part in parts})
    edge = [part for part in parts if isinstance(part, Line) and _at_edge(part)]
    seen = Counter(_pattern(line) for line in {(line.page, line.words): line for line in edge}.values())
    running = {words for words, count in seen.items() if count >= 3 and count >= pages / 2}
    return [part for part in parts if not (isinstance(part, Line) and _at_edge(part) and _runs(part, running))]


def _runs(line: Line, running: set[str]) -> bool:
    return _pattern(line) in running or _PAGE_NUMBER.match(line.words) is not None


def _at_edge(line: Line) -> bool:
    return line.bottom < line.height * _MARGIN or line.top > line.height * (1 - _MARGIN)


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", line.words)


def _body_size(parts: Sequence[Part]) -> float:
    sizes = Counter[float]()
    for part in parts:
        if isinstance(part, Line):
            sizes[part.size] += len(part.words)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def _levels(parts: Sequence[Part], body: float) -> dict[float, int]:
    """The level of each size that is larger than the body's; the largest is the first."""
    lines = [part for part in parts if isinstance(part, Line)]
    larger = sorted({line.size for line in lines if line.size > body * 1.08}, reverse=True)
    return {size: min(level, _LEVELS) for level, size in enumerate(larger, 1)}


Block = tuple[str, str]
"""What it is (#, ##, -, 1., table or text) and its words."""


def _blocks(parts: Sequence[Part], body: float, levels: dict[float, int]) -> Iterator[Block]:
    current: Block | None = None
    begin = before = Line(0, 0.0, "")
    number = 0
    for part in parts:
        if isinstance(part, Table):
            yield from [current] if current else []
            current = None
            yield "table", markup.table(part.rows)
            continue
        begun = _begun(part, body, levels, number + 1)
        if current and _goes_on(before, part, current, begun) and not _left_the_list(begin, before, part, current):
            current = (current[0], _joined(current[1], part.words))
        else:
            yield from [current] if current else []
            current, begin, number = begun, part, _number_of(begun, number)
        before = part
    yield from [current] if current else []


def _number_of(block: Block, before: int) -> int:
    """The number of the last step; a heading begins to count anew."""
    if block[0][:1].isdigit():
        return int(block[0][:-1])
    return 0 if block[0].startswith("#") else before


def _left_the_list(begin: Line, before: Line, line: Line, current: Block) -> bool:
    """True where a line stands further left than the item above it, or under its mark when that item has ended."""
    if not _listed(current[0]):
        return False
    ended = not before.full or _ENDED.search(before.words) is not None
    return line.left < begin.left - 1 or (line.left < begin.inner - 3 and ended)


def _begun(line: Line, body: float, levels: dict[float, int], expected: int) -> Block:
    """The block that a line would begin. `expected` is the number that a next step would have."""
    if bullet := _BULLET.match(line.words):
        return "-", line.words[bullet.end() :]
    if line.size in levels:
        return "#" * levels[line.size], line.words
    number = _NUMBER.match(line.words) or _next_number(line.words, expected)
    if number and not (line.bold and len(line.words) < 60 and not _ENDED.search(line.words)):
        return f"{number[1]}.", line.words[number.end() :]
    if line.bold and len(line.words) < 90 and line.size >= body and not re.search(r"[.;,]$", line.words):
        return "#" * min(_LEVELS + 1, len(set(levels.values())) + 1), line.words
    return "text", line.words


def _next_number(words: str, expected: int) -> "re.Match[str] | None":
    """A number without a dot begins a step only where it is the next one, or the first."""
    number = _BARE_NUMBER.match(words)
    return number if number and (int(number[1]) == expected or (number[1] == "1" and words[2:3].isupper())) else None


def _goes_on(before: Line, line: Line, current: Block, begun: Block) -> bool:
    gap = line.top - before.bottom
    if begun[0].startswith("#") or current[0].startswith("#"):
        return begun[0] == current[0] and line.size == before.size and -2 < gap < line.size * 0.6
    if begun[0] != "text" or line.size != before.size:
        return False
    if line.page != before.page:
        return not _ENDED.search(before.words) and line.words[:1].islower()
    return -2 < gap < line.size * 0.75


def _joined(before: str, after: str) -> str:
    if re.search(r"\w[-\u00ad]$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"


def _numbered(blocks: Sequence[Block]) -> Iterator[str]:
    """Blocks as Markdown; items that follow one another are one list."""
    lines: list[str] = []
    for block, following in pairwise([*blocks, ("end", "")]):
        if _listed(block[0]):
            lines.append(f"{block[0]} {markup.paragraph(block[1])}")
        else:
            lines.append(_marked(block))
        if not (_listed(block[0]) and _listed(following[0])):
            yield "\n".join(lines)
            lines = []


def _listed(kind: str) -> bool:
    return kind == "-" or kind[:1].isdigit()


def _marked(block: Block) -> str:
    kind, words = block
    if kind == "table":
        return words
    return f"{kind} {markup.literal(words)}" if kind.startswith("#") else markup.paragraph(words)
