"""What a Web API method is: its name, its tier, what it needs and what it does."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from bot.workspace import cast
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from bot.workspace.state import Channel, State
from bot.workspace.switchboard import Switchboard

Handler = Callable[["Desk", Json], Json]


@dataclass(frozen=True, slots=True)
class Desk:
    """What a method can reach. `url` is the workspace's own address, without a slash at its end."""

    board: Switchboard
    url: str

    @property
    def state(self) -> State:
        return self.board.state


@dataclass(frozen=True, slots=True)
class Method:
    """`needs` are the required arguments; one of `scopes` must have been granted; `posts` marks a message.

    A method that `reads` takes its arguments from the query or a form only: Slack does not look into JSON for it.
    """

    name: str
    handler: Handler
    tier: int
    needs: Collection[str] = ()
    scopes: tuple[str, ...] = ()
    posts: bool = False
    reads: bool = False


def channel_of(desk: Desk, channel_id: str) -> Channel:
    """A channel that the app can see: any public one, its own DMs; SlackError channel_not_found otherwise."""
    channel = desk.state.channels.get(channel_id)
    if channel is None or (channel.is_im and cast.BOT_USER_ID not in channel.members):
        raise SlackError("channel_not_found")
    return channel


def joined_channel(desk: Desk, channel_id: str) -> Channel:
    """A channel that the app is in; SlackError not_in_channel otherwise."""
    channel = channel_of(desk, channel_id)
    if cast.BOT_USER_ID not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def page_of(entries: list[Json], args: Json, most: int) -> tuple[list[Json], Json]:
    """One page of `entries` by `cursor` and `limit` (at most `most`), and the response_metadata that goes with it."""
    start = _start(args.get("cursor", ""), len(entries))
    end = start + max(1, min(args.get("limit", 0) or 100, most))
    following = f"next:{end}" if end < len(entries) else ""
    return entries[start:end], {"next_cursor": following}


def _start(cursor: str, count: int) -> int:
    if not cursor:
        return 0
    mark, _, place = cursor.partition(":")
    if mark != "next" or not place.isdecimal() or int(place) > count:
        raise SlackError("invalid_cursor")
    return int(place)
