"""The company's own list: what of it is accepted, and what becomes of who is on it and who is not."""

from pathlib import Path

import pytest

from privacy import uses
from privacy.directory import BadPeopleFile, Entry, LoadedPeople, read
from privacy.rooms import Rooms
from privacy.worker import Person, WorkerId
from tests.privacy.house import ANA, BEN, PEOPLE, STRANGER, TEAM, House

HEAD = "slack_user_id,role,site,manager,name\n"
GOOD = "U0ANA,barista,Harbour,U0BOSS,Ana Alves\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "people.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_good_file_is_read_whole(tmp_path: Path) -> None:
    """Spaces around values, columns nobody asked for, a byte order mark and trailing commas do no harm."""
    text = (
        "\ufeffslack_user_id,role,site,manager,name,phone\n"
        " U0ANA , shift lead ,Harbour,, Ana ,12\n"
        "W0BEN,cook,Station,U0ANA,,,,\n"
    )
    assert read(written(tmp_path, text)) == (
        Entry("U0ANA", "shift lead", "Harbour", "", "Ana"),
        Entry("W0BEN", "cook", "Station", "U0ANA", ""),
    )


def test_names_are_optional(tmp_path: Path) -> None:
    """A file without the column of names is a good one."""
    text = "site,role,manager,slack_user_id\nHarbour,barista,,U0ANA\n"
    assert read(written(tmp_path, text)) == (Entry("U0ANA", "barista", "Harbour", ""),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the column 'slack_user_id' is missing; needed are slack_user_id, role, site, manager"),
        ("slack_user_id,role,manager\nU0ANA,barista,\n", "the column 'site' is missing"),
        (HEAD, "names nobody; accepted is at least one person"),
        (
            f"{HEAD}{GOOD}ana@cafe.com,cook,Station,,\n",
            "line 3: slack_user_id 'ana@cafe.com'; accepted is an id such as",
        ),
        (f"{HEAD},cook,Station,,\n", "line 2: slack_user_id ''; accepted is an id such as U012ABC"),
        (f"{HEAD}{GOOD}\nU0BEN,,Station,,\n", "line 4: role ''; accepted is a name"),
        (f'{HEAD}"U0ANA","shift\nlead",,,\n', "line 3: site ''; accepted is a name"),
        (f"{HEAD}U0BEN,cook\n", "line 2: site ''; accepted is a name"),
        (f"{HEAD}{GOOD}{GOOD}", "line 3: slack_user_id 'U0ANA'; accepted is each id once"),
        (
            f"{HEAD}U0BEN,cook,Station,Maria,\n",
            "line 2: manager 'Maria'; accepted is a Slack user id such as U012ABC, or",
        ),
        (f"{HEAD}U0BEN,shift lead, early,,Ben,Harbour\n", "line 2: 'Harbour' is beyond the last column; accepted is"),
        (f'{HEAD}{GOOD}U0BEN,"cook"s,Station,,\n', "line 3: .*; accepted is a line of CSV"),
    ],
)
def test_a_bad_line_is_named_with_its_value_and_what_is_accepted(tmp_path: Path, text: str, told: str) -> None:
    """Each kind of mistake names the file, the line, the value and what would be taken."""
    path = written(tmp_path, text)
    with pytest.raises(BadPeopleFile, match=told) as refused:
        read(path)
    assert str(refused.value).startswith(str(path))


def test_all_bad_lines_are_told_at_once(tmp_path: Path) -> None:
    """Nobody has to mend a file line by line."""
    with pytest.raises(BadPeopleFile) as refused:
        read(written(tmp_path, f"{HEAD}ben,cook,,,\n{GOOD}U0CAI,,Station,x,\n"))
    assert [line.partition(": ")[2].split()[0] for line in str(refused.value).splitlines()] == [
        "slack_user_id",
        "site",
        "manager",
        "role",
    ]


def test_a_file_that_is_no_text_or_not_there_is_refused(tmp_path: Path) -> None:
    """A wrong encoding and a missing file are told with what is accepted."""
    with pytest.raises(BadPeopleFile, match=r"0xe9.*accepted is a CSV file in UTF-8"):
        read(written(tmp_path, f"{HEAD}U0ANA,barista,Café,,\n", encoding="latin-1"))
    with pytest.raises(BadPeopleFile, match=r"No such file.*accepted is a CSV file in UTF-8"):
        read(tmp_path / "nobody.csv")


def test_what_cannot_be_held_leaves_the_list_as_it_was(rooms: Rooms, house: House) -> None:
    """A list is taken whole or not at all."""
    before = house.rows("SELECT * FROM held")
    broken = Entry("U0DAN", "cook", "Station", "", object())  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        rooms.directory.load([PEOPLE[0], broken], TEAM)
    assert house.rows("SELECT * FROM held") == before
    assert rooms.directory.knows(BEN)


def test_the_list_says_who_there_is_and_what_roles_and_sites(rooms: Rooms) -> None:
    """After loading, people are known by workspace and id, and the roles and sites by name."""
    assert rooms.directory.knows(ANA)
    assert not rooms.directory.knows(STRANGER)
    assert not rooms.directory.knows(Person("T0OTHER", ANA.slack_user_id))
    assert rooms.directory.roles() == {"barista", "cook"}
    assert rooms.directory.sites() == {"Harbour", "Station"}


def test_who_left_the_list_loses_role_and_site(rooms: Rooms, ben: WorkerId, house: House) -> None:
    """The list is the whole truth: of a person no longer on it nothing of it stays, nor of a role nobody has."""
    sealed = house.rows("SELECT sealed FROM held WHERE worker = ?", ben)
    assert rooms.directory.load(PEOPLE[:1], TEAM) == LoadedPeople(loaded=1, left=1, skipped=0)
    assert not rooms.directory.knows(BEN)
    drawn = rooms.gate.draw(rooms.gate.open(BEN, public=False), uses.RANK_BY_ROLE)
    assert drawn.values == {}
    assert rooms.directory.roles() == {"barista"}
    assert rooms.directory.sites() == {"Harbour"}
    assert not any(value in house.files("people.db") for (value,) in sealed)


def test_a_changed_line_changes_the_person(rooms: Rooms, house: House, ana: WorkerId) -> None:
    """A new role replaces the old one, and a value that is empty now is gone."""
    rooms.directory.load([Entry("U0ANA", "shift lead", "Harbour", ""), PEOPLE[1]], TEAM)
    drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    assert drawn.values["role"] == [("role", "shift lead")]
    fields = {field for (field,) in house.rows("SELECT field FROM held WHERE worker = ?", ana)}
    assert fields == {"slack_user_id", "role", "site"}


def test_who_erased_everything_is_not_loaded_again(rooms: Rooms, ana: WorkerId, house: House) -> None:
    """An erased person is skipped at the next loading, others are loaded; a later yes of their own brings them back."""
    rooms.rights.erase(ana)
    assert rooms.directory.load(PEOPLE, TEAM) == LoadedPeople(loaded=1, left=0, skipped=1)
    assert not rooms.directory.knows(ANA)
    assert rooms.directory.roles() == {"cook"}
    assert house.rows("SELECT count(*) FROM held WHERE worker = ?", ana) == [(0,)]
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "granted", "Use my role again")
    assert rooms.directory.load(PEOPLE, TEAM) == LoadedPeople(loaded=2, left=0, skipped=0)


def test_who_only_switched_off_stays_on_the_list(rooms: Rooms, ana: WorkerId) -> None:
    """Off is not erased: the company's list is held, and not used."""
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "withdrawn", "Stop")
    assert rooms.directory.load(PEOPLE, TEAM).skipped == 0
    assert rooms.directory.knows(ANA)


def test_a_change_of_role_or_site_is_kept_until_it_is_told(rooms: Rooms, ana: WorkerId) -> None:
    """Another role is counted and kept for its person, by what it is now; another name or manager is not."""
    assert rooms.directory.untold() == frozenset()
    moved = Entry("U0ANA", "cook", "Harbour", "U0OTHER", "Ana A.")
    assert rooms.directory.load([moved, PEOPLE[1]], TEAM) == LoadedPeople(loaded=2, left=0, skipped=0, changed=1)
    assert rooms.directory.untold() == {ana}
    drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.TELL_CHANGE)
    assert [value["now"] for _, value in drawn.values["listed"]] == [{"role": "cook"}]
    assert rooms.directory.load([moved, PEOPLE[1]], TEAM).changed == 0


def test_a_change_that_nobody_told_goes_after_its_time(rooms: Rooms, house: House) -> None:
    """What could not be told within its keep time is told no more."""
    rooms.directory.load([Entry("U0ANA", "cook", "Harbour", ""), PEOPLE[1]], TEAM)
    house.clock.forward(days=uses.TELL_CHANGE.keep_days)
    assert rooms.directory.untold() == frozenset()


def test_a_value_that_cannot_be_read_is_replaced_without_a_word(rooms: Rooms, house: House, ana: WorkerId) -> None:
    """Where the key is gone nobody can say what was held before, so nothing is told to have changed."""
    house.lose_key(ana)
    assert rooms.directory.load([Entry("U0ANA", "cook", "Harbour", ""), PEOPLE[1]], TEAM).changed == 0
    drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    assert drawn.values["role"] == [("role", "cook")]


def test_each_workspace_has_a_list_of_its_own(rooms: Rooms) -> None:
    """Loading the people of a second workspace leaves those of the first, with their roles and sites, as they are."""
    other = "T0OTHER"
    loaded = rooms.directory.load([Entry("U0DAN", "porter", "Quay", "")], other)
    assert loaded == LoadedPeople(loaded=1, left=0, skipped=0)
    assert rooms.directory.knows(ANA)
    assert rooms.directory.knows(Person(other, "U0DAN"))
    assert rooms.directory.roles() == {"barista", "cook", "porter"}
    assert rooms.directory.load([Entry("U0EVE", "porter", "Dock", "")], other).left == 1
    assert not rooms.directory.knows(Person(other, "U0DAN"))
    assert rooms.directory.sites() == {"Harbour", "Station", "Dock"}
    assert rooms.directory.load(PEOPLE[:1], TEAM).left == 1
    assert rooms.directory.knows(Person(other, "U0EVE"))


def test_people_from_before_lists_were_told_apart_are_of_the_first_list(rooms: Rooms, house: House) -> None:
    """Whoever an earlier release loaded leaves with the next list that does not name them."""
    house.raw().execute("DELETE FROM listed")
    assert rooms.directory.load(PEOPLE[:1], TEAM).left == 1
    assert not rooms.directory.knows(BEN)


def test_role_and_site_that_were_deleted_are_not_loaded_again(rooms: Rooms, ana: WorkerId, house: House) -> None:
    """Who deleted what one use draws from the list keeps the rest, and stays without it until they switch it on."""
    rooms.rights.erase_use(ana, uses.RANK_BY_ROLE)
    rooms.directory.load(PEOPLE, TEAM)
    assert {field for (field,) in house.rows("SELECT field FROM held WHERE worker = ?", ana)} == {
        "slack_user_id", "manager", "name",
    }  # fmt: skip
    assert rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE).refusal == "off"
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "granted", "Use my role again")
    rooms.directory.load(PEOPLE, TEAM)
    assert "role" in rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE).values


def test_each_list_is_another_edition(rooms: Rooms) -> None:
    """Whoever remembers what a job was can tell, without reading it, that it may be another one now."""
    editions = [rooms.directory.edition()]
    for _ in range(3):
        rooms.directory.load([Entry("U0CAI", "cook", "Mill Lane", "")], TEAM)
        editions.append(rooms.directory.edition())
        assert rooms.directory.edition() == editions[-1]
    assert len(set(editions)) == 4
