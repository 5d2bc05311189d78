"""A fix that a worker suggests, until the one who looks after the article has looked at it."""

import pytest

from privacy import uses
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.suggestion import ANY_EDITOR, MOST, Fix
from privacy.worker import WorkerId
from tests.privacy.house import ANA, Clock, House

FIX = Fix("latte", "Latte", "Steam it to 65 °C.", "It is 68 by now.")


def test_a_fix_waits_until_it_is_taken_once(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId, house: House
) -> None:
    """Taken, its words are gone and it waits to be live; it can be taken, and be done, once."""
    id = rooms.suggestions.add(request_of_ana, ben, FIX)
    row = rooms.suggestions.waiting(id)
    assert row is not None
    assert (row.worker, row.contact, row.state) == (ana, ben, "open")
    assert rooms.escalations.wait_for(ben)
    later = rooms.gate.open_for(ana, public=False)
    assert rooms.suggestions.take(later, id, "17")
    assert not rooms.suggestions.take(later, id, "18")
    assert rooms.suggestions.waiting(id) is None
    assert [each.proposal for each in rooms.suggestions.taken()] == ["17"]
    assert house.count("kept") == 0
    assert rooms.suggestions.done(id)
    assert not rooms.suggestions.done(id)
    assert rooms.suggestions.taken() == ()


def test_declined_it_ends(rooms: Rooms, request_of_ana: Request, ben: WorkerId, house: House) -> None:
    """Declined, its words are gone, and nothing waits any more."""
    id = rooms.suggestions.add(request_of_ana, ben, FIX)
    assert rooms.suggestions.decline(request_of_ana, id)
    assert not rooms.suggestions.decline(request_of_ana, id)
    assert house.count("kept") == 0
    assert rooms.suggestions.waiting(id) is None
    assert rooms.suggestions.waiting("no such fix") is None


def test_its_words_are_drawn_of_the_sender(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId, clock: Clock
) -> None:
    """Reading the words is a draw of the one who suggested it; nobody else's request finds them, nor a late one."""
    id = rooms.suggestions.add(request_of_ana, ben, FIX)
    reading = rooms.gate.open_for(ana, public=False)
    assert rooms.suggestions.drawn(reading, id) == FIX
    assert rooms.gate.notice(reading).text == "I used the fix you suggested."
    assert rooms.suggestions.drawn(rooms.gate.open_for(ben, public=False), id) is None
    clock.forward(days=uses.SUGGEST_FIX.keep_days)
    assert rooms.suggestions.drawn(rooms.gate.open_for(ana, public=False), id) is None


def test_one_worker_floods_nobody(rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId) -> None:
    """Only so many of one worker wait at once; one that is looked at makes room."""
    ids = [rooms.suggestions.add(request_of_ana, ben, FIX) for _ in range(MOST)]
    assert rooms.suggestions.too_many(ana)
    assert not rooms.suggestions.too_many(ben)
    rooms.suggestions.decline(request_of_ana, ids[0])
    assert not rooms.suggestions.too_many(ana)


def test_a_fix_of_nobody_is_refused(rooms: Rooms, ben: WorkerId, house: House) -> None:
    """Without a worker there is nobody who suggests anything, and nothing is stored."""
    with pytest.raises(ValueError, match="without a worker"):
        rooms.suggestions.add(rooms.gate.open(None, public=False), ben, FIX)
    assert house.count("suggestion") == house.count("kept") == 0


def test_when_its_owner_is_erased_any_editor_may_look(rooms: Rooms, request_of_ana: Request, ben: WorkerId) -> None:
    """The one who got it is blanked in the row, which then waits for any editor."""
    id = rooms.suggestions.add(request_of_ana, ben, FIX)
    rooms.rights.erase(ben)
    row = rooms.suggestions.waiting(id)
    assert row is not None
    assert row.contact == ANY_EDITOR


def test_when_its_sender_is_erased_it_is_gone(rooms: Rooms, request_of_ana: Request, ben: WorkerId) -> None:
    """Nothing of a sender who erased all waits any more."""
    id = rooms.suggestions.add(request_of_ana, ben, FIX)
    rooms.rights.erase(rooms.gate.worker(ANA))
    assert rooms.suggestions.waiting(id) is None


def test_it_outlives_nothing(rooms: Rooms, request_of_ana: Request, ben: WorkerId, house: House, clock: Clock) -> None:
    """The row that somebody suggested something goes when nobody is to hear of it any more."""
    rooms.suggestions.add(request_of_ana, ben, FIX)
    clock.forward(days=uses.HEAR_BACK.keep_days)
    rooms.retention.sweep()
    assert house.count("suggestion") == 0
