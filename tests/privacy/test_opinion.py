"""Helpful or not: counted once, with nobody's name on it."""

import pytest

from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import Person, WorkerId
from tests.privacy.house import ANA, TEAM, Clock, House


def test_a_worker_says_it_once(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """One answer gets one opinion of its asker; a second press, also of the other button, does not count."""
    assert rooms.opinions.give(ana, request_of_ana.id, "latte", "helpful")
    assert not rooms.opinions.give(ana, request_of_ana.id, "latte", "helpful")
    assert not rooms.opinions.give(ana, request_of_ana.id, "latte", "not helpful")
    assert rooms.opinions.totals() == {("latte", "helpful"): 1}


def test_only_the_asker_has_an_opinion_of_an_answer(rooms: Rooms, request_of_ana: Request, ben: WorkerId) -> None:
    """What another person thinks of somebody's answer, or of one that never was, is not counted."""
    assert not rooms.opinions.give(ben, request_of_ana.id, "latte", "helpful")
    assert not rooms.opinions.give(ben, "no such request", "latte", "helpful")
    assert rooms.opinions.totals() == {}


def test_opinions_add_up_over_answers_and_days(rooms: Rooms, ana: WorkerId, clock: Clock) -> None:
    """Each answer's opinion counts, on whatever day, and reasons count beside them."""
    for _ in range(3):
        request = rooms.gate.open(ANA, public=False)
        rooms.opinions.give(ana, request.id, "latte", "not helpful")
        clock.forward(hours=12)
    rooms.opinions.explain(ana, request.id, "latte", "out of date")
    assert rooms.opinions.totals() == {("latte", "not helpful"): 3, ("latte", "out of date"): 1}
    assert rooms.opinions.by_month() == {"2026-03": 3}


def test_opinions_after_a_month(rooms: Rooms, clock: Clock) -> None:
    """What groups said can be told from a month on: whoever checked an article then knows of the rest."""
    for _ in range(2):
        for number in range(5):
            request = rooms.gate.open(Person(ANA.team, f"U0{number}AA"), public=False)
            rooms.opinions.give(request.worker, request.id, "latte", "not helpful")
        clock.forward(days=31)
    assert rooms.opinions.of_groups(5) == {("latte", "not helpful"): 10}
    assert rooms.opinions.of_groups(5, "2026-03") == {("latte", "not helpful"): 5}
    assert rooms.opinions.of_groups(5, "2026-12") == {}


def test_a_reason_follows_an_opinion_once(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """A reason without an opinion before it does not count, nor does a second one."""
    assert not rooms.opinions.explain(ana, request_of_ana.id, "latte", "wrong")
    rooms.opinions.give(ana, request_of_ana.id, "latte", "not helpful")
    assert rooms.opinions.explain(ana, request_of_ana.id, "latte", "wrong")
    assert not rooms.opinions.explain(ana, request_of_ana.id, "latte", "unclear")


def test_an_opinion_has_no_name_on_it_and_stays(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, house: House
) -> None:
    """The row of an opinion holds an article, a month and a count; erasing its giver does not change it."""
    rooms.opinions.give(ana, request_of_ana.id, "latte", "helpful")
    rooms.rights.erase(ana)
    assert house.rows("SELECT * FROM opinion") == [("latte", "helpful", "2026-03", 1)]


def said(rooms: Rooms, article: str, helpful: int, unhelpful: int) -> None:
    """So many answers that five people judged, one after another."""
    for number in range(helpful + unhelpful):
        who = rooms.gate.worker(Person(TEAM, f"U0JUDGE{number % 5}"))
        request = rooms.gate.open_for(who, public=False)
        rooms.opinions.give(who, request.id, article, "helpful" if number < helpful else "not helpful")


def test_what_was_judged_is_told_of_months_with_enough(rooms: Rooms, clock: Clock) -> None:
    """Only months that are over and in which k people judged count, and only where k answers from the article were.

    So the months that are told never change, and two looks never differ by one opinion.
    """
    said(rooms, "latte", 4, 2)
    said(rooms, "rare", 4, 0)
    assert rooms.opinions.judged() == {}
    clock.forward(days=31)
    assert rooms.opinions.judged() == {"latte": (6, 4)}
    said(rooms, "latte", 1, 0)
    said(rooms, "rare", 1, 0)
    assert rooms.opinions.judged() == {"latte": (6, 4)}
    clock.forward(days=31)
    assert rooms.opinions.judged() == {"latte": (6, 4)}
    assert rooms.opinions.judged(7) == {}
    with pytest.raises(ValueError, match="accepted is 5 or more"):
        rooms.opinions.judged(4)
