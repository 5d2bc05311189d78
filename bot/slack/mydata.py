"""“my data”: what is held, what it was used for, and the switches, for the worker alone."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.slack.meeting import keeping_button
from bot.slack.receiving.ownhours import USE as HOURS_OF
from bot.slack.receiving.ownhours import hours_button
from bot.wording import VOICES, Voice, coaching
from privacy import uses
from privacy.receipt import UsageReceipt
from privacy.rights import MyData
from privacy.uses import DataUse

LINES = 20
PAGE = 10
"""Receipts that are shown at once."""
READ = PAGE * 3
"""Receipts that are read for a page: enough to find the last answers among them."""
ANSWERS = 5
A_BLOCK = 5
"""Receipts in one block: with their notices they stay within Slack's limit of a text."""
_BESIDE = (
    uses.SHOW_MY_DATA, uses.REPORT_BACK, uses.TELL_CHANGE, uses.SUGGEST, uses.COUNT_IN_JOB, uses.EDIT_ARTICLES,
    uses.TELL_DECISION, uses.IMPROVE_ARTICLES, uses.TELL_MANAGERS, uses.NUDGES, uses.NUDGE_BY_JOB,
    uses.NUDGE_IN_SHIFTS, uses.SEND_NUDGE,
)  # fmt: skip
NOT_ANSWERS = frozenset(use.name for use in _BESIDE)


def my_data_blocks(data: MyData, notice: str, voice: Voice, *, stays: bool = True) -> list[Block]:
    """The page, its notice first. One that `stays` in the conversation can be taken out of it."""
    return [
        kit.header(voice.my_data_title),
        kit.section(voice.my_data),
        *_held(data, voice),
        kit.context(notice),
        kit.divider(),
        *_uses(data, voice),
        kit.divider(),
        *_last_answers(data, voice),
        *_receipts(data, notice, voice),
        kit.divider(),
        kit.actions(_ends(voice, stays=stays), "erase"),
    ]


def _held(data: MyData, voice: Voice) -> Iterator[Block]:
    lines = [*voice.held_lines(data)[:LINES], *voice.also_held(data)]
    if lines:
        yield kit.section("\n".join(lines))


def _uses(data: MyData, voice: Voice) -> Iterator[Block]:
    """For each use its line, what it keeps, and its buttons: a switch, and a way to delete what there is."""
    switched = dict(data.choices)
    for use in uses.USES:
        kept = data.kept.get(use.name, ())
        lines = [voice.choice_line(use, switched[use])] if use in switched else []
        lines += [voice.kept_line(use, kept)] if kept else []
        buttons = [_switch(use, switched[use], voice)] if use in switched else []
        buttons += [hours_button(voice.language)] if use is HOURS_OF and switched[use] else []
        buttons += [_delete(use, voice)] if kept or data.held.keys() & set(use.fields) else []
        if lines:
            yield kit.section("\n".join(lines))
            yield kit.actions(buttons, f"use:{use.name}")


def _delete(use: DataUse, voice: Voice) -> ButtonElement:
    sure = kit.sure(voice.erase_title, voice.delete_kept_sure, voice.delete_kept, voice.cancel)
    return kit.button(voice.delete_kept, f"delete:{use.name}", {"u": use.name, "l": voice.language}, confirm=sure)


def _last_answers(data: MyData, voice: Voice) -> Iterator[Block]:
    """The last answers that something was read for, each with the way to why."""
    others = {each.request for each in data.receipts if each.use in NOT_ANSWERS}
    answers = list(dict.fromkeys(each.request for each in data.receipts if each.request not in others))[:ANSWERS]
    if answers:
        yield kit.section(voice.last_answers)
    for request in answers:
        receipts = tuple(each for each in data.receipts if each.request == request)
        value = {"r": request, "l": voice.language}
        yield kit.section(_told(receipts[0], data, voice), kit.button(voice.why_this, f"why_kept:{request}", value))


def _told(receipt: UsageReceipt, data: MyData, voice: Voice) -> str:
    notices = _notices(receipt, data)
    return f"{voice.moment(receipt.at)}: {notices[-1] if notices else voice.no_message}"


def _notices(receipt: UsageReceipt, data: MyData) -> tuple[str, ...]:
    return tuple(each.notice for each in data.messages.get(receipt.request, ()))


def _receipts(data: MyData, notice: str, voice: Voice) -> Iterator[Block]:
    yield kit.section(voice.read_lately if data.receipts else voice.not_read_yet)
    yield from _page(data, voice, notice)


def _page(data: MyData, voice: Voice, notice: str = "") -> Iterator[Block]:
    """Some receipts, each with the notice that told of it, and the way to older ones.

    The newest is the page's own, whose message is not out yet: this is its `notice`.
    """
    shown = data.receipts[:PAGE]
    told = [_notices(each, data) for each in shown]
    told[:1] = [told[0] or ((notice,) if notice else ())] if told else []
    lines = [voice.receipt_told(*each) for each in zip(shown, told, strict=True)]
    yield from (kit.context("\n".join(lines[place : place + A_BLOCK])) for place in range(0, len(lines), A_BLOCK))
    if len(data.receipts) > PAGE:
        yield kit.actions([kit.button(voice.older, "older", {"b": shown[-1].number, "l": voice.language})], "older")


def older_view(data: MyData, notice: str, voice: Voice) -> dict[str, Any]:
    """The next page of receipts."""
    shown: Sequence[Block] = [kit.section(voice.read_lately), *_page(data, voice), kit.context(notice)]
    return kit.modal(voice.my_data_title, shown, voice.close)


def switches(choices: tuple[tuple[DataUse, bool], ...], voice: Voice) -> Iterator[Block]:
    """A line and a switch for each use."""
    for use, on in choices:
        yield kit.section(voice.choice_line(use, on), _switch(use, on, voice))
        if on and use is HOURS_OF:
            yield kit.actions([hours_button(voice.language)], "nudge_hours")


def _switch(use: DataUse, on: bool, voice: Voice) -> ButtonElement:
    label, action = (voice.switch_off, "off") if on else (voice.switch_on, "on")
    return kit.button(label, f"{action}:{use.name}", {"u": use.name, "l": voice.language})


def _ends(voice: Voice, *, stays: bool) -> list[ButtonElement]:
    sure = kit.sure(voice.erase_title, voice.erase_sure, voice.erase, voice.cancel)
    return [
        kit.button(voice.get_a_copy, "export", {"l": voice.language}),
        keeping_button(voice),
        *([kit.button(voice.hide_page, "hide", {"l": voice.language})] if stays else []),
        kit.button(voice.erase, "erase", {"l": voice.language}, style="danger", confirm=sure),
    ]


def home_blocks(
    choices: tuple[tuple[DataUse, bool], ...], voice: Voice, suggested: Sequence[Block] = (), *, coach: bool = False
) -> list[Block]:
    """The home tab: what Onhand is, what it suggests, what it may use, the way to all that is held, and the other
    languages.

    Nobody wrote anything here that shows a language, and none is kept for anybody: it opens in English.
    """
    show = kit.button(voice.show_my_data, "my_data", {"l": voice.language})
    write = [kit.button(coaching.BUTTON, "nudge_write", {"l": voice.language})] if coach else []
    return [
        kit.header(voice.home_title),
        kit.section(voice.greeting),
        *([*suggested, kit.divider()] if suggested else []),
        kit.actions([show, keeping_button(voice), *write], "my_data"),
        kit.divider(),
        kit.section(voice.choices),
        *switches(choices, voice),
        kit.divider(),
        kit.context(voice.what_managers_see),
        kit.actions(_other_languages(voice), "languages"),
    ]


def _other_languages(voice: Voice) -> list[ButtonElement]:
    others = [other for other in VOICES.values() if other.language != voice.language]
    return [kit.button(other.own_name, f"language:{other.language}", {"l": other.language}) for other in others]
