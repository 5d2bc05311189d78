"""What helped others in the job is told in totals that tell of nobody."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import uses
from privacy.counting import MONTHS, Mark, figures, others_of
from privacy.keeping import IN_JOB_MONTHS
from privacy.rooms import Rooms
from privacy.worker import WorkerId
from tests.killing import said_before_death
from tests.privacy.crowd import BARISTAS, COOKS, crowd, mark, month_ends
from tests.privacy.house import STRANGER, TEAM, Clock, House

KILLS = int(os.environ.get("ONHAND_KILLS", "5"))
KEPT = "SELECT count(*) FROM kept WHERE use = 'count_in_job'"
TOTALS = "SELECT article, role, month, people FROM in_job ORDER BY month, article, role"


@pytest.fixture
def rooms(house: House) -> Rooms:
    rooms = house.rooms()
    rooms.directory.load(crowd(), TEAM)
    return rooms


def ended(rooms: Rooms, clock: Clock) -> int:
    month_ends(clock)
    return rooms.counting.count()


# --- what is kept until the month is over


def test_a_mark_is_kept_once_an_article_and_month(rooms: Rooms, house: House, clock: Clock) -> None:
    """However often somebody marks an article in a month, one row says so, without the time of day."""
    mark(rooms, [*COOKS[:1]] * 3)
    clock.forward(days=3)
    mark(rooms, COOKS[:1])
    mark(rooms, COOKS[:1], "tea")
    assert house.rows("SELECT at FROM kept ORDER BY id") == [("2026-03-04T00:00:00.000000",)] * 2
    assert rooms.rights.show(rooms.gate.open(COOKS[0], public=False)).kept["count_in_job"] == (
        {"article": "latte", "title": "Milk", "month": "2026-03"},
        {"article": "tea", "title": "Milk", "month": "2026-03"},
    )


def test_what_must_not_be_kept_is_not(rooms: Rooms, house: House) -> None:
    """Nothing is kept for a title about health, where others read, without a name, or for who switched it off; nor for
    who switched off the use of their job, as there is no job to count them in."""
    cook = rooms.gate.worker(COOKS[1])
    assert mark(rooms, COOKS[:1], title="Depression and stress") == [False]
    assert not rooms.counting.helped(rooms.gate.open(COOKS[0], public=True), "latte", "Milk")
    assert not rooms.counting.helped(rooms.gate.open(None, public=False), "latte", "Milk")
    rooms.gate.choose(cook, uses.COUNT_IN_JOB, "withdrawn", "Stop")
    assert mark(rooms, COOKS[1:2]) == [False]
    rooms.gate.choose(cook, uses.COUNT_IN_JOB, "granted", "Use it again")
    assert mark(rooms, COOKS[1:2]) == [True]
    rooms.gate.choose(rooms.gate.worker(COOKS[2]), uses.RANK_BY_ROLE, "withdrawn", "Stop")
    assert mark(rooms, COOKS[2:3]) == [False]
    assert house.rows(KEPT) == [(1,)]


def test_the_last_word_about_an_article_holds(rooms: Rooms, house: House) -> None:
    """Who says later in the month that it did not help is not counted for it; other articles stay marked."""
    mark(rooms, COOKS[:1])
    mark(rooms, COOKS[:1], "tea")
    rooms.counting.unhelped(rooms.gate.open(COOKS[0], public=False), "latte")
    assert house.rows(KEPT) == [(1,)]


def test_deleting_what_it_keeps_leaves_the_job(rooms: Rooms, house: House) -> None:
    """“Delete this” takes the marks, and neither the role that other uses read nor the switch."""
    worker = rooms.gate.worker(COOKS[0])
    mark(rooms, COOKS[:1])
    rooms.rights.erase_use(worker, uses.COUNT_IN_JOB)
    assert house.rows(KEPT) == [(0,)]
    assert rooms.gate.allowed(worker, uses.COUNT_IN_JOB)
    assert "role" in rooms.gate.draw(rooms.gate.open(COOKS[0], public=False), uses.RANK_BY_ROLE).values
    assert rooms.rights.replay() == 0
    assert "role" in rooms.gate.draw(rooms.gate.open(COOKS[0], public=False), uses.RANK_BY_ROLE).values


# --- the count


def test_a_month_is_counted_when_it_is_over(rooms: Rooms, house: House, clock: Clock) -> None:
    """Six cooks marked it: until the month is over nothing is told, then that it helped five others; their marks are
    gone, and each of them can see that they were read."""
    mark(rooms, COOKS[:6])
    assert rooms.counting.count() == 0
    assert rooms.counting.in_job("cook") == {}
    assert house.rows("SELECT count(*) FROM receipt") == [(0,)]
    assert ended(rooms, clock) == 1
    assert rooms.counting.in_job("cook") == {"latte": 5}
    assert rooms.counting.in_job("barista") == {}
    assert house.rows(KEPT) == [(0,)]
    for person in COOKS[:6]:
        receipts = rooms.rights.show(rooms.gate.open(person, public=False)).receipts
        assert [(each.use, each.kinds) for each in receipts[1:]] == [("count_in_job", ("counted", "role"))]
    assert rooms.chain.check() == ()


def test_whole_steps_of_others(rooms: Rooms, clock: Clock) -> None:
    """Of n people n - 1 are told, in whole steps of k: five tell nothing, six to ten five, eleven ten."""
    for number in range(1, 13):
        mark(rooms, COOKS[:number], f"a{number:02}")
    ended(rooms, clock)
    assert rooms.counting.in_job("cook") == {**{f"a{at:02}": 5 for at in range(6, 11)}, "a11": 10, "a12": 10}
    assert [others_of(people, 7) for people in (0, 1, 7, 8, 14, 15)] == [0, 0, 0, 7, 7, 14]


def test_a_larger_group_can_be_set(house: House, clock: Clock) -> None:
    """With a larger k, what k + 1 of the job did is told and what k did is not."""
    rooms = house.rooms(8)
    rooms.directory.load(crowd(), TEAM)
    mark(rooms, COOKS[:8], "few")
    mark(rooms, COOKS[:9], "many")
    ended(rooms, clock)
    assert rooms.counting.in_job("cook") == {"many": 8}


def test_jobs_are_counted_apart(rooms: Rooms, clock: Clock) -> None:
    """A few of another job neither hide a total nor join it, and each job has its own."""
    mark(rooms, [*COOKS[:7], *BARISTAS[:3]], "latte")
    mark(rooms, [*COOKS[:4], *BARISTAS[:4]], "tea")
    mark(rooms, [*COOKS[:11], *BARISTAS[:6]], "milk")
    ended(rooms, clock)
    assert rooms.counting.in_job("cook") == {"latte": 5, "milk": 10}
    assert rooms.counting.in_job("barista") == {"milk": 5}


def test_the_largest_of_three_months_is_told(rooms: Rooms, clock: Clock) -> None:
    """Of the last three months the best one counts, and what is longer ago does not; after a year no row is left."""
    for number in (11, 6, 7, 6):
        mark(rooms, COOKS[:number])
        ended(rooms, clock)
        assert rooms.counting.in_job("cook") == {"latte": 10 if number == 11 or clock.now.month < 7 else 5}
    for _ in range(MONTHS):
        month_ends(clock)
    assert rooms.counting.in_job("cook") == {}


def test_totals_outlive_no_year(rooms: Rooms, house: House, clock: Clock) -> None:
    """A total goes with the sweep once its months are over, and is there until then."""
    mark(rooms, COOKS[:6])
    ended(rooms, clock)
    for _ in range(IN_JOB_MONTHS - 1):
        month_ends(clock)
        rooms.retention.sweep()
        assert len(house.rows(TOTALS)) == 1
    month_ends(clock)
    rooms.retention.sweep()
    assert house.rows(TOTALS) == []


def test_who_is_not_to_be_counted_is_not(rooms: Rooms, house: House, clock: Clock) -> None:
    """Who switched it off, switched their job off, erased all, or is on no list any more does not count."""
    for missing in range(5):
        mark(rooms, COOKS[:6], f"a{missing}")
    mark(rooms, COOKS[6:11], "for all")
    gone = rooms.gate.worker(COOKS[0])
    mark(rooms, [COOKS[0], STRANGER], "for all")
    rooms.gate.choose(gone, uses.COUNT_IN_JOB, "withdrawn", "Stop")
    assert house.rows(f"{KEPT} AND worker = ?", gone) == [(0,)]
    rooms.rights.erase(rooms.gate.worker(COOKS[1]))
    rooms.gate.choose(rooms.gate.worker(COOKS[2]), uses.RANK_BY_ROLE, "withdrawn", "Stop")
    assert ended(rooms, clock) == 1
    assert house.rows(TOTALS) == []
    read = {worker for (worker,) in house.rows("SELECT worker FROM receipt")}
    assert read == {rooms.gate.worker(each) for each in (*COOKS[3:11], STRANGER)}


def test_a_job_that_the_list_no_longer_names_is_not_told_of(rooms: Rooms, clock: Clock, house: House) -> None:
    """A role is told of as long as the company's list has it."""
    mark(rooms, COOKS[:6])
    house.raw().execute("DELETE FROM label WHERE name = 'cook'")
    assert ended(rooms, clock) == 1
    assert rooms.counting.in_job("cook") == {}


class Interrupted(Exception):
    """Somebody came in between."""


def between(patch: pytest.MonkeyPatch, rooms: Rooms, what: Callable[[], object]) -> None:
    """Does something when all is drawn and nothing is counted yet."""
    counting = rooms.counting
    publish = counting._publish

    def first(*given: object) -> object:
        what()
        return publish(*given)  # type: ignore[arg-type]

    patch.setattr(type(counting), "_publish", lambda _, *given: first(*given))


def test_who_goes_while_it_is_counted_is_left_out(
    rooms: Rooms, house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawn is not counted: who switches it off or erases all just before the totals are made is not in them."""
    mark(rooms, COOKS[:7])
    mark(rooms, COOKS[:8], "tea")

    def leave() -> None:
        rooms.gate.choose(rooms.gate.worker(COOKS[0]), uses.COUNT_IN_JOB, "withdrawn", "Stop")
        rooms.rights.erase(rooms.gate.worker(COOKS[1]))

    between(monkeypatch, rooms, leave)
    ended(rooms, clock)
    assert house.rows(TOTALS) == [("tea", "cook", "2026-03", 5)]


def test_what_fails_in_the_midst_counts_nothing(
    rooms: Rooms, house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Marks stay until their totals are there: a count that broke off is made again, whole."""
    mark(rooms, COOKS[:6])

    def fail() -> None:
        raise Interrupted

    with monkeypatch.context() as patch:
        between(patch, rooms, fail)
        with pytest.raises(Interrupted):
            ended(rooms, clock)
    assert (house.rows(KEPT), house.rows(TOTALS)) == ([(6,)], [])
    assert rooms.counting.count() == 1
    assert house.rows(TOTALS) == [("latte", "cook", "2026-03", 5)]


def test_two_processes_count_a_month_once(
    rooms: Rooms, house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process counts between the reading and the totals, this one leaves its totals as they are."""
    mark(rooms, COOKS[:6])
    other = house.rooms()
    month_ends(clock)
    counting, drawn = type(rooms.counting), type(rooms.counting)._drawn
    seen: list[WorkerId] = []

    def last(self: object, worker: WorkerId) -> object:
        found = drawn(self, worker)  # type: ignore[arg-type]
        seen.append(worker)
        if len(seen) == 6:
            assert other.counting.count() == 1
        return found

    monkeypatch.setattr(counting, "_drawn", last)
    assert rooms.counting.count() == 0
    assert house.rows(TOTALS) == [("latte", "cook", "2026-03", 5)]


def test_a_late_mark_is_dropped(rooms: Rooms, house: House, clock: Clock) -> None:
    """A mark of a month that was counted already changes no total and does not stay."""
    mark(rooms, COOKS[:6])
    ended(rooms, clock)
    counted_at = clock.now
    clock.now = counted_at.replace(month=3, day=31)
    mark(rooms, COOKS[6:13])
    clock.now = counted_at
    assert rooms.counting.count() == 0
    assert house.rows(TOTALS) == [("latte", "cook", "2026-03", 5)]
    assert house.rows(KEPT) == [(0,)]


def test_a_mark_made_as_the_month_turns_waits(rooms: Rooms, house: House, clock: Clock) -> None:
    """Marks of the month that has just begun are neither counted nor dropped by the count of the last one."""
    mark(rooms, COOKS[:6])
    month_ends(clock)
    mark(rooms, COOKS[:7], "tea")
    assert rooms.counting.count() == 1
    assert house.rows(KEPT) == [(7,)]
    assert ended(rooms, clock) == 1
    assert rooms.counting.in_job("cook") == {"latte": 5, "tea": 5}


def test_no_month_is_lost_while_the_machine_is_off(rooms: Rooms, house: House, clock: Clock) -> None:
    """Two months that ended meanwhile are counted at the next start, each by itself; what outlived its time is gone."""
    mark(rooms, COOKS[:6])
    clock.forward(days=29)
    mark(rooms, COOKS[6:12])
    month_ends(clock)
    mark(rooms, COOKS[:6], "tea")
    clock.now = clock.now.replace(month=5, day=20)
    assert house.rooms().counting.count() == 2
    assert house.rows(TOTALS) == [("latte", "cook", "2026-03", 5), ("tea", "cook", "2026-04", 5)]


def test_a_restored_backup_is_not_counted_again(rooms: Rooms, house: House, clock: Clock) -> None:
    """Data of before the count, beside the second file of today: the marks that came back go, and nothing is told."""
    mark(rooms, COOKS[:6])
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    ended(rooms, clock)
    again = restored(house)
    assert house.rows(KEPT) == [(6,)]
    assert again.counting.count() == 0
    assert (house.rows(KEPT), house.rows(TOTALS)) == ([(0,)], [])


def restored(house: House) -> Rooms:
    house.close()
    shutil.copy(house.folder / "old.db", house.folder / "people.db")
    for log in ("people.db-wal", "people.db-shm"):
        Path(house.folder / log).unlink(missing_ok=True)
    return house.rooms()


def test_what_was_counted_is_noted_though_the_process_died(rooms: Rooms, house: House, clock: Clock) -> None:
    """Where the second file was not told, because the process died just then, the next count tells it."""
    mark(rooms, COOKS[:6])
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    ended(rooms, clock)
    house.raw("keys.db").execute("DELETE FROM counted")
    assert rooms.counting.count() == 0
    assert house.raw("keys.db").execute("SELECT month FROM counted").fetchall() == [("2026-03",)]
    assert restored(house).counting.count() == 0


def test_it_is_looked_at_once_an_hour(rooms: Rooms, clock: Clock) -> None:
    """Who comes by often makes it count within the hour after the month is over, and costs nothing else."""
    mark(rooms, COOKS[:6])
    assert rooms.counting.hourly() == 0
    month_ends(clock)
    assert (rooms.counting.hourly(), rooms.counting.hourly()) == (1, 0)


FORBIDDEN = {
    "the totals of a month are made once": ["INSERT INTO in_job VALUES ('tea', 'cook', '2026-03', 9)"],
    "a total is never changed": [
        "UPDATE in_job SET people = 99",
        "INSERT OR REPLACE INTO in_job SELECT article, role, month, 99 FROM in_job",
    ],
    "CHECK": ["INSERT INTO in_job VALUES ('tea', 'cook', '2026-04', 4)"],
    "UNIQUE": ["INSERT INTO counted VALUES ('2026-03')"],
}


@pytest.mark.parametrize(
    ("statement", "told"), [(statement, told) for told, statements in FORBIDDEN.items() for statement in statements]
)
def test_the_database_keeps_totals_as_they_were_made(
    rooms: Rooms, house: House, clock: Clock, statement: str, told: str
) -> None:
    """No total is added to a month that was counted, changed, or made of fewer than five."""
    mark(rooms, COOKS[:6])
    ended(rooms, clock)
    raw = house.raw()
    if told == "a total is never changed":
        raw.execute("DELETE FROM counted")
    with pytest.raises(sqlite3.IntegrityError, match=told):
        raw.execute(statement)
    assert house.rows(TOTALS) == [("latte", "cook", "2026-03", 5)]


# --- what follows from what is told


People = dict[str, str]


def told(marked: dict[str, set[str]], jobs: People, k: int) -> Mapping[tuple[str, str], int]:
    """What is published of who marked which article."""
    marks = [Mark(WorkerId(who), jobs[who], article, "2026-03") for article, all in marked.items() for who in all]
    return figures(marks, set(jobs.values()), k)


JOBS = st.dictionaries(
    st.integers(0, 40).map(lambda at: f"w{at}"), st.sampled_from(["cook", "barista", "cashier"]), min_size=1
)


@given(JOBS, st.sampled_from([5, 6, 10]), st.data())
@settings(max_examples=200, deadline=None)
def test_a_total_is_at_most_the_others_of_anybody(jobs: People, k: int, data: st.DataObject) -> None:
    """For every person, whether they marked it or not, the number told is at most that of others of the role who did;
    it is at least k; and with or without the mark of any one person it differs by one step at most."""
    marked = {"a": {who for who in jobs if data.draw(st.booleans())}, "b": set(jobs)}
    shown = told(marked, jobs, k)
    for (article, role), number in shown.items():
        did = {who for who in marked[article] if jobs[who] == role}
        assert number >= k
        assert all(number <= len(did - {anybody}) for anybody in [*jobs, "nobody"])
    one = data.draw(st.sampled_from(sorted(jobs)))
    without = told({"a": marked["a"] - {one}, "b": marked["b"]}, jobs, k)
    for which in shown.keys() | without.keys():
        changed = shown.get(which, 0) - without.get(which, 0)
        assert changed in (0, k)
        assert changed == 0 or which == ("a", jobs[one])


@given(JOBS, st.sampled_from([5, 10]), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_no_sum_or_difference_of_totals_is_about_fewer_than_k(jobs: People, k: int, chance: random.Random) -> None:
    """Each total of an article is about the people of one role, at least k of them, and no two share anybody: whatever
    is added or subtracted is about whole roles again, and nobody stands alone in it."""
    marked = {"a": {who for who in jobs if chance.random() < 0.8}}
    shown = told(marked, jobs, k)
    members = [[float(jobs[who] == role) for who in jobs] for _, role in shown]
    assert all(sum(row) >= k for row in members)
    if members:
        rows = np.array(members)
        for at in range(len(jobs)):
            alone = np.zeros(len(jobs))
            alone[at] = 1.0
            mix, *_ = np.linalg.lstsq(rows.T, alone, rcond=None)
            assert not np.allclose(rows.T @ mix, alone, atol=1e-6)


# --- killed at any moment


def test_a_kill_loses_no_month_and_counts_none_twice(house: House) -> None:
    """After any kill each month that is over has the totals that its marks make, once; no mark stays uncounted."""
    chance, published = random.Random(3), set()
    for _ in range(KILLS):
        said = said_before_death("tests.privacy.counting_on", house.folder, lines=chance.randrange(8, 40))
        published |= {month for what, month in said if what == "counted"}
    clock = house.clock
    rooms = house.rooms()
    (last,) = house.rows("SELECT max(at) FROM request")[0]
    clock.now = clock.now.replace(year=int(last[:4]), month=int(last[5:7]), day=2)
    month_ends(clock)
    rooms.counting.count()
    totals = house.rows(TOTALS)
    assert {month for _, _, month, _ in totals} >= published
    assert {(article, role, people) for article, role, _, people in totals} <= {("latte", "cook", 5)}
    assert house.rows(KEPT) == [(0,)]
    assert (
        house.rows("SELECT month FROM counted ORDER BY month")
        == house.raw("keys.db").execute("SELECT month FROM counted ORDER BY month").fetchall()
    )
    assert rooms.chain.check() == ()
