"""A nudge as its receiver sees it; the same blocks make the preview that its sender sees."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.wording import spoken
from bot.wording.nudging import NUDGING
from privacy.nudges import Nudge
from privacy.uses import Language

ANSWERS = 4
"""Buttons in the first row: on a phone each stands below the other, and the ones that end it come last."""


def nudge_blocks(nudge: Nudge, sender: str, language: Language, told: Sequence[Block] = ()) -> list[Block]:
    """Who sends it, the words, what about, to whom else; then what was used, `told` with its receipts."""
    said = NUDGING[language]
    scope = said.scope(nudge.role, nudge.site, bool(nudge.to))
    return [
        kit.from_person(sender, said.sent_by),
        kit.quotation(nudge.words),
        kit.context(f"{said.about.format(title=nudge.title)} {scope}"),
        *told,
        kit.context(said.looked_at),
    ]


def nudge_buttons(id: str, nudge: Nudge, sender: str, language: Language, read: str) -> list[ButtonElement]:
    """What its receiver can do, the first four of them with it, the others to end it.

    Each press stays between them and Onhand, but for a reply that they write and an abuse that they report.
    """
    said = NUDGING[language]
    value = {"n": id, "l": language}
    whole = value | {"s": sender, "d": asdict(nudge)}
    return [
        kit.button(said.thanks, "nudge_thanks", value),
        kit.button(said.ask, "nudge_ask", value | {"t": nudge.title}),
        kit.button(said.reply, "nudge_reply", value | {"s": sender, "t": nudge.title}),
        kit.button(read, "read:0", {"a": nudge.article, "l": language}),
        kit.button(said.not_for_me, "nudge_decline", value),
        kit.button(said.later, "nudge_later", whole),
        kit.button(said.fewer, "nudge_fewer", value),
        kit.button(said.report, "nudge_report", whole),
    ]


def text_of(nudge: Nudge, language: Language) -> str:
    return NUDGING[language].first.format(words=nudge.words)


def language_of(article: Any) -> Language:
    """That of its article: nothing is kept of what anybody speaks."""
    return spoken(article.language.lower().partition("-")[0])
