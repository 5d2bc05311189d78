"""What a worker wants to hear back on: kept with a yes, told once."""

import pytest

from privacy import uses
from privacy.hearing import Awaited
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, Clock, House, agree

ASKED = Awaited("who orders the salt", ANA.slack_user_id)
FIX = Awaited("It is 68 by now.", ANA.slack_user_id, fix="f1", article="latte", title="Latte")
ILL = Awaited("i have diabetes where is my insulin", ANA.slack_user_id)


def test_asked_once_alone_and_with_a_name(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """A worker can be asked before any choice, and never again; never where others read, nor somebody without name."""
    assert rooms.hearing.to_ask(request_of_ana, ASKED)
    assert not rooms.hearing.to_ask(rooms.gate.open(ANA, public=True), ASKED)
    assert not rooms.hearing.to_ask(rooms.gate.open(None, public=False), ASKED)
    rooms.gate.choose(ana, uses.HEAR_BACK, "asked", "Shall I?")
    assert not rooms.hearing.to_ask(request_of_ana, ASKED)
    assert not rooms.hearing.allowed(request_of_ana, ASKED)


def test_nothing_is_kept_without_a_yes(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """Keeping needs a yes, and no other reader."""
    assert not rooms.hearing.keep(request_of_ana, ASKED)
    agree(rooms, ANA, uses.HEAR_BACK)
    assert not rooms.hearing.keep(rooms.gate.open(ANA, public=True), ASKED)
    assert house.count("kept") == 0
    assert rooms.hearing.keep(request_of_ana, ASKED)
    assert house.count("kept") == 1


@pytest.mark.parametrize("never", [ILL, Awaited("It is wrong.", "U0ANA", fix="f", title="Diabetes at work")])
def test_health_is_never_kept(rooms: Rooms, request_of_ana: Request, never: Awaited) -> None:
    """With a yes too, nothing on health is kept: neither a question nor a fix of an article about it."""
    assert not rooms.hearing.to_ask(request_of_ana, never)
    agree(rooms, ANA, uses.HEAR_BACK)
    assert not rooms.hearing.allowed(request_of_ana, never)
    assert not rooms.hearing.keep(request_of_ana, never)


def test_each_thing_is_kept_and_ends_by_itself(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """A question asked twice is waited for once; what is told ends, once, and the rest stays."""
    agree(rooms, ANA, uses.HEAR_BACK)
    for each in (ASKED, FIX, Awaited("Who orders the salt?", ANA.slack_user_id)):
        rooms.hearing.keep(request_of_ana, each)
    assert rooms.hearing.waiting() == {ana}
    later = rooms.gate.open_for(ana, public=False)
    assert [each.fix for each in rooms.hearing.drawn(later)] == ["f1", ""]
    assert rooms.hearing.drawn(later, FIX.topic) == (FIX,)
    assert rooms.gate.notice(later).text == "I used what you wanted to hear back on."
    assert rooms.hearing.end(later, FIX)
    assert not rooms.hearing.end(later, FIX)
    assert len(rooms.hearing.drawn(rooms.gate.open_for(ana, public=False))) == 1


def test_off_deletes(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """A no deletes what was waited for, and nothing is drawn from then on."""
    agree(rooms, ANA, uses.HEAR_BACK)
    rooms.hearing.keep(request_of_ana, ASKED)
    rooms.gate.choose(ana, uses.HEAR_BACK, "withdrawn", "No")
    assert rooms.hearing.waiting() == frozenset()
    assert rooms.hearing.drawn(rooms.gate.open_for(ana, public=False)) == ()


def test_after_its_time_nobody_waits(rooms: Rooms, request_of_ana: Request, clock: Clock) -> None:
    """After 90 days it is gone."""
    agree(rooms, ANA, uses.HEAR_BACK)
    rooms.hearing.keep(request_of_ana, ASKED)
    clock.forward(days=90)
    assert rooms.hearing.waiting() == frozenset()


def test_how_far_it_was_looked(rooms: Rooms, house: House) -> None:
    """Before the first looking there is none; it is remembered beyond the end of a process."""
    assert rooms.hearing.since() is None
    rooms.hearing.looked(7)
    rooms.hearing.looked(9)
    assert house.rooms().hearing.since() == 9
