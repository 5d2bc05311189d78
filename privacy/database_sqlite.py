"""One connection to one SQLite file, as every room here opens it: durable, guarded, one writer at a time."""

import os
import sqlite3
import threading
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

WAIT_SECONDS = 30
Values = Sequence[Any] | Mapping[str, Any]


class SqliteFile:
    """A connection that several threads share by taking turns.

    What is written is on the disk when its transaction ends, but for a file opened as not `durable`: there the last
    writes can be lost with the power, never in part and never with the process.
    """

    def __init__(self, path: Path, *, durable: bool = True, wait: float = WAIT_SECONDS) -> None:
        """`wait` is how many seconds another writer is waited for."""
        path.parent.mkdir(parents=True, exist_ok=True)
        _only_for_its_owner(path)
        self.connection = sqlite3.connect(path, timeout=wait, check_same_thread=False)
        self.database = Database(self.connection)
        self._turn = threading.RLock()
        self._wait = wait
        self._forgot = False
        synchronous = f"synchronous={'FULL' if durable else 'NORMAL'}"
        for pragma in ("journal_mode=WAL", synchronous, "foreign_keys=ON", "secure_delete=ON"):
            self.connection.execute(f"PRAGMA {pragma}")

    @contextmanager
    def _my_turn(self) -> Generator[None]:
        """Raises sqlite3.OperationalError where other threads keep the connection for too long."""
        if not self._turn.acquire(timeout=self._wait):
            raise sqlite3.OperationalError("database is locked by another thread that waits for it")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def transaction(self, *, outermost: bool = False) -> Generator[None]:
        """Takes the write lock at once, so that nothing read inside can change before it is written on.

        A transaction within a transaction is a part of it. Raises RuntimeError within one where it must be the
        `outermost`, because what follows relies on its end being durable.
        """
        with self._my_turn():
            if not self.connection.in_transaction:
                self.connection.execute("BEGIN IMMEDIATE")
                with self._ending():
                    yield
                self._empty_log_after_forgetting()
            elif outermost:
                raise RuntimeError("This must be durable when it ends, so it cannot be a part of another transaction.")
            else:
                with self.database.atomic():
                    yield

    @contextmanager
    def _ending(self) -> Generator[None]:
        try:
            yield
            self.connection.execute("COMMIT")
        except BaseException:
            self.connection.rollback()
            raise

    def write(self, statement: str, values: Values = ()) -> sqlite3.Cursor:
        """One statement; it is whole by itself, so within a transaction it needs none of its own."""
        with self._my_turn():
            if self.connection.in_transaction:
                return self.connection.execute(statement, values)
            with self.transaction():
                return self.connection.execute(statement, values)

    def write_alone(self, statement: str, values: Values = ()) -> None:
        """One statement that is a transaction by itself; quicker, on a connection that has no other writes."""
        with self._my_turn():
            self.connection.isolation_level = None
            self.connection.execute(statement, values)

    def rows(self, statement: str, values: Values = ()) -> list[tuple[Any, ...]]:
        with self._my_turn():
            return self.connection.execute(statement, values).fetchall()

    def forget(self, statement: str, values: Values = ()) -> sqlite3.Cursor:
        """A deletion after which the deleted bytes do not linger in the write-ahead log either."""
        with self.transaction():
            self._forgot = True
            return self.connection.execute(statement, values)

    def _empty_log_after_forgetting(self) -> None:
        """Folds the log into the file, where what was deleted is overwritten; where others read, with the next end."""
        if self._forgot:
            self.connection.execute("PRAGMA busy_timeout=100")
            busy, *_ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            self.connection.execute(f"PRAGMA busy_timeout={int(self._wait * 1000)}")
            self._forgot = bool(busy)

    def close(self) -> None:
        with self._my_turn():
            self.connection.close()


def _only_for_its_owner(path: Path) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def stamp(moment: datetime) -> str:
    """UTC text that sorts as time does."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
