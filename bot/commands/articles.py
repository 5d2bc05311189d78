"""`onhand articles`: load, embed, list, show."""

import json
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common
from bot.commands.proposing import brought, by_editor, editor, one, onhand_here, published

if TYPE_CHECKING:
    from bot.wiring import Onhand
    from knowledge.article import Article
    from retrieval.indexing import Report


_BATCH = 50


@click.group()
def articles() -> None:
    """Load articles, see them, take them out.

    An article is a Markdown file that may begin with front matter:

    \b
      ---
      title: Cooking chicken safely
      audience: {roles: [cook], sites: [Harbour Street]}
      owner: Hana Sato (U0HANA)
      reviewed: 2026-10-05
      critical: true
      ---
    """


@articles.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: loaded, proposed, failed …")
@by_editor()
def load(paths: tuple[Path, ...], as_json: bool, by: str) -> None:
    """Load files, folders and ZIP archives of articles.

    Taken are Markdown and text, web pages, Word, PowerPoint, PDF, e-mails (.eml), tables of questions and answers in
    Excel or CSV, and the exports of a Confluence space or a SharePoint site. What is the same for all files of a folder
    (audience, owner, language, source …) stands in a file onhand.yml in it.

    What is new or changed waits for another editor, who looks at it and approves it: onhand articles proposed. With
    APPROVALS=1 it is live at once.

    Each article is loaded whole or not at all. A file that cannot be taken gets one line that names it and the reason;
    the others load all the same. Exit code: 0 all taken, 1 some were not.

    Where EMBEDDING_MODEL names another model than the articles were loaded with, what is made live embeds all of them
    anew, as “onhand articles embed” does, and the JSON has two more keys: embedded, resumed. A load that was
    interrupted goes on where it stopped when it is run again: files are read again, and nothing that was saved is
    embedded again.
    """
    from retrieval.indexing import Report

    began = time.monotonic()
    onhand = onhand_here()
    taken, made, failed = _read(onhand, paths, editor(onhand, by))
    report = _live_at_once(onhand) if onhand.settings.approvals == 1 else Report(0, 0)
    waiting = made if onhand.settings.approvals > 1 else 0
    counts = {"loaded": report.loaded, "proposed": waiting, "unchanged": taken - made}
    if as_json:
        anew = _anew(report) if report.embedded else {}
        took = {"seconds": round(time.monotonic() - began, 2)}
        click.echo(json.dumps(counts | {"failed": failed} | took | anew))
    else:
        _tell(onhand, report, counts, failed)
    if failed:
        raise SystemExit(common.FAILED)


def _read(onhand: "Onhand", paths: tuple[Path, ...], key: str) -> tuple[int, int, list[dict[str, str]]]:
    """How many articles there are in the files, how many of them are new or changed, and what could not be read.

    They are brought in a batch at a time: what was is not lost when it is interrupted.
    """
    from knowledge.loading import Problem, Taken, stream
    from knowledge.proposals import Draft

    taken = made = 0
    failed: list[dict[str, str]] = []
    with common.progress("Reading", "files") as step:
        every = stream(paths, onhand.rooms.directory.roles(), step)
        while batch := list(islice(every, _BATCH)):
            drafts = [Draft(each.article, each.origin) for each in batch if isinstance(each, Taken)]
            failed += [{"file": each.file, "reason": each.reason} for each in batch if isinstance(each, Problem)]
            taken, made = taken + len(drafts), made + len(brought(onhand, drafts, key))
    return taken, made, failed


def _live_at_once(onhand: "Onhand") -> "Report":
    """Publishes what one editor is enough for. Another model than before embeds all anew, also where nothing is new."""
    report = published(onhand).published
    return report if onhand.indexer.current else _load(onhand, ())


def _tell(onhand: "Onhand", report: "Report", counts: dict[str, int], failed: list[dict[str, str]]) -> None:
    anew = f"; all {_told(onhand, report)}" if report.embedded else ""
    done = f"{counts['proposed']} proposed" if onhand.settings.approvals > 1 else f"{counts['loaded']} loaded"
    click.echo(f"{done}, {counts['unchanged']} unchanged, {len(failed)} not taken{anew}.")
    for problem in failed:
        click.echo(f"{problem['file']}: {problem['reason']}", err=True)
    if counts["proposed"]:
        click.echo("Live when another editor approves them, in Slack or here: onhand articles approve --all --by U…")


@articles.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: embedded, resumed.")
def embed(as_json: bool) -> None:
    """Embed all live articles with the model that EMBEDDING_MODEL names.

    Until all of them are embedded, questions are answered with the model of before, also by an “onhand serve” that is
    running; then it changes over by itself. What was embedded before an interruption is not embedded again. Nothing is
    done where the articles are embedded with that model already.
    """
    from bot.wiring import Onhand

    settings = common.settings()
    if Onhand(settings).library.live_count() == 0:
        common.stop(f"There are no articles in {settings.home} yet. Load some: onhand articles load PATH")
    onhand = _prepared()
    report = _load(onhand, ())
    if as_json:
        click.echo(json.dumps(_anew(report)))
    elif report.embedded:
        click.echo(f"All {_told(onhand, report)}.")
    else:
        click.echo(f"Nothing to do: the articles are embedded with {settings.model} already.")


def _prepared() -> "Onhand":
    from bot.wiring import Onhand

    settings = common.settings()
    with common.progress("Preparing the model") as exporting:
        onhand = Onhand(settings, exporting)
        _ = onhand.indexer
    return onhand


def _load(onhand: "Onhand", articles: "Sequence[Article]") -> "Report":
    with common.progress("Embedding", "articles") as step:
        return onhand.indexer.load(articles, step)


def _anew(report: "Report") -> dict[str, int]:
    return {"embedded": report.embedded, "resumed": report.resumed}


def _told(onhand: "Onhand", report: "Report") -> str:
    resumed = f", {report.resumed:,} of them before an interruption" if report.resumed else ""
    return f"{report.embedded:,} embedded anew with {onhand.settings.model}{resumed}"


@articles.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@click.option("--csv", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write a file for a spreadsheet.")
def list_(as_json: bool, file: Path | None) -> None:
    """List the live articles: id, version, language, audience, title."""
    from bot.wiring import Onhand

    live = Onhand(common.settings()).library.list()
    if file is not None:
        _write_sheet(live, file)
        return
    for article in live:
        audience = _audience(article)
        row = {"id": article.id, "version": article.version, "language": article.language, "title": article.title}
        line = f"{article.id:32} v{article.version} {article.language}  {audience:40} {article.title}"
        click.echo(json.dumps(row | {"audience": audience}) if as_json else line)


def _audience(article: "Article") -> str:
    return ", ".join([*sorted(article.audience.roles), *sorted(article.audience.sites)]) or "everyone"


def _write_sheet(live: "Sequence[Article]", file: Path) -> None:
    from bot.sheets import sheet

    rows = [
        (
            each.id, each.version, each.language, each.title, _audience(each), each.owner.name if each.owner else "",
            str(each.reviewed or ""), str(each.review_by or ""), each.source,
        )
        for each in live
    ]  # fmt: skip
    file.write_bytes(sheet(_COLUMNS, rows))
    click.echo(f"{len(rows)} articles written to {file}.")


_COLUMNS = ("id", "version", "language", "title", "audience", "looked after by", "checked", "check again by", "source")


@articles.command()
@click.argument("article_id", metavar="ID")
def show(article_id: str) -> None:
    """Show one article: who sees it, who looks after it, and its text."""
    onhand = onhand_here()
    article = one(onhand, article_id)
    came = onhand.history.provenance(article.id, article.version)
    click.echo(f"{article.title} ({article.id}, version {article.version}, {article.language})")
    click.echo(f"For roles: {', '.join(sorted(article.audience.roles)) or 'all'}")
    click.echo(f"At sites: {', '.join(sorted(article.audience.sites)) or 'all'}")
    click.echo(f"Looked after by: {article.owner.name if article.owner else 'nobody yet'}")
    click.echo(f"Last checked: {article.reviewed or 'never'}; check again by: {article.review_by or 'no date'}")
    click.echo(f"Came from: {came.origin if came and came.origin else 'not proposed'}")
    click.echo(f"Source: {article.source or 'own'}; licence: {article.licence or 'own'}\n\n{article.body}")
