"""“my data”: what is held, what it was used for, and the switches, for the worker alone."""

from collections.abc import Iterator

from slack_sdk.models.blocks import Block, ButtonElement

from bot import wording
from bot.slack import blocks as kit
from privacy.rights import MyData
from privacy.uses import DataUse

LINES = 20


def my_data_blocks(data: MyData, notice: str) -> list[Block]:
    """The page, its notice first."""
    return [
        kit.header("My data"),
        kit.section(wording.MY_DATA),
        kit.section("\n".join(wording.held_lines(data)[:LINES])),
        kit.context(notice),
        kit.divider(),
        *_receipts(data),
        kit.divider(),
        *switches(data.choices),
        kit.actions([_erase()], "erase"),
    ]


def _receipts(data: MyData) -> Iterator[Block]:
    yield kit.section(wording.RECEIPTS if data.receipts else wording.NO_RECEIPTS)
    if data.receipts:
        yield kit.context("\n".join(map(wording.receipt_short, data.receipts)))


def switches(choices: tuple[tuple[DataUse, bool], ...]) -> Iterator[Block]:
    """A line and a switch for each use."""
    for use, on in choices:
        label, action = (wording.SWITCH_OFF, "off") if on else (wording.SWITCH_ON, "on")
        yield kit.section(wording.choice_line(use, on), kit.button(label, f"{action}:{use.name}", {"u": use.name}))


def _erase() -> ButtonElement:
    sure = kit.sure("Erase all?", wording.ERASE_SURE, wording.ERASE, wording.CANCEL)
    return kit.button(wording.ERASE, "erase", {}, style="danger", confirm=sure)


def home_blocks(choices: tuple[tuple[DataUse, bool], ...]) -> list[Block]:
    """The home tab: what Onhand is, what it may use, and the way to all that is held."""
    return [
        kit.header("Help that is on hand"),
        kit.section(wording.GREETING),
        kit.actions([kit.button("Show my data", "my_data", {})], "my_data"),
        kit.divider(),
        kit.section(wording.CHOICES),
        *switches(choices),
        kit.divider(),
        kit.context(wording.WHAT_MANAGERS_SEE),
    ]
