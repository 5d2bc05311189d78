"""What came in, what goes out, and what waits for a person, in `people.db`."""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from privacy.database_sqlite import SqliteFile, moment, stamp
from privacy.store import EscalationRow, IncomingRow, Message, OutgoingRow, SuggestionRow
from privacy.worker import WorkerId

FIRST_OF_ITS_LANE = """
FROM outgoing AS row WHERE state IN ('waiting', 'sending') AND NOT EXISTS (
    SELECT 1 FROM outgoing AS before
    WHERE before.lane = row.lane AND before.id < row.id AND before.state IN ('waiting', 'sending')
)
"""
NEXT_OUTGOING = (
    "SELECT id, request, worker, method, lane, notice, sealed, attempts, state, language "  # noqa: S608
    f"{FIRST_OF_ITS_LANE}"
    "AND due <= ? ORDER BY method IN (SELECT value FROM json_each(?)) DESC, id LIMIT 1"
)
NEXT_DUE = f"SELECT min(due) {FIRST_OF_ITS_LANE}"


class SqlitePostStore:
    """The PostStore over the same file as the people, so that a reply and the end of its event are one transaction."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def transaction(self) -> AbstractContextManager[None]:
        return self._file.transaction()

    def accept(self, row: IncomingRow, lease: datetime, at: datetime) -> bool:
        """True where the event is new; then it is durable, and this process has it until the lease ends."""
        added = self._file.write(
            "INSERT OR IGNORE INTO incoming VALUES (?, ?, ?, ?, 'waiting', ?, 0, ?)",
            [row.team, row.event, row.worker, row.sealed, stamp(lease), stamp(at)],
        )
        return added.rowcount == 1

    def claim_incoming(self, now: datetime, lease: datetime) -> IncomingRow | None:
        """An event whose holder died before it was answered."""
        with self._file.transaction():
            rows = self._file.rows(
                "SELECT team, event, worker, sealed, attempts FROM incoming "
                "WHERE state = 'waiting' AND lease <= ? ORDER BY at LIMIT 1",
                [stamp(now)],
            )
            for team, event, *_ in rows:
                self._file.write(
                    "UPDATE incoming SET lease = ?, attempts = attempts + 1 WHERE team = ? AND event = ?",
                    [stamp(lease), team, event],
                )
        return IncomingRow(*rows[0]) if rows else None

    def finish_incoming(self, team: str, event: str) -> None:
        """Forgets what the event said; its id stays, so that a late retry is known."""
        self._file.write(
            "UPDATE incoming SET state = 'done', sealed = NULL, worker = '' WHERE team = ? AND event = ?", [team, event]
        )

    def answered(self, team: str, event: str) -> bool:
        return bool(
            self._file.rows("SELECT 1 FROM incoming WHERE team = ? AND event = ? AND state = 'done'", [team, event])
        )

    def enqueue(self, row: OutgoingRow, at: datetime) -> int:
        """Raises sqlite3.IntegrityError where the notice does not cover every receipt of the request."""
        added = self._file.write(
            "INSERT INTO outgoing "
            "(request, worker, method, lane, notice, language, sealed, state, due, attempts, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            [
                row.request,
                row.worker,
                row.method,
                row.lane,
                row.notice,
                row.language,
                row.sealed,
                row.state,
                stamp(at),
                stamp(at),
            ],
        )
        return added.lastrowid or 0

    def claim_outgoing(self, now: datetime, lease: datetime, methods_first: Sequence[str]) -> OutgoingRow | None:
        """The next message that may go, and no other sender has: in each lane the oldest first.

        A row that comes back in the state `sending` was claimed before by a sender that died.
        """
        with self._file.transaction():
            rows = self._file.rows(NEXT_OUTGOING, [stamp(now), json.dumps(methods_first)])
            for row in rows:
                self._file.write(
                    "UPDATE outgoing SET state = 'sending', due = ?, attempts = attempts + 1 WHERE id = ?",
                    [stamp(lease), row[0]],
                )
        return OutgoingRow(*rows[0]) if rows else None

    def finish_outgoing(self, id: int, state: str, error: str) -> None:
        """Marks a message as sent or failed and forgets what it said."""
        self._file.write("UPDATE outgoing SET state = ?, error = ?, sealed = NULL WHERE id = ?", [state, error, id])

    def postpone(self, id: int, until: datetime) -> None:
        self._file.write("UPDATE outgoing SET state = 'waiting', due = ? WHERE id = ?", [stamp(until), id])

    def next_due(self) -> datetime | None:
        """When the next message may go, or None where none waits. One behind another in its lane waits for that one."""
        rows = self._file.rows(NEXT_DUE)
        return moment(rows[0][0]) if rows[0][0] else None

    def add_escalation(self, row: EscalationRow) -> None:
        self._file.write(
            "INSERT INTO escalation VALUES (?, ?, ?, ?, ?)",
            [row.id, row.worker, row.contact, row.state, stamp(row.at)],
        )

    def escalation(self, id: str) -> EscalationRow | None:
        rows = self._file.rows("SELECT id, worker, contact, state, at FROM escalation WHERE id = ?", [id])
        return next(
            (EscalationRow(id, worker, contact, state, moment(at)) for id, worker, contact, state, at in rows), None
        )

    def close_escalation(self, id: str) -> bool:
        """True the first time the question is answered."""
        closed = self._file.write("UPDATE escalation SET state = 'answered' WHERE id = ? AND state = 'open'", [id])
        return closed.rowcount == 1

    def add_suggestion(self, row: SuggestionRow) -> None:
        values = [row.id, row.worker, row.contact, row.state, row.proposal, stamp(row.until)]
        self._file.write("INSERT INTO suggestion VALUES (?, ?, ?, ?, ?, ?)", values)

    def suggestion(self, id: str) -> SuggestionRow | None:
        return next(iter(self._suggestions("id = ?", id)), None)

    def suggestions(self, state: str) -> tuple[SuggestionRow, ...]:
        """All that are in one state, oldest first."""
        return self._suggestions("state = ? ORDER BY until, id", state)

    def _suggestions(self, which: str, value: str) -> tuple[SuggestionRow, ...]:
        named = "SELECT id, worker, contact, state, until, proposal FROM suggestion"
        rows = self._file.rows(f"{named} WHERE {which}", [value])
        return tuple(
            SuggestionRow(id, worker, contact, state, moment(until), number)
            for id, worker, contact, state, until, number in rows
        )

    def move_suggestion(self, id: str, before: str, after: str, proposal: str = "") -> bool:
        """True for the one who brings it from one state to the other."""
        which = "UPDATE suggestion SET state = ?, proposal = ? WHERE id = ? AND state = ?"
        return self._file.write(which, [after, proposal, id, before]).rowcount == 1

    def suggesting(self, worker: WorkerId) -> int:
        """How many fixes that a worker suggested nobody has looked at yet."""
        waiting = "SELECT count(*) FROM suggestion WHERE worker = ? AND state = 'open'"
        return int(self._file.rows(waiting, [worker])[0][0])

    def looked_at(self) -> int | None:
        """Up to which generation of the articles it was looked for answers to what people wait for."""
        return next((generation for (generation,) in self._file.rows("SELECT generation FROM looked")), None)

    def look_at(self, generation: int) -> None:
        self._file.write("INSERT OR REPLACE INTO looked VALUES (1, ?)", [generation])

    def converse(self, place: str, worker: WorkerId, now: datetime, until: datetime) -> None:
        """Remembers who asked last in a place, and forgets the places that went cold."""
        with self._file.transaction():
            self._file.write("DELETE FROM conversation WHERE until <= ?", [stamp(now)])
            self._file.write("INSERT OR REPLACE INTO conversation VALUES (?, ?, ?)", [place, worker, stamp(until)])

    def conversing(self, place: str, now: datetime) -> WorkerId | None:
        rows = self._file.rows("SELECT worker FROM conversation WHERE place = ? AND until > ?", [place, stamp(now)])
        return rows[0][0] if rows else None

    def stop_conversing(self, place: str) -> None:
        self._file.write("DELETE FROM conversation WHERE place = ?", [place])

    def queued(self, worker: WorkerId) -> tuple[tuple[str, bytes], ...]:
        """What came in and is not answered yet, what is not delivered yet, and nudges on their way, sealed."""
        rows = self._file.rows(
            "SELECT 'incoming', sealed FROM incoming WHERE worker = ?1 AND sealed IS NOT NULL "
            "UNION ALL SELECT 'outgoing', sealed FROM outgoing WHERE worker = ?1 AND sealed IS NOT NULL "
            "UNION ALL SELECT 'nudge', sealed FROM nudge WHERE worker = ?1 AND sealed IS NOT NULL",
            [worker],
        )
        return tuple((name, sealed) for name, sealed in rows)

    def messages(self, worker: WorkerId, request: str = "") -> tuple[Message, ...]:
        """What is known of the worker's messages, of one request or of all, oldest first."""
        which, values = ("worker = ? AND request = ?", [worker, request]) if request else ("worker = ?", [worker])
        told = "SELECT request, method, notice, state, at FROM outgoing"
        rows = self._file.rows(f"{told} WHERE {which} ORDER BY id", values)
        return tuple(Message(id, method, notice, state, moment(at)) for id, method, notice, state, at in rows)

    def to_answer(self, contact: WorkerId) -> int:
        """How many questions and suggestions of others wait for this person."""
        waiting = "SELECT count(*) FROM {} WHERE contact = ? AND state = 'open'"
        tables = ("escalation", "suggestion")
        return sum(int(self._file.rows(waiting.format(table), [contact])[0][0]) for table in tables)
