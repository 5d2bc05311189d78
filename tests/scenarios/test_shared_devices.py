"""A device that several people use: nothing personal stays on it longer than its worker wants."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.demo import PEOPLE
from bot.slack.addressing import UPLOAD
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from privacy.directory import read
from privacy.gate import utc_now
from tests.scenarios.company import Company, Talker, actions, wait_until, words_in
from tests.scenarios.wire import POSTS

CHICKEN = "wat temp chiken"
Open = Callable[[str], Talker]


def test_an_answer_can_be_forgotten(person: Open, company: Company) -> None:
    """From its why an answer is taken out of the conversation, with what was kept to understand a follow-up."""
    cook = person("U0CAI")
    kept, answer = cook.hears("how do i close"), cook.hears(CHICKEN)
    cook.presses(answer, "why")
    cook.presses(cook.next_modal(), "forget_answer")
    assert ENGLISH.answer_forgotten in words_in(cook.next_modal())
    company.settle()
    left = [each["ts"] for each in cook.history()]
    assert answer["ts"] not in left
    assert kept["ts"] in left
    assert company.count("kept", "use = 'follow_up'") == 0


def test_others_keep_an_answer_that_they_read_too(person: Open, workspace: LocalWorkspace) -> None:
    """In a channel nobody can take an answer away from the others who read it."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.says("@Onhand how hot must chicken be?", channel=channel)
    cook.presses(cook.next_message(channel=channel), "why")
    assert actions(cook.next_modal()) == ["what_i_keep"]


class Clock:
    """Runs with the real time, and can be put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


def test_why_closes_by_itself(person: Open, company: Company) -> None:
    """Two minutes after it was opened the page shows nothing about anybody any more."""
    clock = Clock()
    company.reopen(clock=clock)
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN, 20), "why")
    assert "your job role" in words_in(cook.next_modal())
    clock.ahead = timedelta(seconds=121)
    closed = words_in(cook.next_modal())
    assert ENGLISH.closed(ENGLISH.why_this) in closed
    assert "job role" not in closed


def test_a_page_that_was_closed_first_harms_nothing(person: Open, company: Company) -> None:
    """Where the worker closed the page before, there is nothing left to close, and nobody hears of it."""
    clock = Clock()
    company.reopen(clock=clock)
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN, 20), "why")
    cook.closes(cook.next_modal())
    said = len(cook.history())
    clock.ahead = timedelta(seconds=121)
    cook.hears(CHICKEN)
    company.settle()
    assert company.rows("SELECT state, error FROM outgoing WHERE method = 'views.update'") == [
        ("failed", "view_not_found")
    ]
    assert len(cook.history()) == said + 2


def test_previews_hold_nothing_personal_but_the_notice(person: Open, company: Company) -> None:
    """What a locked screen shows of any message holds no value of the company's list and nothing that is kept.

    Its words are the answer, a sentence of Onhand's own and the notice. A question that somebody handed over is the
    message itself for the one who is asked, and for nobody else.
    """
    cook, supervisor = person("U0CAI"), person("U0HANA")
    cook.opens_messages()
    cook.next_message()
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()
    cook.presses(cook.hears("whats the wifi password"), "ask_a_person")
    cook.submits(cook.next_modal(), {"question": "what is the wifi called"})
    supervisor.next_message()
    cook.next_message()
    page = cook.hears("my data")
    for action in ("export", "delete:rank_by_past_use", "off:follow_up"):
        cook.presses(page, action)
    company.settle()
    moved = [replace(each, role="line chef") if each.slack_user_id == "U0CAI" else each for each in read(PEOPLE)]
    company.rooms.directory.load(moved, company.workspace.team_id)
    wait_until(lambda: not company.rooms.directory.untold(), 10, "the change to be told")
    company.settle()
    personal = ("Cai", "line chef", "Harbour Street", "U0CAI", "U0ANA", "Cooking chicken safely", CHICKEN)
    shown = [call.arguments["text"] for call in company.wire.posts() if call.method in POSTS]
    shown += [call.arguments["initial_comment"] for call in company.wire.calls if call.method == UPLOAD]
    assert len(shown) > 8
    assert [text for text in shown if any(value in text for value in personal)] == []
