"""What a person can do in the workspace, and what the app's acknowledgement makes of it."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.workspace import blocks, forms, limits, mrkdwn, payloads
from bot.workspace.cast import Json, Member
from bot.workspace.refusals import NoAck, PageError, SlackError
from bot.workspace.state import Channel, bot_message, typed_message
from bot.workspace.switchboard import Switchboard
from bot.workspace.views import Shown
from bot.workspace.web_api.files import described_file

SHORTEST_QUERY = 3
"""Characters after which Slack asks the app, where the select says nothing else."""
TROUBLE = "We had some trouble connecting. Try again?"


class Acting:
    """The deeds of people. All raise PageError for what cannot be done."""

    def __init__(self, board: Switchboard, url: str) -> None:
        self._board = board
        self._url = url
        self._state = board.state

    def member(self, user: str) -> Member:
        """The person with this id."""
        if user not in self._state.members:
            raise PageError(f"There is nobody with the id {user!r} here.", 404)
        return self._state.members[user]

    def channel(self, user: str, channel_id: str) -> Channel:
        """A channel that the person is in. One that is not there and one that is not theirs look the same."""
        channel = self._state.channels.get(channel_id)
        if channel is None or user not in channel.members:
            raise PageError(f"{channel_id!r} is not a channel of {self.member(user).name}.", 404)
        return channel

    def say(
        self, user: str, channel_id: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> str:
        """Post what the person typed, with uploaded files by their ids; returns the message's ts."""
        channel = self.channel(user, channel_id)
        if not text.strip() and not files:
            raise PageError("A message needs some text.")
        if thread_ts is not None and thread_ts not in channel.messages:
            raise PageError("The message of this thread is gone.", 404)
        root = channel.messages[thread_ts].get("thread_ts", thread_ts) if thread_ts else None
        stored = mrkdwn.typed(text, self._state.mentionable)
        shared = list(self._shared(user, channel, files))
        message = typed_message(user, stored, self._state.next_ts(), root, shared)
        return str(self._board.post(channel, message)["ts"])

    def _shared(self, user: str, channel: Channel, files: Sequence[str]) -> Iterator[Json]:
        """The person's own uploads, from now on seen in the channel."""
        for file in map(self._state.files.get, files):
            if file is None or file.user != user:
                raise PageError("There is no such file.", 404)
            file.channels.add(channel.id)
            yield described_file(self._url, file, self._state.clock())

    async def command(self, user: str, channel_id: str, name: str, text: str) -> None:
        """Type a slash command."""
        channel = self.channel(user, channel_id)
        command = self._board.manifest.command(name)
        if command is None:
            raise PageError(f"{name} is not a valid command.", 404)
        words = mrkdwn.typed(text, self._state.mentionable if command.should_escape else {})
        body = payloads.command(self.member(user), channel, name, words, self._board.token)
        try:
            ack = await self._board.delivery.ask("slash_commands", body | self._tickets(user, channel))
        except NoAck:
            raise PageError(f'{name} failed with the error "operation_timeout"', 424) from None
        if ack.get("text") or ack.get("blocks"):
            self._answer(channel, user, ack)

    def _tickets(self, user: str, channel: Channel, message_ts: str | None = None) -> Json:
        response = self._board.tickets.response(user, channel.id, message_ts)
        return {"trigger_id": self._board.tickets.trigger(user), "response_url": self._board.hook(response)}

    def _answer(self, channel: Channel, user: str, ack: Json) -> None:
        try:
            blocks.check_message(ack.get("blocks"), ack.get("text", ""))
        except SlackError as wrong:
            raise PageError(f"The app's answer was refused: {wrong.code}", 424) from None
        message = bot_message(ack.get("text", ""), self._state.next_ts(), self._state.bot_name)
        message |= {"blocks": ack["blocks"]} if ack.get("blocks") else {}
        if ack.get("response_type") == "in_channel":
            self._board.post(channel, message)
        else:
            self._board.whisper(channel, user, message)

    async def shortcut(self, user: str, channel_id: str, callback_id: str, message_ts: str) -> None:
        """Pick a message shortcut on a message."""
        channel = self.channel(user, channel_id)
        message = channel.messages.get(message_ts)
        if message is None:
            raise PageError("The message of this shortcut is gone.", 404)
        if callback_id not in {shortcut.callback_id for shortcut in self._board.manifest.shortcuts}:
            raise PageError(f"There is no shortcut {callback_id!r}.", 404)
        body = payloads.shortcut(
            self.member(user), channel, callback_id, copy.deepcopy(message), token=self._board.token, ts=self._ts()
        )
        await self._ask(body | self._tickets(user, channel, message_ts))

    def _ts(self) -> str:
        return self._state.next_ts()

    async def _ask(self, body: Json) -> Json:
        try:
            return await self._board.delivery.ask("interactive", body)
        except NoAck:
            raise PageError(TROUBLE, 424) from None

    async def press(self, user: str, action: Json, where: Mapping[str, Any]) -> None:
        """Press a button or change an input: in a view (`view_id`) or on a message (`channel`, `message_ts`).

        `values` are what the other inputs of the view hold at that moment.
        """
        if where.get("view_id"):
            shown = self._view(user, where["view_id"])
            self._fill(user, shown.view, where.get("values") or {})
            await self._press_in_view(user, action, shown)
        else:
            await self._press_on_message(user, action, where.get("channel") or "", where.get("message_ts") or "")

    def _view(self, user: str, view_id: str) -> Shown:
        try:
            shown = self._board.views.find(view_id)
        except SlackError:
            raise PageError("This view is gone.", 404) from None
        if shown.user != user:
            raise PageError("This view is gone.", 404)
        return shown

    async def _press_in_view(self, user: str, action: Json, shown: Shown) -> None:
        pressed = self._pressed(action, shown.view["blocks"])
        forms.keep(shown.view["state"]["values"], pressed["block_id"], pressed["action_id"], pressed)
        container = {"type": "view", "view_id": shown.view["id"]}
        body = payloads.actions(self.member(user), pressed, container, self._board.token)
        trigger = self._board.tickets.trigger(user, shown.view["id"])
        await self._ask({**body, "trigger_id": trigger, "view": copy.deepcopy(shown.view)})

    async def _press_on_message(self, user: str, action: Json, channel_id: str, ts: str) -> None:
        channel = self.channel(user, channel_id)
        message = self._message(user, channel, ts)
        pressed = self._pressed(action, message.get("blocks", []))
        hidden = "ephemeral" in message
        container = {"type": "message", "message_ts": ts, "channel_id": channel.id, "is_ephemeral": hidden}
        container |= {"thread_ts": message["thread_ts"]} if "thread_ts" in message else {}
        body = payloads.actions(self.member(user), pressed, container, self._board.token)
        where = {"channel": {"id": channel.id, "name": channel.name}}
        values = forms.values(message.get("blocks", []))
        forms.keep(values, pressed["block_id"], pressed["action_id"], pressed)
        # Slack sends no copy of an ephemeral message along.
        copied = {} if hidden else {"message": copy.deepcopy(message)}
        await self._ask({**body, **where, **copied, "state": {"values": values}, **self._tickets(user, channel, ts)})

    def _message(self, user: str, channel: Channel, ts: str) -> Json:
        hidden = self._state.ephemerals.get(ts)
        if hidden is not None and (hidden.user, hidden.channel) == (user, channel.id):
            return hidden.message
        if ts not in channel.messages:
            raise PageError("This message is gone.", 404)
        return channel.messages[ts]

    def _pressed(self, action: Json, among: list[Json]) -> Json:
        found = forms.find(among, str(action.get("action_id", "")), action.get("block_id"))
        if found is None:
            raise PageError(f"There is no {action.get('action_id')!r} to press here.", 404)
        block, element = found
        if not forms.offers(element, action):
            raise PageError(f"{action['action_id']!r} does not offer that.")
        fixed: Json = {key: element[key] for key in ("type", "action_id", "text", "value") if key in element}
        return {**action, **fixed, "block_id": block["block_id"], "action_ts": self._ts()}

    async def suggest(self, user: str, view_id: str, action_id: str, typed: str) -> list[Json]:
        """The options that the app offers in a select of a view, for what was typed in it so far."""
        shown = self._view(user, view_id)
        found = forms.find(shown.view["blocks"], action_id)
        if found is None or found[1]["type"] not in ("external_select", "multi_external_select"):
            raise PageError(f"There is no {action_id!r} to look something up in.", 404)
        block, element = found
        if len(typed) < element.get("min_query_length", SHORTEST_QUERY):
            return []
        view = copy.deepcopy(shown.view)
        body = payloads.suggestion(self.member(user), element, block["block_id"], typed, view, token=self._board.token)
        return self._offered(await self._ask(body))

    def _offered(self, ack: Json) -> list[Json]:
        options = ack.get("options")
        wrong = list(limits.offer(options))
        if wrong:
            raise PageError(f"The app's options were refused: {wrong[0]}", 424)
        return list(options or ())

    async def submit(self, user: str, view_id: str, values: Json) -> Json:
        """Submit a modal; the result as the page contract has it."""
        shown = self._view(user, view_id)
        if shown.view["type"] != "modal" or not self._board.views.is_top(shown):
            raise PageError("This form is not the one in front.", 409)
        self._fill(user, shown.view, values)
        complaints = forms.complaints(shown.view["blocks"], shown.view["state"]["values"])
        if complaints:
            return {"result": "errors", "errors": complaints}
        body = payloads.submission(self.member(user), copy.deepcopy(shown.view), self._board.token)
        trigger = self._board.tickets.trigger(user, shown.view["id"])
        return self._settled(shown, await self._ask({**body, "trigger_id": trigger}))

    def _fill(self, user: str, view: Json, values: Json) -> None:
        for block_id, chosen in values.items():
            for action_id, value in _objects(chosen).items():
                self._refuse_files_of_others(user, _objects(value).get("files") or [])
                if not forms.keep(view["state"]["values"], block_id, action_id, _objects(value)):
                    raise PageError(f"This form has no input {block_id!r} / {action_id!r}.")

    def _refuse_files_of_others(self, user: str, files: list[Json]) -> None:
        for given in files:
            file = self._state.files.get(str(given.get("id", "")))
            if file is None or file.user != user:
                raise PageError("There is no such file of yours.", 404)

    def _settled(self, shown: Shown, ack: Json) -> Json:
        try:
            return self._responded(shown, ack)
        except (SlackError, KeyError) as wrong:
            raise PageError(f"The app's answer was refused: {wrong.args[0]}", 424) from None

    def _responded(self, shown: Shown, ack: Json) -> Json:
        kind = ack.get("response_action")
        if kind == "errors":
            return self._complained(shown, ack["errors"])
        if kind == "update":
            content = blocks.check_view(ack["view"], "modal")
            return {"result": "updated", "view": self._board.show_modal(self._board.views.update(shown, content))}
        if kind == "push":
            content = blocks.check_view(ack["view"], "modal")
            return {"result": "pushed", "view": self._board.show_modal(self._board.views.push(shown.user, content))}
        if kind == "clear":
            self._board.clear_modals(shown.user)
        elif kind is None:
            self._board.close_top(shown.user, shown.view["id"])
        else:
            raise SlackError(f"response_action {kind!r}: errors, update, push and clear are accepted")
        return {"result": "closed"}

    def _complained(self, shown: Shown, errors: Json) -> Json:
        inputs = {block["block_id"] for block in shown.view["blocks"] if block["type"] == "input"}
        if not errors or not inputs.issuperset(errors):
            raise SlackError(f"errors for {sorted(errors)}: block ids of inputs are accepted, {sorted(inputs)}")
        return {"result": "errors", "errors": errors}

    def close(self, user: str, view_id: str) -> None:
        """Close a modal without submitting it."""
        shown = self._view(user, view_id)
        view = shown.view
        if view["clear_on_close"]:
            self._board.clear_modals(user)
        else:
            self._board.close_top(user, view_id)
        if view["notify_on_close"]:
            body = payloads.closing(self.member(user), view, self._board.token, cleared=view["clear_on_close"])
            self._board.delivery.tell("interactive", body)


def _objects(given: object) -> Json:
    if given is not None and not isinstance(given, dict):
        raise PageError(f"{given!r}: an object is accepted.")
    return given or {}
