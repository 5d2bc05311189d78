"""The door of the Web API: who calls, how often, what; and Slack's answer to it."""

import asyncio
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.workspace.cast import Json
from bot.workspace.faults import Faults
from bot.workspace.refusals import SlackError
from bot.workspace.socket_mode import Links
from bot.workspace.web_api import arguments, chat, conversations, directory, files, views
from bot.workspace.web_api.methods import Desk, Method
from bot.workspace.web_api.pacing import Pacing

METHODS = {
    method.name: method
    for method in (*chat.METHODS, *conversations.METHODS, *directory.METHODS, *views.METHODS, *files.METHODS)
}
_OPEN = "apps.connections.open"


class TooEarly(Exception):
    """A call beyond the limits; `seconds` until the next one may come."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Tokens:
    """The two tokens that open the Web API."""

    bot: str
    app: str

    def check(self, given: str, *, for_app: bool) -> None:
        """SlackError when `given` is missing, unknown, or of the other kind."""
        if not given:
            raise SlackError("not_authed")
        wanted, other = (self.app, self.bot) if for_app else (self.bot, self.app)
        if secrets.compare_digest(given.encode(), other.encode()):
            raise SlackError("not_allowed_token_type")
        if not secrets.compare_digest(given.encode(), wanted.encode()):
            raise SlackError("invalid_auth")


class WebApi:
    """Answers /api/<method>."""

    def __init__(self, desk: Desk, tokens: Tokens, pacing: Pacing, faults: Faults, links: Links) -> None:
        self._desk = desk
        self._tokens = tokens
        self._pacing = pacing
        self._faults = faults
        self._links = links

    async def answer(self, request: Request) -> Response:
        """One call. Slack answers 200 to all but limits and breakdowns."""
        name = request.path_params["method"]
        await asyncio.sleep(self._faults.slowed.get(name, 0.0))
        fault = self._faults.failure(name)
        if fault is not None and fault.status != 429:
            return PlainTextResponse("Internal Server Error", fault.status)
        try:
            if fault is not None:
                raise TooEarly(fault.retry_after)
            body = {"ok": True, **await self._called(name, request)}
        except TooEarly as early:
            return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(early.seconds)})
        except SlackError as refused:
            body = refused.body()
        return JSONResponse(body, headers=self._headers())

    def _headers(self) -> dict[str, str]:
        scopes = self._desk.board.manifest.scopes or {scope for known in METHODS.values() for scope in known.scopes}
        return {"x-oauth-scopes": ",".join(sorted(scopes)), "x-slack-req-id": secrets.token_hex(8)}

    async def _called(self, name: str, request: Request) -> Json:
        method = METHODS.get(name)
        token, given = await arguments.read(request, json_too=method is not None and not method.reads)
        if name == _OPEN:
            return self._opened(token)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        self._tokens.check(token, for_app=False)
        self._refuse_unscoped(method)
        self._pace(self._pacing.call(name, method.tier))
        args = arguments.checked(name, given, method.needs)
        if method.posts:
            self._pace(self._pacing.post(chat.target_id(self._desk, args["channel"])))
        return method.handler(self._desk, args)

    def _opened(self, token: str) -> Json:
        self._tokens.check(token, for_app=True)
        self._pace(self._pacing.call(_OPEN, 1))
        address = self._desk.url.replace("http://", "ws://", 1)
        return {"url": f"{address}/link?ticket={self._links.ticket()}"}

    def _refuse_unscoped(self, method: Method) -> None:
        manifest = self._desk.board.manifest
        if not manifest.allows(*method.scopes):
            provided = ",".join(sorted(manifest.scopes))
            raise SlackError("missing_scope", needed=",".join(method.scopes), provided=provided)

    def _pace(self, seconds: int) -> None:
        if seconds:
            raise TooEarly(seconds)
