"""A worker puts their own data in order, in Slack, alone: looks back, takes a copy, deletes a part."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.demo import channels, members
from bot.slack.addressing import UPLOAD
from bot.wiring import Onhand
from bot.wording import ENGLISH
from bot.workspace import manifest
from bot.workspace.server import LocalWorkspace
from privacy import uses
from privacy.uses import USES, notice_for
from privacy.worker import Person
from tests.scenarios.company import Company, Leaving, Talker, actions, buttons, opened, words_in

CHICKEN = "wat temp chiken"
EVERYTHING = notice_for(frozenset({"everything"}))
JOB = notice_for(frozenset({"role", "site"}))
Open = Callable[[str], Talker]


def numbers(part: Any) -> list[int]:
    """The numbers of the receipts on a page, in order."""
    return [int(number) for number in re.findall(r"Receipt (\d+),", words_in(part["blocks"]))]


def test_each_receipt_stands_with_what_was_told(person: Open) -> None:
    """A receipt on the page carries the notice that its message had, and the page's own the one that it shows."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    shown = words_in(cook.hears("my data")["blocks"])
    assert f"your job role, your site. You were told: “{JOB}”" in shown
    assert f"all I hold about you. You were told: “{EVERYTHING}”" in shown


def test_older_receipts_a_page_at_a_time(person: Open, company: Company) -> None:
    """“Older” leads through every receipt there was, ten at a time, each once, and each page says that it was read."""
    cook = person("U0CAI")
    request = company.rooms.gate.open(company_person(company), public=False)
    for _ in range(23):
        company.rooms.gate.draw(request, uses.RANK_BY_ROLE)
    page = cook.hears("my data")
    pages = [numbers(page)]
    while "older" in actions(page):
        cook.presses(page, "older")
        page = cook.next_modal()
        assert EVERYTHING in words_in(page["blocks"])
        pages.append(numbers(page))
    assert [len(each) for each in pages] == [10, 10, 4]
    read = [number for each in pages for number in each]
    assert read == sorted(read, reverse=True)
    assert len(set(read)) == 24


def company_person(company: Company) -> Person:
    return Person(company.workspace.team_id, "U0CAI")


def test_the_last_answers_have_their_why(person: Open) -> None:
    """The last five answers that something was read for stand on the page, the newest first, each with its why."""
    cook = person("U0CAI")
    for _ in range(6):
        cook.hears(CHICKEN)
    page = cook.hears("my data")
    whys = [action for action in actions(page) if action.startswith("why_kept:")]
    assert len(whys) == 5
    cook.presses(page, whys[0])
    why = words_in(cook.next_modal())
    newest = max(numbers(page)[1:])
    assert f"Receipt {newest}," in why
    assert ENGLISH.uses["rank_by_role"].purpose in why


def files_of(cook: Talker) -> dict[str, Any]:
    """The next message with files in it."""
    message = cook.next_message()
    while not message.get("files"):
        message = cook.next_message()
    return message


def test_a_copy_comes_as_two_files_for_the_worker_alone(person: Open, company: Company) -> None:
    """“Get a copy” puts a page and a JSON file into the worker's own conversation, in one message with its notice."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    cook.presses(cook.hears("my data"), "export")
    message = files_of(cook)
    assert message["channel"] == cook.dm
    assert message["text"].splitlines() == [ENGLISH.copy_sent, EVERYTHING]
    assert [file["name"].rpartition(".")[2] for file in message["files"]] == ["html", "json"]
    held = {file.name.rpartition(".")[2]: (file.content or b"").decode() for file in files_at(company)}
    assert "Cai Morgan" in held["html"]
    assert "Cai Morgan" in str(json.loads(held["json"]))
    assert all(file.channels == {cook.dm} for file in files_at(company))
    company.settle()
    assert [call.method for call in company.wire.calls if call.method == UPLOAD] == [UPLOAD]


def files_at(company: Company) -> list[Any]:
    return list(company.workspace._state.files.values())


def test_a_copy_whose_answer_got_lost_comes_once(person: Open, company: Company) -> None:
    """When Slack has shown the files and its answer to Onhand got lost, they are not shown again."""
    company.wire.lossy = (UPLOAD,)
    company.wire.lose = 1
    cook = person("U0CAI")
    cook.presses(cook.hears("my data"), "export")
    files_of(cook)
    company.settle(40)
    assert len([each for each in cook.history() if each.get("files")]) == 1


def test_a_copy_asked_for_in_a_channel_comes_to_the_direct_message(person: Open, workspace: LocalWorkspace) -> None:
    """From a page that only the asker sees in a channel, the files still go where nobody else is."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.asks("my data", channel=channel)
    cook.presses(cook.next_message(channel=channel, ephemeral=True), "export")
    assert files_of(cook)["channel"] == cook.dm
    assert not [each for each in cook.history(channel) if each.get("files")]


def test_a_copy_that_cannot_go_is_told(home: Path, shelf: Onhand, leaving: Leaving) -> None:
    """Where Slack refuses files, as from an app that was never given that scope, the worker hears that it failed, and
    what was read."""
    allowed = replace(manifest.read(), scopes=manifest.read().scopes - {"files:write"})
    with (
        LocalWorkspace(members(), channels(), manifest=allowed) as workspace,
        opened(home, shelf, workspace, leaving) as company,
        company.enter("U0CAI") as cook,
    ):
        company.open()
        cook.presses(cook.hears("my data"), "export")
        assert cook.next_message()["text"] == f"{ENGLISH.went_wrong}\n{EVERYTHING}"


def test_a_page_that_goes_by_itself_has_no_button_for_it(person: Open, workspace: LocalWorkspace) -> None:
    """What only the asker sees in a channel cannot be deleted, so nothing promises it."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.asks("my data", channel=channel)
    assert "hide" not in actions(cook.next_message(channel=channel, ephemeral=True))


def remember(worker: Talker) -> None:
    worker.presses(worker.hears("how do i treat a burn"), "helpful")
    worker.presses(worker.next_message(), "remember")
    worker.next_message()


def test_what_one_use_keeps_is_deleted_alone(person: Open, company: Company) -> None:
    """“Delete this” beside a use empties that use, says so, and leaves the others and the choice as they were."""
    cook = person("U0CAI")
    remember(cook)
    page = cook.hears("my data")
    cook.presses(page, "delete:rank_by_past_use")
    assert cook.next_message()["text"] == ENGLISH.deleted_kept(uses.RANK_BY_PAST_USE, on=True)
    assert company.count("kept", "use = 'rank_by_past_use'") == 0
    assert company.count("kept", "use = 'follow_up'") > 0
    again = cook.hears("my data")
    assert "off:rank_by_past_use" in actions(again)
    assert "delete:rank_by_past_use" not in actions(again)
    assert "Cai Morgan" in words_in(again["blocks"])


def test_role_and_site_are_deleted_and_off(person: Open) -> None:
    """Deleting what the company's list gave for a use switches that use off too, and says both."""
    cook = person("U0CAI")
    cook.presses(cook.hears("my data"), "delete:rank_by_role")
    assert cook.next_message()["text"] == ENGLISH.deleted_kept(uses.RANK_BY_ROLE, on=False)
    page = cook.hears("my data")
    assert "on:rank_by_role" in actions(page)
    assert "Harbour Street" not in words_in(page["blocks"])


def test_nothing_is_more_than_two_taps_away(person: Open) -> None:
    """From the page itself: each wish is a button of it, and what cannot be undone asks once more."""
    cook = person("U0CAI")
    remember(cook)
    page = cook.hears("my data")
    assert {"export", "erase", "what_i_keep", "hide", "delete:rank_by_past_use", "off:rank_by_role"} <= {*actions(page)}
    sure = {each["action_id"] for each in buttons(page) if each.get("confirm")}
    deleting = {action for action in actions(page) if action.startswith(("delete:", "erase"))}
    assert sure == deleting


def test_the_page_can_be_hidden(person: Open, company: Company) -> None:
    """“Hide this page” takes it out of the conversation, for the next one who holds the device."""
    cook = person("U0CAI")
    page = cook.hears("my data")
    cook.presses(page, "hide")
    company.settle()
    assert page["ts"] not in [each["ts"] for each in cook.history()]


def test_works_for_somebody_who_never_wrote(person: Open, company: Company) -> None:
    """Whose data came from the people file alone sees, copies and erases it like everybody else, from the home tab."""
    gia = person("U0GIA")
    gia.presses(gia.opens_home(), "my_data")
    page = gia.next_message()
    assert "Gia Romero" in words_in(page["blocks"])
    gia.presses(page, "export")
    files_of(gia)
    gia.presses(page, "erase")
    assert gia.next_message()["text"] == ENGLISH.erased
    company.settle()
    assert "Gia" not in words_in(gia.hears("my data")["blocks"])


def test_every_use_is_on_the_page(person: Open) -> None:
    """Each use that can be switched has its line, so that no declared use is left out."""
    shown = words_in(person("U0CAI").hears("my data")["blocks"])
    for use in USES:
        assert (ENGLISH.uses[use.name].purpose in shown) == use.stoppable


@pytest.mark.parametrize("words", ["my data", CHICKEN])
def test_others_find_nothing_of_it(person: Open, words: str) -> None:
    """A colleague's page and answers hold nothing of what somebody else's page shows."""
    cook = person("U0CAI")
    remember(cook)
    cook.hears("my data")
    assert "Cai" not in words_in(person("U0BEA").hears(words)["blocks"])
