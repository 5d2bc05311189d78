"""When the store of personal data cannot be used: why, and that nothing else was the matter."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from typing import Literal

Why = Literal["full", "locked", "unreadable"]

_WHY: dict[int, Why] = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "unreadable",
    sqlite3.SQLITE_IOERR: "unreadable",
    sqlite3.SQLITE_CORRUPT: "unreadable",
    sqlite3.SQLITE_CANTOPEN: "unreadable",
    sqlite3.SQLITE_NOTADB: "unreadable",
    sqlite3.SQLITE_PERM: "unreadable",
}


class StoreDown(RuntimeError):
    """The store cannot be opened. The text says why, and what to do."""


def down(problem: BaseException) -> Why | None:
    """Why the store cannot be used, where that is what an error says; None for any other error.

    A mistake in a statement, or a row that the database refuses, is none: that must be seen, not gone around.
    """
    if isinstance(problem, StoreDown):
        return "unreadable"
    if not isinstance(problem, sqlite3.DatabaseError) or isinstance(problem, sqlite3.IntegrityError):
        return None
    code = getattr(problem, "sqlite_errorcode", None)
    if code is None:
        return "locked" if "locked" in str(problem) else None
    return _WHY.get(code & 0xFF)


@contextmanager
def going_on() -> Generator[None]:
    """Leaves out what the store cannot do now, where everything else is done without it. Other errors are raised."""
    try:
        yield
    except Exception as problem:
        if down(problem) is None:
            raise
