"""Requests that Slack did not send: forged, old, replayed and broken ones, to the HTTP entry (row S8).

The suite sends a thousand of them. All ten thousand of the row:

    python -m tests.scenarios.forged --requests 10000

prints how each was answered, and ends with 1 where one was answered by anything but 401 or a plain 2xx, or had a second
effect.
"""

import argparse
import contextlib
import hmac
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from starlette.datastructures import Secret

from bot.demo import channels, members
from bot.workspace.server import LocalWorkspace
from tests.scenarios.company import Company, Leaving, opened
from tests.scenarios.finders import Slow

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, USER, DM = "T0LOCAL", "U0CAI", "D0LOCAL005"
ADDRESS = "/slack/events"
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """One POST: what stands in its headers is sent as bytes, however odd."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def event(number: int, text: str = "how do i close") -> Json:
    """A message event as Slack sends it."""
    said = {"type": "message", "channel": DM, "channel_type": "im", "user": USER, "text": text}
    said |= {"ts": f"1795500000.{number:06}", "event_ts": f"1795500000.{number:06}", "team": TEAM}
    body = {"token": "t", "team_id": TEAM, "api_app_id": "A0ONHAND", "type": "event_callback", "event": said}
    return body | {"event_id": f"Ev{number:08}", "event_time": 1795500000, "authorizations": []}


def pressed(number: int) -> Json:
    """A pressed button as Slack sends it."""
    action = {"type": "button", "action_id": "why", "block_id": "b", "action_ts": f"1795500001.{number:06}"}
    body: Json = {"type": "block_actions", "team": {"id": TEAM}, "user": {"id": USER, "team_id": TEAM}, "token": "t"}
    body |= {"actions": [action | {"value": '{"r":"r","t":"","w":[]}'}], "trigger_id": "1.2.3", "api_app_id": "A0"}
    return body | {"container": {"type": "message", "channel_id": DM}, "channel": {"id": DM}, "message": {"ts": "1.2"}}


def form(number: int) -> Json:
    """A form that was sent, as Slack sends it."""
    values = {"question": {"words": {"type": "plain_text_input", "value": "wifi?"}}}
    view = {"id": f"V{number}", "hash": "h", "type": "modal", "callback_id": "answer", "private_metadata": "{}"}
    body: Json = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": USER, "team_id": TEAM}, "token": "t"}
    return body | {"view": view | {"state": {"values": values}, "blocks": []}, "api_app_id": "A0", "trigger_id": "1.2"}


def as_json(body: Any) -> Sent:
    return Sent(json.dumps(body).encode(), {"Content-Type": "application/json"})


def as_form(body: Any) -> Sent:
    made = f"payload={quote_plus(json.dumps(body))}".encode()
    return Sent(made, {"Content-Type": "application/x-www-form-urlencoded"})


def signed(sent: Sent, at: float | None = None, secret: str = SECRET) -> Sent:
    """The request with Slack's signature over its body, as of `at`."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + sent.body, "sha256").hexdigest()
    mine = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
    return replace(sent, headers={**sent.headers, **mine})


def _with(sent: Sent, **headers: str) -> Sent:
    return replace(sent, headers={**sent.headers, **{name.replace("_", "-"): value for name, value in headers.items()}})


# --- what Slack did not sign: 401

ODD = ("", "abc", "-1", "1e9", "٣", "0x10", "9" * 40, "\xff\xfe", "é", " ", "nan", "1795500000.5", "\x7f")


def _any_good(number: int, chance: random.Random) -> Sent:
    made, sent_as = chance.choice(((event, as_json), (pressed, as_form), (form, as_form)))
    return sent_as(made(number))


def _odd_stamp(number: int, chance: random.Random) -> Sent:
    return _with(signed(_any_good(number, chance)), X_Slack_Request_Timestamp=chance.choice(ODD))


def _odd_signature(number: int, chance: random.Random) -> Sent:
    return _with(signed(_any_good(number, chance)), X_Slack_Signature=chance.choice(ODD))


def _unsigned(number: int, chance: random.Random) -> Sent:
    sent = signed(_any_good(number, chance))
    gone = chance.choice(("X-Slack-Request-Timestamp", "X-Slack-Signature"))
    return replace(sent, headers={name: value for name, value in sent.headers.items() if name != gone})


def _old(number: int, chance: random.Random) -> Sent:
    return signed(_any_good(number, chance), time.time() + chance.choice((-100_000, -3600, -361, 361, 3600)))


def _other_secret(number: int, chance: random.Random) -> Sent:
    return signed(_any_good(number, chance), secret=chance.choice(("x", SECRET[:-1], SECRET.upper())))


def _changed_after_signing(number: int, chance: random.Random) -> Sent:
    sent = signed(_any_good(number, chance))
    at = chance.randrange(len(sent.body))
    changed = sent.body[:at] + bytes([sent.body[at] ^ (1 << chance.randrange(8))]) + sent.body[at + 1 :]
    return replace(sent, body=changed)


def _huge(_number: int, chance: random.Random) -> Sent:
    return signed(Sent(b'{"type":"' + b"x" * chance.randrange(1_000_001, 1_500_000)))


Maker = Callable[[int, random.Random], Sent]
FORGERIES: tuple[Maker, ...] = (
    *(_odd_stamp, _odd_signature, _unsigned, _old, _other_secret, _changed_after_signing) * 8,
    _huge,
)


# --- what Slack's secret signed, and nobody can read: a plain 2xx


def _broken_body(_number: int, chance: random.Random) -> Sent:
    bodies = (
        b"", b"{", b"[]", b"null", b"0", b'"x"', b"{}", b"payload=", b"payload={", b"payload=[]", b"payload=null",
        b"\0", b"[" * 5_000, b'{"a":' * 5_000, b"payload=%ff%fe", b"type=event_callback", b"command=/ask",
        b"ssl_check=1&token=x", b'{"type":"event_callback"}', b'{"type":"event_callback","event":null}',
        b'{"type":"event_callback","event":[]}', b'{"type":"url_verification"}', b'{"type":["event_callback"]}',
        b'{"type":"url_verification","challenge":"c"}', b'{"type":"event_callback","event":{"type":null}}',
    )  # fmt: skip
    types = ("application/json", "application/x-www-form-urlencoded", "text/plain", "", "multipart/form-data")
    return signed(Sent(chance.choice(bodies), {"Content-Type": chance.choice(types)}))


def _mutilated(number: int, chance: random.Random) -> Sent:
    made = chance.choice((event, pressed, form))
    body = made(10_000_000 + number)
    for _ in range(chance.randrange(1, 4)):
        _mutilate(body, chance)
    return signed(as_json(body) if made is event else as_form(body))


def _mutilate(body: Json, chance: random.Random) -> None:
    """Takes something out of the body, or puts something of another kind in its place."""
    places = [(inside, name) for inside in _objects(body) for name in inside]
    if not places:
        return
    inside, name = chance.choice(places)
    if chance.random() < 0.5:
        del inside[name]
    else:
        inside[name] = chance.choice((None, [], {}, 0, -1, True, "", "x", "app_mention", [None], {"id": None}, 1.5))


def _objects(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for inside in part.values():
            yield from _objects(inside)
    elif isinstance(part, list):
        for inside in part:
            yield from _objects(inside)


UNREADABLE: tuple[Maker, ...] = (_broken_body, _mutilated, _mutilated, _mutilated)


def post(port: int, sent: Sent, address: str = ADDRESS) -> int:
    """The status of the answer to one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.putrequest("POST", address, skip_accept_encoding=True)
        for name, value in {**sent.headers, "Content-Length": str(len(sent.body))}.items():
            connection.putheader(name, value.encode("utf-8", "surrogateescape"))
        connection.endheaders()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            connection.send(sent.body)
        return connection.getresponse().status
    finally:
        connection.close()


@contextlib.contextmanager
def over_http(app: Any, secret: str = SECRET) -> Iterator[int]:
    """The Bolt app behind `bot.slack.http` on uvicorn, as `onhand serve --http` runs it; the port."""
    import socket

    import uvicorn

    from bot.slack.http import http_app

    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(http_app(app, secret), log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield int(listening.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(10)


def barrage(port: int, requests: int, seed: int, makers: Sequence[Maker]) -> Iterator[tuple[Maker, int, Sent]]:
    """Sends the requests, each made by one of the makers; how each was answered."""
    chance = random.Random(seed)
    for number in range(requests):
        make = chance.choice(makers)
        sent = make(number, chance)
        yield make, post(port, sent), sent


def is_right(make: Maker, status: int) -> bool:
    """Whether a request was answered as it must be: what Slack did not sign with 401, all else with a plain 2xx."""
    return status == 401 if make in FORGERIES else 200 <= status < 300


@contextlib.contextmanager
def besieged(home: Path) -> Iterator[tuple[Company, int]]:
    """A company whose Onhand listens over HTTP and answers everything alike; and the port."""
    with LocalWorkspace(members(), channels()) as workspace, opened(home, Slow(0), workspace, Leaving()) as company:
        workspace.limits_on = False
        company.settings = replace(company.settings, slack_signing_secret=Secret(SECRET))
        company.open(connect=False)
        with over_http(company.service.app) as port:
            yield company, port


def second_effects(company: Company) -> int:
    """How many replies there were beyond one for each event that was taken."""
    ((replies,),) = company.rows("SELECT count(DISTINCT request) FROM outgoing")
    return max(0, int(replies) - company.count("incoming"))


def main() -> int:
    """The whole row, over a service with a home and a workspace of its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--requests", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    counts: Counter[tuple[str, int, bool]] = Counter()
    with tempfile.TemporaryDirectory() as home, besieged(Path(home)) as (company, port):
        for makers in (FORGERIES, UNREADABLE):
            for make, status, _ in barrage(port, given.requests // 2, given.seed, makers):
                counts[make.__name__.strip("_"), status, is_right(make, status)] += 1
            print(f"{company.count('incoming')} taken for real after {makers[0].__name__.strip('_')} and the like")
        second = second_effects(company)
    for (kind, status, right), times in sorted(counts.items()):
        print(f"{kind:24} {status} {times:6} {'' if right else 'WRONG'}")
    wrong = sum(times for (_, _, right), times in counts.items() if not right)
    print(f"{sum(counts.values())} requests, {wrong} answered wrongly, {second} second effects")
    return 1 if wrong or second else 0


if __name__ == "__main__":
    sys.exit(main())
