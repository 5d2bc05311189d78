"""Questions that are suggested before anybody asked: in the home tab, with the first contact, after a greeting."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.wiring import Onhand
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import LocalWorkspace
from privacy.uses import NOTHING_USED, RANK_BY_ROLE, SUGGEST, SWITCHED_OFF, notice_for
from retrieval.suggesting import MOST, Listed
from tests.scenarios.company import Company, Talker, actions, buttons, labels, words_in
from tests.scenarios.finders import Broken, Unaware

JOB = notice_for(frozenset({"role", "site"}))
OPENING, CLOSING = "Opening the store: barista", "Closing the store: barista"
BURNS = "Burns and scalds"
Open = Callable[[str], Talker]


def at(hour: int) -> Callable[[], datetime]:
    """A clock that stands at an hour of this machine's day, far from any change of its time."""
    moment = datetime(2026, 11, 24, hour, 40).astimezone().astimezone(UTC)
    return lambda: moment


@pytest.fixture
def morning(company: Company) -> Company:
    """The company at twenty to seven."""
    company.reopen(clock=at(6))
    return company


def suggested(part: Any) -> list[str]:
    """The labels of the suggestions of a message or view."""
    return [each["text"]["text"] for each in buttons(part) if each["action_id"].startswith("suggested:")]


def lines(part: Any) -> list[str]:
    """All lines that are read in a view."""
    return words_in(part).splitlines()


def test_the_home_tab_suggests_for_the_job_and_the_hour(person: Open, morning: Company) -> None:
    """At twenty to seven a barista finds the opening list first, with why, and under all one line of what was used."""
    home = person("U0BEA").opens_home(20)
    assert suggested(home)[0] == OPENING
    assert 1 < len(suggested(home)) <= MOST
    said = lines(home)
    assert said[said.index(OPENING) + 1] == "It is for this time of day. It is for your job: barista."
    assert said.count(JOB) == 1
    assert "stop:suggest" in actions(home)
    morning.settle()
    assert morning.rows("SELECT DISTINCT use FROM receipt") == [("suggest",)]


@pytest.mark.usefixtures("morning")
def test_each_has_its_reason(person: Open) -> None:
    """Below each button stands a line that says why, and nothing is suggested that is for another job."""
    home = person("U0CAI").opens_home(20)
    said, known = lines(home), ("It is for", "It matters to", "It changed on", "It is new")
    assert "Opening the store: cook" in suggested(home)
    for label in suggested(home):
        assert said[said.index(label) + 1].startswith(known)
    assert OPENING not in said


def test_another_hour_another_list(person: Open, company: Company) -> None:
    """In the evening it is the closing list, and the opening one is not there."""
    company.reopen(clock=at(18))
    home = suggested(person("U0BEA").opens_home(20))
    assert CLOSING in home
    assert OPENING not in home


def test_a_tap_asks_it_as_if_it_were_typed(person: Open, morning: Company) -> None:
    """The answer comes in one's own conversation, from that article, with its notice and what was tapped."""
    barista = person("U0BEA")
    barista.presses(barista.opens_home(20), "suggested:0")
    answer = barista.next_message(20)
    assert answer["channel"] == barista.dm
    assert f"From “{OPENING}”" in words_in(answer["blocks"])
    assert ENGLISH.you_tapped(OPENING) in lines(answer["blocks"])
    assert answer["text"].splitlines()[-1] == JOB
    morning.settle()
    assert len(barista.history()) == 1


@pytest.mark.usefixtures("morning")
def test_a_follow_up_leans_on_what_was_tapped(person: Open) -> None:
    """What is typed next is understood as following what was tapped in the home tab."""
    barista = person("U0BEA")
    barista.presses(barista.opens_home(20), "suggested:0")
    barista.next_message(20)
    assert "this thread" in barista.hears("and for the cook?")["text"].splitlines()[-1]


def test_stop_beside_the_notice_makes_it_a_strangers(person: Open, morning: Company) -> None:
    """After Stop the tab is drawn anew, with what a stranger finds there, nothing drawn, and the switch off."""
    barista = person("U0BEA")
    barista.presses(barista.opens_home(20), "stop:suggest")
    home = barista.next_home(20)
    morning.settle()
    receipts = morning.count("receipt")
    assert "on:suggest" in actions(home)
    assert lines(home).count(NOTHING_USED) == 1
    again = barista.opens_home(20)
    assert suggested(again) == suggested(home) != []
    morning.settle()
    assert morning.count("receipt") == receipts
    with morning.enter(stranger(morning)) as somebody:
        assert suggestions_of(somebody.opens_home(20)) == suggestions_of(home)


def stranger(company: Company) -> str:
    """Somebody of whom the list says nothing any more."""
    from privacy.worker import Person

    company.rooms.rights.erase(company.rooms.gate.worker(Person(company.workspace.team_id, "U0GIA")))
    return "U0GIA"


def suggestions_of(home: Any) -> list[str]:
    """The lines from the heading of the suggestions to the last reason."""
    said = lines(home)
    return said[said.index(ENGLISH.suggested) : said.index(ENGLISH.show_my_data) - 1]


def test_off_with_the_job(person: Open, morning: Company) -> None:
    """Who stopped the use of their job for answers gets no suggestions by it either: their tap would find nothing."""
    barista = person("U0BEA")
    barista.presses(barista.hears("how hot must chicken be", 20), "stop:rank_by_role")
    barista.next_message()
    home = barista.opens_home()
    assert SWITCHED_OFF in lines(home)
    assert OPENING not in suggested(home)
    morning.settle()
    assert morning.count("receipt", f"use = '{SUGGEST.name}'") == 0


@pytest.mark.usefixtures("morning")
def test_what_helped_is_suggested_with_the_day(person: Open) -> None:
    """With a yes to it, what helped before is among them, and the notice names it and its own Stop."""
    barista = person("U0BEA")
    title = remember(barista)
    home = barista.opens_home()
    assert title in suggested(home)
    assert f"It helped you on {ENGLISH.day(at(6)())}." in words_in(home)
    assert notice_for(frozenset({"role", "site", "helped"})) in lines(home)
    assert {"stop:suggest", "stop:rank_by_past_use"} <= set(actions(home))


def remember(worker: Talker) -> str:
    answer = worker.hears("how do i dial in the grinder")
    worker.presses(answer, "helpful")
    worker.presses(worker.next_message(), "remember")
    worker.next_message()
    return "Dialling in the grinder"


def test_a_new_article_is_called_new(person: Open, morning: Company, shelf: Onhand) -> None:
    """An article that came this week is suggested as new, and one whose words changed with the day."""
    listed = {each.article.id: replace(each, since=at(6)() - timedelta(days=90)) for each in shelf.listed()}
    listed["burns"] = replace(listed["burns"], since=at(6)() - timedelta(days=2))
    listed["handwashing"] = Listed(listed["handwashing"].article, at(6)() - timedelta(days=1), changed=True)
    morning.listed = lambda: tuple(listed.values())
    home = person("U0BEA").opens_home(20)
    assert f"New: {BURNS}" in suggested(home)
    assert "It is new since 22 November 2026." in words_in(home)
    assert "It changed on 23 November 2026." in words_in(home)


@pytest.mark.usefixtures("morning")
def test_the_tab_in_another_language(person: Open) -> None:
    """In Spanish the heading, the reasons, the notice and the Stop are Spanish, and stay so after Stop."""
    barista = person("U0BEA")
    barista.presses(barista.opens_home(20), "language:es")
    home = barista.next_home()
    assert {SPANISH.suggested, notice_for(frozenset({"role", "site"}), "es"), SPANISH.stop} <= set(lines(home))
    barista.presses(home, "stop:suggest")
    assert SPANISH.suggested in lines(barista.next_home())


@pytest.mark.usefixtures("morning")
def test_a_greeting_comes_with_suggestions(person: Open) -> None:
    """Who says hello can tap one at once; the message has its notice."""
    barista = person("U0BEA")
    hello = barista.hears("hello", 20)
    assert hello["text"].splitlines() == [ENGLISH.greeting, JOB]
    barista.presses(hello, "suggested:0")
    assert f"From “{OPENING}”" in words_in(barista.next_message()["blocks"])


def test_the_first_contact_comes_with_suggestions_once(person: Open, morning: Company) -> None:
    """Who opens the conversation before they ask can tap one there; opened again, nothing is read and nothing said."""
    barista = person("U0BEA")
    barista.opens_messages()
    told = barista.next_message(20)
    assert OPENING in suggested(told)
    assert told["text"].splitlines()[-1] == JOB
    morning.settle()
    receipts = morning.count("receipt")
    barista.opens_messages()
    morning.settle()
    assert morning.count("receipt") == receipts > 0
    assert len(barista.history()) == 1


def test_nothing_where_others_read(person: Open, morning: Company, workspace: LocalWorkspace) -> None:
    """A greeting in a channel is answered without suggestions, and nothing is drawn for it."""
    barista, channel = person("U0BEA"), workspace.channel_id("all-teams")
    barista.says("@Onhand hello", channel=channel)
    assert suggested(barista.next_message(20, channel=channel)) == []
    barista.asks("help", channel=channel)
    assert suggested(barista.next_message(channel=channel, ephemeral=True)) == []
    morning.settle()
    assert morning.count("receipt") == 0


def test_what_the_articles_do_not_answer_is_not_suggested(person: Open, morning: Company) -> None:
    """Where no title gets its own article for an answer, nothing is suggested; what was read is told."""
    morning.finder = Unaware()
    home = person("U0BEA").opens_home(20)
    assert suggested(home) == []
    assert ENGLISH.suggested not in lines(home)
    assert JOB in lines(home)


def test_without_articles_nothing_is_read(person: Open, morning: Company) -> None:
    """Where there is nothing to suggest, nothing is drawn and the tab is as it was."""
    morning.listed = tuple
    home = person("U0BEA").opens_home(20)
    assert suggested(home) == []
    assert NOTHING_USED not in lines(home)
    assert morning.count("receipt") == 0


@pytest.mark.parametrize("broken", ["search", "library"])
def test_the_tab_opens_when_the_search_is_broken(person: Open, morning: Company, broken: str) -> None:
    """The switches must be at hand whatever happens: the tab opens without suggestions."""
    if broken == "search":
        morning.finder = Broken(99)
    else:
        morning.listed = lambda: tuple(Broken(99).answer("", None, None) for _ in "x")  # type: ignore[arg-type, misc]
    home = person("U0BEA").opens_home(20)
    assert suggested(home) == []
    assert f"off:{RANK_BY_ROLE.name}" in actions(home)


def test_sensitive_titles_are_for_everyone_or_nobody(person: Open, morning: Company, shelf: Onhand) -> None:
    """An article on health or the like is never suggested because of the job or of what helped, only as anybody's."""
    sick = next(each for each in shelf.listed() if each.article.id == "sick-calls")
    assert sick.article.title
    morning.listed = lambda: (replace(sick, article=replace(sick.article, written_for=frozenset({"barista"}))),)
    assert suggested(person("U0BEA").opens_home(20)) == []
    critical = replace(sick, article=replace(sick.article, critical=True))
    morning.listed = lambda: (critical,)
    assert suggested(person("U0CAI").opens_home(20)) == [sick.article.title]


@pytest.mark.usefixtures("morning")
def test_my_data_tells_of_it(person: Open) -> None:
    """The page of one's data has the switch and the receipts, with what was told; a tab that opened is no answer."""
    barista = person("U0BEA")
    barista.opens_home(20)
    page = barista.hears("my data")
    assert "off:suggest" in actions(page)
    assert "delete:suggest" not in actions(page)
    assert f"You were told: “{JOB}”" in words_in(page["blocks"])
    assert not [action for action in actions(page) if action.startswith("why_kept")]


def test_opened_again_and_again_it_is_read_each_time_and_told(person: Open, morning: Company) -> None:
    """Each opening that reads has its receipt and its notice; the same event twice is one."""
    barista = person("U0BEA")
    for _ in range(2):
        assert JOB in lines(barista.opens_home(20))
    morning.settle()
    assert morning.count("receipt") == 2
    published = [call for call in morning.wire.calls if call.method == "views.publish"]
    assert len(published) == 2
    assert labels(published[0].arguments["view"]) == labels(published[1].arguments["view"])


def test_read_again_when_an_article_changed(home_of_articles: Onhand) -> None:
    """What can be suggested follows the library: an article that is retired is no longer among them."""
    before = {each.article.id for each in home_of_articles.listed()}
    assert home_of_articles.listed() is home_of_articles.listed()
    home_of_articles.library.retire("burns")
    assert before - {each.article.id for each in home_of_articles.listed()} == {"burns"}
    assert not any(each.article.body for each in home_of_articles.listed())


@pytest.fixture
def home_of_articles(company: Company) -> Onhand:
    """The company's articles in its own home, which may be changed."""
    return Onhand(company.settings)
