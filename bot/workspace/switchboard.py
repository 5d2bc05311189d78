"""Where everything that happens passes through: it is kept, told to the pages, and sent to the app."""

import copy
from collections.abc import Callable
from typing import Any

from bot.workspace import cast, mrkdwn, payloads, streams
from bot.workspace.cast import Json
from bot.workspace.delivery import Delivery
from bot.workspace.manifest import Manifest
from bot.workspace.state import Channel, Ephemeral, State
from bot.workspace.streams import Streams
from bot.workspace.tickets import Tickets
from bot.workspace.views import Shown, Views


class Switchboard:
    """The workspace's moving parts, and the few things that can happen in it.

    `hook` makes a response URL from its secret end; `token` is the verification token in every payload.
    """

    def __init__(
        self, state: State, manifest: Manifest, delivery: Delivery, *, token: str, hook: Callable[[str], str]
    ) -> None:
        self.state = state
        self.manifest = manifest
        self.delivery = delivery
        self.token = token
        self.hook = hook
        self.streams = Streams()
        self.views = Views()
        self.tickets = Tickets(state.clock)

    def post(self, channel: Channel, message: Json) -> Json:
        """A new message: everybody in the channel sees it, some are notified, the app hears of it."""
        channel.messages[message["ts"]] = message
        self._adopt(channel, message)
        for user in channel.members:
            self.streams.tell(user, "message", message=streams.seen(message, channel, user))
            if streams.concerns(message, channel, user):
                noted = streams.notification(message, channel, user, self.state)
                self.streams.tell(user, "notification", **noted)
        self._hear(channel, payloads.message(message, channel))
        if mrkdwn.mentioned(message["text"], cast.BOT_USER_ID) and not channel.is_im and "bot_id" not in message:
            self._hear(channel, payloads.mention(message, channel))
        return message

    def _adopt(self, channel: Channel, message: Json) -> None:
        parent = channel.messages.get(message.get("thread_ts", ""))
        if parent is not None and parent is not message:
            parent["thread_ts"] = parent["ts"]
            message["parent_user_id"] = parent["user"]

    def change(self, channel: Channel, ts: str, **new: Any) -> Json:
        """Put `new` keys into a message; a key whose value is None is taken out."""
        before = channel.messages[ts]
        after = {key: value for key, value in {**before, **new}.items() if value is not None}
        after["edited"] = {"user": before["user"], "ts": self.state.next_ts()}
        channel.messages[ts] = after
        for user in channel.members:
            self.streams.tell(user, "message_changed", message=streams.seen(after, channel, user))
        self._hear(channel, payloads.changed(after, before, channel, self.state.next_ts()))
        return after

    def delete(self, channel: Channel, ts: str) -> None:
        """Take a message away."""
        before = channel.messages.pop(ts)
        for user in channel.members:
            self.streams.tell(user, "message_deleted", channel=channel.id, ts=ts)
        self._hear(channel, payloads.deleted(before, channel, self.state.next_ts()))

    def whisper(self, channel: Channel, user: str, message: Json) -> None:
        """A message that only `user` sees. No history keeps it and no phone lights up for it."""
        shown = {**message, "ephemeral": True}
        known = message["ts"] in self.state.ephemerals
        self.state.ephemerals[message["ts"]] = Ephemeral(user, channel.id, shown)
        kind = "message_changed" if known else "message"
        self.streams.tell(user, kind, message=streams.seen(shown, channel, user))

    def hush(self, ts: str) -> None:
        """Take an ephemeral message away."""
        gone = self.state.ephemerals.pop(ts)
        self.streams.tell(gone.user, "message_deleted", channel=gone.channel, ts=ts)

    def _hear(self, channel: Channel, inner: Json) -> None:
        kind = "message.im" if channel.is_im else "message.channels"
        if cast.BOT_USER_ID in channel.members and self.manifest.hears(
            inner["type"] if inner["type"] != "message" else kind
        ):
            self.delivery.event(payloads.event(copy.deepcopy(inner), self.token, channel.id))

    def open_dm(self, one: str, other: str) -> Channel:
        """The DM of two; both are told when it is new."""
        known = len(self.state.channels)
        channel = self.state.dm(one, other)
        if len(self.state.channels) > known:
            for user in channel.members:
                self.streams.tell(user, "channel_opened", channel=streams.place(channel, user))
        return channel

    def visit_home(self, user: str, tab: str) -> Json | None:
        """`user` opens the app's home or messages tab; the last published home is returned."""
        view = self.views.home(user)
        dm = self.state.dm(cast.BOT_USER_ID, user)
        inner = payloads.home_opened(user, dm, tab, self.state.next_ts(), view)
        if self.manifest.hears("app_home_opened"):
            self.delivery.event(payloads.event(copy.deepcopy(inner), self.token, dm.id))
        return view

    def show_modal(self, shown: Shown) -> Json:
        """Tell the pages of a modal that was opened, pushed, changed or uncovered."""
        self.streams.tell(shown.user, "modal", view=shown.view)
        return shown.view

    def show_home(self, shown: Shown) -> Json:
        """Tell the pages of a home tab that was published or changed."""
        self.streams.tell(shown.user, "home", view=shown.view)
        return shown.view

    def close_top(self, user: str, view_id: str) -> None:
        """The top modal of `user` goes; the one below, if any, comes back."""
        below = self.views.close(user)
        self.streams.tell(user, "modal_closed", view_id=view_id)
        if below is not None:
            self.show_modal(below)

    def clear_modals(self, user: str) -> None:
        """All modals of `user` go."""
        for view_id in self.views.clear(user):
            self.streams.tell(user, "modal_closed", view_id=view_id)
