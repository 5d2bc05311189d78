"""Lists for a spreadsheet: the one place that writes CSV, so that no cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""With what a cell begins that some spreadsheet runs; the last four are the same signs in full width."""
MARK = "'"
"""What a spreadsheet takes for “this is text”. It stands before a cell that it would run otherwise."""


def sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file, in UTF-8 with the mark by which Excel knows it. What is no number is text, and is never run.

    All text stands in quotation marks, so that a program that parts cells by semicolons or tabs finds no others.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([text(name) for name in header])
    writer.writerows([as_cell(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig", "replace")


def as_cell(cell: Cell) -> str | int | float:
    """A number as it is, anything else as text."""
    return cell if isinstance(cell, int | float) else text(cell or "")


def text(words: str) -> str:
    """The words, with a mark before them where a spreadsheet would run them: also behind spaces, which some skip."""
    bare = words.replace("\0", "").lstrip(" \u00a0\u200b\ufeff")
    return f"{MARK}{words}" if bare.startswith(FORMULA) else words
