"""What is written beside the code says what the code does."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from bot import settings
from bot.__main__ import main
from bot.commands import common
from bot.doctor import SCOPES
from bot.slack.listeners import COACH, COMMAND, SHORTCUT
from privacy.uses import USES

ROOT = Path(__file__).parent.parent
SCHEMA = Path(__file__).parent / "data" / "slack" / "manifest-schema"
README = (ROOT / "README.md").read_text(encoding="utf-8")
MANIFEST: dict[str, Any] = json.loads((ROOT / "bot" / "slack" / "manifest.json").read_text(encoding="utf-8"))


def commands(group: click.Group = main, before: tuple[str, ...] = ("onhand",)) -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, groups included."""
    for name, command in group.commands.items():
        yield " ".join([*before, name]), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help(name: str) -> None:
    """Each command says what it does, and each of its options too."""
    command = COMMANDS[name]
    assert command.help
    assert command.help.strip().splitlines()[0].endswith((".", "?"))
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if not isinstance(command, click.Group)])
def test_readme_names_every_command(name: str) -> None:
    """The README names each command; those of a group may stand on one line behind the first."""
    group, _, last = name.rpartition(" ")
    assert re.search(rf"{group}[^\n]*\b{last}\b", README), name


def test_readme_names_no_command_that_is_not_there() -> None:
    """Every `onhand …` in the README is a command."""
    for words in re.findall(r"onhand ((?:[a-z]+ ?)+)", README):
        first = words.split()[0]
        assert f"onhand {first}" in COMMANDS, words
        if isinstance(COMMANDS[f"onhand {first}"], click.Group) and len(words.split()) > 1:
            assert f"onhand {' '.join(words.split()[:2])}" in COMMANDS, words


def test_readme_tells_the_exit_codes() -> None:
    """The exit codes in the README are those of the commands."""
    (line,) = re.findall(r"Exit codes: (.*)", README)
    assert (common.FAILED, common.BAD_INPUT, common.NOT_FOUND) == (1, 2, 3)
    for code in (0, common.FAILED, common.BAD_INPUT, common.NOT_FOUND):
        assert re.search(rf"\b{code} ", line)


def test_readme_tells_how_long_each_use_keeps() -> None:
    """The README's table of uses names each keep time of the registry."""
    table = README[README.index("| use | reads |") :].partition("\n\n")[0]
    assert table.count("\n") - 1 == len(USES)
    for use in USES:
        kept = {0: "nothing", 1: "1 day"}.get(use.keep_days, f"{use.keep_days} days")
        assert kept in table, use.name


def test_what_the_readme_points_at_is_there() -> None:
    """Pictures and files that the README points at are in the repository, and each picture has words of its own."""
    for words, target in re.findall(r"!?\[([^\]]*)\]\(([^)\s]+)\)", README):
        assert words
        assert "://" in target or (ROOT / target).exists(), target


class _Asked(Mapping[str, str]):
    """An environment with nothing in it that remembers what it was asked for."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.names.add(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def test_env_example_names_every_setting_and_no_other() -> None:
    """`.env.example` has a line for each setting that is read, and for nothing else."""
    asked = _Asked()
    settings.read(asked, Path("no such file"))
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {match[1] for line in lines if (match := re.match(r"(?:# )?([A-Z][A-Z_]+)=", line))}
    assert named == asked.names


def _shown(read: settings.Settings) -> dict[str, str]:
    return {field.name: str(getattr(read, field.name)) for field in fields(read)}


def test_env_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    """`.env.example`, copied, gives the defaults; and so it does with each of its lines switched on."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    (tmp_path / "plain").write_text(text, encoding="utf-8")
    assert _shown(settings.read({}, tmp_path / "plain")) == _shown(settings.read({}, tmp_path / "no such file"))
    (tmp_path / "on").write_text(re.sub(r"^# ([A-Z][A-Z_]+=)", r"\1", text, flags=re.M), encoding="utf-8")
    switched_on = settings.read({}, tmp_path / "on")
    assert switched_on.contact == settings.Contact("Ana Lopez", "U012ABC")
    assert set(switched_on.site_contacts) == {"Harbour Street", "Mill Lane"}


def test_changelog_begins_with_this_version() -> None:
    """The changelog's first heading of a version is the version that is installed."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    headings = re.findall(r"^## v?(\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert headings[0] == version


def _local(address: str) -> Resource[Any]:
    """The part of the schema that its address names, from the folder beside it."""
    return Resource.from_contents(json.loads((SCHEMA / "schemas" / address.rpartition("/")[2]).read_text()))


def test_manifest_is_one_for_slack() -> None:
    """Slack's own schema takes the manifest, and would not take one with a slip in it."""
    whole = json.loads((SCHEMA / "manifest.schema.json").read_text())
    schema = Draft7Validator(whole, registry=Registry(retrieve=_local))  # type: ignore[call-arg]
    assert [error.message for error in schema.iter_errors(MANIFEST)] == []
    assert not schema.is_valid(MANIFEST | {"setings": {}})
    assert not schema.is_valid(MANIFEST | {"display_information": {}})


def test_manifest_asks_for_the_scopes_that_are_checked() -> None:
    """The scopes that the manifest asks for are those that the doctor looks for, no more and no fewer."""
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == SCOPES


def test_manifest_offers_what_is_listened_for() -> None:
    """The manifest's command and shortcut are those that have a listener, and its events are within its scopes."""
    assert [each["command"] for each in MANIFEST["features"]["slash_commands"]] == [COMMAND, COACH]
    assert [each["callback_id"] for each in MANIFEST["features"]["shortcuts"]] == [SHORTCUT]
    needed = {"message.im": "im:history", "message.channels": "channels:history", "message.groups": "groups:history"}
    needed |= {"app_mention": "app_mentions:read", "app_home_opened": "chat:write"}
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert {needed[event] for event in events} <= SCOPES
    assert set(events) == needed.keys()
