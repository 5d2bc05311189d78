"""Bands of people who do the same job: always large, never sharing anybody, made of where people work alone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.directory import Entry
from privacy.groups import IN_A_BAND, SMALLEST, Band, Cell, bands, bands_told, steps
from privacy.schema_sqlite import people_steps
from privacy.store_sqlite import SqlitePersonalStore
from privacy.totals import BandGap, Gap, Missed, Period, Told
from privacy.worker import Person
from tests.privacy.asking import agree, ask, by_first_word, period_ends
from tests.privacy.crowd import COOKS, crowd
from tests.privacy.house import TEAM, House

CELLS = st.builds(
    Cell, st.sampled_from(("", "barista", "cook", "porter")), st.sampled_from(("", "Harbour", "Mill", "Quay"))
)
PEOPLE = st.dictionaries(CELLS, st.integers(0, 40))


BOSS = "U0BOSS"
STAFF = (
    *(Entry(f"U0A{at:02}", "cook", "Quay", BOSS) for at in range(4)),
    *(Entry(f"U0B{at:02}", "barista", "Mill", "") for at in range(3)),
)


def store(house: House) -> SqlitePersonalStore:
    """What a period is told by, beside the rooms that tell it."""
    return SqlitePersonalStore(SqliteFile(house.folder / "people.db"))


@given(PEOPLE, st.integers(SMALLEST, 12))
def test_outside_of_the_bands_that_are_told_are_enough_people(people: dict[Cell, int], k: int) -> None:
    """Of all bands the smallest are left out until there are; what is told does not hang on who asked."""
    told = bands_told(people, k)
    assert set(told) <= set(bands(people, k))
    if told:
        assert sum(people.values()) - sum(band.people for band in told) >= IN_A_BAND * k
    left = set(bands(people, k)) - set(told)
    assert not told or not left or min(band.people for band in told) >= max(band.people for band in left)


@given(PEOPLE, st.integers(SMALLEST, 12))
def test_bands_share_nobody_and_are_large(people: dict[Cell, int], k: int) -> None:
    """Each has twice the smallest group at least, and every role that has so many is in bands as a whole."""
    found = bands(people, k)
    assert all(band.people >= IN_A_BAND * k for band in found)
    for cell, number in people.items():
        of_role = sum(each for other, each in people.items() if other.role == cell.role)
        known = bool(cell.role) and number > 0 and of_role >= IN_A_BAND * k
        assert sum(band.holds(cell) for band in found) == known
    for band in found:
        assert band.people == sum(number for cell, number in people.items() if band.holds(cell))


def test_a_large_site_is_a_band_by_itself() -> None:
    """Small sites are put together; what is left of them joins the smallest band."""
    people = {Cell("cook", site): number for site, number in (("A", 12), ("B", 4), ("C", 7), ("D", 3))}
    assert bands(people) == (Band("cook", ("A",), 12), Band("cook", ("B", "C", "D"), 14))


def test_no_smaller_group_can_be_set() -> None:
    """Fewer than the smallest are refused."""
    with pytest.raises(ValueError, match="accepted is 5 or more"):
        bands({}, 4)


@given(st.integers(0, 200), st.integers(IN_A_BAND * SMALLEST, 200))
def test_it_is_never_told_that_all_did(counted: int, people: int) -> None:
    """What is told is a whole step, no more than there were, and leaves a group of whom it is not told."""
    told = steps(min(counted, people), people)
    assert told % SMALLEST == 0
    assert told <= counted
    assert people - told >= SMALLEST or told == 0


def test_a_period_is_kept_as_it_was_told(house: House) -> None:
    """Topics, bands, and what of either is told, come back as they were given."""
    rooms, held = house.rooms(), store(house)
    period = Period(date(2026, 1, 5), date(2026, 2, 2))
    one, other = Band("barista", ("Harbour", "Mill"), 12), Band("cook", ("Quay",), 30)
    gap = Gap(1, period, 10, "new", ("decaf",), ("barista",), {"none": 5}, ("latte",))
    told = Told(period, (gap,), (one, other), (BandGap(1, one),), (Missed("latte", other, 10),))
    held.tell(told)
    assert held.told() == (told,)
    assert rooms.gaps.told(date(2026, 1, 1)) == (gap,)
    held.close()


def test_bands_outlive_no_year(house: House) -> None:
    """What was told of bands goes with the sweep after a year."""
    rooms, held = house.rooms(), store(house)
    band, period = Band("cook", ("Quay",), 12), Period(date(2025, 1, 6), date(2025, 2, 3))
    held.tell(Told(period, (), (band,), (BandGap(1, band),), (Missed("latte", band, 5),)))
    house.clock.now = house.clock.now.replace(year=2027)
    rooms.retention.sweep()
    assert held.told() == (Told(period),)
    held.close()


def test_a_home_of_an_earlier_release_tells_of_bands_once_its_list_is_loaded(house: House) -> None:
    """What it told stays; of its people's cells nothing is known until the company's list is loaded anew, and then the
    next period tells of bands."""
    file = SqliteFile(house.folder / "people.db")
    people_steps().apply(file.database, stop_before="0010_bands")
    file.connection.execute("INSERT INTO gap_period (first, until) VALUES ('2026-01-05', '2026-02-02')")
    file.connection.commit()
    SqlitePersonalStore(file).close()
    rooms = house.rooms()
    agree(rooms, COOKS)
    assert rooms.directory.staff() == {}
    for _ in range(2):
        ask(rooms, COOKS[:6])
        period_ends(house.clock)
        assert rooms.gaps.count(by_first_word) == 1
        rooms.directory.load(crowd(), TEAM)
    held = store(house)
    assert [len(told.band_gaps) for told in held.told()] == [1, 0, 0]
    assert [gap.roles for gap in rooms.gaps.told(date.min)] == [("cook",), ()]
    held.close()


def test_an_erased_manager_has_no_people(house: House) -> None:
    """Their mark is gone from the numbers; how many work where stays."""
    rooms, held = house.rooms(), store(house)
    rooms.directory.load(STAFF, TEAM)
    boss = rooms.gate.worker(Person(TEAM, BOSS))
    rooms.rights.erase(boss)
    assert (held.staff(boss), held.staff()[Cell("cook", "Quay")]) == ({}, 4)
    held.close()


def test_the_list_tells_how_many_work_where(house: House) -> None:
    """Of each manager and of all; what people choose or erase changes no number."""
    rooms, held = house.rooms(), store(house)
    rooms.directory.load(STAFF, TEAM)
    assert held.staff() == {Cell("cook", "Quay"): 4, Cell("barista", "Mill"): 3}
    assert held.staff(rooms.gate.worker(Person(TEAM, BOSS))) == {Cell("cook", "Quay"): 4}
    assert held.staff(rooms.gate.worker(Person(TEAM, "U0NOBODY"))) == {}
    rooms.rights.erase_use(rooms.gate.worker(Person(TEAM, "U0A00")), uses.RANK_BY_ROLE)
    rooms.rights.erase(rooms.gate.worker(Person(TEAM, "U0A01")))
    rooms.directory.load(STAFF[:4], TEAM)
    assert held.staff() == {Cell("cook", "Quay"): 4}
    held.close()


def test_what_a_manager_knows_of_their_people_changes_with_the_list_alone(house: House) -> None:
    """How many of them have which job where: also those who had their job deleted, and nobody of another manager's or
    of another workspace's. An erased manager has none."""
    rooms, boss, known = house.rooms(), Person(TEAM, BOSS), {Cell("cook", "Quay"): 4}
    rooms.directory.load(STAFF, TEAM)
    assert rooms.directory.staff(rooms.gate.worker(boss)) == known
    rooms.rights.erase_use(rooms.gate.worker(Person(TEAM, "U0A00")), uses.RANK_BY_ROLE)
    rooms.directory.load(STAFF, TEAM)
    assert rooms.directory.staff(rooms.gate.worker(boss)) == known
    assert rooms.directory.staff(rooms.gate.worker(Person("T0OTHER", BOSS))) == {}
    assert rooms.directory.staff(rooms.gate.worker(Person(TEAM, "U0NOBODY"))) == {}
    rooms.rights.erase(rooms.gate.worker(boss))
    assert rooms.directory.staff(rooms.gate.worker(boss)) == {}
