"""How a payload gets to the app and its acknowledgement back: three seconds, then, for events, again."""

import asyncio
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from bot.workspace.cast import Json
from bot.workspace.faults import Faults
from bot.workspace.refusals import NoAck

ACK_SECONDS = 3.0
RETRY_SECONDS = (0.0, 60.0, 300.0)
_HOLD_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """One delivery. `kind` is the Socket Mode type: events_api, slash_commands or interactive.

    `attempt` counts the retries, 0 for the first delivery; `reason` says why there was another one.
    """

    kind: str
    body: Json
    attempt: int = 0
    reason: str = ""


class Carrier(Protocol):
    """A way to the app. `late` is the retry reason for an acknowledgement that did not come in time."""

    late: str

    async def carry(self, parcel: Parcel) -> Json:
        """Deliver and return the payload of the acknowledgement, {} when it has none. Raises NoAck."""
        ...  # pragma: no cover


class Delivery:
    """Sends to the app over `carrier`, with the faults that are switched on."""

    def __init__(self, carrier: Carrier, faults: Faults) -> None:
        self.carrier = carrier
        self.ack_seconds = ACK_SECONDS
        self.retry_seconds: Sequence[float] = RETRY_SECONDS
        self._faults = faults
        self._held: list[Json] = []
        self._tasks: set[asyncio.Task[object]] = set()

    def event(self, body: Json) -> None:
        """Deliver an event in the background, and again when it is not acknowledged."""
        if self._faults.reverse > 1:
            self._hold(body)
        else:
            self._spawn(self._until_acknowledged(body))

    def _hold(self, body: Json) -> None:
        self._held.append(body)
        if len(self._held) == 1:
            asyncio.get_running_loop().call_later(_HOLD_SECONDS, self._release)
        if len(self._held) >= self._faults.reverse:
            self._release()

    def _release(self) -> None:
        held, self._held = self._held, []
        self._spawn(self._one_by_one(held[::-1]))

    async def _one_by_one(self, bodies: list[Json]) -> None:
        for body in bodies:
            first = self._spawn(self._until_acknowledged(body))
            await asyncio.wait([first], timeout=self.ack_seconds)

    async def _until_acknowledged(self, body: Json) -> None:
        reason = ""
        for attempt, wait in enumerate((0.0, *self.retry_seconds)):
            if wait:
                await asyncio.sleep(wait)
            try:
                await self._attempt(Parcel("events_api", body, attempt, reason))
            except NoAck as missed:
                reason = missed.reason
            else:
                return

    async def ask(self, kind: str, body: Json) -> Json:
        """Deliver a command or an interaction, once, and return its acknowledgement. Raises NoAck."""
        return await self._attempt(Parcel(kind, body))

    def tell(self, kind: str, body: Json) -> None:
        """Deliver an interaction whose acknowledgement changes nothing, in the background."""
        self._spawn(self._quietly(self._attempt(Parcel(kind, body))))

    async def _attempt(self, parcel: Parcel) -> Json:
        await asyncio.sleep(self._faults.delivery_delay)
        try:
            async with asyncio.timeout(self.ack_seconds):
                return await self._acknowledged(parcel)
        except TimeoutError:
            raise NoAck(self.carrier.late) from None

    async def _acknowledged(self, parcel: Parcel) -> Json:
        if self._faults.dropping():
            await asyncio.Event().wait()
        for _ in range(self._faults.copies - 1):
            self._spawn(self._quietly(self.carrier.carry(parcel)))
        ack = await self.carrier.carry(parcel)
        await asyncio.sleep(self._faults.ack_delay)
        return ack

    async def _quietly(self, delivery: Coroutine[object, object, Json]) -> None:
        with suppress(NoAck):
            await delivery

    def _spawn(self, work: Coroutine[object, object, object]) -> asyncio.Task[object]:
        task: asyncio.Task[object] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def stop(self) -> None:
        """Give up everything that is still on its way."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
