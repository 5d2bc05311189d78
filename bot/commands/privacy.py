"""`onhand privacy`: what is promised about personal data, and whether it holds."""

import click

from bot.commands.audit import audit


@click.group()
def privacy() -> None:
    """See and check what is done with personal data."""


privacy.add_command(audit)
