"""The console as an ASGI app: its addresses, the way in and out, and what is said where something fails."""

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.console.doors import Doors
from bot.console.figures import Figures
from bot.console.page import COOKIE, Endpoint, Handler, House, acting, reading, wrong_form
from bot.console.pages import articles, asking, proposing, reports, waiting
from bot.console.rendering import rendered
from bot.console.tickets import SESSION_HOLDS, Tickets, is_form_key
from bot.console.visits import Visits
from bot.wiring import Onhand

STATIC = Path(__file__).parent / "static"
READ: dict[str, Handler] = {
    "/articles": articles.listed,
    "/articles.csv": articles.download,
    "/articles/{id}": articles.one,
    "/articles/{id}/changes": articles.compared,
    "/articles/{id}/edit": proposing.edit,
    "/new": proposing.blank,
    "/waiting": waiting.listed,
    "/waiting/{id:int}": waiting.one,
    "/waiting/{id:int}/preview": waiting.preview,
    "/ask": asking.ask,
    "/gaps": reports.gaps,
    "/charts": reports.overview,
    "/charts/{name}.svg": reports.chart,
}
DONE: dict[str, Handler] = {
    "/articles/{id}/edit": proposing.change,
    "/articles/{id}/restore": articles.restore,
    "/articles/{id}/retire": articles.retire,
    "/articles/{id}/checked": articles.checked,
    "/new": proposing.add,
    "/upload": proposing.upload,
    "/waiting/{id:int}/approve": waiting.approve,
    "/waiting/{id:int}/refuse": waiting.refuse,
}

log = logging.getLogger(__name__)


def console_app(onhand: Onhand) -> ASGIApp:
    """The pages over one installation. It is called by the name in CONSOLE_URL, or by this machine's own."""
    address = urlsplit(onhand.settings.console_url)
    tickets = Tickets(onhand.home, onhand.rooms.gate.clock)
    visits = Visits(onhand.rooms, onhand.editors, tickets)
    house = House(onhand, tickets, visits, Figures(onhand), address.scheme == "https")
    routes: list[BaseRoute] = [
        Route("/", _to_articles),
        Route("/in/{link}", _way_in(house)),
        Route("/in", _enter(house), methods=["POST"]),
        Route("/out", _leave(house), methods=["POST"]),
        *(Route(path, reading(house, handler)) for path, handler in READ.items()),
        *(Route(path, acting(house, handler), methods=["POST"]) for path, handler in DONE.items()),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _refused, Exception: _failed})
    # Around all of it, what is said of a failure too.
    return Doors(app, frozenset({address.hostname or ""}))


async def _to_articles(_request: Request) -> Response:
    return RedirectResponse("/articles", 303)


def _way_in(house: House) -> Callable[[Request], Response]:
    """Where a link leads. It is used up by the button there: whatever looks at links beforehand must not."""

    def way_in(request: Request) -> Response:
        link = request.path_params["link"]
        holds = house.tickets.holds(link)
        values = {"link": link if holds else "", "wrong": not holds}
        return HTMLResponse(rendered("way_in.html", values), 200 if holds else 401)

    return way_in


def _enter(house: House) -> Endpoint:
    async def enter(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=5) as form:
            link = str(form.get("link", ""))
        cookie = await run_in_threadpool(house.tickets.enter, link)
        if cookie is None:
            return HTMLResponse(rendered("way_in.html", {"link": "", "wrong": True}), 401)
        answer = RedirectResponse("/articles", 303)
        lasts = int(SESSION_HOLDS.total_seconds())
        answer.set_cookie(COOKIE, cookie, lasts, httponly=True, samesite="lax", secure=house.secure)
        return answer

    return enter


def _leave(house: House) -> Endpoint:
    async def leave(request: Request) -> Response:
        cookie = request.cookies.get(COOKIE, "")
        async with request.form(max_files=0, max_fields=5) as form:
            if not is_form_key(str(form.get("form_key", "")), cookie):
                raise wrong_form()
        await run_in_threadpool(house.tickets.leave, cookie)
        answer = RedirectResponse("/articles", 303)
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax", secure=house.secure)
        return answer

    return leave


async def _refused(_request: Request, problem: Exception) -> Response:
    """A plain sentence for what is not there or not accepted."""
    status, sentence = getattr(problem, "status_code", 500), getattr(problem, "detail", "")
    return HTMLResponse(rendered("problem.html", {"sentence": sentence}), status)


async def _failed(_request: Request, problem: Exception) -> Response:
    # The places in the code alone: its text may hold what somebody typed.
    where = " < ".join(
        f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(problem.__traceback__))
    )
    log.error("a page failed: %s at %s", type(problem).__name__, where)
    return HTMLResponse(rendered("problem.html", {"sentence": "That did not work. Nothing was changed."}), 500)
