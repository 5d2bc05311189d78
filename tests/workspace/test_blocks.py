"""Each limit of Block Kit: at the limit a message or view is taken, one over it is refused."""

from collections.abc import Callable

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.workspace.blocks import check_message, check_view
from bot.workspace.cast import Json
from bot.workspace.refusals import SlackError
from tests.workspace.app import actions, button, form, home, plain


def words(count: int) -> Json:
    return plain("x" * count)


def section(**more: object) -> Json:
    return {"type": "section", "text": plain("Words"), **more}


def menu(kind: str = "static_select", count: int = 2, text: int = 5, value: int = 5) -> Json:
    options = [{"text": words(text), "value": f"{place:0{value}}"} for place in range(count)]
    return {"type": kind, "action_id": "menu", "options": options}


def table(rows: int, columns: int, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def feedback(text: int, value: int, label: int) -> Json:
    sides = {
        side: {"text": words(text), "value": "v" * value, "accessibility_label": "l" * label}
        for side in ("positive_button", "negative_button")
    }
    element = {"type": "feedback_buttons", "action_id": "helped", **sides}
    return {"type": "context_actions", "elements": [element]}


def confirm(title: int = 5, text: int = 5, yes: int = 5, no: int = 5) -> Json:
    return {"title": words(title), "text": words(text), "confirm": words(yes), "deny": words(no)}


def asked(**element: object) -> Json:
    return {"type": "input", "label": plain("Words"), "element": {"type": "plain_text_input", **element}}


MESSAGES: dict[str, tuple[Callable[[int], list[Json]], int]] = {
    "blocks": (lambda n: [{"type": "divider"}] * n, 50),
    "section text": (lambda n: [{"type": "section", "text": words(n)}], 3000),
    "fields": (lambda n: [{"type": "section", "fields": [words(3)] * n}], 10),
    "field text": (lambda n: [{"type": "section", "fields": [words(n)]}], 2000),
    "header": (lambda n: [{"type": "header", "text": words(n)}], 150),
    "actions": (lambda n: [actions(*(button(f"b{place}") for place in range(n)))], 25),
    "context elements": (lambda n: [{"type": "context", "elements": [words(3)] * n}], 10),
    "context text": (lambda n: [{"type": "context", "elements": [words(n)]}], 3000),
    "button text": (lambda n: [actions({**button("b"), "text": words(n)})], 75),
    "button value": (lambda n: [actions(button("b", value="v" * n))], 2000),
    "button url": (lambda n: [actions({**button("b"), "url": "https://a.example/".ljust(n, "x")})], 3000),
    "button label": (lambda n: [actions({**button("b"), "accessibility_label": "x" * n})], 75),
    "action_id": (lambda n: [actions(button("a" * n))], 255),
    "block_id": (lambda n: [section(block_id="b" * n)], 255),
    "options": (lambda n: [section(accessory=menu(count=n))], 100),
    "option text": (lambda n: [section(accessory=menu(text=n))], 75),
    "option value": (lambda n: [section(accessory=menu(value=n))], 150),
    "radio options": (lambda n: [section(accessory=menu("radio_buttons", n))], 10),
    "overflow options": (lambda n: [section(accessory=menu("overflow", n))], 5),
    "placeholder": (lambda n: [section(accessory={**menu(), "placeholder": words(n)})], 150),
    "confirm title": (lambda n: [actions({**button("b"), "confirm": confirm(title=n)})], 100),
    "confirm text": (lambda n: [actions({**button("b"), "confirm": confirm(text=n)})], 300),
    "confirm yes": (lambda n: [actions({**button("b"), "confirm": confirm(yes=n)})], 30),
    "confirm no": (lambda n: [actions({**button("b"), "confirm": confirm(no=n)})], 30),
    "image url": (
        lambda n: [{"type": "image", "image_url": "https://a.example/".ljust(n, "x"), "alt_text": "x"}],
        3000,
    ),
    "image alt text": (lambda n: [{"type": "image", "image_url": "https://a.example/", "alt_text": "x" * n}], 2000),
    "feedback text": (lambda n: [feedback(n, 5, 5)], 75),
    "feedback value": (lambda n: [feedback(5, n, 5)], 2000),
    "feedback label": (lambda n: [feedback(5, 5, n)], 75),
    "markdown": (lambda n: [{"type": "markdown", "text": "x" * n}], 12_000),
    "markdown in all": (lambda n: [{"type": "markdown", "text": "x" * (n // 2)}] * 2, 12_001),
    "table rows": (lambda n: [table(n, 2)], 100),
    "table columns": (lambda n: [table(2, n)], 20),
    "table text": (lambda n: [table(1, 1, "x" * n)], 10_000),
    "tables": (lambda n: [table(1, 1)] * n, 1),
    "input label": (lambda n: [{**asked(action_id="a"), "label": words(n)}], 2000),
    "input hint": (lambda n: [{**asked(action_id="a"), "hint": words(n)}], 2000),
    "input longest": (lambda n: [asked(max_length=n)], 3000),
}
VIEWS: dict[str, tuple[Callable[[int], Json], int]] = {
    "blocks": (lambda n: {**home("x"), "blocks": [{"type": "divider"}] * n}, 100),
    "title": (lambda n: form("t" * n), 24),
    "submit": (lambda n: form(submit=words(n)), 24),
    "close": (lambda n: form(close=words(n)), 24),
    "private_metadata": (lambda n: form(private_metadata="m" * n), 3000),
    "callback_id": (lambda n: form(callback_id="c" * n), 255),
    "external_id": (lambda n: form(external_id="e" * n), 255),
}


@pytest.mark.parametrize("limit", MESSAGES)
def test_message_limit(limit: str) -> None:
    """A message is taken at each limit and refused one over it."""
    made, most = MESSAGES[limit]
    check_message(made(most), "")
    with pytest.raises(SlackError, match="invalid_blocks"):
        check_message(made(most + 1), "")


@pytest.mark.parametrize("limit", VIEWS)
def test_view_limit(limit: str) -> None:
    """A view is taken at each limit and refused one over it."""
    made, most = VIEWS[limit]
    check_view(made(most), made(most)["type"])
    with pytest.raises(SlackError, match="invalid_arguments"):
        check_view(made(most + 1), made(most)["type"])


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ([section(block_id="a"), section(block_id="a")], "'a' already exists"),
        ([actions(button("a"), button("a"))], "'a' already exists"),
        ([{"type": "section"}], "text or fields"),
        ([section(colour="red")], "colour"),
        ([{**section(), "text": {"type": "plain_text", "text": ""}}], "more than 0"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "plain_text"),
        ([{"type": "image", "image_url": "https://a.example/"}], "alt_text"),
        ([{"type": "image", "alt_text": "x"}], "image_url"),
        ([actions()], "elements"),
        ([actions({"type": "plain_text_input", "action_id": "a"})], "plain_text_input"),
        ([section(accessory={"type": "feedback_buttons"})], "feedback_buttons"),
        ([{"type": "alert", "text": plain("x")}], "not allowed in a message"),
        ([{"type": "invented"}], "invented"),
        ([{"text": plain("x")}], "None"),
        ([section(accessory=menu(count=0))], "between 1 and 100"),
        ([table(1, 1) | {"rows": [1]}], "list of lists"),
        ([section(fields=["words"])], "text object"),
        ([{**section(), "text": {**plain("x"), "verbatim": True}}], "verbatim"),
    ],
)
def test_wrong_blocks_are_named(wrong: list[Json], what: str) -> None:
    """What is wrong is said with its place; nothing wrong slips through."""
    with pytest.raises(SlackError) as refused:
        check_message(wrong, "")
    assert what in " ".join(refused.value.messages)
    assert all("[json-pointer:/" in message for message in refused.value.messages)


@pytest.mark.parametrize(
    ("view", "surface", "what"),
    [
        (home("x"), "modal", "unsupported type"),
        ({**form(), "title": None}, "modal", "title"),
        ({**form(), "submit": None}, "modal", "submit"),
        ({**form(), "colour": 1}, "modal", "colour"),
        ({"type": "home"}, "home", "blocks"),
        ({"type": "home", "blocks": [{"type": "markdown", "text": "x"}]}, "home", "not allowed in a home"),
        ({**form(), "blocks": [table(1, 1)]}, "modal", "not allowed in a modal"),
    ],
)
def test_wrong_views_are_named(view: Json, surface: str, what: str) -> None:
    """A view on the wrong surface, without what it needs, or with what does not exist, is refused."""
    with pytest.raises(SlackError) as refused:
        check_view(view, surface)
    assert what in " ".join(refused.value.messages)


def test_texts_of_all_blocks_have_a_limit_together() -> None:
    """Many long blocks, each within its own limit, are still too much for one message."""
    check_message([section(text=words(2600))] * 5, "")
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message([section(text=words(2601))] * 5, "")


def test_refusal_reaches_the_client_with_its_reasons(client: WebClient) -> None:
    """Over the Web API a refusal carries Slack's code and messages."""
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel="U0ANA", text="x", blocks=[{"type": "header", "text": words(151)}])
    answer = refused.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_list_that_is_none_is_refused() -> None:
    """Blocks that are not a list of objects have an error of their own."""
    with pytest.raises(SlackError, match="invalid_blocks_format"):
        check_message({"type": "divider"}, "")
