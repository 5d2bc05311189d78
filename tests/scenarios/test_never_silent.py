"""Whatever fails, the one who asked gets a plain sentence, and the log says that it failed without their words."""

import shutil
from collections.abc import Callable
from pathlib import Path

from bot.demo import for_demo
from bot.settings import Settings
from bot.wiring import Onhand
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from tests.scenarios.company import Company, Talker
from tests.scenarios.finders import WORDS, Broken

CANARY = "zanzibar-oyster-77 how do i close"
Open = Callable[[str], Talker]


def logged(log: list[str], words: str) -> list[str]:
    return [line for line in log if words in line]


def test_failing_search_ends_in_a_sentence(person: Open, company: Company, log: list[str]) -> None:
    """When the search fails the asker is told, and can ask again; the log names the failure, not the words."""
    company.finder = Broken(times=1)
    cook = person("U0CAI")
    assert cook.hears(CANARY)["text"] == ENGLISH.went_wrong
    assert logged(log, "RuntimeError")
    assert not logged(log, "zanzibar")
    assert WORDS in cook.hears(CANARY)["text"]


def test_failure_in_a_channel_is_told_to_the_asker_alone(
    person: Open, company: Company, workspace: LocalWorkspace
) -> None:
    """A question in a channel whose search fails gets its sentence where only the asker sees it."""
    company.finder = Broken(times=1)
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.says(f"@Onhand {CANARY}", channel=channel)
    told = cook.next_message(channel=channel)
    assert (told["text"], told["ephemeral"]) == (ENGLISH.went_wrong, True)


def test_failure_is_not_tried_for_ever(person: Open, company: Company) -> None:
    """An event whose answer failed is over once the failure was told."""
    company.finder = Broken(times=99)
    person("U0CAI").hears(CANARY)
    company.settle()
    assert company.count("incoming", "state = 'waiting'") == 0


def test_trigger_that_is_too_old(person: Open, workspace: LocalWorkspace, log: list[str]) -> None:
    """A form that Slack no longer opens ends in a sentence in the direct message."""
    cook = person("U0CAI")
    answer = cook.hears("how do i close")
    workspace.faults.slow("views.open", 3.2)
    cook.presses(answer, "why")
    assert cook.next_message(15)["text"] == ENGLISH.trigger_too_old
    assert logged(log, "expired_trigger_id")


def test_missing_articles(person: Open, company: Company, home: Path, tmp_path: Path, log: list[str]) -> None:
    """Without its article store Onhand says that it has no answer or that something went wrong, never nothing."""
    bare = tmp_path / "bare"
    shutil.copytree(home, bare, symlinks=True, ignore=shutil.ignore_patterns("knowledge.db*", "vectors*"))
    company.finder = Onhand(for_demo(Settings(home=bare)))
    assert person("U0CAI").hears(CANARY)["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert not logged(log, "zanzibar")


def test_damaged_articles(person: Open, company: Company, home: Path, tmp_path: Path, log: list[str]) -> None:
    """With an article store that is damaged the asker is told that something went wrong."""
    bare = tmp_path / "damaged"
    shutil.copytree(home, bare, symlinks=True)
    (bare / "knowledge.db").write_bytes(b"not a database at all" * 500)
    company.finder = Onhand(for_demo(Settings(home=bare)))
    assert person("U0CAI").hears(CANARY)["text"] == ENGLISH.went_wrong
    assert logged(log, "Damaged")


def test_unknown_button(person: Open, company: Company) -> None:
    """A button that this version does not know, from an older message, ends in a sentence."""
    cook = person("U0CAI")
    blocks = [
        {"type": "actions", "elements": [
            {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}, "value": value}
            for name, value in (("retired_button", "{}"), ("stop:no_such_use", "[1"), ("helpful", "not json"))
        ]}
    ]  # fmt: skip
    company.service.app.client.chat_postMessage(
        channel=cook.dm, text="from an older version", blocks=blocks, unfurl_links=False, unfurl_media=False
    )
    old = cook.next_message()
    for name in ("retired_button", "stop:no_such_use", "helpful"):
        cook.presses(old, name)
        assert cook.next_message()["text"] == ENGLISH.went_wrong


def test_nobody_to_ask(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """Where nobody is named to ask, an unknown question says so in plain words."""
    from dataclasses import replace

    company.settings = replace(company.settings, contact=None, site_contacts={})
    company.reopen()
    cook = person("U0CAI")
    unknown = cook.hears("whats the wifi password")
    cook.presses(unknown, "ask_a_person")
    assert cook.next_message()["text"] == ENGLISH.nobody_to_ask
    assert workspace.connections == 1


def test_log_has_no_words_at_all(person: Open, company: Company, workspace: LocalWorkspace, log: list[str]) -> None:
    """Over a whole conversation at DEBUG, through every door, no log line holds the words, the name or the job."""
    canary = "quagga-lantern-4711"
    barista, supervisor, channel = person("U0BEA"), person("U0HANA"), workspace.channel_id("all-teams")
    barista.presses(barista.hears("how do i treat a burn"), "helpful")
    barista.presses(barista.next_message(), "remember")
    barista.next_message()
    unknown = barista.hears(f"what is {canary} wifi")
    barista.presses(unknown, "ask_a_person")
    barista.submits(barista.next_modal(), {"question": f"where is {canary}"})
    barista.next_message()
    asked = supervisor.next_message()
    supervisor.presses(asked, "answer")
    supervisor.submits(supervisor.next_modal(), {"answer": f"{canary} is upstairs"})
    barista.next_message()
    barista.asks(f"{canary} burn", channel=channel)
    barista.next_message(channel=channel)
    barista.says(f"@Onhand {canary}", channel=channel)
    barista.next_message(channel=channel)
    barista.hears("my data")
    company.finder = Broken(times=9)
    barista.hears(f"{canary} again")
    company.settle()
    assert logged(log, "RuntimeError")
    for word in (canary, "Bea Santos", "Harbour Street", "barista"):
        assert logged(log, word) == []
