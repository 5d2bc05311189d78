"""A walk through the running demo, as its people would take it: each step is checked by what they see."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from bot.demo import Demo, members
from bot.slack.receiving.ownhours import told_hours
from bot.wording import ENGLISH, coaching
from bot.wording.nudging import NUDGING
from bot.workspace.driving import Person
from privacy import uses
from privacy.nudges import Settings
from privacy.worker import Person as Known

CHICKEN = "wat temp chiken"
UNKNOWN = "whats the wifi password"
PATIENCE = 15.0
MANAGER = "U0ANA"

Step = Callable[[Demo], None]


class WrongTurn(AssertionError):
    """A step did not end as it must; the text says what was expected and what came."""


def first_answer(demo: Demo) -> str:
    """Asks one question as the cook and returns the answer as the phone shows it, with its source."""
    with Person(demo.workspace.url, "U0CAI") as cook:
        cook.says(CHICKEN)
        message = cook.next_message(PATIENCE)
    return "\n".join([f"Cai Morgan, cook: {CHICKEN}", *(f"Onhand: {line}" for line in lines_of(message))])


def lines_of(message: dict[str, Any]) -> Iterator[str]:
    """The top-level text, then what the context blocks say (source and notice), each once."""
    seen = str(message["text"]).splitlines()
    yield from seen
    for block in message.get("blocks", []):
        words = " ".join(str(element.get("text", "")) for element in block.get("elements", []))
        if block["type"] == "context" and words not in seen:
            yield words


def answers_the_cook(demo: Demo) -> None:
    """A cook's misspelt question gets the right quotation and its notice."""
    with Person(demo.workspace.url, "U0CAI") as cook:
        _switch_on(cook)
        cook.says(CHICKEN)
        _must_say(cook.next_message(PATIENCE), "75 °C", uses.notice_for(frozenset({"role", "site"})))


def stops_when_told(demo: Demo) -> None:
    """After Stop nothing about the cook is used; switched on again, it is."""
    with Person(demo.workspace.url, "U0CAI") as cook:
        cook.says(CHICKEN)
        cook.presses(cook.next_message(PATIENCE), "stop:rank_by_role")
        _must_say(cook.next_message(PATIENCE), ENGLISH.stopped(uses.RANK_BY_ROLE))
        cook.says(CHICKEN)
        _must_say(cook.next_message(PATIENCE), "75 °C", uses.SWITCHED_OFF)
        _switch_on(cook)


def _switch_on(worker: Person) -> None:
    """Whatever this worker chose before: from now on their role may be used."""
    worker.says("my data")
    page = worker.next_message(PATIENCE)
    if "on:rank_by_role" in str(page["blocks"]):
        worker.presses(page, "on:rank_by_role")
        _must_say(worker.next_message(PATIENCE), ENGLISH.switched_on(uses.RANK_BY_ROLE))


def reaches_a_person(demo: Demo) -> None:
    """What no article answers is passed on to a named person, and their answer comes back."""
    with Person(demo.workspace.url, "U0BEA") as barista, Person(demo.workspace.url, "U0HANA") as supervisor:
        barista.says(UNKNOWN)
        unknown = barista.next_message(PATIENCE)
        _must_say(unknown, ENGLISH.not_in_the_articles)
        barista.presses(unknown, "ask_a_person")
        barista.submits(barista.next_modal(PATIENCE), {"question": UNKNOWN})
        _must_say(barista.next_message(PATIENCE), "I passed your question")
        asked = supervisor.next_message(PATIENCE)
        supervisor.presses(asked, "answer")
        supervisor.submits(supervisor.next_modal(PATIENCE), {"answer": "It is on the back of the rota."})
        _must_say(barista.next_message(PATIENCE), "It is on the back of the rota.")


def answers_in_a_channel(demo: Demo) -> None:
    """A mention in a channel is answered in its thread, from what everyone may see, with nothing personal."""
    with Person(demo.workspace.url, "U0FINN") as cashier:
        channel = cashier.channel("all-teams")
        ts = cashier.says("@Onhand how do i treat a burn", channel=channel)
        answer = cashier.next_message(PATIENCE, channel=channel, thread_ts=ts)
        _must_say(answer, uses.NOTHING_USED)


def coaches(demo: Demo) -> None:
    """A manager looks an article up, takes a draft of it and sends it; a worker says yes, gets it and thanks."""
    receiver = _never_asked(demo)
    with Person(demo.workspace.url, MANAGER) as manager, Person(demo.workspace.url, receiver) as worker:
        manager.command("/coach", "")
        form = manager.next_modal(PATIENCE)
        if not form["submit"]:
            _must_show(form, coaching.limit())  # walked five times in a week
            return
        words = _sends_a_draft(manager, form, receiver)
        worker.says(CHICKEN)
        demo.workspace.lives_in(receiver, _where_it_is_noon())
        worker.presses(worker.next_message(PATIENCE), "nudge_yes_day")
        _must_say(worker.next_message(PATIENCE), told_hours(Settings(), "en"))
        nudge = worker.next_message(PATIENCE)
        _must_say(nudge, words)
        worker.presses(nudge, "nudge_thanks")
        _must_say(worker.next_message(PATIENCE), NUDGING["en"].thanked)


def _sends_a_draft(manager: Person, form: dict[str, Any], receiver: str) -> str:
    """Returns the words that were sent."""
    found = manager.looks_up(form, "coach_article", "chick")
    manager.presses(form, "coach_article", value=found[0]["value"])
    manager.presses(manager.next_modal(PATIENCE), "coach_draft:0")
    taken = manager.next_modal(PATIENCE)
    words = str(taken["state"]["values"]["words:1"]["words:1"]["value"])
    manager.submits(taken, {"to": receiver})
    preview = manager.next_modal(PATIENCE)
    _must_show(preview, words, coaching.WILL_SEE)
    manager.submits(preview)
    _must_say(manager.next_message(PATIENCE), coaching.sent(1))
    return words


def _never_asked(demo: Demo) -> str:
    """One of the manager's people who was never asked whether they want nudges: each walk takes another one."""
    gate = demo.onhand.rooms.gate
    known = [(each.id, gate.worker(Known(demo.workspace.team_id, each.id))) for each in members() if each.id != MANAGER]
    return next((id for id, worker in known if not gate.asked(worker, uses.NUDGES)), known[0][0])


def _where_it_is_noon() -> str:
    """A time zone in whose middle of the day it is now: nudges come by day alone."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


STEPS: tuple[Step, ...] = (answers_the_cook, stops_when_told, reaches_a_person, answers_in_a_channel, coaches)


def _must_show(view: dict[str, Any], *expected: str) -> None:
    shown = json.dumps(view["blocks"], ensure_ascii=False)
    for words in expected:
        if json.dumps(words, ensure_ascii=False)[1:-1] not in shown:
            raise WrongTurn(f"expected {words!r} in a form")


def _must_say(message: dict[str, Any], *expected: str) -> None:
    for words in expected:
        if words not in message["text"]:
            raise WrongTurn(f"expected {words!r} in {message['text']!r}")
