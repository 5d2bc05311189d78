"""Training on what people said: whose is read, with which receipts, and what comes of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from bot.pastuse import PastUse, Shown, shown_in
from bot.rankers import Rankers
from bot.training import Trainer
from privacy import uses
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.measuring.learning import feedback, lists
from tests.privacy.house import TEAM, House

FEWEST = 5


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = House(tmp_path)
    yield found
    found.close()


def person(number: int) -> Person:
    return Person(TEAM, f"U0P{number:02}")


def saying(rooms: Rooms, people: int, each: int) -> None:
    """So many people say yes, then of so many articles whether they helped; what helps is known to the simulation."""
    random = np.random.default_rng(5)
    said = feedback(random, lists(random, 400), people=1)
    for number in range(people):
        rooms.gate.choose(rooms.gate.worker(person(number)), uses.RANK_BY_PAST_USE, "granted", "May I?")
        request = rooms.gate.open(person(number), public=False)
        for at, example in enumerate(said[number * each : (number + 1) * each]):
            shown = Shown(f"article-{at}", f"Article {at}", example.score, example.signals, example.position)
            assert PastUse(rooms.gate).say(request, shown, "helped" if example.helped else "unhelped")


def receipts(rooms: Rooms, number: int) -> list[str]:
    return [each.use for each in rooms.rights.show(rooms.gate.open(person(number), public=False), 50).receipts]


def test_trains_on_those_who_said_yes(house: House, tmp_path: Path) -> None:
    """Of everybody who said yes it is read what helped, each with a receipt that they see; of nobody else."""
    rooms, rankers = house.rooms(), Rankers(tmp_path)
    saying(rooms, people=8, each=40)
    rooms.gate.choose(rooms.gate.worker(person(3)), uses.RANK_BY_PAST_USE, "withdrawn", "No.")
    done = Trainer(rooms.gate, rankers, FEWEST).train()
    assert (done.outcome, done.examples, done.contributors) == ("new", 280, 7)
    assert rankers.current().version == 1
    assert rankers.versions()[1].contributors == 7
    assert [receipts(rooms, number).count("rank_by_past_use") for number in range(8)] == [1, 1, 1, 0, 1, 1, 1, 1]


def test_without_the_use_of_their_job(house: House, tmp_path: Path) -> None:
    """Of somebody whose job is not to be used, nothing is learned that it had a part in; the rest is."""
    rooms, rankers = house.rooms(), Rankers(tmp_path)
    rooms.gate.choose(rooms.gate.worker(person(0)), uses.RANK_BY_PAST_USE, "granted", "May I?")
    past, request = PastUse(rooms.gate), rooms.gate.open(person(0), public=False)
    past.say(request, Shown("own", "Own", 0.5, {"own": 1.0}), "helped")
    past.say(request, Shown("inferred", "Inferred", 0.5), "unhelped", drew={"role"})
    past.say(request, Shown("plain", "Plain", 0.5, {"alike": 1.0}), "helped")
    trainer = Trainer(rooms.gate, rankers, FEWEST)
    assert trainer.train().examples == 3
    rooms.gate.choose(rooms.gate.worker(person(0)), uses.RANK_BY_ROLE, "withdrawn", "No.")
    assert trainer.train().examples == 1


def test_what_was_picked_teaches_no_order(house: House, tmp_path: Path) -> None:
    """An article that somebody picked by its title helped, and is remembered; no order put it there to be judged."""
    rooms = house.rooms()
    rooms.gate.choose(rooms.gate.worker(person(0)), uses.RANK_BY_PAST_USE, "granted", "May I?")
    past, request = PastUse(rooms.gate), rooms.gate.open(person(0), public=False)
    past.say(request, shown_in(Shown("shown", "Shown", 0.5, {"own": 1.0}).packed()), "helped")
    past.say(request, shown_in(Shown("picked", "Picked").packed()), "helped")
    assert Trainer(rooms.gate, Rankers(tmp_path), FEWEST).train().examples == 1
    assert set(past.draw(request, set()).helped) == {"shown", "picked"}


def test_too_few_people(house: House, tmp_path: Path) -> None:
    """Below the smallest group nothing is learned, however much they said."""
    rooms, rankers = house.rooms(), Rankers(tmp_path)
    saying(rooms, people=4, each=60)
    assert Trainer(rooms.gate, rankers, FEWEST).train().outcome == "too few"
    assert rankers.current().version == 0
    assert rankers.trained == house.clock()


def test_every_week_at_night(house: House, tmp_path: Path) -> None:
    """By itself it trains in the small hours, once a week."""
    rooms, rankers = house.rooms(), Rankers(tmp_path)
    trainer = Trainer(rooms.gate, rankers, FEWEST)
    trained = []
    for _ in range(24 * 15):
        before = rankers.trained
        trainer.weekly()
        if rankers.trained != before:
            trained.append(house.clock())
        house.clock.forward(hours=1)
    assert {moment.astimezone().hour for moment in trained} <= {2, 3, 4}
    assert len(trained) == 3
    assert trained[1] - trained[0] >= timedelta(days=6, hours=18)
