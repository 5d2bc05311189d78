"""Tells what was damaged on the disk from what was written: SQLite itself has no checksum of a page."""

import sqlite3
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_STRANGE = "no such", "UTF-8"
"""In what SQLite says where a damaged schema or text still can be read, but makes no sense."""


class Damaged(RuntimeError):
    """What is on the disk is not what was written. The text says which file, and what to do."""


def damaged(file: str, what: object) -> Damaged:
    """The error that says so."""
    return Damaged(f"{file} is damaged ({what}). Nothing is quoted from it. Restore your last backup: onhand restore")


@contextmanager
def told_as_damage(file: str) -> Generator[None]:
    """Makes one error of all the ways in which SQLite stumbles over a damaged file."""
    try:
        yield
    except sqlite3.DatabaseError as problem:
        code = getattr(problem, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code in _DAMAGED or any(strange in str(problem) for strange in _STRANGE):
            raise damaged(file, problem) from problem
        raise


def checksum(position: int, *said: str | bytes) -> int:
    """A checksum of what a chunk says and of its vectors, 32 bits: no damage of four bytes in a row escapes it."""
    held = zlib.crc32(position.to_bytes(8, "little"))
    for each in said:
        raw = each.encode("utf-8", "surrogatepass") if isinstance(each, str) else each
        held = zlib.crc32(raw, zlib.crc32(len(raw).to_bytes(8, "little"), held))
    return held


def mark(article_id: str, version: int) -> int:
    """What is added to the checksum of a chunk: whose it is. So a chunk is copied without being believed anew."""
    return zlib.crc32(f"{article_id}\0{version}".encode("utf-8", "surrogatepass"))


class Checked:
    """Passes on rows of (article id, version, id, position, heading, text, vector, sentences, checksum), each checked.

    `total` is the sum of their checksums. Raises `Damaged` for a row that is not what was written.
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]], file: str) -> None:
        self._rows = iter(rows)
        self._file = file
        self.total = 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            if checksum(*row[3:8]) + mark(*row[:2]) != row[8]:
                raise damaged(self._file, f"a passage of {row[0]!r} is not what was written")
            self.total += row[8]
            yield row
