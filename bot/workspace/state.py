"""All that the workspace remembers: people, channels, messages. Nothing is written down; it ends with the process."""

import secrets
import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.workspace import cast, mrkdwn
from bot.workspace.cast import Json, Member


@dataclass(slots=True)
class Channel:
    """A place for messages. `messages` is keyed by ts and in the order of posting; thread replies are among them."""

    id: str
    name: str
    members: list[str]
    created: int
    is_im: bool = False
    topic: str = ""
    messages: dict[str, Json] = field(default_factory=dict)

    def roots(self) -> Iterator[Json]:
        """The messages that stand in the channel itself, oldest first."""
        for message in self.messages.values():
            if message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast":
                yield message

    def thread(self, ts: str) -> list[Json]:
        """The message `ts` and its replies, oldest first; empty when there is no such message."""
        return [message for message in self.messages.values() if ts in (message["ts"], message.get("thread_ts"))]

    def other(self, user: str) -> str:
        """The other party of a DM, seen by `user`; the same person in a DM with oneself."""
        return next((member for member in self.members if member != user), user)


@dataclass(frozen=True, slots=True)
class Ephemeral:
    """A message that only `user` sees, and that no history keeps. `message` has Slack's keys."""

    user: str
    channel: str
    message: Json


@dataclass(slots=True)
class File:
    """An upload: announced with `length` in bytes, then filled with `content`. `secret` ends its upload URL.

    `user` is who uploaded it: the app, or a person.
    """

    id: str
    name: str
    length: int
    secret: str
    alt_text: str = ""
    title: str = ""
    user: str = cast.BOT_USER_ID
    content: bytes | None = None
    channels: set[str] = field(default_factory=set)


class State:
    """People, channels and messages of one workspace. `clock` gives the time in seconds since 1970."""

    def __init__(
        self,
        members: Sequence[Member],
        channels: Mapping[str, Collection[str]],
        clock: Callable[[], float],
        *,
        bot_name: str,
        without_bot: Collection[str] = (),
    ) -> None:
        self.clock = clock
        self.bot_name = bot_name
        self.members = {member.id: member for member in members}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: dict[str, Ephemeral] = {}
        self.files: dict[str, File] = {}
        self.usergroups: dict[str, list[str]] = {}
        self.zones: dict[str, str] = {}
        self.quiet: dict[str, tuple[int, int]] = {}
        self._last = 0
        for name, joined in channels.items():
            self._refuse_strangers(name, joined)
            bot = [] if name in without_bot else [cast.BOT_USER_ID]
            self._open(name, list(dict.fromkeys([*joined, *bot])), is_im=False)
        for member in members:
            self.dm(cast.BOT_USER_ID, member.id)

    def _refuse_strangers(self, name: str, joined: Collection[str]) -> None:
        strangers = sorted(set(joined) - self.members.keys() - {cast.BOT_USER_ID})
        if strangers:
            raise ValueError(f"channel {name!r} has members {strangers}: ids of the workspace's members are accepted")

    def _open(self, name: str, members: list[str], *, is_im: bool) -> Channel:
        channel_id = f"{'D' if is_im else 'C'}0LOCAL{len(self.channels) + 1:03}"
        self.channels[channel_id] = Channel(channel_id, name, members, int(self.clock()), is_im)
        return self.channels[channel_id]

    def dm(self, one: str, other: str) -> Channel:
        """The direct messages between two people, or a person and the bot; opened when there are none yet."""
        found = next((dm for dm in self.channels.values() if dm.is_im and set(dm.members) == {one, other}), None)
        return found or self._open("directmessage", list(dict.fromkeys((one, other))), is_im=True)

    def named(self, name: str) -> Channel | None:
        """The channel called `name`, without its "#", or None."""
        return next((channel for channel in self.channels.values() if channel.name == name and not channel.is_im), None)

    def of(self, user: str) -> list[Channel]:
        """The channels and DMs that `user` is in."""
        return [channel for channel in self.channels.values() if user in channel.members]

    def next_ts(self) -> str:
        """A message id as Slack's, "1700000000.000100": seconds and microseconds, unique and rising."""
        self._last = max(int(self.clock() * 1_000_000), self._last + 100)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    @property
    def names(self) -> dict[str, str]:
        """The name of every person, channel and the bot, by id."""
        people = {member.id: member.name for member in self.members.values()}
        channels = {channel.id: channel.name for channel in self.channels.values() if not channel.is_im}
        return {**people, **channels, cast.BOT_USER_ID: self.bot_name}

    @property
    def mentionable(self) -> dict[str, str]:
        """The id of everyone who can be mentioned, by name."""
        return {**{member.name: member.id for member in self.members.values()}, self.bot_name: cast.BOT_USER_ID}


def typed_message(user: str, text: str, ts: str, thread_ts: str | None = None, files: Sequence[Json] = ()) -> Json:
    """A person's message with the keys Slack gives it. `text` is as stored, with entities."""
    message: Json = {
        "client_msg_id": str(uuid.uuid4()),
        "type": "message",
        "text": text,
        "user": user,
        "ts": ts,
        "team": cast.TEAM_ID,
        "blocks": [rich_text(text)],
    }
    shared = {"subtype": "file_share", "files": list(files), "upload": False, "display_as_bot": False} if files else {}
    return message | shared | ({"thread_ts": thread_ts} if thread_ts else {})


def bot_message(text: str, ts: str, bot_name: str) -> Json:
    """A message of the app with the keys Slack gives it."""
    profile = {
        "id": cast.BOT_ID,
        "deleted": False,
        "name": bot_name,
        "updated": 0,
        "app_id": cast.APP_ID,
        "icons": {},
        "team_id": cast.TEAM_ID,
    }
    return {
        "bot_id": cast.BOT_ID,
        "type": "message",
        "text": text,
        "user": cast.BOT_USER_ID,
        "ts": ts,
        "team": cast.TEAM_ID,
        "app_id": cast.APP_ID,
        "bot_profile": profile,
    }


def rich_text(text: str) -> Json:
    """The rich_text block that Slack adds to what people type."""
    section = {"type": "rich_text_section", "elements": mrkdwn.runs(text)}
    return {"type": "rich_text", "block_id": short_id(), "elements": [section]}


def short_id() -> str:
    """An id as Slack gives to blocks and elements that have none."""
    return secrets.token_hex(3)
