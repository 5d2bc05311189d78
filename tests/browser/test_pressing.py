"""Nothing that comes to the page takes away what somebody presses, writes or reads there."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from slack_sdk import WebClient

from bot.workspace.server import LocalWorkspace
from tests.browser.app import actions, answer_blocks, button, form, header, plain, section
from tests.browser.chat import Chat, OpenPage, Size
from tests.browser.holding import Stream, finger, mouse, space
from tests.browser.test_page import SIZES

ME = "U0CAI"
LONG = "\n".join(f"Line {number}" for number in range(60))


@dataclass
class App:
    """What the app does by itself, as often as the test likes."""

    client: WebClient
    channel: str

    def says(self, text: str) -> str:
        return str(self.client.chat_postMessage(channel=self.channel, text=text)["ts"])

    def adds(self, ts: str) -> None:
        blocks = [section("Checked today."), *answer_blocks()]
        self.client.chat_update(channel=self.channel, ts=ts, text="Checked today.", blocks=blocks)

    def takes_back(self, ts: str) -> None:
        self.client.chat_delete(channel=self.channel, ts=ts)

    def publishes(self, heading: str) -> None:
        """A home tab that is longer than the screen, with a field and a button at its end."""
        filler = [section(LONG) for _ in range(2)]
        note = {"type": "plain_text_input", "action_id": "note"}
        field = {"type": "input", "block_id": "note", "label": plain("Note"), "element": note}
        show = {**actions(button("pick_home", "Show")), "block_id": "show"}
        self.client.views_publish(user_id=ME, view={"type": "home", "blocks": [header(heading), *filler, field, show]})

    def changes(self, view_id: str, hint: str) -> None:
        """The form with another heading and another hint at its first field."""
        view = form()
        heading, words, *others = view["blocks"]
        changed = [section(hint), heading, {**words, "hint": plain(hint)}, *others]
        self.client.views_update(view_id=view_id, view={**view, "blocks": changed})


@pytest.fixture
def app(workspace: LocalWorkspace) -> App:
    workspace.limits_on = False
    return App(WebClient(token=workspace.bot_token, base_url=workspace.api_url), workspace.dm_id(ME))


Holds = Callable[[Chat, Locator], AbstractContextManager[None]]
HOLDS = pytest.mark.parametrize(
    ("size", "holds"), [("phone", finger), ("phone", mouse), ("desktop", mouse), ("desktop", space)]
)
COMES: dict[str, Callable[[App, str, str], Any]] = {
    "message": lambda app, _first, _answer: app.says(LONG),
    "message_changed": lambda app, _first, answer: app.adds(answer),
    "message_deleted": lambda app, first, _answer: app.takes_back(first),
}
LEFT = {"message": 4, "message_changed": 3, "message_deleted": 2}


@HOLDS
@pytest.mark.parametrize("kind", COMES)
def test_a_press_outlasts_what_comes(open_page: OpenPage, app: App, size: Size, holds: Holds, kind: str) -> None:
    """A button held down while a message comes, changes or goes is pressed when let go; then what came is shown."""
    first = app.says(LONG)
    chat = open_page(ME, size)
    stream = Stream(chat)
    control = asks(chat)
    stream.hold()
    COMES[kind](app, first, chat.last.get_attribute("data-ts") or "")
    stream.has(kind)
    with holds(chat, control):
        stream.go_on()
    expect(chat.modal).to_be_visible()
    expect(chat.messages).to_have_count(LEFT[kind])
    if kind == "message_changed":
        expect(chat.last).to_contain_text("Checked today.")


PRESSED_AT_THE_END = """async () => {
  const scroller = document.getElementById("messages");
  const control = [...scroller.querySelectorAll(".message .pill")].at(-1);
  scroller.scrollTop = scroller.scrollHeight;
  window.dispatchEvent(new Event("pointerdown"));
  const before = control.getBoundingClientRect().top;
  await new Promise((done) => setTimeout(done, 300));
  const after = control.getBoundingClientRect().top;
  window.dispatchEvent(new Event("pointerup"));
  return after - before;
}"""


@SIZES
def test_a_press_outlasts_coming_to_the_end(open_page: OpenPage, app: App, size: Size) -> None:
    """Who scrolls to the end and presses at once presses what is there: it moves only after the press."""
    app.says(LONG)
    chat = open_page(ME, size)
    expect(chat.messages).to_have_count(1)
    chat.page.locator("#messages").evaluate("(node) => { node.scrollTop = 0; }")
    chat.page.wait_for_timeout(200)
    app.client.chat_postMessage(channel=app.channel, text="Checked today.", blocks=answer_blocks())
    newer = chat.page.get_by_role("button", name="New messages")
    expect(newer).to_be_visible()
    assert chat.page.evaluate(PRESSED_AT_THE_END) == 0
    expect(newer).to_be_hidden()


@pytest.mark.parametrize(("size", "holds"), [("phone", mouse), ("desktop", mouse), ("desktop", space)])
def test_a_press_outlasts_a_broken_stream(open_page: OpenPage, size: Size, holds: Holds) -> None:
    """A button held down while the page loses its stream and comes back is pressed when let go."""
    chat = open_page(ME, size)
    stream = Stream(chat)
    with holds(chat, asks(chat)):
        stream.breaks()
    expect(chat.modal).to_be_visible()
    expect(chat.page.locator("#connection")).to_be_hidden()


@HOLDS
def test_a_press_in_the_home_tab_outlasts_its_change(open_page: OpenPage, app: App, size: Size, holds: Holds) -> None:
    """A button of the home tab held down while the app publishes it anew is pressed when let go."""
    chat = open_page(ME, size)
    stream = Stream(chat)
    opens_home(chat, app)
    stream.hold()
    app.publishes("Your data, again")
    stream.has("home")
    with (
        chat.page.expect_request("**/page/action"),
        holds(chat, chat.page.get_by_role("button", name="Show", exact=True)),
    ):
        stream.go_on()
    expect(chat.page.locator("#home-pane h3")).to_have_text("Your data, again")


def test_a_press_in_the_list_outlasts_a_new_count(open_page: OpenPage, workspace: LocalWorkspace, app: App) -> None:
    """A conversation in the list held down while another one gets its count is opened when let go."""
    chat = open_page(ME, "desktop")
    stream = Stream(chat)
    expect(chat.page.locator("#composer textarea")).to_be_enabled()
    stream.hold()
    app.client.chat_postMessage(channel=workspace.channel_id("general"), text="Good morning")
    stream.has("message")
    conversations = chat.page.get_by_role("navigation")
    with mouse(chat, conversations.get_by_role("button", name="harbour-street")):
        stream.go_on()
    expect(chat.page.get_by_role("heading", level=1)).to_have_text("#harbour-street")
    expect(conversations.locator(".unread")).to_have_text("1")


@SIZES
def test_a_broken_stream_moves_nobody(open_page: OpenPage, app: App, size: Size) -> None:
    """Who reads further up, or has begun to write, is still there when the page has come back; what came is shown."""
    app.says(LONG)
    asked = app.says("The first of all")
    chat = open_page(ME, size)
    stream = Stream(chat)
    expect(chat.messages).to_have_count(2)
    chat.page.locator("#composer textarea").fill("Half a")
    menu = chat.messages.first.get_by_role("button", name="Actions for the message")
    menu.focus()
    scroller = chat.page.locator("#messages")
    scroller.evaluate("(node) => node.scrollTo(0, 300)")
    stream.hold()
    app.takes_back(asked)
    other = app.says("Said while nobody heard it")
    stream.breaks()
    expect(chat.messages).to_have_count(2)
    expect(chat.last).to_have_attribute("data-ts", other)
    assert scroller.evaluate("(node) => node.scrollTop") == 300
    expect(chat.page.get_by_role("button", name="New messages")).to_be_visible()
    expect(menu).to_be_focused()
    expect(chat.page.locator("#composer textarea")).to_have_value("Half a")


@SIZES
def test_a_changed_home_tab_moves_nobody(open_page: OpenPage, app: App, size: Size) -> None:
    """What is typed in the home tab, the caret and how far one has scrolled stay when the app publishes it anew."""
    chat = open_page(ME, size)
    opens_home(chat, app)
    note = chat.page.get_by_label("Note")
    writes(note, "Shift ends at ten")
    pane = chat.page.locator("#home-pane")
    scrolled = pane.evaluate("(node) => node.scrollTop")
    app.publishes("Your data, again")
    expect(pane.locator("h3")).to_have_text("Your data, again")
    stands(note, "Shift ends at ten")
    assert scrolled > 0
    assert pane.evaluate("(node) => node.scrollTop") == scrolled


@SIZES
@pytest.mark.parametrize("label", ["Your question", "Which article?"])
def test_a_changed_form_moves_nobody(open_page: OpenPage, app: App, size: Size, label: str) -> None:
    """What is typed, the caret and how far one has scrolled stay in a form that the app changes, in a field that it
    changes too and in one where something is being looked up."""
    chat = open_page(ME, size)
    asks(chat).click()
    field = chat.modal.get_by_label(label)
    writes(field, "zebra")
    chat.page.set_viewport_size({"width": 390, "height": 420})
    body = chat.modal.locator(".modal-body")
    body.evaluate("(node) => node.scrollTo(0, 120)")
    app.changes((chat.modal.get_attribute("aria-labelledby") or "").removeprefix("title-"), "In your own words.")
    expect(chat.modal.get_by_text("In your own words.")).to_have_count(2)
    stands(field, "zebra")
    assert body.evaluate("(node) => node.scrollTop") >= 120


def asks(chat: Chat) -> Locator:
    """Asks something; returns the answer's button that opens a form."""
    chat.says("wat temp chiken")
    return chat.answered("Chicken").get_by_role("button", name="Ask a person")


def opens_home(chat: Chat, app: App) -> None:
    """The home tab, once the app's own first one has given way to the long one."""
    chat.page.get_by_role("tab", name="Home").click()
    expect(chat.page.locator("#home-pane h3")).to_have_text("Your data")
    app.publishes("All of your data")
    expect(chat.page.locator("#home-pane h3")).to_have_text("All of your data")


def writes(field: Locator, words: str) -> None:
    """Writes and puts the caret after the second letter."""
    field.click()
    field.press_sequentially(words)
    field.evaluate("(node) => node.setSelectionRange(2, 2)")


def stands(field: Locator, words: str) -> None:
    """The words are there and the caret is where it was."""
    expect(field).to_have_value(words)
    expect(field).to_be_focused()
    assert field.evaluate("(node) => [node.selectionStart, node.selectionEnd]") == [2, 2]
