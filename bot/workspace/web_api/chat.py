"""chat.*: messages of the app, and reactions."""

from typing import Any

from bot.workspace import blocks, cast
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.state import Channel, bot_message
from bot.workspace.views import with_ids
from bot.workspace.web_api.methods import Desk, Method, channel_of, joined_channel

MOST_TEXT = 40_000
# Slack takes far less text in chat.update than in chat.postMessage, and counts it in bytes.
MOST_UPDATED_BYTES = 4_000
_WRITE = ("chat:write",)


def target_id(desk: Desk, name: str) -> str:
    """The id of a channel given by id, by "#name", or by the id of a person, whose DM it then is."""
    if name in desk.state.members:
        return desk.board.open_dm(cast.BOT_USER_ID, name).id
    found = desk.state.named(name.removeprefix("#"))
    return found.id if found else name


def _target(desk: Desk, name: str) -> Channel:
    return joined_channel(desk, target_id(desk, name))


def _content(desk: Desk, args: Json) -> Json:
    """The checked text, blocks, attachments and metadata of a message."""
    text, given = args.get("text", ""), args.get("blocks")
    if not isinstance(args.get("attachments", []), list):
        raise SlackError("invalid_attachments")
    if args.get("markdown_text"):
        text, given = _from_markdown(args)
    if not text and not given and not args.get("attachments"):
        raise SlackError("no_text")
    if len(text) > MOST_TEXT:
        raise SlackError("msg_too_long")
    checked = blocks.check_message(given, text)
    message = bot_message(text, desk.state.next_ts(), desk.state.bot_name)
    message |= {"blocks": with_ids(checked)} if checked else {}
    return message | {key: args[key] for key in ("attachments",) if args.get(key)} | _metadata(args)


def _from_markdown(args: Json) -> tuple[str, list[Json]]:
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    return args["markdown_text"], [{"type": "markdown", "text": args["markdown_text"]}]


def _metadata(args: Json) -> Json:
    metadata = args.get("metadata")
    if metadata is None:
        return {}
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    return {"metadata": metadata}


def _threaded(channel: Channel, args: Json) -> Json:
    thread_ts = args.get("thread_ts")
    if not thread_ts:
        return {}
    if thread_ts not in channel.messages:
        raise SlackError("thread_not_found")
    # A reply to a reply goes to the thread that the reply is in.
    root = channel.messages[thread_ts].get("thread_ts", thread_ts)
    return {"thread_ts": root} | ({"subtype": "thread_broadcast"} if args.get("reply_broadcast") else {})


def post_message(desk: Desk, args: Json) -> Json:
    channel = _target(desk, args["channel"])
    message = _content(desk, args) | _threaded(channel, args)
    desk.board.post(channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": message}


def post_ephemeral(desk: Desk, args: Json) -> Json:
    channel = _target(desk, args["channel"])
    if args["user"] not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _content(desk, args) | _threaded(channel, args)
    desk.board.whisper(channel, args["user"], message)
    return {"message_ts": message["ts"]}


def _own(channel: Channel, ts: str, refusal: str) -> Json:
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    if channel.messages[ts].get("bot_id") != cast.BOT_ID:
        raise SlackError(refusal)
    return channel.messages[ts]


def update(desk: Desk, args: Json) -> Json:
    channel = joined_channel(desk, args["channel"])
    _own(channel, args["ts"], "cant_update_message")
    content = _content(desk, args)
    if len(content["text"].encode()) > MOST_UPDATED_BYTES:
        raise SlackError("msg_too_long")
    changed = desk.board.change(channel, args["ts"], **_replacing(content, args))
    return {"channel": channel.id, "ts": args["ts"], "text": changed["text"], "message": changed}


def _replacing(content: Json, args: Json) -> Json:
    """New text without blocks takes old blocks away; metadata and attachments stay unless they are given."""
    new: dict[str, Any] = {"text": content["text"], "blocks": content.get("blocks")}
    return new | {key: content[key] for key in ("metadata", "attachments") if key in args and key in content}


def delete(desk: Desk, args: Json) -> Json:
    channel = joined_channel(desk, args["channel"])
    _own(channel, args["ts"], "cant_delete_message")
    desk.board.delete(channel, args["ts"])
    return {"channel": channel.id, "ts": args["ts"]}


def permalink(desk: Desk, args: Json) -> Json:
    channel = channel_of(desk, args["channel"])
    if args["message_ts"] not in channel.messages:
        raise SlackError("message_not_found")
    link = f"{desk.url}/archives/{channel.id}/p{args['message_ts'].replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def react(desk: Desk, args: Json) -> Json:
    channel = joined_channel(desk, args["channel"])
    message = channel.messages.get(args["timestamp"])
    if message is None:
        raise SlackError("message_not_found")
    reactions = message.setdefault("reactions", [])
    found = next((kept for kept in reactions if kept["name"] == args["name"]), None)
    if found is not None and cast.BOT_USER_ID in found["users"]:
        raise SlackError("already_reacted")
    reactions.append({"name": args["name"], "users": [cast.BOT_USER_ID], "count": 1})
    return {}


METHODS = (
    Method("chat.postMessage", post_message, 5, ("channel",), _WRITE, posts=True),
    Method("chat.postEphemeral", post_ephemeral, 4, ("channel", "user"), _WRITE),
    Method("chat.update", update, 3, ("channel", "ts"), _WRITE),
    Method("chat.delete", delete, 3, ("channel", "ts"), _WRITE),
    Method("chat.getPermalink", permalink, 5, ("channel", "message_ts"), reads=True),
    Method("reactions.add", react, 3, ("channel", "timestamp", "name"), ("reactions:write",)),
)
