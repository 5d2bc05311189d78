"""Tests of one order against another, kept in the home folder."""

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.contests import FILE, AlreadyRunning, Contests, Plan
from bot.rankers import Rankers, Version
from retrieval.interleaving import Contest
from retrieval.ranker import SHIPPED, Ranker

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
LEARNED = Ranker({"own": 0.07}, 1)
PLAN = Plan(current=0, candidate=1, wanted=3, detect=0.9)


@pytest.fixture
def rankers(tmp_path: Path) -> Rankers:
    """A learned version, and the shipped one in use."""
    made = Rankers(tmp_path)
    made.add(Version(LEARNED, NOW), NOW)
    made.use(0)
    return made


def test_off_unless_started(tmp_path: Path) -> None:
    """Before the first test the ranker in use ranks, and asking and counting write nothing."""
    contests = Contests(tmp_path)
    contests.count("1:candidate", helpful=True)
    contests.stop(NOW)
    assert contests.ranker(Rankers(tmp_path)) is SHIPPED
    assert (contests.last(), contests.running) == (None, False)
    assert list(tmp_path.iterdir()) == []


def test_another_process_sees_it(tmp_path: Path, rankers: Rankers) -> None:
    """A test that one process starts ranks in another one at once, and no more once it is ended; each has a key."""
    here, there = Contests(tmp_path), Contests(tmp_path)
    started = here.start(PLAN, NOW)
    assert there.ranker(rankers) == Contest(SHIPPED, LEARNED, 1, started.key)
    assert there.running
    with pytest.raises(AlreadyRunning):
        there.start(PLAN, NOW)
    there.stop(NOW)
    assert here.ranker(rankers) is SHIPPED
    again = here.start(PLAN, NOW)
    assert (again.number, again.started) == (2, NOW)
    assert again.key != started.key


def test_who_wins(tmp_path: Path) -> None:
    """Helpful is a win for the order that chose the answer, not helpful for the other; of an answer of both neither
    wins. Nothing is counted after the planned end, for another test, or for what is no team."""
    contests = Contests(tmp_path)
    contests.start(PLAN, NOW)
    for team, helpful in (("1:candidate", True), ("1:current", False), ("1:both", True), ("2:candidate", True),
                          ("", True), ("1:", True), ("x:current", True), ("1:candidate", False),
                          ("1:candidate", True), ("1:both", True)):  # fmt: skip
        contests.count(team, helpful)
    last = contests.last()
    assert last is not None
    assert (last.won, last.lost, last.alike, last.answers, last.whole) == (2, 1, 1, 3, True)
    assert contests.running


def test_nothing_is_counted_once_it_is_ended(tmp_path: Path) -> None:
    """An answer of a test that was ended counts no more, also where the next one runs."""
    contests = Contests(tmp_path)
    contests.start(PLAN, NOW)
    contests.stop(NOW)
    contests.count("1:candidate", helpful=True)
    contests.start(PLAN, NOW)
    contests.count("1:candidate", helpful=True)
    with closing(sqlite3.connect(tmp_path / FILE)) as connection:
        assert connection.execute("SELECT won, lost, alike FROM contest").fetchall() == [(0, 0, 0), (0, 0, 0)]


def test_another_version_ends_it(tmp_path: Path, rankers: Rankers) -> None:
    """Once another version than at the start is in use, that one ranks alone."""
    contests = Contests(tmp_path)
    contests.start(PLAN, NOW)
    rankers.use(1)
    assert contests.ranker(rankers) == LEARNED


def test_stops_no_answer(tmp_path: Path, rankers: Rankers, caplog: pytest.LogCaptureFixture) -> None:
    """A version that is gone, and a file that cannot be read or written, end no answer and no press."""
    contests = Contests(tmp_path)
    contests.start(Plan(0, 7, 3, 0.9), NOW)
    with caplog.at_level(logging.ERROR):
        assert contests.ranker(rankers) is SHIPPED
        with closing(sqlite3.connect(tmp_path / FILE)) as connection, connection:
            connection.execute("DROP TABLE contest")
        contests.count("1:current", helpful=True)
        assert contests.ranker(rankers) is SHIPPED
    assert len(caplog.records) == 3


def test_a_broken_file(tmp_path: Path, rankers: Rankers, caplog: pytest.LogCaptureFixture) -> None:
    """Onhand starts and answers also where the file is no database."""
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    with caplog.at_level(logging.ERROR):
        assert Contests(tmp_path).ranker(rankers) is SHIPPED
