"""Cuts an article into chunks small enough to quote. Every chunk is a verbatim part of the body."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.article import Article

# At DEBUG its lines follow the shape of what is read, and so would tell which article somebody was shown.
logging.getLogger("markdown_it").setLevel(logging.WARNING)

RULES = 1
"""Counts up when the same body would be cut differently, so that stored chunks are known to be old."""
ENOUGH = 120
"""Words after which a chunk is full."""
WHOLE = 200
"""Words up to which a list, table or warning stays in one piece."""

_ENDLESS = 4_000

_NEWLINE = re.compile(r"\r\n?|\n")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+")
_WARNING = re.compile(r"\W*(warning|caution|danger|important|attention|never|do not|don't|stop|note)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stored part of an article. `position` counts from 0; `heading` is its path, as in "Cooking > Poultry"."""

    article_id: str
    version: int
    position: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A top-level block of Markdown as character offsets into the body. `cuts` are the borders of its items."""

    kind: str
    start: int
    end: int
    cuts: tuple[int, ...] = ()


def split(article: Article) -> tuple[Chunk, ...]:
    """The chunks of an article in reading order.

    A chunk is a section, or a part of one of about `ENOUGH` words that leaves lists, tables and warnings whole up to
    `WHOLE` words. A heading with nothing under it is a chunk too, so that every word is in some chunk or heading.
    """
    pieces = [
        (heading, text)
        for heading, blocks in _sections(article.body, article.title)
        for text in _pieces(article.body, blocks)
    ]
    return tuple(
        Chunk(article.id, article.version, position, heading, text) for position, (heading, text) in enumerate(pieces)
    )


@cache
def markdown() -> MarkdownIt:
    """The one Markdown reader: CommonMark with tables."""
    return MarkdownIt("commonmark").enable("table")


def _sections(body: str, title: str) -> Iterator[tuple[str, list[_Block]]]:
    path: list[tuple[int, str]] = []
    heading, blocks = "", list[_Block]()
    for block, level, name in _outline(body):
        if not level:
            blocks.append(block)
            continue
        led_to = [block.kind for block in blocks] == ["heading"] and level > path[-1][0]
        if blocks and not led_to:
            yield heading, blocks
        path = [*(each for each in path if each[0] < level), (level, name)]
        heading, blocks = _path(path, title), [block]
    if blocks:
        yield heading, blocks


def _path(path: Sequence[tuple[int, str]], title: str) -> str:
    names = [name for _, name in path if name]
    return " > ".join(names[1:] if names and names[0].casefold() == title.casefold() else names)


def _outline(body: str) -> Iterator[tuple[_Block, int, str]]:
    """Blocks in order; a heading with its level and words, anything else with level 0."""
    lines = [0, *(match.end() for match in _NEWLINE.finditer(body)), len(body)]
    tokens = markdown().parse(body)
    tops = [at for at, token in enumerate(tokens) if token.level == 0 and token.map and token.nesting >= 0]
    done = 0
    for at, following in pairwise([*tops, len(tokens)]):
        block, level, name = _outlined(tokens[at:following], lines)
        yield from _unmarked(body, done, block.start)
        yield block, level, name
        done = block.end
    yield from _unmarked(body, done, len(body))


def _unmarked(body: str, start: int, end: int) -> Iterator[tuple[_Block, int, str]]:
    """What makes no token, such as the definition of a link."""
    if body[start:end].strip():
        yield _Block("paragraph", start, end), 0, ""


def _outlined(tokens: Sequence[Token], lines: Sequence[int]) -> tuple[_Block, int, str]:
    kind = tokens[0].type.removesuffix("_open")
    first, last = tokens[0].map or (0, 0)
    start, end = lines[first], lines[min(last, len(lines) - 1)]
    if kind == "heading":
        return _Block(kind, start, end), int(tokens[0].tag[1]), words_of(tokens[1])
    inner = [token for token in tokens if token.map and token.level in (1, 2) and token.type in _ITEMS]
    return _Block(kind, start, end, tuple(lines[token.map[0]] for token in inner if token.map)), 0, ""


_ITEMS = {"list_item_open", "tr_open", "paragraph_open"}


def words_of(inline: Token) -> str:
    """The words of a run of text without its marks."""
    children = inline.children or ()
    return "".join(" " if child.type in ("softbreak", "hardbreak") else child.content for child in children)


def _pieces(body: str, blocks: list[_Block]) -> Iterator[str]:
    inside = [block for block in blocks if block.kind != "heading"]
    fitted = (span for unit in _units(body, inside or blocks) for span in _fitted(body, unit))
    spans = [piece for start, end in fitted for piece in _bounded(body, start, end)]
    for start, end in _packed(body, spans):
        text = body[start:end].rstrip()
        text = text[len(text) - len(text.lstrip("\r\n")) :]
        if text.strip():
            yield text


def _units(body: str, blocks: list[_Block]) -> Iterator[list[_Block]]:
    """Blocks that belong together: a lead-in with its list, a warning with what it warns about."""
    unit: list[_Block] = []
    for block in blocks:
        if unit and not _belongs(body, unit[-1], block):
            yield unit
            unit = []
        unit.append(block)
    if unit:
        yield unit


def _belongs(body: str, before: _Block, block: _Block) -> bool:
    lead = body[before.start : before.end].rstrip().rstrip("*_ ").endswith(":")
    return lead or is_warning(body[block.start : block.end])


def is_warning(text: str) -> bool:
    """True for a quoted block, or one that opens with a word of warning."""
    return text.lstrip().startswith(">") or _WARNING.match(text) is not None


def _words(body: str, start: int, end: int) -> int:
    return len(body[start:end].split())


def _fitted(body: str, unit: list[_Block]) -> Iterator[tuple[int, int]]:
    """The unit as one span, or cut at its borders where it is too long to stay whole."""
    start, end = unit[0].start, unit[-1].end
    limit = ENOUGH if len(unit) == 1 and unit[0].kind == "paragraph" else WHOLE
    if _words(body, start, end) <= limit:
        yield start, end
        return
    borders = sorted({start, end, *(cut for block in unit for cut in _borders(body, block))})
    yield from pairwise(borders)


def _bounded(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, cut between words where it has no border that Markdown or a sentence gives, and is endless."""
    while end - start > _ENDLESS:
        space = max(body.rfind(mark, start + 1, start + _ENDLESS) for mark in " \n")
        cut = space + 1 if space > start else start + _ENDLESS
        yield start, cut
        start = cut
    yield start, end


def _borders(body: str, block: _Block) -> Iterator[int]:
    yield block.start
    yield from (cut for cut in block.cuts if block.start < cut < block.end)
    if block.kind == "paragraph":
        yield from (match.end() for match in _SENTENCE_END.finditer(body, block.start, block.end))


def _packed(body: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Neighbouring spans joined until a chunk is full."""
    number, count, begun = 0, 0, 0
    numbered: list[tuple[int, tuple[int, int]]] = []
    for span in spans:
        words = _words(body, *span)
        if count and (count + words > ENOUGH or span[1] - begun > _ENDLESS):
            number, count = number + 1, 0
        begun = begun if count else span[0]
        numbered.append((number, span))
        count += words
    for _, group in groupby(numbered, key=lambda pair: pair[0]):
        joined = [span for _, span in group]
        yield joined[0][0], joined[-1][1]
