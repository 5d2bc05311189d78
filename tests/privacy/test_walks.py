"""Random walks through the house: whatever is done in whatever order, the promises hold."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy import uses
from privacy.consent import State
from privacy.directory import Entry
from privacy.receipt import Drawn, Request
from privacy.rooms import Rooms
from privacy.uses import DataUse
from privacy.worker import Person
from tests.privacy.house import House, saying

NAMES = ("ana", "ben", "cai")
KEEPING = tuple(use for use in uses.USES if use.keep_days)
STOPPABLE = tuple(use for use in uses.USES if use.stoppable)

names = st.sampled_from(NAMES)
steps = st.one_of(
    st.tuples(st.just("load"), st.none(), st.none()),
    st.tuples(st.just("grant"), names, st.sampled_from(STOPPABLE)),
    st.tuples(st.just("withdraw"), names, st.sampled_from(STOPPABLE)),
    st.tuples(st.just("erase"), names, st.none()),
    st.tuples(st.just("keep"), names, st.sampled_from(KEEPING)),
    st.tuples(st.sampled_from(["draw", "draw in public"]), names, st.sampled_from(uses.USES)),
    st.tuples(st.just("send"), names, st.none()),
)


@dataclass
class Walk:
    """What a walk did, and what must therefore be: the model beside the real rooms."""

    rooms: Rooms
    house: House
    team: str = field(default_factory=lambda: uuid.uuid4().hex)
    on: dict[tuple[str, str], bool] = field(default_factory=dict)
    kept: set[tuple[str, str]] = field(default_factory=set)
    listed: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    open: dict[str, Request] = field(default_factory=dict)

    def person(self, name: str) -> Person:
        return Person(self.team, name)

    def is_on(self, name: str, use: DataUse) -> bool:
        return self.on.get((name, use.name), not use.needs_yes)

    def request(self, name: str, *, public: bool = False) -> Request:
        """The one that is open for the person, so that several draws and messages meet in it."""
        if name not in self.open or self.open[name].public != public:
            self.open[name] = self.rooms.gate.open(self.person(name), public=public)
        return self.open[name]

    def take(self, step: str, name: str, use: DataUse) -> None:
        if step == "load":
            self.load()
        elif step in ("grant", "withdraw"):
            self.choose(name, use, granted=step == "grant")
        elif step == "erase":
            self.erase(name)
        elif step == "keep":
            self.keep(name, use)
        elif step == "send":
            self.rooms.gate.send(self.request(name, public=self.open_in_public(name)), saying(place=name))
            del self.open[name]
        else:
            self.draw(name, use, public=step == "draw in public")

    def open_in_public(self, name: str) -> bool:
        return name in self.open and self.open[name].public

    def load(self) -> None:
        entries = [Entry(name, f"{name}:role", f"{name}:site", "", f"{name}:name") for name in NAMES]
        assert self.rooms.directory.load(entries, self.team).skipped == len(self.erased)
        self.listed = {*NAMES} - self.erased

    def choose(self, name: str, use: DataUse, *, granted: bool) -> None:
        state: State = "granted" if granted else "withdrawn"
        self.rooms.gate.choose(self.rooms.gate.worker(self.person(name)), use, state, state)
        self.on[name, use.name] = granted
        if not granted:
            self.kept.discard((name, use.name))
        if use is uses.RANK_BY_ROLE:
            self.erased.discard(name)

    def erase(self, name: str) -> None:
        self.rooms.rights.erase(self.rooms.gate.worker(self.person(name)))
        self.on.update({(name, use.name): False for use in STOPPABLE})
        self.kept = {(owner, use) for owner, use in self.kept if owner != name}
        self.listed.discard(name)
        self.erased.add(name)
        self.open.pop(name, None)

    def keep(self, name: str, use: DataUse) -> None:
        kept = self.rooms.gate.keep(self.request(name), use, "topic", f"{name}:{use.name}")
        assert kept is self.is_on(name, use)
        if kept:
            self.kept.add((name, use.name))

    def draw(self, name: str, use: DataUse, *, public: bool) -> None:
        request = self.request(name, public=public)
        drawn = self.rooms.gate.draw(request, use, topic="topic" if use.needs_topic else "")
        allowed = self.is_on(name, use) and (use.in_public or not public)
        assert (drawn.receipt is not None) is allowed
        assert set(drawn.values) == (self.there(name, use) if allowed else set())
        self.nothing_without_receipt(drawn, request)
        self.nothing_of_others(name, drawn)

    def there(self, name: str, use: DataUse) -> set[str]:
        """The kinds that a draw must find."""
        held, kept = name in self.listed, {owned for owner, owned in self.kept if owner == name}
        found = {kind.name for kind in use.draws if (held if kind.field else use.name in kept)}
        return ({"everything"} if held or kept else set()) if use is uses.SHOW_MY_DATA else found

    def nothing_without_receipt(self, drawn: Drawn, request: Request) -> None:
        number = drawn.receipt.number if drawn.receipt else None
        durable = self.house.rows(
            "SELECT kind FROM receipt_kind JOIN receipt ON number = receipt "
            "WHERE number = ? AND request = ? AND worker = ?",
            *(number, request.id, request.worker),
        )
        assert {kind for (kind,) in durable} == set(drawn.values)

    def nothing_of_others(self, name: str, drawn: Drawn) -> None:
        text = json.dumps(dict(drawn.values))
        assert not any(f"{other}:" in text for other in NAMES if other != name)

    def every_notice_covers_its_receipts(self) -> None:
        uncovered = self.house.rows(
            "SELECT notice, kind FROM outgoing JOIN receipt ON receipt.request = outgoing.request "
            "JOIN receipt_kind ON receipt_kind.receipt = receipt.number"
        )
        words = {kind.name: kind.word for kind in uses.KINDS}
        assert [row for row in uncovered if words[row[1]] not in row[0]] == []


@pytest.fixture(scope="module")
def one_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One for all walks; each walk is a workspace of its own in it."""
    house = House(Path(tmp_path_factory.mktemp("walks")))
    yield house
    house.close()


@pytest.fixture(scope="module")
def its_rooms(one_house: House) -> Rooms:
    return one_house.rooms()


@given(path=st.lists(steps, min_size=5, max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_on_every_walk_each_value_has_its_receipt_and_each_message_its_notice(
    one_house: House, its_rooms: Rooms, path: list[tuple[str, str, DataUse]]
) -> None:
    """Over choices, erasures, keeps, draws and sends of several people in any order: no value leaves a draw without a
    durable receipt that names its kind, no draw yields another person's value, a draw finds exactly what the person
    left on, and each message's notice covers all receipts of its request."""
    walk = Walk(its_rooms, one_house)
    walk.load()
    for step, name, use in path:
        walk.take(step, name, use)
    walk.every_notice_covers_its_receipts()
