"""The one door: what a draw gives, what it leaves behind, and when it gives nothing."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.gate import AlreadyAnswered, NoticeMissing, Outgoing
from privacy.post_sqlite import SqlitePostStore
from privacy.receipt import Request, RequestUnknown
from privacy.rooms import Rooms, around
from privacy.store_sqlite import SqlitePersonalStore
from privacy.uses import DataUse, UndeclaredUse
from privacy.worker import ANONYMOUS, WorkerId
from tests.privacy.house import ANA, BEN, STRANGER, House, agree, saying

LOOK_ALIKE = replace(uses.RANK_BY_PAST_USE, needs_yes=False)
UNDECLARED = replace(uses.RANK_BY_ROLE, name="rank_by_mood")


def test_a_receipt_is_durable_when_its_values_are_handed_out(
    rooms: Rooms, request_of_ana: Request, house: House
) -> None:
    """Whoever holds drawn values can already find their receipt through another connection."""
    drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert drawn.values == {"role": [("role", "barista")], "site": [("site", "Harbour")]}
    assert drawn.receipt is not None
    found = house.rows(
        "SELECT number, request, worker, use, kind FROM receipt JOIN receipt_kind ON receipt = number ORDER BY kind"
    )
    number = drawn.receipt.number
    common = (number, request_of_ana.id, request_of_ana.worker, "rank_by_role")
    assert found == [(*common, "role"), (*common, "site")]


def test_a_draw_that_finds_nothing_leaves_a_receipt_with_no_kinds(rooms: Rooms, house: House) -> None:
    """Looking is recorded too, also where there was nothing to see."""
    request = rooms.gate.open(STRANGER, public=False)
    drawn = rooms.gate.draw(request, uses.RANK_BY_ROLE)
    assert drawn.values == {}
    assert drawn.receipt is not None
    assert drawn.receipt.kinds == ()
    assert house.rows("SELECT use FROM receipt") == [("rank_by_role",)]
    assert rooms.gate.notice(request).receipts == (drawn.receipt,)


@pytest.mark.parametrize("use", [UNDECLARED, LOOK_ALIKE], ids=["undeclared", "look-alike"])
def test_an_undeclared_use_draws_keeps_and_chooses_nothing(
    rooms: Rooms, request_of_ana: Request, house: House, use: DataUse
) -> None:
    """What the registry does not know, or only looks like what it knows, is refused and leaves no trace."""
    with pytest.raises(UndeclaredUse, match=use.name):
        rooms.gate.draw(request_of_ana, use)
    with pytest.raises(UndeclaredUse, match=use.name):
        rooms.gate.keep(request_of_ana, use, "latte", {"article": "latte"})
    with pytest.raises(UndeclaredUse, match=use.name):
        rooms.gate.choose(request_of_ana.worker, use, "granted", "Yes")
    assert [house.count(table) for table in ("receipt", "kept", "choice")] == [0, 0, 0]


def test_an_undeclared_name_is_told_what_is_accepted() -> None:
    """The refusal names the use that was asked for and those that are declared."""
    with pytest.raises(UndeclaredUse, match=r"'rank_by_mood'.*rank_by_role, rank_by_past_use"):
        uses.declared("rank_by_mood")


def test_a_use_that_needs_a_yes_does_nothing_before_it(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """Before the worker said yes, also while they are asked, nothing is drawn or kept, and no receipt is left."""
    for _ in range(2):
        drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_PAST_USE)
        assert (drawn.values, drawn.receipt, drawn.refusal) == ({}, None, "not asked")
        assert not rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, "latte", {"article": "latte"})
        rooms.gate.choose(request_of_ana.worker, uses.RANK_BY_PAST_USE, "asked", "May I remember?")
    assert house.count("receipt") == house.count("kept") == 0


def test_after_a_yes_what_was_kept_is_drawn(rooms: Rooms, request_of_ana: Request) -> None:
    """A granted use keeps and draws; the same thing kept again stands there once."""
    agree(rooms, ANA)
    for article, day in (("latte", 1), ("mocha", 2), ("latte", 3)):
        assert rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, article, {"article": article, "day": day})
    drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_PAST_USE)
    assert [value for _, value in drawn.values["helped"]] == [
        {"article": "mocha", "day": 2},
        {"article": "latte", "day": 3},
    ]


def test_what_is_of_use_for_less_time_is_kept_for_less(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """A value can be kept for fewer days than its use declares, never for more."""
    agree(rooms, ANA)
    for topic, days in (("a day", 1), ("a year", 365)):
        assert rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, topic, {"topic": topic}, days=days)
    found = []
    for forward in (0.9, 0.2, 178.8, 0.2):
        house.clock.forward(days=forward)
        drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_PAST_USE)
        found.append([value["topic"] for _, value in drawn.values.get("helped", [])])
    assert found == [["a day", "a year"], ["a year"], ["a year"], []]


@pytest.mark.parametrize("use", uses.USES, ids=lambda use: use.name)
def test_where_others_read_only_public_uses_draw(rooms: Rooms, house: House, use: DataUse) -> None:
    """A reply that others can read draws and keeps only what is declared for that."""
    agree(rooms, ANA, use)
    request = rooms.gate.open(ANA, public=True)
    drawn = rooms.gate.draw(request, use, topic="place" if use.needs_topic else "")
    assert drawn.refusal == (None if use.in_public else "public")
    assert house.count("receipt") == int(use.in_public)
    assert rooms.gate.keep(request, use, "place", "words") == use.in_public


def test_the_uses_in_public_are_the_few_declared_ones() -> None:
    """Only the thread's own questions and a handed over question may be drawn where others read."""
    assert [use.name for use in uses.USES if use.in_public] == ["follow_up", "report_back"]


@pytest.mark.parametrize("use", uses.USES, ids=lambda use: use.name)
def test_somebody_without_a_name_draws_and_keeps_nothing(rooms: Rooms, house: House, use: DataUse) -> None:
    """Nothing is held, kept or drawn for a request that has no worker."""
    request = rooms.gate.open(None, public=False)
    assert request.worker == ANONYMOUS
    drawn = rooms.gate.draw(request, use, topic="place" if use.needs_topic else "")
    assert (drawn.values, drawn.receipt, drawn.refusal) == ({}, None, "nobody")
    assert not rooms.gate.keep(request, use, "place", "words")
    assert house.count("receipt") == house.count("kept") == 0


def test_nothing_is_drawn_inside_a_larger_transaction(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """A draw that could be rolled back with its receipt after its values were used is refused."""
    with rooms.gate.together(), pytest.raises(RuntimeError, match="part of another transaction"):
        rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert house.count("receipt") == 0


def test_what_happens_together_happens_whole_or_not_at_all(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, house: House
) -> None:
    """An exception within takes back everything before it, and only a finished block is durable."""

    def fall() -> None:
        with rooms.gate.together():
            rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "how long"})
            raise KeyError("on the way")

    with pytest.raises(KeyError):
        fall()
    assert house.count("kept") == 0
    with rooms.gate.together():
        rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "how long"})
        with pytest.raises(ValueError, match="show_my_data"):
            rooms.gate.choose(ana, uses.SHOW_MY_DATA, "withdrawn", "Stop")
    assert house.count("kept") == 1


def test_a_part_that_fails_takes_back_only_itself(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """Where the caller goes on after a refused message, what else happened together stays."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    other = rooms.gate.open(BEN, public=False)
    with rooms.gate.together():
        rooms.gate.keep(other, uses.FOLLOW_UP, "C1:", {"words": "how long"})
        with pytest.raises(NoticeMissing):
            rooms.gate.send(request_of_ana, lambda _: Outgoing("chat.postMessage", {"text": "65 °C"}, "C1"))
    assert (house.count("kept"), house.count("outgoing")) == (1, 0)


def test_what_was_erased_between_receipt_and_reading_is_not_handed_out(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, house: House
) -> None:
    """A value whose key went is left out, kind and all; its receipt stays, as the draw did happen."""
    house.lose_key(ana)
    drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert drawn.values == {}
    assert drawn.receipt is not None
    assert drawn.receipt.kinds == ("role", "site")


def test_nothing_is_drawn_for_a_reply_that_is_on_its_way(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """After sending, a draw for the same request is refused: its notice could no longer be told."""
    rooms.gate.send(request_of_ana, saying())
    with pytest.raises(sqlite3.IntegrityError, match="already on its way"):
        rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    assert house.count("receipt") == 0


def test_a_topic_narrows_what_was_kept_to_one_place(rooms: Rooms, request_of_ana: Request) -> None:
    """What was asked in one thread is not drawn for another."""
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:1", {"words": "oat milk"})
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:2", {"words": "my shift"})
    drawn = rooms.gate.draw(request_of_ana, uses.FOLLOW_UP, topic="C1:1")
    assert drawn.values == {"thread": [("follow_up", {"words": "oat milk"})]}
    assert rooms.gate.draw(request_of_ana, uses.FOLLOW_UP, topic="C9:9").values == {}


def test_one_person_never_draws_what_another_holds(rooms: Rooms) -> None:
    """A draw reads the worker of its request and nobody else."""
    drawn = rooms.gate.draw(rooms.gate.open(BEN, public=False), uses.RANK_BY_ROLE)
    assert drawn.values == {"role": [("role", "cook")], "site": [("site", "Station")]}


def test_a_request_for_an_id_is_the_persons_own(rooms: Rooms, ana: WorkerId) -> None:
    """Where only the worker's id is at hand, the request draws what that worker's own request would."""
    drawn = rooms.gate.draw(rooms.gate.open_for(ana, public=False), uses.RANK_BY_ROLE)
    assert drawn.values == {"role": [("role", "barista")], "site": [("site", "Harbour")]}


def test_without_a_clock_of_its_own_a_house_goes_by_utc(house: House) -> None:
    """The time of a receipt is the world's, in UTC."""
    house.rooms()
    file = SqliteFile(house.folder / "people.db")
    rooms = around(SqlitePersonalStore(file), SqlitePostStore(file), house.keys())
    before = datetime.now(UTC)
    receipt = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE).receipt
    file.close()
    assert receipt is not None
    assert before <= receipt.at <= datetime.now(UTC)


@pytest.mark.parametrize("use", [use for use in uses.USES if use.needs_topic])
def test_what_belongs_to_a_place_is_not_read_as_a_whole(rooms: Rooms, request_of_ana: Request, use: DataUse) -> None:
    """A use that reads one thread, or one question, at a time is refused without saying which."""
    with pytest.raises(ValueError, match="needs a topic"):
        rooms.gate.draw(request_of_ana, use)
    with pytest.raises(ValueError, match="needs a topic"):
        rooms.gate.keep(request_of_ana, use, "", "words")
    assert rooms.gate.notice(request_of_ana).receipts == ()


@pytest.mark.parametrize("forged", [{"worker": "0" * 32}, {"public": True}, {"language": "pl"}, {"id": "made up"}])
def test_a_request_is_what_it_was_opened_as(
    rooms: Rooms, request_of_ana: Request, house: House, forged: dict[str, Any]
) -> None:
    """Whoever makes a request by hand, or changes one, draws, keeps, forgets and sends nothing with it."""
    made = replace(request_of_ana, **forged)
    for deed in (
        lambda: rooms.gate.draw(made, uses.FOLLOW_UP, topic="C1:"),
        lambda: rooms.gate.keep(made, uses.FOLLOW_UP, "C1:", "words"),
        lambda: rooms.gate.forget(made, uses.FOLLOW_UP, "C1:"),
        lambda: rooms.gate.notice(made),
        lambda: rooms.gate.send(made, saying()),
        lambda: rooms.gate.in_language(made, "es"),
    ):
        with pytest.raises(RequestUnknown, match=made.id):
            deed()
    assert [house.count(table) for table in ("receipt", "kept", "outgoing")] == [0, 0, 0]


def test_a_reply_on_its_way_keeps_its_language(rooms: Rooms, request_of_ana: Request) -> None:
    """The language of a request can change until its reply is sent, and not after."""
    spanish = rooms.gate.in_language(request_of_ana, "es")
    assert rooms.gate.notice(spanish).text == uses.FRAMES["es"].nothing
    rooms.gate.send(spanish, saying())
    with pytest.raises(sqlite3.IntegrityError, match="on its way in its language"):
        rooms.gate.in_language(spanish, "fr")


def test_one_value_that_cannot_be_read_hides_no_other(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """A value that was damaged is left out of a draw; those after it are drawn."""
    agree(rooms, ANA)
    for article in ("latte", "mocha", "cortado"):
        rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, article, article)
    house.raw().execute("UPDATE kept SET sealed = x'00' WHERE id = (SELECT min(id) FROM kept)")
    drawn = rooms.gate.draw(request_of_ana, uses.RANK_BY_PAST_USE)
    assert [value for _, value in drawn.values["helped"]] == ["mocha", "cortado"]


def test_an_event_that_has_its_answer_is_named(rooms: Rooms) -> None:
    """Who comes too late is told which event was answered, and by its receipts what was drawn for it."""
    rooms.inbox.accept(ANA, "Ev1", {"words": "how hot"})
    for number in range(2):
        request = rooms.gate.open(ANA, public=False, event=(ANA.team, "Ev1"))
        drawn = rooms.gate.draw(request, uses.RANK_BY_ROLE)
        assert rooms.gate.notice(request).receipts == (drawn.receipt,)
        if number == 0:
            rooms.gate.send(request, saying())
    with pytest.raises(AlreadyAnswered, match="'Ev1' has its answer already"):
        rooms.gate.send(request, saying())
