"""What somebody is told before or with the first answer, once, and that each line of it is true."""

import ast
import hashlib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.wording import ENGLISH, SPANISH, VOICES, Voice
from bot.workspace.server import LocalWorkspace
from privacy.gate import utc_now
from privacy.keeping import RECEIPT_DAYS
from privacy.uses import SHOW_MY_DATA, USES, notice_for
from tests.scenarios.company import Company, Talker, actions, words_in

CHICKEN = "wat temp chiken"
ROOT = Path(__file__).parents[2]
Open = Callable[[str], Talker]

PROVED: Mapping[str, tuple[str, ...]] = {
    "told_what": (
        "tests/scenarios/test_direct_message.py::test_answer_comes_first",
        "tests/scenarios/test_direct_message.py::test_quotation_has_its_source",
        "tests/retrieval/test_answer.py::test_nothing_is_made_up",
    ),
    "told_keeping": (
        "tests/scenarios/test_first_contact.py::test_a_question_is_gone_after_the_day_that_was_told",
        "tests/scenarios/test_past_use.py::test_asked_once_and_nothing_kept_before_yes",
        "tests/scenarios/test_past_use.py::test_no_is_no",
    ),
    "told_managers": (
        "tests/scenarios/test_first_contact.py::test_a_manager_finds_no_question_of_anybody",
        "tests/scenarios/test_past_use.py::test_opinion_counts_once_without_a_name",
        "tests/scenarios/test_my_data.py::test_one_sees_only_ones_own",
    ),
}
"""Each line of the first contact, by the name of its sentence, and the tests without which it may not be said."""


def named_in(path: str) -> set[str]:
    """The tests of a file that is there."""
    found = ast.parse((ROOT / path).read_text(encoding="utf-8")).body
    return {node.name for node in found if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("line", PROVED)
def test_each_line_is_bound_to_tests_that_exist(line: str) -> None:
    """A line that is told stands on tests by name: where one is renamed or goes, the line must be looked at again."""
    missing = [test for test in PROVED[line] if test.partition("::")[2] not in named_in(test.partition("::")[0])]
    assert missing == []


@pytest.mark.parametrize("voice", VOICES.values(), ids=list(VOICES))
def test_no_line_is_told_without_a_test(voice: Voice) -> None:
    """The three lines are the three that are bound, in every language, each of at most twelve words in English."""
    keeping = voice.patterns.told_keeping.format(days=voice.days(1))
    assert set(voice.first_contact()) == {voice.told_what, keeping, voice.told_managers}
    assert len(PROVED) == len(voice.first_contact())
    assert voice is not ENGLISH or [len(line.split()) for line in voice.first_contact() if len(line.split()) > 12] == []


WORDED = {1: "26678c04642e58ad"}
"""For each version of showing one's data, a digest of the three lines in every language."""


def test_other_lines_are_told_anew() -> None:
    """Whoever changes a line or a time in it raises the version of the use, so that everybody is told again."""
    told = "\n".join(line for voice in VOICES.values() for line in voice.first_contact())
    assert hashlib.sha256(told.encode()).hexdigest()[:16] == WORDED[SHOW_MY_DATA.version]


def test_told_anew_when_the_lines_changed(person: Open, company: Company) -> None:
    """Who was told an earlier version is told the one of today, once."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    company.settle()
    company.write(
        "INSERT INTO choice (worker, use, state, wording, at, version) SELECT worker, use, state, wording, at, 0 FROM "
        "choice WHERE use = 'show_my_data'"
    )
    assert [lines(cook.hears(CHICKEN)["blocks"]) for _ in range(2)] == [True, False]


def lines(part: object) -> bool:
    return all(line in words_in(part) for line in ENGLISH.first_contact())


def test_told_with_the_first_answer_and_never_again(person: Open) -> None:
    """The first answer begins with the answer and ends with the three lines; the second one is the answer alone."""
    cook = person("U0CAI")
    first, second = cook.hears(CHICKEN), cook.hears(CHICKEN)
    assert first["text"].splitlines()[0] == words_in(first["blocks"][0])
    assert not any(line in first["text"] for line in ENGLISH.first_contact())
    assert tuple(words_in(first["blocks"]).splitlines()[-3:]) == ENGLISH.first_contact()
    assert not any(line in words_in(second["blocks"]) for line in ENGLISH.first_contact())


def test_told_when_the_conversation_is_opened(person: Open, company: Company) -> None:
    """Who opens the conversation before they ask is told then, once, and not with the answer again."""
    cook = person("U0CAI")
    for _ in range(2):
        cook.opens_messages()
    told = cook.next_message()
    assert tuple(told["text"].splitlines()[:-1]) == ENGLISH.first_contact()
    assert told["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))
    assert actions(told)[:3] == ["what_i_keep", "my_data", "suggested:0"]
    assert not lines(cook.hears(CHICKEN)["blocks"])
    company.settle()
    assert len([each for each in cook.history() if lines(each.get("blocks", []))]) == 1


def test_a_waiting_question_comes_before_the_lines(person: Open, company: Company) -> None:
    """Who opens the conversation for a question that waits there finds it as the last message; the lines come later."""
    barista, supervisor = person("U0BEA"), person("U0HANA")
    barista.presses(barista.hears("whats the wifi password"), "ask_a_person")
    barista.submits(barista.next_modal(), {"question": "what is the wifi called"})
    supervisor.next_message()
    supervisor.opens_messages()
    company.settle()
    assert len(supervisor.history()) == 1
    assert lines(supervisor.hears(CHICKEN)["blocks"])


def test_told_once_across_a_restart_and_to_each_person(person: Open, company: Company) -> None:
    """That somebody was told survives a restart; another person is told for themselves."""
    cook = person("U0CAI")
    assert lines(cook.hears(CHICKEN)["blocks"])
    company.reopen()
    assert not lines(cook.hears(CHICKEN, 20)["blocks"])
    assert lines(person("U0BEA").hears(CHICKEN)["blocks"])


def test_told_with_a_greeting_in_its_language(person: Open, company: Company) -> None:
    """Who says hello first is told then, in the language of the hello; the record holds the words that were shown."""
    cook = person("U0CAI")
    said = words_in(cook.hears("hola")["blocks"])
    assert all(line in said for line in SPANISH.first_contact())
    company.settle()
    told = company.rows("SELECT wording FROM choice WHERE use = 'show_my_data'")
    assert told == [("\n".join(SPANISH.first_contact()),)]
    assert company.count("receipt", "use != 'suggest'") == 0


def test_nobody_is_shown_as_new_where_others_read(person: Open, workspace: LocalWorkspace) -> None:
    """In a channel the lines stay away, one tap from everybody; the first answer for oneself still has them."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.says("@Onhand how hot must chicken be?", channel=channel)
    public = cook.next_message(channel=channel)
    assert not lines(public["blocks"])
    cook.presses(public, "what_i_keep")
    assert lines(cook.next_modal())
    assert lines(cook.hears(CHICKEN)["blocks"])


def opened_at(cook: Talker, place: str) -> dict[str, Any]:
    if place == "home":
        return cook.opens_home()
    if place == "my data":
        return cook.hears("my data")
    cook.opens_messages()
    return cook.next_message()


@pytest.mark.parametrize("place", ["home", "my data", "first contact"])
def test_what_is_kept_is_one_tap_away(person: Open, place: str) -> None:
    """The home tab, the page of one's data and the first contact lead to it; it names each use and its keep time."""
    cook = person("U0CAI")
    cook.presses(opened_at(cook, place), "what_i_keep")
    page = words_in(cook.next_modal())
    for line in (*ENGLISH.first_contact(), *ENGLISH.keeping_lines()):
        assert line in page
    for use in USES:
        assert ENGLISH.uses[use.name].purpose in page
    assert f"{RECEIPT_DAYS} days" in page


def test_a_question_is_gone_after_the_day_that_was_told(company: Company) -> None:
    """A day after a question nothing of its words can be read any more, and the next sweep deletes them."""
    with company.enter("U0CAI") as cook:
        cook.hears(CHICKEN)
        company.settle()
        assert company.count("kept") == 1
        company.reopen(clock=lambda: utc_now() + timedelta(days=1, minutes=1))
        assert CHICKEN not in words_in(cook.hears("my data", 20)["blocks"])
    company.rooms.retention.sweep()
    assert company.count("kept") == 0


def test_a_manager_finds_no_question_of_anybody(person: Open, company: Company) -> None:
    """Whatever a manager asks, opens or presses, no word that a worker of theirs asked and no name of one comes out."""
    barista, manager = person("U0BEA"), person("U0ANA")
    barista.says("how do i treat a burn canary")
    barista.next_message()
    barista.presses(barista.hears("how do i treat a burn"), "helpful")
    barista.next_message()
    asked = ("my data", "what did bea ask", "who asked about burns", "show me the questions of my team", "help")
    said = [words_in(manager.hears(words)["blocks"]) for words in asked]
    home = manager.opens_home()
    manager.presses(home, "what_i_keep")
    said += [words_in(home), words_in(manager.next_modal())]
    company.settle()
    assert not [words for words in said if "canary" in words or "Bea Santos" in words]
    assert set(company.rooms.opinions.totals()) == {("burns", "helpful")}
