"""The values of the inputs in a modal: what they are at first, what a person may leave them at."""

from collections.abc import Iterator
from typing import Any

from bot.workspace.cast import Json

# The key under which each element keeps its value, and the key of its initial value (Slack's view state).
_KEPT = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", ""),
}


def elements(block: Json) -> Iterator[Json]:
    """The interactive elements of `block`, with those of its accessory, input and children."""
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            yield block[key]
    for part in (*block.get("elements", ()), *block.get("actions", ())):
        if isinstance(part, dict) and part.get("type") != "rich_text_section":
            yield part
    for child in (*block.get("child_blocks", ()), *(part for part in block.get("elements", ()) if _is_card(part))):
        yield from elements(child)


def _is_card(part: object) -> bool:
    return isinstance(part, dict) and part.get("type") == "card"


def find(blocks: list[Json], action_id: str, block_id: str | None = None) -> tuple[Json, Json] | None:
    """The block and element that carry `action_id` (and `block_id` when given), or None."""
    for block in blocks:
        if block_id is None or block.get("block_id") == block_id:
            for element in elements(block):
                if element.get("action_id") == action_id:
                    return block, element
    return None


def values(blocks: list[Json], before: Json | None = None) -> Json:
    """The state of the inputs in `blocks`, {block_id: {action_id: {...}}}; what was in `before` stays."""
    state: Json = {}
    for block in blocks:
        for element in elements(block):
            if element["type"] in _KEPT:
                kept = (before or {}).get(block["block_id"], {}).get(element["action_id"])
                state.setdefault(block["block_id"], {})[element["action_id"]] = kept or _initial(element)
    return state


def _initial(element: Json) -> Json:
    key, initial = _KEPT[element["type"]]
    empty: Any = [] if key in ("files", "selected_options") or element["type"].startswith("multi_") else None
    return {"type": element["type"], key: element.get(initial, empty)}


def keep(state: Json, block_id: str, action_id: str, value: Json | None) -> bool:
    """Put what a person chose into `state`, None for nothing; False when there is no such input."""
    if action_id not in state.get(block_id, {}):
        return False
    kind = state[block_id][action_id]["type"]
    given = (value or {}).get(_KEPT[kind][0])
    state[block_id][action_id] = _initial({"type": kind}) if given is None else {"type": kind, _KEPT[kind][0]: given}
    return True


def complaints(blocks: list[Json], state: Json) -> dict[str, str]:
    """What Slack's own form says before it sends anything, by block_id: a required input left empty, a wrong length."""
    found = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = state[block["block_id"]][element["action_id"]][_KEPT[element["type"]][0]]
            complaint = _complaint(element, value, optional=block.get("optional", False))
            if complaint:
                found[block["block_id"]] = complaint
    return found


def _complaint(element: Json, value: Any, *, optional: bool) -> str:
    if value in (None, "", []):
        return "" if optional else "Please complete this required field."
    if isinstance(value, str) and len(value) < element.get("min_length", 0):
        return f"Please use at least {element['min_length']} characters."
    if isinstance(value, str) and len(value) > element.get("max_length", 3000):
        return f"Please use at most {element.get('max_length', 3000)} characters."
    return ""


def offers(element: Json, chosen: Json) -> bool:
    """Whether `element` has on offer what was chosen in it. Only what lists its options can say no."""
    if element["type"] == "feedback_buttons":
        return chosen.get("value") in (element["positive_button"]["value"], element["negative_button"]["value"])
    option = chosen.get("selected_option")
    if option is None or element["type"] not in ("static_select", "radio_buttons", "overflow"):
        return True
    return option.get("value") in [one["value"] for one in _options(element)]


def chosen(element: Json, value: Any) -> Json:
    """What `element` keeps when a person gives `value`: the value of an option, a list of them, or a plain value."""
    key = "selected_option" if element["type"] == "overflow" else _KEPT.get(element["type"], ("value", ""))[0]
    if key == "selected_option":
        return {key: _option(element, value)}
    if key == "selected_options":
        return {key: [_option(element, one) for one in value]}
    return {key: value}


def _option(element: Json, value: Any) -> Json:
    if element["type"].endswith("external_select"):
        # What it offers is the app's to know.
        return {"text": {"type": "plain_text", "text": str(value), "emoji": True}, "value": value}
    for option in _options(element):
        if option["value"] == value:
            return option
    raise LookupError(f"no option {value!r}; there are {[option['value'] for option in _options(element)]}")


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups") or [element]
    return [option for group in groups for option in group.get("options", ())]
