"""One event, one answer: also when Slack sends it again, when answers get lost, and when the process dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slack_bolt import BoltRequest
from slack_sdk import WebClient

from bot.slack.addressing import Address, message
from bot.slack.blocks import rendered, section
from bot.slack.sender import Sender
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace
from tests.scenarios.company import Company, Leaving, Message, Talker, opened, rooms_in, wait_until, words_in
from tests.scenarios.finders import WORDS

CLOSE = "how do i close"
Open = Callable[[str], Talker]


def later() -> datetime:
    """A clock that is past every lease of the process that went before."""
    return datetime.now(UTC) + timedelta(seconds=90)


def answers(company: Company, user: str = "U0CAI") -> list[Message]:
    """What Onhand has posted in this person's conversation with it."""
    with company.enter(user) as reader:
        return [message for message in reader.history() if message.get("bot_id")]


def test_four_copies_one_answer(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """The same event four times is answered once."""
    workspace.faults.copies = 4
    cook = person("U0CAI")
    cook.hears(CLOSE)
    company.settle()
    assert len(answers(company)) == 1


def test_retries_one_answer(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """An event whose acknowledgement came late is sent again by Slack, and still answered once."""
    workspace.ack_seconds, workspace.retry_seconds = 0.2, (0.0, 0.1, 0.1)
    workspace.faults.ack_delay = 0.4
    cook = person("U0CAI")
    cook.hears(CLOSE)
    time.sleep(1.6)
    company.settle()
    assert len(answers(company)) == 1


def test_lost_delivery_is_answered(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """An event that never reached Onhand the first time is answered when Slack sends it again."""
    workspace.ack_seconds, workspace.retry_seconds = 0.3, (0.0,)
    workspace.faults.drop_first = 1
    assert "Closing the store: cook" in words_in(person("U0CAI").hears(CLOSE)["blocks"])
    company.settle()
    assert len(answers(company)) == 1


def event(company: Company, text: str) -> Message:
    """A message event in the cook's conversation with Onhand, as Slack sends it; always the same event."""
    said = {"type": "message", "channel": company.workspace.dm_id("U0CAI"), "channel_type": "im"}
    said |= {"user": "U0CAI", "text": text, "ts": "1795500000.000100"}
    return {"type": "event_callback", "team_id": company.workspace.team_id, "event_id": "Ev0SAME", "event": said}


def test_copies_across_a_restart(company: Company) -> None:
    """An event that comes again after a restart, or to another service over the same home, has had its answer."""
    for _ in range(2):
        for _ in range(2):
            request = BoltRequest(mode="socket_mode", body=event(company, CLOSE))
            assert company.service.app.dispatch(request).status == 200
        company.settle()
        assert len(answers(company)) == 1
        company.reopen()
    company.open(connect=False)
    assert company.service.app.dispatch(BoltRequest(mode="socket_mode", body=event(company, CLOSE))).status == 200
    company.settle()
    assert company.count("incoming") == 1
    assert len(answers(company)) == 1


def test_what_cannot_be_stored_is_not_acknowledged(company: Company) -> None:
    """An event that could not be made durable is not acknowledged, so that Slack sends it again."""
    service, said = company.open(connect=False), event(company, CLOSE)
    company.write("ALTER TABLE incoming RENAME TO elsewhere")
    assert service.app.dispatch(BoltRequest(mode="socket_mode", body=said)).status == 500
    company.write("ALTER TABLE elsewhere RENAME TO incoming")
    assert service.app.dispatch(BoltRequest(mode="socket_mode", body=said)).status == 200
    company.settle()
    assert len(answers(company)) == 1


def test_two_services_one_answer(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """With two services over one home, both of which get the event, it is answered once."""
    company.open()
    wait_until(lambda: workspace.connections == 2, 10, "two connections")
    workspace.faults.copies = 4
    cook = person("U0CAI")
    for _ in range(5):
        cook.says(CLOSE)
    wait_until(lambda: company.count("incoming") == 5, 10, "all questions")
    company.settle()
    assert len(answers(company)) == 5


def test_presses_and_forms_once(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """A press and a form that come four times each have their effect once."""
    workspace.faults.copies = 4
    barista, supervisor = person("U0BEA"), person("U0HANA")
    barista.presses(barista.hears("whats the wifi password"), "ask_a_person")
    barista.submits(barista.next_modal(), {"question": "wifi?"})
    barista.next_message()
    company.settle()
    assert len(answers(company, "U0HANA")) == 1
    assert company.count("escalation") == 1
    supervisor.presses(supervisor.next_message(), "answer")
    supervisor.submits(supervisor.next_modal(), {"answer": "On the rota."})
    supervisor.next_message()
    company.settle()
    assert len(answers(company, "U0BEA")) == 3


def test_lost_answer_of_slack(person: Open, company: Company) -> None:
    """When Slack has posted a message and its answer to Onhand got lost, the message is not posted again."""
    company.wire.lose = 1
    cook = person("U0CAI")
    cook.hears(CLOSE)
    company.settle()
    assert len(answers(company)) == 1
    assert company.rows("SELECT state FROM outgoing") == [("sent",)]


def test_lost_answer_of_slack_to_a_persons_address(person: Open, company: Company) -> None:
    """The same holds for what is addressed to a person and not to a conversation."""
    barista = person("U0BEA")
    barista.presses(barista.hears("whats the wifi password"), "ask_a_person")
    form = barista.next_modal()
    company.wire.lose = 2
    barista.submits(form, {"question": "wifi?"})
    barista.next_message()
    company.settle()
    assert len(answers(company, "U0HANA")) == 1
    assert len(answers(company, "U0BEA")) == 2


def test_slack_breaks_down_for_a_while(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """When Slack fails with 500 a few times the answer still comes, once."""
    workspace.faults.fail("chat.postMessage", times=2, status=500)
    person("U0CAI").hears(CLOSE, 20)
    company.settle()
    assert len(answers(company)) == 1


def test_sender_died_after_posting(home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> None:
    """A message whose sender died right after posting it is found in the conversation and not sent again."""
    with opened(home, shelf, workspace, leaving) as company:
        rooms, to = rooms_in(home), Address(workspace.team_id, "U0CAI", workspace.dm_id("U0CAI"))
        request = rooms.gate.open(to.person, public=False)
        rooms.gate.send(request, lambda _: message(to, WORDS, rendered([section(WORDS)])))
        parcel = rooms.outbox.claim()
        assert parcel is not None
        dying = Sender(rooms.outbox, WebClient(workspace.bot_token, workspace.api_url))
        dying._call(parcel.method, dying._arguments(parcel))
        assert company.rows("SELECT state FROM outgoing") == [("sending",)]
        company.open(clock=later)
        company.settle()
        assert company.rows("SELECT state FROM outgoing") == [("sent",)]
        assert len(answers(company)) == 1


# --- real processes


@contextmanager
def process(home: Path, workspace: LocalWorkspace, **more: str) -> Iterator[subprocess.Popen[str]]:
    """`onhand serve --demo` as a process of its own, at work."""
    environment = {
        "PATH": os.environ["PATH"],
        "ONHAND_HOME": str(home),
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": workspace.api_url,
        "SLACK_TEAM_ID": workspace.team_id,
        **more,
    }
    command = [sys.executable, "-m", "bot", "serve", "--demo"]
    with subprocess.Popen(
        command, env=environment, cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as serving:
        try:
            assert serving.stdout is not None
            said = serving.stdout.readline()
            assert "at work" in said, said + str(serving.stderr.read() if serving.stderr else "")
            yield serving
        finally:
            if serving.poll() is None:
                serving.kill()


def test_killed_between_acknowledgement_and_answer(
    home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving
) -> None:
    """Questions that a killed process had acknowledged and not answered are answered after the next start, once."""
    workspace.faults.slow("chat.postMessage", 0.5)
    with opened(home, shelf, workspace, leaving) as company, company.enter("U0CAI") as cook:
        with process(home, workspace, ONHAND_WORKERS="1") as serving:
            for n in range(8):
                cook.says(f"{CLOSE} {n}")
            wait_until(lambda: company.count("incoming") == 8, 20, "all questions to be taken")
            serving.send_signal(signal.SIGKILL)
            serving.wait()
        assert company.count("incoming", "state = 'waiting'") + company.count("outgoing", "state != 'sent'") > 0
        workspace.faults.clear()
        company.open(clock=later)
        company.settle(30)
        assert len(answers(company)) == 8


def test_stops_on_request(home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> None:
    """On SIGTERM with twenty questions in hand the process ends within ten seconds, and none is lost."""
    workspace.faults.slow("chat.postMessage", 1.0)
    with opened(home, shelf, workspace, leaving) as company, company.enter("U0CAI") as cook:
        with process(home, workspace) as serving:
            for n in range(20):
                cook.says(f"{CLOSE} {n}")
            wait_until(lambda: company.count("incoming") == 20, 20, "all questions to be taken")
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(10) == 0
            assert serving.stdout is not None
            assert "Stopped." in serving.stdout.read()
        assert company.count("outgoing", "state != 'sent'") > 0
        workspace.faults.clear()
        company.open(clock=later)
        company.settle(30)
        assert len(answers(company)) == 20
