"""An article's Markdown as words to read, for places that show no Markdown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from knowledge.splitting import markdown as reader
from knowledge.splitting import words_of

BULLET = "\u2022"
_NEWLINE = re.compile(r"\r\n?|\n")
Block = tuple[bool, Sequence[Token]]
"""A top-level block, and whether an empty line stands before it."""
_AS_IT_STANDS = ("fence", "code_block", "html_block")


def shown(markdown: str) -> str:
    """The same words in the same order: marks of emphasis, quoting and headings go, table cells are parted by dots.

    Text that is nothing but marks stays as it is.
    """
    return _joined(_blocks(markdown)) or markdown.strip()


def parts(markdown: str) -> Iterator[tuple[str, str]]:
    """The same words, cut at the headings: each heading, empty before the first one, with the words under it."""
    heading, under = "", list[Block]()
    for block in _blocks(markdown):
        if block[1][0].type == "heading_open":
            yield heading, _joined(under)
            heading, under = " ".join(_said(block[1])), []
        else:
            under.append(block)
    yield heading, _joined(under)


def _blocks(markdown: str) -> Iterator[Block]:
    lines, tokens = _NEWLINE.split(markdown), reader().parse(markdown)
    tops = [at for at, token in enumerate(tokens) if token.level == 0 and token.map and token.nesting >= 0]
    for at, following in pairwise([*tops, len(tokens)]):
        begins = (tokens[at].map or [0])[0]
        yield bool(begins and not lines[begins - 1].strip()), tokens[at:following]


def _joined(blocks: Iterable[Block]) -> str:
    said = list[str]()
    for apart, block in blocks:
        said += [*([""] if said and apart else []), *_said(block)]
    return "\n".join(said).strip()


def mark_of(item: Token) -> str:
    """What an item of a list begins with: its number as it is written, or nothing where it has none."""
    return f"{item.info}{item.markup}" if item.info else ""


def rows_of(table: Sequence[Token]) -> Iterator[list[str]]:
    """The rows of a table as the words of their cells, the head first."""
    starts = [at for at, token in enumerate(table) if token.type == "tr_open"]
    for at, following in pairwise([*starts, len(table)]):
        yield [words_of(token).strip() for token in table[at:following] if token.type == "inline"]


def _said(block: Sequence[Token]) -> Iterator[str]:
    if block[0].type == "table_open":
        yield from (" \u00b7 ".join(cells) for cells in rows_of(block))
        return
    depth, mark = -1, ""
    for token in block:
        if token.type.endswith("_list_open"):
            depth += 1
        elif token.type.endswith("_list_close"):
            depth -= 1
        elif token.type == "list_item_open":
            mark = f"{mark_of(token) or BULLET} "
        elif token.type == "inline" or token.type in _AS_IT_STANDS:
            yield "  " * max(depth, 0) + mark + (words_of(token) if token.children else token.content.rstrip())
            mark = ""
