"""An article's Markdown as words to read, for places that show no Markdown."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from knowledge.splitting import markdown as reader
from knowledge.splitting import words_of

BULLET = "\u2022"
_NEWLINE = re.compile(r"\r\n?|\n")
_AS_IT_STANDS = ("fence", "code_block", "html_block")


def shown(markdown: str) -> str:
    """The same words in the same order: marks of emphasis, quoting and headings go, table cells are parted by dots.

    Text that is nothing but marks stays as it is.
    """
    lines = _NEWLINE.split(markdown)
    tokens = reader().parse(markdown)
    tops = [at for at, token in enumerate(tokens) if token.level == 0 and token.map and token.nesting >= 0]
    said = list[str]()
    for at, following in pairwise([*tops, len(tokens)]):
        begins = (tokens[at].map or [0])[0]
        apart = said and begins and not lines[begins - 1].strip()
        said += [*([""] if apart else []), *_said(tokens[at:following])]
    return "\n".join(said).strip() or markdown.strip()


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
