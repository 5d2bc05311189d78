"""Tests of one order of answers against another, on real questions: counts alone, with nothing about anybody in them.

An answer that was marked as helpful is won by the order that chose it, one that was marked as not helpful by the other.
Counting ends by itself with the answer that was planned to be the last, and nothing before that tells who is ahead. The
orders stay mixed until somebody ends the test: no press of one person may change what another one is answered.
"""

import logging
import secrets
import sqlite3
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.rankers import Rankers
from retrieval.interleaving import BOTH, CANDIDATE, CURRENT, Contest
from retrieval.ranker import Ranker

LOG = logging.getLogger("onhand.ranking")
FILE = "ranking-test.db"
WAIT_SECONDS = 30
_SCHEMA = """
CREATE TABLE IF NOT EXISTS contest (
    number INTEGER PRIMARY KEY, current INTEGER NOT NULL, candidate INTEGER NOT NULL, key TEXT NOT NULL,
    wanted INTEGER NOT NULL, detect REAL NOT NULL, started TEXT NOT NULL, stopped TEXT,
    won INTEGER NOT NULL DEFAULT 0, lost INTEGER NOT NULL DEFAULT 0, alike INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS one_at_a_time ON contest ((1)) WHERE stopped IS NULL;
"""
_FIELDS = "number, current, candidate, key, wanted, detect, started, stopped, won, lost, alike"
_COUNT = "UPDATE contest SET {} = {} + 1 WHERE number = ? AND stopped IS NULL AND won + lost < wanted"


class AlreadyRunning(RuntimeError):
    """A test was started while another one runs."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which version is tested against which, how many answers are to be judged, and what share they are to detect."""

    current: int
    candidate: int
    wanted: int
    detect: float


@dataclass(frozen=True, slots=True)
class Standing:
    """One test. `won` and `lost` are the candidate's, `alike` judged answers that both orders chose."""

    number: int
    plan: Plan
    key: str
    started: datetime
    stopped: datetime | None
    won: int
    lost: int
    alike: int

    @property
    def answers(self) -> int:
        """Judged ones on which the two differ."""
        return self.won + self.lost

    @property
    def whole(self) -> bool:
        """True where as many were judged as were planned."""
        return self.answers >= self.plan.wanted


class Contests:
    """Starts, counts and ends them. Thread-safe; sees what another process does. Makes no file before the first one."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._turn = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        with suppress(sqlite3.Error):
            # Opened now where it is there; what is wrong with it is said when it is needed.
            self.last()

    def start(self, plan: Plan, at: datetime) -> Standing:
        """Starts a test. Raises AlreadyRunning where there is one."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._file.touch()
        values = (plan.current, plan.candidate, secrets.token_hex(16), plan.wanted, plan.detect, at.isoformat())
        names = "current, candidate, key, wanted, detect, started"
        try:
            self._execute(f"INSERT INTO contest ({names}) VALUES (?, ?, ?, ?, ?, ?)", *values)  # noqa: S608
        except sqlite3.IntegrityError:
            raise AlreadyRunning("A test runs already.") from None
        found = self.last()
        assert found is not None  # noqa: S101
        return found

    def last(self) -> Standing | None:
        """The test that runs, or the one that ran last."""
        rows = self._execute(f"SELECT {_FIELDS} FROM contest ORDER BY number DESC LIMIT 1")  # noqa: S608
        return _standing(rows[0]) if rows else None

    @property
    def running(self) -> bool:
        """True where a test was started and not ended."""
        last = self.last()
        return last is not None and last.stopped is None

    def stop(self, at: datetime) -> None:
        """Ends the test that runs, if one does."""
        self._execute("UPDATE contest SET stopped = ? WHERE stopped IS NULL", at.isoformat())

    def count(self, team: str, helpful: bool) -> None:
        """Counts what was said of an answer, for the test and the order that it was of; nothing after the end.

        A count that cannot be written is lost: the answer to the one who pressed matters more.
        """
        number, _, whose = team.partition(":")
        if not number.isdigit() or whose not in (CURRENT, CANDIDATE, BOTH):
            return
        column = "alike" if whose == BOTH else "won" if helpful == (whose == CANDIDATE) else "lost"
        try:
            self._execute(_COUNT.format(column, column), int(number))
        except sqlite3.Error:
            LOG.exception("an opinion was not counted for the test of the order")

    def ranker(self, rankers: Rankers) -> Ranker | Contest:
        """What ranks now: the test that runs, else the ranker in use.

        A test ends where another version than the one it began with came into use.
        """
        current = rankers.current()
        try:
            running = self.last()
            if running is None or running.stopped or running.plan.current != current.version:
                return current
            return Contest(current, rankers.version(running.plan.candidate).ranker, running.number, running.key)
        except (sqlite3.Error, KeyError):
            LOG.exception("the test of the order cannot go on: the order in use is used")
            return current

    def close(self) -> None:
        """Lets go of the file. What is asked next opens it again."""
        with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _execute(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._turn:
            if self._connection is None:
                if not self._file.exists():
                    return []
                self._connection = _opened(self._file)
            with self._connection:
                return self._connection.execute(statement, values).fetchall()


def _opened(file: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file, timeout=WAIT_SECONDS, check_same_thread=False)
    try:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(_SCHEMA)
    except BaseException:
        connection.close()
        raise
    return connection


def _standing(row: tuple[Any, ...]) -> Standing:
    number, current, candidate, key, wanted, detect, started, stopped, *counts = row
    ended = datetime.fromisoformat(stopped) if stopped else None
    return Standing(
        number, Plan(current, candidate, wanted, detect), key, datetime.fromisoformat(started), ended, *counts
    )
