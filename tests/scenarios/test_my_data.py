"""A worker sees all that is held about them, and ends it, alone."""

from collections.abc import Callable

import pytest

from bot.demo import PEOPLE
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from privacy.directory import read
from privacy.uses import SHOW_MY_DATA, SWITCHED_OFF, USES, notice_for
from tests.scenarios.company import Company, Talker, actions, words_in

CHICKEN = "wat temp chiken"
Open = Callable[[str], Talker]


@pytest.mark.parametrize("words", ["my data", "My data?", "show me my data"])
def test_shows_all_that_is_held(person: Open, words: str) -> None:
    """Every value of the people file stands on the page, with the notice that it was read."""
    page = person("U0CAI").hears(words)
    shown = words_in(page["blocks"])
    for value in ("U0CAI", "Cai Morgan", "cook", "Harbour Street", "U0ANA"):
        assert value in shown
    assert page["text"].splitlines()[-1] == notice_for(frozenset({"everything"}))
    assert notice_for(frozenset({"everything"})) in shown


def test_shows_what_uses_keep(person: Open) -> None:
    """What is kept of the thread, of what helped and of a question on its way stands on the page too."""
    barista = person("U0BEA")
    barista.presses(barista.hears("how do i treat a burn"), "helpful")
    barista.presses(barista.next_message(), "remember")
    barista.next_message()
    barista.presses(barista.hears("whats the wifi password"), "ask_a_person")
    barista.submits(barista.next_modal(), {"question": "what is the wifi called"})
    barista.next_message()
    shown = words_in(barista.hears("my data")["blocks"])
    for kept in ("how do i treat a burn", "Burns and scalds", "what is the wifi called"):
        assert kept in shown


def test_shows_receipts_and_choices(person: Open, company: Company) -> None:
    """The page lists the latest receipts by number and each use with its state and its switch."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    page = cook.hears("my data")
    shown = words_in(page["blocks"])
    ((first,),) = company.rows("SELECT min(number) FROM receipt")
    assert f"Receipt {first}," in shown
    for use in USES:
        assert (ENGLISH.choice_line(use, not use.needs_yes) in shown) == use.stoppable
        assert (f"{'on' if use.needs_yes else 'off'}:{use.name}" in actions(page)) == use.stoppable
    assert "erase" in actions(page)
    assert SHOW_MY_DATA.name not in str(actions(page))


def test_refused_in_a_channel(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """In a channel nothing is shown or read; the worker is told where to ask."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.says("@Onhand my data", channel=channel)
    refused = cook.next_message(channel=channel)
    assert refused["text"] == ENGLISH.my_data_elsewhere
    assert "Cai" not in words_in(refused["blocks"])
    assert company.count("receipt") == 0


def test_command_in_a_channel_shows_it_to_the_asker_alone(person: Open, workspace: LocalWorkspace) -> None:
    """“/ask my data” in a channel shows the page where only the asker sees it."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.asks("my data", channel=channel)
    assert "Cai Morgan" in words_in(cook.next_message(channel=channel, ephemeral=True)["blocks"])


def test_off_by_the_switch(person: Open, company: Company) -> None:
    """A switch on the page works from the next answer."""
    cook = person("U0CAI")
    cook.presses(cook.hears("my data"), "off:rank_by_role")
    cook.next_message()
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == SWITCHED_OFF
    assert company.count("receipt", "use = 'rank_by_role'") == 0


def test_erased_means_gone(person: Open, company: Company) -> None:
    """After an erasure every row of the worker is gone, the next answer is the stranger's, and the page is bare."""
    cook = person("U0CAI")
    cook.hears(CHICKEN)
    worker = company.rows("SELECT DISTINCT worker FROM receipt")[0][0]
    cook.presses(cook.hears("my data"), "erase")
    assert cook.next_message()["text"] == ENGLISH.erased
    company.settle()
    for table in ("held", "kept", "receipt"):
        assert company.count(table, f"worker = '{worker}'") == 0
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == SWITCHED_OFF
    shown = words_in(cook.hears("my data")["blocks"])
    assert "I hold nothing about you, but for your choices below." in shown
    assert "Cai" not in shown


def test_a_reload_does_not_bring_them_back(person: Open, company: Company) -> None:
    """Loading the people file again leaves out who erased everything, and says how many."""
    cook = person("U0CAI")
    cook.presses(cook.hears("my data"), "erase")
    cook.next_message()
    company.settle()
    assert company.rooms.directory.load(read(PEOPLE), company.workspace.team_id).skipped == 1
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == SWITCHED_OFF
    assert "Cai" not in words_in(cook.hears("my data")["blocks"])


def test_home_tab_switches(person: Open, company: Company) -> None:
    """The home tab has a switch for each use, shows the new state at once, and it works from the next answer."""
    cook = person("U0CAI")
    home = cook.opens_home()
    assert ENGLISH.what_managers_see in words_in(home)
    cook.presses(home, "off:rank_by_role")
    changed = cook.next_home()
    assert "on:rank_by_role" in actions(changed)
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == SWITCHED_OFF
    cook.presses(changed, "on:rank_by_role")
    company.settle()
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))


def test_home_tab_leads_to_my_data(person: Open) -> None:
    """“Show my data” of the home tab opens the page in the direct message: two taps."""
    cook = person("U0CAI")
    cook.presses(cook.opens_home(), "my_data")
    assert "Cai Morgan" in words_in(cook.next_message()["blocks"])


def test_one_sees_only_ones_own(person: Open) -> None:
    """The page of one worker holds nothing of another's, not even a manager's page of their people."""
    barista, manager = person("U0BEA"), person("U0ANA")
    barista.hears("how do i treat a burn")
    shown = words_in(manager.hears("my data")["blocks"])
    assert "Ana Lopez" in shown
    assert "burn" not in shown
    assert "Bea" not in shown
