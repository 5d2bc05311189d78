"""An answer as a message: the answer first, then its quotation and source, the notice, and what can be done next."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement

from bot import wording
from bot.answering import LONGEST_QUESTION, Reply
from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from knowledge.plain import shown
from privacy.gate import Notice, Outgoing
from privacy.uses import BY_NAME
from retrieval.answer import Citation

LONGEST_NAME = 80
"""Characters of a name that a button carries; Slack shows no longer ones."""


def answer_message(reply: Reply, address: Address, notice: Notice) -> Outgoing:
    """The whole reply for an address. What a phone shows first is the answer, with its notice in the same text."""
    first = wording.first_line(reply.answer)
    text = "\n".join([first, *_near_text(reply)])
    return message(address, text, kit.rendered(_blocks(reply, notice, first)), notice.text)


def _near_text(reply: Reply) -> list[str]:
    near = reply.answer.nearest
    if reply.answer.found or near is None:
        return []
    return [f"{wording.nearest(near)} {shown(near.quote)}"]


def _blocks(reply: Reply, notice: Notice, first: str) -> list[Block]:
    return [
        kit.strong(first),
        *_quotations(reply, first),
        kit.context(notice.text, block_id=f"notice:{reply.request.id}"),
        *(kit.context(remark) for remark in _remarks(reply)),
        kit.section(wording.next_step(reply.answer, reply.contact)),
        kit.actions(_feedback(reply), f"feedback:{reply.request.id}"),
        *_stops(reply, notice),
    ]


def _remarks(reply: Reply) -> Iterator[str]:
    if len(reply.question.words) > LONGEST_QUESTION:
        yield wording.TOO_LONG
    if reply.request.public:
        yield wording.NOT_PERSONAL_HERE


def _quotations(reply: Reply, first: str) -> list[Block]:
    near = reply.answer.nearest
    if reply.answer.found:
        return [block for citation in reply.answer.citations for block in _quoted(citation, first)]
    return [kit.section(wording.nearest(near)), *_quoted(near, first)] if near else []


def _quoted(citation: Citation, first: str) -> list[Block]:
    words = shown(citation.quote)
    quoted = [] if words.strip() in ("", first) else [kit.quotation(words)]
    return [*quoted, kit.context(wording.source(citation))]


def _feedback(reply: Reply) -> list[ButtonElement]:
    citation = reply.answer.citations[0] if reply.answer.found else reply.answer.nearest
    about = _about(reply, citation)
    opinions = [
        kit.button(wording.HELPFUL, "helpful", about),
        kit.button(wording.NOT_HELPFUL, "not_helpful", about),
    ]
    reasons = [[why.use, why.detail] for why in citation.reasons] if citation else []
    return [
        *(opinions if reply.answer.found else []),
        kit.button(wording.ASK_A_PERSON, "ask_a_person", _question(reply)),
        kit.button(wording.WHY, "why", about | {"w": reasons if reply.answer.found else []}),
    ]


def _about(reply: Reply, citation: Citation | None) -> dict[str, Any]:
    found = citation if reply.answer.found else None
    return {"r": reply.request.id, "a": found.article_id if found else "", "t": found.title if found else ""}


def _question(reply: Reply) -> dict[str, Any]:
    return {"q": reply.question.words, "c": packed_contact(reply.contact)}


def packed_contact(contact: Contact | None) -> list[str]:
    return [] if contact is None else [kit.cut(contact.name, LONGEST_NAME), contact.slack_user_id]


def _stops(reply: Reply, notice: Notice) -> list[ActionsBlock]:
    """One button a use that was drawn on, beside its notice: a switch where it is shown."""
    used = {receipt.use: BY_NAME[receipt.use] for receipt in notice.receipts if receipt.kinds}
    uses = [use for use in used.values() if use.stoppable]
    buttons = [
        kit.button(wording.stop_label(use, alone=len(uses) == 1), f"stop:{use.name}", {"u": use.name}) for use in uses
    ]
    return [kit.actions(buttons, f"stop:{reply.request.id}")] if buttons else []
