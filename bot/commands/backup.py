"""`onhand backup` and `onhand restore`."""

from pathlib import Path

import click

from bot.commands import common

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
def backup(folder: Path) -> None:
    """Back up articles, people and keys into a new folder, also while Onhand is at work.

    DIR/data and DIR/keys are for two different places: the data without the keys can be read by nobody. Each copy is
    checked, and DIR appears when it is whole and on the disk.
    """
    from bot.backup import BadBackup, back_up

    try:
        data, keys = back_up(common.settings().home, folder)
    except BadBackup as problem:
        common.stop(str(problem))
    click.echo(f"{data}: people and articles, sealed.\n{keys}: the keys.")
    click.echo("Store the two apart: who has both can read what is held about everybody.")


@click.command()
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--keys", type=FOLDER, help="Where the keys are, if not in DIR/keys.")
@click.option("--force", is_flag=True, help="Replace what is in the home folder.")
def restore(folder: Path, keys: Path | None, force: bool) -> None:
    """Put a backup into the home folder. Stop Onhand first.

    Every file is checked against its list. Who was erased, or switched something off, after the backup was made is
    erased and off again: the home folder's own keys.db tells who. So restore into the home folder where it still is.
    """
    from bot.backup import BadBackup
    from bot.backup import restore as put_back

    try:
        done = put_back(common.settings(), folder / "data", keys or folder / "keys", force=force)
    except BadBackup as problem:
        common.stop(f"{problem}\nNothing was changed.")
    click.echo(f"Restored the backup of {done.made_at:%Y-%m-%d %H:%M} UTC.")
    click.echo(f"{done.ended_again} erasures and choices made after it were made again.")
    for found in done.problems:
        click.echo(found)
    if done.problems:
        common.stop("The receipts are not what was written.", common.FAILED)
    click.echo("The receipts are whole.")
