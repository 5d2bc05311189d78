"""Writes an article as a document of any kind that is loaded, so that no binary file lies in the repository.

An article is a list of blocks here; `blocks_of` reads them from Markdown.
"""

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Kind = Literal["heading", "step", "bullet", "warning", "picture", "text", "table"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a document. `level` is that of a heading; a table has rows instead of words."""

    kind: Kind
    words: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


SAMPLE = (
    Block("heading", "Core temperature", 1),
    Block("text", "Cook chicken until the thickest part reaches 75 °C."),
    Block("step", "Wash your hands."),
    Block("step", "Put the probe into the thickest part."),
    Block("step", "Wait until the number stands still."),
    Block("heading", "What you need", 2),
    Block("bullet", "A clean probe"),
    Block("bullet", "A wipe with alcohol"),
    Block("table", rows=(("Food", "Temperature"), ("Chicken", "75 °C"), ("Fish", "63 °C"))),
    Block("warning", "Never use a probe that is cracked."),
    Block("picture", "A probe in a chicken breast"),
)


def blocks_of(markdown: str) -> list[Block]:
    """The blocks of a Markdown text, each with its plain words."""
    reading = _Reading()
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        reading.take(token)
    return reading.found


class _Reading:
    def __init__(self) -> None:
        self.found: list[Block] = []
        self._rows: list[list[str]] = []
        self._lists: list[Kind] = []
        self._level = self._quoted = 0

    def take(self, token: Token) -> None:
        self._lists = _lists(self._lists, token)
        self._quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type in ("heading_open", "heading_close"):
            self._level = int(token.tag[1:]) if token.type == "heading_open" else 0
        elif token.type == "tr_open":
            self._rows.append([])
        elif token.type == "table_close":
            self.found.append(Block("table", rows=tuple(map(tuple, self._rows))))
            self._rows = []
        elif token.type == "inline":
            self._say(_words(token))

    def _say(self, words: str) -> None:
        if self._rows:
            self._rows[-1].append(words)
        elif words:
            listed: Kind = self._lists[-1] if self._lists else "text"
            kind: Kind = "heading" if self._level else "warning" if self._quoted else listed
            self.found.append(Block(kind, words, self._level))


def _lists(lists: list[Kind], token: Token) -> list[Kind]:
    if token.type in ("ordered_list_open", "bullet_list_open"):
        return [*lists, "step" if token.type.startswith("ordered") else "bullet"]
    return lists[:-1] if token.type in ("ordered_list_close", "bullet_list_close") else lists


def _words(token: Token) -> str:
    kept = (child.content if child.type in ("text", "code_inline") else " " for child in token.children or [])
    return " ".join("".join(kept).split())


def markdown(title: str, blocks: Sequence[Block]) -> bytes:
    """A Markdown file."""
    parts = [f"# {title}", *(_marked(block) for block in blocks)]
    return "\n\n".join(parts).encode()


def _marked(block: Block) -> str:
    if block.kind == "table":
        head, *rest = (f"| {' | '.join(row)} |" for row in block.rows)
        return "\n".join([head, "|" + "---|" * len(block.rows[0]), *rest])
    sign = {"step": "1. ", "bullet": "- ", "warning": "> **Warning:** "}.get(
        block.kind, "#" * min(block.level + 1, 6) + " "
    )
    return (
        f"Picture: {block.words}" if block.kind == "picture" else (sign if block.kind != "text" else "") + block.words
    )


def page(title: str, blocks: Sequence[Block], around: str = "") -> bytes:
    """A web page with a navigation, a script and hidden words around its text."""
    body = "\n".join(_tagged(block) for block in blocks)
    return f"""<!DOCTYPE html><html lang="en"><head><title>{html.escape(title)}</title><style>p {{ color: red }}</style>
<script>var secret = "scripted";</script></head><body><nav><a href="/">Home of everything</a></nav>{around}
<main><h1>{html.escape(title)}</h1><p style="display: none">Unseen words</p>{body}</main>
<footer>All rights reserved</footer></body></html>""".encode()


def _tagged(block: Block) -> str:
    words = html.escape(block.words)
    if block.kind == "table":
        head, *rest = block.rows
        return f"<table>{_row(head, 'th')}{''.join(_row(row, 'td') for row in rest)}</table>"
    return {
        "heading": f"<h{block.level + 1}>{words}</h{block.level + 1}>",
        "step": f"<ol><li>{words}</li></ol>",
        "bullet": f"<ul><li>{words}</li></ul>",
        "warning": f'<div class="alert alert-warning"><p>{words}</p></div>',
        "picture": f'<img src="https://example.com/x.png" alt="{words}">',
    }.get(block.kind, f"<p>{words}</p>")


def _row(cells: Sequence[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"


def word(title: str, blocks: Sequence[Block]) -> bytes:
    """A DOCX with the styles that Word itself offers, and a hidden run."""
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    document = docx.Document()
    document.core_properties.title = title
    document.styles.add_style("Warning Box", WD_STYLE_TYPE.PARAGRAPH)
    for block in blocks:
        _to_word(document, block)
    document.add_paragraph().add_run("Unseen words").font.hidden = True
    return _saved(document)


def _to_word(document: Any, block: Block) -> None:
    if block.kind == "table":
        table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
        for row, cells in zip(table.rows, block.rows, strict=True):
            for cell, words in zip(row.cells, cells, strict=False):
                cell.text = words
    elif block.kind == "heading":
        document.add_heading(block.words, min(block.level + 1, 9))
    elif block.kind == "picture":
        _picture(document, block.words)
    else:
        styles = {"step": "List Number", "bullet": "List Bullet", "warning": "Warning Box"}
        document.add_paragraph(block.words, styles.get(block.kind))


def _picture(document: Any, words: str) -> None:
    document.add_picture(io.BytesIO(png()))
    document.element.body.findall(".//{*}docPr")[-1].set("descr", words)


def png() -> bytes:
    """The smallest of pictures."""
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (2, 2)).save(made, "PNG")
    return made.getvalue()


def slides(title: str, blocks: Sequence[Block]) -> bytes:
    """A PPTX: a slide a heading, bullets and text in its placeholder, tables of its own, warnings in the notes."""
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.core_properties.title = title
    slide = _slide(deck, title)
    for block in blocks:
        if block.kind == "heading":
            slide = _slide(deck, block.words)
        elif block.kind == "table":
            size = (Inches(1), Inches(4), Inches(8), Inches(2))
            table = slide.shapes.add_table(len(block.rows), len(block.rows[0]), *size).table
            for row, cells in enumerate(block.rows):
                for column, words in enumerate(cells[: len(block.rows[0])]):
                    table.cell(row, column).text = words
        elif block.kind == "picture":
            drawn = slide.shapes.add_picture(io.BytesIO(png()), 0, 0)
            drawn._element.nvPicPr.cNvPr.set("descr", block.words)
        else:
            frame = slide.placeholders[1].text_frame
            (frame.paragraphs[0] if not frame.text else frame.add_paragraph()).text = block.words
    return _saved(deck)


def _slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = title
    return slide


def portable(title: str, blocks: Sequence[Block]) -> bytes:
    """A PDF as an office program would print it."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import ListFlowable, ListItem, Paragraph, SimpleDocTemplate, Table

    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(html.escape(title), styles["Title"])]
    number = 0
    for block in blocks:
        number = number + 1 if block.kind == "step" else 0
        words = Paragraph(html.escape(block.words), styles["BodyText"])
        if block.kind == "heading":
            story.append(Paragraph(html.escape(block.words), styles[f"Heading{min(block.level + 1, 4)}"]))
        elif block.kind == "table":
            cells = [[Paragraph(html.escape(cell), styles["BodyText"]) for cell in row] for row in block.rows]
            story.append(Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        elif block.kind in ("step", "bullet"):
            item = ListItem(words, value=number) if block.kind == "step" else words
            story.append(
                ListFlowable([item], bulletType="1" if block.kind == "step" else "bullet", start=number or None)
            )
        else:
            said = f"Warning: {block.words}" if block.kind == "warning" else block.words
            story.append(Paragraph(html.escape(said), styles["BodyText"]))
    made = io.BytesIO()
    SimpleDocTemplate(made, title=title).build(story)
    return made.getvalue()


def mail(title: str, blocks: Sequence[Block]) -> bytes:
    """An e-mail with a plain and a formatted part, from somebody to somebody."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = title, "Ana <ana@example.com>", "all@example.com"
    message.set_content("\n\n".join(block.words for block in blocks))
    message.add_alternative(page(title, blocks).decode(), subtype="html")
    return message.as_bytes()


def pairs(title: str, blocks: Sequence[Block]) -> bytes:
    """A workbook of one question and its answer, in Markdown."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Question", "Answer"])
    sheet.append([title, "\n\n".join(map(_marked, blocks))])
    return _saved(book)


def _saved(document: Any) -> bytes:
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


MAKERS: dict[str, Callable[[str, Sequence[Block]], bytes]] = {
    ".md": markdown, ".html": page, ".docx": word, ".pptx": slides, ".pdf": portable, ".eml": mail, ".xlsx": pairs,
}  # fmt: skip
"""How each kind of document is made, by its suffix."""
