"""PDFs as lines with their sizes, and tables, page by page. `layout` makes Markdown of them."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any, BinaryIO

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.converting.layout import Line, Part, Table, markdown_of
from knowledge.converting.piece import Piece, RefusedError, Tick

MOST_PAGES = 1_000
LARGEST_PAGE = 20_000.0
"""Points, each side; A0 is 3,370 long."""
MOST_MARKS = 60_000
"""Characters, lines and boxes of one page."""
_MOST_EDGES = 3_000
"""A page with more lines than that is a drawing, and is not looked through for tables."""
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_CHUNK = 1 << 20
_CODE = re.compile(r"\(cid:\d+\)")


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """One article of a PDF. Its title is that of its properties, or its largest words."""
    _check_pages(file)
    with _opened(file) as document:
        parts: list[Part] = []
        for number, page in enumerate(document.pages, 1):
            parts += _read(page, number)
            page.close()
            tick()
        title = document.metadata.get("Title")
    if not any(isinstance(part, Line) for part in parts):
        raise RefusedError("has no text, only pictures of it; accepted are PDFs whose words can be marked and copied")
    known = " ".join(title.split())[:200] if isinstance(title, str) else ""
    fields = {"title": known} if known and not re.search(r"\.\w{2,4}$|untitled|^Microsoft Word", known) else {}
    return [Piece(markdown_of(parts), fields)]


def _check_pages(file: BinaryIO) -> None:
    """A look at the bytes, before all pages are made objects of. Versions in one file repeat a page."""
    count = 0
    while chunk := file.read(_CHUNK):
        count += len(_PAGE.findall(chunk))
    file.seek(0)
    if count > MOST_PAGES * 5:
        raise RefusedError(f"has {count:,} pages; accepted are up to {MOST_PAGES:,}; split it")


def _opened(file: Any) -> Any:
    try:
        document = pdfplumber.open(file)
        count = len(document.pages)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise RefusedError("is encrypted; save it without a password") from None
        if isinstance(cause, MemoryError | RecursionError):
            raise cause from None
        raise RefusedError("is not a whole PDF; print it to a PDF again") from None
    except (PDFSyntaxError, KeyError, TypeError, ValueError, AttributeError, AssertionError, IndexError):
        raise RefusedError("is not a whole PDF; print it to a PDF again") from None
    if not count:
        raise RefusedError("has no pages that can be read; print it to a PDF again")
    if count > MOST_PAGES:
        raise RefusedError(f"has {count:,} pages; accepted are up to {MOST_PAGES:,}; split it")
    return document


def _read(page: Any, number: int) -> list[Part]:
    try:
        return _of_page(page, number)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], MemoryError | RecursionError):
            raise error.args[0] from None
        raise RefusedError(f"page {number} is broken; print it to a PDF again") from None


def _of_page(page: Any, number: int) -> list[Part]:
    if max(page.width, page.height) > LARGEST_PAGE:
        raise RefusedError(
            f"page {number} is {max(page.width, page.height):,.0f} points long; accepted are up to {LARGEST_PAGE:,.0f}"
        )
    marks = sum(len(found) for found in page.objects.values())
    if marks > MOST_MARKS:
        raise RefusedError(f"page {number} has {marks:,} marks; accepted are up to {MOST_MARKS:,}")
    tables = page.find_tables() if len(page.edges) <= _MOST_EDGES else []
    tables = [table for table in tables if len(table.rows) > 1 and max(len(row.cells) for row in table.rows) > 1]
    boxes = [table.bbox for table in tables]
    parts: list[Part] = [
        Table(number, table.bbox[1], tuple(tuple(_clean(cell or "") for cell in row) for row in table.extract()))
        for table in tables
    ]
    parts += _lines(page, number, boxes)
    return _in_order(parts)


def _in_order(parts: list[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: part.top)


def _lines(page: Any, number: int, boxes: list[Any]) -> Iterator[Line]:
    words = page.extract_words(
        extra_attrs=["size", "fontname"], use_text_flow=False, keep_blank_chars=False, y_tolerance=3
    )
    outside = [word for word in words if not any(_inside(word, box) for box in boxes)]
    for side in _columns(outside, page.width):
        longest = max((word["x1"] for word in side), default=0.0)
        for row in _rows(side):
            made = _line(row, number, page.height, row[-1]["x1"] > longest * 0.85)
            if made.words:
                yield made


def _columns(words: list[Any], width: float) -> Iterator[list[Any]]:
    """The words of each column, where a page has two: nothing stands across its middle, and much on either side."""
    middle = width / 2
    left = [word for word in words if word["x1"] <= middle]
    right = [word for word in words if word["x0"] >= middle]
    crossing = len(words) - len(left) - len(right)
    starts = [word["x0"] for word in right]
    # Where a column begins, many lines begin.
    begins = sum(1 for start in starts if starts and start - min(starts) < 2)
    rows = len({round(word["top"]) for word in right})
    if crossing <= len(words) * 0.02 and min(len(left), len(right)) > 60 and begins > rows * 0.6:
        shift = max((word["bottom"] for word in left), default=0.0)
        yield left
        yield [word | {"top": word["top"] + shift, "bottom": word["bottom"] + shift} for word in right]
    else:
        yield words


def _rows(words: list[Any]) -> Iterator[list[Any]]:
    row: list[Any] = []
    for word in sorted(words, key=lambda word: (word["bottom"], word["x0"])):
        if row and abs(word["bottom"] - row[-1]["bottom"]) > max(2.0, word["size"] * 0.3):
            yield row
            row = []
        row.append(word)
    if row:
        yield row


def _inside(word: Any, box: Any) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _line(row: list[Any], number: int, height: float, full: bool) -> Line:
    row = sorted(row, key=lambda word: float(word["x0"]))
    size = max(
        (sum(len(word["text"]) for word in group), key) for key, group in groupby(row, lambda w: round(w["size"], 1))
    )
    bold = all(re.search(r"bold|black|heavy|semibold", word["fontname"], re.IGNORECASE) for word in row)
    return Line(
        number, min(word["top"] for word in row), _clean(" ".join(word["text"] for word in row)), size[1], bold,
        row[0]["x0"], max(word["bottom"] for word in row), height, row[1 if len(row) > 1 else 0]["x0"], full,
    )  # fmt: skip


def _clean(words: str) -> str:
    return " ".join(_CODE.sub("•", words.replace("\x7f", "•")).split())
