"""How questions went in Slack is counted as they are answered, with nobody's name, and told when their week is over."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.wording import ENGLISH
from tests.scenarios.company import Company, Talker

CHICKEN = "wat temp chiken"
USED = "used chicken-temperature"
"""The article that answers it."""
WIFI = "whats the wifi password"
PEOPLE = ("U0BEA", "U0CAI", "U0FINN", "U0GIA")
Open = Callable[[str], Talker]


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 17, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def counted(company: Company) -> dict[str, int]:
    """What was counted of the week that goes on."""
    company.settle()
    return {what: times for what, times in company.rows("SELECT what, times FROM event") if times}


def test_each_answer_is_counted_as_it_went(person: Open, company: Company) -> None:
    """An answer, its article, a question that the articles do not know, and what was said of an answer, each once."""
    cook, barista = person("U0CAI"), person("U0BEA")
    answer = cook.hears(CHICKEN)
    barista.hears(WIFI)
    assert counted(company) == {"answered": 1, USED: 1, "not known": 1, "left": 1}
    cook.presses(answer, "helpful")
    cook.next_message()
    cook.presses(answer, "helpful")
    assert cook.next_message()["text"] == ENGLISH.already_said
    assert counted(company)["helpful"] == 1


def test_a_press_says_that_somebody_went_on(person: Open, company: Company) -> None:
    """Who asks a person, or says that a question may be kept, did not give up; neither did who asks again and finds."""
    barista, cook = person("U0BEA"), person("U0CAI")
    unknown = barista.hears(WIFI)
    cook.hears(WIFI)
    assert counted(company)["left"] == 2
    barista.presses(unknown, "ask_a_person")
    barista.submits(barista.next_modal(), {"question": WIFI})
    barista.next_message()
    cook.hears(CHICKEN)
    assert counted(company) == {"not known": 2, "answered": 1, USED: 1, "handed over": 1}


def test_small_talk_is_no_question(person: Open, company: Company) -> None:
    """A hello, a thank you and “my data” are not counted."""
    barista = person("U0BEA")
    for words in ("hello", "thanks", "my data"):
        barista.hears(words)
    assert counted(company) == {}


def test_a_week_is_told_without_names(person: Open, company: Company) -> None:
    """When its week is over, what five people's questions led to is told as counts; of a week with four, nothing is."""
    calendar = Calendar()
    company.reopen(clock=calendar)
    for user in PEOPLE:
        person(user).hears(CHICKEN)
    company.settle()
    calendar.now += timedelta(days=7)
    for user in (*PEOPLE, "U0HANA"):
        person(user).hears(CHICKEN)
    company.settle()
    calendar.now += timedelta(days=9)
    company.rooms.measures.measure()
    second, first = company.rooms.measures.weeks(2)
    assert not first.told
    assert (second.asked, second.of("answered"), second.silence) == (5, 5, 5)
    assert company.count("request", "asked > 0") == 0
