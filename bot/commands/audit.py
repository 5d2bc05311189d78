"""`onhand privacy audit`: does what is promised about personal data hold?"""

import json
from dataclasses import asdict, fields

import click

from bot.commands import common


@click.command()
@click.option(
    "--worlds", default=200, show_default=True, type=click.IntRange(1), help="How many made-up worlds to play."
)
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same worlds.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def audit(worlds: int, seed: int, as_json: bool) -> None:
    """Check by experiment that nothing about a worker is used without telling them.

    Makes up companies: people with roles, sites, histories and choices, articles, and a day of questions and presses.
    Plays each through the real parts, over a folder of its own; your data is not touched. Then it changes one thing
    about one person, such as their role, plays the same day again, and compares.

    \b
      unexplained        replies that changed, to anyone, without a receipt that names what was changed
      off_differs        answers to somebody who switched all off that are not a stranger's, byte for byte
      wire_mismatches    messages that name other data than their receipts, or left past the outbox
      unreceipted_reads  reads of personal tables, on any connection, that no receipt covers
      receipts_lost      receipts that were written and are not there any more as they were
      chain_ok           the chain of receipts and its saved head agree (null: there is none yet)
      failures           steps that failed though nothing was broken

    A world is some ten requests, each with its check of the wire, played three times. All must be 0 (exit code 0, else
    1). `explained` counts replies that changed and said so: the audit had something to find. The figures also cover
    what was asked (`requests`) and what was sent (`messages`).
    """
    from bot.audit.report import audit as run

    with common.progress("Playing", "worlds") as step:
        figures = run(worlds, seed, step)
    if as_json:
        click.echo(json.dumps(asdict(figures), ensure_ascii=False))
    else:
        for each in fields(figures):
            if each.name != "examples":
                click.echo(f"{each.name:<18} {getattr(figures, each.name)}")
        for line in figures.examples:
            click.echo(f"  {line}")
    if not figures.clean:
        raise SystemExit(common.FAILED)
