"""The first contact: three short lines on what Onhand is, once for each worker, and the page that they lead to."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.replies import Replies
from bot.wording import Voice
from privacy import uses
from privacy.inbox import Accepted
from privacy.rooms import Rooms


class Meeting:
    """Says it once. That it was said, and in which words, is a choice record of the worker and nothing else.

    It never stands before an answer on a phone: it comes when somebody opens the conversation before they asked, or
    below the first thing that is said to them.
    """

    def __init__(self, rooms: Rooms, replies: Replies) -> None:
        self._rooms = rooms
        self._replies = replies

    def once(self, address: Address) -> list[Block]:
        """The lines where the worker was never told, and the record that they are now; nothing from then on.

        For use within `Replies.together`, so that the record and the message are one. Where others read along nothing
        is said: who is new there is nobody's business.
        """
        worker = self._rooms.gate.worker(address.person)
        if address.place.public or self._rooms.gate.asked(worker, uses.SHOW_MY_DATA):
            return []
        said = "\n".join(address.voice.first_contact())
        self._rooms.gate.choose(worker, uses.SHOW_MY_DATA, "asked", said)
        return [kit.divider(), *map(kit.context, address.voice.first_contact())]

    def opened(self, work: Accepted) -> None:
        """Somebody opened their conversation with Onhand. A question that waits for them there stays the last word."""
        address = Address(**work.body["to"])
        busy = self._rooms.escalations.wait_for(self._rooms.gate.worker(address.person))
        with self._replies.together():
            if not busy and self.once(address):
                text = "\n".join(address.voice.first_contact())
                request = self._replies.open(address, work.key)
                self._replies.send(
                    request, lambda _: message(address, text, kit.rendered(first_contact_blocks(address.voice)))
                )
            else:
                self._rooms.inbox.finish(work.key)


def first_contact_blocks(voice: Voice) -> list[Block]:
    """The three lines, and one tap to all of it."""
    show = kit.button(voice.show_my_data, "my_data", {"l": voice.language})
    return [
        *map(kit.section, voice.first_contact()),
        kit.actions([keeping_button(voice), show], "first_contact"),
    ]


def keeping_button(voice: Voice) -> Any:
    return kit.button(voice.what_i_keep, "what_i_keep", {"l": voice.language})


def keeping_view(voice: Voice) -> dict[str, Any]:
    """The page behind the three lines: the same for everybody, from the declared uses."""
    lines = [*map(kit.section, voice.first_contact()), kit.divider(), *map(kit.section, voice.keeping_lines())]
    return kit.modal(voice.what_i_keep, lines, voice.close)
