"""`onhand console` as a process: who gets in, and what it says where it cannot begin."""

import signal
import socket
from pathlib import Path

import httpx
import pytest

from bot.console.tickets import Tickets
from bot.settings import Settings
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace
from privacy.worker import Person
from tests.bot.process import run, running


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_editor_comes_in_by_a_link(home: Path, port: int) -> None:
    """It says where it is, shows the articles to who comes by a link, nothing to who has none, and ends when told."""
    address = f"http://127.0.0.1:{port}"
    onhand = Onhand(Settings(home=home))
    token = Tickets(home).link(onhand.rooms.gate.worker(Person(LocalWorkspace.team_id, "U0LEO")))
    with running(home, "console", CONSOLE_URL=address) as console:
        console.says(f"The console: {address}")
        with httpx.Client(base_url=address, follow_redirects=True) as stranger:
            assert "Keeping food hot" not in stranger.get("/articles").text
        with httpx.Client(base_url=address, follow_redirects=True, headers={"Origin": address}) as editor:
            editor.get(f"/in/{token}")
            assert "Keeping food hot" in editor.post("/in", data={"link": token}).text
        assert token not in console.output
        console.process.send_signal(signal.SIGTERM)
        assert console.ends() == 0


def test_a_port_that_is_taken_is_named(home: Path) -> None:
    """The port, its address and why stand in one line."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run(home, "console", CONSOLE_URL=f"http://127.0.0.1:{port}")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert f"Port {port} of 127.0.0.1 cannot be had" in done.stderr


@pytest.mark.parametrize(
    ("given", "url", "said"),
    [
        (("--port", "9"), "http://127.0.0.1:8788", "--port 9: links lead to CONSOLE_URL='http://127.0.0.1:8788'"),
        (("--host", "0.0.0.0"), "http://127.0.0.1:8788", "--host '0.0.0.0': over plain HTTP whoever is on the way"),
        (("--host", "0.0.0.0", "--behind-https"), "http://127.0.0.1:8788", "must be the https address of your proxy"),
    ],
)
def test_an_open_door_is_refused(empty: Path, given: tuple[str, ...], url: str, said: str) -> None:
    """Where links could be read on the way, it does not begin, and says what to do."""
    done = run(empty, "console", *given, CONSOLE_URL=url)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
