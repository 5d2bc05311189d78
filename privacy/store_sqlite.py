"""People, choices, requests and receipts in `people.db`."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from privacy.consent import Consent, State
from privacy.database_sqlite import SqliteFile, moment, stamp
from privacy.receipt import Request, UsageReceipt
from privacy.store import Kept
from privacy.worker import WorkerId


class SqlitePersonalStore:
    """The PersonalStore over one SQLite file."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def transaction(self, *, outermost: bool = False) -> AbstractContextManager[None]:
        return self._file.transaction(outermost=outermost)

    def close(self) -> None:
        self._file.close()

    def hold(self, worker: WorkerId, field: str, sealed: bytes, at: datetime) -> None:
        self._file.write("INSERT OR REPLACE INTO held VALUES (?, ?, ?, ?)", [worker, field, sealed, stamp(at)])

    def unhold(self, worker: WorkerId, fields: Sequence[str]) -> None:
        for field in fields:
            self._file.forget("DELETE FROM held WHERE worker = ? AND field = ?", [worker, field])

    def held(self, worker: WorkerId) -> dict[str, bytes]:
        return dict(self._file.rows("SELECT field, sealed FROM held WHERE worker = ?", [worker]))

    def workers(self) -> frozenset[WorkerId]:
        return frozenset(row[0] for row in self._file.rows("SELECT DISTINCT worker FROM held"))

    def keep(self, worker: WorkerId, kept: Kept, until: datetime) -> None:
        values = [worker, kept.use, kept.topic, kept.sealed, stamp(kept.at), stamp(until)]
        with self.transaction():
            if kept.use == "rank_by_past_use":
                self._file.write("DELETE FROM kept WHERE worker = ? AND use = ? AND topic = ?", values[:3])
            self._file.write(
                "INSERT INTO kept (worker, use, topic, sealed, at, until) VALUES (?, ?, ?, ?, ?, ?)", values
            )

    def kept(self, worker: WorkerId, now: datetime) -> tuple[Kept, ...]:
        """All that uses keep about the worker, oldest first; what has outlived its time is not found."""
        rows = self._file.rows(
            "SELECT use, topic, sealed, at FROM kept WHERE worker = ? AND until > ? ORDER BY id", [worker, stamp(now)]
        )
        return tuple(Kept(use, topic, sealed, moment(at)) for use, topic, sealed, at in rows)

    def drop_kept(self, worker: WorkerId, use: str, topic: str | None = None) -> None:
        """Deletes what a use keeps, all of it or what is under one topic."""
        values = [worker, use, topic]
        self._file.forget("DELETE FROM kept WHERE worker = ?1 AND use = ?2 AND (?3 IS NULL OR topic = ?3)", values)

    def drop_outlived(self, now: datetime) -> int:
        return self._file.forget("DELETE FROM kept WHERE until <= ?", [stamp(now)]).rowcount

    def name_labels(self, kind: str, names: Collection[str]) -> None:
        """Takes the names as all there are of that kind."""
        with self.transaction():
            self._file.write("DELETE FROM label WHERE kind = ?", [kind])
            for name in names:
                self._file.write("INSERT OR IGNORE INTO label VALUES (?, ?)", [kind, name])

    def labels(self, kind: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._file.rows("SELECT name FROM label WHERE kind = ?", [kind]))

    def choose(self, worker: WorkerId, use: str, state: State, wording: str, at: datetime) -> None:
        self._file.write(
            "INSERT INTO choice (worker, use, state, wording, at) VALUES (?, ?, ?, ?, ?)",
            [worker, use, state, wording, stamp(at)],
        )

    def last_choice(self, worker: WorkerId, use: str) -> Consent | None:
        rows = self._file.rows(
            "SELECT use, state, at, wording FROM choice WHERE worker = ? AND use = ? ORDER BY id DESC LIMIT 1",
            [worker, use],
        )
        return Consent(rows[0][0], rows[0][1], moment(rows[0][2]), rows[0][3]) if rows else None

    def add_request(self, request: Request, at: datetime) -> None:
        self._file.write(
            "INSERT INTO request (id, worker, public, at) VALUES (?, ?, ?, ?)",
            [request.id, request.worker, request.public, stamp(at)],
        )

    def take_vote(self, request: str, worker: WorkerId, step: int) -> bool:
        """True the first time this worker takes step 1, an opinion of their answer, and after it step 2, a reason."""
        taken = self._file.write(
            "UPDATE request SET voted = ?3 WHERE id = ?1 AND worker = ?2 AND voted = ?3 - 1",
            [request, worker, step],
        )
        return taken.rowcount == 1

    def add_receipt(self, request: Request, use: str, kinds: Sequence[str], at: datetime) -> UsageReceipt:
        with self.transaction():
            number = self._file.write(
                "INSERT INTO receipt (request, worker, use, at) VALUES (?, ?, ?, ?)",
                [request.id, request.worker, use, stamp(at)],
            ).lastrowid
            for kind in kinds:
                self._file.write("INSERT INTO receipt_kind VALUES (?, ?)", [number, kind])
        return UsageReceipt(number or 0, use, tuple(kinds), request.id, at)

    def receipts_of(self, request: str, worker: WorkerId) -> tuple[UsageReceipt, ...]:
        return self._receipts("WHERE request = ? AND worker = ? ORDER BY number", [request, worker])

    def receipts(self, worker: WorkerId, limit: int) -> tuple[UsageReceipt, ...]:
        """The worker's latest receipts, newest first."""
        return self._receipts("WHERE worker = ? ORDER BY number DESC LIMIT ?", [worker, limit])

    def _receipts(self, which: str, values: Sequence[object]) -> tuple[UsageReceipt, ...]:
        rows = self._file.rows(f"SELECT number, use, request, at FROM receipt {which}", values)  # noqa: S608
        return tuple(UsageReceipt(row[0], row[1], self._kinds(row[0]), row[2], moment(row[3])) for row in rows)

    def _kinds(self, number: int) -> tuple[str, ...]:
        rows = self._file.rows("SELECT kind FROM receipt_kind WHERE receipt = ? ORDER BY kind", [number])
        return tuple(row[0] for row in rows)

    def count_opinion(self, article_id: str, opinion: str, month: str) -> None:
        """Counts an opinion with no name on it, so it may stay when everybody is gone."""
        self._file.write(
            "INSERT INTO opinion VALUES (?, ?, ?, 1) "
            "ON CONFLICT (article, opinion, month) DO UPDATE SET times = times + 1",
            [article_id, opinion, month],
        )

    def opinions(self) -> dict[tuple[str, str], int]:
        rows = self._file.rows("SELECT article, opinion, sum(times) FROM opinion GROUP BY article, opinion")
        return {(article, opinion): times for article, opinion, times in rows}

    def erase(self, worker: WorkerId) -> None:
        """Deletes every row of the worker, receipts and choices with them."""
        with self.transaction():
            self._file.write("INSERT OR IGNORE INTO erasing VALUES (?)", [worker])
            for table in ("held", "kept", "choice", "conversation", "escalation", "incoming", "outgoing"):
                self._file.forget(f"DELETE FROM {table} WHERE worker = ?", [worker])  # noqa: S608
            self._file.write(
                "DELETE FROM receipt_kind WHERE receipt IN (SELECT number FROM receipt WHERE worker = ?)", [worker]
            )
            self._file.write("DELETE FROM receipt WHERE worker = ?", [worker])
            self._file.write("DELETE FROM request WHERE worker = ?", [worker])
            self._file.write("DELETE FROM erasing WHERE worker = ?", [worker])
