"""Whatever comes in, the workspace answers: with Slack's refusal, or with a sentence; never with a breakdown."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.workspace.blocks import check_message, check_view
from bot.workspace.cast import Json
from bot.workspace.reading import decoded
from bot.workspace.refusals import SlackError
from bot.workspace.server import LocalWorkspace
from tests.workspace.conftest import kitchen

KINDS = ["section", "actions", "input", "context", "context_actions", "table", "image", "header", "markdown", "button"]
KEYS = ["type", "text", "elements", "element", "accessory", "fields", "rows", "options", "confirm", "label", "value"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(KINDS),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(KEYS), part, max_size=4),
    max_leaves=5,
)
BLOCKS = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(KINDS)}, optional={k: ANYTHING for k in KEYS[1:]}), max_size=3
)

# How fast and how large a draw is differs from run to run on a busy machine; neither says anything of the workspace.
UNSTEADY = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
UNHURRIED = settings(max_examples=60, deadline=None, suppress_health_check=UNSTEADY)


@pytest.fixture(scope="module")
def place() -> Iterator[LocalWorkspace]:
    with kitchen() as started:
        yield started


def code(check: Callable[[Any, str], object], given: object, surface: str) -> str | None:
    """The code of the refusal; None when it is taken."""
    try:
        check(given, surface)
    except SlackError as refused:
        return refused.code
    return None


def status(request: urllib.request.Request) -> int:
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


@UNHURRIED
@given(BLOCKS | ANYTHING)
def test_any_blocks_are_judged(blocks: object) -> None:
    """Blocks of any shape are taken or refused with a code of Slack's."""
    assert code(check_message, blocks, "") in (None, "invalid_blocks", "invalid_blocks_format")


@UNHURRIED
@given(BLOCKS | ANYTHING, ANYTHING)
def test_any_view_is_judged(blocks: object, part: object) -> None:
    """Views of any shape are taken or refused with a code of Slack's."""
    for view in (part, {"type": "home", "blocks": blocks}, {"type": "modal", "title": part, "blocks": blocks}):
        assert code(check_view, view, "home") in (None, "invalid_arguments")


@UNHURRIED
@given(
    st.sampled_from(["chat.postMessage", "chat.update", "views.publish", "chat.postEphemeral", "reactions.add"]),
    st.dictionaries(
        st.sampled_from(["channel", "text", "blocks", "metadata", "attachments", "thread_ts", "ts", "view", "user_id"]),
        ANYTHING | st.sampled_from(["U0ANA", "#kitchen", "D0LOCAL003"]),
    ),
)
def test_any_call_is_answered(place: LocalWorkspace, method: str, arguments: Json) -> None:
    """A call with any arguments is answered with status 200."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {place.bot_token}"}
    request = urllib.request.Request(place.api_url + method, json.dumps(arguments).encode(), headers)
    assert status(request) == 200


@UNHURRIED
@given(
    st.sampled_from(["message", "command", "shortcut", "action", "submit", "close", "home", "dm"]),
    st.dictionaries(
        st.sampled_from(["as", "channel", "text", "thread_ts", "action", "values", "view_id", "tab", "user"]),
        ANYTHING | st.sampled_from(["U0ANA", "C0LOCAL001"]),
    ),
)
def test_any_deed_is_answered(place: LocalWorkspace, deed: str, sent: Json) -> None:
    """Whatever a page sends is done or refused with a 4xx status."""
    headers = {"Content-Type": "application/json", "Origin": place.url}
    request = urllib.request.Request(f"{place.url}/page/{deed}", json.dumps(sent).encode(), headers)
    assert status(request) in (200, *range(400, 500))


def test_half_characters_become_question_marks() -> None:
    """A lone surrogate, which cannot be sent on, is replaced; whole characters outside the first plane stay."""
    assert decoded(rb'{"text": "\ud83d\ude00 \ud83d!"}') == {"text": "\U0001f600 ?!"}
    with pytest.raises(ValueError, match="JSON"):
        decoded("NaN")
