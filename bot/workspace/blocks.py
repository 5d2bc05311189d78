"""What Slack refuses in blocks and views: the SDK's own checks, and the limits that the SDK leaves out."""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.workspace import limits
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError

MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_MOST_MARKDOWN = 12_000
# Not in Slack's reference; met by many (slackapi/bolt-js issue 2509) a little above this sum of all texts.
_MOST_IN_ALL = 13_000
_EVERYWHERE = frozenset(
    {"section", "divider", "image", "actions", "context", "input", "header", "video", "rich_text"},
)
_MESSAGES_ONLY = frozenset(
    {"markdown", "table", "context_actions", "task_card", "plan", "card", "carousel", "container", "file"},
)
# Slack documents these two; slack_sdk 3.47 does not know them, so only their place is checked.
_UNKNOWN_TO_SDK = frozenset({"data_table", "data_visualization"})
ALLOWED = {
    "message": _EVERYWHERE | _MESSAGES_ONLY | _UNKNOWN_TO_SDK,
    "modal": _EVERYWHERE | {"alert"},
    "home": _EVERYWHERE,
}
_VIEW_KEYS = {
    "type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
    "notify_on_close", "external_id", "submit_disabled",
}  # fmt: skip
_VIEW_TEXTS = {"title": 24, "close": 24, "submit": 24}
_VIEW_STRINGS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}


def check_message(given: Any, text: Any) -> list[Json]:
    """The blocks of a message; SlackError invalid_blocks_format or invalid_blocks with what is wrong."""
    if not isinstance(text, str):
        raise SlackError("invalid_arguments", "must be a string: text")
    if given is None:
        return []
    if not _are_objects(given):
        raise SlackError("invalid_blocks_format")
    wrong = list(complaints(given, "message"))
    if wrong:
        raise SlackError("invalid_blocks", *wrong, errors=wrong)
    if sum(len(words) for words in limits.words(given)) > _MOST_IN_ALL:
        raise SlackError("msg_blocks_too_long")
    return list(given)


def check_view(given: Any, surface: str) -> Json:
    """A view for `surface`, modal or home; SlackError invalid_arguments with what is wrong, as Slack gives it."""
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments", "view must be an object")
    view = _without_answered_keys(given)
    wrong = list(_view_complaints(view, surface))
    if not wrong:
        wrong = list(complaints(view["blocks"], surface))
    if wrong:
        raise SlackError("invalid_arguments", *wrong)
    return view


def _without_answered_keys(view: Json) -> Json:
    # An app may send back a view that Slack gave it; nulls count as left out.
    return {key: value for key, value in view.items() if value is not None}


def _are_objects(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(block, dict) for block in given)


def _view_complaints(view: Json, surface: str) -> Iterator[str]:
    if view.get("type") != surface:
        yield f"unsupported type: {view.get('type')!r}, {surface} is accepted here [json-pointer:/view/type]"
    for key in sorted(view.keys() - _VIEW_KEYS):
        yield f"invalid additional property: {key} [json-pointer:/view]"
    if not _are_objects(view.get("blocks")):
        yield "missing required field: blocks [json-pointer:/view]"
        return
    yield from _title_complaints(view, surface)
    for key, most in _VIEW_STRINGS.items():
        value = view.get(key, "")
        if not isinstance(value, str) or len(value) > most:
            yield limits.too_long(most, f"/view/{key}")


def _title_complaints(view: Json, surface: str) -> Iterator[str]:
    if surface == "modal" and "title" not in view:
        yield "missing required field: title [json-pointer:/view]"
    if surface == "modal" and "submit" not in view and any(block.get("type") == "input" for block in view["blocks"]):
        yield "missing required field: submit, as there is an input [json-pointer:/view]"
    for key, most in _VIEW_TEXTS.items():
        if key in view:
            yield from limits.text(view[key], most, f"/view/{key}", plain=True)


def complaints(blocks: list[Json], surface: str) -> Iterator[str]:
    """All that is wrong with `blocks` on `surface` (message, modal or home), each with a JSON pointer."""
    if len(blocks) > MOST_BLOCKS[surface]:
        yield f"no more than {MOST_BLOCKS[surface]} items allowed, {len(blocks)} given [json-pointer:/blocks]"
    for place, block in enumerate(blocks):
        yield from _block_complaints(block, surface, f"/blocks/{place}")
    yield from _duplicates(blocks)
    if sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown") > _MOST_MARKDOWN:
        yield limits.too_long(_MOST_MARKDOWN, "/blocks") + " in all markdown blocks"
    if sum(block.get("type") == "table" for block in blocks) > 1:
        yield "only one table is allowed [json-pointer:/blocks]"


def _block_complaints(block: Json, surface: str, where: str) -> Iterator[str]:
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in ALLOWED[surface]:
        yield f"unsupported type: {kind!r} is not allowed in a {surface} [json-pointer:{where}/type]"
    elif kind not in _UNKNOWN_TO_SDK:
        yield from _within(block, where)


def _within(block: Json, where: str) -> list[str]:
    try:
        return list(limits.block(block, where)) or list(_of_sdk(block, where))
    except (SlackObjectFormationError, TypeError, AttributeError, KeyError, ValueError) as wrong:
        # A part of another type than the reference has for it, which shows when it is walked or parsed.
        return [f"{wrong} [json-pointer:{where}]"]


def _of_sdk(block: Json, where: str) -> Iterator[str]:
    parsed = Block.parse(copy.deepcopy(block))
    if parsed is not None:
        parsed.to_dict()
        for key in sorted(block.keys() - set(parsed.attributes)):
            yield f"invalid additional property: {key} [json-pointer:{where}]"


def _duplicates(blocks: list[Json]) -> Iterator[str]:
    ids = Counter(str(block["block_id"]) for block in blocks if block.get("block_id"))
    for block_id in (block_id for block_id, times in ids.items() if times > 1):
        yield f"`block_id`: {block_id!r} already exists [json-pointer:/blocks]"
