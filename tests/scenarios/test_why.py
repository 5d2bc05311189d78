"""“Why this?”: the reasons, the receipts, and the answer beside the one that everyone gets."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.answering import Assistant, Contacts
from bot.slack import blocks as kit
from bot.slack.beside import beside, told
from bot.wording import ENGLISH, SPANISH, VOICES, Voice
from bot.workspace.blocks import check_view
from bot.workspace.server import LocalWorkspace
from knowledge.article import ANYONE, Viewer
from privacy.uses import notice_for
from retrieval.answer import NOT_FOUND, Answer, Citation, Reason
from retrieval.preference import NO_PREFERENCE, Preference
from tests.scenarios.company import Company, Talker, buttons, words_in
from tests.scenarios.finders import Shelfless

CHICKEN = "wat temp chiken"
CLOSE = "how do i close"
EVERY = pytest.mark.parametrize("voice", VOICES.values(), ids=list(VOICES))
Open = Callable[[str], Talker]


def why(worker: Talker, answer: Any) -> Any:
    """Presses “Why this?” and returns the page."""
    worker.presses(answer, "why")
    return worker.next_modal()


def carried(answer: Any) -> Mapping[str, Any]:
    """What the button “Why this?” carries."""
    (button,) = (each for each in buttons(answer) if each["action_id"] == "why")
    return kit.unpacked(button["value"])


def columns(page: Any) -> list[str]:
    """The texts that stand side by side."""
    return [field["text"] for block in page["blocks"] for field in block.get("fields", [])]


def test_only_their_job_can_see_it(person: Open, company: Company) -> None:
    """An article for one job stands beside the one that a stranger gets, with the reason why the two differ."""
    page = why(cook := person("U0CAI"), cook.hears(CLOSE))
    mine, everyones = columns(page)
    assert mine.startswith(
        f"{ENGLISH.for_you}\n\nThe closest I have is “Closing the store: cook”:\n1. Turn off the oven"
    )
    stranger = company.finder.answer(CLOSE, NO_PREFERENCE, ANYONE)
    assert everyones == f"{ENGLISH.for_everyone}\n\n{told(stranger, ENGLISH)}"
    assert mine.endswith(ENGLISH.only_yours)
    assert ENGLISH.same_for_everyone not in words_in(page)


def test_the_same_for_everyone(person: Open) -> None:
    """Where everyone gets the same, one sentence says so, and no reason claims that anything was moved."""
    page = why(cook := person("U0CAI"), cook.hears(CHICKEN))
    assert ENGLISH.same_for_everyone in words_in(page)
    assert "It came first" not in words_in(page)
    assert columns(page) == []


def test_nothing_used_nothing_beside(person: Open) -> None:
    """Whoever switched their job off is shown nothing beside the answer, and the button carries no words of theirs."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CLOSE), "stop:rank_by_role")
    cook.next_message()
    answer = cook.hears(CLOSE)
    page = why(cook, answer)
    assert columns(page) == []
    assert ENGLISH.same_for_everyone not in words_in(page)
    assert not {"q", "x"} & set(carried(answer))


def test_what_everyone_gets_is_what_off_gives(person: Open) -> None:
    """The right column is the answer that the worker gets once all is off."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    _, everyones = columns(why(cook, answer))
    cook.presses(answer, "stop:rank_by_role")
    cook.next_message()
    off = words_in(cook.hears(CLOSE)["blocks"])
    lines = [line for line in everyones.splitlines()[1:] if line]
    assert lines
    assert [line for line in lines if line not in off] == []


class Moving(Shelfless):
    """Answers by the job with one article and by nothing with another, and remembers how it was asked."""

    def __init__(self, moved: Answer, plain: Answer) -> None:
        self._moved = moved
        self._plain = plain
        self.asked: list[tuple[str, Preference, Viewer]] = []

    def answer(self, words: str, preference: Preference, viewer: Viewer) -> Answer:
        self.asked.append((words, preference, viewer))
        return self._plain if preference == NO_PREFERENCE else self._moved


FOR_COOKS = Citation("oven", "The oven", "Off", "Turn it off.", 1, reasons=(Reason("role", "cook"),))
FOR_ALL = Citation("lights", "The lights", "Off", "Turn them off.", 1)
MOVED, PLAIN = Answer(True, "Turn it off.", (FOR_COOKS,)), Answer(True, "Turn them off.", (FOR_ALL,))


def test_a_reason_and_what_it_changed(person: Open, company: Company) -> None:
    """A preference that moved an article is named, with the two answers; the press draws nothing and asks as nobody."""
    company.finder = moving = Moving(MOVED, PLAIN)
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    company.settle()
    receipts = company.count("receipt")
    page = why(cook, answer)
    assert "“The oven” fits the words of your question.\nIt came first because it is written for your job: cook." in (
        words_in(page)
    )
    assert columns(page) == [
        f"{ENGLISH.for_you}\n\nFrom “The oven” › Off.\nTurn it off.",
        f"{ENGLISH.for_everyone}\n\nFrom “The lights” › Off.\nTurn them off.",
    ]
    assert moving.asked[-1] == (CHICKEN, NO_PREFERENCE, ANYONE)
    assert company.count("receipt") == receipts


def test_reasons_of_the_nearest(person: Open, company: Company) -> None:
    """Where no answer is sure, the reasons of the nearest are told too."""
    company.finder = Moving(Answer(found=False, nearest=FOR_COOKS), NOT_FOUND)
    page = why(cook := person("U0CAI"), cook.hears(CHICKEN))
    assert "It came first because it is written for your job: cook." in words_in(page)
    assert columns(page)[1] == f"{ENGLISH.for_everyone}\n\n{ENGLISH.not_in_the_articles}"


def test_a_follow_up_is_compared_as_it_was_read(person: Open, company: Company) -> None:
    """A question that leans on the one before is shown as it was read, and compared as such."""
    company.finder = moving = Moving(MOVED, PLAIN)
    cook = person("U0CAI")
    cook.hears("how do i clean the oven")
    answer = cook.hears("and for the grill?")
    assert answer["text"].splitlines()[-1] == notice_for(frozenset({"role", "site", "thread"}))
    page = why(cook, answer)
    assert ENGLISH.read_as("how do i clean the oven for the grill?") in words_in(page)
    assert moving.asked[-1][0] == "how do i clean the oven for the grill?"


def test_others_read_nothing_of_it(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """In a channel neither the words before nor the question are in the button, and nothing is shown beside."""
    company.finder = Moving(MOVED, PLAIN)
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    thread = cook.says("@Onhand how do i clean the oven", channel=channel)
    cook.next_message(channel=channel, thread_ts=thread)
    cook.says("and for the grill?", channel=channel, thread_ts=thread)
    answer = cook.next_message(channel=channel, thread_ts=thread)
    assert not {"q", "x", "j"} & set(carried(answer))
    assert columns(why(cook, answer)) == []


def test_too_long_to_carry(person: Open, company: Company) -> None:
    """A question that no button can carry whole is not compared at all, rather than by its first part."""
    company.finder = Moving(MOVED, PLAIN)
    cook = person("U0CAI")
    answer = cook.hears("how do i clean the oven " * 90)
    assert "q" not in carried(answer)
    page = why(cook, answer)
    assert columns(page) == []
    assert "It came first because" in words_in(page)


def test_in_their_language(person: Open) -> None:
    """The two columns are headed in the language of the question."""
    page = why(cook := person("U0CAI"), cook.hears("¿cómo cierro la tienda?"))
    shown = words_in(page) + "\n".join(columns(page))
    assert SPANISH.for_you in shown or SPANISH.same_for_everyone in shown


def test_an_older_button(company: Company) -> None:
    """A button of before, that carries nothing to compare with, has nothing beside its answer."""
    assistant = Assistant(company.rooms.gate, lambda: Moving(MOVED, PLAIN), Contacts())
    before = {"r": "r" * 32, "l": "en", "a": "oven", "t": "The oven", "w": [["role", "cook"]]}
    assert tuple(beside(before, assistant, ENGLISH)) == ()
    assert len(tuple(beside(before | {"q": CLOSE, "x": "x", "o": "o", "n": ""}, assistant, ENGLISH))) == 1


@EVERY
def test_columns_are_taken_by_slack(voice: Voice) -> None:
    """Two answers side by side fit, however long title, heading and words are."""
    long = replace(FOR_ALL, title="long " * 900, heading="long " * 900, reviewed=date(2026, 5, 1))
    answer = Answer(True, "word " * 900, (long,))
    block = kit.columns(
        f"{voice.for_you}\n\n{told(answer, voice)}", f"{voice.for_everyone}\n\n{told(NOT_FOUND, voice)}"
    )
    check_view(kit.modal(voice.why_this, [block], voice.close), "modal")
