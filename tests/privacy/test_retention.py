"""Nothing outlives its keep time."""

from datetime import datetime, timedelta

import pytest

from privacy import keeping, uses
from privacy.database_sqlite import stamp
from privacy.escalation import HandedOver
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import DataUse
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, STRANGER, TEAM, Clock, House, agree, saying

DAYS = 400
KEEPING = [use for use in uses.USES if use.keep_days]


@pytest.mark.parametrize("use", KEEPING, ids=lambda use: use.name)
def test_a_kept_value_is_found_until_its_last_moment_and_not_after(
    rooms: Rooms, request_of_ana: Request, clock: Clock, use: DataUse
) -> None:
    """What a use keeps is there for as long as the use declares, to the second; by the day, from its beginning on."""
    agree(rooms, ANA, use)
    rooms.gate.keep(request_of_ana, use, "topic", "value")
    clock.now = use.kept_at(clock.now)
    clock.forward(days=use.keep_days, seconds=-1)
    (own,) = (kind.name for kind in use.draws if kind.field is None)
    assert rooms.gate.draw(request_of_ana, use, topic="topic").values[own] == [(use.name, "value")]
    clock.forward(seconds=1)
    assert own not in rooms.gate.draw(request_of_ana, use, topic="topic").values
    assert rooms.rights.show(request_of_ana).kept == {}


@pytest.mark.parametrize("use", [use for use in uses.USES if not use.keep_days], ids=lambda use: use.name)
def test_a_use_that_keeps_nothing_finds_nothing(rooms: Rooms, request_of_ana: Request, use: DataUse) -> None:
    """What is kept for zero days is outlived at once."""
    rooms.gate.keep(request_of_ana, use, "topic", "value")
    assert rooms.rights.show(request_of_ana).kept == {}
    assert rooms.retention.sweep() == 1


LIMITS = {
    "kept": ("until", timedelta(0)),
    "conversation": ("until", timedelta(0)),
    "receipt": ("at", timedelta(days=keeping.RECEIPT_DAYS)),
    "request": ("at", timedelta(days=keeping.RECEIPT_DAYS)),
    "outgoing": ("at", timedelta(days=keeping.RECEIPT_DAYS)),
    "incoming": ("at", timedelta(days=keeping.DELIVERED_DAYS)),
    "escalation": ("at", timedelta(days=keeping.DELIVERED_DAYS)),
}
"""What every row of a table is within, after a sweep."""
TOLD_OF_NOTHING = (
    "SELECT count(*) FROM outgoing WHERE at < ? AND NOT EXISTS (SELECT 1 FROM receipt WHERE request = outgoing.request)"
)


def past_their_limit(house: House) -> dict[str, int]:
    """How many rows of each table are older than they may be."""
    now = house.clock.now
    counts = {
        table: house.rows(f"SELECT count(*) FROM {table} WHERE {column} < ?", stamp(now - age))[0][0]
        for table, (column, age) in LIMITS.items()
    }
    counts["told of nothing"] = house.rows(TOLD_OF_NOTHING, stamp(now - timedelta(days=keeping.DELIVERED_DAYS)))[0][0]
    return {table: count for table, count in counts.items() if count}


def a_day(rooms: Rooms, day: int) -> None:
    """One of each thing that leaves a row, some of it left undone."""
    rooms.inbox.accept(ANA, f"Ev{day}", {"words": "never answered" if day % 5 == 0 else "words"})
    request = rooms.gate.open(ANA, public=False, event=None if day % 5 == 0 else (TEAM, f"Ev{day}"))
    if day % 2:
        rooms.gate.draw(request, uses.RANK_BY_ROLE)
    for use in KEEPING:
        rooms.gate.keep(request, use, f"topic {day}", rooms.gate.clock().isoformat())
    rooms.escalations.add(request, rooms.gate.worker(BEN), HandedOver("?", ANA.slack_user_id, "Ben", "C1"))
    rooms.conversations.asked(f"C1:{day}", ANA)
    rooms.gate.send(request, saying(place=f"C{day % 3}"))
    parcel = rooms.outbox.claim() if day % 4 else None
    if parcel is not None:
        rooms.outbox.sent(parcel.id)


def test_over_400_days_nothing_outlives_its_time(rooms: Rooms, house: House, clock: Clock) -> None:
    """On each day what is shown is as young as its use demands, and after a sweep no row of any table is too old."""
    agree(rooms, ANA)
    limits = {use.name: timedelta(days=use.keep_days) for use in uses.USES}
    for day in range(DAYS):
        a_day(rooms, day)
        clock.forward(days=1)
        kept = rooms.rights.show(rooms.gate.open(ANA, public=False), receipts=1).kept
        ages = [
            (name, clock.now - datetime.fromisoformat(at))
            for name, values in kept.items()
            for at in values
            if isinstance(at, str)
        ]
        assert [(name, age) for name, age in ages if age >= limits[name]] == []
        rooms.retention.sweep()
        assert past_their_limit(house) == {}
    assert min(house.count(table) for table in LIMITS if table != "conversation") > 20
    assert rooms.chain.check() == ()
    assert house.count("link") > house.count("receipt")


def test_a_sweep_leaves_what_is_young(rooms: Rooms, house: House, clock: Clock) -> None:
    """A day before its limit each row is still there, and a receipt keeps its request and its message with it."""
    a_day(rooms, 1)
    clock.forward(days=keeping.DELIVERED_DAYS - 1)
    rooms.retention.sweep()
    young = ("receipt", "request", "outgoing", "incoming", "escalation")
    assert [house.count(table) for table in young] == [1, 1, 1, 1, 1]
    clock.forward(days=2)
    rooms.retention.sweep()
    assert [house.count(table) for table in young] == [1, 1, 1, 0, 0]
    clock.forward(days=keeping.RECEIPT_DAYS - keeping.DELIVERED_DAYS - 2)
    rooms.retention.sweep()
    assert [house.count(table) for table in ("receipt", "receipt_kind", "request", "outgoing")] == [1, 2, 1, 1]
    clock.forward(days=2)
    assert rooms.retention.sweep() == 3
    assert [house.count(table) for table in ("receipt", "receipt_kind", "request", "outgoing")] == [0, 0, 0, 0]


def test_what_could_not_be_delivered_is_given_up(rooms: Rooms, house: House, clock: Clock) -> None:
    """A message that waits past its time is marked as failed, without its words, beside its receipt."""
    request = rooms.gate.open(ANA, public=False)
    rooms.gate.draw(request, uses.RANK_BY_ROLE)
    rooms.gate.send(request, saying())
    clock.forward(days=keeping.DELIVERED_DAYS + 1)
    rooms.retention.sweep()
    assert house.rows("SELECT state, error, sealed FROM outgoing") == [("failed", "outlived", None)]
    assert rooms.outbox.claim() is None


def test_the_last_choice_stays_and_older_ones_go(rooms: Rooms, house: House, ana: WorkerId, clock: Clock) -> None:
    """Of several choices about a use the last one holds for ever, those before it are proof for their time."""
    for words in ("first", "second", "third"):
        rooms.gate.choose(ana, uses.RANK_BY_PAST_USE, "granted", words)
        clock.forward(days=1)
    clock.forward(days=keeping.CHOICE_DAYS - 3)
    rooms.retention.sweep()
    assert house.count("choice") == 3
    clock.forward(seconds=1)
    rooms.retention.sweep()
    assert house.rows("SELECT wording FROM choice ORDER BY id") == [("second",), ("third",)]
    clock.forward(days=keeping.CHOICE_DAYS)
    rooms.retention.sweep()
    assert house.rows("SELECT wording FROM choice ORDER BY id") == [("third",)]
    assert rooms.gate.allowed(ana, uses.RANK_BY_PAST_USE)


def test_counts_of_opinions_go_by_the_month(rooms: Rooms, request_of_ana: Request, clock: Clock) -> None:
    """What nobody's name is on has an end as well."""
    rooms.opinions.give(request_of_ana.worker, request_of_ana.id, "latte", "helpful")
    clock.now = clock.now.replace(year=2029, month=3)
    rooms.retention.sweep()
    assert rooms.opinions.totals() == {("latte", "helpful"): 1}
    clock.now = clock.now.replace(month=4)
    rooms.retention.sweep()
    assert rooms.opinions.totals() == {}


def test_who_was_erased_is_forgotten_in_the_end(rooms: Rooms, ana: WorkerId, house: House, clock: Clock) -> None:
    """The list that a restore replays outlasts every backup, then names nobody; the chain is still whole."""
    rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    rooms.rights.erase(ana)
    rooms.gate.choose(rooms.gate.worker(BEN), uses.FOLLOW_UP, "withdrawn", "Stop")
    keys = house.raw("keys.db")
    clock.forward(days=keeping.GONE_DAYS)
    rooms.retention.sweep()
    assert keys.execute("SELECT count(*) FROM gone WHERE worker <> ''").fetchone() == (2,)
    clock.forward(days=1)
    rooms.retention.sweep()
    assert keys.execute("SELECT worker, first, last FROM gone").fetchall() == [("", 2, 2)]
    assert rooms.chain.check() == ()


def test_what_was_swept_is_in_no_file(rooms: Rooms, request_of_ana: Request, house: House, clock: Clock) -> None:
    """The sealed bytes of an outlived value leave the database and its log with the sweep."""
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "a long enough question"})
    sealed = house.rows("SELECT sealed FROM kept")[0][0]
    clock.forward(days=1)
    assert rooms.retention.sweep() == 1
    assert rooms.retention.sweep() == 0
    assert sealed not in house.files("people.db")


def test_a_service_that_never_ends_sweeps_once_an_hour(rooms: Rooms, request_of_ana: Request, clock: Clock) -> None:
    """What outlives its time while the service runs is deleted within the hour."""
    assert rooms.retention.hourly() == 0
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "a long enough question"})
    clock.forward(days=uses.FOLLOW_UP.keep_days)
    assert (rooms.retention.hourly(), rooms.retention.hourly()) == (1, 0)


def test_a_key_goes_when_nothing_is_left_to_open(rooms: Rooms, house: House, clock: Clock) -> None:
    """Of somebody who asked once and never again nothing stays in the end, not even their pseudonym beside a key."""
    rooms.inbox.accept(STRANGER, "Ev1", {"words": "how hot"})
    rooms.gate.send(rooms.gate.open(STRANGER, public=False, event=(TEAM, "Ev1")), saying())
    worker = rooms.gate.worker(STRANGER)
    clock.forward(days=keeping.RECEIPT_DAYS)
    rooms.retention.sweep()
    keys = house.raw("keys.db")
    assert keys.execute("SELECT count(*) FROM key WHERE worker = ?", [worker]).fetchone() == (1,)
    clock.forward(seconds=1)
    rooms.retention.sweep()
    assert keys.execute("SELECT count(*) FROM key WHERE worker = ?", [worker]).fetchone() == (0,)
    assert worker.encode() not in house.files("people.db", "keys.db")
    assert rooms.rights.show(rooms.gate.open(ANA, public=False)).held["name"] == "Ana Alves"
