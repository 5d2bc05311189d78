"""An answer beside the one that everyone gets: what the button below it carries for that, and what its page shows."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import LONGEST_QUESTION, Assistant, Reply
from bot.slack import blocks as kit
from bot.wording import Voice
from knowledge.plain import shown
from privacy.uses import FOLLOW_UP
from retrieval.answer import Answer

LONGEST_LINE = 240
"""Characters of an answer's first line that are shown beside another one: a few lines of half a phone's width."""


def carried(reply: Reply, voice: Voice) -> dict[str, Any]:
    """The question as it was read and the answer as it was shown, where something of the asker's own went into it.

    Empty where others read along: nothing of anybody's own is used there, and the words before are in nobody's button.
    """
    used = any(receipt.kinds and receipt.use != FOLLOW_UP.name for receipt in reply.receipts)
    joined = reply.read not in ("", reply.question.words[:LONGEST_QUESTION].strip())
    if reply.request.public or not (used or joined):
        return {}
    first = reply.quoted[0].article_id if reply.quoted else ""
    compared = {"x": told(reply.answer, voice), "o": outcome(reply.answer), "n": first} if used else {}
    return {"q": reply.read} | ({"j": True} if joined else {}) | compared


def outcome(answer: Answer) -> str:
    """A digest of where an answer's words stand. Two answers with one digest are the same."""
    near = [answer.nearest, *answer.also] if answer.nearest else []
    places = [[each.article_id, each.heading, each.quote] for each in [*answer.citations, *near]]
    offered = [each.article_id for each in answer.offered]
    return hashlib.sha256(json.dumps([answer.found, places, offered]).encode()).hexdigest()[:16]


def told(answer: Answer, voice: Voice) -> str:
    """An answer in short: the article and heading, and the first line, or what is offered in its place."""
    offered = [voice.offers(answer)] if answer.offered else []
    return "\n".join([_told(answer, voice), *offered])


def _told(answer: Answer, voice: Voice) -> str:
    citation = answer.citations[0] if answer.found else answer.nearest
    if citation is None:
        return voice.not_in_the_articles
    place = voice.place(citation) if answer.found else voice.nearest(citation)
    words = answer.text if answer.found else shown(citation.quote)
    return f"{place}\n{kit.cut(words.split(chr(10))[0], LONGEST_LINE)}"


def beside(value: Mapping[str, Any], assistant: Assistant, voice: Voice) -> Iterator[Block]:
    """What the button carried, beside what everyone gets now: searched anew, with nothing of anybody's own."""
    if value.get("j"):
        yield kit.section(voice.read_as(value["q"]))
    if "x" not in value:
        return
    everyone = assistant.for_everyone(value["q"])
    if outcome(everyone) == value["o"]:
        yield kit.section(voice.same_for_everyone)
        return
    only = "" if not value["n"] or assistant.is_for_everyone(value["n"]) else f"\n{voice.only_yours}"
    yield kit.columns(f"{voice.for_you}\n\n{value['x']}{only}", f"{voice.for_everyone}\n\n{told(everyone, voice)}")
