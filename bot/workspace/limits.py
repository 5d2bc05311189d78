"""Block Kit's limits, block by block, as data and as the walk that holds blocks against them.

The figures are those of Slack's Block Kit reference. What slack_sdk checks by itself is not repeated here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from bot.workspace import forms
from bot.workspace.cast import Json

_INPUTS = frozenset(
    {
        "plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "static_select",
        "external_select", "users_select", "conversations_select", "channels_select", "multi_static_select",
        "multi_external_select", "multi_users_select", "multi_conversations_select", "multi_channels_select",
        "radio_buttons", "checkboxes", "datepicker", "timepicker", "datetimepicker", "file_input",
    }
)  # fmt: skip
_NOT_OUTSIDE_INPUT = frozenset(
    {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input"}
)
_BUTTONS = frozenset({"button", "overflow", "workflow_button"})
_PRESSABLE = (_INPUTS - _NOT_OUTSIDE_INPUT) | _BUTTONS
# What each block may hold.
ELEMENTS = {
    "actions": _PRESSABLE | {"rich_text_input"},
    "section": _PRESSABLE | {"image"},
    "input": _INPUTS,
    "context": frozenset({"mrkdwn", "plain_text", "image"}),
    "context_actions": frozenset({"feedback_buttons", "icon_button"}),
}
# Texts that are objects: key -> (most characters, plain text only), by the type of what holds them.
_TEXTS = {
    "section": {"text": (3000, False)},
    "header": {"text": (150, True)},
    "input": {"label": (2000, True), "hint": (2000, True)},
    "image": {"title": (2000, True)},
    "button": {"text": (75, True)},
    "workflow_button": {"text": (75, True)},
}
_PLACEHOLDER = {"placeholder": (150, True)}
_CONFIRM = {"title": (100, True), "text": (300, False), "confirm": (30, True), "deny": (30, True)}
# Values that are plain strings: key -> most characters.
_STRINGS = {
    "action_id": 255,
    "block_id": 255,
    "value": 2000,
    "url": 3000,
    "image_url": 3000,
    "alt_text": 2000,
    "accessibility_label": 75,
}
_NEEDED = {
    "header": ("text",),
    "input": ("label", "element"),
    "actions": ("elements",),
    "context": ("elements",),
    "context_actions": ("elements",),
    "button": ("text",),
    "image": ("alt_text",),
    "markdown": ("text",),
    "table": ("rows",),
}
_MOST_OFFERED, _LONGEST_OPTION, _LONGEST_OPTION_VALUE = 100, 75, 150
_MOST_OPTIONS = {"radio_buttons": 10, "checkboxes": 10, "overflow": 5}
_RICH_OPTIONS = frozenset({"radio_buttons", "checkboxes"})
_MOST_ROWS, _MOST_COLUMNS, _MOST_TABLE_TEXT = 100, 20, 10_000


def too_long(most: int, where: str) -> str:
    """Slack's words for a text beyond its limit."""
    return f"must be less than {most + 1} characters [json-pointer:{where}]"


def text(given: Any, most: int, where: str, *, plain: bool = False) -> Iterator[str]:
    """What is wrong with a text object of at most `most` characters."""
    kinds = ("plain_text",) if plain else ("plain_text", "mrkdwn")
    if not isinstance(given, dict) or given.get("type") not in kinds:
        yield f"must be a text object of type {' or '.join(kinds)} [json-pointer:{where}]"
        return
    extra = {"plain_text": "emoji", "mrkdwn": "verbatim"}[given["type"]]
    for key in sorted(given.keys() - {"type", "text", extra}):
        yield f"invalid additional property: {key} [json-pointer:{where}]"
    said = given.get("text")
    if not isinstance(said, str) or not said:
        yield f"must be more than 0 characters [json-pointer:{where}/text]"
    elif len(said) > most:
        yield too_long(most, f"{where}/text")


def offer(options: Any) -> Iterator[str]:
    """What is wrong with the options that an app offers in a select."""
    if not isinstance(options, list) or len(options) > _MOST_OFFERED:
        yield f"a list of at most {_MOST_OFFERED} options is accepted [json-pointer:/options]"
        return
    for place, option in enumerate(options):
        where = f"/options/{place}"
        if not isinstance(option, dict) or not isinstance(option.get("value"), str):
            yield f"missing required field: value [json-pointer:{where}]"
            continue
        yield from text(option.get("text"), _LONGEST_OPTION, f"{where}/text", plain=True)
        yield from _string(option["value"], _LONGEST_OPTION_VALUE, f"{where}/value")


def block(given: Json, where: str) -> Iterator[str]:
    """What is wrong with one block and all that is in it."""
    yield from _part(given, where)
    yield from _fields(given.get("fields", []), where)
    if given["type"] == "table":
        yield from _table(given.get("rows"), where)
    if given["type"] in ELEMENTS:
        yield from _held(given, ELEMENTS[given["type"]], where)
    yield from _repeated_actions(given, where)


def _part(given: Json, where: str) -> Iterator[str]:
    kind = given["type"]
    for key in _NEEDED.get(kind, ()):
        if given.get(key) in (None, "", []):
            yield f"missing required field: {key} [json-pointer:{where}]"
    if kind == "image" and not ("image_url" in given or "slack_file" in given):
        yield f"missing required field: image_url [json-pointer:{where}]"
    for key, (most, plain) in {**_TEXTS.get(kind, {}), **_PLACEHOLDER}.items():
        if given.get(key) is not None:
            yield from text(given[key], most, f"{where}/{key}", plain=plain)
    for key, most in _STRINGS.items():
        yield from _string(given.get(key), most, f"{where}/{key}")


def _string(given: Any, most: int, where: str) -> Iterator[str]:
    if given is None:
        return
    if not isinstance(given, str):
        yield f"must be a string [json-pointer:{where}]"
    elif len(given) > most:
        yield too_long(most, where)


def _fields(given: Any, where: str) -> Iterator[str]:
    for place, field in enumerate(given):
        yield from text(field, 2000, f"{where}/fields/{place}")


def _held(given: Json, accepted: frozenset[str], where: str) -> Iterator[str]:
    held: list[tuple[str, Any]] = [(key, given[key]) for key in ("accessory", "element") if key in given]
    held += [(f"elements/{place}", one) for place, one in enumerate(given.get("elements", []))]
    for key, one in held:
        kind = one.get("type") if isinstance(one, dict) else None
        if kind not in accepted:
            yield f"unsupported type: {kind!r} is not allowed in {given['type']} [json-pointer:{where}/{key}/type]"
        elif kind in ("mrkdwn", "plain_text"):
            yield from text(one, 3000, f"{where}/{key}")
        else:
            yield from _element(one, f"{where}/{key}")


def _element(given: Json, where: str) -> Iterator[str]:
    yield from _part(given, where)
    yield from _options(given, where)
    for key in ("positive_button", "negative_button"):
        if key in given:
            yield from text(given[key].get("text"), 75, f"{where}/{key}/text", plain=True)
            yield from _part({"type": "", **{k: v for k, v in given[key].items() if k != "text"}}, f"{where}/{key}")
    confirm: Json = given.get("confirm") or {}
    for key, (most, plain) in _CONFIRM.items():
        if key in confirm:
            yield from text(confirm[key], most, f"{where}/confirm/{key}", plain=plain)
    for key in ("min_length", "max_length"):
        if not 0 <= given.get(key, 1) <= 3000:
            yield f"must be between 0 and 3000 [json-pointer:{where}/{key}]"


def _options(given: Json, where: str) -> Iterator[str]:
    options, groups = given.get("options"), given.get("option_groups")
    most = _MOST_OPTIONS.get(given["type"], 100)
    plain = given["type"] not in _RICH_OPTIONS
    if options is not None:
        yield from _option_list(options, most, f"{where}/options", plain=plain)
    for place, group in enumerate(groups or ()):
        yield from text(group.get("label"), 75, f"{where}/option_groups/{place}/label", plain=True)
        yield from _option_list(group.get("options", []), 100, f"{where}/option_groups/{place}/options", plain=plain)


def _option_list(options: list[Json], most: int, where: str, *, plain: bool) -> Iterator[str]:
    if not 1 <= len(options) <= most:
        yield f"must have between 1 and {most} items, {len(options)} given [json-pointer:{where}]"
    for place, option in enumerate(options):
        yield from text(option.get("text"), 75, f"{where}/{place}/text", plain=plain)
        yield from _string(option.get("value", 0), 150, f"{where}/{place}/value")
        if option.get("description") is not None:
            yield from text(option["description"], 75, f"{where}/{place}/description", plain=plain)


def _table(rows: Any, where: str) -> Iterator[str]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        yield f"rows must be a list of lists [json-pointer:{where}/rows]"
        return
    if len(rows) > _MOST_ROWS:
        yield f"no more than {_MOST_ROWS} items allowed, {len(rows)} given [json-pointer:{where}/rows]"
    for place, row in enumerate(rows):
        if len(row) > _MOST_COLUMNS:
            yield f"no more than {_MOST_COLUMNS} items allowed, {len(row)} given [json-pointer:{where}/rows/{place}]"
    if sum(len(found) for found in words(rows)) > _MOST_TABLE_TEXT:
        yield too_long(_MOST_TABLE_TEXT, f"{where}/rows")


def words(part: Any) -> Iterator[str]:
    """Every text in blocks or in parts of them."""
    if isinstance(part, list):
        for one in part:
            yield from words(one)
    elif isinstance(part, dict):
        yield from [part["text"]] if isinstance(part.get("text"), str) else words(list(part.values()))


def _repeated_actions(given: Json, where: str) -> Iterator[str]:
    ids = Counter(element["action_id"] for element in forms.elements(given) if element.get("action_id"))
    for action_id in (action_id for action_id, times in ids.items() if times > 1):
        yield f"`action_id`: {action_id!r} already exists [json-pointer:{where}]"
