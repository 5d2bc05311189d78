"""Onhand may remember what helped, once it was allowed to."""

import hashlib
from collections.abc import Callable

import pytest

from bot.wording import ENGLISH, VOICES
from privacy.uses import RANK_BY_PAST_USE, notice_for
from tests.scenarios.company import Company, Talker, actions, words_in

CHICKEN = "wat temp chiken"
REMEMBERED = "use = 'rank_by_past_use'"
Open = Callable[[str], Talker]


def find_it_helpful(worker: Talker) -> str:
    """Presses Helpful on an answer and returns what Onhand says to that."""
    worker.presses(worker.hears(CHICKEN), "helpful")
    return str(worker.next_message()["text"])


def test_asked_once_and_nothing_kept_before_yes(person: Open, company: Company) -> None:
    """The first Helpful asks for leave to remember, the second does not, and nothing is kept without a yes."""
    cook = person("U0CAI")
    assert find_it_helpful(cook) == f"{ENGLISH.thanks_helpful} {ENGLISH.may_i_remember}"
    assert company.count("kept", REMEMBERED) == 0
    assert find_it_helpful(cook) == ENGLISH.thanks_helpful
    assert company.count("kept", REMEMBERED) == 0
    assert company.count("receipt", REMEMBERED) == 0


def test_no_is_no(person: Open, company: Company) -> None:
    """After a No nothing is kept and Onhand never asks again."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "forget")
    assert cook.next_message()["text"] == ENGLISH.will_not_remember
    assert find_it_helpful(cook) == ENGLISH.thanks_helpful
    assert company.count("kept", REMEMBERED) == 0


def test_yes_is_remembered_named_and_receipted(person: Open, company: Company) -> None:
    """After a Yes the next answer's receipt and notice name what helped before."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    assert cook.next_message()["text"] == ENGLISH.will_remember
    answer = cook.hears(CHICKEN)
    assert answer["text"].splitlines()[-1] == notice_for(frozenset({"role", "site", "helped"}))
    kinds = "SELECT kind FROM receipt JOIN receipt_kind ON receipt = number WHERE use = 'rank_by_past_use'"
    assert company.rows(kinds) == [("helped",)]
    assert {"stop:rank_by_role", "stop:rank_by_past_use"} <= set(actions(answer))


def test_stop_deletes_what_was_kept(person: Open, company: Company) -> None:
    """Stopping the use of what helped deletes what was kept for it, and the next answer does not use it."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()
    cook.presses(cook.hears(CHICKEN), "stop:rank_by_past_use")
    assert "What I kept for it is deleted." in cook.next_message()["text"]
    assert company.count("kept", REMEMBERED) == 0
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))


def test_opinion_counts_once_without_a_name(person: Open, company: Company) -> None:
    """An opinion is counted per article with nobody's name on it, and once an answer."""
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    cook.presses(answer, "not_helpful")
    reasons = cook.next_message()
    assert reasons["text"] == ENGLISH.thanks_not_helpful
    cook.presses(reasons, "reason:unclear")
    assert cook.next_message()["text"] == ENGLISH.thanks_reason
    cook.presses(answer, "helpful")
    assert cook.next_message()["text"] == ENGLISH.already_said
    counted = company.rows("SELECT article, opinion, times FROM opinion ORDER BY opinion")
    assert counted == [("chicken-temperature", "not helpful", 1), ("chicken-temperature", "unclear", 1)]


def remember(cook: Talker) -> None:
    """Says yes once, with the temperature of chicken as what helped."""
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()


def kept_lines(cook: Talker) -> str:
    return words_in(cook.hears("my data")["blocks"])


def test_not_helpful_is_remembered_too(person: Open, company: Company) -> None:
    """With a yes, an article that did not help is known as such; the latest word about an article counts alone."""
    cook = person("U0CAI")
    remember(cook)
    cook.presses(cook.hears(CHICKEN), "not_helpful")
    cook.next_message()
    assert company.count("kept", REMEMBERED) == 1
    assert "Cooking chicken safely (did not help)" in kept_lines(cook)


def test_asked_again(person: Open) -> None:
    """With a yes, the same question right after its answer, in other spelling, says that it did not help; another
    question does not, nor does one whose answer was marked as helpful."""
    cook = person("U0CAI")
    remember(cook)
    cook.hears("how long do i wash my hands")
    cook.hears(CHICKEN)
    assert "did not help" not in kept_lines(cook)
    cook.hears("what temp chicken??")
    assert "Cooking chicken safely (did not help)" in kept_lines(cook)
    cook.presses(cook.hears("temp of chicken"), "helpful")
    cook.next_message()
    cook.hears(CHICKEN)
    assert "did not help" not in kept_lines(cook)


def test_what_was_inferred_goes_with_what_it_came_from(person: Open) -> None:
    """That an answer did not help, seen from asking again, came from an answer that the job role chose: with the use of
    the role switched off it does not count, and the answer is the one for everyone."""
    cook = person("U0CAI")
    remember(cook)
    cook.hears(CHICKEN)
    cook.presses(cook.hears(CHICKEN), "stop:rank_by_role")
    cook.next_message()
    helped = cook.hears(CHICKEN)
    assert helped["text"].splitlines()[-1] == notice_for(frozenset({"helped"}))
    assert ENGLISH.patterns.instead.partition("{")[0] not in words_in(helped["blocks"])


def test_asked_again_without_a_yes(person: Open, company: Company) -> None:
    """Without a yes nothing is kept of what was asked or whether it helped, however often it is asked."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    cook.presses(cook.hears(CHICKEN), "not_helpful")
    cook.next_message()
    assert company.count("kept", REMEMBERED) == 0


def test_asked_again_by_another(person: Open) -> None:
    """Two people who ask the same say nothing about each other's answer."""
    cook, barista = person("U0CAI"), person("U0BEA")
    remember(cook)
    remember(barista)
    cook.hears("how do i wash my hands")
    barista.hears("how do i wash my hands")
    assert "did not help" not in kept_lines(cook)
    assert "did not help" not in kept_lines(barista)


def test_why_tells_the_day_it_helped(person: Open) -> None:
    """An answer that was drawn from what helped before lists that receipt under “Why this?”."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()
    cook.presses(cook.hears(CHICKEN), "why")
    assert "what helped you before" in words_in(cook.next_modal())


def test_the_question_has_an_example(person: Open) -> None:
    """The question for leave shows with the article at hand what a yes would do; a locked screen does not show that."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    asked = cook.next_message()
    assert ENGLISH.for_example("Cooking chicken safely") in words_in(asked["blocks"])
    assert "Cooking chicken safely" not in asked["text"]


def test_no_example_is_kept_before_the_yes(person: Open, company: Company) -> None:
    """Between the question and its answer nothing but that it was asked is recorded, also across a restart."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    asked = cook.next_message()
    company.settle()
    company.reopen()
    assert company.count("kept", REMEMBERED) == 0
    assert company.rows("SELECT state FROM choice WHERE use = 'rank_by_past_use'") == [("asked",)]
    cook.presses(asked, "remember")
    assert cook.next_message(20)["text"] == ENGLISH.will_remember
    assert company.count("kept", REMEMBERED) == 1


@pytest.mark.parametrize("answer", ["remember", "forget"])
def test_another_version_is_asked_anew(person: Open, company: Company, answer: str) -> None:
    """A yes and a no hold for the version they were said to: a changed use is asked anew, once, and draws nothing."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), answer)
    cook.next_message()
    company.settle()
    older = "INSERT INTO choice (worker, use, state, wording, at, version) SELECT worker, use, state, wording, at, 0"
    company.write(f"{older} FROM choice WHERE {REMEMBERED} ORDER BY id DESC LIMIT 1")
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))
    assert find_it_helpful(cook) == f"{ENGLISH.thanks_helpful} {ENGLISH.may_i_remember}"
    assert find_it_helpful(cook) == ENGLISH.thanks_helpful


WORDED = {2: "5f28c204994e7968"}
"""For each version of the use, a digest of the question in every language."""


def test_another_wording_is_another_version() -> None:
    """Whoever changes the question for leave, in any language, raises the version of the use, so that all are asked."""
    asked = "\n".join(voice.may_i_remember + voice.patterns.for_example for voice in VOICES.values())
    assert hashlib.sha256(asked.encode()).hexdigest()[:16] == WORDED[RANK_BY_PAST_USE.version]
