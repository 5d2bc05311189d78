"""The chat page's own routes. The page is the only one who uses them; see doors.py."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import wraps
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace import cast, streams
from bot.workspace.acting import Acting
from bot.workspace.cast import Json
from bot.workspace.reading import decoded
from bot.workspace.refusals import PageError, SlackError
from bot.workspace.web_api.files import described_file, media_type, put
from bot.workspace.web_api.methods import Desk

_OBJECTS = ("action", "values")
_Answer = Callable[["PageApi", Any], Awaitable[Json]]


def _reading(answer: Callable[["PageApi", Any], Json]) -> Callable[["PageApi", Request], Awaitable[Response]]:
    @wraps(answer)
    async def endpoint(page: "PageApi", request: Request) -> Response:
        try:
            return JSONResponse(answer(page, request.query_params))
        except PageError as refused:
            return _refused(refused)

    return endpoint


def _doing(answer: _Answer) -> Callable[["PageApi", Request], Awaitable[Response]]:
    @wraps(answer)
    async def endpoint(page: "PageApi", request: Request) -> Response:
        try:
            return JSONResponse({"ok": True, **await answer(page, await _sent(request))})
        except PageError as refused:
            return _refused(refused)
        except KeyError as missing:
            return _refused(PageError(f"{missing.args[0]!r} is missing."))

    return endpoint


def _refused(refused: PageError) -> Response:
    return JSONResponse({"ok": False, "error": str(refused)}, refused.status)


async def _sent(request: Request) -> Json:
    # A form from elsewhere cannot have this type, so it is asked for even behind the check of the origin.
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise PageError("Only application/json is accepted.", 415)
    try:
        sent = decoded(await request.body())
    except ValueError:
        raise PageError("This is not JSON.") from None
    if not isinstance(sent, dict):
        raise PageError("A JSON object is accepted.")
    for name, value in sent.items():
        _refuse_mistyped(name, value)
    return sent


def _refuse_mistyped(name: str, value: Any) -> None:
    accepted = dict if name in _OBJECTS else str
    if value is not None and not isinstance(value, accepted):
        raise PageError(f"{name!r} is {value!r}; {'an object' if accepted is dict else 'a text'} is accepted.")


class PageApi:
    """The routes under /page/."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._board = desk.board
        self._acting = Acting(desk.board, desk.url)

    def routes(self) -> list[BaseRoute]:
        """All of them."""
        reads = {"cast": self.cast, "state": self.state, "history": self.history, "file": self.file}
        deeds = {
            "message": self.message,
            "command": self.command,
            "shortcut": self.shortcut,
            "action": self.action,
            "suggest": self.suggest,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "dm": self.dm,
        }
        found: list[BaseRoute] = [Route(f"/page/{name}", endpoint) for name, endpoint in reads.items()]
        found += [Route(f"/page/{name}", endpoint, methods=["POST"]) for name, endpoint in deeds.items()]
        found.append(Route("/page/upload", self.upload, methods=["POST"]))
        return [*found, WebSocketRoute("/page/stream", self.stream)]

    @_reading
    def cast(self, _query: Any) -> Json:
        manifest = self._board.manifest
        members = self._board.state.members.values()
        return {
            "team": {"id": cast.TEAM_ID, "name": cast.TEAM_NAME},
            "bot": {"id": cast.BOT_USER_ID, "name": self._board.state.bot_name},
            "members": [{"id": member.id, "name": member.name, "title": member.title} for member in members],
            "commands": [
                {"command": known.command, "description": known.description, "usage_hint": known.usage_hint}
                for known in manifest.commands
            ],
            "shortcuts": [{"callback_id": known.callback_id, "name": known.name} for known in manifest.shortcuts],
        }

    @_reading
    def state(self, query: Any) -> Json:
        user = self._acting.member(query.get("as", "")).id
        return {"channels": [streams.place(channel, user) for channel in self._board.state.of(user)]}

    @_reading
    def history(self, query: Any) -> Json:
        user = self._acting.member(query.get("as", "")).id
        channel = self._acting.channel(user, query.get("channel", ""))
        return {"messages": [streams.seen(message, channel, user) for message in channel.messages.values()]}

    async def file(self, request: Request) -> Response:
        """The bytes of a file that was shared in a channel of the viewer."""
        user = request.query_params.get("as", "")
        file = self._board.state.files.get(request.query_params.get("id", ""))
        mine = {channel.id for channel in self._board.state.of(user)}
        if file is None or file.content is None or not mine.intersection(file.channels):
            return _refused(PageError("There is no such file.", 404))
        saved = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}"}
        return Response(file.content, media_type=media_type(file), headers=saved)

    async def upload(self, request: Request) -> Response:
        """Takes the bytes of one file of the person; they are shared with the message that names its id."""
        # A form from elsewhere cannot have this type, as with JSON.
        if request.headers.get("content-type") != "application/octet-stream":
            return _refused(PageError("Only application/octet-stream is accepted.", 415))
        query = request.query_params
        try:
            user = self._acting.member(query.get("as", "")).id
            file = put(self._desk, user, query.get("name", "") or "file", await request.body())
        except PageError as refused:
            return _refused(refused)
        except SlackError as refused:
            return _refused(PageError(f"The file was not taken: {', '.join(map(str, refused.args))}", 413))
        shown = described_file(self._desk.url, file, self._desk.state.clock())
        return JSONResponse({"ok": True, "id": file.id, "file": shown})

    @_doing
    async def message(self, sent: Json) -> Json:
        files = tuple(filter(None, sent.get("files", "").split(",")))
        thread_ts = sent.get("thread_ts")
        return {"ts": self._acting.say(sent["as"], sent["channel"], sent.get("text", ""), thread_ts, files)}

    @_doing
    async def command(self, sent: Json) -> Json:
        await self._acting.command(sent["as"], sent["channel"], sent["command"], sent.get("text", ""))
        return {}

    @_doing
    async def shortcut(self, sent: Json) -> Json:
        await self._acting.shortcut(sent["as"], sent["channel"], sent["callback_id"], sent["message_ts"])
        return {}

    @_doing
    async def action(self, sent: Json) -> Json:
        await self._acting.press(sent["as"], sent["action"], sent)
        return {}

    @_doing
    async def suggest(self, sent: Json) -> Json:
        asked = (sent["as"], sent["view_id"], sent["action_id"], sent.get("value") or "")
        return {"options": await self._acting.suggest(*asked)}

    @_doing
    async def submit(self, sent: Json) -> Json:
        return await self._acting.submit(sent["as"], sent["view_id"], sent["values"])

    @_doing
    async def close(self, sent: Json) -> Json:
        self._acting.close(sent["as"], sent["view_id"])
        return {}

    @_doing
    async def home(self, sent: Json) -> Json:
        if sent["tab"] not in ("home", "messages"):
            raise PageError(f"tab {sent['tab']!r}: home and messages are accepted.")
        return {"view": self._board.visit_home(self._acting.member(sent["as"]).id, sent["tab"])}

    @_doing
    async def dm(self, sent: Json) -> Json:
        one, other = self._acting.member(sent["as"]).id, sent["user"]
        if other != cast.BOT_USER_ID:
            self._acting.member(other)
        return {"channel": self._board.open_dm(one, other).id}

    async def stream(self, socket: WebSocket) -> None:
        """Everything that the person sees, as it happens."""
        user = socket.query_params.get("as", "")
        if user not in self._board.state.members:
            await socket.close(code=1008)
            return
        queue = self._board.streams.open(user)
        try:
            await socket.accept()
            await _until_gone(socket, queue)
        finally:
            self._board.streams.close(user, queue)


async def _until_gone(socket: WebSocket, queue: asyncio.Queue[Json]) -> None:
    telling = asyncio.ensure_future(_tell(socket, queue))
    try:
        while (await socket.receive())["type"] != "websocket.disconnect":
            pass
    finally:
        telling.cancel()
        with suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
            await telling


async def _tell(socket: WebSocket, queue: asyncio.Queue[Json]) -> None:
    while True:
        await socket.send_json(await queue.get())
