"""How questions went is counted as it happens, without a name, and told by week where enough people asked."""

import os
import random
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest

from privacy.escalation import HandedOver
from privacy.keeping import DELIVERED_DAYS, MEASURE_MONTHS
from privacy.measures import Measures, Week, Went
from privacy.rooms import Rooms
from privacy.worker import Person
from tests.killing import said_before_death
from tests.privacy.crowd import COOKS, crowd
from tests.privacy.house import BEN, TEAM, Clock, House

KILLS = int(os.environ.get("ONHAND_KILLS", "5"))
OVER = timedelta(days=9)
"""After so long the week of any day is measured."""


@pytest.fixture
def rooms(house: House, clock: Clock) -> Rooms:
    clock.now = clock.now.replace(day=2)  # a Monday
    rooms = house.rooms()
    rooms.directory.load(crowd(), TEAM)
    return rooms


def asks(rooms: Rooms, person: Person, went: Went = "answered") -> str:
    """Somebody asks, and is answered. The id of the request."""
    request = rooms.gate.open(person, public=False)
    rooms.measures.asked(request, went)
    return request.id


def all_ask(rooms: Rooms, number: int = 5, went: Went = "answered") -> list[str]:
    return [asks(rooms, person, went) for person in COOKS[:number]]


def measured(rooms: Rooms, clock: Clock) -> Week:
    """What is told of the week that is going on, once it is over."""
    clock.now += OVER
    rooms.measures.measure()
    return rooms.measures.weeks(1)[0]


def test_what_articles_are_used(rooms: Rooms, clock: Clock) -> None:
    """How many answers were made of an article, in whole steps, over the weeks that are told of; fewer are not told."""
    for person in COOKS[:7]:
        rooms.measures.asked(rooms.gate.open(person, public=False), "answered", "latte")
    for person in COOKS[:4]:
        rooms.measures.asked(rooms.gate.open(person, public=False), "answered", "mops")
    rooms.measures.asked(rooms.gate.open(COOKS[8], public=False), "closest", "tea")
    assert rooms.measures.used() == {}
    measured(rooms, clock)
    assert rooms.measures.used() == {"latte": 5}
    for person in COOKS[:4]:
        rooms.measures.asked(rooms.gate.open(person, public=False), "answered", "latte")
    measured(rooms, clock)
    assert rooms.measures.used() == {"latte": 5}
    clock.forward(days=7 * 14)
    assert rooms.measures.used() == {}


def hand_over(rooms: Rooms, person: Person) -> str:
    request = rooms.gate.open(person, public=False)
    return rooms.escalations.add(request, rooms.gate.worker(BEN), HandedOver("?", person.slack_user_id, "Ben", "C1"))


def test_a_week_is_told_two_days_after_it(rooms: Rooms, clock: Clock) -> None:
    """Five people asked: until the second day after the week nothing is told, then how many questions went how."""
    all_ask(rooms, 5, "answered")
    all_ask(rooms, 2, "closest")
    all_ask(rooms, 1, "not known")
    clock.now += timedelta(days=8)
    assert (rooms.measures.measure(), rooms.measures.weeks(1)) == (0, (Week(date(2026, 2, 23)),))
    clock.now += timedelta(days=1)
    assert rooms.measures.measure() == 1
    (week,) = rooms.measures.weeks(1)
    assert (week.first, week.told, week.asked) == (date(2026, 3, 2), True, 8)
    assert (week.of("answered"), week.of("closest"), week.of("not known"), week.of("open")) == (5, 2, 1, 0)


def test_four_people_are_too_few(rooms: Rooms, house: House, clock: Clock) -> None:
    """A week in which four people asked, however much, is told of as one in which nobody did; nothing stays of it."""
    for _ in range(3):
        all_ask(rooms, 4)
    assert measured(rooms, clock) == Week(date(2026, 3, 2))
    assert (house.count("event"), house.count("measure"), house.count("measured")) == (0, 0, 1)
    assert not rooms.measures.weeks(2)[1].told


def test_somebody_without_a_name_is_nobody(rooms: Rooms, clock: Clock) -> None:
    """At the command line nobody asks: that adds no fifth person."""
    all_ask(rooms, 4)
    rooms.measures.asked(rooms.gate.open(None, public=False), "answered")
    assert not measured(rooms, clock).told


def test_silence_is_not_solved(rooms: Rooms, clock: Clock) -> None:
    """Of the answers somebody said they helped, somebody that they did not, and of the rest nothing is claimed."""
    requests = all_ask(rooms, 6)
    rooms.opinions.give(rooms.gate.worker(COOKS[0]), requests[0], "latte", "helpful")
    rooms.opinions.give(rooms.gate.worker(COOKS[1]), requests[1], "latte", "not helpful")
    rooms.opinions.give(rooms.gate.worker(COOKS[1]), requests[1], "latte", "helpful")
    rooms.opinions.explain(rooms.gate.worker(COOKS[1]), requests[1], "latte", "wrong")
    rooms.opinions.give(rooms.gate.worker(COOKS[2]), requests[2], "latte", "unclear")
    week = measured(rooms, clock)
    assert (week.of("helpful"), week.of("not helpful"), week.silence) == (1, 1, 4)


def test_an_opinion_belongs_to_the_week_of_its_answer(rooms: Rooms, clock: Clock) -> None:
    """It counts where the answer was given, as long as that week is not measured; what was told is not changed."""
    requests = all_ask(rooms)
    clock.now += timedelta(days=8)
    rooms.opinions.give(rooms.gate.worker(COOKS[0]), requests[0], "latte", "helpful")
    clock.now += timedelta(days=1)
    rooms.measures.measure()
    rooms.opinions.give(rooms.gate.worker(COOKS[1]), requests[1], "latte", "helpful")
    (week,) = rooms.measures.weeks(1)
    assert (week.of("helpful"), week.silence) == (1, 4)
    all_ask(rooms)
    assert measured(rooms, clock).of("helpful") == 0


def test_who_gave_up(rooms: Rooms, clock: Clock) -> None:
    """A question that got no answer is left where its asker did nothing more that day: no other question, no press, and
    nobody asked; on another day it is too late."""
    for person in COOKS[:6]:
        asks(rooms, person, "not known")
    asks(rooms, COOKS[0])
    rooms.measures.went_on(rooms.gate.worker(COOKS[1]))
    hand_over(rooms, COOKS[2])
    asks(rooms, COOKS[3], "closest")
    clock.now += timedelta(days=1)
    asks(rooms, COOKS[4])
    week = measured(rooms, clock)
    assert week.of("left") == 3
    assert (week.of("not known"), week.of("closest"), week.of("handed over")) == (6, 1, 1)


def test_handed_over_solved_open_and_given_up(rooms: Rooms, clock: Clock) -> None:
    """Questions that went to a person are told in the week in which they did, their answers in theirs; what then waits
    is open, and what waited too long has expired."""
    ids = [hand_over(rooms, person) for person in COOKS[:3]]
    all_ask(rooms)
    clock.now += timedelta(days=7)
    request = rooms.gate.open(COOKS[0], public=False)
    assert rooms.escalations.close(request, ids[0])
    assert not rooms.escalations.close(request, ids[0])
    all_ask(rooms)
    assert measured(rooms, clock).counts == {"answered": 5, "solved": 1, "open": 2}
    assert rooms.measures.weeks(2)[1].counts == {"answered": 5, "handed over": 3, "open": 2}
    clock.now += timedelta(days=DELIVERED_DAYS)
    all_ask(rooms)
    rooms.retention.sweep()
    week = measured(rooms, clock)
    assert (week.of("expired"), week.of("open")) == (2, 0)


def test_a_question_without_a_name_is_not_handed_over(rooms: Rooms, house: House) -> None:
    """What cannot be handed over is not counted as if it were."""
    with pytest.raises(ValueError, match="without a worker"):
        rooms.escalations.add(rooms.gate.open(None, public=False), rooms.gate.worker(BEN), HandedOver("?", "", "", ""))
    assert house.count("event") == 0


def test_nothing_of_single_questions_is_left(rooms: Rooms, house: House, clock: Clock) -> None:
    """Once its week is measured no request says that it was a question or that it was left."""
    all_ask(rooms, 5, "not known")
    assert house.rows("SELECT DISTINCT asked FROM request") == [(2,)]
    measured(rooms, clock)
    assert house.rows("SELECT DISTINCT asked FROM request") == [(0,)]


def test_who_erased_all_is_not_one_of_the_five(rooms: Rooms, clock: Clock) -> None:
    """Where four are left of the people who asked, nothing is told of the week."""
    all_ask(rooms)
    rooms.rights.erase(rooms.gate.worker(COOKS[0]))
    assert not measured(rooms, clock).told


def test_two_processes_measure_a_week_once(
    rooms: Rooms, house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another process measured it just before, this one does not again."""
    all_ask(rooms)
    clock.now += OVER
    other, measure = house.rooms(), Measures._measure

    def late(self: Measures, week: date) -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(Measures, "_measure", measure)
            other.measures.measure()
        return measure(self, week)

    monkeypatch.setattr(Measures, "_measure", late)
    assert rooms.measures.measure() == 0
    assert rooms.measures.weeks(1)[0].of("answered") == 5


def test_a_restored_backup_is_not_measured_again(rooms: Rooms, house: House, clock: Clock) -> None:
    """Data of before the count, beside the second file of today: the week is not told a second time, with other figures
    perhaps."""
    all_ask(rooms)
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    measured(rooms, clock)
    house.close()
    shutil.copy(house.folder / "old.db", house.folder / "people.db")
    for log in ("people.db-wal", "people.db-shm"):
        Path(house.folder / log).unlink(missing_ok=True)
    again = house.rooms()
    assert again.measures.measure() == 1
    assert (again.measures.weeks(1)[0].told, house.count("event")) == (False, 0)


def test_what_was_measured_is_noted_though_the_process_died(rooms: Rooms, house: House, clock: Clock) -> None:
    """Where the second file was not told, because the process died just then, the next count tells it."""
    all_ask(rooms)
    measured(rooms, clock)
    house.raw("keys.db").execute("DELETE FROM counted")
    rooms.measures.measure()
    assert house.raw("keys.db").execute("SELECT month FROM counted").fetchall() == [("measured 2026-03-02",)]


def test_it_is_looked_at_once_an_hour(rooms: Rooms, clock: Clock) -> None:
    """Who comes by often makes it measure within the hour after a week can be, and costs nothing else."""
    all_ask(rooms)
    assert rooms.measures.hourly() == 0
    clock.now += OVER
    assert (rooms.measures.hourly(), rooms.measures.hourly()) == (1, 0)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE measure SET times = 9",
        "INSERT INTO measure VALUES ('2026-03-02', 'solved', 9)",
        "INSERT INTO measured VALUES ('2026-03-02')",
    ],
)
def test_the_database_keeps_what_was_measured(rooms: Rooms, house: House, clock: Clock, statement: str) -> None:
    """Nothing is added to a week that was measured, or changed in it."""
    all_ask(rooms)
    measured(rooms, clock)
    with pytest.raises(sqlite3.IntegrityError):
        house.raw().execute(statement)


def test_measures_outlive_no_three_years(rooms: Rooms, house: House, clock: Clock) -> None:
    """The figures of a week go with the sweep in the end."""
    all_ask(rooms)
    measured(rooms, clock)
    clock.now = clock.now.replace(year=clock.now.year + MEASURE_MONTHS // 12)
    rooms.retention.sweep()
    assert house.count("measure") > 0
    clock.now += timedelta(days=31)
    rooms.retention.sweep()
    assert house.count("measure") == 0


def test_opinions_of_months_in_which_enough_judged(rooms: Rooms, clock: Clock) -> None:
    """By article it is told how often one helped in months that are over and in which five people judged answers."""
    few, many = all_ask(rooms, 4), all_ask(rooms, 5)
    for person, request in zip(COOKS, few, strict=False):
        rooms.opinions.give(rooms.gate.worker(person), request, "tea", "helpful")
    clock.now = clock.now.replace(month=4)
    assert rooms.opinions.of_groups(5) == {}
    for person in COOKS[:5]:
        rooms.opinions.give(rooms.gate.worker(person), asks(rooms, person), "latte", "not helpful")
    assert rooms.opinions.of_groups(5) == {}
    clock.now = clock.now.replace(month=5)
    assert rooms.opinions.of_groups(5) == {("latte", "not helpful"): 5}
    assert len(many) == 5


def test_a_kill_counts_no_question_twice_and_measures_no_week_twice(house: House) -> None:
    """After any kill each week that is over is measured once, and tells as many questions as were sent on their way."""
    chance = random.Random(6)
    said = [
        each
        for _ in range(KILLS)
        for each in said_before_death("tests.privacy.measures_on", house.folder, lines=chance.randrange(6, 40))
    ]
    rooms = house.rooms()
    ((last,),) = house.rows("SELECT max(at) FROM request")
    house.clock.now = house.clock.now.replace(year=int(last[:4]), month=int(last[5:7]), day=int(last[8:10]))
    house.clock.now += OVER
    rooms.measures.measure()
    by_week = dict(house.rows("SELECT week, times FROM measure WHERE what = 'answered'"))
    asked = dict(house.rows("SELECT date(at, 'weekday 0', '-6 days'), count(*) FROM outgoing GROUP BY 1"))
    assert by_week == {week: times for week, times in asked.items() if times >= 5}
    assert {week for what, week in said if what == "measured"} <= by_week.keys()
    assert house.count("event") == 0
