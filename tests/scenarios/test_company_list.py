"""Role and site come from the company's list alone; whoever they change for is told."""

from collections.abc import Callable
from dataclasses import replace

from bot.demo import PEOPLE
from bot.wording import ENGLISH
from bot.workspace.cast import Member
from privacy.directory import LoadedPeople, read
from privacy.uses import notice_for
from tests.scenarios.company import Company, Talker, wait_until, words_in

LISTED = notice_for(frozenset({"listed"}))
CLOSE = "how do i close"
Open = Callable[[str], Talker]


def load(company: Company, **changed: str) -> LoadedPeople:
    """Loads the sample list with another line for Cai."""
    entries = [replace(each, **changed) if each.slack_user_id == "U0CAI" else each for each in read(PEOPLE)]
    return company.rooms.directory.load(entries, company.workspace.team_id)


def test_a_new_role_is_told_with_its_notice(person: Open, company: Company) -> None:
    """The person hears what the list says now, where it comes from and who can mend it; the next answer uses it."""
    cook = person("U0CAI")
    assert load(company, role="barista", site="Mill Lane").changed == 1
    told = cook.next_message(15)
    assert told["text"].splitlines() == [ENGLISH.list_changed, LISTED]
    shown = words_in(told["blocks"])
    assert "Your job role is now barista.\nYour site is now Mill Lane." in shown
    assert ENGLISH.from_the_list in shown
    assert LISTED in shown
    assert "Closing the store: barista" in words_in(cook.hears(CLOSE)["blocks"])


def test_told_once_also_across_a_restart(person: Open, company: Company) -> None:
    """A change that was loaded while Onhand was not at work is told after the next start, once, with one receipt."""
    company.services.pop().stop()
    load(company, role="barista")
    load(company, role="cashier")
    cook = person("U0CAI")
    for _ in range(2):
        company.open()
        wait_until(lambda: not company.rooms.directory.untold(), 10, "the change to be told")
        company.settle()
        company.services.pop().stop()
    told = [each for each in cook.history() if each["text"].startswith(ENGLISH.list_changed)]
    assert ["Your job role is now cashier." in words_in(each["blocks"]) for each in told] == [True]
    assert company.count("receipt", "use = 'tell_change'") == 1
    assert company.count("kept", "use = 'tell_change'") == 0
    company.open()


def test_who_did_not_change_hears_nothing(person: Open, company: Company) -> None:
    """The same list again, another name or manager, and being listed for the first time are nobody's news."""
    cook = person("U0CAI")
    company.rooms.directory.load(read(PEOPLE)[:1], company.workspace.team_id)
    for loaded in (load(company), load(company, name="Cai M."), load(company, manager="U0LEO")):
        assert loaded.changed == 0
    assert company.rooms.directory.untold() == frozenset()
    company.settle()
    assert cook.history() == []


def test_who_was_erased_is_not_written_to(person: Open, company: Company) -> None:
    """A person who erased everything is neither loaded nor told."""
    cook = person("U0CAI")
    cook.presses(cook.hears("my data"), "erase")
    cook.next_message()
    company.settle()
    assert load(company, role="barista").changed == 0
    assert company.rooms.directory.untold() == frozenset()


def test_a_title_in_slack_changes_nothing(person: Open, company: Company) -> None:
    """S6: whatever a person writes into their Slack profile, they see what their company's list lets them see.

    Onhand does not even ask Slack for it.
    """
    cook = person("U0CAI")
    before = cook.hears(CLOSE)
    members = company.workspace._state.members
    members["U0CAI"] = Member("U0CAI", "Ana Lopez", "Store manager, Mill Lane")
    after = cook.hears(CLOSE)
    assert (after["text"], words_in(after["blocks"][:4])) == (before["text"], words_in(before["blocks"][:4]))
    refused = cook.hears("how do i look into a complaint about a person")
    assert "Looking into a complaint about a person" not in words_in(refused["blocks"])
    assert "Your job role: cook" in words_in(cook.hears("my data")["blocks"])
    assert [call.method for call in company.wire.calls if call.method.startswith("users.")] == []


def test_two_processes_tell_once(person: Open, company: Company) -> None:
    """With two services over one home, both of which find the change, the person is told once."""
    cook = person("U0CAI")
    company.open()
    load(company, role="barista")
    for service in company.services:
        service.changes.tell()
    wait_until(lambda: not company.rooms.directory.untold(), 10, "the change to be told")
    company.settle()
    assert len([each for each in cook.history() if each["text"].startswith(ENGLISH.list_changed)]) == 1
