"""What leaves: in which order, to whom it is handed, and what stays of it."""

import pytest

from privacy import uses
from privacy.gate import Notice, Outgoing, Render
from privacy.outbox import LEASE, VIEWS_FIRST, Parcel
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, Clock, House, saying


def put(rooms: Rooms, words: str, place: str = "C1") -> int:
    return rooms.gate.send(rooms.gate.open(ANA, public=False), saying(words, place))[0]


def opening(method: str) -> Render:
    def render(notice: Notice) -> Outgoing:
        return Outgoing(method, {"view": {"type": "home", "blocks": [{"text": notice.text}]}}, f"trigger:{method}")

    return render


def claimed(rooms: Rooms) -> Parcel:
    parcel = rooms.outbox.claim()
    assert parcel is not None
    return parcel


def words(parcel: Parcel | None) -> str | None:
    return None if parcel is None else str(parcel.arguments["text"]).partition("\n")[0]


def test_messages_of_one_place_leave_in_their_order(rooms: Rooms) -> None:
    """The next message to a place is not handed out before the one before it arrived or failed."""
    put(rooms, "one")
    put(rooms, "two")
    put(rooms, "three")
    first = claimed(rooms)
    assert (words(first), rooms.outbox.claim()) == ("one", None)
    rooms.outbox.sent(first.id)
    second = claimed(rooms)
    assert (words(second), rooms.outbox.claim()) == ("two", None)
    rooms.outbox.failed(second.id, "channel_not_found")
    assert words(claimed(rooms)) == "three"


def test_a_postponed_place_does_not_hold_up_others(rooms: Rooms, clock: Clock) -> None:
    """A place that must wait keeps its own order, and every other place goes on."""
    put(rooms, "one")
    put(rooms, "two")
    put(rooms, "elsewhere", place="C2")
    rooms.outbox.later(claimed(rooms).id, 20)
    assert words(rooms.outbox.claim()) == "elsewhere"
    assert rooms.outbox.claim() is None
    clock.forward(seconds=20)
    again = claimed(rooms)
    assert (words(again), again.again, again.attempts) == ("one", False, 1)


@pytest.mark.parametrize("method", VIEWS_FIRST)
def test_views_go_before_messages(rooms: Rooms, method: str) -> None:
    """What a trigger of three seconds opens overtakes the messages that wait."""
    put(rooms, "one")
    rooms.gate.send(rooms.gate.open(BEN, public=False), opening(method))
    assert [claimed(rooms).method for _ in range(2)] == [method, "chat.postMessage"]


def test_a_message_is_in_one_pair_of_hands_until_its_lease_ends(rooms: Rooms, house: House, clock: Clock) -> None:
    """Another sender gets it only after the first one's time is up, and is told that it may have arrived."""
    row = put(rooms, "one")
    other = house.rooms()
    first = claimed(rooms)
    assert (first.id, first.again, first.attempts) == (row, False, 0)
    clock.forward(seconds=LEASE.total_seconds() - 1)
    assert other.outbox.claim() is None
    clock.forward(seconds=1)
    second = claimed(other)
    assert (second.id, second.again, second.attempts) == (row, True, 1)


@pytest.mark.parametrize("state", ["sent", "failed"])
def test_a_message_that_is_through_is_forgotten(rooms: Rooms, house: House, state: str) -> None:
    """Of a message that arrived or failed only its notice and its fate stay, not what it said."""
    parcel = claimed(rooms) if put(rooms, "one") else None
    assert parcel is not None
    if state == "sent":
        rooms.outbox.sent(parcel.id)
    else:
        rooms.outbox.failed(parcel.id, "is_archived")
    assert house.rows("SELECT state, sealed, error, notice FROM outgoing") == [
        (state, None, "" if state == "sent" else "is_archived", uses.NOTHING_USED)
    ]
    assert rooms.outbox.claim() is None


def test_the_time_to_the_next_message_is_known(rooms: Rooms, clock: Clock) -> None:
    """Nothing waiting, one that may go now, one in somebody's hands, one postponed: each has its time."""
    assert rooms.outbox.seconds_to_next() is None
    put(rooms, "one")
    clock.forward(seconds=5)
    assert rooms.outbox.seconds_to_next() == 0
    parcel = claimed(rooms)
    assert rooms.outbox.seconds_to_next() == LEASE.total_seconds()
    rooms.outbox.later(parcel.id, 2.5)
    assert rooms.outbox.seconds_to_next() == 2.5


def test_a_message_behind_another_is_not_said_to_go_now(rooms: Rooms) -> None:
    """What waits for the one before it in its place is due with that one, so that a sender can sleep until then."""
    put(rooms, "one")
    put(rooms, "two")
    rooms.outbox.later(claimed(rooms).id, 12)
    assert rooms.outbox.seconds_to_next() == 12


def test_messages_to_an_erased_person_fail_and_hold_up_nobody(rooms: Rooms, house: House, ana: WorkerId) -> None:
    """Rows whose key is gone, as after a restore, however many they are, are failed and the next person is served."""
    many = [rooms.gate.send(rooms.gate.open(ANA, public=False), *[saying("to ana", f"C{n}") for n in range(400)])]
    rooms.gate.send(rooms.gate.open(BEN, public=False), saying("to ben"))
    house.lose_key(ana)
    assert words(rooms.outbox.claim()) == "to ben"
    assert len(many[0]) == 400
    assert house.rows("SELECT state, error, count(*) FROM outgoing WHERE sealed IS NULL GROUP BY state, error") == [
        ("failed", "erased", 400)
    ]
    assert rooms.outbox.claim() is None


def test_erasing_takes_back_what_was_not_sent_yet(rooms: Rooms, house: House, ana: WorkerId) -> None:
    """A message on its way to somebody who erased everything does not leave."""
    put(rooms, "one")
    rooms.rights.erase(ana)
    assert rooms.outbox.claim() is None
    assert house.count("outgoing") == 0
