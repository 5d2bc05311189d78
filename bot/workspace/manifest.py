"""What the app is set up to be in Slack: its commands, shortcuts, scopes and events, read from its manifest."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.workspace.cast import Json

PATH = Path(__file__).parent.parent / "slack" / "manifest.json"


@dataclass(frozen=True, slots=True)
class Command:
    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    callback_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The parts of an app manifest that the workspace acts on. Empty `scopes` or `events` mean: all of them."""

    bot_name: str = "Onhand"
    commands: Sequence[Command] = (Command("/ask", "Ask a question", "your question"),)
    shortcuts: Sequence[Shortcut] = (Shortcut("ask_about_message", "Ask Onhand about this"),)
    home_tab: bool = True
    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()

    def command(self, name: str) -> Command | None:
        """The command called `name`, with its slash, or None."""
        return next((command for command in self.commands if command.command == name), None)

    def hears(self, event: str) -> bool:
        """Whether the app has subscribed to `event`, as "message.im" or "app_mention"."""
        return not self.events or event in self.events

    def allows(self, *scopes: str) -> bool:
        """Whether the app has been granted one of `scopes`."""
        return not scopes or not self.scopes or bool(self.scopes.intersection(scopes))


def read(path: Path = PATH) -> Manifest:
    """The manifest in `path`, in Slack's own JSON; the defaults when there is no such file."""
    return of(json.loads(path.read_text("utf-8"))) if path.exists() else Manifest()


def of(data: Json) -> Manifest:
    """The manifest in `data`, which has the keys of Slack's manifest schema."""
    features, settings = data.get("features", {}), data.get("settings", {})
    return Manifest(
        bot_name=features.get("bot_user", {}).get("display_name", "Onhand"),
        commands=tuple(_command(entry) for entry in features.get("slash_commands", ())),
        shortcuts=tuple(
            Shortcut(entry["callback_id"], entry["name"])
            for entry in features.get("shortcuts", ())
            if entry["type"] == "message"
        ),
        home_tab=features.get("app_home", {}).get("home_tab_enabled", True),
        scopes=frozenset(data.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
        events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
    )


def _command(entry: Json) -> Command:
    return Command(
        entry["command"],
        entry.get("description", ""),
        entry.get("usage_hint", ""),
        entry.get("should_escape", False),
    )
