"""Whether a message in a thread is meant for Onhand."""

import pytest

from privacy.conversation import LASTS
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.privacy.house import ANA, BEN, Clock, House

THREAD = "C1:171.5"


def test_nobody_asked_here_so_nothing_is_for_onhand(rooms: Rooms) -> None:
    """In a thread where Onhand was never named it does not listen."""
    assert not rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)


def test_what_the_asker_says_next_is_for_onhand(rooms: Rooms) -> None:
    """Follow-ups of the one who asked are answered, again and again, in that thread only."""
    rooms.conversations.asked(THREAD, ANA)
    assert rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)
    assert rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)
    assert not rooms.conversations.for_onhand("C1:999.9", ANA, to_somebody=False)


@pytest.mark.parametrize(("person", "to_somebody"), [(BEN, False), (BEN, True), (ANA, True)])
def test_when_people_talk_to_each_other_onhand_stays_quiet(rooms: Rooms, person: Person, to_somebody: bool) -> None:
    """Once another person speaks, or somebody is spoken to by name, Onhand is quiet until it is named again."""
    rooms.conversations.asked(THREAD, ANA)
    assert not rooms.conversations.for_onhand(THREAD, person, to_somebody=to_somebody)
    assert not rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)
    rooms.conversations.asked(THREAD, ANA)
    assert rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)


def test_the_last_one_to_name_onhand_is_the_asker(rooms: Rooms) -> None:
    """When a second person names Onhand, the follow-ups are theirs."""
    rooms.conversations.asked(THREAD, ANA)
    rooms.conversations.asked(THREAD, BEN)
    assert rooms.conversations.for_onhand(THREAD, BEN, to_somebody=False)
    assert not rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)


def test_after_a_day_a_thread_is_cold(rooms: Rooms, clock: Clock, house: House) -> None:
    """A day after Onhand was named it listens no more, and the next question anywhere forgets the thread."""
    rooms.conversations.asked(THREAD, ANA)
    clock.forward(seconds=LASTS.total_seconds() - 1)
    assert rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)
    clock.forward(seconds=1)
    assert not rooms.conversations.for_onhand(THREAD, ANA, to_somebody=False)
    rooms.conversations.asked("C2:", BEN)
    assert house.count("conversation") == 1
