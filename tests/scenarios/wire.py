"""What really leaves for Slack: every Web API call passes through here on its way to the workspace."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

POSTS = ("chat.postMessage", "chat.postEphemeral", "chat.update")
SHOWN = (*POSTS, "views.publish", "views.open", "views.update")
"""What a person reads: messages, the home tab and pages."""
PASSED_ON = ("Authorization", "Content-Type")
PASSED_BACK = ("Content-Type", "Retry-After", "x-oauth-scopes")
FORBIDDEN_ELEMENTS = {
    "link", "channel", "usergroup", "broadcast", "emoji", "date", "color", "mrkdwn", "image", "markdown", "video",
}  # fmt: skip
FORBIDDEN_KEYS = {"url", "image_url", "title_url", "channel_id", "usergroup_id", "link_names", "parse", "attachments"}


CONSOLE = "http://127.0.0.1:8788/in/"
"""The one address that a button may lead to: Onhand's own page."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the Web API and what the workspace said to it."""

    method: str
    arguments: dict[str, Any]
    status: int
    answer: dict[str, Any]

    @property
    def went_through(self) -> bool:
        return self.status == 200 and bool(self.answer.get("ok"))


class Wire:
    """Records the calls. `lose` many of the next answers to `lossy` calls never come back, though those arrived."""

    def __init__(self, target: str) -> None:
        self.calls: list[Call] = []
        self.lose = 0
        self.lossy: tuple[str, ...] = POSTS
        self._target = target.rstrip("/")
        self._lock = threading.Lock()

    def posts(self) -> list[Call]:
        """The messages that were posted, in order."""
        return [call for call in self.calls if call.method in POSTS and call.went_through]

    def forward(self, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes, bool]:
        """Status, headers and body of the workspace's answer, and whether it is to be lost. No body: a GET."""
        method, _, query = address.partition("?")
        request = Request(f"{self._target}/{address}", body or None, headers)
        try:
            with urlopen(request, timeout=30) as answer:
                status, back, said = answer.status, dict(answer.headers.items()), answer.read()
        except HTTPError as refused:
            with refused:
                status, back, said = refused.code, dict(refused.headers.items()), refused.read()
        with self._lock:
            self.calls.append(Call(method, _decoded(body or query.encode(), headers), status, _json(said)))
            lost = method in self.lossy and self.lose > 0
            self.lose -= lost
        return status, back, said, lost


def _json(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _decoded(body: bytes, headers: dict[str, str]) -> dict[str, Any]:
    if "json" in headers.get("Content-Type", ""):
        return _json(body)
    return dict(parse_qsl(body.decode()))


@contextmanager
def wire_to(api_url: str) -> Iterator[tuple[Wire, str]]:
    """A wire to a workspace's Web API, and the address at its near end."""
    wire = Wire(api_url)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: self.headers[name] for name in PASSED_ON if self.headers[name]}
            status, back, said, lost = wire.forward(self.path.removeprefix("/api/"), body, headers)
            if lost:
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in back.items():
                if name in PASSED_BACK or name.lower() in PASSED_BACK:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_told: Any) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield wire, f"http://127.0.0.1:{server.server_port}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def harm_in(call: Call) -> list[str]:
    """What in a message or view could ping somebody, be a link or fetch one; one is harmless where this is empty."""
    arguments = call.arguments
    harm = [f"text holds {mark!r}" for mark in "<>" if mark in str(arguments.get("text", ""))]
    harm += [f"argument {name}" for name in sorted(FORBIDDEN_KEYS & arguments.keys())]
    if call.method == "chat.postMessage":
        harm += [name for name in ("unfurl_links", "unfurl_media") if arguments.get(name) is not False]
    return harm + list(_harm_in_blocks([arguments.get("blocks", []), arguments.get("view", {})]))


def _harm_in_blocks(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for inside in part:
            yield from _harm_in_blocks(inside)
    elif isinstance(part, dict):
        if part.get("type") in FORBIDDEN_ELEMENTS:
            yield f"an element of type {part['type']}"
        own = {"url"} if part.get("action_id") == "console" and str(part.get("url")).startswith(CONSOLE) else set[str]()
        yield from (f"the key {name}" for name in sorted(FORBIDDEN_KEYS & part.keys() - own))
        for inside in part.values():
            yield from _harm_in_blocks(inside)
