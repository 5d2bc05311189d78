"""What editors do in Slack, by the name of the button, the form or the word."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.console.tickets import Tickets
from bot.slack.addressing import Address, only_for
from bot.slack.console import ConsoleLink
from bot.slack.desk import Handler
from bot.slack.editing.card import at_a_glance, previewed
from bot.slack.editing.deciding import Deciding
from bot.slack.editing.downloading import Downloads
from bot.slack.editing.drafting import Drafting
from bot.slack.editing.files import Files
from bot.slack.editing.office import Office
from bot.slack.editing.owners import Owners
from bot.slack.editing.proposers import Proposers
from bot.slack.editing.standing import Standing
from bot.slack.editing.waiting import Waiting, asked_for
from privacy.inbox import Accepted

Press = Callable[[Address, Accepted, dict[str, Any]], None]
Sent = Callable[[Address, Accepted], None]


class Acts:
    """Hands each act to the part that does it. `ask` answers what is no word of editing."""

    def __init__(self, office: Office, ask: Handler) -> None:
        self._proposers = Proposers(office)
        settings = office.settings
        downloads = Downloads(str(settings.slack_bot_token), settings.slack_api_url)
        self._ask = ask
        at_once = at_a_glance(lambda: office.today)
        remarking = previewed(office.editorial.preview, at_once)
        self._waiting = Waiting(office, remarking)
        # After a decision nobody waits for a preview.
        self._deciding = Deciding(office, at_once, self._proposers)
        self._drafting = Drafting(office, self._proposers)
        self._files = Files(office, self._proposers, downloads, ask)
        self._owners = Owners(office)
        tickets = Tickets(settings.home, office.rooms.gate.clock)
        self._console = ConsoleLink(office.replies, office.editors, tickets, settings.console_url)
        self._standing = Standing(office, remarking)

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """A handler for each kind of work."""
        return {
            "ask": self.said,
            "files": self._files.dropped,
            "editing": self.press,
            "editing:article": lambda work: self._drafting.propose(_alone(work), work),
            "editing:refusal": lambda work: self._deciding.refuse(_alone(work), work),
            "editing:remind": self._owners.remind,
            "editing:card": self._standing.card,
            "editing:digest": self._standing.digest,
        }

    def catch_up(self) -> None:
        """The chore: who brought something in is told what became of it elsewhere."""
        self._proposers.catch_up()

    def said(self, work: Accepted) -> None:
        """“articles” is for editors; everything else is a question."""
        address = Address(**work.body["to"])
        title = asked_for(address, str(work.body["words"]))
        if title is None:
            self._ask(work)
        else:
            self._waiting.asked(address, work, title)

    def press(self, work: Accepted) -> None:
        """`editing:edit:3` is `edit`: the number only tells buttons of one message apart."""
        presses: Mapping[str, Press] = {
            "waiting": self._waiting.page,
            "look": self._waiting.look,
            "approve": self._deciding.approve,
            "refuse": self._deciding.ask_why,
            "show": self._deciding.show,
            "new": self._drafting.new,
            "edit": self._drafting.edit,
            "retire": self._drafting.retire,
            "right": self._owners.still_right,
            "console": lambda address, work, _: self._console.send(address, work),
        }
        name = str(work.body["action"]).split(":")[1]
        presses[name](only_for(Address(**work.body["to"])), work, work.body["value"])


def _alone(work: Accepted) -> Address:
    """A form carries where it was opened."""
    return only_for(Address(**work.body["meta"]["to"]))
