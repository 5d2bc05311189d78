"""A person and a real Bolt app, over Socket Mode and over signed HTTP."""

from typing import Any

import pytest

from bot.workspace.cast import Json
from bot.workspace.driving import Person, Refused
from tests.workspace.app import Bot, form, name_of, plain
from tests.workspace.test_payloads import missing, recorded


def shown_button(cook: Person) -> Json:
    cook.says("show a button")
    return cook.next_message()


def opened_form(cook: Person) -> Json:
    cook.presses(shown_button(cook), "open")
    return cook.next_modal()


def test_direct_message_is_answered(bot: Bot, cook: Person) -> None:
    """What a person types in the DM reaches the app as a message event of type im, and the answer reaches the page."""
    ts = cook.says("hot & cold <pans>")
    assert cook.next_message(after=ts)["text"] == "You said hot &amp; cold &lt;pans&gt;"
    assert bot.event("message", ts=ts)["event"]["channel_type"] == "im"


def test_mention_comes_twice_and_is_answered_in_the_thread(bot: Bot, cook: Person) -> None:
    """A mention in a channel is a message event and an app_mention event; the reply stands in its thread."""
    kitchen = cook.channel("kitchen")
    ts = cook.says("@onhand are you there?", channel=kitchen)
    reply = cook.next_message(channel=kitchen, thread_ts=ts)
    assert (reply["text"], reply["bot_id"]) == ("Yes <@U0ANA>?", bot.place.bot_id)
    assert bot.event("message", ts=ts)["event"]["channel_type"] == "channel"
    assert bot.event("app_mention", ts=ts)["event"]["text"] == "<@U0ONHAND> are you there?"


def test_app_hears_its_own_messages(bot: Bot, cook: Person) -> None:
    """The app's own message comes back to it as an event with its bot_id, as Slack does."""
    cook.says("hello")
    ts = cook.next_message()["ts"]
    assert bot.event("message", ts=ts)["event"]["bot_id"] == bot.place.bot_id


def test_command_is_answered_for_its_asker_alone(bot: Bot, cook: Person) -> None:
    """The text of a command's acknowledgement is an ephemeral message, which no history keeps."""
    cook.asks("how hot?", channel=cook.channel("kitchen"))
    answer = cook.next_message(ephemeral=True)
    assert answer["text"] == "You asked how hot?"
    assert answer["ts"] not in [message["ts"] for message in cook.history(cook.channel("kitchen"))]
    assert bot.wait(lambda body: name_of(body) == "command")["channel_name"] == "kitchen"


def test_command_is_answered_aloud_when_asked_for(cook: Person) -> None:
    """An acknowledgement of type in_channel is a message like any other."""
    cook.asks("aloud")
    assert cook.next_message(ephemeral=False)["text"] == cook.history()[-1]["text"] == "For all to see"


def test_wrong_answer_to_a_command_is_refused(cook: Person) -> None:
    """Blocks beyond the limits in an acknowledgement are an error for the person."""
    with pytest.raises(Refused, match="invalid_blocks"):
        cook.asks("wrongly")


def test_unacknowledged_command_fails_for_the_person(bot: Bot, cook: Person) -> None:
    """A command without an acknowledgement fails with Slack's words, and is not sent again."""
    bot.place.ack_seconds = 0.3
    with pytest.raises(Refused, match="operation_timeout"):
        cook.asks("nothing")
    assert [name_of(body) for body in bot.bodies].count("command") == 1


def test_button_replaces_its_message(bot: Bot, cook: Person) -> None:
    """The response URL of a pressed button changes the message that carries it; the app hears message_changed."""
    message = shown_button(cook)
    cook.presses(message, "replace")
    changed = cook.next_change(ts=message["ts"])
    assert (changed["text"], changed["blocks"], changed["edited"]) == ("It was pressed", [], True)
    bot.event("message", subtype="message_changed")


def test_button_that_is_not_there_is_refused(cook: Person) -> None:
    """Only what a message shows can be pressed."""
    message = shown_button(cook)
    message["blocks"][0]["elements"].append({"type": "button", "action_id": "invented"})
    with pytest.raises(Refused, match="invented"):
        cook.presses(message, "invented")


def test_press_without_acknowledgement_is_told_to_the_person(bot: Bot, cook: Person) -> None:
    """A press that the app never acknowledges ends in plain words."""
    message = shown_button(cook)
    bot.place.ack_seconds = 0.3
    with pytest.raises(Refused, match="trouble connecting"):
        cook.presses(message, "silent")


def test_shortcut_on_a_message_opens_a_form(bot: Bot, cook: Person) -> None:
    """A message shortcut carries the message and a trigger that opens a modal for the person."""
    cook.says("what is this?")
    asked = cook.history()[-1]
    cook.next_message()
    cook.shortcut(asked)
    assert cook.next_modal()["callback_id"] == "form"
    assert bot.wait(lambda body: name_of(body) == "message_action")["message"]["text"] == "what is this?"


def test_form_sent_is_closed_and_heard(cook: Person) -> None:
    """A submitted modal closes, and the app gets what was filled in."""
    view = opened_form(cook)
    assert cook.submits(view, {"words": "well done"})["result"] == "closed"
    assert cook.next_message()["text"] == "Sent: well done"


def test_form_with_errors_stays_open(cook: Person) -> None:
    """Errors in the acknowledgement are shown at their inputs; the form can be sent again."""
    view = opened_form(cook)
    assert cook.submits(view, {"words": "bad"}) == {
        "ok": True,
        "result": "errors",
        "errors": {"said": "Not that word."},
    }
    assert cook.submits(view, {"said": "good"})["result"] == "closed"


def test_form_with_a_gap_never_reaches_the_app(bot: Bot, cook: Person) -> None:
    """A required input left empty is refused by Slack's own form."""
    view = opened_form(cook)
    assert cook.submits(view)["errors"] == {"said": "Please complete this required field."}
    assert "view_submission" not in [name_of(body) for body in bot.bodies]


def test_form_is_changed_and_stacked(cook: Person) -> None:
    """An acknowledgement may change the modal, lay another on top, or clear all of them."""
    changed = cook.submits(opened_form(cook), {"words": "change"})
    assert (changed["result"], changed["view"]["title"]["text"]) == ("updated", "Changed")
    pushed = cook.submits(changed["view"], {"words": "more"})
    assert pushed["view"]["previous_view_id"] == pushed["view"]["root_view_id"] == changed["view"]["id"]
    assert cook.submits(pushed["view"], {"words": "clear"})["result"] == "closed"
    with pytest.raises(Refused, match="gone"):
        cook.submits(changed["view"], {"words": "again"})


@pytest.mark.parametrize("word", ["broken", "nowhere"])
def test_wrong_acknowledgement_is_refused(cook: Person, word: str) -> None:
    """A view beyond the limits, or an error at an input that is not there, is an error for the person as in Slack."""
    view = opened_form(cook)
    with pytest.raises(Refused, match="was refused"):
        cook.submits(view, {"words": word})


def test_push_from_a_button_is_at_most_three_deep(cook: Person) -> None:
    """A button in a modal may lay others on top, three deep and no deeper; closing uncovers the one below."""
    view = opened_form(cook)
    cook.presses(view, "push")
    upper = cook.next_modal()
    assert upper["previous_view_id"] == view["id"]
    third = cook.submits(upper, {"words": "more"})["view"]
    cook.next_modal()
    with pytest.raises(Refused, match="push_limit_reached"):
        cook.submits(third, {"words": "more"})
    cook.closes(third)
    assert cook.next_modal()["id"] == upper["id"]


def test_choice_in_a_form_is_kept_in_its_state(bot: Bot, cook: Person) -> None:
    """A menu outside an input tells the app at once, and its choice is in the state of the view."""
    view = opened_form(cook)
    cook.presses(view, "chosen", value="two")
    body = bot.wait(lambda body: name_of(body) == "block_actions" and body["actions"][0]["action_id"] == "chosen")
    assert body["actions"][0]["selected_option"]["value"] == "two"
    assert body["view"]["state"]["values"]["more"]["chosen"]["selected_option"]["value"] == "two"


def test_closed_form_is_told_when_asked_for(bot: Bot, cook: Person) -> None:
    """Closing a modal that wants to be told of it sends view_closed."""
    view = opened_form(cook)
    cook.closes(view)
    assert bot.wait(lambda body: name_of(body) == "view_closed")["view"]["id"] == view["id"]


def test_home_is_published_when_opened(bot: Bot, cook: Person) -> None:
    """Opening the home tab is an event; what the app publishes reaches the page. The messages tab is told apart."""
    assert cook.opens_home()["blocks"][0]["text"]["text"] == "Welcome U0ANA"
    cook.opens_messages()
    bot.event("app_home_opened", tab="messages")


def test_home_can_be_used(bot: Bot, cook: Person) -> None:
    """A choice on the home tab reaches the app with the view; what is not on offer cannot be chosen."""
    view = cook.opens_home()
    cook.presses(view, "chosen", value="one")
    body = bot.wait(lambda body: name_of(body) == "block_actions")
    assert (body["container"]["type"], body["view"]["type"]) == ("view", "home")
    with pytest.raises(Refused, match="does not offer that"):
        cook.presses(view, "chosen", selected_option={"value": "three"})
    with pytest.raises(Refused, match="not the one in front"):
        cook.submits(view)


def looking_up(bot: Bot, cook: Person, **element: Any) -> Json:
    """A form with a select whose options are looked up."""
    view = opened_form(cook)
    select = {"type": "external_select", "action_id": "lookup", **element}
    field = {"type": "input", "block_id": "which", "label": plain("Which"), "optional": False, "element": select}
    bot.client.views_update(view_id=view["id"], view=form(blocks=[field, *form()["blocks"]]))
    return cook.next_modal()


def test_options_are_looked_up(bot: Bot, cook: Person) -> None:
    """The app is asked from three letters on, with the view as it is; what it offers is what can be chosen."""
    offered = [{"text": plain("Rice"), "value": "rice"}]
    bot.app.options("lookup")(lambda ack: ack(options=offered))
    view = looking_up(bot, cook)
    assert cook.looks_up(view, "lookup", "ri") == []
    assert cook.looks_up(view, "lookup", "ric") == offered
    asked = bot.wait(lambda body: body.get("type") == "block_suggestion")
    assert (asked["value"], asked["action_id"], asked["block_id"]) == ("ric", "lookup", "which")
    assert missing(recorded("block_suggestion.body"), asked) == []
    cook.submits(view, {"words": "How long?", "lookup": "rice"})
    sent = bot.wait(lambda body: body.get("type") == "view_submission")
    assert sent["view"]["state"]["values"]["which"]["lookup"]["selected_option"]["value"] == "rice"


@pytest.mark.parametrize(
    "options",
    [
        None,
        [{"text": plain("x" * 76), "value": "x"}],
        [{"text": plain("x")}],
        [{"text": plain("x"), "value": "x"}] * 101,
    ],
)
def test_options_that_slack_refuses(bot: Bot, cook: Person, options: Any) -> None:
    """More than a hundred, one that is too long, one without a value, and none at all are told."""
    # The app is the same in all of these tests, and its first listener wins.
    name = f"lookup-{id(options)}"
    bot.app.options(name)(lambda ack: ack(options=options))
    view = looking_up(bot, cook, action_id=name, min_query_length=0)
    with pytest.raises(Refused, match="options were refused"):
        cook.looks_up(view, name)
    with pytest.raises(Refused, match="to look something up in"):
        cook.looks_up(view, "words")


def test_a_press_in_a_form_brings_what_is_typed_in_it(bot: Bot, cook: Person) -> None:
    """As in Slack, the state of the view has what the other inputs hold at that moment."""
    cook.presses(opened_form(cook), "push", typed={"words": "half a sen"})
    pressed = bot.wait(lambda body: body.get("type") == "block_actions" and body["actions"][0]["action_id"] == "push")
    assert pressed["view"]["state"]["values"]["said"]["words"]["value"] == "half a sen"
