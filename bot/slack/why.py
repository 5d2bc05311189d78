"""“Why this?”: why an answer stands where it does, and what was read for it, for a short while."""

import uuid
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import Assistant
from bot.slack import blocks as kit
from bot.slack.addressing import Address, closing_view, deleted, opened_view
from bot.slack.beside import beside
from bot.slack.meeting import keeping_button
from bot.slack.owndata import shown_view
from bot.slack.replies import Replies
from privacy import uses
from privacy.inbox import Accepted
from privacy.rooms import Rooms
from retrieval.answer import Reason

SHOWN_SECONDS = 120
"""A device may be passed on with the page still open: after this time it shows nothing any more."""


class Why:
    """Opens the page, closes it after a while, and takes the answer out of the conversation on request."""

    def __init__(self, rooms: Rooms, replies: Replies, assistant: Assistant) -> None:
        self._assistant = assistant
        self._rooms = rooms
        self._replies = replies

    def of_answer(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """From the answer itself, which carries its title, its reasons and what it is shown beside."""
        receipts = self._rooms.rights.receipts_of(self._rooms.gate.worker(address.person), value["r"])
        reasons = tuple(Reason(use, detail) for use, detail in value["w"])
        lines = address.voice.why(value["t"], reasons, receipts)
        self._show(address, work, lines, tuple(beside(value, self._assistant, address.voice)))

    def of_request(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """From the page of one's data: of an earlier answer only what was read, and what for, is still known."""
        receipts = self._rooms.rights.receipts_of(self._rooms.gate.worker(address.person), value["r"])
        lines = [address.voice.receipt_line(receipt) for receipt in receipts]
        self._show(address, work, lines or [address.voice.nothing_read])

    def _show(self, address: Address, work: Accepted, lines: list[str], compared: tuple[Block, ...] = ()) -> None:
        voice, name = address.voice, f"why:{uuid.uuid4().hex}"
        blocks: list[Block] = [*map(kit.section, lines), *compared, kit.actions(_below(address, work), "why")]
        view = kit.modal(voice.why_this, blocks, voice.close) | {"external_id": name}
        closed = kit.modal(voice.why_this, [kit.section(voice.closed(voice.why_this))], voice.close)
        request = self._replies.open(address, work.key)
        with self._replies.together():
            _, closing = self._replies.send(
                request,
                lambda _: opened_view(work.body["trigger"], address.user, view),
                lambda _: closing_view(name, closed),
            )
            self._rooms.outbox.later(closing, SHOWN_SECONDS)

    def forget(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Deletes the answer from the conversation, and what was kept to understand the next question in it."""
        voice = address.voice
        place = Address(address.team, address.user, value["c"], value["th"]).place
        view = kit.modal(voice.why_this, [kit.section(voice.answer_forgotten)], voice.close)
        request = self._replies.open(address, work.key)
        with self._replies.together():
            self._rooms.gate.forget(request, uses.FOLLOW_UP, place.key)
            self._replies.send(
                request, lambda _: deleted(value["c"], value["ts"]), lambda _: shown_view(address, work, view)
            )


def _below(address: Address, work: Accepted) -> list[Any]:
    """What that page leads to. An answer can be taken out of one's own conversation only; others need theirs."""
    value = {"c": address.channel, "ts": work.body["ts"], "th": address.thread, "l": address.language}
    own = work.body["action"] == "why" and address.direct and not address.alone
    forget = [kit.button(address.voice.forget_answer, "forget_answer", value)] if own else []
    return [*forget, keeping_button(address.voice)]
