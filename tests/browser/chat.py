"""The chat page in a real browser, with the words for what a person does on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

Size = Literal["phone", "desktop"]
VIEWPORTS: dict[Size, tuple[int, int]] = {"phone": (390, 844), "desktop": (1280, 800)}
PICTURES = Path(__file__).parents[2] / "artifacts" / "screenshots"


@dataclass
class Chat:
    """One person's page. `complaints` collects console errors and requests that leave this machine.

    Without slots: Playwright keeps its own mark on objects whose methods listen to a page.
    """

    page: Page
    size: Size
    home: str
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("request", self._requested)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _requested(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.home).netloc:
            self.complaints.append(f"request to another host: {request.url}")

    def says(self, text: str, *, thread: bool = False) -> None:
        """Type and press Enter."""
        box = self.page.locator("#thread-composer textarea" if thread else "#composer textarea")
        box.fill(text)
        box.press("Enter")

    @property
    def messages(self) -> Locator:
        return self.page.locator("#messages .message")

    @property
    def last(self) -> Locator:
        return self.messages.last

    @property
    def thread(self) -> Locator:
        return self.page.locator("#thread .message")

    @property
    def banner(self) -> Locator:
        return self.page.locator(".banner")

    @property
    def modal(self) -> Locator:
        return self.page.locator("dialog.modal")

    def opens_form(self, button: Locator) -> Locator:
        """Press a button that opens a form, once."""
        button.click(timeout=60_000)
        expect(self.modal).to_be_visible()
        return self.modal

    def answered(self, text: str) -> Locator:
        """The app's last message, once it carries `text`."""
        expect(self.last).to_contain_text(text)
        expect(self.last.locator(".badge")).to_have_text("App")
        return self.last

    def opens(self, name: str) -> None:
        """Go to a conversation by its name, through the drawer on a phone.

        What is typed before it is there goes to the one before, and before any is there to nobody.
        """
        if self.size == "phone":
            self.page.get_by_role("button", name="Show conversations").click()
        self.page.get_by_role("navigation").get_by_role("button", name=name).click()
        expect(self.page.get_by_role("main").get_by_role("heading", level=1)).to_contain_text(name)
        expect(self.page.locator("#composer textarea")).to_be_enabled()

    def menu(self, message: Locator) -> Locator:
        """Open the menu of a message."""
        message.hover()
        message.get_by_role("button", name="Actions for the message").click()
        return self.page.get_by_role("menu")

    def pictured(self, name: str) -> None:
        """Keep a screenshot, once nothing moves any more."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)))")
        self.page.screenshot(path=PICTURES / f"{name}-{self.size}.png")


OpenPage = Callable[[str | None, Size], Chat]
