"""Roles and sites from Slack's user groups, by the command that loads them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from bot.workspace.server import LocalWorkspace
from privacy.rooms import Rooms
from privacy.scim import ENTERPRISE
from privacy.worker import Person
from tests.scenarios.company import Company, rooms_in

MEANINGS = "handle,role,site\ncooks,cook,\n@baristas,barista,\nharbour,,Harbour Street\nmill,,Mill Lane\n"


@pytest.fixture
def groups(workspace: LocalWorkspace) -> dict[str, list[str]]:
    """The user groups of the workspace: two roles, two sites, and one that means nothing here."""
    workspace.usergroups.update(
        {
            "cooks": ["U0CAI", "U0GIA"], "baristas": ["U0BEA"], "harbour": ["U0CAI", "U0BEA"], "mill": ["U0GIA"],
            "football": ["U0LEO"],
        }
    )  # fmt: skip
    return workspace.usergroups


def sync(home: Path, workspace: LocalWorkspace, meanings: str = MEANINGS, token: str = "") -> Result:
    file = home.parent / "groups.csv"
    file.write_text(meanings)
    environment = {
        "ONHAND_HOME": str(home), "SLACK_BOT_TOKEN": token or workspace.bot_token, "SLACK_API_URL": workspace.api_url,
        "SLACK_TEAM_ID": workspace.team_id,
    }  # fmt: skip
    return CliRunner().invoke(main, ["people", "sync", "--groups", str(file)], env=environment)


def on_the_list(rooms: Rooms, workspace: LocalWorkspace) -> set[str]:
    users = ("U0CAI", "U0GIA", "U0BEA", "U0LEO", "U0ANA")
    return {user for user in users if rooms.directory.knows(Person(workspace.team_id, user))}


def test_groups_are_the_whole_list(home: Path, workspace: LocalWorkspace, groups: dict[str, list[str]]) -> None:
    """Whoever is in groups that mean a role and a site is on the list with both; everybody else has left it."""
    done = sync(home, workspace)
    assert (done.exit_code, done.stdout) == (0, "3 people loaded, 8 no longer on the list.\n")
    rooms = rooms_in(home)
    assert on_the_list(rooms, workspace) == {"U0CAI", "U0GIA", "U0BEA"}
    assert rooms.directory.roles() == {"cook", "barista"}
    assert rooms.directory.sites() == {"Harbour Street", "Mill Lane"}
    groups["cooks"].remove("U0CAI")
    groups["baristas"].append("U0CAI")
    assert "1 have another role or site now, and are told so." in sync(home, workspace).stdout


@pytest.mark.parametrize(
    ("meanings", "joined", "told"),
    [
        (MEANINGS, ("baristas", "U0CAI"), "U0CAI: has barista and cook role; accepted is one role."),
        (MEANINGS, ("cooks", "U0LEO"), "U0LEO: has no site; accepted is one site."),
        (f"{MEANINGS}nobody,cook,\n", ("football", "U0CAI"), "@nobody: is no user group."),
        ("handle,role,site\ncooks,,\n", ("football", "U0CAI"), "line 2; accepted is a handle with a role, a site"),
        ("handle,role,site\n", ("football", "U0CAI"), "no line; accepted is a handle"),
        ("who,what\ncooks,cook\n", ("football", "U0CAI"), "line 2; accepted is a handle"),
    ],
)
def test_what_cannot_be_taken_changes_nothing(
    home: Path,
    workspace: LocalWorkspace,
    groups: dict[str, list[str]],
    meanings: str,
    joined: tuple[str, str],
    told: str,
) -> None:
    """Two roles, no site, a group that is not there and a file without meaning are told; the list stays as it was."""
    groups[joined[0]].append(joined[1])
    done = sync(home, workspace, meanings)
    assert done.exit_code == 2
    assert told in done.stderr
    assert done.stderr.endswith("Nothing was changed.\n")
    assert "U0ANA" in on_the_list(rooms_in(home), workspace)


def test_nobody_in_any_group_changes_nothing(home: Path, workspace: LocalWorkspace) -> None:
    """Empty groups are no list: a slip in Slack must not take everybody's role away."""
    workspace.usergroups["cooks"] = []
    done = sync(home, workspace, "handle,role,site\ncooks,cook,Harbour Street\n")
    assert (done.exit_code, done.stderr) == (2, "The user groups name nobody.\nNothing was changed.\n")


def test_slack_refuses(home: Path, workspace: LocalWorkspace) -> None:
    """Where Slack does not take the token the command says so, with Slack's own code."""
    done = sync(home, workspace, token="xoxb-wrong")
    assert done.exit_code == 1
    assert "did not tell its user groups: invalid_auth. Nothing was changed." in done.stderr


def test_a_scim_list_is_loaded_by_its_ending(company: Company) -> None:
    """`people load people.json` takes a SCIM list; who is not active is no longer on the list."""
    users = [
        {
            "id": "U0CAI",
            "title": "cook",
            ENTERPRISE: {"division": "S"},
        },
        {"id": "U0ANA", "active": False},
    ]
    file = company.home.parent / "people.json"
    file.write_text(json.dumps(users))
    environment = {"ONHAND_HOME": str(company.home), "SLACK_TEAM_ID": company.workspace.team_id}
    done = CliRunner().invoke(main, ["people", "load", str(file), "--site", "division"], env=environment)
    assert "1 people loaded, 10 no longer on the list." in done.stdout
    assert on_the_list(company.rooms, company.workspace) == {"U0CAI"}
    assert company.rooms.directory.sites() == {"S"}
