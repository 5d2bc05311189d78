"""Puts replies on their way: the only use that the handlers of work make of the gate's door out."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from privacy.gate import Gate, Outgoing, Render
from privacy.receipt import Request

Key = tuple[str, str]


class Replies:
    """Sends messages of a request, and wakes the sender when they are durable."""

    def __init__(self, gate: Gate, wake: Callable[[], None]) -> None:
        self._gate = gate
        self._wake = wake

    def open(self, address: Address, event: Key | None) -> Request:
        """A request of the person at the address, in the language spoken there, answering an event."""
        public, language = address.place.public, address.voice.language
        return self._gate.open(address.person, public=public, event=event, language=language)

    def send(self, request: Request, *renders: Render) -> tuple[int, ...]:
        """Returns the ids of the messages in the outbox."""
        ids = self._gate.send(request, *renders)
        self._wake()
        return ids

    def say(self, address: Address, event: Key | None, text: str, blocks: Sequence[Block] = ()) -> None:
        """A sentence that draws on nothing."""
        made = kit.rendered(blocks or [kit.section(text)])
        self.send(self.open(address, event), lambda _: message(address, text, made))

    def together(self) -> AbstractContextManager[object]:
        """Makes what happens inside one: all of it is durable at the end, or none of it happened."""
        return self._gate.together()

    def show(self, address: Address, event: Key | None, view: Callable[[], Outgoing]) -> None:
        """A view that draws on nothing."""
        self.send(self.open(address, event), lambda _: view())
