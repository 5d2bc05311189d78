"""The arguments of a Web API call: how they are read from a request, which ones a method knows and needs."""

import inspect
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk import WebClient
from starlette.requests import Request

from bot.workspace.cast import Json
from bot.workspace.reading import decoded
from bot.workspace.refusals import SlackError

_STRUCTURED = {"blocks", "view", "attachments", "metadata", "files"}
_SWITCHES = {
    "reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn", "link_names", "as_user", "return_im", "inclusive",
    "include_locale", "include_labels", "include_num_members", "include_all_metadata", "exclude_archived",
    "include_users", "include_count", "include_disabled", "prevent_creation",
}  # fmt: skip
_NUMBERS = {"limit", "length"}
_TRUE, _FALSE = ("1", "true"), ("0", "false")


async def read(request: Request, *, json_too: bool) -> tuple[str, Json]:
    """The token and arguments of a call, from the query, a form or, if `json_too`, JSON. The header's token wins."""
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    body = await request.body()
    if kind == "application/json":
        given |= _from_json(body) if json_too else {}
    elif kind == "application/x-www-form-urlencoded":
        given |= dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    elif body:
        raise SlackError("invalid_post_type")
    token = str(given.pop("token", ""))
    scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
    return (bearer if scheme.lower() == "bearer" else token), given


def _from_json(body: bytes) -> Json:
    try:
        found = decoded(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found


@cache
def known(method: str) -> frozenset[str]:
    """The arguments that `method` knows: those of slack_sdk's WebClient, which follows Slack's reference."""
    call = getattr(WebClient, method.replace(".", "_"))
    named = set(inspect.signature(call).parameters) - {"self", "kwargs"}
    return frozenset(named | {"team_id"})


def checked(method: str, given: Mapping[str, Any], needed: Collection[str]) -> Json:
    """The arguments with their types; SlackError invalid_arguments for unknown, missing or mistyped ones."""
    unknown = sorted(given.keys() - known(method))
    missing = [name for name in needed if given.get(name) in (None, "")]
    wrong = [f"invalid additional property: {name}" for name in unknown]
    wrong += [f"missing required field: {name}" for name in missing]
    if wrong:
        raise SlackError("invalid_arguments", *wrong)
    return {name: _typed(name, value) for name, value in given.items() if value is not None}


def _typed(name: str, value: Any) -> Any:
    if name in _STRUCTURED:
        return _structured(name, value)
    if name in _SWITCHES:
        return _switch(name, value)
    if name in _NUMBERS:
        return _number(name, value)
    if not isinstance(value, str | int | float | list):
        raise SlackError("invalid_arguments", f"must be a string: {name}")
    return value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def _structured(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return decoded(value)
    except ValueError:
        raise SlackError("invalid_blocks_format" if name == "blocks" else "invalid_arguments", name) from None


def _switch(name: str, value: Any) -> bool:
    if str(value).lower() not in _TRUE + _FALSE:
        raise SlackError("invalid_arguments", f"must be a boolean: {name}")
    return str(value).lower() in _TRUE


def _number(name: str, value: Any) -> int:
    if not str(value).isdecimal():
        raise SlackError("invalid_arguments", f"must be a number: {name}")
    return int(value)
