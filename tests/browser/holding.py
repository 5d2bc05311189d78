"""Presses that last, and a stream that the test can hold up or break: what comes to a page between down and up."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, WebSocketRoute

from tests.browser.chat import Chat

PATIENCE_SECONDS = 20.0


class Stream:
    """What the workspace tells one page, on its way through the test."""

    def __init__(self, chat: Chat) -> None:
        self._page = chat.page
        self._ends: list[WebSocketRoute] = []
        self._kept: list[str | bytes] = []
        self._held = False
        self._page.route_web_socket(re.compile("/page/stream"), self._opened)
        self._page.reload()

    def _opened(self, end: WebSocketRoute) -> None:
        self._ends.append(end)
        end.connect_to_server().on_message(self._told)

    def _told(self, frame: str | bytes) -> None:
        if self._held:
            self._kept.append(frame)
        else:
            self._ends[-1].send(frame)

    def hold(self) -> None:
        """From now on nothing reaches the page."""
        self._held = True

    def has(self, kind: str) -> None:
        """Returns once an event of this kind is held up."""
        until = time.monotonic() + PATIENCE_SECONDS
        while kind not in [json.loads(frame)["type"] for frame in self._kept]:
            assert time.monotonic() < until, f"no event {kind!r} came"
            self._page.wait_for_timeout(20)

    def go_on(self) -> None:
        """All that was held up reaches the page, and what comes after it too."""
        self._held = False
        while self._kept:
            self._ends[-1].send(self._kept.pop(0))

    def breaks(self) -> None:
        """The page loses its stream; returns once it has come back and had the time to read all anew."""
        opened = len(self._ends)
        self._ends[-1].close()
        until = time.monotonic() + PATIENCE_SECONDS
        while len(self._ends) == opened:
            assert time.monotonic() < until, "the page did not come back"
            self._page.wait_for_timeout(20)
        self._page.wait_for_timeout(500)


@contextmanager
def mouse(chat: Chat, control: Locator) -> Iterator[None]:
    """The mouse button goes down on a control, and up at the same point afterwards."""
    control.hover()
    chat.page.mouse.down()
    yield
    chat.page.mouse.up()


@contextmanager
def finger(chat: Chat, control: Locator) -> Iterator[None]:
    """A finger comes down on a control, and leaves the same point afterwards. Half a second makes it a long press."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box is not None
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    touch = chat.page.context.new_cdp_session(chat.page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    yield
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@contextmanager
def space(chat: Chat, control: Locator) -> Iterator[None]:
    """The space bar goes down on a control that has the focus, and up afterwards."""
    control.focus()
    chat.page.keyboard.down("Space")
    yield
    chat.page.keyboard.up("Space")
