"""The first contact: three short lines on what Onhand is, once for each worker, and the page that they lead to."""

from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.receiving.asking import may_i
from bot.slack.replies import Replies
from bot.slack.suggestions import suggestion_blocks
from bot.suggesting import Suggesting
from bot.wording import Voice
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.rooms import Rooms


class Meeting:
    """Says it once. That it was said, and in which words, is a choice record of the worker and nothing else.

    It never stands before an answer on a phone: it comes when somebody opens the conversation before they asked, or
    below the first thing that is said to them.
    """

    def __init__(self, rooms: Rooms, replies: Replies, suggesting: Suggesting) -> None:
        self._rooms = rooms
        self._replies = replies
        self._suggesting = suggesting

    def once(self, address: Address) -> list[Block]:
        """The lines where the worker was never told, and the record that they are now; nothing from then on.

        For use within `Replies.together`, so that the record and the message are one. Where others read along nothing
        is said: who is new there is nobody's business.
        """
        if address.place.public or self._told(address):
            return []
        said, worker = "\n".join(address.voice.first_contact()), self._rooms.gate.worker(address.person)
        self._rooms.gate.choose(worker, uses.SHOW_MY_DATA, "asked", said)
        return [kit.divider(), *map(kit.context, address.voice.first_contact())]

    def may_i_nudge(self, address: Address) -> list[Block]:
        """The question to somebody for whom a nudge waits, once. For use within `Replies.together`."""
        return may_i(self._rooms, address)

    def _told(self, address: Address) -> bool:
        return self._rooms.gate.asked(self._rooms.gate.worker(address.person), uses.SHOW_MY_DATA)

    def opened(self, work: Accepted) -> None:
        """Somebody opened their conversation with Onhand. A question that waits for them there stays the last word.

        They can tap one of the questions that are suggested to them, once: each opening would be too often.
        """
        address = Address(**work.body["to"])
        busy = self._rooms.escalations.wait_for(self._rooms.gate.worker(address.person))
        if busy or self._told(address):
            self._rooms.inbox.finish(work.key)
            return
        request = self._replies.open(address, work.key)
        suggestions = self._suggesting.of(request)

        def lines(notice: Notice) -> Outgoing:
            text, voice = "\n".join(address.voice.first_contact()), address.voice
            shown = [*first_contact_blocks(voice), *suggestion_blocks(suggestions, request.id, notice, voice)]
            return message(address, text, kit.rendered(shown), notice.text if suggestions or notice.kinds else "")

        with self._replies.together():
            if self.once(address):
                self._replies.send(request, lines)
            else:
                self._rooms.inbox.finish(work.key)

    def suggested(self, address: Address, work: Accepted, text: str) -> None:
        """A sentence to somebody who asked nothing yet, with what they could ask where they are alone with Onhand."""
        request = self._replies.open(address, work.key)
        suggestions = self._suggesting.of(request) if address.direct else ()
        with self._replies.together():
            once = self.once(address)

            def said(notice: Notice) -> Outgoing:
                shown = suggestion_blocks(suggestions, request.id, notice, address.voice)
                told = notice.text if suggestions or notice.kinds else ""
                return message(address, text, kit.rendered([kit.section(text), *shown, *once]), told)

            self._replies.send(request, said)


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
