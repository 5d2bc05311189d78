"""Copies of the databases while they are at work, and what makes copies of several files agree with each other."""

import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from privacy.keys_sqlite import SqliteKeys
from privacy.ledger import Ended, Gone
from privacy.worker import WorkerId


def copied(source: Path, target: Path) -> str:
    """Copies a database by SQLite's online backup, whole, while others write to it. Returns what SQLite says of it.

    The copy is one file with no log beside it. It is `ok`, or what is wrong with it.
    """
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode=DELETE")
        return str(writing.execute("PRAGMA integrity_check").fetchone()[0])


def agree(people: Path, keys: Path) -> None:
    """Makes the saved head of copied keys the last link of copied data.

    The keys are copied after the data, so that no value is without its key; by then a receipt may have come.
    """
    with closing(sqlite3.connect(people)) as connection:
        last = _last_link(connection)
    with closing(sqlite3.connect(keys)) as connection, connection:
        if not _has(connection, "head"):
            return  # of a release before there was a chain
        connection.execute("DELETE FROM head")
        connection.executemany("INSERT INTO head VALUES (1, ?, ?)", last)


def _has(connection: sqlite3.Connection, table: str) -> bool:
    return connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [table]).fetchone() is not None


def _last_link(connection: sqlite3.Connection) -> list[tuple[int, bytes]]:
    if not _has(connection, "link"):
        return []
    return connection.execute("SELECT id, hash FROM link ORDER BY id DESC LIMIT 1").fetchall()


def gone_in(keys: Path) -> tuple[Gone, ...]:
    """What must stay gone, as a second file tells; nothing where there is none."""
    if not keys.exists():
        return ()
    with closing(SqliteKeys(keys)) as opened:
        return tuple(opened.gone())


def counted_in(keys: Path) -> frozenset[str]:
    """The months that were counted, as a second file tells; none where there is no file."""
    if not keys.exists():
        return frozenset()
    with closing(SqliteKeys(keys)) as opened:
        return opened.counted()


def add_counted(keys: Path, months: Collection[str]) -> None:
    """Adds months that were counted to restored keys: what a backup brings back of them is not counted again."""
    with closing(SqliteKeys(keys)) as opened:
        opened.note_counted(months)


def add_gone(keys: Path, gone: Sequence[Gone]) -> int:
    """Adds what must stay gone to restored keys, with the keys of who was erased. Returns how much was new to them.

    The links that told of it are of a chain that the restore put away, so they explain nothing in this one.
    """
    with closing(SqliteKeys(keys)) as opened:
        known = {_named(each) for each in opened.gone()}
        new = [each for each in gone if _named(each) not in known]
        for each in new:
            opened.note(Gone(each.worker, each.ended, each.use, each.at))
    return len(new)


def _named(gone: Gone) -> tuple[WorkerId, Ended, str, datetime]:
    return gone.worker, gone.ended, gone.use, gone.at
