"""One request at the console: who makes it, what they sent, and how it is answered."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.console.figures import Figures
from bot.console.rendering import rendered
from bot.console.tickets import Tickets, is_form_key
from bot.console.visits import Visit, Visits
from bot.wiring import Onhand

log = logging.getLogger(__name__)

COOKIE = "onhand"
MOST_FILES, MOST_FIELDS, LONGEST_FIELD = 50, 300, 1_000_000
SAID: Mapping[str, str] = {
    "approved": "Approved. It is live in a moment.",
    "later": "Approved. It is live on its day.",
    "refused": "Refused. It stays in the list of what was refused.",
    "proposed": "Brought in. Another editor has to approve it.",
    "live": "Done. It is live in a moment.",
    "same": "Nothing to do: it is like that already, or waits for an editor.",
    "checked": "Noted: checked today and still right.",
    "moved": "Nothing was noted: there is a newer version. Look at that one.",
    "own": "Another editor has to approve what you brought in.",
    "decided": "Somebody else decided that one already.",
}
"""What a page can begin with. It names the sentence only: nobody else puts words onto a page."""


@dataclass(frozen=True, slots=True)
class House:
    """What the pages are made over."""

    onhand: Onhand
    tickets: Tickets
    visits: Visits
    figures: Figures
    secure: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A request of an editor. `form` is empty for one that only reads."""

    house: House
    request: Request
    visit: Visit
    form: FormData = field(default_factory=FormData)

    @property
    def onhand(self) -> Onhand:
        return self.house.onhand

    def asked(self, name: str) -> str:
        """A value of the address; empty for none."""
        return self.request.query_params.get(name, "").strip()

    def number(self, name: str) -> int:
        """A number of the address, 1 where it is none."""
        given = self.asked(name)
        return int(given) if given.isascii() and given.isdigit() and 0 < len(given) < 9 else 1

    def filled(self, name: str) -> str:
        """A field of the form as text."""
        value = self.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def show(self, template: str, status: int = 200, **values: Any) -> Response:
        """A whole page, with the notice of what was read about the editor at its foot."""
        common = {
            "visit": self.visit, "here": self.request.url.path, "said": SAID.get(self.asked("said"), ""),
            "waits": self.onhand.listing.proposals("waiting", 1).total,
        }  # fmt: skip
        return HTMLResponse(rendered(template, common | values), status)

    def back(self, to: str, said: str = "", after: Callable[[], object] | None = None) -> Response:
        """On to another page of the console, which begins with a sentence; `after` is done when the answer has gone."""
        task = BackgroundTask(quietly, after) if after else None
        address = f"{to}?{urlencode({'said': said})}" if said else to
        return RedirectResponse(address, 303, background=task)


def quietly(after: Callable[[], object]) -> None:
    """Does what an editor does not wait for. Where it fails, “onhand serve” does it again within seconds."""
    try:
        after()
    except Exception as problem:
        log.error("what was approved is not live yet: %s", type(problem).__name__)


Handler = Callable[[Page], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def reading(house: House, handler: Handler) -> Endpoint:
    """An address that is read, for editors alone; all others are shown the way in."""

    async def endpoint(request: Request) -> Response:
        visit = await run_in_threadpool(house.visits.reading, request.cookies.get(COOKIE, ""))
        if visit is None:
            return _way_in()
        return await run_in_threadpool(handler, Page(house, request, visit))

    return endpoint


def acting(house: House, handler: Handler) -> Endpoint:
    """An address that a form is sent to: an editor's today, and from a page of the same session."""

    async def endpoint(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        if await run_in_threadpool(house.tickets.who, cookie) is None:
            return _way_in()
        sent = request.form(max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
        async with sent as form:
            if not is_form_key(str(form.get("form_key", "")), cookie):
                raise wrong_form()
            visit = await run_in_threadpool(house.visits.acting, cookie)
            return _way_in() if visit is None else await run_in_threadpool(handler, Page(house, request, visit, form))

    return endpoint


def wrong_form() -> HTTPException:
    """What another page made, or a page of another session."""
    return HTTPException(403, "This form is from another session. Open the page again.")


def _way_in() -> Response:
    return HTMLResponse(rendered("way_in.html", {"link": "", "wrong": False}), 401)
