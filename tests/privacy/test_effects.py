"""Whether nudges help is worked out from what was told already: of whom they were meant for, and of bands in steps."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.directory import Entry
from privacy.effects import FAR, SHOWN, Change, Share, Side, change, ranged
from privacy.groups import IN_A_BAND, Band, Cell, bands, steps
from privacy.keeping import GAP_MONTHS
from privacy.nudges import Nudge
from privacy.rooms import Rooms
from privacy.store import Meant
from privacy.store_sqlite import SqlitePersonalStore
from privacy.totals import Missed, Period, Told
from privacy.worker import Person
from tests.privacy.house import TEAM, Clock, House

K = 5
BOSS, CHIEF = Person(TEAM, "U0BOSS"), Person(TEAM, "U0CHIEF")
PLACES = (
    ("cook", "Quay", BOSS, 12), ("cook", "Mill", BOSS, 3), ("cook", "Mill", CHIEF, 17), ("barista", "Quay", BOSS, 4),
    ("barista", "Mill", CHIEF, 16),
)  # fmt: skip
STAFF = [
    Entry(f"U{job[0]}{site[0]}{boss.slack_user_id[2]}{at:02}".upper(), job, site, boss.slack_user_id)
    for job, site, boss, number in PLACES
    for at in range(number)
]
WEEK = timedelta(weeks=1)
FIRST = date(2026, 1, 5)
BEFORE = Period(FIRST, FIRST + 4 * WEEK)
DURING = Period(BEFORE.until, BEFORE.until + 4 * WEEK)
AFTER = Period(DURING.until, DURING.until + 4 * WEEK)
DAY = date(2026, 2, 9)
LONG_AGO = date(2020, 1, 1)
QUAY, MILL, PIER = (Band("cook", (site,), 20) for site in ("Quay", "Mill", "Pier"))


@pytest.fixture
def rooms(house: House) -> Rooms:
    rooms = house.rooms()
    rooms.directory.load(STAFF, TEAM)
    return rooms


def store(house: House) -> SqlitePersonalStore:
    return SqlitePersonalStore(SqliteFile(house.folder / "people.db"))


def write(rooms: Rooms, sender: Person = BOSS, id: str = "n1", days: int = 0, **whom: str) -> int:
    nudge = Nudge("milk", "Milk", "Sixty-five degrees.", days=days, **whom)
    return rooms.nudges.write(rooms.gate.open(sender, public=False), sender, nudge, id)


def noted(house: House) -> dict[tuple[str, str], int]:
    rows = house.rows("SELECT role, site, people FROM nudged WHERE article = 'milk'")
    return {(role, site): people for role, site, people in rows}


# --- whom a nudge was meant for


WHOM: Mapping[str, tuple[Mapping[str, str], Mapping[tuple[str, str], int]]] = {
    "team": ({}, {("cook", "Quay"): 12, ("cook", "Mill"): 3, ("barista", "Quay"): 4}),
    "role": ({"role": "cook"}, {("cook", "Quay"): 12, ("cook", "Mill"): 3}),
    "site": ({"site": "Quay"}, {("cook", "Quay"): 12, ("barista", "Quay"): 4}),
    "role at a site": ({"role": "cook", "site": "Mill"}, {("cook", "Mill"): 3}),
    "one person": ({"to": "UCQB00"}, {}),
    "nobody there": ({"role": "porter"}, {}),
    "somebody else's": ({"to": "UCMC00"}, {}),
}


@pytest.mark.parametrize("whom", WHOM)
def test_it_is_noted_how_many_a_nudge_is_meant_for(rooms: Rooms, house: House, whom: str) -> None:
    """Of each job and site, the sender's own people by the company's list; of a nudge to one person nothing."""
    asked, expected = WHOM[whom]
    write(rooms, BOSS, "n1", 0, **asked)
    assert noted(house) == expected


def test_the_note_names_nobody(rooms: Rooms, house: House) -> None:
    """It has a day, an article, a job, a site and a number: no column could hold who wrote it or who gets it."""
    write(rooms)
    assert [name for _, name, *_ in house.rows("PRAGMA table_info(nudged)")] == [
        "day", "article", "role", "site", "people",
    ]  # fmt: skip
    assert {day for (day,) in house.rows("SELECT day FROM nudged")} == {"2026-03-01"}


def test_the_same_nudge_is_noted_once(rooms: Rooms, house: House) -> None:
    """Taken twice by its id it counts once; another one of that day counts beside it, by the day that it is due."""
    for _ in range(2):
        write(rooms, role="cook", site="Mill")
    write(rooms, CHIEF, "n2", role="cook")
    assert noted(house) == {("cook", "Mill"): 3 + 17}
    write(rooms, CHIEF, "n3", role="barista", days=7)
    assert house.rows("SELECT day, people FROM nudged WHERE role = 'barista'") == [("2026-03-08", 16)]


def test_a_no_leaves_no_trace(rooms: Rooms, house: House) -> None:
    """Whoever said no, declines or stops is meant as before: the note is the same, row for row."""
    write(rooms)
    before = house.rows("SELECT * FROM nudged")
    some = [Person(TEAM, f"UCQB0{at}") for at in range(3)]
    for person in some:
        rooms.nudges.decline(rooms.gate.worker(person), "n1")
        rooms.gate.choose(rooms.gate.worker(person), uses.NUDGES, "withdrawn", "no")
    assert house.rows("SELECT * FROM nudged") == before
    write(rooms, id="n2", days=1)
    assert house.rows("SELECT role, site, people FROM nudged WHERE day = '2026-03-02'") == [
        row[2:] for row in before
    ]  # fmt: skip


def test_the_note_goes_after_its_time(rooms: Rooms, house: House, clock: Clock) -> None:
    """It is kept as long as what was told of the periods."""
    write(rooms)
    clock.forward(days=365)
    rooms.retention.sweep()
    assert house.count("nudged") == 3
    clock.forward(days=31)
    rooms.retention.sweep()
    assert (house.count("nudged"), GAP_MONTHS) == (0, 12)


# --- what is compared


def told(period: Period, missed: Mapping[Band, int], also: Sequence[Band] = (), article: str = "milk") -> Told:
    numbers = tuple(Missed(article, band, people) for band, people in missed.items() if people)
    return Told(period, (), (*missed, *also), (), numbers)


def meant(site: str = "Quay", people: int = 20, day: date = DAY, role: str = "cook") -> Meant:
    return Meant("milk", day, Cell(role, site), people)


def compared(notes: Sequence[Meant], *periods: Told) -> Change | None:
    return change(notes, periods, LONG_AGO, K)


USUAL = told(BEFORE, {QUAY: 10, MILL: 5, PIER: 0}), told(AFTER, {QUAY: 5, MILL: 5, PIER: 10})


def test_the_same_people_before_and_after_with_it_and_without() -> None:
    """What was told of the band that got it, and of the one that did not, as ranges; one of which no article was told
    before is left out, on either side."""
    given = Side(Share(10, 14, 20), Share(5, 9, 20))
    others = Side(Share(5, 9, 20), Share(5, 9, 20))
    assert compared([meant()], *USUAL) == Change(BEFORE, AFTER, (given,), (others,))
    assert compared([meant(), meant("Pier")], *USUAL) == Change(BEFORE, AFTER, (given,), (others,))
    assert compared([meant("Pier")], *USUAL) is None


def test_half_of_a_band_is_with_it_and_none_of_it_without() -> None:
    """Where it was meant for fewer than half, the band is on neither side."""
    assert compared([meant(people=10)], *USUAL) == compared([meant()], *USUAL)
    assert compared([meant(people=9)], *USUAL) is None
    assert compared([meant(), meant("Mill", 1)], *USUAL) is None
    assert compared([meant(), meant("Mill", role="barista")], *USUAL) is not None


def test_those_of_a_day_add_up_and_those_of_two_days_do_not() -> None:
    """Two managers have other people; the same people are nudged again on another day."""
    two = [meant(people=6), Meant("milk", DAY, Cell("cook", "Quai"), 4)]
    wide = [told(period, {Band("cook", ("Quai", "Quay"), 20): 10, MILL: 5}) for period in (BEFORE, AFTER)]
    assert compared(two, *wide) is not None
    assert compared([meant(people=6), meant(people=6, day=DAY + WEEK)], *USUAL) is None


def test_whoever_gets_it_later_is_not_among_those_without() -> None:
    """Until the end of the period after, further nudges count to the same; from then on they count to none of it."""
    on_the_last_day, then = AFTER.until - timedelta(days=1), AFTER.until
    assert compared([meant(), meant("Mill", day=on_the_last_day)], *USUAL) is None
    assert compared([meant(), meant("Mill", day=then)], *USUAL) == compared([meant()], *USUAL)


def test_the_periods_are_those_around_the_first_nudge() -> None:
    """Before ended by its day, after began then or later; a nudge in the midst of either is in neither."""
    periods = (*USUAL, told(DURING, {QUAY: 15, MILL: 15}))
    for day in (BEFORE.until, DAY, DURING.last, DURING.until):
        found = compared([meant(day=day)], *periods)
        assert found is not None
        first = BEFORE if day < DURING.until else DURING
        last = DURING if day == BEFORE.until else AFTER
        assert (found.before, found.after) == (first, last)
    assert compared([meant(day=BEFORE.last)], *periods) is None
    assert compared([meant(day=AFTER.first + WEEK)], *periods) is None


def test_a_nudge_that_follows_another_is_not_a_first_one() -> None:
    """Where something was nudged in the period before, that is not what it was like without."""
    assert compared([meant(day=BEFORE.last), meant()], *USUAL) is None
    assert compared([meant(day=BEFORE.first - WEEK), meant()], *USUAL) == compared([meant()], *USUAL)


def test_the_newest_that_can_be_compared_is_told() -> None:
    """A later round takes the place of an earlier one once it is over; until then that one stands as it was."""
    later = Period(AFTER.until + 4 * WEEK, AFTER.until + 8 * WEEK)
    last = Period(later.until + 4 * WEEK, later.until + 8 * WEEK)
    notes = [meant(), meant(day=later.until)]
    assert compared(notes, *USUAL) == compared([meant()], *USUAL)
    assert compared(notes, *USUAL, told(later, {QUAY: 5, MILL: 5})) == compared([meant()], *USUAL)
    everything = *USUAL, told(later, {QUAY: 5, MILL: 5}), told(last, {QUAY: 5, MILL: 5})
    found = compared(notes, *everything)
    assert found is not None
    assert found.after == last
    assert change(notes[:1], everything, DAY + WEEK, K) is None


def test_periods_that_are_far_are_not_compared() -> None:
    """What ended long before, or began long after, says little about a nudge."""
    for at, ok in ((FAR, True), (FAR + WEEK, False)):
        day = BEFORE.until + at
        after = told(Period(day, day + 4 * WEEK), {QUAY: 5, MILL: 5})
        assert (compared([meant(day=day)], USUAL[0], after) is not None) is ok
        after = told(Period(DAY + at, DAY + at + 4 * WEEK), {QUAY: 5, MILL: 5})
        assert (compared([meant()], USUAL[0], after) is not None) is ok


def test_bands_that_changed_are_compared_as_the_sites_they_share() -> None:
    """Where two sites are told together in one period and apart in the other, all of them are one; a role at other
    sites, or that is told in one period alone, stays apart."""
    both = Band("cook", ("Mill", "Pier"), 42)
    before = told(BEFORE, {QUAY: 10, both: 15, Band("porter", ("Quay",), 10): 5})
    after = told(AFTER, {MILL: 5, PIER: 10, QUAY: 0, Band("barista", ("Quay",), 10): 5})
    found = compared([meant()], before, after)
    assert found == Change(
        BEFORE, AFTER, (Side(Share(10, 14, 20), Share(0, 4, 20)),), (Side(Share(15, 19, 42), Share(15, 23, 40)),)
    )
    assert compared([meant(people=20), meant("Mill", 20)], before, after) is None
    backwards = compared([meant()], told(BEFORE, {MILL: 5, PIER: 10, QUAY: 5}), told(AFTER, {both: 15, QUAY: 0}))
    assert backwards is not None
    assert backwards.others == (Side(Share(15, 23, 40), Share(15, 19, 42)),)


def test_nothing_is_compared_with_nothing() -> None:
    """Without a period before or after, with nobody without it, or of another article, there is nothing to tell."""
    assert compared([meant()], USUAL[0]) is None
    assert compared([meant()], USUAL[1]) is None
    assert compared([meant(), meant("Mill")], *USUAL) is None
    assert compared([meant()], *(told(each.period, {QUAY: 5, MILL: 5}, article="tea") for each in USUAL)) is None


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(K, 12), st.integers(0, 300))
def test_a_range_holds_what_was_counted(counted: int, k: int, more: int) -> None:
    """Whatever number was told of a band, the true one is in its range, at the last step too."""
    people = IN_A_BAND * k + more
    true = min(counted, people)
    found = ranged(steps(true, people, k), people, k)
    assert found.least <= true <= found.most <= people
    wider = [other for other in range(people + 1) if steps(other, people, k) == steps(true, people, k)]
    assert (found.least, found.most) == (wider[0], wider[-1])


# --- what is told stays, and tells of nobody


def tell(house: House, *periods: Told) -> None:
    held = store(house)
    for each in periods:
        held.tell(each)
    held.close()


STAFFED = bands({Cell("cook", "Quay"): 12, Cell("cook", "Mill"): 20, Cell("barista", "Mill"): 20})


def test_what_is_told_never_changes(rooms: Rooms, house: House, clock: Clock) -> None:
    """The same stands there whatever is asked, listed, switched off or told later, until its time is over."""
    start = clock.now.date() - timedelta(days=clock.now.weekday())
    first = Period(start - 4 * WEEK, start)
    second, third = (Period(start + n * WEEK, start + (n + 4) * WEEK) for n in (4, 8))
    numbers = {band: 5 for band in STAFFED}
    write(rooms, role="cook", site="Quay")
    assert rooms.effects.told() == {"milk": None}
    tell(house, told(first, numbers), told(second, numbers))
    (found,) = rooms.effects.told().values()
    assert found is not None
    assert (found.before, found.after) == (first, second)
    assert [side.before.people for side in (*found.given, *found.others)] == [12, 20, 20]
    clock.forward(weeks=9)
    rooms.directory.load(STAFF[:40], TEAM)
    rooms.gate.choose(rooms.gate.worker(Person(TEAM, "UCQB00")), uses.IMPROVE_ARTICLES, "granted", "yes")
    write(rooms, id="n9", role="cook")
    tell(house, told(third, {band: 10 for band in STAFFED}))
    assert rooms.effects.told() == {"milk": found}
    assert house.rooms().effects.told() == {"milk": found}
    clock.now += SHOWN - 9 * WEEK
    assert list(rooms.effects.told()) == ["milk"]
    clock.forward(weeks=10)
    assert rooms.effects.told() == {}


def test_articles_are_told_the_newest_first(rooms: Rooms) -> None:
    """Those that were nudged about lately, whoever did it."""
    for article, boss, days in (("tea", CHIEF, 0), ("milk", BOSS, 1), ("ice", BOSS, 1)):
        nudge = Nudge(article, article, "Please.", days=days)
        assert rooms.nudges.write(rooms.gate.open(boss, public=False), boss, nudge, article)
    assert rooms.effects.told() == {"ice": None, "milk": None, "tea": None}
    assert list(rooms.effects.told()) == ["ice", "milk", "tea"]


def test_each_article_is_compared_by_itself(rooms: Rooms, house: House, clock: Clock) -> None:
    """Of two articles in the same weeks each has its own figures, and those of one are no part of the other's."""
    start = clock.now.date() - timedelta(days=clock.now.weekday())
    write(rooms, role="cook", site="Quay")
    other = Nudge("tea", "Tea", "Please.", role="cook", site="Quay")
    assert rooms.nudges.write(rooms.gate.open(BOSS, public=False), BOSS, other, "n2")
    for first in (start - 4 * WEEK, start + WEEK):
        missed = [Missed(article, band, 5) for article in ("milk", "tea") for band in STAFFED]
        period = Period(first, first + 4 * WEEK)
        tell(house, Told(period, (), STAFFED, (), tuple(missed[:-1] if first > start else missed)))
    found = rooms.effects.told()
    milk, tea = found["milk"], found["tea"]
    assert milk is not None
    assert tea is not None
    assert milk.others == tea.others
    assert [side.after.least for side in (*milk.given, *tea.given)] == [5, 0]


TRUE = st.lists(st.integers(0, 20), min_size=6, max_size=6)
NOTE = st.builds(meant, st.sampled_from(("Quay", "Mill", "Pier")), st.integers(1, 20))
NOTES = st.lists(NOTE, min_size=1, max_size=3)


def of_counts(counts: Sequence[int]) -> tuple[Told, Told]:
    """What is told of so many people of each band, before and after."""
    numbers = [steps(counted, 20, K) for counted in counts]
    halves = numbers[:3], numbers[3:]
    before, after = (dict(zip((QUAY, MILL, PIER), half, strict=True)) for half in halves)
    return told(BEFORE, before), told(AFTER, after)


@settings(deadline=None)
@given(NOTES, TRUE, st.integers(0, 5), st.sampled_from((-1, 1)))
def test_two_views_differ_only_where_a_step_does(notes: list[Meant], counts: list[int], at: int, by: int) -> None:
    """With and without one person's question the same is told, unless they complete a step that is told anyway."""
    other = [min(20, max(0, count + by * (place == at))) for place, count in enumerate(counts)]
    steps_of = [[steps(counted, 20, K) for counted in each] for each in (counts, other)]
    one, two = (compared(notes, *of_counts(each)) for each in (counts, other))
    assert one == two or steps_of[0] != steps_of[1]


def test_an_attacker_learns_no_more_than_the_steps() -> None:
    """Of all worlds that have the same steps, each tells the same: no count behind them can be told apart."""
    random = Random(7)
    notes = [meant()]
    seen: dict[tuple[int, ...], Change | None] = {}
    for _ in range(4000):
        counts = [random.randrange(8) for _ in range(6)]
        key = tuple(steps(counted, 20, K) for counted in counts)
        assert seen.setdefault(key, compared(notes, *of_counts(counts))) == compared(notes, *of_counts(counts))
    assert len(seen) == 2**6
