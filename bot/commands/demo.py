"""`onhand demo`: see it work on this machine, with no Slack and no tokens."""

from typing import Any

import click

from bot.commands import common

CONSOLE = 8788


@click.command()
@click.option("--port", default=8787, show_default=True, type=click.IntRange(0, 65535), help="Of the chat page.")
@click.option("--check", is_flag=True, help="Walk through it without a browser; exit 0 if each step is right.")
@click.option("--month", is_flag=True, help="With 26 people more, who asked in vain in the last four weeks.")
def demo(port: int, check: bool, month: bool) -> None:
    """Start a sample company in a local workspace, with the real bot at work in it.

    Loads the sample people and articles into ONHAND_HOME, starts the workspace on 127.0.0.1, asks one question by
    itself and prints the address of the chat page. Stop with Ctrl-C.
    """
    from bot.demo import OtherArticles, for_demo, load_sample, running
    from bot.occupancy import Occupied

    settings = for_demo(common.settings())
    try:
        with common.progress("Preparing the model") as exporting, common.progress("Loading the sample") as step:
            onhand = load_sample(settings, step, exporting)
    except OtherArticles as problem:
        common.stop(str(problem))
    if month:
        from bot.month import play

        play(onhand)
    click.echo(f"{onhand.library.live_count()} articles are ready in {settings.home}.")
    try:
        with running(settings, onhand, *((0, 0) if check else (_free(port), _free(CONSOLE)))) as started:
            _walk(started) if check else _show(started)
    except Occupied as problem:
        common.stop(str(problem))


def _free(port: int) -> int:
    """The port, or 0 (any free one) where somebody else has it."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            click.echo(f"Port {port} is taken; another one is used.", err=True)
            return 0
    return port


def _show(started: Any) -> None:
    from bot.tour import first_answer

    click.echo(f"\n{first_answer(started)}\n")
    click.echo(f"The chat page: {started.workspace.url}/?as=U0CAI")
    click.echo(f"The editors' pages: {started.console} (as Leo Fisher write “console” on the chat page)")
    click.echo("Stop with Ctrl-C.")
    with common.stop_signals() as stopped:
        stopped()


def _walk(started: Any) -> None:
    """Takes every step and tells how each ended."""
    from bot.tour import STEPS, WrongTurn, first_answer

    click.echo(f"\n{first_answer(started)}\n")
    failed = 0
    for step in STEPS:
        try:
            step(started)
            click.echo(f"ok      {step.__doc__}")
        except (WrongTurn, TimeoutError, KeyError) as problem:
            failed += 1
            click.echo(f"FAILED  {step.__doc__}\n        {problem}")
    click.echo(f"{len(STEPS) - failed} passed, {failed} failed")
    if failed:
        raise SystemExit(common.FAILED)
