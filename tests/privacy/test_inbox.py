"""One event, one answer: also across retries, processes and lives."""

import pytest

from privacy import uses
from privacy.gate import AlreadyAnswered
from privacy.inbox import LEASE, TRIES
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, TEAM, Clock, House, saying

LEASE_SECONDS = LEASE.total_seconds()


def test_the_same_event_is_taken_once(rooms: Rooms, house: House) -> None:
    """Told four times, to two processes and after a new start, an event is taken the first time only."""
    accepted = rooms.inbox.accept(ANA, "Ev1", {"words": "hi"})
    assert accepted is not None
    assert (accepted.key, accepted.body, accepted.attempts) == ((TEAM, "Ev1"), {"words": "hi"}, 0)
    other = house.rooms()
    assert rooms.inbox.accept(ANA, "Ev1", {"words": "hi"}) is None
    assert other.inbox.accept(ANA, "Ev1", {"words": "hi"}) is None
    house.close()
    assert house.rooms().inbox.accept(ANA, "Ev1", {"words": "hi"}) is None
    assert house.count("incoming") == 1


def test_what_is_kept_along_with_an_event_is_kept_once_or_neither_is(rooms: Rooms, house: House) -> None:
    """It becomes durable with the event the first time, and where it cannot be kept the event was not taken."""

    def along() -> None:
        rooms.conversations.asked("thread", ANA)

    def broken() -> None:
        along()
        raise RuntimeError("not now")

    with pytest.raises(RuntimeError, match="not now"):
        rooms.inbox.accept(ANA, "Ev1", {}, broken)
    assert (house.count("incoming"), house.count("conversation")) == (0, 0)
    assert rooms.inbox.accept(ANA, "Ev1", {}, along) is not None
    assert (house.count("incoming"), house.count("conversation")) == (1, 1)
    assert not rooms.conversations.for_onhand("thread", BEN, to_somebody=False)
    assert rooms.inbox.accept(ANA, "Ev1", {}, along) is None
    assert house.count("conversation") == 0


def test_the_same_event_id_of_another_workspace_is_another_event(rooms: Rooms) -> None:
    """An id is Slack's within a workspace; another workspace's is not a repeat of it."""
    other = type(ANA)("T0OTHER", ANA.slack_user_id)
    assert rooms.inbox.accept(ANA, "Ev1", {}) is not None
    assert rooms.inbox.accept(other, "Ev1", {}) is not None


def test_an_answered_event_stays_answered(rooms: Rooms, house: House, clock: Clock) -> None:
    """The end of an event is part of the transaction that sends its answer; a late retry is still known."""
    rooms.inbox.accept(ANA, "Ev1", {"words": "hi"})
    rooms.gate.send(rooms.gate.open(ANA, public=False, event=(TEAM, "Ev1")), saying())
    assert house.rows("SELECT state, sealed, worker FROM incoming") == [("done", None, "")]
    clock.forward(days=2)
    assert rooms.inbox.recover() is None
    assert rooms.inbox.accept(ANA, "Ev1", {"words": "hi"}) is None


def test_an_event_without_a_reply_is_ended_by_itself(rooms: Rooms, clock: Clock) -> None:
    """What needs no answer is not taken up again."""
    accepted = rooms.inbox.accept(ANA, "Ev1", {})
    assert accepted is not None
    rooms.inbox.finish(accepted.key)
    clock.forward(seconds=LEASE_SECONDS)
    assert rooms.inbox.recover() is None


def test_an_unfinished_event_is_recovered_after_its_lease_and_not_before(
    rooms: Rooms, house: House, clock: Clock
) -> None:
    """While its process may be at work nobody else gets an event; after that exactly one other does."""
    rooms.inbox.accept(ANA, "Ev1", {"words": "hi"})
    other, third = house.rooms(), house.rooms()
    clock.forward(seconds=LEASE_SECONDS - 1)
    assert other.inbox.recover() is None
    clock.forward(seconds=1)
    recovered = other.inbox.recover()
    assert recovered is not None
    assert (recovered.key, recovered.body, recovered.attempts) == ((TEAM, "Ev1"), {"words": "hi"}, 1)
    assert third.inbox.recover() is None


def test_the_oldest_unfinished_event_comes_first(rooms: Rooms, clock: Clock) -> None:
    """Who waited longest is served first."""
    for number in (2, 1, 3):
        rooms.inbox.accept(ANA, f"Ev{number}", {})
        clock.forward(seconds=1)
    clock.forward(seconds=LEASE_SECONDS)
    found = [accepted.event for _ in range(3) if (accepted := rooms.inbox.recover()) is not None]
    assert found == ["Ev2", "Ev1", "Ev3"]


def test_an_event_that_keeps_killing_is_given_up(rooms: Rooms, house: House, clock: Clock) -> None:
    """An event is taken up again a few times, then only to be apologised for, then left: others are served."""
    rooms.inbox.accept(ANA, "EvBad", {})
    for attempt in range(1, TRIES + 2):
        clock.forward(seconds=LEASE_SECONDS)
        recovered = rooms.inbox.recover()
        assert recovered is not None
        assert (recovered.attempts, recovered.hopeless) == (attempt, attempt > TRIES)
    rooms.inbox.accept(BEN, "EvGood", {})
    clock.forward(seconds=LEASE_SECONDS)
    recovered = rooms.inbox.recover()
    assert recovered is not None
    assert recovered.event == "EvGood"
    assert house.rows("SELECT state FROM incoming WHERE event = 'EvBad'") == [("done",)]


def test_events_of_an_erased_person_are_passed_over(rooms: Rooms, house: House, clock: Clock, ana: WorkerId) -> None:
    """Events whose key is gone, as after a restore, however many they are, are ended and the next is found."""
    with rooms.gate.together():
        for number in range(400):
            rooms.inbox.accept(ANA, f"Ev{number}", {})
    rooms.inbox.accept(BEN, "EvBen", {})
    house.lose_key(ana)
    clock.forward(seconds=LEASE_SECONDS)
    recovered = rooms.inbox.recover()
    assert recovered is not None
    assert recovered.event == "EvBen"
    assert house.rows("SELECT count(*) FROM incoming WHERE state = 'done'") == [(400,)]


def test_a_slow_process_does_not_answer_again(rooms: Rooms, house: House, clock: Clock) -> None:
    """Where another process took the event up and answered it, the slow first one sends and changes nothing."""
    rooms.inbox.accept(ANA, "Ev1", {"words": "hi"})
    slow = rooms.gate.open(ANA, public=False, event=(TEAM, "Ev1"))
    clock.forward(seconds=LEASE_SECONDS)
    other = house.rooms()
    recovered = other.inbox.recover()
    assert recovered is not None
    other.gate.send(other.gate.open(ANA, public=False, event=recovered.key), saying())

    def answer_too_late() -> None:
        with rooms.gate.together():
            rooms.gate.keep(slow, uses.FOLLOW_UP, "C1:", {"words": "hi"})
            rooms.gate.send(slow, saying())

    with pytest.raises(AlreadyAnswered, match="Ev1"):
        answer_too_late()
    assert (house.count("outgoing"), house.count("kept")) == (1, 0)
