"""An answer as a message: the answer first, then its quotation and source, the notice, and what can be done next."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.answering import LONGEST_QUESTION, Reply
from bot.pastuse import Shown, shown_by
from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.beside import carried
from bot.slack.meeting import keeping_button
from bot.slack.shaping.buttons import fix_button
from bot.slack.stops import stops
from bot.wording import Voice, voice_in
from knowledge.plain import shown
from privacy.gate import Notice, Outgoing
from retrieval.answer import Citation

ANSWER = "\0"
"""Where the answer goes in an opening; no words of a person hold it."""
LONGEST_NAME = 80
"""Characters of a name that a button carries; Slack shows no longer ones."""


def answer_message(
    reply: Reply, address: Address, notice: Notice, after: Sequence[Block] = (), opening: str = ""
) -> Outgoing:
    """The whole reply for an address, with what stands `after` it.

    What a phone shows first is the answer, with its notice in the same text. An `opening` tells, with a place for the
    answer in it, why it comes though nobody asked just now.
    """
    voice = voice_in(reply.request.language)
    first = voice.first_line(reply.answer)
    text = "\n".join([opening.replace(ANSWER, first) or first, *_near_text(reply, voice)])
    before = [kit.section(opening.replace(ANSWER, "").strip())] if opening else []
    return message(address, text, kit.rendered([*before, *_blocks(reply, notice, voice), *after]), notice.text)


def bare_message(reply: Reply, address: Address) -> Outgoing:
    """The answer of a stranger while nothing can be drawn or kept: it says so, and has nothing to press."""
    voice = voice_in(reply.request.language)
    first = voice.first_line(reply.answer)
    blocks = [
        kit.strong(first),
        *_quotations(reply, voice),
        kit.context(voice.without_you),
        kit.section(voice.next_step(reply.answer, None)),
    ]
    return message(address, "\n".join([first, *_near_text(reply, voice)]), kit.rendered(blocks), voice.without_you)


def _near_text(reply: Reply, voice: Voice) -> list[str]:
    near = reply.answer.nearest
    if reply.answer.found or near is None:
        return []
    return [f"{voice.nearest(near)} {shown(near.quote)}"]


def _blocks(reply: Reply, notice: Notice, voice: Voice) -> list[Block]:
    return [
        kit.strong(voice.first_line(reply.answer)),
        *_quotations(reply, voice),
        *_offers(reply, voice),
        kit.context(notice.text, block_id=f"notice:{reply.request.id}"),
        *(kit.context(remark) for remark in _remarks(reply, voice)),
        kit.section(voice.next_step(reply.answer, reply.contact)),
        kit.actions(_feedback(reply, voice), f"feedback:{reply.request.id}"),
        *stops(reply.request.id, notice, voice),
    ]


def _remarks(reply: Reply, voice: Voice) -> Iterator[str]:
    if reply.answer.disagree:
        yield voice.they_disagree
    if len(reply.question.words) > LONGEST_QUESTION:
        yield voice.too_long
    if reply.request.public:
        yield voice.not_personal_here


def _quotations(reply: Reply, voice: Voice) -> list[Block]:
    """The articles' own words in their own language, and one line where that is not the reader's."""
    first = voice.first_line(reply.answer)
    near = [kit.section(voice.nearest(reply.answer.nearest))] if reply.answer.nearest else []
    quoted = [block for citation in reply.quoted for block in _quoted(citation, first, voice)]
    return [*near, *quoted, *(kit.context(voice.written_in(each)) for each in reply.other_languages)]


def _quoted(citation: Citation, first: str, voice: Voice) -> list[Block]:
    words = shown(citation.quote)
    quoted = [] if words.strip() in ("", first) else [kit.quotation(words)]
    return [*quoted, kit.context(voice.source(citation))]


def _offers(reply: Reply, voice: Voice) -> list[Block]:
    """A button for each article that may have it. What was asked before in the thread is in nobody's button."""
    asked = reply.question.words if reply.request.public else reply.read or reply.question.words
    carried = {"q": asked, "l": voice.language}
    # The action is numbered: an article's id would stand in the plain name of the press.
    buttons = [
        kit.button(offer.title, f"pick:{place}", carried | {"a": offer.article_id})
        for place, offer in enumerate(reply.answer.offered)
    ]
    return [kit.section(voice.one_of_these), kit.actions(buttons, f"picks:{reply.request.id}")] if buttons else []


def _feedback(reply: Reply, voice: Voice) -> list[ButtonElement]:
    citation = reply.answer.citations[0] if reply.answer.found else reply.answer.nearest
    about = _about(reply, citation)
    judged = about | ({"team": citation.team} if citation and citation.team else {})
    opinions = [
        kit.button(voice.helpful, "helpful", judged),
        kit.button(voice.not_helpful, "not_helpful", judged | {"q": reply.question.words}),
    ]
    why = about | {"w": [[each.use, each.detail] for each in citation.reasons] if citation else []}
    compared = why | carried(reply, voice)
    return [
        *(opinions if reply.answer.found else []),
        *_to_read(reply, voice),
        *([fix_button(citation.article_id, citation.title, citation.quote, voice)] if citation else []),
        kit.button(voice.ask_a_person, "ask_a_person", _question(reply)),
        kit.button(voice.why_this, "why", compared if kit.fits(compared) else why),
        # Where others read, nobody is told of as new: everybody has the page on what is kept at hand instead.
        *([keeping_button(voice)] if reply.request.public else []),
    ]


def _to_read(reply: Reply, voice: Voice) -> Iterator[ButtonElement]:
    """One button an article, which tells its title where there are two."""
    titles = {citation.article_id: citation.title for citation in reply.quoted}
    for place, (article, title) in enumerate(titles.items()):
        label = voice.read_it_all if len(titles) == 1 else f"{voice.read_it_all}: {title}"
        yield kit.button(label, f"read:{place}", {"a": article, "l": voice.language})


def _about(reply: Reply, citation: Citation | None) -> dict[str, Any]:
    found = shown_by(citation) if reply.answer.found and citation else Shown("", "")
    return {"r": reply.request.id, "l": reply.request.language} | found.packed()


def _question(reply: Reply) -> dict[str, Any]:
    return {"q": reply.question.words, "c": packed_contact(reply.contact), "l": reply.request.language}


def packed_contact(contact: Contact | None) -> list[str]:
    return [] if contact is None else [kit.cut(contact.name, LONGEST_NAME), contact.slack_user_id]
