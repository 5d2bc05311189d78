"""The chat page of a real local workspace, with a small real app in it, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bot.workspace.manifest import Manifest
from bot.workspace.server import LocalWorkspace, Member
from tests.browser.app import running
from tests.browser.chat import VIEWPORTS, Chat, OpenPage, Size

CAST = [
    Member("U0CAI", "Cai Morgan", "Cook, Harbour Street"),
    Member("U0ANA", "Ana Ruiz", "Barista, Harbour Street"),
    Member("U0TOMASZ", "Tomasz Nowak", "Cashier, Mill Lane"),
    Member("U0PRIYA", "Priya Shah", "Shift supervisor, Harbour Street"),
    Member("U0LENA", "Lena Fischer", "Store manager, Mill Lane"),
    Member("U0NOOR", "Noor Haddad", "Learning editor"),
]
CHANNELS = {"general": [member.id for member in CAST], "harbour-street": ["U0CAI", "U0ANA", "U0PRIYA"]}


@pytest.fixture
def workspace() -> Iterator[LocalWorkspace]:
    with LocalWorkspace(CAST, CHANNELS, manifest=Manifest()) as started, running(started):
        yield started


@pytest.fixture
def open_page(browser: Browser, workspace: LocalWorkspace) -> Iterator[OpenPage]:
    """Opens pages, and fails at the end when one logged an error or asked another host for anything."""
    opened: list[Chat] = []

    def open_as(user: str | None, size: Size) -> Chat:
        width, height = VIEWPORTS[size]
        phone = size == "phone"
        context = browser.new_context(viewport={"width": width, "height": height}, is_mobile=phone, has_touch=phone)
        context.set_default_timeout(10_000)
        chat = Chat(context.new_page(), size, workspace.url)
        chat.watch()
        opened.append(chat)
        chat.page.goto(f"{workspace.url}/?as={user}" if user else workspace.url)
        return chat

    yield open_as
    for chat in opened:
        chat.page.context.close()
    assert [complaint for chat in opened for complaint in chat.complaints] == []
