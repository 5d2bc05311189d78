"""The rate limits, with a clock that the test moves."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.workspace.server import LocalWorkspace
from tests.workspace.app import home
from tests.workspace.conftest import Clock


@pytest.fixture
def paced(workspace: LocalWorkspace) -> LocalWorkspace:
    workspace.limits_on = True
    return workspace


def too_early(call: Callable[[], Any]) -> int:
    """The seconds that the refusal asks to wait."""
    with pytest.raises(SlackApiError) as refused:
        call()
    answer = refused.value.response
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    return int(answer.headers["Retry-After"])


def test_channel_takes_one_message_a_second(paced: LocalWorkspace, client: WebClient, clock: Clock) -> None:
    """A short burst is let through, then one message a second in each channel; a person's id is their DM."""
    for _ in range(3):
        client.chat_postMessage(channel="U0ANA", text="x")
    assert too_early(lambda: client.chat_postMessage(channel=paced.dm_id("U0ANA"), text="x")) == 1
    client.chat_postMessage(channel="U0BEN", text="another channel")
    clock.now += 1
    client.chat_postMessage(channel="U0ANA", text="x")
    assert too_early(lambda: client.chat_postMessage(channel="U0ANA", text="x")) == 1


@pytest.mark.parametrize(("tier", "count"), [(2, 20), (3, 50), (4, 100)])
def test_tier_allows_so_many_a_minute(
    paced: LocalWorkspace, client: WebClient, clock: Clock, tier: int, count: int
) -> None:
    """Each tier lets its number through in a minute, then asks to wait; another method is not touched by it."""
    calls: dict[int, Callable[[], Any]] = {
        2: client.users_list,
        3: lambda: client.conversations_info(channel=paced.dm_id("U0ANA")),
        4: lambda: client.views_publish(user_id="U0ANA", view=home("x")),
    }
    for _ in range(count):
        calls[tier]()
    assert 1 <= too_early(calls[tier]) <= 60 / count + 1
    client.auth_test()
    clock.now += 60
    calls[tier]()


def test_limits_can_be_switched_off(paced: LocalWorkspace, client: WebClient) -> None:
    """With limits off nothing is ever too early."""
    paced.limits_on = False
    for _ in range(30):
        client.users_list()
    assert len(client.users_list()["members"]) == 4


def test_retry_handler_of_the_sdk_waits_as_told(paced: LocalWorkspace, client: WebClient) -> None:
    """The SDK's own retry handler gets through a limit that ends."""
    paced.faults.fail("chat.postMessage", status=429, retry_after=0)
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    assert client.chat_postMessage(channel="U0ANA", text="x")["ok"]
