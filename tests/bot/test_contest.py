"""`onhand ranking test` as a process."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.commands.contest import a_week
from bot.contests import FILE, Contests, Plan
from bot.rankers import Rankers, Version
from retrieval.ranker import Ranker
from tests.bot.process import run

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def learned(empty: Path) -> Path:
    """A home with a learned version that is not in use."""
    rankers = Rankers(empty)
    rankers.add(Version(Ranker({"own": 0.07}, 1), NOW, 80, 9), NOW)
    rankers.use(0)
    return empty


def judged(home: Path, won: int, lost: int) -> None:
    """As if so many answers had been judged; the first of them by the usual way."""
    with closing(sqlite3.connect(home / FILE)) as connection, connection:
        connection.execute("UPDATE contest SET won = ?, lost = ?", [won - 1, lost])
    Contests(home).count("1:candidate", helpful=True)


def test_start_show_stop(learned: Path) -> None:
    """It says what it takes before it starts; before the end it tells no winner; ended early it tells none either."""
    plan = run(learned, "ranking", "test", "start", "--candidate", "1", "--detect", "0.6", "--plan")
    assert (plan.returncode, plan.stderr) == (0, "")
    assert "Version 1 against version 0, the one in use.\nNeeded are 199 judged answers" in plan.stdout
    assert "as where 20 of 100 answers more help" in plan.stdout
    assert "Nobody has judged an answer lately" in plan.stdout
    assert not (learned / FILE).exists()
    assert run(learned, "ranking", "test", "show").stdout.startswith("No test was started yet")
    started = run(learned, "ranking", "test", "start", "--candidate", "1", "--detect", "0.6")
    assert started.stdout.startswith(plan.stdout)
    judged(learned, 20, 3)
    shown = run(learned, "ranking", "test", "show").stdout
    assert "23 of 199 answers on which they differ were judged, and 0 on which they agree. 176 more" in shown
    assert "20" not in shown.replace("2026", "")
    assert "won" not in json.loads(run(learned, "ranking", "test", "show", "--json").stdout)
    again = run(learned, "ranking", "test", "start", "--candidate", "1")
    assert (again.returncode, "A test runs already" in again.stderr) == (2, True)
    stopped = run(learned, "ranking", "test", "stop").stdout
    assert "Too few to tell: 176 more were needed." in stopped
    assert stopped.endswith("In use: version 0.\n")
    nothing = run(learned, "ranking", "test", "stop")
    assert (nothing.returncode, nothing.stderr) == (3, "No test runs.\n")


@pytest.mark.parametrize(
    ("won", "said"),
    [
        (120, "Of 199 answers where they differed, version 1 won 120 (60%; 95 % between 53% and 67%): it is better. "
              "Take it: onhand ranking reset --to 1."),
        (70, "it is worse. Keep version 0."),
        (105, "no difference that so many can show. Keep version 0."),
    ],
)  # fmt: skip
def test_what_it_found(learned: Path, won: int, said: str) -> None:
    """At the planned end it says in plain words which version is better, or that so many do not show it."""
    Contests(learned).start(Plan(0, 1, 199, 0.6), NOW)
    judged(learned, won, 199 - won)
    assert said in run(learned, "ranking", "test", "show").stdout
    told = json.loads(run(learned, "ranking", "test", "show", "--json").stdout)
    assert (told["finished"], told["won"], told["difference"]) == (True, won, won != 105)


def test_take(learned: Path) -> None:
    """The candidate comes into use where the test is ended so."""
    run(learned, "ranking", "test", "start", "--candidate", "1")
    assert run(learned, "ranking", "test", "stop", "--take").stdout.endswith("In use: version 1.\n")
    assert Rankers(learned).current().version == 1


def test_another_version_meanwhile(learned: Path) -> None:
    """Where another version came into use while a test ran, it says that the test goes on no more."""
    Contests(learned).start(Plan(0, 1, 199, 0.6), NOW)
    assert "meanwhile" not in run(learned, "ranking", "test", "show").stdout
    run(learned, "ranking", "reset", "--to", "1")
    assert "Version 1 came into use meanwhile and chooses alone." in run(learned, "ranking", "test", "show").stdout


def test_refuses(empty: Path) -> None:
    """What cannot be tested is refused, with what is accepted."""
    start = ("ranking", "test", "start", "--candidate")
    assert "There is no other version than the one in use" in run(empty, *start, "0").stderr
    Rankers(empty).add(Version(Ranker({"own": 0.07}, 1), NOW), NOW)
    assert run(empty, *start, "1").stderr == "--candidate 1: it is in use already; accepted are 0.\n"
    assert run(empty, *start, "7").stderr == "--candidate 7: there is no such version; accepted are 0.\n"
    assert not (empty / FILE).exists()


def test_how_many_a_week() -> None:
    """The rate is that of this month and those shortly before it; what is longer ago is of another time."""
    assert a_week({}, date(2026, 11, 24)) == 0
    assert a_week({"2026-11": 24}, date(2026, 11, 24)) == 7
    assert a_week({"2026-10": 31, "2026-11": 24}, date(2026, 11, 24)) == 7
    assert a_week({"2025-11": 5_000, "2026-11": 24}, date(2026, 11, 24)) == 7
    assert a_week({"2025-11": 5_000}, date(2026, 11, 24)) == 0
