"""`onhand serve` as a process at work in the local workspace: by Socket Mode and over HTTP."""

import json
import re
import signal
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from bot.wording import ENGLISH
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace
from tests.bot.process import Running, run, running, tokens
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


@pytest.mark.parametrize("over_http", [False, True])
def test_stops_with_twenty_in_flight(over_http: bool, home: Path, workspace: LocalWorkspace, port: int) -> None:
    """On SIGTERM with 20 questions in flight it ends within ten seconds; after the next start each has one answer."""
    given = tokens(workspace)
    more = ("--http", str(port)) if over_http else ()
    if over_http:
        workspace.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    workspace.faults.slow("chat.postMessage", 0.5)
    taken = "SELECT count(*) FROM incoming"
    with Person(workspace.url, "U0BEA") as barista:
        with running(home, "serve", "--demo", *more, **given) as started:
            started.says("Onhand is at work")
            if over_http:
                started.answers(f"http://127.0.0.1:{port}/alive")
            for number in range(20):
                barista.says(f"how do i treat a burn {number}")
            with closing(sqlite3.connect(home / "people.db")) as people:
                wait_until(lambda: people.execute(taken).fetchone()[0] == 20, 60, "all to be taken")
            started.process.send_signal(signal.SIGTERM)
            assert started.process.wait(10) == 0
        assert len([each for each in barista.history() if each.get("bot_id")]) < 20
        _leases_end(home)
        with running(home, "serve", "--demo", *more, **given) as started:
            started.says("Onhand is at work")
            with closing(sqlite3.connect(home / "people.db")) as people:
                waiting = "SELECT count(*) FROM outgoing WHERE state IN ('waiting', 'sending')"
                open_ = "SELECT count(*) FROM incoming WHERE state = 'waiting'"
                wait_until(lambda: not any(people.execute(each).fetchone()[0] for each in (open_, waiting)), 90, "all")
        assert len([each for each in barista.history() if each.get("bot_id")]) == 20


def _leases_end(home: Path) -> None:
    """Time passes: what the process of before had in hand is anybody's."""
    with closing(sqlite3.connect(home / "people.db", timeout=10)) as people, people:
        people.execute("UPDATE incoming SET lease = '2000' WHERE state = 'waiting'")
        people.execute("UPDATE outgoing SET due = '2000' WHERE state = 'sending'")


def test_health(home: Path, workspace: LocalWorkspace, port: int) -> None:
    """A monitor is told that all is well, and of a locked store why it is not, with nothing about anybody."""
    with running(home, "serve", "--demo", "--health", str(port), **tokens(workspace)) as started:
        started.answers(f"http://127.0.0.1:{port}/alive")
        wait_until(lambda: _health(port)[0] == 200, 30, "it to be well")
        assert _health(port)[1] == {"status": "ok", "reasons": [], "waiting": 0}
        with closing(sqlite3.connect(home / "people.db", timeout=10, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            code, told = _health(port)
        assert (code, told["status"]) == (503, "degraded")
        assert "locked" in told["reasons"][0]
        assert not [word for word in HELD if word in str(told)]
        assert _health(port)[0] == 200


def _health(port: int) -> tuple[int, dict[str, Any]]:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def test_missing_keys_are_not_made_anew(home: Path, workspace: LocalWorkspace) -> None:
    """Where keys.db is missing, no new one hides it: serve ends with a sentence that says what to do."""
    (home / "keys.db").unlink()
    for _ in range(2):
        done = run(home, "serve", "--demo", **tokens(workspace))
        assert done.returncode == 1
        assert "keys.db is missing" in done.stderr
        assert not (home / "keys.db").exists()


def test_a_damaged_library_is_not_served(home: Path, workspace: LocalWorkspace) -> None:
    """Where knowledge.db is damaged, serve, ask and doctor each say so and what to do; nothing is quoted."""
    with (home / "knowledge.db").open("r+b") as file:
        for page in range(3, (home / "knowledge.db").stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(bytes(4096))
    for command in (("serve", "--demo"), ("ask", "how do i treat a burn"), ("doctor",)):
        done = run(home, *command, **tokens(workspace))
        assert done.returncode == 1
        assert "knowledge.db is damaged" in done.stdout + done.stderr
        assert "onhand restore" in done.stdout + done.stderr
