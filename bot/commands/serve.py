"""`onhand serve`: Onhand at work in a real Slack workspace."""

import logging
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click

from bot.commands import common

STORE_SECONDS = 1.2
"""How long another writer of the personal store is waited for: Slack wants to be acknowledged within three seconds."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@click.command()
@click.option("--http", "port", type=click.IntRange(1, 65535), help="Take events over HTTP on this port of 127.0.0.1.")
@click.option("--health", type=click.IntRange(1, 65535), help="Tell /health on this port of 127.0.0.1, without --http.")
@click.option("--demo", is_flag=True, help="Allow SLACK_API_URL to be a local workspace on this machine.")
def serve(port: int | None, health: int | None, demo: bool) -> None:
    """Answer in Slack, by Socket Mode (or over HTTP behind your own proxy).

    Needs SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or, with --http, SLACK_SIGNING_SECRET) in the environment or in .env;
    “onhand doctor” tells what is missing. Make the Slack app from bot/slack/manifest.json. Stop with Ctrl-C: what is
    in hand is finished, the rest goes on at the next start.

    /health tells a monitor in JSON whether all is well (with --http it is there too); it holds nothing about anybody.
    """
    settings = common.settings()
    _check(settings, port, demo)
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # It tells at each start which processors it was not built for.
    logging.getLogger("faiss").setLevel(logging.WARNING)
    from bot.occupancy import Occupied, at_work

    try:
        with at_work(settings.home, alone=False):
            _serve(settings, port, health)
    except Occupied as problem:
        common.stop(str(problem))


def _serve(settings: Any, port: int | None, health: int | None) -> None:
    service, report = _started(settings)
    with common.stop_signals() as stopped:
        if port is None:
            service.connect()
        where = "Socket Mode" if port is None else f"HTTP on port {port}"
        click.echo(f"Onhand is at work ({where}). Stop with Ctrl-C.")
        app = _app(service, settings, port, report)
        _until_stopped(service, app, port or health, stopped)
    click.echo("Stopped. Nothing was lost.")


def _check(settings: Any, port: int | None, demo: bool) -> None:
    needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    needed |= {"SLACK_APP_TOKEN": settings.slack_app_token} if port is None else {}
    needed |= {"SLACK_SIGNING_SECRET": settings.slack_signing_secret} if port is not None else {}
    missing = [name for name, value in needed.items() if not str(value)]
    if missing:
        common.stop(f"Not set: {', '.join(missing)}. Put it in .env (see .env.example) or in the environment.")
    if urlsplit(settings.slack_api_url).hostname in LOOPBACK and not demo:
        common.stop(f"SLACK_API_URL={settings.slack_api_url!r} is a local workspace. Add --demo to serve it.")


def _app(service: Any, settings: Any, port: int | None, report: Callable[[], Any]) -> Any:
    from bot.slack.http import health_app, http_app

    if port is None:
        return health_app(report)
    return http_app(service.app, str(settings.slack_signing_secret), report=report)


def _started(settings: Any) -> tuple[Any, Callable[[], Any]]:
    """The service, started, with articles to answer from, and its health; or the end of the command with what is
    wrong."""
    from slack_sdk.errors import SlackApiError

    from bot.slack.app import Service
    from bot.wiring import Onhand

    onhand = Onhand(settings, wait=STORE_SECONDS)
    if onhand.library.live_count() == 0 and not onhand.proposals.list():
        common.stop(f"There are no articles in {settings.home} yet. Load some: onhand articles load PATH")
    for folder in onhand.mend_models():
        click.echo(f"The exported model in {folder} is damaged. It is made anew.")
    onhand.warm()
    try:
        service = Service(settings, onhand.assistant, onhand.rooms, onhand.beside)
    except (SlackApiError, OSError) as problem:
        code = problem.response["error"] if isinstance(problem, SlackApiError) else type(problem).__name__
        common.stop(f"Slack at {settings.slack_api_url} did not take SLACK_BOT_TOKEN: {code}.", common.FAILED)
    if settings.team != service.team_id:
        common.stop(
            f"SLACK_TEAM_ID={settings.team!r}; the token is for {service.team_id}. Set it and load the people again: "
            "they are known by it."
        )
    service.start()
    return service, _health(onhand, service).report


def _health(onhand: Any, service: Any) -> Any:
    from bot.health import Health

    def reach() -> None:
        with onhand.rooms.gate.together():
            pass

    desk = service.desk
    return Health(
        home=onhand.home,
        reach_store=reach,
        read_articles=onhand.library.generation,
        trouble=lambda: desk.trouble,
        waiting=lambda: (desk.waiting, desk.longest),
        connected=lambda: service.connected,
    )


def _until_stopped(service: Any, app: Any, port: int | None, stopped: Callable[[], object]) -> None:
    try:
        if port is None:
            stopped()
        else:
            _serve_http(app, port, stopped)
    finally:
        service.stop()


def _serve_http(app: Any, port: int, stopped: Callable[[], object]) -> None:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    stopped()
    server.should_exit = True
    thread.join(5)
