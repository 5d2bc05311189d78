"""What an editor sees who writes “articles”: what waits, oldest first, and any article by its title."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.editing.card import Remarking, card
from bot.slack.editing.office import Office
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.proposals import Proposal
from privacy.inbox import Accepted
from privacy.receipt import Request

PAGE = 5
WRITTEN = re.compile(r"\s*articles\b[:\s]*(?P<title>[^?]{0,80}?)[.!\s]*", re.IGNORECASE)


def asked_for(address: Address, words: str) -> str | None:
    """The title that somebody looks for with “articles …”, empty for what waits. None where it is a question.

    Only where they are alone with the bot: there, no question to a company's articles begins like that.
    """
    match = WRITTEN.fullmatch(words) if address.direct else None
    return match["title"].strip() if match else None


class Waiting:
    """Lists, and shows one of it as a card."""

    def __init__(self, office: Office, remarking: Remarking) -> None:
        self._office = office
        self._remarking = remarking

    def asked(self, address: Address, work: Accepted, title: str) -> None:
        request = self._office.admit(address, work)
        if request is not None and title:
            self._found(address, work, request, title)
        elif request is not None:
            self._page(address, work, request, 0)

    def page(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """A later page of what waits, from its button."""
        request = self._office.admit(address, work)
        if request is not None:
            self._page(address, work, request, int(value.get("from", 0)))

    def look(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """One that waits, as a card, where the editor is alone with the bot."""
        request = self._office.admit(address, work)
        proposal = self._office.editorial.proposals.get(value["p"])
        if request is None or proposal is None:
            return
        if proposal.state != "waiting":
            self._office.tell(address, work, request, say.not_waiting(proposal.state))
            return
        before = self._office.live(proposal.article.id)
        head = say.card_head(proposal, new=before is None)
        self._office.tell(address, work, request, head, card(proposal, before, self._remarking(proposal)))

    def _page(self, address: Address, work: Accepted, request: Request, begin: int) -> None:
        waiting = self._office.editorial.proposals.list()
        text = say.waiting(len(waiting)) if waiting else say.NOTHING_WAITS
        lines = [block for each in waiting[begin : begin + PAGE] for block in self._line(each, request)]
        buttons = [kit.button(say.NEW_ARTICLE, "editing:new", {})]
        if len(waiting) > begin + PAGE:
            buttons.append(kit.button(say.NEXT, "editing:waiting", {"from": begin + PAGE}))
        self._office.tell(address, work, request, text, [kit.section(text), *lines, kit.actions(buttons, "editing")])

    def _line(self, proposal: Proposal, request: Request) -> Iterator[Block]:
        own = proposal.proposed_by == request.worker
        told = say.waits(proposal, new=self._office.live(proposal.article.id) is None, own=own)
        yield kit.section(told, kit.button(say.LOOK, f"editing:look:{proposal.id}", {"p": proposal.id}))

    def _found(self, address: Address, work: Accepted, request: Request, title: str) -> None:
        found = [each for each in self._office.editorial.library.list() if _has(each, title)]
        text = say.found_for(title, len(found))
        shown = [block for place, each in enumerate(found[:PAGE]) for block in one(place, each)]
        rest = [kit.context(say.more(len(found) - PAGE))] if len(found) > PAGE else []
        self._office.tell(address, work, request, text, [kit.section(text), *shown, *rest])


def at_home(office: Office, request: Request) -> list[Block]:
    """What an editor finds in the home tab.

    Only where something was brought in or decided under their key before: nobody else's job is looked up for it.
    """
    proposals = office.editorial.proposals
    if not proposals.has_edited(str(request.worker)) or not office.editors.admit(request):
        return []
    buttons = [kit.button(say.NEW_ARTICLE, "editing:new", {}), kit.button(say.WHAT_WAITS, "editing:waiting", {}),
               kit.button(say.CONSOLE, "editing:console", {})]  # fmt: skip
    return [kit.section(say.at_home(len(proposals.list()))), kit.actions(buttons, "editing")]


def _has(article: Article, words: str) -> bool:
    """True where each of the words stands in the title or in the id."""
    named = f"{article.title} {article.id}".casefold()
    return all(word in named for word in words.casefold().split())


def one(place: int, article: Article, lines: Sequence[str] = (), *, right: bool = False) -> Iterator[Block]:
    """An article with what can be done with it. `right`: also to say that it still holds."""
    carried = {"a": article.id, "v": article.version}
    sure = kit.sure(say.RETIRE, say.RETIRE_SURE, say.YES_RETIRE, say.CANCEL)
    buttons: list[ButtonElement] = [
        *([kit.button(say.STILL_RIGHT, f"editing:right:{place}", carried, style="primary")] if right else []),
        kit.button(say.EDIT, f"editing:edit:{place}", carried),
        kit.button(say.RETIRE, f"editing:retire:{place}", carried, confirm=sure),
    ]
    yield kit.section("\n".join([say.titled(article.title), *lines]))
    yield kit.actions(buttons, f"editing:article:{place}")
