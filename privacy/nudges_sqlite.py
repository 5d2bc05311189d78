"""Nudges on their way, in `people.db`, so that handing one over to the outbox is one transaction with it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from privacy.database_sqlite import SqliteFile, moment, stamp
from privacy.groups import Cell
from privacy.store import Meant, NudgeRow
from privacy.worker import WorkerId

COLUMNS = "id, worker, sender, sealed, tries, laters, until"
HOW_IT_WENT = """
SELECT nudge.id, nudge.worker, outgoing.state, outgoing.error FROM nudge
JOIN outgoing ON outgoing.request = nudge.request
WHERE nudge.state = 'posting' AND outgoing.state IN ('sent', 'failed')
"""
MEAN = """
INSERT INTO nudged (day, article, role, site, people)
SELECT ?1, ?2, role, site, sum(people) FROM staff
WHERE manager = ?3 AND ?4 IN ('', role) AND ?5 IN ('', site) AND NOT EXISTS (SELECT 1 FROM nudge WHERE id = ?6)
GROUP BY role, site
ON CONFLICT (day, article, role, site) DO UPDATE SET people = people + excluded.people
"""


class SqliteNudgeStore:
    """The NudgeStore over the same file as the people and the post."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def link_managers(self, managers: Mapping[WorkerId, WorkerId]) -> None:
        """Takes who is whose manager from the company's list. For use within the loading of that list."""
        for worker, manager in sorted(managers.items()):
            self._file.write("UPDATE listed SET manager = ? WHERE worker = ?", [manager, worker])

    def reports(self, manager: WorkerId) -> frozenset[WorkerId]:
        rows = self._file.rows("SELECT worker FROM listed WHERE manager = ?", [manager])
        return frozenset(row[0] for row in rows)

    def add(self, row: NudgeRow, due: datetime, at: datetime) -> None:
        """Takes a nudge to one receiver. The same one twice is one."""
        self._file.write(
            "INSERT OR IGNORE INTO nudge (id, worker, sender, sealed, state, due, until, at) "
            "VALUES (?, ?, ?, ?, 'waiting', ?, ?, ?)",
            [row.id, row.worker, row.sender, row.sealed, stamp(due), stamp(row.until), stamp(at)],
        )

    def sent_since(self, sender: WorkerId, since: datetime) -> int:
        """How many different nudges of a sender's are known."""
        count = "SELECT count(DISTINCT id) FROM nudge WHERE sender = ? AND at > ?"
        return int(self._file.rows(count, [sender, stamp(since)])[0][0])

    def people_of(self, manager: WorkerId, job: Cell, otherwise: int) -> int:
        """How many people of a manager's have a job, by the list, what is empty in it being any; `otherwise` where the
        list was loaded by a release that did not count them."""
        found = self._file.rows(
            "SELECT sum(CASE WHEN ?2 IN ('', role) AND ?3 IN ('', site) THEN people ELSE 0 END) FROM staff "
            "WHERE manager = ?1",
            [manager, job.role, job.site],
        )
        return otherwise if found[0][0] is None else int(found[0][0])

    def mean(self, id: str, sender: WorkerId, article: str, job: Cell, day: date) -> None:
        """Takes note of how many people of each cell a nudge is meant for, of the sender's own and of a job (what is
        empty in it is any), unless it was added before. Not of who they are or who wrote it."""
        self._file.write(MEAN, [day.isoformat(), article, sender, job.role, job.site, id])

    def meant(self) -> tuple[Meant, ...]:
        rows = self._file.rows("SELECT article, day, role, site, people FROM nudged ORDER BY day, article, role, site")
        return tuple(
            Meant(article, date.fromisoformat(day), Cell(role, site), people)
            for article, day, role, site, people in rows
        )

    def due(self, now: datetime, limit: int) -> tuple[NudgeRow, ...]:
        rows = self._file.rows(
            f"SELECT {COLUMNS} FROM nudge WHERE state = 'waiting' AND due <= ? ORDER BY due LIMIT ?",  # noqa: S608
            [stamp(now), limit],
        )
        return tuple(NudgeRow(*(*values, moment(until))) for *values, until in rows)

    def postpone(self, id: str, worker: WorkerId, until: datetime) -> None:
        self._file.write(
            "UPDATE nudge SET due = ? WHERE id = ? AND worker = ? AND state = 'waiting'", [stamp(until), id, worker]
        )

    def hasten(self, worker: WorkerId, now: datetime) -> None:
        self._file.write(
            "UPDATE nudge SET due = ?1 WHERE worker = ?2 AND state = 'waiting' AND due > ?1", [stamp(now), worker]
        )

    def waiting_for(self, worker: WorkerId) -> bool:
        return bool(self._file.rows("SELECT 1 FROM nudge WHERE worker = ? AND state = 'waiting' LIMIT 1", [worker]))

    def on_rota(self, worker: WorkerId, now: datetime) -> bool:
        """True where shifts are kept of somebody; which, must be drawn."""
        found = "SELECT 1 FROM kept WHERE worker = ? AND use = 'nudge_in_shifts' AND until > ? LIMIT 1"
        return bool(self._file.rows(found, [worker, stamp(now)]))

    def hand_over(self, id: str, worker: WorkerId, request: str) -> bool:
        """True the one time that a waiting nudge becomes a message of the outbox."""
        done = self._file.write(
            "UPDATE nudge SET state = 'posting', request = ?, tries = tries + 1 "
            "WHERE id = ? AND worker = ? AND state = 'waiting'",
            [request, id, worker],
        )
        return done.rowcount == 1

    def went(self) -> tuple[tuple[str, WorkerId, str, str], ...]:
        """Nudge, receiver, state and error of each message of the outbox that has come to an end."""
        return tuple(self._file.rows(HOW_IT_WENT))

    def again(self, id: str, worker: WorkerId, due: datetime) -> None:
        self._file.write(
            "UPDATE nudge SET state = 'waiting', due = ? WHERE id = ? AND worker = ? AND state = 'posting'",
            [stamp(due), id, worker],
        )

    def end(self, id: str, worker: WorkerId, state: str) -> None:
        """Ends a nudge to one receiver, and forgets what it said."""
        self._file.forget("UPDATE nudge SET state = ?, sealed = NULL WHERE id = ? AND worker = ?", [state, id, worker])

    def drop(self, worker: WorkerId) -> None:
        """Ends all that waits for a receiver, as nothing is to be kept for it any more."""
        self._file.forget(
            "UPDATE nudge SET state = 'gone', sealed = NULL WHERE worker = ? AND state = 'waiting'", [worker]
        )

    def thank(self, id: str, worker: WorkerId, since: datetime) -> None:
        """Counts a receiver's thanks once, for a nudge that is not too old for it."""
        self._file.write(
            "UPDATE nudge SET thanked = 1 WHERE id = ? AND worker = ? AND at >= ?", [id, worker, stamp(since)]
        )

    def reply(self, id: str, worker: WorkerId) -> bool:
        """True the one time that the receiver of a nudge that became a message replies to it."""
        done = self._file.write(
            "UPDATE nudge SET replied = 1 WHERE id = ? AND worker = ? AND request <> '' AND replied = 0", [id, worker]
        )
        return done.rowcount == 1

    def renew(self, row: NudgeRow, due: datetime) -> bool:
        """Lets a nudge that was sent wait once more, as its receiver asked. False where it is not theirs."""
        done = self._file.write(
            "UPDATE nudge SET state = 'waiting', sealed = ?, due = ?, until = ?, tries = 0, laters = laters + 1 "
            "WHERE id = ? AND worker = ? AND state = 'sent'",
            [row.sealed, stamp(due), stamp(row.until), row.id, row.worker],
        )
        return done.rowcount == 1

    def sender_of(self, id: str, worker: WorkerId) -> WorkerId | None:
        rows = self._file.rows("SELECT sender FROM nudge WHERE id = ? AND worker = ?", [id, worker])
        return rows[0][0] if rows else None

    def uncounted(self, before: datetime) -> tuple[tuple[str, int, int], ...]:
        """Nudge, how many thanked and how many were not reached, of those that are older and were not counted."""
        rows = self._file.rows(
            "SELECT id, sum(thanked), sum(state = 'missed') FROM nudge "
            "WHERE id NOT IN (SELECT nudge FROM nudge_total) GROUP BY id HAVING max(at) < ?",
            [stamp(before)],
        )
        return tuple(rows)

    def publish(self, id: str, thanked: int, missed: int, at: datetime) -> None:
        self._file.write("INSERT OR IGNORE INTO nudge_total VALUES (?, ?, ?, ?)", [id, thanked, missed, stamp(at)])

    def totals(self, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """What was counted of each of these nudges."""
        marks = ", ".join("?" for _ in ids)
        rows = self._file.rows(f"SELECT nudge, thanked, missed FROM nudge_total WHERE nudge IN ({marks})", ids)  # noqa: S608
        return {id: (thanked, missed) for id, thanked, missed in rows}
