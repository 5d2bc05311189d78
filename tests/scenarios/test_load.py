"""Many questions at once, slow answers, and Slack's limits."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from slack_bolt import BoltRequest

from bot.workspace.server import LocalWorkspace
from tests.scenarios.company import Company, Talker, wait_until
from tests.scenarios.finders import WORDS, Slow

Open = Callable[[str], Talker]
CAST = ("U0BEA", "U0CAI", "U0FINN", "U0HANA", "U0ELA", "U0GIA", "U0DEV", "U0IVO", "U0ANA", "U0LEO")


def test_hundred_slow_questions(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """A hundred questions, each slow to answer, are acknowledged so soon that Slack repeats none; all are answered."""
    company.finder = slow = Slow(0.3)
    workspace.retry_seconds = (0.0,)
    deliveries: list[bool] = []

    @company.service.app.middleware
    def count(request: BoltRequest, next: Callable[[], None]) -> None:
        deliveries.append("x-slack-retry-num" in request.headers and request.headers["x-slack-retry-num"] != ["0"])
        next()

    everyone = [person(user) for user in CAST]
    for n in range(10):
        for worker in everyone:
            worker.says(f"question {n} of {worker.id}")
    wait_until(lambda: company.count("incoming") == 100, 20, "all questions to be taken")
    company.settle(60)
    assert Counter(slow.asked) == {f"question {n} of {user}": 1 for n in range(10) for user in CAST}
    assert len(deliveries) >= 100
    assert not any(deliveries)
    said = [message for worker in everyone for message in worker.history() if message.get("bot_id")]
    assert len(said) == 100
    assert all(message["text"].startswith(WORDS) for message in said)


def test_long_queue_is_worked_off_once(person: Open, company: Company) -> None:
    """What waits in the queue for longer than its lease is still answered once, and searched for once."""
    now = [0.0]
    company.finder = slow = Slow(1.5)
    company.reopen(clock=lambda: datetime.now(UTC) + timedelta(seconds=now[0]))
    cook = person("U0CAI")
    for n in range(20):
        cook.says(f"question {n}")
    wait_until(lambda: company.count("incoming") == 20, 20, "all questions to be taken")
    now[0] = 120.0
    company.settle(60)
    time.sleep(2.5)
    assert Counter(slow.asked) == {f"question {n}": 1 for n in range(20)}
    assert len([message for message in cook.history() if message.get("bot_id")]) == 20


def test_commands_are_acknowledged_while_all_hands_are_busy(person: Open, company: Company) -> None:
    """A slash command is acknowledged at once when every worker thread is busy: nobody sees a time-out."""
    company.finder = Slow(0.5)
    cook = person("U0CAI")
    for n in range(12):
        cook.says(f"question {n}")
    for n in range(12):
        cook.asks(f"command {n}")
    company.settle(60)
    assert len([message for message in cook.history() if message.get("bot_id")]) == 24


def test_rate_limits_keep_order_and_lose_nothing(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """Where Slack says 429, messages wait and come in order in each conversation, none twice."""
    company.finder = Slow(0.0)
    workspace.limits_on = True
    two = [person("U0CAI"), person("U0BEA")]
    for n in range(6):
        for worker in two:
            worker.says(f"question {n}")
    wait_until(lambda: company.count("incoming") == 12, 20, "all questions to be taken")
    company.settle(60)
    refused = [call for call in company.wire.calls if call.status == 429]
    assert refused
    for worker in two:
        posts = [call for call in company.wire.posts() if call.arguments["channel"] == worker.dm]
        rows = [int(call.arguments["metadata"]["event_payload"]["row"].partition(":")[2]) for call in posts]
        assert len(rows) == 6
        assert rows == sorted(set(rows))
    assert company.rows("SELECT DISTINCT state FROM outgoing") == [("sent",)]


def test_told_to_wait(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """After a 429 Onhand waits as long as it is told before it tries again, and the answer comes once."""
    workspace.faults.fail("chat.postMessage", times=1, status=429, retry_after=2)
    cook = person("U0CAI")
    cook.hears("how do i close", 15)
    company.settle()
    tries = [call.status for call in company.wire.calls if call.method == "chat.postMessage"]
    assert tries == [429, 200]
