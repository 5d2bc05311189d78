"""Who may come in: this machine only, and only the workspace's own page may drive its people."""

import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from bot.workspace.cast import Json
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace

MESSAGE = {"as": "U0ANA", "channel": "C0LOCAL001", "text": "x"}


def ask(workspace: LocalWorkspace, path: str, headers: dict[str, str], body: Json | None = None) -> tuple[int, Json]:
    """The status and body of one request with exactly these headers."""
    port = urlsplit(workspace.url).port
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    raw = None if body is None else json.dumps(body)
    connection.request("GET" if body is None else "POST", path, raw, headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, json.loads(text) if text.startswith(b"{") else {}


def own(workspace: LocalWorkspace) -> dict[str, str]:
    return {"Origin": workspace.url, "Content-Type": "application/json"}


def test_listens_on_loopback_only(workspace: LocalWorkspace) -> None:
    """The address that is listened on is 127.0.0.1."""
    port = urlsplit(workspace.url).port or 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=1)
    assert workspace.url == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("path", ["/", "/page/cast", "/api/auth.test", "/static/x.js"])
def test_foreign_host_is_refused(workspace: LocalWorkspace, path: str) -> None:
    """A name that somebody else points here is refused on every path."""
    status, body = ask(workspace, path, {"Host": "evil.example"})
    assert (status, body["error"]) == (403, "Only 127.0.0.1 and localhost are served.")


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "http://127.0.0.1", "https://localhost"])
def test_foreign_origin_cannot_act(workspace: LocalWorkspace, origin: str | None) -> None:
    """Nothing can be done for a person without the page's own Origin, port included."""
    headers = own(workspace) | ({"Origin": origin} if origin else {})
    if origin is None:
        del headers["Origin"]
    assert ask(workspace, "/page/message", headers, MESSAGE)[0] == 403


def test_foreign_page_cannot_read(workspace: LocalWorkspace) -> None:
    """A read that a browser marks as coming from elsewhere is refused; a plain one is served."""
    assert ask(workspace, "/page/cast", {"Sec-Fetch-Site": "cross-site"})[0] == 403
    assert ask(workspace, "/page/cast", {"Origin": "http://evil.example"})[0] == 403
    assert ask(workspace, "/page/cast", {})[0] == 200


def test_own_page_can_act_under_both_names(workspace: LocalWorkspace) -> None:
    """127.0.0.1 and localhost are both fine, each with an Origin of the same name."""
    assert ask(workspace, "/page/message", own(workspace), MESSAGE)[0] == 200
    local = workspace.url.replace("127.0.0.1", "localhost")
    headers = own(workspace) | {"Host": local.removeprefix("http://"), "Origin": local}
    assert ask(workspace, "/page/message", headers, MESSAGE)[0] == 200


def test_form_from_elsewhere_has_the_wrong_type(workspace: LocalWorkspace) -> None:
    """Only JSON is accepted, which a foreign form cannot send."""
    assert ask(workspace, "/page/message", own(workspace) | {"Content-Type": "text/plain"}, MESSAGE)[0] == 415


@pytest.mark.parametrize("origin", [None, "http://evil.example"])
def test_stream_is_for_the_own_page(workspace: LocalWorkspace, origin: str | None) -> None:
    """The websocket of the page is refused without its own Origin."""
    address = f"{workspace.url.replace('http', 'ws', 1)}/page/stream?as=U0ANA"
    with pytest.raises(InvalidStatus), connect(address, origin=Origin(origin) if origin else None):
        pass


def test_connection_ticket_is_good_once(workspace: LocalWorkspace) -> None:
    """The address of a Socket Mode connection opens one connection, a made-up one none."""
    address = workspace.url.replace("http", "ws", 1) + "/link?ticket=guess"
    with pytest.raises(InvalidStatus), connect(address):
        pass


def test_page_is_served_under_a_strict_policy(workspace: LocalWorkspace) -> None:
    """The page may load from the workspace itself and from nowhere else."""
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(workspace.url).port, timeout=10)
    connection.request("GET", "/")
    answer = connection.getresponse()
    answer.read()
    connection.close()
    policy = answer.headers["Content-Security-Policy"]
    assert answer.status == 200
    assert "default-src 'none'" in policy
    assert not {"http:", "https:", "*", "'unsafe-inline'", "'unsafe-eval'"}.intersection(policy.split())


@pytest.mark.parametrize(
    ("name", "sent", "status", "words"),
    [
        ("message", {"as": "U0NONE", "channel": "C0LOCAL001", "text": "x"}, 404, "nobody"),
        ("message", {"as": "U0CEM", "channel": "C0LOCAL001", "text": "x"}, 404, "not a channel of Cem"),
        ("message", {"as": "U0ANA", "channel": "C0LOCAL001", "text": " "}, 400, "some text"),
        ("message", {"as": "U0ANA", "channel": "C0LOCAL001"}, 400, "some text"),
        ("message", {**MESSAGE, "thread_ts": "1.0"}, 404, "gone"),
        ("command", {**MESSAGE, "command": "/shout"}, 404, "not a valid command"),
        ("shortcut", {**MESSAGE, "callback_id": "x", "message_ts": "1.0"}, 404, "gone"),
        ("action", {**MESSAGE, "message_ts": "1.0", "action": {"action_id": "x"}}, 404, "gone"),
        ("action", {**MESSAGE, "view_id": "V0NONE", "action": {"action_id": "x"}}, 404, "gone"),
        ("submit", {"as": "U0ANA", "view_id": "V0NONE", "values": {}}, 404, "gone"),
        ("close", {"as": "U0ANA", "view_id": "V0NONE"}, 404, "gone"),
        ("home", {"as": "U0ANA", "tab": "attic"}, 400, "home and messages"),
        ("dm", {"as": "U0ANA", "user": "U0NONE"}, 404, "nobody"),
    ],
)
def test_page_is_told_in_plain_words(workspace: LocalWorkspace, name: str, sent: Json, status: int, words: str) -> None:
    """What cannot be done is refused with a 4xx status and a sentence."""
    answered, body = ask(workspace, f"/page/{name}", own(workspace), sent)
    assert answered == status
    assert words in body["error"]


def test_history_of_others_is_not_shown(workspace: LocalWorkspace, ana: Person) -> None:
    """A channel that is not theirs looks like one that does not exist."""
    ana.says("a secret", channel=ana.channel("kitchen"))
    for channel in ("C0LOCAL001", "C0NONE"):
        status, body = ask(workspace, f"/page/history?as=U0CEM&channel={channel}", {})
        assert (status, body["error"]) == (404, f"{channel!r} is not a channel of Cem.")
