"""`onhand people`: the company's own list of who works where, as what."""

from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot.commands import common

if TYPE_CHECKING:
    from privacy.directory import Entry
    from privacy.shifts import Rota

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


@people.command()
@click.argument("path", metavar="shifts.csv|shifts.ics", type=click.Path(path_type=Path))
@click.option(
    "--zone",
    metavar="NAME",
    help="The time zone, such as Europe/London, of times without one, and of the days. Else TIME_ZONE, or UTC.",
)
@click.option("--of", "one", metavar="ID", default="", help="A calendar of one person: their Slack user id.")
@click.option(
    "--who", type=click.Path(path_type=Path),
    help="For calendars: a CSV file with the columns name (or address, as events have it) and slack_user_id.",
)  # fmt: skip
def shifts(path: Path, zone: str | None, one: str, who: Path | None) -> None:
    """Load who works when, so that nudges come while people are at work.

    A CSV file has the columns slack_user_id, start and end. A time is 2026-11-30T22:00 by the clocks of the zone, or
    has an offset: 2026-11-30T22:00+01:00, 2026-11-30T21:00Z. A line without start and end names somebody who has no
    shift. A night shift belongs to the day that it begins on.

    A file whose name ends in .ics is a calendar. Whose shift an event is, its attendees or its title say, by the names
    and addresses in the file of --who; or its property X-SLACK-USER-ID. Deputy, When I Work and others give each person
    a calendar of their own, in which nobody is named: load it with --of. Shifts that repeat are read for 60 days.

    The file is the whole truth about the days from its first to its last: what was loaded for these is gone, and whom
    it names is off on days without a shift; with --of, for that person alone. A file with a wrong line changes nothing.
    Kept, sealed, are the shifts of those who said yes to nudges, for 60 days from today on, each until two days after.
    Who said yes, nobody is told.

      onhand people shifts rota.csv --zone Europe/London

      onhand people shifts team.ics --who names.csv
    """
    from privacy.directory import BadPeopleFile

    settings = common.settings()
    try:
        rota = _rota(path, _zone(zone, settings), one, who)
    except BadPeopleFile as problem:
        common.stop(f"{problem}\n{NOTHING}")
    _take(rota, settings)


def _zone(name: str | None, settings: Any) -> ZoneInfo:
    try:
        return ZoneInfo(name) if name else settings.zone or ZoneInfo("UTC")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        common.stop(f"--zone {name!r}; accepted is a name such as Europe/London.\n{NOTHING}")


def _rota(path: Path, zone: ZoneInfo, one: str, who: Path | None) -> "Rota":
    from privacy import calendars, rota
    from privacy.directory import SLACK_USER_ID
    from privacy.gate import utc_now

    if one and not SLACK_USER_ID.fullmatch(one):
        common.stop(f"--of {one!r}; accepted is an id such as U012ABC.\n{NOTHING}")
    if path.suffix.lower() != ".ics":
        return rota.read(path, zone)
    names = calendars.names_in(who) if who else {}
    return calendars.read(path, zone, calendars.Whose(one, names), utc_now())


def _take(rota: "Rota", settings: Any) -> None:
    from bot.wiring import Onhand

    rooms, team = Onhand(settings).rooms, settings.team or DEFAULT_TEAM
    with common.progress("Loading", "people") as step:
        loaded = rooms.shifts.load(rota, team, step)
    days = f", from {loaded.first} to {loaded.last}" if loaded.first else ""
    click.echo(f"{loaded.shifts} shifts read of {loaded.people} people{days}.")
    click.echo("Kept are those of people who said yes to nudges; who that is, nobody is told.")
    if loaded.left_out:
        click.echo(f"{loaded.left_out} shifts are over or more than 60 days ahead, and are left out.")
    if loaded.unknown:
        click.echo(f"{loaded.unknown} people of the file are not on the company's list, and are left out.")


def _load(entries: "tuple[Entry, ...]", settings: Any) -> None:
    from bot.wiring import Onhand

    loaded = Onhand(settings).rooms.directory.load(entries, settings.team or DEFAULT_TEAM)
    click.echo(f"{loaded.loaded} people loaded, {loaded.left} no longer on the list.")
    if loaded.changed:
        click.echo(f"{loaded.changed} have another role or site now, and are told so.")
    if loaded.skipped:
        click.echo(f"{loaded.skipped} asked for everything about them to be erased, and are not kept.")
