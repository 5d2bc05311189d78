"""Tables of questions and answers: an article a row, in CSV; `workbook` reads the same from Excel."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

from knowledge.converting.piece import Piece, RefusedError, Tick

MOST_ROWS = 5_000
MOST_COLUMNS = 200
LONGEST_CELL = 50_000
"""In characters."""
QUESTION = (
    "question",
    "questions",
    "q",
    "frage",
    "pregunta",
    "preguntas",
    "pytanie",
    "pytania",
    "pergunta",
    "perguntas",
)
ANSWER = (
    "answer", "answers", "a", "antwort", "respuesta", "respuestas", "réponse", "réponses", "reponse", "odpowiedź",
    "odpowiedz", "odpowiedzi", "resposta", "respostas",
)  # fmt: skip
AUDIENCE = {"roles": "roles", "role": "roles", "sites": "sites", "site": "sites"}
_PER_TICK = 200


def convert(file: BinaryIO, tick: Tick) -> list[Piece]:
    """An article a row."""
    text = _decoded(file.read())
    first = text.lstrip("\n").partition("\n")[0]
    mark = max(",;\t|", key=first.count)
    if first.count(mark) >= MOST_COLUMNS:
        raise RefusedError(f"has {first.count(mark) + 1:,} columns; accepted are up to {MOST_COLUMNS}")
    csv.field_size_limit(LONGEST_CELL)
    return list(pieces(_rows(text, mark), tick))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"is not UTF-8 at byte {error.start}; save it as “CSV UTF-8”, or as .xlsx") from None


def _rows(text: str, mark: str) -> Iterator[Sequence[str]]:
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    except csv.Error as error:
        if "field limit" in str(error):
            raise RefusedError(f"has a cell of more than {LONGEST_CELL:,} characters") from None
        raise RefusedError(f"is not a table in CSV: {error}") from None


def pieces(rows: Iterable[Sequence[str]], tick: Tick, sheet: str = "") -> Iterator[Piece]:
    """An article a row. The first row that is not empty names the columns. Raises `RefusedError` without the two."""
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise RefusedError(f"has more than {MOST_ROWS:,} rows; split it")
        if number % _PER_TICK == 0:
            tick()
        cells = [" ".join(cell.split(" ")).strip() for cell in row]
        if not header:
            header = columns(cells) if any(cells) else []
        elif any(cells):
            yield _piece(header, cells, f"{sheet}row {number}")
    if not header:
        raise RefusedError("is empty; accepted is a table with a column question and a column answer")


def columns(names: Sequence[str]) -> list[str]:
    """The names of the columns as front matter has them, in lower case."""
    known = [_column(" ".join(name.lower().split())) for name in names]
    for wanted in ("question", "answer"):
        if known.count(wanted) != 1:
            shown = ", ".join(name[:40] for name in names if name) or "none"
            raise RefusedError(f"needs one column question and one column answer; its columns are {shown}")
    return known


def _column(name: str) -> str:
    if name in QUESTION:
        return "question"
    return "answer" if name in ANSWER else name.replace(" ", "_")


def _piece(header: Sequence[str], cells: Sequence[str], place: str) -> Piece:
    """The piece of a row. What a row lacks is told by whoever makes an article of it."""
    row = {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}
    fields: dict[str, object] = {
        key: value for key, value in row.items() if key not in ("question", "answer", *AUDIENCE)
    }
    named = {AUDIENCE[key]: value for key, value in row.items() if key in AUDIENCE}
    if named and "audience" in fields:
        fields["roles"] = "twice"
    elif named:
        fields["audience"] = named
    return Piece(row.get("answer", ""), fields | {"question": row.get("question", "")}, place)
