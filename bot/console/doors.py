"""What holds for every page of the console: its name, what a browser may do with it, how much it takes."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LARGEST_BODY = 60_000_000
"""Bytes of a form with its files."""
POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Doors:
    """Refuses other names, forms of other pages, and bodies without an end; sets the headers of each answer.

    A name that is not the console's own means that a web page has had a name of its own point here (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = LOOPBACK.union(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(Headers(scope=scope), scope["method"])
        app = self._app if refusal is None else refusal
        await app(scope, receive, _strict(send, scope["path"]))

    def _refusal(self, headers: Headers, method: str) -> PlainTextResponse | None:
        if _host(headers.get("host", "")) not in self._names:
            return PlainTextResponse("The console is not served under this name. See CONSOLE_URL.", 421)
        if method in ("GET", "HEAD"):
            return None
        # Where no page may tell the other end where it was, an Origin is "null" for one's own forms as well.
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Only the console's own pages may do this.", 403)
        length = headers.get("content-length", "")
        if not length.isdecimal():
            return PlainTextResponse("How long the form is has to be told.", 411)
        if int(length) > LARGEST_BODY:
            return PlainTextResponse(f"Larger than {LARGEST_BODY:,} bytes; send fewer files at a time.", 413)
        return None


def _host(given: str) -> str:
    """The name of a Host header without its port; nothing for what is no name."""
    try:
        return urlsplit(f"//{given}").hostname or ""
    except ValueError:
        return ""


def _strict(send: Send, path: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if not path.startswith("/static/"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return sending
