"""What was asked in vain is told of groups, once, in words that many used."""

import os
import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy import uses
from privacy.directory import Entry
from privacy.gaps import MOST_OF_ONE, MOST_WORDS, WEEKS, Asked, InVain, Placed, Telling, gaps_of, known_again
from privacy.groups import Band, Cell, bands_told
from privacy.keeping import GAP_MONTHS
from privacy.rooms import Rooms
from privacy.totals import Gap, Missed, Period
from privacy.worker import Person, WorkerId
from tests.killing import said_before_death
from tests.privacy.asking import LENGTH, agree, ask, by_first_word, period_ends
from tests.privacy.crowd import BARISTAS, COOKS, PORTERS, crowd
from tests.privacy.house import STRANGER, TEAM, Clock, House

KILLS = int(os.environ.get("ONHAND_KILLS", "5"))
TRIES = int(os.environ.get("ONHAND_ATTACKS", "300"))
TOLD = "SELECT words, people, roles FROM gap ORDER BY first, topic"
ALL = (*COOKS, *BARISTAS, *PORTERS, STRANGER)


@pytest.fixture
def rooms(house: House) -> Rooms:
    return opened(house)


def opened(house: House, k: int = 5) -> Rooms:
    rooms = house.rooms(k)
    rooms.directory.load(crowd(), TEAM)
    agree(rooms, ALL)
    return rooms


def ended(rooms: Rooms, clock: Clock) -> int:
    period_ends(clock)
    return rooms.gaps.count(by_first_word)


def told(rooms: Rooms) -> tuple[Gap, ...]:
    return rooms.gaps.told(date.min)


def of_bands(rooms: Rooms) -> list[tuple[str, tuple[str, ...]]]:
    """The jobs and the words of all topics that bands were told of with, in the newest period."""
    newest = rooms.gaps.newest(date.min)
    assert newest is not None
    words_of = {gap.topic: gap.words for gap in newest.gaps}
    return [(each.band.role, words_of[each.topic]) for each in newest.band_gaps]


def words(rooms: Rooms) -> list[tuple[str, ...]]:
    return [gap.words for gap in told(rooms)]


# --- what is told


def test_a_topic_of_five_is_told_when_its_weeks_are_over(rooms: Rooms, house: House, clock: Clock) -> None:
    """Five people asked it: nothing is told until the period ends, then the words that all of them used; each of them
    finds a receipt that says so, and what they asked stays theirs to see and to delete."""
    ask(rooms, COOKS[:5])
    assert rooms.gaps.count(by_first_word) == 0
    assert told(rooms) == ()
    assert house.count("receipt") == 0
    assert ended(rooms, clock) == 1
    (gap,) = told(rooms)
    assert (gap.words, gap.people, gap.trend, gap.roles) == (("password", "wifi"), 5, "new", ("cook",))
    assert (gap.outcomes, gap.articles) == ({"not found": 5}, ())
    assert gap.period.until - gap.period.first == LENGTH
    assert (gap.period.first.weekday(), gap.period.last.weekday()) == (0, 6)
    shown = rooms.rights.show(rooms.gate.open(COOKS[0], public=False))
    assert [(each.use, each.kinds) for each in shown.receipts[1:]] == [
        ("tell_managers", ("role", "site")), ("improve_articles", ("question",)),
    ]  # fmt: skip
    assert len(shown.kept["improve_articles"]) == 1
    assert rooms.chain.check() == ()


def test_four_are_too_few(rooms: Rooms, house: House, clock: Clock) -> None:
    """Fewer than five are told as none are, however often each of them asks."""
    for _ in range(3):
        ask(rooms, COOKS[:4])
        clock.forward(days=1)
    assert ended(rooms, clock) == 1
    assert told(rooms) == ()
    assert house.count("gap") == 0


def test_a_larger_group_can_be_set(house: House, clock: Clock) -> None:
    """With a larger k, what k people asked is told and what k - 1 asked is not."""
    rooms = opened(house, 8)
    ask(rooms, COOKS[:8], "wifi password")
    ask(rooms, COOKS[:7], "parking place")
    ended(rooms, clock)
    assert words(rooms) == [("password", "wifi")]
    assert told(rooms)[0].people == 8


def test_people_are_told_in_whole_steps(rooms: Rooms, clock: Clock) -> None:
    """Nine are told as five, ten and fourteen as ten."""
    for number in (9, 10, 14):
        ask(rooms, COOKS[:number], f"{'x' * number} number")
    ended(rooms, clock)
    assert sorted((len(max(gap.words)), gap.people) for gap in told(rooms)) == [
        (9, 5), (10, 10), (14, 10),
    ]  # fmt: skip


def test_only_words_that_many_used(rooms: Rooms, clock: Clock) -> None:
    """Of a topic that six asked about the word that one of them added is not told, nor one that four used, and no
    question as it was asked."""
    ask(rooms, COOKS[:1], "wifi password canary")
    ask(rooms, COOKS[1:5], "wifi password kitchen")
    ask(rooms, COOKS[5:6], "wifi password")
    ended(rooms, clock)
    assert words(rooms) == [("password", "wifi")]


def test_a_word_is_told_as_many_wrote_it(rooms: Rooms, clock: Clock) -> None:
    """Where enough people wrote a word in one form that form is told, else the stem that all its forms share."""
    ask(rooms, COOKS[:5], "wifi passwords")
    ask(rooms, COOKS[5:7], "wifi password")
    ask(rooms, COOKS[:3], "till drawers")
    ask(rooms, COOKS[3:6], "till drawer")
    ended(rooms, clock)
    assert sorted(words(rooms)) == [("drawer", "till"), ("passwords", "wifi")]


def test_a_name_is_no_word(rooms: Rooms, clock: Clock) -> None:
    """A name of the company's list is not told though many wrote it, nor what stands where one was taken out, nor a
    word with a number in it."""
    ask(rooms, COOKS[:6], "where zielinska Zoë desk [name] room42")
    rooms.directory.load([*crowd(), Entry("U0ZOE", "cook", "Harbour", "", "Zoe Zielinska")], TEAM)
    ended(rooms, clock)
    assert words(rooms) == [("desk", "where")]


def test_what_must_not_be_told_is_not(rooms: Rooms, clock: Clock) -> None:
    """A topic about health is not told, whatever it was taken for, nor one without a word that many used."""
    ask(rooms, COOKS[:6], "asthma inhaler")
    for at, person in enumerate(COOKS[:6]):
        ask(rooms, [person], f"odd {'abcdef'[at] * 5}")
    ended(rooms, clock)
    assert words(rooms) == []


def test_what_is_like_nothing_is_no_topic(rooms: Rooms, clock: Clock) -> None:
    """Questions that the grouping left out are told of nowhere, however many there are."""
    ask(rooms, COOKS[:9], "hm something else")
    ended(rooms, clock)
    assert told(rooms) == ()


def test_jobs_of_which_enough_asked(rooms: Rooms, clock: Clock) -> None:
    """A job is told where five of it asked, by itself and without a number; two of another leave no trace, be they
    there or not."""
    ask(rooms, COOKS[:6], "wifi password")
    ask(rooms, [*COOKS[:6], *BARISTAS[:2]], "parking place")
    ask(rooms, [*COOKS[:5], *BARISTAS[:5]], "locker code")
    ask(rooms, [*COOKS[:3], *BARISTAS[:3]], "rota swap")
    ended(rooms, clock)
    by_words = {gap.words: (gap.people, gap.roles) for gap in told(rooms)}
    assert by_words == {
        ("password", "wifi"): (5, ("cook",)),
        ("parking", "place"): (5, ("cook",)),
        ("code", "locker"): (10, ("barista", "cook")),
        ("rota", "swap"): (5, ()),
    }


def test_a_job_of_few_people_is_not_told(rooms: Rooms, clock: Clock) -> None:
    """Where nine people do a job it is told of by no number of them: five could be nearly all."""
    rooms.directory.load([*crowd(), *(Entry(f"U0FEW{at}", "baker", "Mill", "") for at in range(9))], TEAM)
    few = [Person(TEAM, f"U0FEW{at}") for at in range(9)]
    agree(rooms, few)
    ask(rooms, few)
    ended(rooms, clock)
    assert [(gap.people, gap.roles) for gap in told(rooms)] == [(5, ())]


def test_bands_of_which_enough_asked(rooms: Rooms, clock: Clock) -> None:
    """A band is told with a topic that five of it asked about; of an article, how many of a band it did not help, by
    whatever they asked, in steps, and never that nearly all did."""
    ask(rooms, COOKS[:13], "oven clean", "closest", "oven")
    ask(rooms, [*COOKS[:4], *BARISTAS[:6]], "milk warm", "not helpful", "milk")
    ask(rooms, BARISTAS[6:12], "till drawer", "not helpful", "milk")
    ask(rooms, PORTERS, "parking place", "closest", "parking")
    ended(rooms, clock)
    newest = rooms.gaps.newest(date.min)
    assert newest is not None
    cooks, baristas = Band("cook", ("Station",), 14), Band("barista", ("Harbour",), 12)
    assert newest.bands == (baristas, cooks)
    assert sorted(of_bands(rooms)) == [
        ("barista", ("drawer", "till")), ("barista", ("milk", "warm")), ("cook", ("clean", "oven")),
    ]  # fmt: skip
    assert newest.missed == (Missed("milk", baristas, 5), Missed("oven", cooks, 5))
    assert rooms.gaps.newest(clock.now.date()) is None


def test_outside_of_all_bands_are_enough_people(rooms: Rooms, clock: Clock) -> None:
    """Where fewer than ten people are in no band, the smallest band is not told: nobody is the rest of what is."""
    rooms.directory.load([each for each in crowd() if each.role == "cook"], TEAM)
    ask(rooms, COOKS[:6])
    ended(rooms, clock)
    assert [(gap.people, gap.roles) for gap in told(rooms)] == [(5, ())]
    assert of_bands(rooms) == []


def test_how_it_went_and_near_what(rooms: Rooms, clock: Clock) -> None:
    """How it went, and the article that did not help, are told where five people had it so."""
    ask(rooms, COOKS[:5], "oven clean", "closest", "oven")
    ask(rooms, COOKS[5:10], "oven clean", "not helpful", "oven")
    ask(rooms, COOKS[10:13], "oven clean", "not helpful", "grill")
    ask(rooms, COOKS[13:], "oven clean")
    ended(rooms, clock)
    (gap,) = told(rooms)
    assert (gap.outcomes, gap.articles) == ({"closest": 5, "not helpful": 5}, ("oven",))


def test_one_person_is_one(rooms: Rooms, clock: Clock) -> None:
    """Of one person the twenty newest questions of a period are looked at, each once."""
    seen: list[Asked] = []

    def group(asked: Sequence[Asked]) -> list[Placed]:
        seen.extend(asked)
        return by_first_word(asked)

    for at in range(MOST_OF_ONE + 5):
        ask(rooms, COOKS[:1], f"wifi {at:02}")
        ask(rooms, COOKS[:1], f"wifi {at:02}")
    period_ends(clock)
    rooms.gaps.count(group)
    assert [each.words for each in seen] == [f"wifi {at:02}" for at in range(5, MOST_OF_ONE + 5)]


def test_no_more_than_a_few_words(rooms: Rooms, clock: Clock) -> None:
    """A topic is told by its six most telling words: one that other topics have too comes last."""
    ask(rooms, COOKS[:5], "wifi alfa bravo carlo delta else fox golf")
    ask(rooms, COOKS[:5], "zeta alfa")
    ended(rooms, clock)
    long = max(words(rooms), key=len)
    assert len(long) == MOST_WORDS
    assert "alfa" not in long


# --- who is counted


def test_who_is_not_to_be_counted_is_not(rooms: Rooms, house: House, clock: Clock) -> None:
    """Who switched it off, erased all or deleted what was kept before the period was over does not count."""
    ask(rooms, COOKS[:7])
    rooms.gate.choose(rooms.gate.worker(COOKS[0]), uses.IMPROVE_ARTICLES, "withdrawn", "Stop")
    rooms.rights.erase(rooms.gate.worker(COOKS[1]))
    rooms.rights.erase_use(rooms.gate.worker(COOKS[2]), uses.IMPROVE_ARTICLES)
    ended(rooms, clock)
    assert told(rooms) == ()
    assert house.count("receipt") == 8


def test_who_said_yes_to_less_is_not_counted(rooms: Rooms, house: House, clock: Clock) -> None:
    """A yes to the earlier version, which told no managers, is none to this one: nothing of it is read."""
    ask(rooms, COOKS[:5])
    house.raw().execute(
        "INSERT INTO choice (worker, use, state, wording, at, version) "
        "VALUES (?, 'improve_articles', 'granted', 'old words', '2026-03-01T09:00:00.000000', 2)",
        [rooms.gate.worker(COOKS[0])],
    )
    ended(rooms, clock)
    assert told(rooms) == ()


@pytest.mark.parametrize("use", [uses.RANK_BY_ROLE, uses.TELL_MANAGERS])
def test_a_job_that_must_not_be_used_is_not_read(rooms: Rooms, clock: Clock, use: uses.DataUse) -> None:
    """Who switched the use of their job off, for all or for this, counts without it: in no job and in no band. No
    receipt says that it was read."""
    ask(rooms, COOKS[:5])
    rooms.gate.choose(rooms.gate.worker(COOKS[0]), use, "withdrawn", "Stop")
    ended(rooms, clock)
    (gap,) = told(rooms)
    assert (gap.people, gap.roles) == (5, ())
    assert of_bands(rooms) == []
    receipts = rooms.rights.show(rooms.gate.open(COOKS[0], public=False)).receipts
    assert [(each.use, each.kinds) for each in receipts[1:]] == [("improve_articles", ("question",))]


def test_a_job_that_the_list_no_longer_names_is_not_told(rooms: Rooms, clock: Clock) -> None:
    """A job is told of as long as the company's list has it; who is on no list counts without one."""
    ask(rooms, [*COOKS[:5], STRANGER])
    rooms.directory.load([each for each in crowd() if each.role != "cook"], TEAM)
    ended(rooms, clock)
    assert [(gap.people, gap.roles) for gap in told(rooms)] == [(5, ())]


def between(what: Callable[[], object]) -> Callable[[Sequence[Asked]], Sequence[Placed]]:
    """A grouping during which something happens."""

    def group(asked: Sequence[Asked]) -> Sequence[Placed]:
        what()
        return by_first_word(asked)

    return group


def test_who_goes_while_it_is_counted_is_left_out(rooms: Rooms, house: House, clock: Clock) -> None:
    """Drawn is not counted: who switches it off or erases all while the topics are found is in none of them."""
    ask(rooms, COOKS[:6])
    ask(rooms, COOKS[:7], "till drawer")

    def leave() -> None:
        rooms.gate.choose(rooms.gate.worker(COOKS[0]), uses.IMPROVE_ARTICLES, "withdrawn", "Stop")
        rooms.rights.erase(rooms.gate.worker(COOKS[1]))

    period_ends(clock)
    assert rooms.gaps.count(between(leave)) == 1
    assert house.rows(TOLD) == [('["drawer", "till"]', 5, '["cook"]')]


def test_who_refuses_their_job_while_it_is_counted_is_in_no_band(rooms: Rooms, clock: Clock) -> None:
    """They count, but of no job and no band, though it was drawn already."""
    ask(rooms, COOKS[:5])

    def refuse() -> None:
        rooms.gate.choose(rooms.gate.worker(COOKS[0]), uses.TELL_MANAGERS, "withdrawn", "Stop")

    period_ends(clock)
    assert rooms.gaps.count(between(refuse)) == 1
    assert [(gap.people, gap.roles) for gap in told(rooms)] == [(5, ())]
    assert of_bands(rooms) == []


# --- once


def test_another_list_while_it_is_counted_counts_anew(rooms: Rooms, house: House, clock: Clock) -> None:
    """Jobs that were drawn of one list are never told by the bands of another: nothing is told, and the next count
    tells it by the new list."""
    ask(rooms, COOKS[:5])
    period_ends(clock)
    assert rooms.gaps.count(between(lambda: rooms.directory.load(crowd(), TEAM))) == 0
    assert (house.count("gap"), house.count("band")) == (0, 0)
    assert rooms.gaps.count(by_first_word) == 1
    assert of_bands(rooms) == [("cook", ("password", "wifi"))]


def test_two_processes_count_a_period_once(rooms: Rooms, house: House, clock: Clock) -> None:
    """Where another process counts while the topics are found, this one leaves what it told as it is."""
    ask(rooms, COOKS[:6])
    other = house.rooms()
    period_ends(clock)
    assert rooms.gaps.count(between(lambda: other.gaps.count(by_first_word))) == 0
    assert house.rows(TOLD) == [('["password", "wifi"]', 5, '["cook"]')]
    assert rooms.gaps.count(by_first_word) == 0


def test_what_fails_in_the_midst_tells_nothing(rooms: Rooms, house: House, clock: Clock) -> None:
    """A count that broke off is made again, whole."""
    ask(rooms, COOKS[:6])
    period_ends(clock)

    def fail(_asked: Sequence[Asked]) -> Sequence[Placed]:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        rooms.gaps.count(fail)
    assert (house.count("gap"), house.count("gap_period")) == (0, 0)
    assert rooms.gaps.count(by_first_word) == 1
    assert house.count("gap") == 1


def test_a_late_question_is_in_no_total(rooms: Rooms, house: House, clock: Clock) -> None:
    """What is kept under a day that was counted already changes nothing that was told, and is told nowhere else."""
    ask(rooms, COOKS[:6])
    before = clock.now
    ended(rooms, clock)
    after, clock.now = clock.now, before
    ask(rooms, COOKS[6:13])
    clock.now = after
    assert rooms.gaps.count(by_first_word) == 0
    assert ended(rooms, clock) == 0
    assert house.rows(TOLD) == [('["password", "wifi"]', 5, '["cook"]')]


def test_questions_of_the_day_it_is_counted_wait(rooms: Rooms, clock: Clock) -> None:
    """What is asked on the first day of the next period belongs to that."""
    ask(rooms, COOKS[:5])
    period_ends(clock)
    ask(rooms, COOKS[:7], "till drawer")
    rooms.gaps.count(by_first_word)
    assert words(rooms) == [("password", "wifi")]
    ended(rooms, clock)
    assert words(rooms) == [("drawer", "till"), ("password", "wifi")]


def test_no_period_is_lost_while_the_machine_is_off(rooms: Rooms, house: House, clock: Clock) -> None:
    """Periods that ended meanwhile are counted at the next start, each by itself; what outlived its time is gone."""
    for at in range(5):
        ask(rooms, COOKS[:5], f"{'abcde'[at] * 4} thing")
        period_ends(clock)
    assert house.rooms().gaps.count(by_first_word) == 3
    assert sorted(words(rooms)) == [(letter * 4, "thing") for letter in "cde"]


def test_a_restored_backup_is_not_counted_again(rooms: Rooms, house: House, clock: Clock) -> None:
    """Data of before the count, beside the second file of today: nothing is told of its days a second time."""
    ask(rooms, COOKS[:6])
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    ended(rooms, clock)
    again = restored(house)
    assert again.gaps.count(by_first_word) == 0
    assert house.count("gap") == 0


def restored(house: House) -> Rooms:
    house.close()
    shutil.copy(house.folder / "old.db", house.folder / "people.db")
    for log in ("people.db-wal", "people.db-shm"):
        Path(house.folder / log).unlink(missing_ok=True)
    return house.rooms()


def test_what_was_counted_is_noted_though_the_process_died(rooms: Rooms, house: House, clock: Clock) -> None:
    """Where the second file was not told, because the process died just then, the next count tells it."""
    ask(rooms, COOKS[:6])
    house.raw().execute("VACUUM INTO ?", [str(house.folder / "old.db")])
    ended(rooms, clock)
    house.raw("keys.db").execute("DELETE FROM counted")
    assert rooms.gaps.count(by_first_word) == 0
    assert restored(house).gaps.count(by_first_word) == 0


def test_it_is_looked_at_once_an_hour(rooms: Rooms, clock: Clock) -> None:
    """Who comes by often makes it count within the hour after a period is over, and costs nothing else."""
    ask(rooms, COOKS[:5])
    assert rooms.gaps.hourly(by_first_word) == 0
    period_ends(clock)
    assert (rooms.gaps.hourly(by_first_word), rooms.gaps.hourly(by_first_word)) == (1, 0)


FORBIDDEN = {
    "the gaps of a period are told once": ["INSERT INTO gap SELECT first, 9, until, 9, trend, '', '', '', '' FROM gap"],
    "a gap that was told is never changed": ["UPDATE gap SET people = 99"],
    "what was counted is not counted again": [
        "INSERT INTO gap_period (first, until) SELECT first, '2099-01-01' FROM gap",
        "INSERT INTO gap_period (first, until) VALUES ('2099-01-01', '2098-01-01')",
        "UPDATE gap_period SET until = '2020-01-01'",
    ],
    "the gaps of a band are told once": ["INSERT INTO band_gap SELECT first, 9, topic FROM gap"],
    "a gap of a band is never changed": ["UPDATE band_gap SET topic = 9"],
    "CHECK": [
        "INSERT INTO gap VALUES ('2099-01-01', 1, '2099-02-01', 4, 'new', '', '', '', '')",
        "INSERT INTO band VALUES ('2099-01-01', 1, 'cook', '[]', 9)",
    ],
}


@pytest.mark.parametrize(
    ("statement", "reason"), [(each, reason) for reason, statements in FORBIDDEN.items() for each in statements]
)
def test_the_database_keeps_gaps_as_they_were_told(
    rooms: Rooms, house: House, clock: Clock, statement: str, reason: str
) -> None:
    """No gap is added to a period that was counted, changed, or made of fewer than five; no day is counted twice."""
    ask(rooms, COOKS[:5])
    ended(rooms, clock)
    with pytest.raises(sqlite3.IntegrityError, match=reason):
        house.raw().execute(statement)
    assert house.rows(TOLD) == [('["password", "wifi"]', 5, '["cook"]')]


def test_gaps_outlive_no_year(rooms: Rooms, house: House, clock: Clock) -> None:
    """What was told goes with the sweep after a year; that its days were counted stays."""
    ask(rooms, COOKS[:5])
    ended(rooms, clock)
    clock.now = clock.now.replace(year=clock.now.year + GAP_MONTHS // 12)
    rooms.retention.sweep()
    assert house.count("gap") == 1
    clock.forward(days=31)
    rooms.retention.sweep()
    assert (house.count("gap"), house.count("gap_period")) == (0, 1)


# --- the same topic again


def test_a_topic_is_known_again(rooms: Rooms, clock: Clock) -> None:
    """The same words in the next period are the same topic: more people, as many, fewer, or back after a while."""
    shown = []
    for number in (5, 10, 11, 5, 0, 5):
        ask(rooms, COOKS[:number], "wifi password")
        ask(rooms, BARISTAS[:5], "parking place")
        ended(rooms, clock)
        shown += [(gap.topic, gap.people, gap.trend) for gap in told(rooms)[:2] if "wifi" in gap.words]
    assert len({topic for topic, _, _ in shown}) == 1
    assert [(people, trend) for _, people, trend in shown] == [
        (5, "new"), (10, "rising"), (10, "same"), (5, "falling"), (5, "rising"),
    ]  # fmt: skip
    assert len({gap.topic for gap in told(rooms)}) == 2


def a_gap(*of: str, people: int = 5, until: date = date(2026, 3, 2), topic: int = 0) -> Gap:
    return Gap(topic, Period(date(2026, 2, 2), until), people, "new", of)


def test_two_topics_are_never_taken_for_one() -> None:
    """Half of the words must be shared, the first of either among them; an old topic is only one of the new."""
    before = [a_gap("wifi", "password", topic=3)]
    now = [replace(a_gap(*of, topic=number), period=Period(date(2026, 3, 2), date(2026, 3, 30))) for number, of in
           enumerate((
        ("wifi", "code"), ("wifi", "password", "guest"), ("till", "password", "drawer", "key"), ("oven",),
    ))]  # fmt: skip
    again = {gap.words: gap.topic for gap in known_again(now, before).values()}
    assert again[("wifi", "code")] == 3
    assert sorted(again.values()) == [3, 4, 5, 6]


# --- what follows from what is told


K = 5
ROLES = ("cook", "barista", "cashier")
TOPICS = 3
People = dict[str, str]
Week = dict[str, int]
"""Who asked about which topic in one week."""
View = tuple[frozenset[int], str | None, int]
"""The weeks that a number is about, the job or all, and how many people it tells of."""


def told_of(asked: Week, jobs: People, k: int = K) -> set[tuple[str, int, tuple[str, ...]]]:
    """All that is told of what was asked in a period."""
    missed = [
        InVain(
            WorkerId(who),
            Cell(jobs[who], "Harbour"),
            "not found",
            "",
            topic,
            {f"word{'abc'[topic]}": f"word{'abc'[topic]}"},
        )
        for who, topic in asked.items()
    ]
    made = gaps_of(missed, Period(date(2026, 2, 2), date(2026, 3, 2)), telling(jobs, k))
    return {(gap.words[0], gap.people, gap.roles) for gap in made}


def telling(jobs: People, k: int) -> Telling:
    """As it is told by a list that has those people and no others."""
    return Telling(k, bands_told(Counter(Cell(job, "Harbour") for job in jobs.values()), k), len(jobs), lambda _: False)


def company(chance: random.Random) -> People:
    return {f"w{at}": chance.choices(ROLES, (6, 3, 1))[0] for at in range(chance.randint(1, 50))}


def months(chance: random.Random, jobs: People, number: int = 12) -> list[Week]:
    """Weeks of which some are busy and some are so quiet that one person alone asks anything."""
    weeks: list[Week] = []
    for _ in range(number):
        share = chance.choice((0.02, 0.1, 0.5))
        # Who asks again within four weeks is left out: they count once there, which an attacker would have to know.
        fresh = [who for who in jobs if not any(who in week for week in weeks[-3:])]
        weeks.append({who: chance.randrange(TOPICS) for who in fresh if chance.random() < share})
    return weeks


def by_period(weeks: list[Week], jobs: People) -> list[View]:
    """What is told of the first topic: each four weeks once, in whole steps, of jobs no number."""
    views: list[View] = []
    for first in range(0, len(weeks), WEEKS):
        asked = {who: topic for week in weeks[first : first + WEEKS] for who, topic in week.items()}
        for word, people, _ in told_of(asked, jobs):
            if word == "worda":
                views.append((frozenset(range(first, first + WEEKS)), None, people))
    return views


def moving_on(weeks: list[Week], jobs: People) -> list[View]:
    """What must not be told: four weeks that move on by one, for all and for each job, only small groups refused."""
    views: list[View] = []
    for last in range(len(weeks)):
        window = frozenset(range(max(0, last - WEEKS + 1), last + 1))
        for role in (None, *ROLES):
            who = {each for at in window for each, topic in weeks[at].items() if topic == 0}
            number = sum(role in (None, jobs[each]) for each in who)
            views += [(window, role, number)] if number >= K else []
    return views


def recovered(weeks: list[Week], jobs: People, views: list[View]) -> tuple[int, int]:
    """How many times an attacker, who knows who works where and who asked anything in which week, finds whether
    somebody asked about the topic, by any sum or difference of what is told; and how many times that could be."""
    who = [(person, at) for at, week in enumerate(weeks) for person in week]
    if not views:
        return 0, len(who)
    members = np.array([[float(at in window and role in (None, jobs[person])) for person, at in who]
                        for window, role, _ in views])  # fmt: skip
    numbers = np.array([float(number) for *_, number in views])
    weights = np.linalg.pinv(members.T)
    found = 0
    for column, (person, at) in enumerate(who):
        alone = np.zeros(len(who))
        alone[column] = 1.0
        mix = weights @ alone
        if np.allclose(members.T @ mix, alone, atol=1e-6):
            found += round(float(numbers @ mix)) == int(weeks[at][person] == 0)
    return found, len(who)


def test_no_subtraction_over_weeks_and_jobs_finds_anybody() -> None:
    """From all that is told over twelve weeks, by any sum or difference, nothing follows about any one person."""
    chance, tried = random.Random(5), 0
    for _ in range(TRIES):
        jobs = company(chance)
        weeks = months(chance, jobs)
        found, asked = recovered(weeks, jobs, by_period(weeks, jobs))
        assert found == 0
        tried += asked
    assert tried > TRIES


def test_moving_windows_would_not_do() -> None:
    """The attack is a real one: windows that move on by a week, with small groups refused, give people away."""
    chance = random.Random(5)
    companies = [(jobs, months(chance, jobs)) for jobs in (company(chance) for _ in range(100))]
    assert sum(recovered(weeks, jobs, moving_on(weeks, jobs))[0] for jobs, weeks in companies) > 50


def test_knowing_all_but_two_is_guessing() -> None:
    """An attacker knows who works where, and what everybody asked but two people of one job in one period, of whom one
    asked about one topic and the other about another. Whichever it was, the same is told: half of the guesses are
    right."""
    chance, right, tried = random.Random(8), 0, 0
    for _ in range(TRIES):
        jobs = company(chance)
        asked = {who: chance.randrange(TOPICS) for who in jobs if chance.random() < 0.8}
        pairs = [
            (one, two) for one in asked for two in asked
            if one < two and jobs[one] == jobs[two] and asked[one] != asked[two]
        ]  # fmt: skip
        if not pairs:
            continue
        one, two = chance.choice(pairs)
        worlds = asked, asked | {one: asked[two], two: asked[one]}
        secret = chance.randrange(2)
        fits = [at for at in (0, 1) if told_of(worlds[at], jobs) == told_of(worlds[secret], jobs)]
        right += chance.choice(fits) == secret
        tried += 1
    assert tried > TRIES / 2
    assert abs(right / tried - 0.5) <= 4 * (0.25 / tried) ** 0.5


@given(st.integers(0, 2**32), st.sampled_from([5, 6, 10]))
@settings(max_examples=150, deadline=None)
def test_one_question_more_changes_one_step(seed: int, k: int) -> None:
    """With or without any one question each topic's number differs by a step at most, and no other topic changes."""
    chance = random.Random(seed)
    jobs = company(chance)
    asked = {who: chance.randrange(TOPICS) for who in jobs if chance.random() < 0.8} or {min(jobs): 0}
    one = chance.choice(sorted(asked))
    full, less = (
        {word: (people, roles) for word, people, roles in told_of(each, jobs, k)}
        for each in (asked, {who: about for who, about in asked.items() if who != one})
    )
    for word in full.keys() | less.keys():
        (now, roles), (before, others) = full.get(word, (0, ())), less.get(word, (0, ()))
        assert now - before in (0, k)
        assert set(roles) - set(others) <= {jobs[one]}
        assert full.get(word) == less.get(word) or word == f"word{'abc'[asked[one]]}"
    assert all(people >= k and people % k == 0 for people, _ in full.values())


# --- killed at any moment


def test_a_kill_loses_no_period_and_tells_none_twice(house: House) -> None:
    """After any kill each period that is over is told once, whole: both its topics or none yet."""
    chance, published = random.Random(4), set[str]()
    for _ in range(KILLS):
        said = said_before_death("tests.privacy.gaps_on", house.folder, lines=chance.randrange(6, 30))
        published |= {until for what, until in said if what == "told"}
    rooms = house.rooms()
    ((last,),) = house.rows("SELECT max(at) FROM request")
    house.clock.now = house.clock.now.replace(year=int(last[:4]), month=int(last[5:7]), day=int(last[8:10]))
    ended(rooms, house.clock)
    rows = house.rows("SELECT until, words, people FROM gap ORDER BY until, words")
    of_bands = house.rows("SELECT count(*), count(DISTINCT first) FROM band_gap JOIN band USING (first, number)")
    counted = [until for (until,) in house.rows("SELECT until FROM gap_period ORDER BY until")]
    assert published <= set(counted)
    assert rows == [
        (until, *topic) for until in counted for topic in (('["drawer", "till"]', 5), ('["password", "wifi"]', 5))
    ]
    assert of_bands == [(2 * len(counted), len(counted))]
    noted = [row[0] for row in house.raw("keys.db").execute("SELECT month FROM counted ORDER BY month")]
    assert noted == [f"gaps until {until}" for until in counted]
    assert rooms.chain.check() == ()
