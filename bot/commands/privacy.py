"""`onhand privacy`: what is used about people, what was, and the end of it."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands import common
from bot.commands.people import DEFAULT_TEAM

if TYPE_CHECKING:
    from privacy.rooms import Rooms
    from privacy.worker import Person


@click.group()
def privacy() -> None:
    """See what Onhand uses about people, prove what it did, and erase somebody."""


@privacy.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON with the terms of the W3C Data Privacy Vocabulary.")
def uses(as_json: bool) -> None:
    """List each declared use of personal data.

    What is not listed here cannot be read: the gate refuses it.
    """
    from privacy.uses import USES

    if as_json:
        click.echo(json.dumps([_declared(use) for use in USES], ensure_ascii=False, indent=2))
        return
    for use in USES:
        kept = {0: "nothing", 1: "1 day"}.get(use.keep_days, f"{use.keep_days} days")
        reads = ", ".join(kind.name for kind in use.draws)
        click.echo(f"{use.name} (version {use.version}): {use.purpose}")
        click.echo(f"    reads {reads}; {use.legal_basis}; {use.starts}; keeps {kept}; owner: {use.owner}")


def _declared(use: Any) -> dict[str, Any]:
    from privacy.uses import LANGUAGES, notice_for
    from privacy.vocabulary import PREFIXES, terms

    kinds = frozenset(kind.name for kind in use.draws)
    plain = (
        "name",
        "version",
        "title",
        "purpose",
        "legal_basis",
        "starts",
        "keep_days",
        "owner",
        "stoppable",
        "in_public",
    )
    return {
        **{name: getattr(use, name) for name in plain},
        "draws": [kind.name for kind in use.draws],
        "notice": {language: notice_for(kinds, language) for language in LANGUAGES},
        "dpv": {**terms(use), "prefixes": dict(PREFIXES)},
    }


@privacy.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="The folder to write the papers into.")
@click.option("--company", default="Your company", show_default=True, help="The name of the company in the papers.")
def record(out: Path | None, company: str) -> None:
    """Write the record of processing, a data-protection sheet and a page for a works council.

    They are made from the list that the gate enforces. Without --out they are printed.
    """
    from privacy.papers import papers

    for name, text in papers(company).items():
        if out is None:
            click.echo(text)
        else:
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_text(text, encoding="utf-8")
            click.echo(f"{out / name}")


@privacy.command()
def head() -> None:
    """Print the last link of the chain of receipts.

    Whoever keeps it, such as a works council, can later have it checked: onhand privacy check --head …
    """
    click.echo(_rooms().chain.head() or "There are no receipts yet.")


@privacy.command()
@click.option("--head", "kept", metavar="HEAD", help="What “onhand privacy head” printed some day.")
def check(kept: str | None) -> None:
    """Check that no receipt was changed, cut or put in.

    Exit code 1 where something is wrong. --head checks against a head that somebody else kept.
    """
    rooms = _rooms()
    try:
        problems = rooms.chain.check(kept)
    except ValueError as problem:
        common.stop(str(problem))
    for found in problems:
        click.echo(found)
    if problems:
        common.stop("The receipts are not what was written.", common.FAILED)
    click.echo("The receipts are whole.")


@privacy.command()
@click.argument("slack_user_id")
@click.option("--team", help="The Slack workspace, where it is not the one of SLACK_TEAM_ID.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(slack_user_id: str, team: str | None, yes: bool) -> None:
    """Erase all that is held about a person, as for somebody who left.

    Tables, the log, keys and exports that were made here. Backups made before cannot bring it back: a restore erases
    again. What stays is that every use is off. People who are still here can do this themselves in Slack.
    """
    rooms, person = _rooms(), _person(slack_user_id, team)
    worker = rooms.gate.worker(person)
    held = rooms.rights.count(worker)
    if not yes:
        click.confirm(f"Erase the {held} rows about {slack_user_id}?", abort=True)
    rooms.rights.erase(worker)
    for file in _exports(worker):
        file.unlink(missing_ok=True)
    click.echo(f"Done. {held} rows about {slack_user_id} are erased, and every use is off.")


@privacy.command()
@click.argument("slack_user_id")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write, without an ending.")
@click.option("--team", help="The Slack workspace, where it is not the one of SLACK_TEAM_ID.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def export(slack_user_id: str, out: Path | None, team: str | None, yes: bool) -> None:
    """Write all that is held about a person, as JSON and as a page, to hand it to that person.

    It leaves a receipt in the person's own record. Files in the home folder are deleted when the person is erased;
    elsewhere that is up to you.
    """
    rooms, person = _rooms(), _person(slack_user_id, team)
    if not yes:
        click.confirm(f"This is for {slack_user_id} alone, and their record will show it. Go on?", abort=True)
    made = rooms.rights.export(rooms.gate.open(person, public=False))
    page, data = _exports(rooms.gate.worker(person)) if out is None else (_ending(out, "html"), _ending(out, "json"))
    for file, text in ((page, made.page), (data, made.json)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        click.echo(f"{file}")


def _ending(out: Path, ending: str) -> Path:
    return out.with_name(f"{out.name}.{ending}")


def _exports(worker: str) -> tuple[Path, Path]:
    """Where the exports of a person lie that were made without --out: named as the tables name the person."""
    folder: Path = common.settings().home / "exports"
    return folder / f"{worker}.html", folder / f"{worker}.json"


def _rooms() -> "Rooms":
    from bot.wiring import Onhand

    return Onhand(common.settings()).rooms


def _person(slack_user_id: str, team: str | None) -> "Person":
    from privacy.directory import SLACK_USER_ID
    from privacy.worker import Person

    if not SLACK_USER_ID.fullmatch(slack_user_id):
        common.stop(f"{slack_user_id!r} is no Slack user id; accepted is one such as U012ABC.")
    return Person(team or common.settings().team or DEFAULT_TEAM, slack_user_id)
