"""conversations.*: channels, DMs and what was said in them."""

from bot.workspace import cast
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.state import Channel
from bot.workspace.web_api.methods import Desk, Method, channel_of, joined_channel, page_of

_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def _described(channel: Channel) -> Json:
    common = {"id": channel.id, "created": channel.created, "is_archived": False, "is_im": channel.is_im}
    common |= {"context_team_id": cast.TEAM_ID, "updated": channel.created * 1000}
    if channel.is_im:
        return {**common, "user": channel.other(cast.BOT_USER_ID), "is_open": True, "latest": None}
    topic = {"value": channel.topic, "creator": "", "last_set": 0}
    kind = {"is_channel": True, "is_group": False, "is_mpim": False, "is_private": False, "is_general": False}
    kind |= {"is_member": cast.BOT_USER_ID in channel.members}
    return {
        **common,
        **kind,
        "name": channel.name,
        "name_normalized": channel.name,
        "topic": topic,
    }


def open_dm(desk: Desk, args: Json) -> Json:
    if args.get("channel"):
        channel = channel_of(desk, args["channel"])
        return {"channel": _described(channel) if args.get("return_im") else {"id": channel.id}, "already_open": True}
    users = [user for user in args.get("users", "").split(",") if user]
    if not users:
        raise SlackError("invalid_arguments", "missing required field: users")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type", "group DMs are not part of the local workspace")
    if users[0] not in desk.state.members:
        raise SlackError("user_not_found")
    channel = desk.board.open_dm(cast.BOT_USER_ID, users[0])
    return {"channel": _described(channel) if args.get("return_im") else {"id": channel.id}}


def info(desk: Desk, args: Json) -> Json:
    channel = channel_of(desk, args["channel"])
    count = {"num_members": len(channel.members)} if args.get("include_num_members") else {}
    locale = {"locale": "en-US"} if args.get("include_locale") else {}
    return {"channel": {**_described(channel), **count, **locale}}


def _between(messages: list[Json], args: Json) -> list[Json]:
    oldest, latest = float(args.get("oldest", 0) or 0), float(args.get("latest", 0) or "inf")
    inclusive = args.get("inclusive", False)
    edges = (oldest, latest) if inclusive else ()
    return [kept for kept in messages if oldest < float(kept["ts"]) < latest or float(kept["ts"]) in edges]


def _told(channel: Channel, message: Json, args: Json) -> Json:
    """A message as a history has it: metadata only when asked for, the head of a thread with its figures."""
    kept = {key: value for key, value in message.items() if key != "metadata" or args.get("include_all_metadata")}
    under = channel.thread(message["ts"])[1:] if message.get("thread_ts") == message["ts"] else []
    if not under:
        return kept
    users = list(dict.fromkeys(reply["user"] for reply in under))
    figures = {"reply_count": len(under), "reply_users": users, "reply_users_count": len(users)}
    return {**kept, **figures, "latest_reply": under[-1]["ts"]}


def history(desk: Desk, args: Json) -> Json:
    channel = joined_channel(desk, args["channel"])
    newest_first = list(reversed(_between(list(channel.roots()), args)))
    page, more = page_of(newest_first, args, 999)
    messages = [_told(channel, message, args) for message in page]
    return {"messages": messages, "has_more": bool(more["next_cursor"]), "response_metadata": more}


def replies(desk: Desk, args: Json) -> Json:
    channel = joined_channel(desk, args["channel"])
    if args["ts"] not in channel.messages:
        raise SlackError("thread_not_found")
    root = str(channel.messages[args["ts"]].get("thread_ts", args["ts"]))
    head, *rest = channel.thread(root)
    page, more = page_of([head, *_between(rest, args)], args, 1000)
    messages = [_told(channel, message, args) for message in page]
    return {"messages": messages, "has_more": bool(more["next_cursor"]), "response_metadata": more}


def members(desk: Desk, args: Json) -> Json:
    channel = channel_of(desk, args["channel"])
    page, more = page_of([{"id": user} for user in channel.members], args, 1000)
    return {"members": [entry["id"] for entry in page], "response_metadata": more}


def listing(desk: Desk, args: Json) -> Json:
    kinds = args.get("types", "public_channel").split(",")
    mine = desk.state.of(cast.BOT_USER_ID)
    found = [channel for channel in desk.state.channels.values() if not channel.is_im and "public_channel" in kinds]
    found += [channel for channel in mine if channel.is_im and "im" in kinds]
    page, more = page_of([_described(channel) for channel in found], args, 1000)
    return {"channels": page, "response_metadata": more}


METHODS = (
    Method("conversations.open", open_dm, 3, (), ("im:write", "mpim:write")),
    Method("conversations.info", info, 3, ("channel",), _READ, reads=True),
    Method("conversations.history", history, 3, ("channel",), _HISTORY, reads=True),
    Method("conversations.replies", replies, 3, ("channel", "ts"), _HISTORY, reads=True),
    Method("conversations.members", members, 4, ("channel",), _READ, reads=True),
    Method("conversations.list", listing, 2, (), _READ, reads=True),
)
