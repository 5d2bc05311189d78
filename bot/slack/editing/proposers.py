"""Who brought something in is told what became of it, and by nobody's name."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message
from bot.slack.editing.office import Office, notice_of, noticed
from bot.wording import editing as say
from knowledge.proposals import Draft, Proposal
from privacy import uses
from privacy.receipt import Request
from privacy.worker import WorkerId


class Proposers:
    """Proposals know their editor as a key alone: where to tell them is kept for that use, and goes with it."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def bring_in(self, drafts: Sequence[Draft], request: Request, address: Address) -> tuple[Proposal, ...]:
        """Proposes, and keeps for each proposal where its end is to be told."""
        made = self._office.bring_in(drafts, request)
        for each in made:
            kept = {"to": address.user, "title": each.article.title}
            self._office.rooms.gate.keep(request, uses.TELL_DECISION, topic(each), kept)
        return made

    def catch_up(self) -> None:
        """The chore: tells of what was decided elsewhere, at the console, at the command line or by a newer draft."""
        gate = self._office.rooms.gate
        since = gate.clock() - timedelta(days=uses.TELL_DECISION.keep_days)
        for worker in sorted(gate.keepers(uses.TELL_DECISION)):
            for each in self._office.editorial.proposals.ended(worker, since):
                self.tell(each, _decision(each, self._office.today), each.decided_by)

    def tell(self, proposal: Proposal, decision: str, decided_by: str) -> None:
        """Once: what was kept for it goes with the message. Whoever decided it themself knows."""
        gate, worker = self._office.rooms.gate, WorkerId(proposal.proposed_by)
        if not gate.kept_under(worker, uses.TELL_DECISION, [topic(proposal)]):
            return
        request = gate.open_for(worker, public=False)
        drawn = gate.draw(request, uses.TELL_DECISION, topic(proposal)).values.get(uses.PROPOSED.name, [])
        with self._office.replies.together():
            gate.forget(request, uses.TELL_DECISION, topic(proposal))
            if not drawn or decided_by == proposal.proposed_by:
                return
            kept = drawn[-1][1]
            text = say.decided_for_you(kept["title"], decision)
            self._office.replies.send(
                request,
                lambda notice: direct_message(
                    kept["to"], text, kit.rendered([kit.section(text), *noticed(notice)]), notice_of(notice)
                ),
            )


def _decision(proposal: Proposal, today: date) -> str:
    if proposal.state in ("approved", "live"):
        return say.approved(proposal.article, proposal.action, today)
    return say.refused(proposal.note) if proposal.state == "refused" else say.ended(proposal.state)


def topic(proposal: Proposal) -> str:
    return f"proposal:{proposal.id}"
