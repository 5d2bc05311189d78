"""“my data”: what is held, what it was used for, and the switches, for the worker alone."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.wording import SPEECHES, Speech
from privacy.rights import MyData
from privacy.uses import DataUse

LINES = 20


def my_data_blocks(data: MyData, notice: str, say: Speech) -> list[Block]:
    """The page, its notice first."""
    return [
        kit.header(say.my_data_title),
        kit.section(say.my_data),
        kit.section("\n".join(say.held_lines(data)[:LINES])),
        kit.context(notice),
        kit.divider(),
        *_receipts(data, say),
        kit.divider(),
        *switches(data.choices, say),
        kit.actions([_erase(say)], "erase"),
    ]


def _receipts(data: MyData, say: Speech) -> Iterator[Block]:
    yield kit.section(say.read_lately if data.receipts else say.not_read_yet)
    if data.receipts:
        yield kit.context("\n".join(map(say.receipt, data.receipts)))


def switches(choices: tuple[tuple[DataUse, bool], ...], say: Speech) -> Iterator[Block]:
    """A line and a switch for each use."""
    for use, on in choices:
        label, action = (say.switch_off, "off") if on else (say.switch_on, "on")
        button = kit.button(label, f"{action}:{use.name}", {"u": use.name, "l": say.language})
        yield kit.section(say.choice_line(use, on), button)


def _erase(say: Speech) -> ButtonElement:
    sure = kit.sure(say.erase_title, say.erase_sure, say.erase, say.cancel)
    return kit.button(say.erase, "erase", {"l": say.language}, style="danger", confirm=sure)


def home_blocks(choices: tuple[tuple[DataUse, bool], ...], say: Speech) -> list[Block]:
    """The home tab: what Onhand is, what it may use, the way to all that is held, and to the other languages.

    Nobody wrote anything here that shows a language, and none is kept for anybody: it opens in English.
    """
    return [
        kit.header(say.home_title),
        kit.section(say.greeting),
        kit.actions([kit.button(say.show_my_data, "my_data", {"l": say.language})], "my_data"),
        kit.divider(),
        kit.section(say.choices),
        *switches(choices, say),
        kit.divider(),
        kit.context(say.what_managers_see),
        kit.actions(_other_languages(say), "languages"),
    ]


def _other_languages(say: Speech) -> list[ButtonElement]:
    others = [other for other in SPEECHES.values() if other.language != say.language]
    return [kit.button(other.own_name, f"language:{other.language}", {"l": other.language}) for other in others]
