"""A Slack workspace on this machine: start it, give the app its tokens and address, and be any of its people."""

import asyncio
import secrets
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles

from bot.workspace import cast
from bot.workspace.callbacks import Callbacks
from bot.workspace.cast import Member
from bot.workspace.delivery import Delivery
from bot.workspace.doors import Doors
from bot.workspace.faults import Faults
from bot.workspace.hooks import Hooks
from bot.workspace.manifest import Manifest, read
from bot.workspace.page_api import PageApi
from bot.workspace.refusals import SlackError
from bot.workspace.socket_mode import Links
from bot.workspace.state import State
from bot.workspace.switchboard import Switchboard
from bot.workspace.web_api.dispatch import Tokens, WebApi
from bot.workspace.web_api.files import media_type, receive
from bot.workspace.web_api.methods import Desk
from bot.workspace.web_api.pacing import Pacing

if TYPE_CHECKING:
    import uvicorn

__all__ = ["LocalWorkspace", "Member"]

_PAGE = Path(__file__).parent / "page"
_START_SECONDS = 10.0
_HOST = "127.0.0.1"


class LocalWorkspace:
    """A workspace with `members` and `channels` (the ids of the members by channel name), for the demo and for tests.

    The bot is in every channel that `without_bot` does not name, and has a DM with every member. Listens on
    127.0.0.1 only, on any free `port` when that is 0. `clock` gives the time in seconds since 1970: the time of
    messages, triggers, response URLs and limits. `manifest` says what the app is set up to be (by default what
    bot/slack/manifest.json says): its commands, and the scopes and events without which it gets nothing. Everything
    is in memory and ends with `stop`.
    """

    team_id = cast.TEAM_ID
    bot_user_id = cast.BOT_USER_ID
    bot_id = cast.BOT_ID
    app_id = cast.APP_ID

    def __init__(
        self,
        members: Sequence[Member],
        channels: Mapping[str, Collection[str]],
        *,
        port: int = 0,
        clock: Callable[[], float] = time.time,
        without_bot: Collection[str] = (),
        manifest: Manifest | None = None,
    ) -> None:
        self.bot_token = f"xoxb-local-{secrets.token_hex(16)}"
        self.app_token = f"xapp-local-{secrets.token_hex(16)}"
        self.signing_secret = secrets.token_hex(16)
        self.faults = Faults()
        self._port = port
        self._pacing = Pacing(clock)
        self._links = Links()
        self._delivery = Delivery(self._links, self.faults)
        self._manifest = manifest or read()
        self._state = State(members, channels, clock, bot_name=self._manifest.bot_name, without_bot=without_bot)
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def url(self) -> str:
        """The page's address, http://127.0.0.1:PORT. The port is known once the workspace has started."""
        if self._port == 0:
            raise RuntimeError("the workspace has no port yet: call start() first, or give a port")
        return f"http://{_HOST}:{self._port}"

    @property
    def api_url(self) -> str:
        """The base URL for slack_sdk's WebClient."""
        return f"{self.url}/api/"

    def lives_in(self, user: str, zone: str) -> None:
        """The time zone that a person has set in Slack, by its name."""
        self._state.zones[user] = zone

    def wants_quiet(self, user: str, begins: int, ends: int) -> None:
        """When a person next wants not to be disturbed, in seconds since 1970."""
        self._state.quiet[user] = (begins, ends)

    @property
    def usergroups(self) -> dict[str, list[str]]:
        """The ids of the members of each user group by its handle; there is none at first."""
        return self._state.usergroups

    @property
    def limits_on(self) -> bool:
        """Whether Slack's rate limits hold; they do at first."""
        return self._pacing.on

    @limits_on.setter
    def limits_on(self, on: bool) -> None:
        self._pacing.on = on

    @property
    def ack_seconds(self) -> float:
        """How long the app may take to acknowledge, 3 seconds at first."""
        return self._delivery.ack_seconds

    @ack_seconds.setter
    def ack_seconds(self, seconds: float) -> None:
        self._delivery.ack_seconds = seconds

    @property
    def retry_seconds(self) -> Sequence[float]:
        """The waits before each repeated delivery of an unacknowledged event: 0, 60 and 300 seconds at first."""
        return self._delivery.retry_seconds

    @retry_seconds.setter
    def retry_seconds(self, seconds: Sequence[float]) -> None:
        self._delivery.retry_seconds = seconds

    @property
    def connections(self) -> int:
        """How many Socket Mode connections the app holds open."""
        return self._links.count

    @property
    def channels(self) -> frozenset[str]:
        """The names of the channels."""
        return frozenset(channel.name for channel in self._state.channels.values() if not channel.is_im)

    def channel_id(self, name: str) -> str:
        """The id of the channel called `name`. KeyError when there is none."""
        found = self._state.named(name.removeprefix("#"))
        if found is None:
            raise KeyError(name)
        return found.id

    def dm_id(self, user: str, other: str = cast.BOT_USER_ID) -> str:
        """The id of the DM between `user` and the bot, or another member."""
        return self._state.dm(other, user).id

    def deliver_to(self, request_url: str | None) -> None:
        """Send events, interactions and commands as signed POSTs to `request_url`, or over Socket Mode when None."""
        carrier = self._links if request_url is None else Callbacks(request_url, self.signing_secret)
        self._delivery.carrier = carrier

    def refresh_connections(self) -> None:
        """End all Socket Mode connections as Slack does from time to time; the app is expected to come back."""
        if self._loop is not None:
            asyncio.run_coroutine_threadsafe(self._links.refresh(), self._loop).result(_START_SECONDS)

    def start(self) -> None:
        """Listen, in a thread of its own; returns once the workspace answers. OSError when the port is taken."""
        import uvicorn

        listening = socket.create_server((_HOST, self._port))
        self._port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app(),
            log_config=None,
            access_log=False,
            ws="websockets-sansio",
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([listening],), name="workspace", daemon=True)
        self._thread.start()
        self._await_start()

    def _await_start(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while self._server is not None and not self._server.started:
            if time.monotonic() > until or self._thread is None or not self._thread.is_alive():
                raise RuntimeError(f"the local workspace did not start at {self.url}")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop listening and forget everything that is on its way. Safe to call twice."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join(_START_SECONDS)
            self._server = self._thread = self._loop = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _app(self) -> Starlette:
        token = secrets.token_hex(12)
        board = Switchboard(
            self._state, self._manifest, self._delivery, token=token, hook=lambda end: f"{self.url}/hooks/{end}"
        )
        desk = Desk(board, self.url)
        tokens = Tokens(self.bot_token, self.app_token)
        api = WebApi(desk, tokens, self._pacing, self.faults, self._links)
        routes: list[BaseRoute] = [
            Route("/", _index),
            Mount("/static", StaticFiles(directory=_PAGE, check_dir=False)),
            Route("/api/{method}", api.answer, methods=["GET", "POST"]),
            Route("/hooks/{secret}", Hooks(board).answer, methods=["POST"]),
            WebSocketRoute("/link", self._links.serve),
            *_file_routes(desk, tokens),
            *PageApi(desk).routes(),
        ]
        return Starlette(routes=routes, middleware=[Middleware(Doors)], lifespan=self._life)

    @asynccontextmanager
    async def _life(self, _app: Starlette) -> AsyncIterator[None]:
        self._loop = asyncio.get_running_loop()
        yield
        await self._delivery.stop()


async def _index(_request: Request) -> Response:
    return FileResponse(_PAGE / "index.html")


def _file_routes(desk: Desk, tokens: Tokens) -> list[BaseRoute]:
    async def upload(request: Request) -> Response:
        content = await request.body()
        try:
            receive(desk, request.path_params["secret"], content)
        except SlackError as refused:
            return JSONResponse(refused.body(), 400)
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(request: Request) -> Response:
        file = desk.state.files.get(request.path_params["id"])
        try:
            tokens.check(request.headers.get("authorization", "").removeprefix("Bearer "), for_app=False)
            if not desk.board.manifest.allows("files:read"):
                raise SlackError("missing_scope")
        except SlackError as refused:
            return JSONResponse(refused.body(), 403)
        if file is None or file.content is None:
            return JSONResponse(SlackError("file_not_found").body(), 404)
        return Response(file.content, media_type=media_type(file))

    return [
        Route("/upload/{secret}", upload, methods=["POST"]),
        Route("/files/{id}/{name}", download),
    ]
