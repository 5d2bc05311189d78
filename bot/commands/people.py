"""`onhand people`: the company's own list of who works where, as what."""

from pathlib import Path

import click

from bot.commands import common

DEFAULT_TEAM = "T0LOCAL"
"""The workspace that people belong to where no Slack workspace is set."""


@click.group()
def people() -> None:
    """Load who works where, as what: the only source of what a worker may see."""


@people.command()
@click.argument("path", metavar="people.csv", type=click.Path(path_type=Path))
def load(path: Path) -> None:
    """Load a CSV file with the columns slack_user_id, role, site, manager and, if you like, name.

    The file is the whole list: who is no longer on it loses role and site. A file with a wrong line changes nothing.
    Values are stored sealed, under a key for each person.
    """
    from bot.wiring import Onhand
    from privacy.directory import BadPeopleFile, read

    try:
        entries = read(path)
    except BadPeopleFile as problem:
        common.stop(f"{problem}\nNothing was changed.")
    settings = common.settings()
    loaded = Onhand(settings).rooms.directory.load(entries, settings.team or DEFAULT_TEAM)
    click.echo(f"{loaded.loaded} people loaded, {loaded.left} no longer on the list.")
    if loaded.skipped:
        click.echo(f"{loaded.skipped} asked for everything about them to be erased, and are not kept.")
