"""Triggers and response URLs: what they are good for, and for how long."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.workspace.cast import Json
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace
from bot.workspace.tickets import Tickets
from tests.workspace.app import Bot, button, form, name_of
from tests.workspace.conftest import Clock


def error(refused: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(refused.value.response["error"])


def pressed(bot: Bot, cook: Person) -> Json:
    """The body of a press whose listener leaves the tickets to the test."""
    blocks: list[Json] = [{"type": "actions", "elements": [button("chosen")]}]
    bot.client.chat_postMessage(channel=cook.dm, text="Choose", blocks=blocks)
    cook.presses(cook.next_message(), "chosen")
    return bot.wait(lambda body: name_of(body) == "block_actions")


def test_trigger_opens_one_modal(bot: Bot, cook: Person) -> None:
    """A trigger is spent by the modal it opens, and only by that: a refused view leaves it good."""
    trigger = pressed(bot, cook)["trigger_id"]
    with pytest.raises(SlackApiError) as refused:
        bot.client.views_open(trigger_id=trigger, view=form("t" * 25))
    assert error(refused) == "invalid_arguments"
    bot.client.views_open(trigger_id=trigger, view=form())
    with pytest.raises(SlackApiError) as refused:
        bot.client.views_open(trigger_id=trigger, view=form())
    assert error(refused) == "exchanged_trigger_id"


def test_trigger_from_a_message_cannot_push(bot: Bot, cook: Person) -> None:
    """Only a trigger from inside a modal lays another on top."""
    trigger = pressed(bot, cook)["trigger_id"]
    with pytest.raises(SlackApiError) as refused:
        bot.client.views_push(trigger_id=trigger, view=form())
    assert error(refused) == "invalid_trigger_id"


def test_trigger_lives_three_seconds(clock: Clock) -> None:
    """At three seconds a trigger is still good, after them it has expired."""
    tickets = Tickets(clock)
    trigger = tickets.trigger("U0ANA")
    clock.now += 3
    assert tickets.check(trigger).user == "U0ANA"
    clock.now += 0.001
    with pytest.raises(Exception, match="expired_trigger_id"):
        tickets.check(trigger)


def test_response_url_is_good_for_half_an_hour(clock: Clock) -> None:
    """After 30 minutes a response URL is gone, used or not."""
    tickets = Tickets(clock)
    secret = tickets.response("U0ANA", "D1")
    clock.now += 30 * 60
    assert tickets.use_response(secret).uses_left == 4
    clock.now += 1
    with pytest.raises(Exception, match="expired_url"):
        tickets.use_response(secret)


def test_response_url_has_five_uses(bot: Bot, cook: Person) -> None:
    """Ephemeral by default, in the channel when asked for; the sixth use is refused."""
    hook = WebhookClient(pressed(bot, cook)["response_url"])
    assert hook.send(text="for you", response_type="ephemeral", replace_original=False).body == "ok"
    assert cook.next_message()["ephemeral"] is True
    hook.send(text="for all", response_type="in_channel", replace_original=False)
    assert "ephemeral" not in cook.next_message()
    for _ in range(3):
        hook.send(text="again", replace_original=False)
    last = hook.send(text="once too often", replace_original=False)
    assert (last.status_code, "used_url" in last.body) == (404, True)


def test_response_url_replaces_and_deletes_its_message(bot: Bot, cook: Person) -> None:
    """The message that was pressed can be replaced and taken away, an ephemeral one as well."""
    body = pressed(bot, cook)
    hook = WebhookClient(body["response_url"])
    hook.send(text="done", replace_original=True)
    assert cook.next_change(ts=body["message"]["ts"])["text"] == "done"
    hook.send_dict({"delete_original": True})
    assert body["message"]["ts"] not in [message["ts"] for message in cook.history()]


def test_pressed_ephemeral_message_is_replaced(bot: Bot, cook: Person) -> None:
    """A button on an ephemeral message says so in its container, and its response URL changes that message."""
    blocks: list[Json] = [{"type": "actions", "elements": [button("chosen")]}]
    channel = cook.channel("kitchen")
    bot.client.chat_postEphemeral(channel=channel, user="U0ANA", text="psst", blocks=blocks)
    message = cook.next_message()
    cook.presses(message, "chosen")
    body = bot.wait(lambda body: name_of(body) == "block_actions")
    assert (body["container"]["is_ephemeral"], "message" in body) == (True, False)
    WebhookClient(body["response_url"]).send(text="heard", replace_original=True)
    assert cook.next_change(ts=message["ts"])["text"] == "heard"


def test_ephemeral_message_is_taken_away(bot: Bot, cook: Person) -> None:
    """An ephemeral message goes when its response URL deletes it, once."""
    blocks: list[Json] = [{"type": "actions", "elements": [button("chosen")]}]
    bot.client.chat_postEphemeral(channel=cook.dm, user="U0ANA", text="psst", blocks=blocks)
    cook.presses(cook.next_message(), "chosen")
    hook = WebhookClient(bot.wait(lambda body: name_of(body) == "block_actions")["response_url"])
    assert hook.send_dict({"delete_original": True}).status_code == 200
    assert hook.send_dict({"delete_original": True}).status_code == 400


@pytest.mark.parametrize("body", [{"colour": "red"}, {"blocks": [{"type": "invented"}]}, {}])
def test_response_url_refuses_what_slack_refuses(bot: Bot, cook: Person, body: Json) -> None:
    """Unknown keys, wrong blocks and empty bodies are refused with status 400."""
    hook = WebhookClient(pressed(bot, cook)["response_url"])
    assert hook.send_dict(body).status_code == 400


def test_unknown_response_url_is_not_found(workspace: LocalWorkspace, client: WebClient) -> None:
    """A made-up response URL is refused."""
    assert client.token == workspace.bot_token
    assert WebhookClient(f"{workspace.url}/hooks/guess").send(text="x").status_code == 404
