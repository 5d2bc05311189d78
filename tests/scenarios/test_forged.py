"""The HTTP entry: what Slack did not sign is refused, what nobody can read is acknowledged, nothing breaks (row S8)."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.slack.http import LARGEST_BODY, PATH
from tests.scenarios.company import Company, wait_until
from tests.scenarios.forged import (
    ADDRESS,
    DM,
    FORGERIES,
    SECRET,
    UNREADABLE,
    Sent,
    as_json,
    barrage,
    besieged,
    event,
    is_right,
    post,
    second_effects,
    signed,
)

Siege = tuple[Company, int]


@pytest.fixture
def siege(tmp_path: Path) -> Iterator[Siege]:
    """Onhand behind HTTP, and the port it listens on."""
    with besieged(tmp_path / "home") as besieged_company:
        yield besieged_company


def test_signed_event_is_answered(siege: Siege) -> None:
    """An event that Slack signed is acknowledged and answered."""
    company, port = siege
    assert ADDRESS == PATH
    assert post(port, signed(as_json(event(1)))) == 200
    wait_until(lambda: company.count("outgoing", "state = 'sent'") == 1, 10, "the answer")
    assert company.wire.posts()[0].arguments["channel"] == DM


def test_replay_has_no_second_effect(siege: Siege) -> None:
    """The same signed request again, a retry or a replay, is acknowledged and not answered again."""
    company, port = siege
    sent = signed(as_json(event(1)))
    retried = Sent(sent.body, {**sent.headers, "X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_timeout"})
    assert [post(port, each) for each in (sent, sent, retried, retried)] == [200] * 4
    company.settle()
    assert len(company.wire.posts()) == 1


def test_forged_requests_are_refused(siege: Siege) -> None:
    """Five hundred forged, old and changed requests: each is refused with 401, and none has an effect."""
    company, port = siege
    wrong = [
        (made.__name__, status) for made, status, _ in barrage(port, 500, 1, FORGERIES) if not is_right(made, status)
    ]
    assert wrong == []
    assert company.count("incoming") == company.count("outgoing") == 0


def test_unreadable_requests_are_acknowledged(siege: Siege) -> None:
    """Five hundred signed requests that make no sense: each is acknowledged, and Onhand still answers after them."""
    company, port = siege
    answered = barrage(port, 500, 2, UNREADABLE)
    assert [(sent, status) for made, status, sent in answered if not is_right(made, status)] == []
    assert second_effects(company) == 0
    taken = company.count("incoming")
    assert post(port, signed(as_json(event(7)))) == 200
    wait_until(lambda: company.count("incoming") == taken + 1, 30, "a new event")
    wait_until(lambda: any(call.arguments["channel"] == DM for call in company.wire.posts()), 60, "its answer")


@pytest.mark.parametrize("stamp", ["abc", "", "1e9", "-5", "9" * 30, "٣", "\x85"])
def test_odd_timestamps(siege: Siege, stamp: str) -> None:
    """A timestamp that is no number is refused, not stumbled over."""
    sent = signed(as_json(event(1)))
    assert post(siege[1], Sent(sent.body, {**sent.headers, "X-Slack-Request-Timestamp": stamp})) == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v0=é", "\xff", "v1=00", "v0=" + "0" * 64])
def test_odd_signatures(siege: Siege, signature: str) -> None:
    """A signature that is none is refused, also where it is not ASCII."""
    sent = signed(as_json(event(1)))
    assert post(siege[1], Sent(sent.body, {**sent.headers, "X-Slack-Signature": signature})) == 401


@pytest.mark.parametrize(("age", "status"), [(0, 200), (250, 200), (310, 401), (-310, 401), (86_400, 401)])
def test_old_requests(siege: Siege, age: int, status: int) -> None:
    """A request is good for five minutes, in either direction."""
    assert post(siege[1], signed(as_json(event(1)), time.time() - age)) == status


def test_huge_body(siege: Siege) -> None:
    """A body larger than anything Slack sends is refused, though it is signed."""
    assert post(siege[1], signed(Sent(b"x" * (LARGEST_BODY + 1)))) == 401


def test_not_utf8(siege: Siege) -> None:
    """A body that is no UTF-8 is refused, though it is signed."""
    assert post(siege[1], signed(Sent(b'{"type":"\xff\xfe"}'))) == 401


def test_nothing_of_a_request_gets_into_the_log(siege: Siege, log: list[str]) -> None:
    """Words of a request that cannot be handled do not get into the log, signed or not."""
    canary = "walrus-umbrella-99"
    body = event(1, canary)
    del body["event"]["channel"]
    chance = random.Random(3)
    for sent in (signed(as_json(body)), as_json(body), signed(Sent(f'{{"{canary}'.encode()))):
        assert post(siege[1], sent) in (200, 401)
    for made in UNREADABLE:
        post(siege[1], made(1, chance))
    assert any("a listener failed: KeyError" in line for line in log)
    assert [line for line in log if canary in line or SECRET in line] == []
