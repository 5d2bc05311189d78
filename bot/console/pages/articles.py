"""The pages of the articles: all of them, one of them, and what can be done with it."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console.figures import Judged
from bot.console.page import Page
from bot.console.pages.proposing import bring_in
from bot.console.rendering import around, pages
from bot.sheets import Cell, sheet
from knowledge.article import Article
from knowledge.changing import changes
from knowledge.listing import A_PAGE, ORDERS, STANDINGS, Line, Order, Standing, Wanted
from knowledge.proposals import Draft
from knowledge.review import check_again, check_by, health

FIELDS = ("words", "standing", "role", "site", "language", "order")
COLUMNS = ("id", "title", "version", "standing", "check_by", "owner", "language", "critical", "seen_by_roles",
           "seen_by_sites", "topics", "used", "judged", "helped")  # fmt: skip


def listed(page: Page) -> Response:
    """All articles, 50 a page, narrowed by what was asked."""
    wanted, listing = _wanted(page), page.onhand.listing
    found = listing.find(wanted, page.onhand.today())
    last = pages(found.total, A_PAGE)
    asked = {name: page.asked(name) for name in FIELDS if page.asked(name)}
    return page.show(
        "articles.html", found=found, wanted=wanted, standings=listing.standings(page.onhand.today()),
        languages=listing.languages(), roles=sorted(page.onhand.rooms.directory.roles()),
        sites=sorted(page.onhand.rooms.directory.sites()), judged=page.house.figures.judged(),
        used=page.house.figures.used(), last=last, numbers=list(around(page.number("page"), last)),
        asked=urlencode(asked),
    )  # fmt: skip


def _wanted(page: Page) -> Wanted:
    standing: Standing = next((each for each in STANDINGS if each == page.asked("standing")), "")
    order: Order = next((each for each in ORDERS if each == page.asked("order")), "title")
    narrowed = {name: page.asked(name)[:200] for name in ("words", "role", "site", "language")}
    return Wanted(standing=standing, order=order, page=page.number("page"), **narrowed)


def download(page: Page) -> Response:
    """The same list, all of it, for a spreadsheet."""
    judged, used = page.house.figures.judged(), page.house.figures.used()
    found = page.onhand.listing.find(replace(_wanted(page), page=None), page.onhand.today())
    rows = (_row(line, used.get(line.id, ""), judged.get(line.id)) for line in found.lines)
    named = {"Content-Disposition": 'attachment; filename="articles.csv"'}
    return Response(sheet(COLUMNS, rows), media_type="text/csv; charset=utf-8", headers=named)


def _row(line: Line, used: Cell, judged: Judged | None) -> Sequence[Cell]:
    seen = ", ".join(sorted(line.audience.roles)), ", ".join(sorted(line.audience.sites))
    told = (judged.times, judged.share) if judged else ("", "")
    kept = line.id, line.title, line.version, line.health, str(line.check_by or ""), line.owner, line.language
    return (*kept, "yes" if line.critical else "no", *seen, ", ".join(sorted(line.topics)), used, *told)


def one(page: Page) -> Response:
    """An article with its versions, or an older version of it."""
    id = page.request.path_params["id"]
    versions = page.onhand.history.versions(id)
    number = page.number("version") if page.asked("version") else None
    article = page.onhand.library.get(id, version=number or (versions[0].number if versions else None))
    if number is None:
        article = page.onhand.library.get(id) or article
    if article is None:
        raise HTTPException(404, "There is no such article, or its words were taken back.")
    live = next((each.number for each in versions if each.live), 0)
    return page.show(
        "article.html", article=article, versions=versions, live=live, health=health(article, page.onhand.today()),
        check_by=check_by(article), judged=page.house.figures.judged().get(id), used=page.house.figures.used().get(id),
    )  # fmt: skip


def compared(page: Page) -> Response:
    """What changed from one version to another."""
    id = page.request.path_params["id"]
    end = page.number("to")
    begin = page.number("from") if page.asked("from") else end - 1
    after = page.onhand.library.get(id, version=end)
    before = page.onhand.library.get(id, version=begin) if begin else Article(id, "", "")
    if after is None or before is None:
        raise HTTPException(404, "One of the two versions is not there any more.")
    told = changes(before, after)
    return page.show("changes.html", article=after, begin=begin, end=end, changes=told, lines=told.near(2))


def restore(page: Page) -> Response:
    """An older version, brought in again: it waits for another editor like all that is new."""
    id, number = page.request.path_params["id"], page.filled("version")
    article = page.onhand.library.get(id, version=int(number)) if number.isdecimal() else None
    if article is None:
        raise HTTPException(404, "That version is not there any more.")
    came = page.onhand.history.provenance(id, article.version)
    # Its origin stays with it: what is withdrawn later must not stay under another name.
    return bring_in(page, [Draft(article, came.origin if came else "")], _of(id))


def retire(page: Page) -> Response:
    """The article, proposed to be taken out of every search."""
    article = _live(page)
    return bring_in(page, [Draft(article, "", "retire")], _of(article.id))


def checked(page: Page) -> Response:
    """Notes that what the editor saw is still right. Its words stay, so nobody has to approve it."""
    article, today = _live(page), page.onhand.today()
    seen = page.filled("version")
    again = check_again(article, today)
    noted = seen == str(article.version) and page.onhand.history.renew(
        article.id, article.version, today, again, page.visit.key
    )
    return page.back(_of(article.id), "checked" if noted else "moved")


def _live(page: Page) -> Article:
    found = page.onhand.library.get(page.request.path_params["id"])
    if found is None:
        raise HTTPException(404, "No live article has that id.")
    return found


def _of(id: str) -> str:
    return f"/articles/{quote(id)}"
