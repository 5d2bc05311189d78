"""Two orders are tested on real questions: counted without names, and never for those of whom nothing is used."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime

import pytest

from bot.contests import FILE, Contests, Plan
from bot.demo import for_demo
from bot.rankers import Rankers, Version
from bot.settings import Settings
from bot.slack.blocks import unpacked
from bot.wiring import Onhand
from knowledge.article import Article
from retrieval.ranker import Ranker
from tests.scenarios.company import Company, Message, Talker, buttons

NOW = datetime(2026, 11, 24, tzinfo=UTC)
RINSING = "how long do i rinse the foam pump with cold water"
PUMPS = (
    Article("pump", "The foam pump", "Rinse the foam pump with cold water for two minutes."),
    Article("pump-cook", "The foam pump", "Rinse the foam pump in cold water for two minutes, then hang it up.",
            written_for=frozenset({"cook"})),
)  # fmt: skip
Open = Callable[[str], Talker]


@pytest.fixture
def tested(company: Company) -> Company:
    """The company while a version that prefers nothing is tested against the shipped one."""
    rankers = Rankers(company.home)
    rankers.add(Version(Ranker({}, 1), NOW), NOW)
    rankers.use(0)
    Contests(company.home).start(Plan(0, 1, 100, 0.6), NOW)
    onhand = Onhand(for_demo(Settings(home=company.home)))
    onhand.indexer.load(PUMPS)
    company.finder = onhand
    company.reopen()
    return company


def team(answer: Message) -> str:
    """Whose pick the answer was, as its button says."""
    (value,) = [each["value"] for each in buttons(answer) if each["action_id"] == "helpful"]
    return str(unpacked(value).get("team", ""))


def counted(company: Company) -> tuple[int, int, int]:
    with closing(sqlite3.connect(company.home / FILE)) as connection:
        (row,) = connection.execute("SELECT won, lost, alike FROM contest").fetchall()
    return (row[0], row[1], row[2])


def test_judged_answers_count_for_their_order(person: Open, tested: Company) -> None:
    """Both orders choose answers to the same question; what is said of each counts once, for the order it was of."""
    cook = person("U0CAI")
    answers: dict[str, Message] = {}
    while len(answers) < 2:
        answer = cook.hears(RINSING)
        answers[team(answer)] = answer
    assert set(answers) == {"1:current", "1:candidate"}
    for whose, button, so_far in (("current", "helpful", (0, 1, 0)), ("candidate", "not_helpful", (0, 2, 0)),
                                  ("current", "not_helpful", (0, 2, 0))):  # fmt: skip
        cook.presses(answers[f"1:{whose}"], button)
        cook.next_message()
        assert counted(tested) == so_far


def test_nobody_of_whom_nothing_is_used(person: Open, tested: Company) -> None:
    """Whoever switched all off gets what a stranger gets, and takes no part; nor does a question asked in public."""
    cook = person("U0CAI")
    cook.presses(cook.hears(RINSING), "stop:rank_by_role")
    cook.next_message()
    answers = [cook.hears(RINSING) for _ in range(6)]
    assert {team(answer) for answer in answers} == {""}
    assert len({answer["text"].splitlines()[0] for answer in answers}) == 1
    cook.presses(answers[0], "helpful")
    cook.next_message()
    assert counted(tested) == (0, 0, 0)
