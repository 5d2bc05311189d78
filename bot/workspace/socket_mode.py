"""Socket Mode: the app holds a websocket open, payloads come down it in envelopes, acknowledgements go up."""

import asyncio
import secrets
import uuid

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.workspace.cast import APP_ID, Json
from bot.workspace.delivery import Parcel
from bot.workspace.refusals import NoAck, SlackError

MOST_LINKS = 10


class Links:
    """The app's open connections; any one of them gets the next payload."""

    late = "timeout"

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._open: list[WebSocket] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._arrived = asyncio.Event()

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._open)

    def ticket(self) -> str:
        """A single-use ticket for one connection; SlackError when ten are open already."""
        if len(self._open) >= MOST_LINKS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return ticket

    async def serve(self, link: WebSocket) -> None:
        """One connection, from its ticket to its end."""
        ticket = link.query_params.get("ticket", "")
        if ticket not in self._tickets:
            await link.close(code=1008)
            return
        self._tickets.discard(ticket)
        await link.accept()
        self._open.append(link)
        try:
            await self._converse(link)
        except WebSocketDisconnect:
            pass
        finally:
            self._forget(link)

    async def _converse(self, link: WebSocket) -> None:
        await link.send_json(self._hello())
        self._arrived.set()
        while True:
            self._take(await link.receive_json())

    def _hello(self) -> Json:
        debug = {"host": "local", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": debug,
        }

    def _take(self, message: Json) -> None:
        waiting = self._waiting.get(message.get("envelope_id", ""))
        if waiting is not None and not waiting.done():
            waiting.set_result(message.get("payload") or {})

    def _forget(self, link: WebSocket) -> None:
        if link in self._open:
            self._open.remove(link)
        if not self._open:
            self._arrived.clear()

    async def carry(self, parcel: Parcel) -> Json:
        """Send one envelope down the next connection and wait for its acknowledgement."""
        await self._arrived.wait()
        link = self._open.pop(0)
        self._open.append(link)
        envelope_id = str(uuid.uuid4())
        waiting: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = waiting
        try:
            await link.send_json(_envelope(parcel, envelope_id))
            return await waiting
        except (RuntimeError, WebSocketDisconnect):
            self._forget(link)
            raise NoAck("connection_failed") from None
        finally:
            del self._waiting[envelope_id]

    async def refresh(self) -> None:
        """End every connection as Slack does when it wants the app to come back on a new one."""
        for link in tuple(self._open):
            self._forget(link)
            await link.send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "local"}})
            await link.close()


def _envelope(parcel: Parcel, envelope_id: str) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "payload": parcel.body,
        "type": parcel.kind,
        "accepts_response_payload": parcel.kind != "events_api",
    }
    if parcel.kind == "events_api":
        envelope |= {"retry_attempt": parcel.attempt, "retry_reason": parcel.reason}
    return envelope
