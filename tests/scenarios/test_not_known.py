"""What the articles do not say goes to a person, and their answer comes back."""

from collections.abc import Callable

import pytest

from bot.slack.addressing import Address
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from privacy.uses import NOTHING_USED, notice_for
from privacy.worker import Person as Worker
from tests.scenarios.company import Company, Message, Talker, actions, words_in

WIFI = "whats the wifi password"
UNSURE = "found a purse on table 4"
ON_THE_ROTA = "It is on the back of the rota."
Open = Callable[[str], Talker]


def handed_over(barista: Talker, question: str = WIFI) -> Message:
    """Hands a question over, and returns what the asker is told."""
    barista.presses(barista.hears(question), "ask_a_person")
    barista.submits(barista.next_modal(), {"question": question})
    return barista.next_message()


def answer_to(asked: Message, supervisor: Talker, words: str) -> None:
    supervisor.presses(asked, "answer")
    supervisor.submits(supervisor.next_modal(), {"answer": words})


def test_says_so_at_once(person: Open) -> None:
    """What no article answers is said to be unknown in the first line, and a person is named who can help."""
    unknown = person("U0BEA").hears(WIFI)
    assert unknown["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert "Hana Sato can help." in words_in(unknown["blocks"])
    assert "ask_a_person" in actions(unknown)
    assert "helpful" not in actions(unknown)


def test_nearest_article_is_shown_when_near(person: Open) -> None:
    """Where no article is sure to answer, the nearest is shown as such, and not as the answer."""
    unknown = person("U0BEA").hears(UNSURE)
    first, near, *_ = unknown["text"].splitlines()
    assert first == ENGLISH.not_sure
    assert near.startswith("The closest I have is “")
    assert "From “" in words_in(unknown["blocks"])


def test_why_nothing_was_found(person: Open) -> None:
    """“Why this?” on an unknown question says that no article fits."""
    barista = person("U0BEA")
    barista.presses(barista.hears(WIFI), "why")
    assert "No article fits your question well enough." in words_in(barista.next_modal())


def test_shown_before_shared(person: Open, company: Company) -> None:
    """Before anything is shared the form shows what will be, and with whom; closing it shares nothing."""
    barista, supervisor = person("U0BEA"), person("U0HANA")
    barista.presses(barista.hears(WIFI), "ask_a_person")
    form = barista.next_modal()
    assert "Hana Sato will see this question and your Slack name. Nothing else." in words_in(form)
    assert form["blocks"][1]["element"]["initial_value"] == WIFI
    barista.closes(form)
    company.settle()
    assert supervisor.history() == []


def test_empty_form_is_refused_at_its_field(person: Open, company: Company) -> None:
    """A form without words is refused with a sentence at the field, and nothing is sent."""
    barista = person("U0BEA")
    barista.presses(barista.hears(WIFI), "ask_a_person")
    refused = barista.submits(barista.next_modal(), {"question": "   "})
    assert refused["errors"] == {"question": ENGLISH.say_something}
    company.settle()
    assert company.count("escalation") == 0


def test_contact_gets_it_and_the_answer_comes_back(person: Open, company: Company) -> None:
    """The contact gets the question and who asks; their answer comes to where it was asked, with its notice."""
    barista, supervisor = person("U0BEA"), person("U0HANA")
    assert handed_over(barista)["text"] == "I passed your question to Hana Sato. The answer will come here."
    asked = supervisor.next_message()
    assert WIFI in asked["text"]
    assert {"type": "user", "user_id": "U0BEA"} in asked["blocks"][0]["elements"][0]["elements"]
    answer_to(asked, supervisor, ON_THE_ROTA)
    assert supervisor.next_message()["text"] == ENGLISH.answer_passed_on
    back = barista.next_message()
    assert ON_THE_ROTA in back["text"].splitlines()[0]
    assert back["text"].splitlines()[-1] == notice_for(frozenset({"handed_over"}))
    assert company.rows("SELECT kind FROM receipt_kind ORDER BY receipt DESC LIMIT 1") == [("handed_over",)]


def test_answer_returns_to_the_same_thread(person: Open, workspace: LocalWorkspace) -> None:
    """What was asked in a channel's thread is answered in that thread."""
    barista, editor, channel = person("U0BEA"), person("U0LEO"), workspace.channel_id("harbour-street")
    thread = barista.says(f"@Onhand {WIFI}", channel=channel)
    unknown = barista.next_message(channel=channel)
    assert unknown["text"].splitlines()[-1] == NOTHING_USED
    barista.presses(unknown, "ask_a_person")
    barista.submits(barista.next_modal(), {"question": WIFI})
    barista.next_message(channel=channel)
    answer_to(next_with(editor, "answer"), editor, ON_THE_ROTA)
    back = barista.next_message(channel=channel, thread_ts=thread)
    assert ON_THE_ROTA in back["text"]


def next_with(reader: Talker, action: str) -> Message:
    """The next message that has that button."""
    while action not in actions(found := reader.next_message()):
        pass
    return found


def test_second_answer_is_refused_politely(person: Open, company: Company) -> None:
    """The first answer counts; a second one is refused with a sentence and does not reach the asker."""
    barista, supervisor = person("U0BEA"), person("U0HANA")
    handed_over(barista)
    asked = supervisor.next_message()
    answer_to(asked, supervisor, ON_THE_ROTA)
    supervisor.next_message()
    barista.next_message()
    assert actions(supervisor.next_message(60)) == ["make_article"]
    answer_to(asked, supervisor, "It is on the fridge.")
    assert supervisor.next_message()["text"] == ENGLISH.already_answered
    company.settle()
    assert not [message for message in barista.history() if "fridge" in message["text"]]


def test_only_the_contact_can_answer(person: Open, company: Company) -> None:
    """An answer from somebody else than the contact is refused like one to a question that does not exist."""
    barista, cashier = person("U0BEA"), person("U0FINN")
    handed_over(barista)
    company.settle()
    ((id,),) = company.rows("SELECT id FROM escalation")
    team = company.workspace.team_id
    for question in (id, "no such question"):
        to = Address(team, "U0FINN", cashier.dm).kept()
        work = {"do": "answer", "words": ON_THE_ROTA, "meta": {"e": question, "to": to}, "to": to}
        company.service.desk.take(Worker(team, "U0FINN"), f"form:{question}", work)
        assert cashier.next_message()["text"] == ENGLISH.already_answered
    assert company.rows("SELECT state FROM escalation") == [("open",)]


def test_erased_question_is_not_answered(person: Open) -> None:
    """When the asker has erased everything about them, a late answer is refused and reaches nobody."""
    barista, supervisor = person("U0BEA"), person("U0HANA")
    handed_over(barista)
    asked = supervisor.next_message()
    barista.presses(barista.hears("my data"), "erase")
    assert barista.next_message()["text"] == ENGLISH.erased
    answer_to(asked, supervisor, ON_THE_ROTA)
    assert supervisor.next_message()["text"] == ENGLISH.already_answered


@pytest.mark.parametrize("asker", ["U0HANA", "U0CAI"])
def test_nobody_is_sent_to_themselves(person: Open, asker: str) -> None:
    """Who looks after an article, or answers for a site, is told of somebody else who can help."""
    question = {"U0HANA": WIFI, "U0CAI": "how do i close"}[asker]
    worker = person(asker)
    answer = worker.hears(question)
    names = {"U0HANA": "Hana Sato", "U0CAI": "Cai Morgan"}
    step = [line for line in words_in(answer["blocks"]).splitlines() if "help." in line or "Ask " in line]
    assert step
    assert names[asker] not in step[0]
    worker.presses(answer, "ask_a_person")
    assert "will see this question and your Slack name" in words_in(worker.next_modal())
