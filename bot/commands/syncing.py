"""`onhand articles sync`: keeps the articles like a folder."""

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common
from bot.commands.proposing import brought, by_editor, editor, onhand_here, published

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.wiring import Onhand
    from knowledge.loading.reading import Known
    from knowledge.loading.syncing import Difference
    from knowledge.proposals import Draft


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Go on, and take up each change of a file within seconds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object each time: loaded, proposed, retired …")
@by_editor()
def sync(folder: Path, watch: bool, as_json: bool, by: str) -> None:
    """Keep the articles like a folder, such as a git checkout: new, changed and removed files.

    What is new, changed or gone waits for another editor; with APPROVALS=1 it is carried out at once. Gone is an
    article that was loaded from this folder by sync and whose file, or row in a file, is not there any more. A file
    that cannot be read keeps its article as it is. Hidden files and folders, such as .git, are left out.
    """
    from knowledge.loading.syncing import NoFolderError, changes

    onhand = onhand_here()
    key = editor(onhand, by)
    known: Known = {}
    failed = False
    try:
        for _ in changes(folder) if watch else (None,):
            row = _once(onhand, folder, key, known)
            failed = bool(row["failed"])
            _tell(row, as_json)
    except NoFolderError as error:
        common.stop(f"{error}.")
    if failed:
        raise SystemExit(common.FAILED)


def _once(onhand: "Onhand", folder: Path, key: str, known: "Known") -> dict[str, Any]:
    from knowledge.loading.syncing import difference

    began = time.monotonic()
    with common.progress("Reading", "files") as step:
        live = onhand.history.under(str(folder.resolve()))
        found = difference(folder, onhand.rooms.directory.roles(), live, known, step)
    made = brought(onhand, [*_new(found), *_gone(onhand, found.gone, live)], key)
    at_once = onhand.settings.approvals == 1
    new = sum(each.action == "publish" for each in made)
    return {
        "loaded": published(onhand).published.loaded if at_once and made else 0,
        "proposed": 0 if at_once else new,
        "unchanged": len(found.taken) - new,
        "retired": len(made) - new,
        "failed": [{"file": problem.file, "reason": problem.reason} for problem in found.problems],
        "seconds": round(time.monotonic() - began, 2),
    }


def _new(found: "Difference") -> "list[Draft]":
    from knowledge.proposals import Draft

    return [Draft(each.article, each.origin) for each in found.taken]


def _gone(onhand: "Onhand", ids: tuple[str, ...], live: "Mapping[str, str]") -> "list[Draft]":
    from knowledge.proposals import Draft

    found = ((id, onhand.library.get(id)) for id in ids)
    return [Draft(article, live[id], "retire") for id, article in found if article is not None]


def _tell(row: dict[str, Any], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(row))
        return
    proposed = f"{row['proposed']} proposed, " if row["proposed"] else ""
    click.echo(
        f"{row['loaded']} loaded, {proposed}{row['unchanged']} unchanged, {row['retired']} to be taken out, "
        f"{len(row['failed'])} not taken."
    )
    for problem in row["failed"]:
        click.echo(f"{problem['file']}: {problem['reason']}", err=True)
