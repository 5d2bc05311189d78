"""What helped others in the same job: told when it is kept, counted once the month is over, never of one person."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.answering import Finder
from bot.demo import PEOPLE, channels, members
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import LocalWorkspace, Member
from knowledge.article import Article, Viewer
from privacy.directory import Entry, read
from privacy.uses import COUNT_IN_JOB, notice_for
from retrieval.answer import Answer
from retrieval.preference import Preference
from tests.scenarios.company import Company, Leaving, Message, Talker, actions, wait_until, words_in

CHICKEN = "wat temp chiken"
ARTICLE = "chicken-temperature"
MORE = tuple(f"U0K{at}" for at in range(1, 6))
SIX = ("U0CAI", "U0GIA", *MORE[:4])
SEVENTH = MORE[4]
COUNTED_KINDS = ("role", "counted")
COUNTED = "use = 'count_in_job'"
Open = Callable[[str], Talker]


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Noting:
    """The finder, with each preference that it was handed."""

    def __init__(self, finder: Finder) -> None:
        self._finder = finder
        self.preferences: list[Preference] = []

    def answer(self, words: str, preference: Preference, viewer: Viewer) -> Answer:
        self.preferences.append(preference)
        return self._finder.answer(words, preference, viewer)

    def within(self, words: str, article_id: str, viewer: Viewer) -> Answer:
        return self._finder.within(words, article_id, viewer)

    def article(self, article_id: str, viewer: Viewer | None) -> Article | None:
        return self._finder.article(article_id, viewer)


@pytest.fixture
def workspace(leaving: Leaving) -> Iterator[LocalWorkspace]:
    """The sample company's workspace, with five more cooks in it."""
    started = LocalWorkspace([*members(), *(Member(user, f"Kim {user}", "Cook") for user in MORE)], channels())
    started.limits_on = False
    started.start()
    yield started
    leaving.stop(started)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


@pytest.fixture
def noting(company: Company, calendar: Calendar) -> Noting:
    """The company with seven cooks on its list, by that calendar; all preferences are noted."""
    noting = Noting(company.finder)
    company.finder = noting
    company.reopen(clock=calendar)
    more = [Entry(user, "cook", "Mill Lane", "U0ANA", f"Kim {user}") for user in MORE]
    company.rooms.directory.load([*read(PEOPLE), *more], LocalWorkspace.team_id)
    return noting


def finds_it_helpful(worker: Talker) -> Message:
    worker.presses(worker.hears(CHICKEN), "helpful")
    return worker.next_message()


def month_ends(company: Company, calendar: Calendar) -> None:
    """The first of December: the service, which goes on, counts by itself."""
    company.settle()
    calendar.now = datetime(2026, 12, 1, 4, tzinfo=UTC)
    wait_until(lambda: company.count("counted") == 1, 30, "the month to be counted")


def test_what_helped_six_cooks_reaches_the_seventh(
    person: Open, company: Company, calendar: Calendar, noting: Noting
) -> None:
    """Each press is told to be counted. When the month is over the seventh cook's ranking has the total, with no notice
    but that of the job, and no barista's has; a counted cook sees that it was read, and nothing of it is kept."""
    for user in SIX:
        thanks = finds_it_helpful(person(user))
        assert ENGLISH.counted_in_job in words_in(thanks["blocks"])
        assert "stop:count_in_job" in actions(thanks)
    assert company.count("kept", COUNTED) == 6
    assert all(preference.others == {} for preference in noting.preferences)
    month_ends(company, calendar)
    assert company.rows("SELECT * FROM in_job") == [(ARTICLE, "cook", "2026-11", 5)]
    assert company.count("kept", COUNTED) == 0
    seventh = person(SEVENTH)
    answer = seventh.hears(CHICKEN)
    assert noting.preferences[-1].others == {ARTICLE: 5}
    assert answer["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))
    person("U0BEA").hears(CHICKEN)
    assert noting.preferences[-1].others == {}
    page = words_in(person("U0CAI").hears("my data")["blocks"])
    read_of = f"{ENGLISH.kinds(COUNTED_KINDS)}. {ENGLISH.no_message}"
    assert read_of in page
    assert COUNT_IN_JOB.title in page


def test_without_ones_job_there_is_nothing_of_others(
    person: Open, company: Company, calendar: Calendar, noting: Noting
) -> None:
    """Who switched off the use of their job has nothing of it, as a stranger has; switched on again, they do."""
    for user in SIX:
        finds_it_helpful(person(user))
    month_ends(company, calendar)
    seventh = person(SEVENTH)
    seventh.presses(seventh.hears(CHICKEN), "stop:rank_by_role")
    stopped = seventh.next_message()
    seventh.hears(CHICKEN)
    assert noting.preferences[-1] == Preference()
    seventh.presses(stopped, "on:rank_by_role")
    seventh.next_message()
    seventh.hears(CHICKEN)
    assert noting.preferences[-1].others == {ARTICLE: 5}


def test_who_stops_it_is_not_counted(person: Open, company: Company, calendar: Calendar, noting: Noting) -> None:
    """One of six presses the button beside the thanks: their mark is gone, five are too few to tell, and from then on
    nothing is kept, and nothing said, of what helps them."""
    for user in SIX[1:]:
        finds_it_helpful(person(user))
    cook = person(SIX[0])
    cook.presses(finds_it_helpful(cook), "stop:count_in_job")
    assert cook.next_message()["text"] == ENGLISH.stopped(COUNT_IN_JOB)
    assert company.count("kept", COUNTED) == 5
    assert "stop:count_in_job" not in actions(finds_it_helpful(cook))
    month_ends(company, calendar)
    assert company.count("in_job") == 0
    person(SEVENTH).hears(CHICKEN)
    assert noting.preferences[-1].others == {}


def test_not_helpful_takes_it_back(person: Open, company: Company, noting: Noting) -> None:
    """Who says later that the article did not help is not counted for it."""
    cook = person("U0CAI")
    finds_it_helpful(cook)
    cook.presses(cook.hears(CHICKEN), "not_helpful")
    cook.next_message()
    assert noting.preferences
    assert company.count("kept", COUNTED) == 0


def test_told_in_the_language_of_the_question(person: Open, noting: Noting) -> None:
    """That it is counted is said in Spanish beside a Spanish answer, with a button in Spanish."""
    cook = person("U0CAI")
    cook.presses(cook.hears("¿a qué temperatura tiene que estar el pollo?"), "helpful")
    thanks = cook.next_message()
    assert SPANISH.counted_in_job in words_in(thanks["blocks"])
    assert SPANISH.stop_label(COUNT_IN_JOB, alone=False) in str(thanks["blocks"])
    assert noting.preferences


def test_nothing_is_counted_where_others_read(
    person: Open, company: Company, workspace: LocalWorkspace, noting: Noting
) -> None:
    """A press under an answer in a channel is thanked for, and kept for nothing."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    thread = cook.says("@Onhand how hot must chicken be?", channel=channel)
    cook.presses(cook.next_message(channel=channel, thread_ts=thread), "helpful")
    thanks = cook.next_message(channel=channel, thread_ts=thread)
    assert thanks["text"].startswith(ENGLISH.thanks_helpful)
    assert "stop:count_in_job" not in actions(thanks)
    assert noting.preferences
    assert company.count("kept", COUNTED) == 0
