"""What was asked in vain, in `people.db`: of all, of bands of people, and how many people those have."""

import json
from collections.abc import Mapping
from datetime import date

from privacy.groups import Band, Cell
from privacy.receipts_sqlite import SqliteReceipts
from privacy.totals import TRENDS, BandGap, Gap, Missed, Period, Told


class SqliteGaps(SqliteReceipts):
    """The part of the PersonalStore that tells, once for each period, what many asked in vain."""

    def gaps(self) -> tuple[Gap, ...]:
        """All that was told and is kept, the newest first."""
        rows = self._file.rows(
            "SELECT topic, first, until, people, trend, words, roles, outcomes, articles FROM gap "
            "ORDER BY first DESC, people DESC, topic"
        )
        return tuple(
            Gap(topic, _period(first, until), people, TRENDS[TRENDS.index(trend)], _tuple(words), _tuple(roles),
                json.loads(outcomes), _tuple(articles))
            for topic, first, until, people, trend, words, roles, outcomes, articles in rows
        )  # fmt: skip

    def gaps_until(self) -> date | None:
        """The day up to which all was counted; none where nothing was."""
        ((until,),) = self._file.rows("SELECT max(until) FROM gap_period")
        return date.fromisoformat(until) if until else None

    def tell(self, told: Told) -> None:
        """Takes what is told of a period. Raises sqlite3.IntegrityError where any of its days was counted before."""
        first, until = told.period.first.isoformat(), told.period.until.isoformat()
        with self.transaction():
            for gap in told.gaps:
                self._tell_gap(gap)
            for number, band in enumerate(told.bands):
                self._file.write(
                    "INSERT INTO band VALUES (?, ?, ?, ?, ?)",
                    [first, number, band.role, json.dumps(band.sites), band.people],
                )
            for of in told.band_gaps:
                self._file.write("INSERT INTO band_gap VALUES (?, ?, ?)", [first, told.bands.index(of.band), of.topic])
            for missed in told.missed:
                row = [first, told.bands.index(missed.band), missed.article, missed.people]
                self._file.write("INSERT INTO band_missed VALUES (?, ?, ?, ?)", row)
            self._file.write("INSERT INTO gap_period (first, until) VALUES (?, ?)", [first, until])

    def _tell_gap(self, gap: Gap) -> None:
        lists = [json.dumps(each) for each in (gap.words, gap.roles, gap.outcomes, gap.articles)]
        first, until = gap.period.first.isoformat(), gap.period.until.isoformat()
        self._file.write(
            "INSERT INTO gap (first, topic, until, people, trend, words, roles, outcomes, articles) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [first, gap.topic, until, gap.people, gap.trend, *lists],
        )

    def told(self) -> tuple[Told, ...]:
        """All periods that were counted, with all that was told of each, the newest first."""
        periods = self._file.rows("SELECT first, until FROM gap_period ORDER BY first DESC")
        gaps = self.gaps()
        return tuple(self._told(_period(first, until), gaps) for first, until in periods)

    def _told(self, period: Period, gaps: tuple[Gap, ...]) -> Told:
        first = [period.first.isoformat()]
        rows = self._file.rows("SELECT role, sites, people FROM band WHERE first = ? ORDER BY number", first)
        bands = tuple(Band(role, _tuple(sites), people) for role, sites, people in rows)
        of = self._file.rows("SELECT topic, number FROM band_gap WHERE first = ? ORDER BY number, topic", first)
        missed = self._file.rows(
            "SELECT article, number, people FROM band_missed WHERE first = ? ORDER BY number, article", first
        )
        return Told(
            period, tuple(gap for gap in gaps if gap.period == period), bands,
            tuple(BandGap(topic, bands[number]) for topic, number in of),
            tuple(Missed(article, bands[number], people) for article, number, people in missed),
        )  # fmt: skip

    def name_staff(self, team: str, people: Mapping[tuple[str, Cell], int]) -> None:
        """Takes how many people of a manager work in each cell, as all there is of a workspace."""
        with self.transaction():
            self._file.write("DELETE FROM staff WHERE team = ?", [team])
            for (manager, cell), number in sorted(people.items()):
                self._file.write(
                    "INSERT INTO staff VALUES (?, ?, ?, ?, ?)", [team, manager, cell.role, cell.site, number]
                )

    def staff(self, manager: str | None = None) -> dict[Cell, int]:
        """How many people work in each cell, of one manager or of all."""
        rows = self._file.rows(
            "SELECT role, site, sum(people) FROM staff WHERE manager = coalesce(?, manager) GROUP BY role, site",
            [manager],
        )
        return {Cell(role, site): people for role, site, people in rows}


def _period(first: str, until: str) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(until))


def _tuple(listed: str) -> tuple[str, ...]:
    return tuple(json.loads(listed))
