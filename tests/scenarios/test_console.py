"""An editor writes “console” and gets the way in; nobody else does."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.console.tickets import Tickets
from bot.wording.console import CONSOLE_EDITORS_ONLY, CONSOLE_ELSEWHERE, CONSOLE_LINK
from privacy.uses import notice_for
from privacy.worker import Person
from tests.scenarios.company import Company, Talker, buttons

ROLE = notice_for(frozenset({"role"}))
Open = Callable[[str], Talker]


def link(message: dict[str, Any]) -> str:
    (button,) = buttons(message)
    return str(button["url"])


def test_an_editor_gets_a_link_of_their_own(company: Company, person: Open) -> None:
    """The link stands on a button in the editor's own conversation, below what was read, and opens a session once."""
    told = person("U0LEO").hears("console")
    assert told["text"] == f"{CONSOLE_LINK}\n{ROLE}"
    address, _, token = link(told).rpartition("/")
    assert address == f"{company.settings.console_url}/in"
    assert token not in told["text"]
    tickets = Tickets(company.home)
    cookie = tickets.enter(token)
    assert cookie is not None
    assert tickets.who(cookie) == company.rooms.gate.worker(Person(company.workspace.team_id, "U0LEO"))
    assert tickets.enter(token) is None


def test_each_link_is_another_one(person: Open) -> None:
    """Asked twice, two links come, and neither tells the other."""
    leo = person("U0LEO")
    assert link(leo.hears("Console!")) != link(leo.hears("console"))


def test_pressing_the_link_says_nothing_more(company: Company, person: Open) -> None:
    """The button leads to the page; in the conversation nothing happens, and nothing fails."""
    leo = person("U0LEO")
    leo.presses(leo.hears("console"), "console")
    company.settle()
    assert "You asked" not in leo.hears("thanks")["text"]


@pytest.mark.parametrize("user", ["U0CAI", "U0ANA"])
def test_others_get_a_sentence(company: Company, person: Open, user: str) -> None:
    """A worker, and a manager, learn that it is for editors, with the notice of what was read to know that."""
    told = person(user).hears("console")
    assert told["text"] == f"{CONSOLE_EDITORS_ONLY}\n{ROLE}"
    assert buttons(told) == []
    assert not (company.home / "console.db").exists()


def test_no_link_where_others_read(company: Company, person: Open) -> None:
    """In a channel, and by the command, no link is given, also not to an editor."""
    leo = person("U0LEO")
    channel = company.workspace.channel_id("all-teams")
    leo.says("@Onhand console", channel=channel)
    assert leo.next_message(channel=channel)["text"] == CONSOLE_ELSEWHERE
    leo.asks("console", channel=channel)
    assert leo.next_message(channel=channel, ephemeral=True)["text"] == CONSOLE_ELSEWHERE
    assert not (company.home / "console.db").exists()


def test_a_title_in_slack_opens_nothing(company: Company, person: Open) -> None:
    """Whoever calls themself an editor in their profile is none: the company's list alone says who is."""
    company.workspace._state.members["U0CAI"] = type(company.workspace._state.members["U0CAI"])(
        "U0CAI", "Cai Morgan", "editor"
    )
    assert CONSOLE_EDITORS_ONLY in person("U0CAI").hears("console")["text"]


def test_the_link_is_kept_nowhere(company: Company, person: Open) -> None:
    """Once it was sent, no file of Onhand holds the link."""
    token = link(person("U0LEO").hears("console")).rpartition("/")[2]
    company.settle()
    held = b"".join(path.read_bytes() for path in company.home.iterdir() if path.is_file())
    assert token.encode() not in held
