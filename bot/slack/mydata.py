"""“my data”: what is held, what it was used for, and the switches, for the worker alone."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot.slack import blocks as kit
from bot.wording import VOICES, Voice
from privacy.rights import MyData
from privacy.uses import DataUse

LINES = 20


def my_data_blocks(data: MyData, notice: str, voice: Voice) -> list[Block]:
    """The page, its notice first."""
    return [
        kit.header(voice.my_data_title),
        kit.section(voice.my_data),
        kit.section("\n".join(voice.held_lines(data)[:LINES])),
        kit.context(notice),
        kit.divider(),
        *_receipts(data, voice),
        kit.divider(),
        *switches(data.choices, voice),
        kit.actions([_erase(voice)], "erase"),
    ]


def _receipts(data: MyData, voice: Voice) -> Iterator[Block]:
    yield kit.section(voice.read_lately if data.receipts else voice.not_read_yet)
    if data.receipts:
        yield kit.context("\n".join(map(voice.receipt, data.receipts)))


def switches(choices: tuple[tuple[DataUse, bool], ...], voice: Voice) -> Iterator[Block]:
    """A line and a switch for each use."""
    for use, on in choices:
        label, action = (voice.switch_off, "off") if on else (voice.switch_on, "on")
        button = kit.button(label, f"{action}:{use.name}", {"u": use.name, "l": voice.language})
        yield kit.section(voice.choice_line(use, on), button)


def _erase(voice: Voice) -> ButtonElement:
    sure = kit.sure(voice.erase_title, voice.erase_sure, voice.erase, voice.cancel)
    return kit.button(voice.erase, "erase", {"l": voice.language}, style="danger", confirm=sure)


def home_blocks(choices: tuple[tuple[DataUse, bool], ...], voice: Voice) -> list[Block]:
    """The home tab: what Onhand is, what it may use, the way to all that is held, and to the other languages.

    Nobody wrote anything here that shows a language, and none is kept for anybody: it opens in English.
    """
    return [
        kit.header(voice.home_title),
        kit.section(voice.greeting),
        kit.actions([kit.button(voice.show_my_data, "my_data", {"l": voice.language})], "my_data"),
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
