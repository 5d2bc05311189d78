"""What editors bring in at the console: a form, files, an older version."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console.page import Page, quietly
from knowledge.article import Article, Owner
from knowledge.converting.piece import RefusedError
from knowledge.loading import read
from knowledge.loading.frontmatter import article_of, plain
from knowledge.proposals import Draft

FORM = "a form"
TEXTS = ("title", "owner", "review_by", "language", "topics", "live_from", "live_until", "critical")
LISTS = ("roles", "sites")
LONGEST_NAME = 120


def bring_in(page: Page, drafts: Sequence[Draft], to: str) -> Response:
    """Proposes; where one editor is enough, it is live in a moment."""
    made = page.onhand.proposals.propose(drafts, page.visit.key)
    if not made:
        return page.back(to, "same")
    if page.onhand.settings.approvals == 2:
        return page.back(to, "proposed")
    for each in made:
        page.onhand.proposals.approve(each.id, page.visit.key, alone=True)
    return page.back(to, "live", page.onhand.publish)


def blank(page: Page) -> Response:
    """The form for a new article, and the one for files."""
    return _form(page, "", _empty(), "")


def edit(page: Page) -> Response:
    """The form with what the live article says."""
    article = _article(page)
    return _form(page, article.id, _fields(article), "")


def add(page: Page) -> Response:
    """A new article from the form. What is wrong is told beside what was typed, and nothing of it is lost."""
    return _taken(page, "", lambda made: _unused(page, made))


def change(page: Page) -> Response:
    """Another version of an article. What the form does not have stays as it is."""
    live = _article(page)

    def kept(made: Article) -> Article:
        return replace(
            made, id=live.id, source=live.source, licence=live.licence, written_for=live.written_for,
            hours=live.hours, reviewed=live.reviewed if made.review_by == live.review_by else page.onhand.today(),
            owner=_same_owner(live.owner, made.owner),
        )  # fmt: skip

    return _taken(page, live.id, kept)


def _same_owner(before: Owner | None, given: Owner | None) -> Owner | None:
    """Nobody's Slack id stands in the form: under the same name it stays the same person."""
    same = before is not None and given == Owner(before.name)
    return before if same else given


def _taken(page: Page, id: str, finished: Callable[[Article], Article]) -> Response:
    fields: dict[str, Any] = {name: page.filled(name) for name in (*TEXTS, "text")}
    fields |= {name: [str(each) for each in page.form.getlist(name)] for name in LISTS}
    try:
        article = finished(_read(fields, page.onhand.rooms.directory.roles()))
    except RefusedError as refused:
        return _form(page, id, fields, str(refused))
    return bring_in(page, [Draft(article, FORM)], f"/articles/{quote(id)}" if id else "/waiting")


def _read(fields: dict[str, Any], roles: frozenset[str]) -> Article:
    """The form read as the file that says the same would be."""
    given = {name: plain(fields[name]) for name in TEXTS if fields[name]}
    audience = {name: fields[name] for name in LISTS if fields[name]}
    if not given.get("title"):
        raise RefusedError("title is empty; accepted is a line of text")
    return article_of(
        given | ({"audience": audience} if audience else {}), plain(fields["text"]), given["title"], roles
    )


def _unused(page: Page, made: Article) -> Article:
    if page.onhand.history.versions(made.id):
        raise RefusedError(f'an article with the id "{made.id}" is there already: edit that one, or take another title')
    return made


def _article(page: Page) -> Article:
    found = page.onhand.library.get(page.request.path_params["id"])
    if found is None:
        raise HTTPException(404, "No live article has that id.")
    return found


def _empty() -> dict[str, Any]:
    return dict.fromkeys((*TEXTS, "text"), "") | {name: [] for name in LISTS} | {"language": "en"}


def _fields(article: Article) -> dict[str, Any]:
    return {
        "title": article.title, "owner": article.owner.name if article.owner else "",
        "review_by": str(article.review_by or ""), "language": article.language,
        "topics": ", ".join(sorted(article.topics)), "live_from": str(article.live_from or ""),
        "live_until": str(article.live_until or ""), "critical": "yes" if article.critical else "",
        "roles": sorted(article.audience.roles), "sites": sorted(article.audience.sites), "text": article.body,
    }  # fmt: skip


def _form(page: Page, id: str, fields: dict[str, Any], wrong: str) -> Response:
    directory = page.onhand.rooms.directory
    offered = {
        "roles": sorted(directory.roles().union(fields["roles"])),
        "sites": sorted(directory.sites().union(fields["sites"])),
    }
    return page.show("form.html", 422 if wrong else 200, id=id, fields=fields, wrong=wrong, **offered)


def upload(page: Page) -> Response:
    """Files, read as “onhand articles load” reads them. Tells of each what became of it."""
    given = [each for each in page.form.getlist("files") if isinstance(each, UploadFile) and each.filename]
    with tempfile.TemporaryDirectory(prefix="onhand-") as folder:
        paths = list(_saved(given, Path(folder)))
        loaded = read(paths, page.onhand.rooms.directory.roles())
    names = {str(path): path.name for path in paths}
    drafts = [Draft(each, f"console:{_named(loaded.origins[each.id], names)}") for each in loaded.articles]
    problems = [(_named(each.file, names), _named(each.reason, names)) for each in loaded.problems]
    made = page.onhand.proposals.propose(drafts, page.visit.key) if drafts else ()
    alone = page.onhand.settings.approvals == 1
    for each in made if alone else ():
        page.onhand.proposals.approve(each.id, page.visit.key, alone=True)
    same = len(drafts) - len(made)
    shown = page.show("uploaded.html", made=made, same=same, problems=problems, empty=not given, alone=alone)
    shown.background = BackgroundTask(quietly, page.onhand.publish) if alone and made else None
    return shown


def _saved(given: Sequence[UploadFile], folder: Path) -> Iterator[Path]:
    """Each in a folder of its own: two files of one name stay two."""
    for number, each in enumerate(given):
        inside = folder / str(number)
        inside.mkdir()
        path = inside / _safe(each.filename or "")
        with path.open("wb") as file:
            shutil.copyfileobj(each.file, file)
        yield path


def _safe(given: str) -> str:
    """The last part of a file's name, without what only a terminal or a folder reads."""
    name = plain(given).replace("\n", " ").replace("\t", " ").replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:20]}".lstrip(".") or "unnamed"


def _named(told: str, names: dict[str, str]) -> str:
    """Files as the editor knows them: no folder of this machine is told."""
    for path, name in names.items():
        told = told.replace(path, name)
    return told
