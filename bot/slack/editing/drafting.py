"""New, edit, retire: what becomes a proposal in Slack itself."""

from dataclasses import replace
from typing import Any

from bot.slack import blocks as kit
from bot.slack.addressing import Address, opened_view
from bot.slack.editing.form import Misfilled, filled, fits, free_id, inputs
from bot.slack.editing.office import Office, noticed
from bot.slack.editing.proposers import Proposers
from bot.wording import editing as say
from knowledge.article import Article, Audience
from knowledge.proposals import Draft
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request

ORIGIN = "slack:a form"
RETIRING = "slack:a wish to retire it"


class Drafting:
    """An editor may do it with any article; whoever looks after one, with that one."""

    def __init__(self, office: Office, proposers: Proposers) -> None:
        self._office = office
        self._proposers = proposers

    def new(self, address: Address, work: Accepted, _value: dict[str, Any]) -> None:
        """Opens the empty form."""
        request = self._office.admit(address, work)
        if request is not None:
            self._open(address, work, request, None)

    def edit(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Opens the form with what the article says now."""
        article = self._office.live(value["a"])
        request = self._office.admit_to(article, address, work)
        if request is None:
            return
        if article is None or not fits(article):
            self._office.tell(address, work, request, say.TOO_LONG_TO_EDIT if article else say.NOT_YOURS)
            return
        self._open(address, work, request, article)

    def _open(self, address: Address, work: Accepted, request: Request, article: Article | None) -> None:
        directory = self._office.rooms.directory
        shown = inputs(article, directory.roles(), directory.sites(), self._office.today)
        meta = kit.packed({"to": address.kept(), "a": article.id if article else ""})
        form = kit.Form(say.PROPOSE, "editing:article", meta)
        title = say.EDIT_ARTICLE if article else say.NEW_ARTICLE

        def page(notice: Notice) -> Outgoing:
            view = kit.modal(title, [*noticed(notice), *shown], say.CANCEL, form)
            return opened_view(work.body["trigger"], address.user, view)

        self._office.replies.send(replace(request, event=work.key), page)

    def propose(self, address: Address, work: Accepted) -> None:
        """What was filled in, as a proposal. Who may do that is looked up again: the form may have been open long."""
        before = self._office.live(work.body["meta"]["a"]) if work.body["meta"]["a"] else None
        request = self._office.admit_to(before, address, work)
        if request is None:
            return
        directory = self._office.rooms.directory
        known = Audience(directory.roles(), directory.sites())
        try:
            article = filled(before, work.body["values"], known, self._office.today)
        except Misfilled as wrong:
            self._office.tell(address, work, request, str(wrong))
            return
        if before is not None and _same(before, article):
            self._office.tell(address, work, request, say.NOTHING_CHANGED)
            return
        named = article if before else replace(article, id=free_id(article.title, self._taken()))
        self._bring_in(address, work, request, Draft(named, ORIGIN))

    def _taken(self) -> list[str]:
        live = [each.id for each in self._office.editorial.library.list()]
        return [*live, *(each.article.id for each in self._office.editorial.proposals.list())]

    def retire(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Proposes that nobody finds it any more."""
        article = self._office.live(value["a"])
        request = self._office.admit_to(article, address, work)
        if request is not None and article is not None:
            self._bring_in(address, work, request, Draft(article, RETIRING, "retire"))
        elif request is not None:
            self._office.tell(address, work, request, say.NOT_YOURS)

    def _bring_in(self, address: Address, work: Accepted, request: Request, draft: Draft) -> None:
        made = self._proposers.bring_in([draft], request, address)
        live = self._office.decide_alone(made, request)
        titles = [each.article.title for each in made]
        text = say.proposed(titles, 1 - len(made), live=live)
        lines = [kit.section(text), *(kit.section(say.line(title)) for title in titles)]
        self._office.tell(address, work, request, text, lines)


def _same(before: Article, after: Article) -> bool:
    """True where nothing was changed but that it was looked at: the form says no more than “Still right” then."""
    words = before.body.split() == after.body.split()
    return words and replace(after, reviewed=before.reviewed, body=before.body) == before
