"""The one SQLite file of what the articles say: its connections, and how it is read and written."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakSet

from sqlite_utils import Database

from knowledge.schema_sqlite import MIGRATIONS
from knowledge.whole import mark, told_as_damage


class _OfThread:
    """One thread's connection, which ends with the thread. `in_use` can be taken again by the thread that has it."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.in_use = threading.RLock()

    def __del__(self) -> None:
        self.db.conn.close()


class KnowledgeFile:
    """`knowledge.db`. Each thread has its own connection, so that readers never wait for a writer."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path = path
        self._here = threading.local()
        self._opened: WeakSet[_OfThread] = WeakSet()
        self._opening = threading.Lock()
        self._closed = False
        self._writing = threading.Lock()
        self._migrate()

    def _migrate(self) -> None:
        # The lock is taken before looking, so that two processes starting at once do not both build the tables.
        with self.open() as db:
            db.execute("begin immediate")
            try:
                MIGRATIONS.apply(db)
            except BaseException:
                db.conn.rollback()
                raise
            db.conn.commit()

    @contextmanager
    def open(self) -> Iterator[Database]:
        """The thread's own connection, which nobody closes meanwhile: SQLite would read what is gone, and crash."""
        with told_as_damage(self._path.name):
            mine: _OfThread | None = getattr(self._here, "mine", None)
            if mine is None:
                mine = self._here.mine = self._open()
            with mine.in_use:
                yield mine.db

    def _open(self) -> "_OfThread":
        with self._opening:
            if self._closed:
                raise sqlite3.ProgrammingError(f"The library {self._path.name} is closed.")
            connection = sqlite3.connect(self._path, timeout=30, check_same_thread=False)
            for pragma in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
                connection.execute(f"pragma {pragma}")
            connection.create_function("mark", 2, mark, deterministic=True)
            opened = _OfThread(Database(connection))
            self._opened.add(opened)
            return opened

    def close(self) -> None:
        """Closes the connections of all threads, each when what it does has ended. Using it later raises
        `sqlite3.ProgrammingError`."""
        with self._opening:
            self._closed = True
        for opened in list(self._opened):
            with opened.in_use:
                opened.db.conn.close()

    @contextmanager
    def write(self) -> Iterator[Database]:
        """One transaction that changes what is live."""
        with self.open() as db, self._writing, db.atomic():
            # The first statement writes: the lock is held before anything is read that the write depends on.
            db.execute("update state set generation = generation + 1")
            yield db

    @contextmanager
    def write_aside(self) -> Iterator[Database]:
        """One transaction that no search has anything to read anew for: the generation stands still."""
        with self.open() as db, self._writing, db.atomic():
            db.execute("update state set generation = generation")  # takes the lock before anything is read
            yield db

    @contextmanager
    def read(self) -> Iterator[Database]:
        """What is read in it is of one moment."""
        with self.open() as db, db.atomic():
            yield db
