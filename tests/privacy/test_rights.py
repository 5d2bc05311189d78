"""Seeing all that is held, and the end of it, for the worker alone."""

import shutil
from dataclasses import replace

import pytest

from privacy import uses
from privacy.escalation import HandedOver
from privacy.receipt import Request, RequestUnknown
from privacy.records import OF_A_WORKER
from privacy.rights import ERASED, RESTORED, MyData
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import (
    ANA,
    BEN,
    CANARIES_HELD,
    CANARIES_IN_POST,
    CANARIES_KEPT,
    CANARY,
    PEOPLE,
    STRANGER,
    TEAM,
    House,
    agree,
    fill,
    saying,
)


def test_a_worker_sees_everything_that_is_held_and_kept(rooms: Rooms) -> None:
    """A canary put into every field and every kept value is shown to its worker."""
    fill(rooms)
    shown = rooms.rights.show(rooms.gate.open(CANARY, public=False))
    assert shown.held == dict(zip(("slack_user_id", "role", "site", "manager", "name"), CANARIES_HELD, strict=True))
    assert shown.kept.keys() == {use.name for use in uses.USES if use.keep_days} - {
        "tell_change",
        "tell_decision",
        "send_nudge",
    }
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


def fill_more(rooms: Rooms) -> WorkerId:
    """A full house in which the canary's person is also the one whom others ask."""
    fill(rooms)
    worker = rooms.gate.worker(CANARY)
    handed = HandedOver("How?", BEN.slack_user_id, "somebody", "C1")
    rooms.escalations.add(rooms.gate.open(BEN, public=False), worker, handed)
    rooms.rights.show(rooms.gate.open(CANARY, public=False))
    return worker


def test_after_an_erasure_no_file_knows_the_person(rooms: Rooms, house: House) -> None:
    """Of all canaries, ids and pseudonyms, only that every use is off names the person, and in the second file that
    they were erased; no log, no index and no row of another person does."""
    worker = fill_more(rooms)
    requests = [id for (id,) in house.rows("SELECT id FROM request WHERE worker = ?", worker)]
    salts = [salt for (salt,) in house.rows("SELECT salt FROM receipt WHERE worker = ?", worker)]
    rooms.rights.erase(worker)
    rooms.directory.load(PEOPLE, TEAM)
    everything = house.files("")
    canaries = [*CANARIES_HELD, *CANARIES_KEPT, *CANARIES_IN_POST, *requests]
    assert [each for each in canaries if each.encode() in everything] == []
    assert [salt for salt in salts if salt in everything] == []
    naming = {
        table: house.rows(
            f"SELECT count(*) FROM {table} WHERE {' OR '.join(f'{name} = ?1' for name in columns)}", worker
        )
        for table, columns in OF_A_WORKER.items()
        if columns != ("receipt",)
    }
    assert {table for table, count in naming.items() if count != [(0,)]} == {"choice"}
    assert house.files("people.db").count(worker.encode()) <= 2 * len(uses.USES)
    assert rooms.chain.check() == ()


def test_an_erasure_waits_for_nobody_who_reads(rooms: Rooms, house: House) -> None:
    """Where another connection reads meanwhile, the log is emptied with the next write after it."""
    worker = fill_more(rooms)
    (sealed,) = house.rows("SELECT sealed FROM held WHERE worker = ? AND field = 'name'", worker)[0]
    reader = house.raw()
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM held").fetchone()
    reader.execute("PRAGMA busy_timeout=0")
    rooms.rights.erase(worker)
    reader.execute("COMMIT")
    rooms.retention.sweep()
    assert sealed not in house.files("people.db")


def test_the_event_of_an_erasure_is_not_taken_up_again(rooms: Rooms) -> None:
    """Slack's retry of the press that erased is known, though nothing tells any more whose it was."""
    assert rooms.inbox.accept(CANARY, "Ev5", {"words": "erase"}) is not None
    rooms.rights.erase(rooms.gate.worker(CANARY))
    rooms.gate.send(rooms.gate.open(CANARY, public=False, event=(TEAM, "Ev5")), saying("Done."))
    assert rooms.inbox.accept(CANARY, "Ev5", {"words": "erase"}) is None
    assert rooms.inbox.recover() is None


def test_what_waited_when_its_person_was_erased_is_not_taken_up(rooms: Rooms, house: House) -> None:
    """An unanswered question of an erased person is not answered after a new start."""
    rooms.inbox.accept(CANARY, "Ev5", {"words": "canary"})
    rooms.rights.erase(rooms.gate.worker(CANARY))
    house.clock.forward(days=2)
    assert house.rooms().inbox.recover() is None


@pytest.mark.parametrize("use", uses.USES, ids=lambda use: use.name)
def test_one_use_is_erased_alone(rooms: Rooms, house: House, use: uses.DataUse) -> None:
    """What is held and kept for one use goes from every file; what others keep stays, but shifts, which are kept for
    nudges."""
    worker = fill_more(rooms)
    kept = {name: sealed for name, sealed in house.rows("SELECT use, sealed FROM kept WHERE worker = ?", worker)}
    held = {name: sealed for name, sealed in house.rows("SELECT field, sealed FROM held WHERE worker = ?", worker)}
    fields = {"role", "site"} if use is uses.RANK_BY_ROLE else set()
    gone = {use.name, *(["nudge_in_shifts"] if use is uses.NUDGES else [])}
    rooms.rights.erase_use(worker, use)
    files = house.files("people.db")
    assert {name for name, sealed in {**kept, **held}.items() if sealed not in files} == gone & set(kept) | fields
    assert rooms.gate.allowed(worker, use) is (not fields)
    mine = "SELECT count(*) FROM escalation WHERE worker = ?"
    assert house.rows(mine, worker) == [(0 if use is uses.REPORT_BACK else 1,)]
    assert house.count("suggestion") == (0 if use is uses.SUGGEST_FIX else 1)
    assert house.count("conversation") == (0 if use is uses.FOLLOW_UP else 1)


def test_an_undeclared_use_is_not_erased(rooms: Rooms, ana: WorkerId) -> None:
    """A use that only looks like a declared one is refused here too."""
    with pytest.raises(uses.UndeclaredUse):
        rooms.rights.erase_use(ana, replace(uses.FOLLOW_UP, keep_days=9))


def copied(house: House, name: str) -> None:
    """An old copy of the data, beside the second file as it is today."""
    house.close()
    shutil.copy(house.folder / name, house.folder / "people.db")
    for log in ("people.db-wal", "people.db-shm"):
        (house.folder / log).unlink(missing_ok=True)


def backed_up(house: House) -> str:
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    return "old.db"


def test_a_restored_copy_never_brings_an_erased_person_back(rooms: Rooms, house: House) -> None:
    """Backup, erase, restore: after the replay nothing of the person can be read or found, and others are as before."""
    worker = fill_more(rooms)
    old = backed_up(house)
    house.clock.forward(days=1)
    rooms.rights.erase(worker)
    copied(house, old)
    again = house.rooms()
    assert again.rights.replay() == 1
    shown = again.rights.show(again.gate.open(CANARY, public=False))
    assert (shown.held, shown.kept, len(shown.receipts)) == ({}, {}, 1)
    assert {use.name for use, on in shown.choices if on} == set()
    assert again.rights.show(again.gate.open(BEN, public=False)).held["name"] == "Ben Brown"
    assert again.rights.replay() == 0
    again.directory.load(PEOPLE, TEAM)
    (house.folder / old).unlink()
    assert b"canary" not in house.files("people.db")


def test_a_restored_copy_switches_nothing_on_again(rooms: Rooms, house: House) -> None:
    """What was switched off, or deleted, after the backup is off and gone after the restore."""
    worker = fill_more(rooms)
    old = backed_up(house)
    house.clock.forward(days=1)
    rooms.gate.choose(worker, uses.RANK_BY_PAST_USE, "withdrawn", "Stop")
    rooms.rights.erase_use(worker, uses.FOLLOW_UP)
    rooms.rights.erase_use(worker, uses.RANK_BY_ROLE)
    copied(house, old)
    again = house.rooms()
    assert again.rights.replay() == 3
    assert [again.gate.allowed(worker, use) for use in (uses.RANK_BY_PAST_USE, uses.RANK_BY_ROLE)] == [False, False]
    assert set(again.rights.show(again.gate.open(CANARY, public=False)).kept) == {
        "report_back", "improve_articles", "count_in_job", "suggest_fix", "hear_back", "nudges", "nudge_in_shifts",
    }  # fmt: skip
    assert house.rows("SELECT count(*) FROM held WHERE worker = ? AND field = 'role'", worker) == [(0,)]
    last = again.gate.choice(worker, uses.RANK_BY_PAST_USE)
    assert last is not None
    assert last.wording == RESTORED
    assert again.rights.replay() == 0


def test_who_came_back_is_not_erased_again(rooms: Rooms, ana: WorkerId, house: House) -> None:
    """A person who switched a use on after an erasure, and one who switched off and on, are left as they chose."""
    rooms.rights.erase(ana)
    rooms.gate.choose(rooms.gate.worker(BEN), uses.FOLLOW_UP, "withdrawn", "Stop")
    house.clock.forward(hours=1)
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "granted", "Use my role again")
    rooms.gate.choose(rooms.gate.worker(BEN), uses.FOLLOW_UP, "granted", "Use it again")
    rooms.directory.load(PEOPLE, TEAM)
    assert rooms.rights.replay() == 0
    assert rooms.directory.knows(ANA)
    assert rooms.gate.allowed(rooms.gate.worker(BEN), uses.FOLLOW_UP)


def test_a_use_that_is_no_longer_declared_is_passed_over(rooms: Rooms, ana: WorkerId, house: House) -> None:
    """What somebody switched off in an earlier release keeps no replay from ending."""
    rooms.gate.choose(ana, uses.FOLLOW_UP, "withdrawn", "Stop")
    house.raw("keys.db").execute("UPDATE gone SET use = 'rank_by_mood'")
    assert rooms.rights.replay() == 0


def test_the_rows_about_a_person_are_counted(rooms: Rooms, ana: WorkerId) -> None:
    """Before somebody is erased it can be told how much there is: here five fields, the list, a request and a receipt
    with its two kinds."""
    assert rooms.rights.count(ana) == 6
    rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    assert rooms.rights.count(ana) == 10
