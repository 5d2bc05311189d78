"""Messages and views as Block Kit. Words of articles and people stand only in plain text and rich text elements, which
Slack never parses for mentions or links; the top-level text is escaped.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextQuoteElement,
    RichTextSectionElement,
    SectionBlock,
    StaticMultiSelectElement,
)
from slack_sdk.models.blocks.block_elements import FileInputElement

LONGEST_VALUE = 2_000
LONGEST_TITLE = 150
LONGEST_OPTION = 75
MOST_OPTIONS = 100
LONGEST_SECTION = 3_000
LONGEST_CONTEXT = 2_000
LONGEST_FIELD = 2_000
LONGEST_TEXT = 4_000
TITLE = 24

Blocks = list[dict[str, Any]]


def escaped(text: str) -> str:
    """Text that Slack shows as it is: no mention, link or channel can be forged in it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"


def plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def section(text: str, beside: ButtonElement | None = None) -> SectionBlock:
    """A line of text, with a button beside it where there is one."""
    return SectionBlock(text=plain(cut(text, LONGEST_SECTION)), accessory=beside)


def columns(left: str, right: str) -> SectionBlock:
    """Two texts side by side, or below each other where there is no room."""
    return SectionBlock(fields=[plain(cut(left, LONGEST_FIELD)), plain(cut(right, LONGEST_FIELD))])


def context(text: str, block_id: str | None = None) -> ContextBlock:
    return ContextBlock(elements=[plain(cut(text, LONGEST_CONTEXT))], block_id=block_id)


def header(text: str) -> HeaderBlock:
    return HeaderBlock(text=plain(cut(text, LONGEST_TITLE)))


def strong(text: str) -> RichTextBlock:
    return _rich(RichTextSectionElement(elements=[RichTextElementParts.Text(text=text, style=_bold())]))


def quotation(text: str) -> RichTextBlock:
    return _rich(RichTextQuoteElement(elements=[RichTextElementParts.Text(text=text)]))


def from_person(slack_user_id: str, text: str) -> RichTextBlock:
    """Words beside the person they come from, whom Slack names; the words themselves can name nobody."""
    parts = [RichTextElementParts.User(user_id=slack_user_id), RichTextElementParts.Text(text=f" {text}")]
    return _rich(RichTextSectionElement(elements=parts))


def _rich(element: Any) -> RichTextBlock:
    return RichTextBlock(elements=[element])


def _bold() -> Any:
    return RichTextElementParts.TextStyle(bold=True)


def button(label: str, action: str, value: Mapping[str, Any], **options: Any) -> ButtonElement:
    return ButtonElement(text=plain(cut(label, 75)), action_id=action, value=packed(value), **options)


def link_button(label: str, action: str, address: str) -> ButtonElement:
    """A button that opens a page of Onhand's own: nothing else is ever linked to."""
    return ButtonElement(text=plain(label), action_id=action, url=address, style="primary")


def actions(elements: Sequence[ButtonElement], block_id: str) -> ActionsBlock:
    return ActionsBlock(elements=list(elements), block_id=block_id)


def divider() -> DividerBlock:
    return DividerBlock()


def text_input(
    block_id: str, label: str, initial: str | None = None, *, optional: bool = False, longest: int = LONGEST_SECTION
) -> InputBlock:
    """A field for words; one for so few that they fit into a title has one line."""
    several = longest > LONGEST_TITLE
    words = PlainTextInputElement(action_id=block_id, multiline=several, initial_value=initial, max_length=longest)
    return InputBlock(block_id=block_id, label=plain(label), element=words, optional=optional)


def photo_input(block_id: str, label: str) -> InputBlock:
    """A field for one photo, that may stay empty."""
    photo = FileInputElement(action_id="photo", filetypes=["jpg", "jpeg", "png"], max_files=1)
    return InputBlock(block_id=block_id, label=plain(label), element=photo, optional=True)


def ticks(block_id: str, label: str, options: Mapping[str, str]) -> InputBlock:
    """Boxes to tick, none of them ticked: the value of each and what stands beside it."""
    boxes = CheckboxesElement(action_id="ticked", options=_options(options))
    return InputBlock(block_id=block_id, label=plain(label), element=boxes, optional=True)


def choices(block_id: str, label: str, options: Mapping[str, str], hint: str) -> InputBlock:
    """A list of which any number, or nothing, is chosen."""
    chosen = StaticMultiSelectElement(action_id="chosen", options=_options(options))
    return InputBlock(block_id=block_id, label=plain(label), element=chosen, hint=plain(hint), optional=True)


def _options(options: Mapping[str, str]) -> list[Option]:
    shown = list(options.items())[:MOST_OPTIONS]
    return [Option(value=value, text=plain(cut(label, LONGEST_OPTION))) for value, label in shown]


def sure(title: str, text: str, yes: str, no: str) -> ConfirmObject:
    return ConfirmObject(title=title, text=plain(text), confirm=yes, deny=no, style="danger")


def packed(value: Mapping[str, Any]) -> str:
    """What a button carries, as JSON. Where the whole is too long for Slack, its longest text is cut."""
    text = _json(value)
    name = max(value, key=lambda key: len(value[key]) if isinstance(value[key], str) else 0, default="")
    longest = value.get(name)
    if len(text) <= LONGEST_VALUE or not isinstance(longest, str) or not longest:
        return text
    return packed({**value, name: longest[: max(0, len(longest) - (len(text) - LONGEST_VALUE))]})


def fits(value: Mapping[str, Any]) -> bool:
    """True where a button can carry the value whole."""
    return len(_json(value)) <= LONGEST_VALUE


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: str | None) -> dict[str, Any]:
    """What a button carried; empty for what this version did not make."""
    try:
        found = json.loads(value or "{}")
    except json.JSONDecodeError:
        return {}
    return found if isinstance(found, dict) else {}


def rendered(blocks: Sequence[Block]) -> Blocks:
    """The blocks as Slack takes them; each one checks its own limits."""
    return [block.to_dict() for block in blocks]


@dataclass(frozen=True, slots=True)
class Form:
    """What makes a modal a form: its button, the name its submission comes back with, and what comes back with it."""

    submit: str
    callback: str
    meta: str


def modal(title: str, blocks: Sequence[Block], close: str, form: Form | None = None) -> dict[str, Any]:
    """A modal view, to read or to fill in."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(cut(title, TITLE)).to_dict(),
        "close": plain(cut(close, TITLE)).to_dict(),
        "blocks": rendered(blocks),
    }
    if form is None:
        return view
    submit = plain(form.submit).to_dict()
    return view | {"submit": submit, "callback_id": form.callback, "private_metadata": form.meta}
