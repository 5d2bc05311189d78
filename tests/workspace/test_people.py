"""What people see of each other, and the client that tests are people with."""

import pytest
from slack_sdk import WebClient

from bot.workspace.cast import Member
from bot.workspace.driving import Person
from bot.workspace.manifest import Manifest, of
from bot.workspace.server import LocalWorkspace
from tests.workspace.app import home


def test_colleagues_see_messages_and_are_notified(workspace: LocalWorkspace, ana: Person) -> None:
    """A channel's members see a message; a phone lights up for a mention or a thread of one's own only."""
    with Person(workspace.url, "U0BEN") as ben:
        kitchen = ana.channel("kitchen")
        plain = ana.says("quiet words", channel=kitchen)
        assert ben.next_message()["ts"] == plain
        root = ana.says("@Ben <now>", channel=kitchen)
        ben.next_message()
        told = ben.next_notification()
        assert (told["channel_name"], told["from"], told["text"]) == ("kitchen", "Ana Ruiz", "@Ben <now>")
        ben.says("coming", channel=kitchen, thread_ts=root)
        assert ana.next_message(thread_ts=root)["user"] == "U0BEN"
        assert ana.next_notification()["text"] == "coming"
        assert (len(ana.notifications), len(ben.notifications)) == (1, 1)


def test_direct_messages_between_people(workspace: LocalWorkspace, ana: Person) -> None:
    """Two people have a DM that opens for both, and of which the app learns nothing."""
    with Person(workspace.url, "U0BEN") as ben:
        channel = ana.opens_dm("U0BEN")
        ana.says("between us", channel=channel)
        assert ben.next_message(channel=channel)["text"] == "between us"
        listed = next(place for place in ben.channels() if place["id"] == channel)
        assert (listed["is_im"], listed["user"]) == (True, "U0ANA")
        assert ben.opens_dm("U0ANA") == channel


def test_notification_is_the_top_level_text(client: WebClient, ana: Person) -> None:
    """A phone shows the text and never the blocks; without text it shows nothing of use."""
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "75 °C"}}]
    client.chat_postMessage(channel="U0ANA", text="Chicken &amp; <https://a.example|rice>: 75 °C", blocks=blocks)
    assert ana.next_notification()["text"] == "Chicken & rice: 75 °C"
    client.api_call("chat.postMessage", json={"channel": "U0ANA", "blocks": blocks})
    assert ana.next_notification()["text"] == "This content can't be displayed."


def test_quiet_times_are_quiet(client: WebClient, ana: Person) -> None:
    """nothing_for is true while nothing comes, and ephemeral messages light up no phone."""
    assert ana.nothing_for(0.05)
    client.chat_postEphemeral(channel=ana.channel("kitchen"), user="U0ANA", text="psst")
    ana.next_message()
    assert ana.notifications == []


def test_waiting_in_vain_says_for_what(ana: Person) -> None:
    """A wait that ends names who waited and for what."""
    with pytest.raises(TimeoutError, match=r"U0ANA waited 0.05 s for a message channel='C1' thread_ts='2'"):
        ana.next_message(0.05, channel="C1", thread_ts="2")
    with pytest.raises(TimeoutError, match="a modal"):
        ana.next_modal(0.05)


def test_home_that_was_published_is_there_at_once(client: WebClient, ana: Person) -> None:
    """The page gets a published home tab as it changes."""
    client.views_publish(user_id="U0ANA", view=home("one"))
    assert ana.next_home()["blocks"][0]["text"]["text"] == "one"


def test_what_is_not_there_cannot_be_pressed(ana: Person) -> None:
    """Pressing or filling what a message or view does not have is an error that lists what it has."""
    with pytest.raises(LookupError, match=r"no 'a' here; there are \['b'\]"):
        ana.presses({"blocks": [{"type": "actions", "elements": [{"type": "button", "action_id": "b"}]}]}, "a")
    with pytest.raises(LookupError, match="no input 'a'"):
        ana.submits({"blocks": [], "id": "V1"}, {"a": "x"})
    with pytest.raises(LookupError, match="in no channel 'attic'"):
        ana.channel("attic")


def test_manifest_is_read_as_slack_writes_it() -> None:
    """Commands, shortcuts, scopes and events are those of the manifest; empty ones leave everything open."""
    found = of(
        {
            "features": {
                "bot_user": {"display_name": "Helper"},
                "slash_commands": [{"command": "/help", "description": "Helps", "should_escape": True}],
                "shortcuts": [
                    {"name": "Here", "type": "message", "callback_id": "here"},
                    {"name": "Anywhere", "type": "global", "callback_id": "anywhere"},
                ],
            },
            "oauth_config": {"scopes": {"bot": ["chat:write"]}},
            "settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
        }
    )
    assert (found.bot_name, found.commands[0].command, len(found.shortcuts)) == ("Helper", "/help", 1)
    assert (found.hears("message.im"), found.hears("app_mention")) == (True, False)
    assert (found.allows("chat:write", "x"), found.allows("users:read"), found.allows()) == (True, False, True)
    assert (Manifest().hears("anything"), Manifest().allows("anything")) == (True, True)


def test_strangers_and_wrong_ids_are_refused_at_the_start() -> None:
    """Mistakes in the cast are told when the workspace is made."""
    with pytest.raises(ValueError, match=r"members \['U0NONE'\]"):
        LocalWorkspace([Member("U0ANA", "Ana")], {"kitchen": ["U0NONE"]})
    with pytest.raises(ValueError, match="'ana'"):
        Member("ana", "Ana")
    with pytest.raises(ValueError, match="no name"):
        Member("U0ANA", " ")
    with pytest.raises(ValueError, match=r"http on 127\.0\.0\.1 or localhost"):
        LocalWorkspace([], {}).deliver_to("https://hooks.example/slack")
    with pytest.raises(RuntimeError, match="no port yet"):
        _ = LocalWorkspace([], {}).url
