"""When the store of personal data cannot be used, and that no other error is taken for that."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from privacy.database_sqlite import SqliteFile
from privacy.down import StoreDown, down, going_on


def raised(file: Path, *statements: str) -> Exception:
    """The error that the last of some statements ends with, on a connection of its own."""
    with closing(sqlite3.connect(file, timeout=0)) as connection:
        for statement in statements[:-1]:
            connection.execute(statement)
        with pytest.raises(sqlite3.Error) as caught:
            connection.execute(statements[-1])
    return caught.value


def test_each_reason_has_its_name(tmp_path: Path) -> None:
    """A lock, a full disk, and a file that cannot be read or written are told apart."""
    file = tmp_path / "some.db"
    with closing(sqlite3.connect(file)) as holding:
        holding.execute("CREATE TABLE t (x)")
        holding.execute("BEGIN IMMEDIATE")
        assert down(raised(file, "BEGIN IMMEDIATE")) == "locked"
    assert down(raised(file, "PRAGMA max_page_count=2", "INSERT INTO t VALUES (zeroblob(99999))")) == "full"
    assert down(raised(file, "PRAGMA query_only=1", "INSERT INTO t VALUES (1)")) == "unreadable"
    (tmp_path / "none.db").write_bytes(b"no database at all" * 999)
    assert down(raised(tmp_path / "none.db", "SELECT * FROM t")) == "unreadable"
    assert down(StoreDown("keys.db is missing")) == "unreadable"


def test_a_mistake_is_no_reason(tmp_path: Path) -> None:
    """What the database refuses, a mistake in a statement, and any other error stay what they are."""
    unique = ("CREATE TABLE t (x UNIQUE)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)")
    for problem in (raised(tmp_path / "some.db", *unique), raised(tmp_path / "some.db", "SELEC"), ValueError("locked")):
        assert down(problem) is None
        with pytest.raises(type(problem)), going_on():
            raise problem
    assert down(sqlite3.OperationalError("made by nobody")) is None


def test_going_on_leaves_out_what_cannot_be() -> None:
    """Where the store is down, what may be left out is left out, and the rest goes on."""
    done = []
    with going_on():
        done.append("before")
        raise StoreDown("gone")
    done.append("after")
    assert done == ["before", "after"]


def test_threads_do_not_wait_for_ever(tmp_path: Path) -> None:
    """Where one thread keeps the connection for too long, another one gets the error of a lock, and can do without."""
    file = SqliteFile(tmp_path / "some.db", wait=0.05)
    found: list[object] = []

    def other() -> None:
        try:
            file.rows("SELECT 1")
        except sqlite3.OperationalError as problem:
            found.append(down(problem))

    with file.transaction():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(10)
    assert found == ["locked"]
    assert file.rows("SELECT 1") == [(1,)]
    file.close()
