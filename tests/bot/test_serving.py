"""`onhand serve` as a process at work in the local workspace: by Socket Mode and over HTTP."""

import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.wording import ENGLISH
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace
from tests.bot.process import Running, running, tokens
from tests.scenarios.company import wait_until

CANARY = "quagga-lantern-4711"
HELD = ("Bea Santos", "Harbour Street", "barista")


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["socket", "http"])
def serving(request: pytest.FixtureRequest, home: Path, workspace: LocalWorkspace, port: int) -> Iterator[Running]:
    """Onhand at work, logging all it can."""
    over_http = request.param == "http"
    given = tokens(workspace, LOG_LEVEL="DEBUG", ONHAND_SITE_CONTACTS="Harbour Street: Hana Sato (U0HANA)")
    more = ("--http", str(port)) if over_http else ()
    if over_http:
        del given["SLACK_APP_TOKEN"]
        workspace.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    with running(home, "serve", "--demo", *more, **given) as started:
        started.says("Onhand is at work")
        if over_http:
            started.answers(f"http://127.0.0.1:{port}/alive")
        yield started


def test_a_whole_conversation_leaves_no_words_in_the_log(serving: Running, workspace: LocalWorkspace) -> None:
    """Whatever comes in is answered; at DEBUG no word of it, and nothing held about anybody, gets into the log."""
    with Person(workspace.url, "U0BEA") as barista, Person(workspace.url, "U0HANA") as supervisor:
        barista.says(f"what is {CANARY} wifi")
        unknown = barista.next_message(30)
        assert unknown["text"].splitlines()[0] == ENGLISH.not_in_the_articles
        barista.presses(unknown, "ask_a_person")
        barista.submits(barista.next_modal(), {"question": f"where is {CANARY}"})
        barista.next_message()
        supervisor.presses(supervisor.next_message(), "answer")
        supervisor.submits(supervisor.next_modal(), {"answer": f"{CANARY} is upstairs"})
        assert CANARY in barista.next_message()["text"]
        channel = workspace.channel_id("all-teams")
        barista.says(f"nobody asked about {CANARY}", channel=channel)
        barista.asks(f"{CANARY} burn", channel=channel)
        barista.next_message(channel=channel, ephemeral=True)
        barista.says("my data")
        assert "Harbour Street" in str(barista.next_message()["blocks"])
    serving.process.send_signal(signal.SIGTERM)
    assert serving.ends() == 0
    assert serving.output.splitlines()[-1].endswith("Stopped. Nothing was lost.")
    assert re.search(r" (DEBUG|INFO) ", serving.output)
    assert [line for line in serving.output.splitlines() if any(word in line for word in (CANARY, *HELD))] == []


def test_tokens_stay_out_of_the_log(serving: Running, workspace: LocalWorkspace) -> None:
    """No token and no secret is ever logged."""
    with Person(workspace.url, "U0BEA") as barista:
        barista.says("how do i treat a burn")
        barista.next_message(30)
    for secret in (workspace.bot_token, workspace.app_token, workspace.signing_secret):
        assert secret not in serving.output


def test_stops_while_slack_hangs(serving: Running, workspace: LocalWorkspace, home: Path) -> None:
    """On SIGTERM the process ends within ten seconds, also when Slack takes longer than that to take a message."""
    workspace.faults.slow("chat.postMessage", 12)
    with Person(workspace.url, "U0BEA") as barista:
        for _ in range(4):
            barista.says("how do i treat a burn")
    with closing(sqlite3.connect(home / "people.db")) as people:
        sending = "SELECT count(*) FROM outgoing WHERE state = 'sending'"
        wait_until(lambda: people.execute(sending).fetchone()[0] > 0, 30, "a message to be on its way")
    serving.process.send_signal(signal.SIGTERM)
    assert serving.process.wait(10) == 0
