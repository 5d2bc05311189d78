"""What all of editing shares: who is let in, and how they are answered."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk.models.blocks import Block

from bot.editorial import Editorial
from bot.editors import Editors
from bot.settings import Settings
from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.replies import Replies
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.proposals import Draft, Proposal
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.worker import Person

Take = Callable[[Person, str, dict[str, Any]], object]
"""Makes a piece of work durable, once under its name, for the one it is of."""


class Office:
    """The rooms of editing. Whoever acts is looked up at each act: a change of the company's list holds at once."""

    def __init__(self, rooms: Rooms, replies: Replies, editorial: Editorial, settings: Settings, bot: Person) -> None:
        """`bot` is the bot itself, for what it says to a channel of its own accord."""
        self.rooms = rooms
        self.replies = replies
        self.editorial = editorial
        self.settings = settings
        self.bot = bot
        self.editors = Editors(rooms.gate, settings.editor_roles)

    @property
    def today(self) -> date:
        return self.rooms.gate.clock().astimezone(self.settings.zone).date()

    def admit(self, address: Address, work: Accepted) -> Request | None:
        """The request of an editor, which ends no event yet. None for anybody else, who is told so."""
        request = self.replies.open(address, None)
        if self.editors.admit(request):
            return request
        self.tell(address, work, request, say.NOT_AN_EDITOR)
        return None

    def admit_to(self, article: Article | None, address: Address, work: Accepted) -> Request | None:
        """The same for one article: whoever looks after it may come in too, by the Slack id in the article alone."""
        if article is not None and article.owner is not None and article.owner.slack_user_id == address.user:
            return self.replies.open(address, None)
        return self.admit(address, work)

    def tell(self, address: Address, work: Accepted, request: Request, text: str, blocks: Sequence[Block] = ()) -> None:
        """A sentence, with the notice of what was drawn for it. It ends the event."""
        self.replies.send(replace(request, event=work.key), lambda notice: told(address, text, blocks, notice))

    def as_bot(self) -> Request:
        """A request of nobody's, for what others read."""
        return self.rooms.gate.open(self.bot, public=True)

    def live(self, article_id: str) -> Article | None:
        return self.editorial.library.get(article_id)

    def bring_in(self, drafts: Sequence[Draft], request: Request) -> tuple[Proposal, ...]:
        """Proposes, under the key of whoever asks. What says nothing new is left out."""
        return self.editorial.proposals.propose(drafts, str(request.worker))

    def decide_alone(self, made: Sequence[Proposal], request: Request) -> bool:
        """Where one editor is enough, what they bring in is approved by that, and carried out. True where it was."""
        if not self.editorial.alone or not made or not self.editors.admit(request):
            return False
        for each in made:
            self.editorial.proposals.approve(each.id, str(request.worker), alone=True)
        self.publish()
        return True

    def publish(self) -> None:
        """Carries out what was approved and is due. When it returns, questions are answered from it."""
        self.editorial.publisher.publish_due(self.today)
        self.editorial.refresh()


def told(address: Address, text: str, blocks: Sequence[Block], notice: Notice) -> Outgoing:
    """A message with its notice, where something was drawn for it."""
    return message(address, text, kit.rendered([*(blocks or [kit.section(text)]), *noticed(notice)]), notice_of(notice))


def noticed(notice: Notice) -> list[Block]:
    """The notice as a block: who edits reads many lines that drew on nothing."""
    return [kit.context(notice.text)] if notice.kinds else []


def notice_of(notice: Notice) -> str:
    return notice.text if notice.kinds else ""
