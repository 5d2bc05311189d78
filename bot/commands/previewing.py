"""`onhand articles preview`: what an article will do, before it is live."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands import common

if TYPE_CHECKING:
    from bot.wiring import Onhand
    from knowledge.article import Article
    from retrieval.previewing.preview import Preview

_WIDTH = 15


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each article.")
def preview(paths: tuple[Path, ...], as_json: bool) -> None:
    """Show what articles will do before they are live.

    For each: who finds it, how it is quoted, which live articles say the same or say otherwise, how hard it is to
    read, and what is missing. Several files are looked at together, as if all of them were live. Nothing is saved.
    Exit code: 0 all shown, 1 some files could not be taken.
    """
    from bot.wiring import Onhand
    from knowledge.loading import read

    # A role that nobody has is something to tell, not a reason to refuse the file here.
    loaded = read(paths, frozenset())
    settings = common.settings()
    with common.progress("Preparing the model") as exporting:
        shown = _previews(Onhand(settings, exporting), loaded.articles) if loaded.articles else ()
    blocks = [json.dumps(asdict(each), ensure_ascii=False) if as_json else _table(each) for each in shown]
    click.echo("\n".join(blocks) if as_json else "\n\n".join(blocks))
    for problem in loaded.problems:
        click.echo(f"{problem.file}: {problem.reason}", err=True)
    if loaded.problems:
        raise SystemExit(common.FAILED)


def _previews(onhand: "Onhand", articles: "Sequence[Article]") -> "tuple[Preview, ...]":
    return onhand.previewer.preview(articles, onhand.today())


def _table(preview: "Preview") -> str:
    from bot.wording import previewing

    lines = [previewing.title(preview)]
    for about, said in previewing.rows(preview):
        for number, line in enumerate(said):
            lines.append(f"  {about if number == 0 else '':{_WIDTH}} {line}")
    return "\n".join(lines)
