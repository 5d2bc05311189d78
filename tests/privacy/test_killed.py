"""What holds when a process is killed at any moment. With more kills:

ONHAND_KILLS=200 pytest tests/privacy/test_killed.py
"""

import os
import random
from typing import Any

import pytest

from privacy.inbox import LEASE
from tests.killing import said_before_death
from tests.privacy.house import House

KILLS = int(os.environ.get("ONHAND_KILLS", "5"))


@pytest.fixture
def said(house: House) -> list[Any]:
    """What several lives said, one after the other in the same house, each killed."""
    chance = random.Random(7)
    lives = (
        said_before_death("tests.privacy.dying", house.folder, life, lines=chance.randrange(20, 60))
        for life in range(KILLS)
    )
    return [line for life in lives for line in life]


def test_a_kill_loses_no_receipt_and_no_event(house: House, said: list[Any]) -> None:
    """After any kill, each value that left a draw has its receipt, each accepted event is answered once or waits to
    be taken up, and each answer stands in the outbox with the notice of what it drew on."""
    rooms = house.rooms()
    drew = [about for what, about in said if what == "drew"]
    assert any(kinds for _, kinds in drew)
    for request, kinds in drew:
        found = house.rows("SELECT kind FROM receipt_kind JOIN receipt ON number = receipt WHERE request = ?", request)
        assert set(kinds) <= {kind for (kind,) in found}
    accepted = {about for what, about in said if what == "accepted"}
    done = {event for (event,) in house.rows("SELECT event FROM incoming WHERE state = 'done'")}
    house.clock.now = house.clock.now + LEASE
    waiting = set()
    while (recovered := rooms.inbox.recover()) is not None:
        assert recovered.body == {"words": recovered.event}
        waiting.add(recovered.event)
    assert accepted <= done | waiting
    assert not done & waiting
    assert house.rows("SELECT count(*), count(DISTINCT request) FROM outgoing") == [(len(done), len(done))]
    sent = {about[0]: about[1] for what, about in said if what == "sent"}
    assert set(sent.values()) <= done
    assert set(sent) <= {request for (request,) in house.rows("SELECT request FROM outgoing")}
    assert house.rows("PRAGMA integrity_check") == [("ok",)]
    assert rooms.chain.check() == ()
