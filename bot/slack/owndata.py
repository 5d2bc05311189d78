"""What a worker does with their own data: sees it, looks further back, takes a copy, deletes a part or all of it."""

from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, deleted, files, home_view, message, opened_view, updated_view
from bot.slack.meeting import keeping_view
from bot.slack.mydata import PAGE, READ, home_blocks, my_data_blocks, older_view
from bot.slack.replies import Replies
from bot.slack.suggestions import suggestion_blocks
from bot.suggesting import Suggesting
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import WorkerId

AtHome = Callable[[Request], Sequence[Block]]
"""What else the home tab shows to whom a request is of."""


OfTeam = Callable[[WorkerId], Sequence[Block]]
"""What a manager is told of the groups that their people are in."""


def nothing_more(_request: Request) -> Sequence[Block]:
    return ()


def no_team(_manager: WorkerId) -> Sequence[Block]:
    return ()


class OwnData:
    """One method a wish; each ends where the worker alone sees it."""

    def __init__(
        self,
        rooms: Rooms,
        replies: Replies,
        suggesting: Suggesting,
        at_home: AtHome = nothing_more,
        of_team: OfTeam = no_team,
    ) -> None:
        self._at_home = at_home
        self._of_team = of_team
        self._rooms = rooms
        self._replies = replies
        self._suggesting = suggesting

    def show(self, address: Address, work: Accepted) -> None:
        """The page of all that is held, where only the worker sees it."""
        voice = address.voice
        if address.place.public:
            self._replies.say(address, work.key, voice.my_data_elsewhere)
            return
        request = self._replies.open(address, work.key)
        data = self._rooms.rights.show(request, READ)

        def page(notice: Notice) -> Outgoing:
            blocks = my_data_blocks(data, notice.text, voice, stays=not address.alone)
            return message(address, voice.my_data, kit.rendered(blocks), notice.text)

        self._replies.send(request, page)

    def older(self, address: Address, work: Accepted, before: int) -> None:
        """The receipts before a number, in a page that nobody finds in the conversation later."""
        request = self._replies.open(address, work.key)
        data = self._rooms.rights.show(request, PAGE + 1, before)
        self._replies.send(
            request, lambda notice: shown_view(address, work, older_view(data, notice.text, address.voice))
        )

    def keeping(self, address: Address, work: Accepted) -> None:
        """The page that says what is kept, of anybody."""
        self._replies.show(address, work.key, lambda: shown_view(address, work, keeping_view(address.voice)))

    def export(self, address: Address, work: Accepted) -> None:
        """A copy of all that is held, as two files in the worker's own conversation with the bot."""
        voice, request = address.voice, self._replies.open(address, work.key)
        copy = self._rooms.rights.export(request, {name: used.title for name, used in voice.uses.items()})
        name = f"onhand-{request.id[:8]}"
        held = (
            {"filename": f"{name}.html", "title": voice.my_data_title, "content": copy.page},
            {"filename": f"{name}.json", "title": f"{voice.my_data_title} (JSON)", "content": copy.json},
        )
        self._replies.send(request, lambda notice: files(address, voice.copy_sent, notice.text, held))

    def delete_kept(self, address: Address, work: Accepted, name: str) -> None:
        """Deletes what one use keeps."""
        use, worker = uses.declared(name), self._rooms.gate.worker(address.person)
        self._rooms.rights.erase_use(worker, use)
        on = self._rooms.gate.allowed(worker, use) or not use.stoppable or use.needs_yes
        self._replies.say(address, work.key, address.voice.deleted_kept(use, on=on))

    def erase(self, address: Address, work: Accepted) -> None:
        self._rooms.rights.erase(self._rooms.gate.worker(address.person))
        self._replies.say(address, work.key, address.voice.erased)

    def hide(self, address: Address, work: Accepted) -> None:
        """Takes the page itself out of the conversation."""
        self._replies.show(address, work.key, lambda: deleted(address.channel, work.body["ts"]))

    def home(self, work: Accepted) -> None:
        """Publishes the home tab."""
        self.home_of(Address(**work.body["to"]), work)

    def home_of(self, address: Address, work: Accepted) -> None:
        """With suggested questions, and the notice of what was drawn for them."""
        voice, request = address.voice, self._replies.open(address, work.key)
        suggestions = self._suggesting.of(request)
        choices, coach = self._rooms.rights.choices(request.worker), self._rooms.nudges.manages(address.person)
        more = [*self._at_home(request), *(self._of_team(request.worker) if coach else ())]

        def view(notice: Notice) -> Outgoing:
            shown = [*more, *suggestion_blocks(suggestions, request.id, notice, voice)]
            blocks = kit.rendered(home_blocks(choices, voice, shown, coach=coach))
            return home_view(address.user, {"type": "home", "blocks": blocks})

        self._replies.send(request, view)


def shown_view(address: Address, work: Accepted, view: dict[str, Any]) -> Outgoing:
    """A page in the place of the one that the button stood in, or a new one."""
    if work.body["view"]:
        return updated_view(work.body["view"], view)
    return opened_view(work.body["trigger"], address.user, view)
