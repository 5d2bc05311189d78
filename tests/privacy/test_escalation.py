"""A question handed to a person, until that person answers."""

import pytest

from privacy import uses
from privacy.escalation import HandedOver
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.privacy.house import ANA, Clock, House

HANDED = HandedOver("How do I clean the grinder?", ANA.slack_user_id, "Ben", "C1", "171.5")


def test_a_question_waits_for_the_one_who_was_asked(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId
) -> None:
    """Only the contact finds an open question; to everybody else it does not exist."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    assert rooms.escalations.open_for(id, ben) == ana
    assert rooms.escalations.open_for(id, ana) is None
    assert rooms.escalations.open_for("no such question", ben) is None
    assert (rooms.escalations.wait_for(ben), rooms.escalations.wait_for(ana)) == (True, False)


def test_the_first_answer_closes_a_question(rooms: Rooms, request_of_ana: Request, ben: WorkerId) -> None:
    """A question is answered once."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    assert rooms.escalations.close(request_of_ana, id)
    assert not rooms.escalations.close(request_of_ana, id)
    assert not rooms.escalations.wait_for(ben)
    assert rooms.escalations.open_for(id, ben) is None


def test_an_answered_question_is_not_kept(rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId) -> None:
    """Once it has its answer, the words of that question are gone, and those of another one are not."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    other = rooms.escalations.add(request_of_ana, ben, HANDED)
    rooms.escalations.close(request_of_ana, id)
    later = rooms.gate.open_for(ana, public=False)
    assert (rooms.escalations.drawn(later, id), rooms.escalations.drawn(later, other)) == (None, HANDED)


def test_bringing_the_answer_back_is_a_draw_that_is_told(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId
) -> None:
    """The question comes back as it was handed over, with a receipt and a notice for its asker."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    other = rooms.escalations.add(request_of_ana, ben, HandedOver("Another?", ANA.slack_user_id, "Ben", "C1"))
    report = rooms.gate.open_for(ana, public=True)
    assert rooms.escalations.drawn(report, id) == HANDED
    assert rooms.gate.notice(report).text == "I used the question you handed over."
    assert rooms.escalations.drawn(rooms.gate.open_for(ana, public=False), other) != HANDED


@pytest.mark.parametrize("language", uses.LANGUAGES)
def test_a_question_comes_back_in_the_language_it_was_asked_in(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId, language: uses.Language
) -> None:
    """The language is sealed with the words of the question, and gone with them."""
    handed = HandedOver("?", ANA.slack_user_id, "Ben", "C1", language=language)
    id = rooms.escalations.add(request_of_ana, ben, handed)
    report = rooms.gate.open_for(ana, public=False)
    assert rooms.escalations.drawn(report, id) == handed
    assert rooms.gate.notice(rooms.gate.in_language(report, language)).text == uses.notice_for(
        frozenset({"handed_over"}), language
    )


def test_another_persons_question_is_not_drawn(rooms: Rooms, request_of_ana: Request, ben: WorkerId) -> None:
    """A request of somebody else does not find the question, also not the contact's own."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    assert rooms.escalations.drawn(rooms.gate.open_for(ben, public=False), id) is None


def test_a_question_that_outlived_its_time_is_gone(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId, clock: Clock
) -> None:
    """After the keep time of its use the words of a question cannot be brought back."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    clock.forward(days=uses.REPORT_BACK.keep_days)
    assert rooms.escalations.drawn(rooms.gate.open_for(ana, public=False), id) is None


def test_a_question_whose_asker_was_erased_in_between_is_gone(
    rooms: Rooms, request_of_ana: Request, ana: WorkerId, ben: WorkerId, house: House
) -> None:
    """A question that can no longer be unsealed is as one that is not there."""
    id = rooms.escalations.add(request_of_ana, ben, HANDED)
    house.lose_key(ana)
    assert rooms.escalations.drawn(rooms.gate.open_for(ana, public=False), id) is None


def test_a_question_of_nobody_is_refused(rooms: Rooms, ben: WorkerId, house: House) -> None:
    """Without a worker there is nobody to bring an answer back to, and nothing is stored."""
    with pytest.raises(ValueError, match="without a worker"):
        rooms.escalations.add(rooms.gate.open(None, public=False), ben, HANDED)
    assert house.count("escalation") == house.count("kept") == 0
