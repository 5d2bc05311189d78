"""Totals in `people.db`: counts of groups and of events, with nobody in them."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta

from privacy.database_sqlite import moment, stamp
from privacy.gaps_sqlite import SqliteGaps
from privacy.totals import Figures
from privacy.worker import ANONYMOUS, WorkerId

WEEK = timedelta(days=7)


class SqliteTotals(SqliteGaps):
    """The part of the PersonalStore that holds nothing about anybody."""

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

    def opinions_of_months(self, months: Collection[str]) -> dict[tuple[str, str], int]:
        rows = self._file.rows(
            "SELECT article, opinion, sum(times) FROM opinion WHERE month IN (SELECT value FROM json_each(?)) "
            "GROUP BY article, opinion",
            [json.dumps(sorted(months))],
        )
        return {(article, opinion): times for article, opinion, times in rows}

    def judged(self, months: Collection[str], least: int) -> dict[str, tuple[int, int]]:
        """How often each article was judged, and as helpful, in those of the months in which it was often enough."""
        rows = self._file.rows(
            """SELECT article, sum(said), sum(helped) FROM (
                 SELECT article, sum(times) AS said, sum(CASE opinion WHEN 'helpful' THEN times ELSE 0 END) AS helped
                 FROM opinion WHERE opinion IN ('helpful', 'not helpful')
                 AND month IN (SELECT value FROM json_each(?))
                 GROUP BY article, month HAVING sum(times) >= ?) GROUP BY article""",
            [json.dumps(sorted(months)), least],
        )
        return {article: (said, helped) for article, said, helped in rows}

    def months_judged(self, k: int) -> frozenset[str]:
        """The months of whose answers at least k different people said whether they helped."""
        judging = (
            "SELECT substr(at, 1, 7) AS month FROM request WHERE voted > 0 AND worker <> ? "
            "GROUP BY month HAVING count(DISTINCT worker) >= ?"
        )
        return frozenset(month for (month,) in self._file.rows(judging, [ANONYMOUS, k]))

    def opinions_by_month(self) -> dict[str, int]:
        """Of how many answers it was said that they helped or did not, by month as in “2026-11”."""
        said = "opinion IN ('helpful', 'not helpful')"
        return dict(self._file.rows(f"SELECT month, sum(times) FROM opinion WHERE {said} GROUP BY month"))  # noqa: S608

    def counted(self) -> frozenset[str]:
        """The months of which totals were made."""
        return frozenset(row[0] for row in self._file.rows("SELECT month FROM counted"))

    def publish(self, month: str, figures: Figures) -> None:
        """Takes the totals of a month. Raises sqlite3.IntegrityError where it has some, or where one is too small."""
        with self.transaction():
            for (article, role), people in sorted(figures.items()):
                self._file.write("INSERT INTO in_job VALUES (?, ?, ?, ?)", [article, role, month, people])
            self._file.write("INSERT INTO counted VALUES (?)", [month])

    def in_job(self, role: str, since: str) -> dict[str, int]:
        """The largest total of each article for a role, of the months from `since` on."""
        rows = self._file.rows(
            "SELECT article, max(people) FROM in_job WHERE role = ? AND month >= ? GROUP BY article", [role, since]
        )
        return dict(rows)

    def asked(self, request: str, *, answered: bool) -> None:
        """That a request was a question, and, where it got no answer, that nothing came after it yet."""
        self._file.write("UPDATE request SET asked = ? WHERE id = ?", [1 if answered else 2, request])

    def went_on(self, worker: WorkerId, since: datetime) -> int:
        """How many of the worker's questions since then had no answer and nothing after them, until now."""
        left = "UPDATE request SET asked = 1 WHERE worker = ? AND asked = 2 AND at >= ?"
        return self._file.write(left, [worker, stamp(since)]).rowcount

    def asked_at(self, request: str) -> datetime | None:
        """When a question was asked; none for what was no question."""
        rows = self._file.rows("SELECT at FROM request WHERE id = ? AND asked > 0", [request])
        return moment(rows[0][0]) if rows else None

    def count_event(self, week: date, what: str, times: int) -> None:
        """Counts something that happened to a question asked in a week, by the week's first day."""
        self._file.write(
            "INSERT INTO event VALUES (?, ?, ?) ON CONFLICT (week, what) DO UPDATE SET times = times + excluded.times",
            [week.isoformat(), what, times],
        )

    def people_asking(self, first: datetime, until: datetime) -> int:
        """How many different people asked something."""
        asking = "SELECT count(DISTINCT worker) FROM request WHERE asked > 0 AND worker <> ? AND at >= ? AND at < ?"
        return int(self._file.rows(asking, [ANONYMOUS, stamp(first), stamp(until)])[0][0])

    def open_escalations(self, before: datetime) -> int:
        """How many questions that were handed over before then wait for their answer."""
        waiting = "SELECT count(*) FROM escalation WHERE state = 'open' AND at < ?"
        return int(self._file.rows(waiting, [stamp(before)])[0][0])

    def measure(self, week: date, also: Mapping[str, int] | None) -> None:
        """Takes what was counted of a week, and `also` other figures, as what is told of it; for None, nothing.

        Raises sqlite3.IntegrityError where it was measured before. Nothing about single questions is left of it.
        """
        first = datetime.combine(week, time(), UTC)
        with self.transaction():
            if also is not None:
                self._file.write("INSERT INTO measure SELECT * FROM event WHERE week = ?", [week.isoformat()])
                for what, times in also.items():
                    self._file.write("INSERT INTO measure VALUES (?, ?, ?)", [week.isoformat(), what, times])
            self._file.write("INSERT INTO measured VALUES (?)", [week.isoformat()])
            self._file.write("DELETE FROM event WHERE week = ?", [week.isoformat()])
            within = "UPDATE request SET asked = 0 WHERE asked > 0 AND at >= ? AND at < ?"
            self._file.write(within, [stamp(first), stamp(first + WEEK)])

    def weeks_with_events(self) -> tuple[date, ...]:
        """The weeks that something was counted of and that were not measured, oldest first."""
        rows = self._file.rows("SELECT DISTINCT week FROM event ORDER BY week")
        return tuple(date.fromisoformat(week) for (week,) in rows)

    def measured(self, since: date) -> dict[date, dict[str, int]]:
        """What is told of the weeks from `since` on: only those in which enough people asked."""
        told: dict[date, dict[str, int]] = {}
        rows = self._file.rows("SELECT week, what, times FROM measure WHERE week >= ?", [since.isoformat()])
        for week, what, times in rows:
            told.setdefault(date.fromisoformat(week), {})[what] = times
        return told

    def measured_weeks(self) -> frozenset[date]:
        """All weeks that were measured, whether they are told of or not."""
        return frozenset(date.fromisoformat(week) for (week,) in self._file.rows("SELECT week FROM measured"))
