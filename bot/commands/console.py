"""`onhand console`: the pages on which editors look after the articles."""

import logging
from urllib.parse import urlsplit

import click

from bot.commands import common

PORT = 8788


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), help=f"Of the pages; otherwise that of CONSOLE_URL, or {PORT}.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine to listen on.")
@click.option("--behind-https", is_flag=True, help="Allow another --host: a proxy of yours brings HTTPS to it.")
def console(port: int | None, host: str, behind_https: bool) -> None:
    """Serve the editors' pages: articles, what waits, search as anybody, gaps and charts.

    An editor writes “console” to Onhand in Slack and gets a link that works once, within five minutes. Who is an editor
    is looked up on the company's list. For others than those at this machine set CONSOLE_URL to the https address that
    your proxy serves it under. Stop with Ctrl-C.
    """
    settings = common.settings()
    port = _port(settings.console_url, port)
    _check(settings.console_url, host, behind_https)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    from bot.console.serving import serving
    from bot.occupancy import Occupied, at_work
    from bot.wiring import Onhand

    try:
        with at_work(settings.home, alone=False), serving(Onhand(settings), host, port):
            click.echo(f"The console: {settings.console_url}\nWrite “console” to Onhand in Slack. Stop with Ctrl-C.")
            with common.stop_signals() as stopped:
                stopped()
    except Occupied as problem:
        common.stop(str(problem))
    except OSError as problem:
        common.stop(f"Port {port} of {host} cannot be had: {problem.strerror}.", common.FAILED)


def _port(url: str, port: int | None) -> int:
    """Where the console is on this machine alone, links lead straight to it, and so to its port."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return port or PORT
    if port not in (None, parts.port or 80):
        common.stop(f"--port {port}: links lead to CONSOLE_URL={url!r}. Set it to http://127.0.0.1:{port} as well.")
    return parts.port or 80


def _check(url: str, host: str, behind_https: bool) -> None:
    from bot.console.doors import LOOPBACK

    if host in LOOPBACK:
        return
    why = "whoever is on the way could read the links and cookies that let an editor in"
    if not behind_https:
        common.stop(f"--host {host!r}: over plain HTTP {why}. Put an HTTPS proxy before it and add --behind-https.")
    if urlsplit(url).scheme != "https":
        common.stop(f"CONSOLE_URL={url!r}: with --behind-https it must be the https address of your proxy.")
