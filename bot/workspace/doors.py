"""Who may come in: only this machine, and only the workspace's own page may drive the people."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.workspace.callbacks import LOOPBACK

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
_READING = ("GET", "HEAD")


class Doors:
    """Refuses foreign Host headers everywhere, and foreign origins on /page/; sets the page's strict policy.

    A name other than this machine's own means that a web page has had a name of its own point here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = _refusal(scope)
        if refusal is None:
            await self._app(scope, receive, _strict(send) if scope["type"] == "http" else send)
        elif scope["type"] == "http":
            await JSONResponse({"ok": False, "error": refusal}, 403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": refusal})


def _refusal(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    if urlsplit(f"//{headers.get('host', '')}").hostname not in LOOPBACK:
        return "Only 127.0.0.1 and localhost are served."
    if scope["path"].startswith("/page/") and not _is_own(scope, headers):
        return "Only the workspace's own page may do this."
    return None


def _is_own(scope: Scope, headers: Headers) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        return origin == f"http://{headers['host']}"
    # A browser sends no Origin with a plain read of its own site, and always one with anything else.
    reading = scope["type"] == "http" and scope["method"] in _READING
    return reading and headers.get("sec-fetch-site", "none") in ("none", "same-origin")


def _strict(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = _POLICY
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
