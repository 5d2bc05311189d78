"""Checks of an installation. Each finding says what is so and, where something is wrong, what to do."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from bot.settings import Settings
from bot.wiring import Onhand
from knowledge.whole import Damaged

Verdict = Literal["ok", "look", "wrong"]
_EMBED = "“onhand articles embed” embeds them anew"
SCOPES = frozenset(
    {
        "app_mentions:read",
        "channels:history",
        "chat:write",
        "commands",
        "dnd:read",
        "files:read",
        "files:write",
        "groups:history",
        "im:history",
        "im:write",
        "usergroups:read",
        "users:read",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """`look` is worth a look and stops nothing; `wrong` keeps Onhand from working."""

    verdict: Verdict
    what: str
    do: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check in turn; one that breaks is itself a finding."""
    onhand = Onhand(settings)
    for check in (_home, _files, _people, _articles, _model, _embedded, _index, _questions, _contacts, _slack):
        yield from _guarded(check, onhand)


def _guarded(check: Callable[[Onhand], Iterator[Finding]], onhand: Onhand) -> Iterator[Finding]:
    try:
        yield from check(onhand)
    except Damaged as problem:
        yield Finding("wrong", f"{problem}.", "“onhand restore” says how.")
    except Exception as problem:
        name = check.__name__.strip("_")
        yield Finding("wrong", f"The check of {name} broke: {type(problem).__name__}: {problem}", "Mend that first.")


def _home(onhand: Onhand) -> Iterator[Finding]:
    home = onhand.home
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / ".doctor"
        probe.write_text("")
        probe.unlink()
        yield Finding("ok", f"ONHAND_HOME is {home.resolve()} and can be written to.")
    except OSError as problem:
        yield Finding(
            "wrong", f"ONHAND_HOME={str(home)!r} cannot be written to: {problem.strerror}.", "Choose another."
        )


def _files(onhand: Onhand) -> Iterator[Finding]:
    """Are the databases whole?"""
    for name in ("knowledge.db", "people.db", "keys.db"):
        path = onhand.home / name
        if not path.exists():
            yield Finding("look", f"{name} is not there yet.", "It is made by the first load.")
            continue
        said = _quick_check(path)
        if said == "ok":
            yield Finding("ok", f"{name} is whole.")
        else:
            yield Finding("wrong", f"{name} is damaged: {said}", "Restore it from your last backup.")
    if (onhand.home / "people.db").exists() and not (onhand.home / "keys.db").exists():
        yield Finding("wrong", "keys.db is missing: nothing in people.db can be read.", "Restore keys.db.")


def _quick_check(path: Path) -> str:
    """What SQLite says of the file: ok, or what is wrong with it."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.DatabaseError as problem:
        return str(problem)


def _people(onhand: Onhand) -> Iterator[Finding]:
    roles, sites = onhand.rooms.directory.roles(), onhand.rooms.directory.sites()
    if roles:
        yield Finding("ok", f"People are loaded: {len(roles)} roles, {len(sites)} sites.")
    else:
        yield Finding("look", "No people are loaded: every answer is the one for everyone.", "onhand people load …")


def _articles(onhand: Onhand) -> Iterator[Finding]:
    articles = onhand.library.list()
    if not articles:
        yield Finding("wrong", "There are no articles.", "onhand articles load PATH")
        return
    yield Finding("ok", f"{len(articles)} articles are live.")
    overdue = [article.id for article in articles if article.review_by and article.review_by < date.today()]
    if overdue:
        yield Finding(
            "look", f"Past their review date: {', '.join(overdue[:5])} ({len(overdue)} in all).", "Check them."
        )
    roles = onhand.rooms.directory.roles()
    strange = {role for article in articles for role in article.audience.roles if roles and role not in roles}
    for role in sorted(strange):
        yield Finding("look", f"Articles are for the role {role!r}, which nobody has.", "Mend one of the two.")


def _model(onhand: Onhand) -> Iterator[Finding]:
    from retrieval.whole import broken

    for folder in broken(onhand.home / "models"):
        yield Finding("wrong", f"The exported model in {folder} is damaged.", "Delete that folder: it is made anew.")
    encoder = onhand.encoder
    yield Finding("ok", f"The model {encoder.name} answers with {encoder.encode(['a']).shape[1]} dimensions.")


def _embedded(onhand: Onhand) -> Iterator[Finding]:
    """Are the articles embedded as they would be now? Vectors that cannot be searched are found with the index."""
    from retrieval.indexing import made_by

    held = onhand.library.model()
    if held is None or onhand.indexer.current:
        return
    if made_by(onhand.encoder, held):
        yield Finding("look", "The articles were cut by another version of Onhand.", f"{_EMBED}.")
    elif other := onhand.other_model():
        what = f"The articles are embedded with {other}; EMBEDDING_MODEL says {onhand.settings.model}."
        yield Finding("look", what, f"{_EMBED}; until then {other} answers.")


def _index(onhand: Onhand) -> Iterator[Finding]:
    if onhand.library.live_count() == 0:
        return
    onhand.warm()
    shelf = onhand.library.shelf()
    yield Finding("ok", f"The index agrees with the database: {len(shelf.ids)} passages, load {shelf.generation}.")


def _questions(_onhand: Onhand) -> Iterator[Finding]:
    """Can names be taken out of a question? Where they cannot, none is kept and nobody is asked for leave."""
    from privacy import identifiers

    try:
        identifiers.model()
        yield Finding("ok", "Names can be taken out of what is asked: questions can be kept, with a yes.")
    except identifiers.Unavailable as problem:
        yield Finding("look", f"No question is kept. {problem}", "pip install onhand anew.")


def _contacts(onhand: Onhand) -> Iterator[Finding]:
    if onhand.settings.contact is None:
        yield Finding("look", "Nobody is named to ask when no article answers.", "Set ONHAND_CONTACT.")
    for site in sorted(onhand.rooms.directory.sites() - set(onhand.settings.site_contacts)):
        yield Finding("look", f"The site {site!r} has no contact of its own.", "Add it to ONHAND_SITE_CONTACTS.")


def _slack(onhand: Onhand) -> Iterator[Finding]:
    settings = onhand.settings
    if not str(settings.slack_bot_token):
        yield Finding("look", "SLACK_BOT_TOKEN is not set: only the demo and “onhand ask” work.", "See .env.example.")
        return
    yield _token("SLACK_BOT_TOKEN", str(settings.slack_bot_token), "xoxb-")
    yield _token("SLACK_APP_TOKEN", str(settings.slack_app_token), "xapp-")
    yield from _scopes(settings)


def _token(name: str, value: str, prefix: str) -> Finding:
    if value.startswith(prefix):
        return Finding("ok", f"{name} is set.")
    return Finding("wrong", f"{name} does not begin with {prefix!r}.", "Copy it anew from your Slack app's settings.")


def _scopes(settings: Settings) -> Iterator[Finding]:
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

    client = WebClient(str(settings.slack_bot_token), base_url=settings.slack_api_url, timeout=10)
    try:
        answer: Any = client.auth_test()
    except SlackApiError as problem:
        yield Finding("wrong", f"Slack refuses SLACK_BOT_TOKEN: {problem.response['error']}.", "Install the app anew.")
        return
    except OSError as problem:
        yield Finding("wrong", f"Slack at {settings.slack_api_url} cannot be reached: {problem}.", "Check the network.")
        return
    if settings.team != answer["team_id"]:
        what = f"SLACK_TEAM_ID={settings.team!r}, but the bot token is for {answer['team_id']}."
        yield Finding("wrong", what, "Set it, then load the people again.")
    granted = {scope.strip() for scope in str(answer.headers.get("x-oauth-scopes", "")).split(",")}
    missing = sorted(SCOPES - granted)
    if missing:
        yield Finding("wrong", f"Slack scopes are missing: {', '.join(missing)}.", "Update the app from the manifest.")
    else:
        yield Finding("ok", f"Slack takes the bot token, with all {len(SCOPES)} scopes.")
