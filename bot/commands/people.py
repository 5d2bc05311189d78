"""`onhand people`: the company's own list of who works where, as what."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common

if TYPE_CHECKING:
    from privacy.directory import Entry

DEFAULT_TEAM = "T0LOCAL"
"""The workspace that people belong to where no Slack workspace is set."""
SITE_FIELDS = ("department", "division", "organization", "costCenter")
NOTHING = "Nothing was changed."


@click.group()
def people() -> None:
    """Load who works where, as what: the only source of what a worker may see."""


@people.command()
@click.argument("path", metavar="people.csv|people.json", type=click.Path(path_type=Path))
@click.option(
    "--site", type=click.Choice(SITE_FIELDS), default=SITE_FIELDS[0], show_default=True,
    help="In a SCIM list: the attribute that names the place of work.",
)  # fmt: skip
def load(path: Path, site: str) -> None:
    """Load a list of people, in CSV or, where its name ends in .json, in the shape of SCIM 2.0.

    A CSV file has the columns slack_user_id, role, site, manager and, if you like, name. Of a SCIM list the role is the
    title, and who is not active has left. Take it from where the company keeps it, not from Slack: a title there can be
    edited by the person.

    The file is the whole list: who is no longer on it loses role and site. A file with a wrong line changes nothing.
    Values are stored sealed, under a key for each person. Whoever has another role or site than before is told so by
    “onhand serve”.
    """
    from privacy.directory import BadPeopleFile, read
    from privacy.scim import read as read_scim

    try:
        entries = read_scim(path, site) if path.suffix.lower() == ".json" else read(path)
    except BadPeopleFile as problem:
        common.stop(f"{problem}\n{NOTHING}")
    _load(entries, common.settings())


@people.command()
@click.option(
    "--groups", required=True, type=click.Path(path_type=Path),
    help="A CSV file with the columns handle, role, site: what being in a user group of Slack says of a person.",
)  # fmt: skip
def sync(groups: Path) -> None:
    """Load who is in which user group of Slack, as the whole list of people.

    Each line of the file names a group by its handle, and the role, the site or both that its members have. Everybody
    needs one role and one site. Let only administrators change these groups: who can join one takes its role.
    """
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

    from bot.slack.usergroups import entries, groups_of, read
    from privacy.directory import BadPeopleFile

    settings = common.settings()
    if not str(settings.slack_bot_token):
        common.stop("Not set: SLACK_BOT_TOKEN. Put it in .env (see .env.example) or in the environment.")
    client = WebClient(str(settings.slack_bot_token), base_url=settings.slack_api_url, timeout=10)
    try:
        found = entries(read(groups), groups_of(client))
    except BadPeopleFile as problem:
        common.stop(f"{problem}\n{NOTHING}")
    except (SlackApiError, OSError) as problem:
        code = problem.response["error"] if isinstance(problem, SlackApiError) else type(problem).__name__
        common.stop(f"Slack at {settings.slack_api_url} did not tell its user groups: {code}. {NOTHING}", common.FAILED)
    _load(found, settings)


def _load(entries: "tuple[Entry, ...]", settings: Any) -> None:
    from bot.wiring import Onhand

    loaded = Onhand(settings).rooms.directory.load(entries, settings.team or DEFAULT_TEAM)
    click.echo(f"{loaded.loaded} people loaded, {loaded.left} no longer on the list.")
    if loaded.changed:
        click.echo(f"{loaded.changed} have another role or site now, and are told so.")
    if loaded.skipped:
        click.echo(f"{loaded.skipped} asked for everything about them to be erased, and are not kept.")
