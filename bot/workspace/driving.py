"""Being a person of the local workspace from Python: say, press, fill in, and wait for what comes."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from types import TracebackType
from typing import Any, Self
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from bot.workspace import forms
from bot.workspace.cast import BOT_USER_ID, Json

_SECONDS = 10.0


class Refused(Exception):
    """The workspace refused what the person did; the text is what the page would show."""


class Person:
    """One member with the chat page open. `url` is the workspace's; every wait has a `timeout` in seconds.

    What comes is taken once: `next_message` and `next_modal` return each thing a single time, oldest first.
    """

    def __init__(self, url: str, user_id: str) -> None:
        self.id = user_id
        self.notifications: list[Json] = []
        self.deleted: list[Json] = []
        self._url = url.rstrip("/")
        self._messages: list[Json] = []
        self._changes: list[Json] = []
        self._modals: list[Json] = []
        self._homes: list[Json] = []
        self._closed: list[str] = []
        self._came = threading.Condition()
        self._count = self._noted = 0
        self.dm = self.opens_dm(BOT_USER_ID)
        address = f"{self._url.replace('http', 'ws', 1)}/page/stream?{urlencode({'as': user_id})}"
        self._page = ExitStack()
        self._stream = self._page.enter_context(connect(address, origin=Origin(self._url), max_size=None))
        self._reader = threading.Thread(target=self._read, args=(self._stream,), daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    def leave(self) -> None:
        """Close the page."""
        self._page.close()
        self._reader.join(_SECONDS)

    # --- doing

    def says(self, text: str, *, channel: str | None = None, thread_ts: str | None = None) -> str:
        """Type a message, in the DM with the bot unless `channel` is given; returns its ts."""
        thread = {"thread_ts": thread_ts} if thread_ts else {}
        return str(self._post("message", channel=channel or self.dm, text=text, **thread)["ts"])

    def sends(self, files: Mapping[str, bytes], text: str = "", *, channel: str | None = None) -> str:
        """Drop files by their names into a conversation, with a text; returns the message's ts."""
        ids = [str(self._upload(name, content)["id"]) for name, content in files.items()]
        sent = self._post("message", channel=channel or self.dm, text=text, files=",".join(ids))
        return str(sent["ts"])

    def command(self, command: str, text: str, *, channel: str | None = None) -> None:
        """Type a slash command."""
        self._post("command", channel=channel or self.dm, command=command, text=text)

    def asks(self, text: str, *, channel: str | None = None) -> None:
        """Type /ask and `text`."""
        self.command("/ask", text, channel=channel)

    def shortcut(self, message: Json, callback_id: str = "ask_about_message") -> None:
        """Pick the shortcut on a message."""
        self._post("shortcut", channel=message["channel"], callback_id=callback_id, message_ts=message["ts"])

    def presses(self, on: Json, action_id: str, typed: Mapping[str, Any] | None = None, **value: Any) -> None:
        """Press the button, or set the input, `action_id` on a message or view.

        What is chosen is `value=` (an option's value, a text, a day) or Slack's own key, as selected_option={...}.
        `typed` is what the other inputs of a view hold at that moment, as in `submits`.
        """
        found = forms.find(on["blocks"], action_id)
        if found is None:
            raise LookupError(f"no {action_id!r} here; there are {_action_ids(on)}")
        block, element = found
        if set(value) == {"value"}:
            value = forms.chosen(element, value["value"])
        action = {"action_id": action_id, "block_id": block["block_id"], "type": element["type"], **value}
        held = {"values": _filled(on, typed)} if typed else {}
        self._post("action", action=action, **held, **_place(on))

    def looks_up(self, view: Json, action_id: str, typed: str = "") -> list[Json]:
        """The options that a select of a view offers for what is typed in it."""
        found: list[Json] = self._post("suggest", view_id=view["id"], action_id=action_id, value=typed)["options"]
        return found

    def submits(self, view: Json, values: Mapping[str, Any] | None = None) -> Json:
        """Fill in and send a modal. `values` by action_id or block_id: a text, an option's value, or Slack's dict."""
        return self._post("submit", view_id=view["id"], values=_filled(view, values or {}))

    def uploads(self, name: str, content: bytes) -> Json:
        """Choose a file for a form; what is returned goes into its input, as {"type": "file_input", "files": […]}."""
        found: Json = self._upload(name, content)["file"]
        return found

    def closes(self, view: Json) -> None:
        """Close a modal without sending it."""
        self._post("close", view_id=view["id"])

    def opens_home(self, timeout: float = _SECONDS) -> Json:
        """Open the app's home tab and return what the app publishes then."""
        with self._came:
            self._homes.clear()
        self._post("home", tab="home")
        return self.next_home(timeout)

    def opens_dm(self, user: str) -> str:
        """Open the DM with somebody and return its id."""
        return str(self._post("dm", user=user)["channel"])

    def opens_messages(self) -> None:
        """Open the app's messages tab."""
        self._post("home", tab="messages")

    # --- seeing

    def next_message(
        self,
        timeout: float = _SECONDS,
        *,
        channel: str | None = None,
        after: str | None = None,
        thread_ts: str | None = None,
        ephemeral: bool | None = None,
    ) -> Json:
        """The next message by somebody else; `after` is a ts. TimeoutError says what was awaited."""
        wanted: Json = {"channel": channel, "after": after, "thread_ts": thread_ts, "ephemeral": ephemeral}
        given = {key: value for key, value in wanted.items() if value is not None}
        what = " ".join(["a message", *(f"{key}={value!r}" for key, value in given.items())])
        return self._wait(what, lambda: _take(self._messages, lambda one: _fits(one, wanted, self.id)), timeout)

    def next_change(self, timeout: float = _SECONDS, *, ts: str | None = None) -> Json:
        """The next message that was changed, as it is now."""
        return self._wait(
            f"a change of message {ts or 'any'}",
            lambda: _take(self._changes, lambda one: ts in (None, one["ts"])),
            timeout,
        )

    def next_modal(self, timeout: float = _SECONDS) -> Json:
        """The next modal that was opened, pushed, changed or uncovered."""
        return self._wait("a modal", lambda: _take(self._modals, lambda _: True), timeout)

    def next_home(self, timeout: float = _SECONDS) -> Json:
        """The home tab as it was published next."""
        return self._wait("the home tab", lambda: _take(self._homes, lambda _: True), timeout)

    def next_notification(self, timeout: float = _SECONDS) -> Json:
        """The next notification; it also stays in `notifications`."""
        found = self._wait("a notification", lambda: next(iter(self.notifications[self._noted :]), None), timeout)
        self._noted += 1
        return found

    def nothing_for(self, seconds: float) -> bool:
        """Whether nothing at all comes to this page for so many seconds."""
        with self._came:
            seen = self._count
            return not self._came.wait_for(lambda: self._count > seen, seconds)

    def history(self, channel: str | None = None) -> list[Json]:
        """The messages of a channel, oldest first; of the DM with the bot unless `channel` is given."""
        found: list[Json] = self._get("history", channel=channel or self.dm)["messages"]
        return found

    def channels(self) -> list[Json]:
        """The channels and DMs this person is in."""
        found: list[Json] = self._get("state")["channels"]
        return found

    def channel(self, name: str) -> str:
        """The id of the channel called `name`. LookupError when this person is in none of that name."""
        for channel in self.channels():
            if channel["name"] == name and not channel["is_im"]:
                return str(channel["id"])
        raise LookupError(f"{self.id} is in no channel {name!r}")

    # --- how

    def _wait(self, what: str, take: Callable[[], Json | None], timeout: float) -> Json:
        until = time.monotonic() + timeout
        with self._came:
            while (found := take()) is None:
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{self.id} waited {timeout} s for {what}, and it did not come")
                self._came.wait(left)
        return found

    def _read(self, stream: ClientConnection) -> None:
        try:
            for raw in stream:
                self._arrive(json.loads(raw))
        except ConnectionClosed:
            return

    def _arrive(self, told: Json) -> None:
        with self._came:
            kind = told["type"]
            # A notification follows a message that is counted already, and may come after its reader went on.
            self._count += kind != "notification"
            kept: Mapping[str, tuple[list[Any], Any]] = {
                "message": (self._messages, told.get("message")),
                "message_changed": (self._changes, told.get("message")),
                "message_deleted": (self.deleted, told),
                "modal": (self._modals, told.get("view")),
                "modal_closed": (self._closed, told.get("view_id")),
                "home": (self._homes, told.get("view")),
                "notification": (self.notifications, told),
            }
            if kind in kept:
                kept[kind][0].append(kept[kind][1])
            self._came.notify_all()

    def _get(self, name: str, **query: str) -> Json:
        return self._call(Request(f"{self._url}/page/{name}?{urlencode({'as': self.id, **query})}"))  # noqa: S310

    def _post(self, name: str, **body: Any) -> Json:
        data = json.dumps({"as": self.id, **body}).encode()
        headers = {"Content-Type": "application/json", "Origin": self._url}
        return self._call(Request(f"{self._url}/page/{name}", data, headers))  # noqa: S310

    def _upload(self, name: str, content: bytes) -> Json:
        address = f"{self._url}/page/upload?{urlencode({'as': self.id, 'name': name})}"
        headers = {"Content-Type": "application/octet-stream", "Origin": self._url}
        return self._call(Request(address, content, headers))  # noqa: S310

    def _call(self, request: Request) -> Json:
        try:
            with urlopen(request, timeout=_SECONDS * 3) as answer:  # noqa: S310
                body: Json = json.load(answer)
                return body
        except HTTPError as refused:
            with refused:
                raise Refused(json.load(refused)["error"]) from None


def _take(among: list[Json], fits: Callable[[Json], bool]) -> Json | None:
    for place, one in enumerate(among):
        if fits(one):
            return among.pop(place)
    return None


def _fits(message: Json, wanted: Json, viewer: str) -> bool:
    if message.get("user") == viewer:
        return False
    after, ephemeral = wanted["after"], wanted["ephemeral"]
    return (
        wanted["channel"] in (None, message["channel"])
        and wanted["thread_ts"] in (None, message.get("thread_ts"))
        and (after is None or float(message["ts"]) > float(after))
        and (ephemeral is None or message.get("ephemeral", False) == ephemeral)
    )


def _place(on: Json) -> Json:
    if "id" in on and "hash" in on:
        return {"view_id": on["id"]}
    return {"channel": on["channel"], "message_ts": on["ts"]}


def _action_ids(on: Json) -> list[str]:
    found = (element for block in on["blocks"] for element in forms.elements(block))
    return [element["action_id"] for element in found if "action_id" in element]


def _filled(view: Json, values: Mapping[str, Any]) -> Json:
    filled: Json = {}
    for name, value in values.items():
        block, element = _input(view, name)
        filled.setdefault(block["block_id"], {})[element["action_id"]] = _chosen(element, value)
    return filled


def _input(view: Json, name: str) -> tuple[Json, Json]:
    found = forms.find(view["blocks"], name)
    for block in view["blocks"]:
        if found is None and block.get("block_id") == name and block["type"] == "input":
            found = (block, block["element"])
    if found is None:
        raise LookupError(f"no input {name!r} here; there are {_action_ids(view)}")
    return found


def _chosen(element: Json, value: Any) -> Json:
    if isinstance(value, dict):
        return value
    return {"type": element["type"], **forms.chosen(element, value)}
