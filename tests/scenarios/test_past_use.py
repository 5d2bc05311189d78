"""Onhand may remember what helped, once it was allowed to."""

from collections.abc import Callable

from bot.wording import ENGLISH
from privacy.uses import notice_for
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


def test_why_tells_the_day_it_helped(person: Open) -> None:
    """An answer that was drawn from what helped before lists that receipt under “Why this?”."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()
    cook.presses(cook.hears(CHICKEN), "why")
    assert "what helped you before" in words_in(cook.next_modal())
