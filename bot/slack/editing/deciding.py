"""Approve, refuse, show all: what an editor does with a card."""

from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, changed, message, opened_view
from bot.slack.article import body_blocks
from bot.slack.editing.card import Remarking, decided
from bot.slack.editing.office import Office, noticed, told
from bot.slack.editing.proposers import Proposers
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.proposals import NotWaitingError, OwnProposalError, Proposal
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request


@dataclass(frozen=True, slots=True)
class _Act:
    """What an editor does, with the proposal as it stood and the message that the card is in."""

    address: Address
    work: Accepted
    request: Request
    proposal: Proposal
    ts: str

    @property
    def key(self) -> str:
        return str(self.request.worker)


class Deciding:
    """Each act looks up anew whether it is an editor who acts."""

    def __init__(self, office: Office, remarking: Remarking, proposers: Proposers) -> None:
        self._office = office
        self._remarking = remarking
        self._proposers = proposers

    def approve(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Approves, and makes it live at once where its day has come."""
        act = self._begun(address, work, value["p"], _stands_at(work))
        if act is None:
            return
        before, alone = self._office.live(act.proposal.article.id), self._office.editorial.alone
        try:
            self._office.editorial.proposals.approve(act.proposal.id, act.key, alone=alone)
        except OwnProposalError:
            self._office.tell(address, work, act.request, say.YOUR_OWN)
            return
        except NotWaitingError:
            self._too_late(act)
            return
        self._office.publish()
        self._settle(act, before, say.approved(act.proposal.article, act.proposal.action, self._office.today))

    def ask_why(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Opens the form for the note of a refusal."""
        act = self._begun(address, work, value["p"], _stands_at(work))
        if act is not None:
            meta = kit.packed({"to": address.kept(), "p": act.proposal.id, "ts": act.ts})
            form = kit.Form(say.REFUSE, "editing:refusal", meta)
            self._open(act, [kit.text_input("note", say.WHY_REFUSED)], say.REFUSE, form)

    def refuse(self, address: Address, work: Accepted) -> None:
        """Refuses, with the note that was written."""
        meta, note = work.body["meta"], str(work.body["values"]["note"]).strip()
        act = self._begun(address, work, meta["p"], str(meta["ts"]))
        if act is None:
            return
        try:
            self._office.editorial.proposals.refuse(act.proposal.id, act.key, note)
        except NotWaitingError:
            self._too_late(act)
            return
        self._settle(act, self._office.live(act.proposal.article.id), say.refused(note))

    def show(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """All that the proposed version says."""
        request = self._office.admit(address, work)
        proposal = self._office.editorial.proposals.get(value["p"])
        if request is not None and proposal is not None:
            act = _Act(address, work, request, proposal, "")
            self._open(act, [kit.header(proposal.article.title), *body_blocks(proposal.article)], say.SHOW_ALL)

    def _begun(self, address: Address, work: Accepted, id: int, ts: str) -> _Act | None:
        """None where it is no editor, or where there is nothing to decide any more: either is told."""
        request = self._office.admit(address, work)
        proposal = self._office.editorial.proposals.get(id)
        if request is None or proposal is None:
            return None
        act = _Act(address, work, request, proposal, ts)
        if proposal.state == "waiting":
            return act
        self._too_late(act)
        return None

    def _too_late(self, act: _Act) -> None:
        now = self._office.editorial.proposals.get(act.proposal.id) or act.proposal
        self._office.tell(act.address, act.work, act.request, say.not_waiting(now.state))

    def _open(self, act: _Act, shown: list[Block], title: str, form: kit.Form | None = None) -> None:
        close = say.CLOSE if form is None else say.CANCEL

        def page(notice: Notice) -> Outgoing:
            view = kit.modal(title, [*shown, *noticed(notice)], close, form)
            return opened_view(act.work.body["trigger"], act.address.user, view)

        self._office.replies.send(replace(act.request, event=act.work.key), page)

    def _settle(self, act: _Act, before: Article | None, decision: str) -> None:
        """The card shows the decision; who decided is told, and who brought it in. All of it, or the event comes
        again."""
        blocks = decided(act.proposal, before, self._remarking(act.proposal), decision)
        self._proposers.tell(act.proposal, decision, act.key)
        with self._office.replies.together():
            self._show_decision(act, decision, blocks)
            self._office.tell(act.address, act.work, act.request, decision)

    def _show_decision(self, act: _Act, decision: str, blocks: list[Block]) -> None:
        """In a channel others read it: it is said by the bot itself, and nothing about who pressed stands there."""
        if not act.ts:
            return
        here = replace(act.address, alone=False)
        if act.address.direct:
            self._office.replies.send(
                act.request, lambda notice: changed(here.channel, act.ts, told(here, decision, blocks, notice))
            )
            return
        said = message(here, decision, kit.rendered(blocks))
        self._office.replies.send(self._office.as_bot(), lambda _: changed(here.channel, act.ts, said))


def _stands_at(work: Accepted) -> str:
    """The time stamp of the card, where it stays: what only one person sees cannot be changed."""
    return "" if Address(**work.body["to"]).alone else str(work.body["ts"])
