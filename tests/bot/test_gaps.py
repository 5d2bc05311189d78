"""`onhand gaps` and `onhand measures` as processes: what those who edit articles are told, and what nobody is."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.gaps import topics_helped
from bot.settings import Settings
from bot.wiring import Onhand
from bot.wording.gaps import TOO_FEW
from knowledge.article import Article
from privacy.directory import Entry
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.bot.process import run
from tests.privacy.asking import LENGTH, agree
from tests.privacy.asking import ask as ask_in
from tests.privacy.house import TEAM, House

TEAM_IS = {"SLACK_TEAM_ID": TEAM, "EMBEDDING_MODEL": "both"}
COOKS = tuple(Person(TEAM, f"U0CANARY{at}") for at in range(7))
BARISTAS = tuple(Person(TEAM, f"U0CANARB{at}") for at in range(6))
WIFI = (
    "whats the wifi password", "wifi password please", "do we have a wifi password", "wifi password for staff",
    "what is the wifi password at work", "new wifi password", "wifi password again",
)  # fmt: skip
OVEN = "the oven shows an error and will not heat"
LOOKING: tuple[tuple[str, ...], ...] = (
    ("gaps",), ("gaps", "--json"), ("gaps", "--json", "--weeks", "52"), ("gaps", "--digest"), ("measures",),
    ("measures", "--json", "--weeks", "20"), ("articles", "list", "--json"), ("articles", "proposed"),
    ("articles", "sources"), ("ranking", "show"), ("privacy", "record"),
    ("privacy", "uses", "--json"), ("privacy", "head"), ("privacy", "check"), ("doctor", "--json"),
)  # fmt: skip
"""All that shows something to those who edit articles or run Onhand, but for what is one person's own."""


def day_in_last_period() -> datetime:
    """A morning in the period that ended last, by the clock of the processes."""
    first = datetime(1970, 1, 5, tzinfo=UTC)
    return first + ((datetime.now(UTC) - first) // LENGTH) * LENGTH - LENGTH / 2


@pytest.fixture
def house(home: Path) -> Iterator[House]:
    house = House(home)
    house.clock.now = day_in_last_period()
    yield house
    house.close()


@pytest.fixture
def rooms(house: House) -> Rooms:
    """The sample company's articles, and people who asked in vain, each in words of their own."""
    rooms = house.rooms()
    people = [(person, "cook") for person in COOKS] + [(person, "barista") for person in BARISTAS]
    others = [(f"U0{role.upper()}{at}", role) for role in ("cook", "barista") for at in range(6)]
    others += [(f"U0PORTER{at}", "porter") for at in range(10)]
    listed = [(each.slack_user_id, role) for each, role in people] + others
    rooms.directory.load([Entry(user, role, "Harbour Street", "", "Canaryname") for user, role in listed], TEAM)
    agree(rooms, [*COOKS, *BARISTAS])
    return rooms


def ask(rooms: Rooms, number: int = 7) -> None:
    for at, person in enumerate(COOKS[:number]):
        ask_in(rooms, [person], f"{WIFI[at]} canaryword{at} canarythat{at}")
    for at, person in enumerate(BARISTAS):
        ask_in(rooms, [person], f"{OVEN} canaryoven{at}", "not helpful", "chicken-temperature")


def measured(rooms: Rooms, number: int) -> None:
    for person in COOKS[:number]:
        request = rooms.gate.open(person, public=False)
        rooms.measures.asked(request, "answered")
        rooms.opinions.give(rooms.gate.worker(person), request.id, "chicken-temperature", "helpful")


def told(home: Path, *arguments: str) -> Any:
    done = run(home, *arguments, **TEAM_IS)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_topics_with_what_is_near_them(rooms: Rooms, house: House) -> None:
    """Each topic has words that many used, how many people, their jobs, what did not help them, and headings for a
    draft: of the near article's own, or of those words."""
    ask(rooms)
    found = {each["question"]: each for each in told(house.folder, "gaps", "--json")["gaps"]}
    wifi = next(each for each in found.values() if "wifi" in each["words"])
    oven = next(each for each in found.values() if "oven" in each["words"])
    assert len(found) == 2
    assert (wifi["words"], wifi["people"], wifi["trend"], wifi["roles"]) == (["password", "wifi"], 5, "new", ["cook"])
    assert (wifi["outcomes"], wifi["question"]) == ({"not found": 5}, "Password wifi")
    assert (oven["people"], oven["roles"], oven["outcomes"]) == (5, ["barista"], {"not helpful": 5})
    assert oven["near"][0] == {"id": "chicken-temperature", "title": "Cooking chicken safely", "shown": True}
    assert oven["outline"][:2] == [f"# {oven['question']}", f"## People asked about: {', '.join(oven['words'])}"]
    assert "## Core temperature" in oven["outline"]
    shown = run(house.folder, "gaps", **TEAM_IS).stdout
    assert "people: 5 or more, new" in shown
    assert "which did not help" in shown


def test_too_few_and_none_read_the_same(rooms: Rooms, house: House) -> None:
    """Where four people asked, where nobody did, and where nothing is over yet, the same sentence is said."""
    before = run(house.folder, "gaps", **TEAM_IS).stdout
    for at, person in enumerate(COOKS[:4]):
        ask_in(rooms, [person], WIFI[at])
    after = run(house.folder, "gaps", **TEAM_IS)
    assert after.stdout == before == f"{TOO_FEW.format(k=5)}\n"
    assert told(house.folder, "gaps", "--json") == {"k": 5, "gaps": []}
    assert told(house.folder, "gaps", "--digest")["said"] == TOO_FEW.format(k=5)


def test_no_command_shows_what_one_person_asked(rooms: Rooms, house: House) -> None:
    """A word of one person's question, their name and their id come out of no command that is not an export of that
    person's own."""
    ask(rooms)
    measured(rooms, 5)
    environment = {"ONHAND_HOME": str(house.folder), "SLACK_BOT_TOKEN": "", **TEAM_IS}
    outputs = {each: CliRunner().invoke(main, list(each), env=environment) for each in LOOKING}
    assert [each for each, done in outputs.items() if "canary" in done.output.lower()] == []
    assert {done.exit_code for done in outputs.values()} <= {0, 1}
    assert "wifi" in outputs["gaps",].output
    assert '"wifi"' in outputs["gaps", "--digest"].output


def test_how_questions_went(rooms: Rooms, house: House) -> None:
    """A week in which five people asked is told of with each figure, one in which fewer did only with a sentence; how
    topics of articles helped is told in steps."""
    measured(rooms, 5)
    week = told(house.folder, "measures", "--json", "--weeks", "8")["weeks"]
    (shown,) = [each for each in week if each["told"]]
    assert (shown["asked"], shown["answered"], shown["helpful"], shown["silence"]) == (5, 5, 5, 0)
    assert len(week) == 8
    printed = run(house.folder, "measures", "--weeks", "8", **TEAM_IS).stdout
    assert "     5  questions" in printed
    assert printed.count("Nothing to tell of this week: fewer than 5 people asked, or none.") == 7


def test_the_digest_of_a_week(rooms: Rooms, house: House) -> None:
    """The digest has the newest gaps, whether they are new, and the figures of the last week that is measured."""
    ask(rooms)
    made = told(house.folder, "gaps", "--digest")
    assert len(made["gaps"]) == 2
    assert made["said"] == ""
    assert made["week"].keys() == {"week", "told"}
    assert isinstance(made["new"], bool)


@pytest.mark.parametrize("command", ["gaps", "measures"])
def test_weeks_must_be_some(empty: Path, command: str) -> None:
    """No week is no span of time."""
    assert run(empty, command, "--weeks", "0").returncode == 2


def test_it_is_counted_beside_the_answers(rooms: Rooms, house: House) -> None:
    """What “onhand serve” does now and then counts a period that is over, once."""
    ask(rooms)
    onhand = Onhand(Settings(home=house.folder, ranking_train="off"))
    for _ in range(2):
        for chore in onhand.chores:
            chore()
    assert {gap.people for gap in onhand.rooms.gaps.told(date.min)} == {5}
    assert len(onhand.gap_report.gaps()) == 2


def test_how_topics_of_articles_helped(rooms: Rooms, house: House) -> None:
    """Of a topic is told, in steps, how often one of its articles helped, in months that are over; of one with fewer
    opinions nothing is."""
    articles = [
        Article("chicken-temperature", "Chicken", "…", topics=frozenset({"poultry", "hot food"})),
        Article("burgers", "Burgers", "…", topics=frozenset({"hot food"})),
        Article("tea", "Tea", "…", topics=frozenset({"drinks"})),
    ]
    measured(rooms, 5)
    for article in ("burgers", "tea"):
        request = rooms.gate.open(COOKS[0], public=False)
        rooms.opinions.give(rooms.gate.worker(COOKS[0]), request.id, article, "not helpful")
    assert topics_helped(rooms, articles, 5) == {}
    house.clock.forward(days=31)
    five = {"helpful": 5, "not helpful": 0}
    assert topics_helped(rooms, articles, 5) == {"hot food": five, "poultry": five}
