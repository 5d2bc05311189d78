"""The bodies that the workspace sends, key by key against bodies that Slack has sent."""

import json
import os
from pathlib import Path

import pytest

from bot.workspace.cast import Json
from bot.workspace.driving import Person
from tests.workspace.app import Bot, name_of

COPIED = Path(__file__).parent.parent / "data" / "slack" / "payloads"
RECORDED = Path(os.environ.get("ONHAND_SHARED_SLACK", "") or COPIED.parent) / "payloads"

# Only Enterprise Grid fills the first two; `authed_users` was replaced by `authorizations`; blocks of an input carry
# what their app has set, so the recorded form's keys are not the workspace's to add.
NOT_SENT = {"enterprise_id", "enterprise_name", "authed_users"}


def recorded(name: str) -> Json:
    found: Json = json.loads((RECORDED / f"{name}.json").read_text("utf-8"))
    return found


def missing(real: object, ours: object, where: str = "") -> list[str]:
    """The paths of keys that the real body has and ours lacks. Of lists, the first elements are compared."""
    if isinstance(real, dict) and isinstance(ours, dict):
        lacking = [f"{where}/{key}" for key in real.keys() - ours.keys() - NOT_SENT]
        both = real.keys() & ours.keys()
        return lacking + [path for key in both for path in missing(real[key], ours[key], f"{where}/{key}")]
    if isinstance(real, list) and isinstance(ours, list) and real and ours:
        return missing(real[0], ours[0], f"{where}/0")
    return [] if isinstance(ours, type(real)) or None in (real, ours) else [f"{where}: {ours!r} for {real!r}"]


def of_kind(bot: Bot, kind: str) -> Json:
    return bot.wait(lambda body: name_of(body) == kind)


def test_message_event(bot: Bot, cook: Person) -> None:
    """A person's message has every key of a recorded one, rich text included."""
    ts = cook.says("Hello World!", channel=cook.channel("kitchen"))
    assert missing(recorded("message.message_body"), bot.event("message", ts=ts)) == []


def test_app_mention_event(bot: Bot, cook: Person) -> None:
    """A mention has every key of a recorded one."""
    cook.says("@Onhand Hi there!", channel=cook.channel("kitchen"))
    assert missing(recorded("app.app_mention_event_body"), of_kind(bot, "app_mention")) == []


def test_message_of_an_app(bot: Bot, cook: Person) -> None:
    """A message of the app has every key of a recorded one, with its profile; only icons are its own."""
    cook.says("hello")
    event = bot.event("message", ts=cook.next_message()["ts"])
    real = recorded("message_bot.bot_message_event_payload")
    real["event"]["bot_profile"]["icons"] = {}
    assert missing(real, event) == []


def test_changed_and_deleted_messages(bot: Bot, cook: Person) -> None:
    """A changed and a deleted message have every key of recorded ones, with the message as it was."""
    cook.says("hello")
    ts = cook.next_message()["ts"]
    bot.client.chat_update(channel=cook.dm, ts=ts, text="changed")
    bot.client.chat_delete(channel=cook.dm, ts=ts)
    changed = bot.event("message", subtype="message_changed")
    real = recorded("message_changed.event_payload")
    del real["event"]["message"]["blocks"], real["event"]["previous_message"]["blocks"]
    assert missing(real, changed) == []
    assert missing(recorded("message_deleted.event_payload"), bot.event("message", subtype="message_deleted")) == []


def test_shared_file(bot: Bot, cook: Person) -> None:
    """A shared file is a file_share message; what Slack adds for pictures and public links is left out."""
    bot.client.files_upload_v2(channel=cook.dm, content="Wash hands.", filename="hands.txt", initial_comment="Read")
    event = bot.event("message", subtype="file_share")
    real = recorded("message_file_share.event_payload")
    real["event"] = {key: kept for key, kept in real["event"].items() if key in ("type", "text", "files", "ts")}
    [file] = real["event"]["files"]
    wanted = {"id", "name", "title", "mimetype", "filetype", "size", "url_private", "url_private_download", "user"}
    real["event"]["files"] = [{key: file[key] for key in wanted}]
    assert missing(real, event) == []


def test_slash_command(bot: Bot, cook: Person) -> None:
    """A slash command has every field of a recorded one."""
    cook.asks("Hi")
    assert missing(recorded("slash_command.slash_command_body"), of_kind(bot, "command")) == []


def test_message_shortcut(bot: Bot, cook: Person) -> None:
    """A message shortcut has every key of a recorded one, with the whole message."""
    cook.says("@Onhand what is this?")
    cook.shortcut(cook.history()[-1])
    assert missing(recorded("shortcut.message_shortcut_body"), of_kind(bot, "message_action")) == []


def test_block_actions(bot: Bot, cook: Person) -> None:
    """A pressed button has every key of a recorded one."""
    cook.says("show a button")
    cook.presses(cook.next_message(), "replace")
    assert missing(recorded("block_actions.body"), of_kind(bot, "block_actions")) == []


@pytest.mark.parametrize("kind", ["view_submission", "view_closed"])
def test_modal(bot: Bot, cook: Person, kind: str) -> None:
    """A sent and a closed modal have every key of recorded ones; of the blocks, those that the app has set."""
    cook.says("show a button")
    cook.presses(cook.next_message(), "open")
    view = cook.next_modal()
    if kind == "view_submission":
        cook.submits(view, {"words": "test"})
    else:
        cook.closes(view)
    real = recorded(f"{kind}.body")
    del real["view"]["blocks"], real["view"]["state"]
    body = of_kind(bot, kind)
    assert missing(real, body) == []
    assert body["view"]["state"]["values"]["said"]["words"]["type"] == "plain_text_input"
