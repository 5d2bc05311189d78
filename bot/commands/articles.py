"""`onhand articles`: load, list, show, retire."""

import json
from pathlib import Path

import click

from bot.commands import common


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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: loaded, unchanged, failed.")
def load(paths: tuple[Path, ...], as_json: bool) -> None:
    """Load files and folders of articles.

    Each article is loaded whole or not at all. A file that cannot be taken gets one line that names it and the reason;
    the others load all the same. Exit code: 0 all taken, 1 some were not.
    """
    from bot.wiring import Onhand
    from knowledge.loading import read

    settings = common.settings()
    with common.progress("Preparing the model") as exporting:
        onhand = Onhand(settings, exporting)
        loaded = read(paths, onhand.rooms.directory.roles())
        indexer = onhand.indexer
    with common.progress("Loading articles") as step:
        report = indexer.load(loaded.articles, step)
    failed = [{"file": problem.file, "reason": problem.reason} for problem in loaded.problems]
    if as_json:
        click.echo(json.dumps({"loaded": report.loaded, "unchanged": report.unchanged, "failed": failed}))
    else:
        click.echo(f"{report.loaded} loaded, {report.unchanged} unchanged, {len(failed)} not taken.")
        for problem in failed:
            click.echo(f"{problem['file']}: {problem['reason']}", err=True)
    if failed:
        raise SystemExit(common.FAILED)


@articles.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def list_(as_json: bool) -> None:
    """List the live articles: id, version, language, audience, title."""
    from bot.wiring import Onhand

    for article in Onhand(common.settings()).library.list():
        audience = ", ".join([*sorted(article.audience.roles), *sorted(article.audience.sites)]) or "everyone"
        row = {"id": article.id, "version": article.version, "language": article.language, "title": article.title}
        line = f"{article.id:32} v{article.version} {article.language}  {audience:40} {article.title}"
        click.echo(json.dumps(row | {"audience": audience}) if as_json else line)


@articles.command()
@click.argument("article_id", metavar="ID")
def show(article_id: str) -> None:
    """Show one article: who sees it, who looks after it, and its text."""
    from bot.wiring import Onhand

    article = Onhand(common.settings()).library.get(article_id)
    if article is None:
        common.stop(
            f"No live article has the id {article_id!r}. “onhand articles list” shows them all.", common.NOT_FOUND
        )
    click.echo(f"{article.title} ({article.id}, version {article.version}, {article.language})")
    click.echo(f"For roles: {', '.join(sorted(article.audience.roles)) or 'all'}")
    click.echo(f"At sites: {', '.join(sorted(article.audience.sites)) or 'all'}")
    click.echo(f"Looked after by: {article.owner.name if article.owner else 'nobody yet'}")
    click.echo(f"Last checked: {article.reviewed or 'never'}; check again by: {article.review_by or 'no date'}")
    click.echo(f"Source: {article.source or 'own'}; licence: {article.licence or 'own'}\n\n{article.body}")


@articles.command()
@click.argument("article_id", metavar="ID")
def retire(article_id: str) -> None:
    """Take an article out of every search. Its versions stay in the database."""
    from bot.wiring import Onhand

    if not Onhand(common.settings()).library.retire(article_id):
        common.stop(f"No live article has the id {article_id!r}; nothing was changed.", common.NOT_FOUND)
    click.echo(f"{article_id} is retired. No answer quotes it any more.")
