"""The preview of a nudge: exactly what its receivers will see, to whom it goes, from when, and what is used for it."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from slack_sdk.models.blocks import Block

from bot.plainness import school_year
from bot.slack import blocks as kit
from bot.slack.coaching.choosing import Reach
from bot.slack.receiving.nudge import language_of, nudge_blocks, nudge_buttons, text_of
from bot.wording import coaching, voice_in
from knowledge.article import Article, Audience
from privacy import uses
from privacy.nudges import Nudge
from privacy.uses import Language

CALLBACK = "nudge_send"


def preview(nudge: Nudge, to: Mapping[str, Any], article: Article, reach: Reach, people: int) -> dict[str, Any]:
    """A modal over the form: its first button sends, the other leads back. It draws on nobody's data.

    It carries the nudge under an id of its own, so that however often it is sent, it goes once.
    """
    language, sender = language_of(article), str(to["user"])
    meta = kit.packed({"to": dict(to), "n": uuid.uuid4().hex, "d": asdict(nudge)})
    blocks = [
        kit.section(coaching.WILL_SEE),
        kit.divider(),
        *as_received(nudge, sender, article),
        kit.divider(),
        *_whom(nudge, article, reach, people),
        kit.context(coaching.STARTS[nudge.days]),
        *([kit.context(coaching.grade(school_year(nudge.words)))] if language == "en" else []),
        kit.context(coaching.BY_JOB if _by_job(nudge, article) else coaching.USED),
    ]
    return kit.modal(coaching.PREVIEW_TITLE, blocks, coaching.BACK, kit.Form(coaching.SEND, CALLBACK, meta))


def as_received(nudge: Nudge, sender: str, article: Article) -> list[Block]:
    """The message, made by the same functions. Its buttons are named: pressed here they would be the manager's own."""
    language = language_of(article)
    buttons = nudge_buttons("", nudge, sender, language, voice_in(language).read_it_all)
    labels = " · ".join(str(each.text.text) for each in buttons if each.text)
    return [
        *nudge_blocks(nudge, sender, language, [kit.context(_notice(nudge, article, language))]),
        kit.context(coaching.BELOW.format(labels=labels)),
        kit.context(coaching.ON_A_PHONE.format(text=text_of(nudge, language))),
    ]


def _notice(nudge: Nudge, article: Article, language: Language) -> str:
    """What its receiver is told to have been used."""
    drawn = uses.NUDGES.draws + (uses.NUDGE_BY_JOB.draws if _by_job(nudge, article) else ())
    return uses.notice_for(frozenset(kind.name for kind in drawn), language)


def _by_job(nudge: Nudge, article: Article) -> bool:
    return bool(nudge.role or nudge.site) or article.audience != Audience()


def _whom(nudge: Nudge, article: Article, reach: Reach, people: int) -> list[Block]:
    limits = article.audience
    if nudge.to:
        only = [kit.context(coaching.meant_for(limits.roles, limits.sites))] if limits != Audience() else []
        return [kit.from_person(nudge.to, coaching.TO_ONE), *only]
    goes_to = kit.context(coaching.reach(reach.may_see, people))
    if reach.everyone:
        return [goes_to]
    return [kit.section(coaching.some(sum(reach.may_see.values()), sum(reach.meant.values()))), goes_to]
