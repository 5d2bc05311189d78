"""People and their choices in `people.db`."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from privacy.consent import Consent
from privacy.database_sqlite import moment, stamp
from privacy.keeping import Limits
from privacy.nudges_sqlite import SqliteNudgeStore
from privacy.records import COLUMNS, OF_A_WORKER
from privacy.store import Kept
from privacy.sweep_sqlite import swept
from privacy.totals_sqlite import SqliteTotals
from privacy.worker import WorkerId

ONE_A_TOPIC = ("rank_by_past_use", "count_in_job", "hear_back", "nudges", "nudge_in_shifts", "send_nudge")
"""Uses that keep the latest under each topic, and nothing that was before."""


NAMING = ("worker", "contact", "sender", "manager")
"""Columns that tell of whom a row is."""


DROPPED = ("held", "listed", "kept", "choice", "conversation", "escalation", "suggestion", "outgoing", "nudge")
BLANKED = (
    ("escalation", "contact"),
    ("suggestion", "contact"),
    ("nudge", "sender"),
    ("listed", "manager"),
    ("staff", "manager"),
)
"""What an erasing deletes, and columns of rows of others that it blanks."""


class SqlitePersonalStore(SqliteTotals):
    """The PersonalStore over one SQLite file."""

    @property
    def nudges(self) -> SqliteNudgeStore:
        return SqliteNudgeStore(self._file)

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
            if kept.use in ONE_A_TOPIC:
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

    def keepers(
        self, use: str, now: datetime, before: datetime | None = None, since: datetime | None = None
    ) -> frozenset[WorkerId]:
        """All of whom a use keeps anything now, or anything from `before` a moment and `since` another."""
        rows = self._file.rows(
            "SELECT DISTINCT worker FROM kept WHERE use = ? AND until > ? AND at < ? AND at >= ?",
            [use, stamp(now), "9999" if before is None else stamp(before), "" if since is None else stamp(since)],
        )
        return frozenset(row[0] for row in rows)

    def topics_kept(self, worker: WorkerId, use: str, now: datetime) -> frozenset[str]:
        """Under which topics, each a keyed hash, a use keeps anything."""
        rows = self._file.rows(
            "SELECT topic FROM kept WHERE worker = ? AND use = ? AND until > ?", [worker, use, stamp(now)]
        )
        return frozenset(row[0] for row in rows)

    def drop_kept(self, worker: WorkerId, use: str, topic: str | None = None) -> int:
        """Deletes what a use keeps, all of it or what is under one topic. Returns how many rows went.

        With all of nudges goes what is on its way, and the shifts that are kept for them.
        """
        if use == "nudges" and topic is None:
            self.nudges.drop(worker)
            self.drop_kept(worker, "nudge_in_shifts")
        which = "DELETE FROM kept WHERE worker = ?1 AND use = ?2 AND (?3 IS NULL OR topic = ?3)"
        return self._file.forget(which, [worker, use, topic]).rowcount

    def drop_topics(self, use: str, topics: Sequence[str]) -> None:
        """Deletes what a use keeps under some topics, of everybody."""
        which = "DELETE FROM kept WHERE use = ? AND topic IN (SELECT value FROM json_each(?))"
        self._file.forget(which, [use, json.dumps(topics)])

    def drop_kept_until(self, worker: WorkerId, use: str, at: datetime) -> int:
        """Deletes what a use kept up to a moment: what a restored backup brought back."""
        which = (
            "DELETE FROM kept WHERE worker = ?1 AND at <= ?3 "
            "AND (use = ?2 OR (use = 'nudge_in_shifts' AND ?2 = 'nudges'))"
        )
        return self._file.forget(which, [worker, use, stamp(at)]).rowcount

    def drop_outlived(self, limits: Limits) -> int:
        return swept(self._file, self, limits)

    def list_workers(self, team: str, workers: Collection[WorkerId]) -> frozenset[WorkerId]:
        """Takes the workers as all that the list of a workspace names. Returns who was on it and no longer is.

        Who was loaded before lists were told apart counts as one of the workspace that is loaded first.
        """
        with self.transaction():
            before = self._file.rows(
                "SELECT DISTINCT held.worker FROM held LEFT JOIN listed ON listed.worker = held.worker "
                "WHERE listed.team IS NULL OR listed.team = ?",
                [team],
            )
            self._file.forget("DELETE FROM listed WHERE team = ?", [team])
            for worker in sorted(workers):
                self._file.write("INSERT OR REPLACE INTO listed (worker, team) VALUES (?, ?)", [worker, team])
        return frozenset(row[0] for row in before) - frozenset(workers)

    def name_labels(self, kind: str, team: str, names: Collection[str]) -> None:
        """Takes the names as all there are of that kind in a workspace."""
        with self.transaction():
            self._file.write("DELETE FROM label WHERE kind = ? AND team IN (?, '')", [kind, team])
            for name in sorted(names):
                self._file.write("INSERT INTO label VALUES (?, ?, ?)", [kind, team, name])

    def labels(self, kind: str) -> frozenset[str]:
        return frozenset(row[0] for row in self._file.rows("SELECT name FROM label WHERE kind = ?", [kind]))

    def choose(self, worker: WorkerId, choice: Consent) -> None:
        self._file.write(
            "INSERT INTO choice (worker, use, state, wording, at, version) VALUES (?, ?, ?, ?, ?, ?)",
            [worker, choice.use, choice.state, choice.wording, stamp(choice.at), choice.version],
        )

    def last_choice(self, worker: WorkerId, use: str) -> Consent | None:
        choices = self._choices("WHERE worker = ? AND use = ? ORDER BY id DESC LIMIT 1", [worker, use])
        return choices[0] if choices else None

    def choices(self, worker: WorkerId) -> tuple[Consent, ...]:
        """All that the worker chose, oldest first."""
        return self._choices("WHERE worker = ? ORDER BY id", [worker])

    def _choices(self, which: str, values: Sequence[str]) -> tuple[Consent, ...]:
        rows = self._file.rows(f"SELECT use, state, at, wording, version FROM choice {which}", values)  # noqa: S608
        return tuple(Consent(use, state, moment(at), *rest) for use, state, at, *rest in rows)

    def votes(self, worker: WorkerId) -> int:
        """Of how many answers the worker gave an opinion."""
        rows = self._file.rows("SELECT count(*) FROM request WHERE worker = ? AND voted > 0", [worker])
        return int(rows[0][0])

    def of_whom(self) -> frozenset[WorkerId]:
        """Everybody about whom there is a row."""
        tables = (f"SELECT worker FROM {table}" for table, columns in OF_A_WORKER.items() if "worker" in columns)  # noqa: S608
        return frozenset(row[0] for row in self._file.rows(" UNION ".join(tables)))

    def rows_of(self, worker: WorkerId) -> dict[str, list[dict[str, Any]]]:
        """Every row that is about the worker, table by table, without what is sealed."""
        return {table: self._rows_of(worker, table, columns) for table, columns in OF_A_WORKER.items()}

    def _rows_of(self, worker: WorkerId, table: str, columns: tuple[str, ...]) -> list[dict[str, Any]]:
        theirs = " OR ".join(f"{column} = ?1" for column in columns)
        if columns == ("receipt",):
            theirs = "receipt IN (SELECT number FROM receipt WHERE worker = ?1)"
        names = [name for name, what in COLUMNS[table].items() if what not in ("sealed", "secret")]
        rows = self._file.rows(f"SELECT {', '.join(names)} FROM {table} WHERE {theirs}", [worker])  # noqa: S608
        return [_without_others(dict(zip(names, row, strict=True)), worker) for row in rows]

    def erase(self, worker: WorkerId, at: datetime) -> tuple[int, int]:
        """Deletes every row of the worker, receipts and choices with them. Returns the links that say so.

        What stays of an event is its id, without a name, so that it is not taken up again.
        """
        with self.transaction():
            self._file.write("INSERT OR IGNORE INTO erasing VALUES (?)", [worker])
            for table in DROPPED:
                self._file.forget(f"DELETE FROM {table} WHERE worker = ?", [worker])  # noqa: S608
            for table, column in BLANKED:
                self._file.forget(f"UPDATE {table} SET {column} = '' WHERE {column} = ?", [worker])  # noqa: S608
            self._file.forget(
                "UPDATE incoming SET sealed = NULL, worker = '', lease = '9999' WHERE worker = ?", [worker]
            )
            numbers = self._file.rows("SELECT number FROM receipt WHERE worker = ? ORDER BY number", [worker])
            links = self.end_receipts([number for (number,) in numbers], "erased", at)
            self._file.forget("DELETE FROM request WHERE worker = ?", [worker])
            self._file.forget("DELETE FROM erasing WHERE worker = ?", [worker])
        return links

    def drop_escalations(self, worker: WorkerId) -> None:
        self._file.forget("DELETE FROM escalation WHERE worker = ?", [worker])

    def drop_suggestions(self, worker: WorkerId) -> None:
        self._file.forget("DELETE FROM suggestion WHERE worker = ?", [worker])

    def drop_conversations(self, worker: WorkerId) -> None:
        self._file.forget("DELETE FROM conversation WHERE worker = ?", [worker])


def _without_others(row: dict[str, Any], worker: WorkerId) -> dict[str, Any]:
    """A row that two people share names only the one who reads it."""
    return {name: "" if name in NAMING and value != worker else value for name, value in row.items()}
