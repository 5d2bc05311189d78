"""Events over HTTP, for those who do not use Socket Mode: what Slack did not sign is refused before Bolt sees it."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

PATH = "/slack/events"
LARGEST_BODY = 1_000_000


Report = Callable[[], Mapping[str, Any]]


def http_app(app: App, signing_secret: str, clock: Callable[[], float] = time.time, report: Report = dict) -> Starlette:
    """An ASGI app with the one address that Slack posts to, and those for monitors."""
    verifier = SignatureVerifier(signing_secret, _At(clock))

    async def events(request: Request) -> Response:
        body = await _body(request)
        if body is None or not _signed(verifier, body, request):
            return PlainTextResponse("not signed by Slack", 401)
        return await run_in_threadpool(_dispatch, app, body.decode(), request)

    return Starlette(routes=[Route(PATH, events, methods=["POST"]), *_monitored(report)])


def health_app(report: Report) -> Starlette:
    """The addresses for monitors alone, for those who use Socket Mode."""
    return Starlette(routes=_monitored(report))


def _monitored(report: Report) -> list[Route]:
    """`/alive` says that the process runs; `/health` whether all of it is well: status 503 where something is not."""

    async def alive(_request: Request) -> Response:
        return PlainTextResponse("alive")

    async def health(_request: Request) -> Response:
        told = await run_in_threadpool(report)
        return JSONResponse(dict(told), 200 if told.get("status", "ok") == "ok" else 503)

    return [Route("/alive", alive), Route("/health", health)]


class _At(Clock):
    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()


async def _body(request: Request) -> bytes | None:
    """The body, or None where it is larger than anything Slack sends or is no UTF-8."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY:
            return None
    try:
        body.decode()
    except UnicodeDecodeError:
        return None
    return body


def _signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """False as well for headers that the verifier would stumble over, such as a timestamp that is no number."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    signature = request.headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and signature.isascii()):
        return False
    return verifier.is_valid(body, stamp, signature)


def _dispatch(app: App, body: str, request: Request) -> Response:
    """Bolt's answer. A signed body that makes no sense is acknowledged plainly: nothing else would end its retries."""
    try:
        answer = app.dispatch(BoltRequest(body=body, query=dict(request.query_params), headers=dict(request.headers)))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return PlainTextResponse("not understood", 200)
    return Response(answer.body, answer.status, headers=answer.first_headers_without_set_cookie())
