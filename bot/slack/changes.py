"""What the company's list says now: told to the person whose role or site it changed, once."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import direct_message
from bot.slack.replies import Replies
from bot.wording import ENGLISH, Voice
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.rooms import Rooms
from privacy.worker import WorkerId


class Changes:
    """Whoever loads the list only keeps what changed; this tells it, now or after the next start.

    In English: nobody wrote anything here that shows a language, and none is kept for anybody.
    """

    def __init__(self, rooms: Rooms, replies: Replies) -> None:
        self._rooms = rooms
        self._replies = replies

    def tell(self) -> None:
        for worker in self._rooms.directory.untold():
            self._tell(worker)

    def _tell(self, worker: WorkerId) -> None:
        request = self._rooms.gate.open_for(worker, public=False)
        drawn = self._rooms.gate.draw(request, uses.TELL_CHANGE)
        changes = [value for _, value in drawn.values.get(uses.LISTED.name, [])]
        with self._replies.together():
            # Another process may have told them meanwhile.
            if not changes or worker not in self._rooms.directory.untold():
                return
            for change in changes:
                self._rooms.gate.forget(request, uses.TELL_CHANGE, change["id"])
            now = {field: value for change in changes for field, value in change["now"].items()}
            self._replies.send(request, lambda notice: _told(changes[-1]["to"], now, notice, ENGLISH))


def _told(to: str, now: Mapping[str, Any], notice: Notice, voice: Voice) -> Outgoing:
    """What a phone shows says that something changed, and not what: others may see the screen."""
    blocks: list[Block] = [
        *map(kit.section, voice.changed(now)),
        kit.context(voice.from_the_list),
        kit.context(notice.text),
        kit.actions([kit.button(voice.show_my_data, "my_data", {"l": voice.language})], "changed"),
    ]
    return direct_message(to, voice.list_changed, kit.rendered(blocks), notice.text)
