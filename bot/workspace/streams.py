"""What the open chat pages are told, as it happens."""

import asyncio
from typing import Any

from bot.workspace import cast, mrkdwn
from bot.workspace.cast import Json
from bot.workspace.state import Channel, State


class Streams:
    """One queue per open page; a person may have several pages open."""

    def __init__(self) -> None:
        self._queues: dict[str, list[asyncio.Queue[Json]]] = {}

    def open(self, user: str) -> asyncio.Queue[Json]:
        """A new queue of what `user` sees."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._queues.setdefault(user, []).append(queue)
        return queue

    def close(self, user: str, queue: asyncio.Queue[Json]) -> None:
        """Forget a queue whose page has gone."""
        self._queues[user].remove(queue)

    def tell(self, user: str, kind: str, **what: Any) -> None:
        """Tell every page of `user`."""
        for queue in self._queues.get(user, ()):
            queue.put_nowait({"type": kind, **what})


def seen(message: Json, channel: Channel, viewer: str) -> Json:
    """A message as the page gets it: `user` or `bot_id`, and only the blocks that the app itself has set."""
    by_bot = "bot_id" in message
    author = {"bot_id": message["bot_id"]} if by_bot else {"user": message["user"]}
    extras: Json = {key: message[key] for key in ("thread_ts", "attachments") if key in message}
    flags: Json = {key: True for key in ("ephemeral", "edited") if key in message}
    files = {"files": [_file(file, viewer) for file in message["files"]]} if "files" in message else {}
    blocks = message.get("blocks", []) if by_bot else []
    own = {"ts": message["ts"], "channel": channel.id, "text": message["text"], "blocks": blocks}
    return {**own, **author, **extras, **flags, **files}


def _file(file: Json, viewer: str) -> Json:
    # The page holds no token: its link goes through the page's own door, as the viewer.
    kept = {key: file[key] for key in ("id", "name", "title", "mimetype", "size")}
    return {**kept, "url_private": f"/page/file?as={viewer}&id={file['id']}"}


def place(channel: Channel, viewer: str) -> Json:
    """A channel or DM as the page lists it for `viewer`."""
    own = {"id": channel.id, "name": channel.name, "is_im": channel.is_im, "topic": channel.topic}
    return own | ({"user": channel.other(viewer)} if channel.is_im else {})


def concerns(message: Json, channel: Channel, user: str) -> bool:
    """Whether a phone would light up for `user`: a DM, a mention, a thread of theirs; not for their own words."""
    if message["user"] == user:
        return False
    return channel.is_im or mrkdwn.mentioned(message["text"], user) or _is_in_thread(message, channel, user)


def _is_in_thread(message: Json, channel: Channel, user: str) -> bool:
    if "thread_ts" not in message:
        return False
    return any(other["user"] == user for other in channel.thread(message["thread_ts"]))


def notification(message: Json, channel: Channel, viewer: str, state: State) -> Json:
    """The push notification of a message, with the words a phone would show."""
    names = state.names
    sender = names.get(message["user"], cast.BOT_USER_ID)
    return {
        "channel": channel.id,
        "channel_name": names.get(channel.other(viewer), "") if channel.is_im else channel.name,
        "from": sender,
        "text": mrkdwn.notice(message["text"], names),
    }
