"""What can go wrong on the way, over Socket Mode and HTTP: it is sent again, late, twice, or in another order."""

import socket

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.driving import Person
from bot.workspace.faults import Faults
from bot.workspace.server import LocalWorkspace
from tests.workspace.app import Bot, name_of, over_http
from tests.workspace.conftest import kitchen


def test_lost_event_is_sent_again(bot: Bot, cook: Person) -> None:
    """An event that never arrived is sent again at once, and answered once."""
    bot.place.ack_seconds = 0.2
    bot.place.faults.drop_first = 1
    ts = cook.says("are you there?")
    assert cook.next_message(after=ts)["text"] == "You said are you there?"
    assert len([body for body in bot.bodies if body["event"].get("ts") == ts]) == 1


def test_unacknowledged_event_comes_four_times_in_all(bot: Bot, cook: Person) -> None:
    """Three repetitions, each with the same event id and its number; then Slack gives up."""
    bot.place.ack_seconds, bot.place.retry_seconds = 0.2, (0.0, 0.1, 0.1)
    bot.place.faults.ack_delay = 1.0
    ts = cook.says("slow", channel=cook.channel("kitchen"))
    bot.wait(lambda body: body["event"].get("ts") == ts, times=4)
    assert {body["event_id"] for body in bot.bodies} == {bot.bodies[0]["event_id"]}
    assert bot.retries[-3:] == [("1", bot.late), ("2", bot.late), ("3", bot.late)]


def test_copies_have_one_event_id(bot: Bot, cook: Person) -> None:
    """Duplicates of an event carry one event id, by which an app can tell them."""
    bot.place.faults.copies = 3
    ts = cook.says("thrice", channel=cook.channel("kitchen"))
    bot.wait(lambda body: body["event"].get("ts") == ts, times=3)
    assert len({body["event_id"] for body in bot.bodies}) == 1


def test_events_can_come_in_reverse(bot: Bot, cook: Person) -> None:
    """Events held together arrive last first."""
    bot.place.faults.reverse = 2
    kitchen = cook.channel("kitchen")
    first, second = cook.says("first", channel=kitchen), cook.says("second", channel=kitchen)
    bot.event("message", ts=first)
    bot.event("message", ts=second)
    assert [body["event"]["ts"] for body in bot.bodies] == [second, first]


def test_held_event_is_released_after_a_second(bot: Bot, cook: Person) -> None:
    """An event that waits for company does not wait for ever."""
    bot.place.faults.reverse = 5
    bot.event("message", ts=cook.says("alone", channel=cook.channel("kitchen")))


def test_late_delivery_still_arrives(bot: Bot, cook: Person) -> None:
    """A delay before delivery does not count against the app's three seconds."""
    bot.place.ack_seconds = 0.3
    bot.place.faults.delivery_delay = 0.5
    cook.asks("late?")
    assert cook.next_message(ephemeral=True)["text"] == "You asked late?"
    assert [name_of(body) for body in bot.bodies] == ["command"]


def test_methods_can_fail_for_a_while(workspace: LocalWorkspace, client: WebClient) -> None:
    """A method fails as often as it was told to, with 429 or 500, and works again."""
    workspace.faults.fail("auth.test", 2, status=429, retry_after=7)
    for _ in range(2):
        with pytest.raises(SlackApiError) as refused:
            client.auth_test()
        assert refused.value.response.headers["Retry-After"] == "7"
    workspace.faults.fail("auth.test")
    with pytest.raises(SlackApiError) as broken:
        client.auth_test()
    assert broken.value.response.status_code == 500
    workspace.faults.slow("auth.test", 0.05)
    assert client.auth_test()["ok"]


def test_other_statuses_are_not_accepted() -> None:
    """A fault is 429 or 500; anything else is a mistake of the test."""
    with pytest.raises(ValueError, match="429 and 500 are accepted"):
        Faults().fail("auth.test", status=404)


def test_app_that_is_not_there_yet_gets_the_event_later(workspace: LocalWorkspace, ana: Person) -> None:
    """An event for which nobody listens is sent again, and arrives once the app has come."""
    workspace.ack_seconds, workspace.retry_seconds = 0.3, (0.1, 1.0, 5.0)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    workspace.deliver_to(f"http://127.0.0.1:{port}/")
    ts = ana.says("anybody?")
    with over_http(workspace) as bot:
        bot.event("message", ts=ts)
        assert bot.retries[0][1] == "connection_failed"


def test_taken_port_is_told() -> None:
    """A port that is in use is an error at the start; stopping twice is none."""
    with kitchen() as started, pytest.raises(OSError, match="in use"):
        kitchen(port=int(started.url.rpartition(":")[2])).start()
    started.stop()


def test_app_comes_back_on_a_new_connection(connected: dict[str, Bot]) -> None:
    """When the workspace ends the connections, the real client opens another and goes on."""
    bot = connected["socket"]
    bot.forget()
    with Person(bot.place.url, "U0ANA") as cook:
        bot.place.refresh_connections()
        ts = cook.says("still there?")
        assert cook.next_message(20, after=ts)["text"] == "You said still there?"
        assert bot.place.connections == 1
