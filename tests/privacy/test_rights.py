"""Seeing all that is held, and the end of it, for the worker alone."""

import pytest

from privacy import uses
from privacy.receipt import Request, RequestUnknown
from privacy.rights import ERASED, MyData
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, CANARIES_HELD, CANARIES_KEPT, CANARY, STRANGER, House, agree, fill, saying


def test_a_worker_sees_everything_that_is_held_and_kept(rooms: Rooms) -> None:
    """A canary put into every field and every kept value is shown to its worker."""
    fill(rooms)
    shown = rooms.rights.show(rooms.gate.open(CANARY, public=False))
    assert shown.held == dict(zip(("slack_user_id", "role", "site", "manager", "name"), CANARIES_HELD, strict=True))
    assert shown.kept.keys() == {"follow_up", "rank_by_past_use", "report_back"}
    assert all(canary in str(shown.kept) for canary in CANARIES_KEPT)
    assert [use.name for use, on in shown.choices if on] == [use.name for use in uses.USES if use.stoppable]


def test_what_one_use_keeps_is_shown_oldest_first(rooms: Rooms, request_of_ana: Request) -> None:
    """Several values of a use stand in the order in which they were kept."""
    for words in ("one", "two", "three"):
        rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, words, words)
    assert rooms.rights.show(request_of_ana).kept == {"follow_up": ("one", "two", "three")}


def test_nobody_sees_what_is_held_about_another(rooms: Rooms) -> None:
    """No canary of one person is in what another is shown."""
    fill(rooms)
    for person in (ANA, BEN, STRANGER):
        assert "canary" not in str(rooms.rights.show(rooms.gate.open(person, public=False))).lower()


def test_showing_is_a_draw_with_a_receipt(rooms: Rooms, request_of_ana: Request) -> None:
    """Being shown one's data is told like any other use, and its receipt is the newest on the page."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    mine = rooms.gate.open(ANA, public=False)
    shown = rooms.rights.show(mine, receipts=1)
    assert [(receipt.use, receipt.kinds, receipt.request) for receipt in shown.receipts] == [
        ("show_my_data", ("everything",), mine.id)
    ]
    assert rooms.gate.notice(mine).text == "I used all I hold about you to show this."
    assert [receipt.use for receipt in rooms.rights.show(mine).receipts] == [
        "show_my_data",
        "show_my_data",
        "rank_by_role",
    ]


def test_who_is_not_held_is_shown_nothing(rooms: Rooms) -> None:
    """A stranger sees empty fields and the receipt of having looked."""
    shown = rooms.rights.show(rooms.gate.open(STRANGER, public=False))
    assert (shown.held, shown.kept, len(shown.receipts)) == ({}, {}, 1)


def test_my_data_is_never_shown_where_others_read(rooms: Rooms, house: House) -> None:
    """In public, and to somebody without a name, not even receipts and choices are shown."""
    fill(rooms)
    before = house.count("receipt")
    for request in (rooms.gate.open(CANARY, public=True), rooms.gate.open(None, public=False)):
        assert rooms.rights.show(request) == MyData({}, {}, (), ())
    assert house.count("receipt") == before


def test_receipts_of_a_request_are_for_its_own_worker(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId
) -> None:
    """Another worker who names the request finds nothing, as if it did not exist."""
    drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert rooms.rights.receipts_of(ana, request_of_ana.id) == (drawn.receipt,)
    assert rooms.rights.receipts_of(ben, request_of_ana.id) == ()
    assert rooms.rights.receipts_of(ana, "no such request") == ()


TABLES_OF_A_PERSON = (
    "held", "kept", "request", "receipt", "outgoing", "escalation", "conversation", "incoming", "choice",
)  # fmt: skip


def test_erasing_leaves_only_that_everything_is_off(rooms: Rooms, house: House) -> None:
    """No row of the worker stays but that each use is off, and the next answer is a stranger's."""
    fill(rooms)
    worker = rooms.gate.worker(CANARY)
    held_before = {table: rows_of(house, table, worker) for table in TABLES_OF_A_PERSON}
    assert min(held_before.values()) > 0
    rooms.rights.erase(worker)
    stoppable = [use for use in uses.USES if use.stoppable]
    assert {table: rows_of(house, table, worker) for table in TABLES_OF_A_PERSON} == {
        **dict.fromkeys(TABLES_OF_A_PERSON, 0),
        "choice": len(stoppable),
    }
    assert house.count("erasing") == 0
    assert rooms.rights.choices(worker) == tuple((use, False) for use in stoppable)
    assert set(house.rows("SELECT state, wording FROM choice WHERE worker = ?", worker)) == {("withdrawn", ERASED)}
    assert rooms.gate.draw(rooms.gate.open(CANARY, public=False), uses.RANK_BY_ROLE).refusal == "off"


def rows_of(house: House, table: str, worker: WorkerId) -> int:
    return int(house.rows(f"SELECT count(*) FROM {table} WHERE worker = ?", worker)[0][0])


def test_erasing_one_person_leaves_the_others_as_they_were(rooms: Rooms) -> None:
    """Everything of everybody else is there, readable, after somebody is erased."""
    fill(rooms)
    agree(rooms, ANA)
    rooms.gate.keep(rooms.gate.open(ANA, public=False), uses.RANK_BY_PAST_USE, "latte", {"article": "latte"})
    before = rooms.rights.show(rooms.gate.open(ANA, public=False))
    rooms.rights.erase(rooms.gate.worker(CANARY))
    after = rooms.rights.show(rooms.gate.open(ANA, public=False))
    assert (after.held, after.kept, after.choices) == (before.held, before.kept, before.choices)
    assert after.receipts[1:] == before.receipts


def test_an_erased_person_can_be_told_so(rooms: Rooms, ana: WorkerId) -> None:
    """The message that confirms the end goes out, sealed with a new key."""
    rooms.rights.erase(ana)
    rooms.gate.send(rooms.gate.open(ANA, public=False), saying("Done."))
    parcel = rooms.outbox.claim()
    assert parcel is not None
    assert parcel.arguments["text"].startswith("Done.")


def test_work_begun_before_an_erasure_ends_with_it(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, house: House
) -> None:
    """A request from before neither draws, keeps nor sends: it went with its person."""
    rooms.rights.erase(ana)
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "granted", "Use my role again")
    with pytest.raises(RequestUnknown, match="accepted is one from open"):
        rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    with pytest.raises(RequestUnknown):
        rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "how long"})
    with pytest.raises(RequestUnknown):
        rooms.gate.send(request_of_ana, saying())
    assert house.count("receipt") == house.count("outgoing") == 0


def test_erasing_is_whole_or_not_at_all(rooms: Rooms, house: House, ana: WorkerId) -> None:
    """Where the end of an erasure cannot be recorded, no row and no key is gone."""
    house.raw().execute(
        "CREATE TRIGGER full BEFORE INSERT ON choice BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
    )
    with pytest.raises(Exception, match="the disk is full"):
        rooms.rights.erase(ana)
    shown = rooms.rights.show(rooms.gate.open(ANA, public=False))
    assert shown.held["name"] == "Ana Alves"
