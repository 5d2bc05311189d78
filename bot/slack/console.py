"""“console”: the link with which an editor opens the console, in their own conversation alone."""

import re
from collections.abc import Callable

from bot.console.tickets import Tickets
from bot.editors import Editors
from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.replies import Replies
from bot.wording import console as wording
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted

WORD = r"console[.!?]*"
Handler = Callable[[Accepted], None]


class ConsoleLink:
    """Hands links out. A link says who it lets in to nobody, and is worth nothing after it was used."""

    def __init__(self, replies: Replies, editors: Editors, tickets: Tickets, address: str) -> None:
        """`address` is that of the console, without a slash at its end."""
        self._replies = replies
        self._editors = editors
        self._tickets = tickets
        self._address = address

    def before(self, ask: Handler) -> Handler:
        """Hears the one word, and leaves all others to what answers questions."""

        def hears(work: Accepted) -> None:
            if re.fullmatch(WORD, str(work.body["words"]).strip(), re.IGNORECASE):
                self.send(Address(**work.body["to"]), work)
            else:
                ask(work)

        return hears

    def send(self, address: Address, work: Accepted) -> None:
        """The link for an editor; a sentence for everybody else, and where others read along."""
        if not address.direct:
            self._replies.say(address, work.key, wording.CONSOLE_ELSEWHERE)
            return
        request = self._replies.open(address, work.key)
        text, button = wording.CONSOLE_EDITORS_ONLY, []
        if self._editors.admit(request):
            text = wording.CONSOLE_LINK
            link = f"{self._address}/in/{self._tickets.link(request.worker)}"
            button = [kit.actions([kit.link_button(wording.CONSOLE_OPEN, "console", link)], "console")]

        def said(notice: Notice) -> Outgoing:
            shown = [kit.section(text), *button, kit.context(notice.text)]
            return message(address, text, kit.rendered(shown), notice.text)

        self._replies.send(request, said)
