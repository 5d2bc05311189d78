"""Rooms over real files, with a clock that a test moves, and two people on the company's list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, PEOPLE, TEAM, Clock, House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "data")
    yield house
    house.close()


@pytest.fixture
def clock(house: House) -> Clock:
    return house.clock


@pytest.fixture
def rooms(house: House) -> Rooms:
    rooms = house.rooms()
    rooms.directory.load(PEOPLE, TEAM)
    return rooms


@pytest.fixture
def ana(rooms: Rooms) -> WorkerId:
    return rooms.gate.worker(ANA)


@pytest.fixture
def ben(rooms: Rooms) -> WorkerId:
    return rooms.gate.worker(BEN)


@pytest.fixture
def request_of_ana(rooms: Rooms) -> Request:
    return rooms.gate.open(ANA, public=False)
