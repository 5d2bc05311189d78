"""Excel workbooks of questions and answers: an article a row, of each sheet that has the two columns."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.converting.office import slimmed
from knowledge.converting.piece import Piece, RefusedError, Tick
from knowledge.converting.table import LONGEST_CELL, MOST_COLUMNS, pieces


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """An article a row. Hidden sheets are left out. Raises `RefusedError` where no sheet has the two columns."""
    book = _opened(slimmed(file, tick))
    found: list[Piece] = []
    refused: list[RefusedError] = []
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            try:
                found += pieces(_rows(sheet), tick, f"{sheet.title}, " if len(book.worksheets) > 1 else "")
            except RefusedError as error:
                refused.append(error)
    if refused and not found:
        raise refused[0]
    return found


def _opened(slim: BinaryIO) -> Any:
    try:
        return openpyxl.load_workbook(slim, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise RefusedError("is not a whole workbook; open it in Excel and save it again") from None


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        yield [_words(value) for value in row]


def _words(value: object) -> str:
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    words = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    if len(words) > LONGEST_CELL:
        raise RefusedError(f"has a cell of {len(words):,} characters; accepted are up to {LONGEST_CELL:,}")
    return words
