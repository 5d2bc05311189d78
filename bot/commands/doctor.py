"""`onhand doctor`: is everything in place?"""

import json
from dataclasses import asdict

import click

from bot.commands import common

MARKS = {"ok": "ok   ", "look": "look ", "wrong": "WRONG"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a finding.")
def doctor(as_json: bool) -> None:
    """Check settings, files, index, model and, with tokens, Slack's scopes.

    Each finding says what to do. Exit code: 0 nothing is wrong, 1 something is.
    """
    from bot.doctor import examine

    wrong = 0
    for finding in examine(common.settings()):
        wrong += finding.verdict == "wrong"
        line = f"{MARKS[finding.verdict]} {finding.what}{f' → {finding.do}' if finding.do else ''}"
        click.echo(json.dumps(asdict(finding), ensure_ascii=False) if as_json else line)
    if wrong:
        raise SystemExit(common.FAILED)
