"""A worker's own reply to a nudge: written in a form that says who reads it, and sent to the one who nudged, once."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message, opened_view
from bot.slack.replies import Replies
from bot.wording import coaching
from bot.wording.nudging import NUDGING
from privacy.gate import Outgoing
from privacy.inbox import Accepted
from privacy.rooms import Rooms
from privacy.worker import Person

FORM = "nudge_reply"
LONGEST = 1_000
"""Characters of a reply."""


class Replying:
    """What of a worker's goes to their manager: what they write here, with their name, and nothing else."""

    def __init__(self, rooms: Rooms, replies: Replies) -> None:
        self._rooms = rooms
        self._replies = replies

    def open(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        said = NUDGING[address.voice.language]
        carried = {"to": address.kept(), "n": value["n"], "s": value["s"], "t": value["t"]}
        shown: list[Block] = [
            kit.from_person(value["s"], said.reads_this),
            kit.text_input("reply", said.your_reply, longest=LONGEST),
        ]
        page = kit.modal(
            said.your_reply, shown, address.voice.cancel, kit.Form(address.voice.send, FORM, kit.packed(carried))
        )
        self._replies.show(address, work.key, lambda: opened_view(work.body["trigger"], address.user, page))

    def send(self, work: Accepted) -> None:
        """To the one who sent the nudge, where it was sent to this worker and has no reply of theirs yet."""
        meta, words = work.body["meta"], work.body["words"]
        address = Address(**meta["to"])
        said, request = NUDGING[address.voice.language], self._replies.open(address, None)
        sender = Person(address.team, meta["s"])
        with self._replies.together():
            theirs = self._rooms.nudges.reply(request, meta["n"], sender, meta["t"], words)
            if theirs is not None:
                self._replies.send(theirs, lambda _: _reply(sender, address.user, meta["t"], words))
            self._replies.say(address, work.key, said.replied if theirs else said.no_reply)


def _reply(to: Person, user: str, title: str, words: str) -> Outgoing:
    text = coaching.REPLY.format(title=title)
    blocks = kit.rendered([kit.from_person(user, text), kit.quotation(words)])
    return direct_message(to.slack_user_id, f"{text} {words}", blocks)
