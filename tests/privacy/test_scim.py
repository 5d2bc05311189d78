"""A list of people in the shape of SCIM: who is on it, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from privacy.directory import BadPeopleFile, Entry
from privacy.scim import ENTERPRISE, SITES, read

ANA: dict[str, Any] = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
    "id": "U0ANA", "userName": "ana", "displayName": "Ana Alves", "title": "barista", "active": True,
    ENTERPRISE: {"department": "Harbour", "division": "North", "manager": {"value": "U0BOSS", "displayName": "Bo"}},
}  # fmt: skip


def written(folder: Path, found: Any) -> Path:
    path = folder / "people.json"
    path.write_text(found if isinstance(found, str) else json.dumps(found))
    return path


def test_people_are_read_with_title_department_and_manager(tmp_path: Path) -> None:
    """Role, site, manager and name come from where SCIM has them; a site may be called otherwise."""
    path = written(tmp_path, {"totalResults": 1, "Resources": [ANA]})
    assert read(path) == (Entry("U0ANA", "barista", "Harbour", "U0BOSS", "Ana Alves"),)
    assert read(path, "division")[0].site == "North"
    assert SITES[0] == "department"


@pytest.mark.parametrize("active", [False, "False"])
def test_who_is_not_active_has_left(tmp_path: Path, active: object) -> None:
    """An inactive user is left out, with whatever is missing of them; one of whom nothing is said is active."""
    ben = {"id": "U0BEN", "active": active}
    cem = {key: value for key, value in ANA.items() if key != "active"} | {"id": "U0CEM"}
    assert [entry.slack_user_id for entry in read(written(tmp_path, [ANA, ben, cem]))] == ["U0ANA", "U0CEM"]


def test_slacks_id_may_stand_beside_the_providers_own(tmp_path: Path) -> None:
    """Where `id` is the provider's, the one of Slack is taken from `externalId`."""
    foreign = ANA | {"id": "2819c223-7f76", "externalId": "U0ANA", ENTERPRISE: {"department": "Harbour"}}
    assert read(written(tmp_path, [foreign])) == (Entry("U0ANA", "barista", "Harbour", "", "Ana Alves"),)


def test_names_and_managers_in_other_shapes(tmp_path: Path) -> None:
    """A formatted name does as well, and a manager that is only an id."""
    other = ANA | {"displayName": "", "name": {"formatted": "Ana A."}}
    other |= {ENTERPRISE: {"department": "Harbour", "manager": "U0BOSS"}}
    assert read(written(tmp_path, [other])) == (Entry("U0ANA", "barista", "Harbour", "U0BOSS", "Ana A."),)


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ("{", "cannot be read .*accepted is SCIM 2.0 in JSON"),
        ({"users": []}, "no list of users; accepted is a SCIM list"),
        (["U0ANA"], "no list of users"),
        ([], "names nobody"),
        ([ANA | {"active": False}], "names nobody"),
        ({"totalResults": 300, "Resources": [ANA]}, "holds 1 of 300 users; accepted is the whole list in one file"),
        ([ANA | {"title": ""}], "user 1: role ''; accepted is a name"),
        ([ANA, ANA | {"id": "U0BEN", ENTERPRISE: None}], "user 2: site ''; accepted is a name"),
        ([ANA | {"id": "ana"}], "user 1: slack_user_id 'ana'; accepted is an id such as U012ABC"),
        ([ANA | {"id": None}], "user 1: slack_user_id ''"),
        ([ANA, ANA], "user 2: slack_user_id 'U0ANA'; accepted is each id once"),
    ],
)
def test_a_bad_list_is_refused_with_what_is_accepted(tmp_path: Path, found: Any, told: str) -> None:
    """Each kind of mistake names the file, the user, the value and what would be taken; nothing is half taken."""
    path = written(tmp_path, found)
    with pytest.raises(BadPeopleFile, match=told) as refused:
        read(path)
    assert str(refused.value).startswith(str(path))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """A missing file is told with what is accepted."""
    with pytest.raises(BadPeopleFile, match=r"No such file.*accepted is SCIM"):
        read(tmp_path / "nobody.json")
