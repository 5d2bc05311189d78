"""“Read it all”: the whole article, for one who may see it, and with the notice of what was read to know."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.demo import PEOPLE
from bot.slack.article import MOST_BLOCKS
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import LocalWorkspace
from knowledge.article import ANYONE, Article, Audience, Owner, Viewer
from privacy.directory import read
from privacy.uses import NOTHING_USED, SWITCHED_OFF, notice_for
from retrieval.answer import Answer, Citation
from retrieval.preference import Preference
from tests.scenarios.company import Company, Talker, actions, labels, words_in
from tests.scenarios.finders import PLAIN

CHICKEN = "wat temp chiken"
CLOSE = "how do i close"
JOB = notice_for(frozenset({"role", "site"}))
Open = Callable[[str], Talker]


def whole(worker: Talker, answer: Any) -> Any:
    """Presses “Read it all” and returns the page."""
    worker.presses(answer, "read:0")
    return worker.next_modal()


def test_an_article_for_everyone(person: Open, company: Company) -> None:
    """The page has the title, who looks after it, and all its words; nothing is drawn for what everyone may see."""
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    company.settle()
    receipts = company.count("receipt")
    page = whole(cook, answer)
    shown = words_in(page)
    assert page["title"]["text"] == ENGLISH.read_it_all
    assert shown.splitlines()[1] == "Cooking chicken safely"
    for part in ("Looked after by Hana Sato. Last checked 5 October 2026.", "Core temperature", "3. Wait until"):
        assert part in shown
    assert "#" not in shown
    assert NOTHING_USED in shown
    assert company.count("receipt") == receipts


def test_an_article_for_their_job(person: Open, company: Company) -> None:
    """What only their job may see is opened with a receipt, and its notice stands on the page."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    company.settle()
    receipts = company.count("receipt")
    page = whole(cook, answer)
    assert "Closing the store: cook" in words_in(page)
    assert JOB in words_in(page)
    assert company.count("receipt") == receipts + 1


def test_no_longer_theirs(person: Open, company: Company) -> None:
    """Whoever has another job by now is told so in a sentence, with the notice; nothing of the article is shown."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    moved = [replace(each, role="barista") if each.slack_user_id == "U0CAI" else each for each in read(PEOPLE)]
    company.rooms.directory.load(moved, company.workspace.team_id)
    shown = words_in(whole(cook, answer))
    assert ENGLISH.article_gone in shown
    assert JOB in shown
    assert "oven" not in shown


def test_switched_off(person: Open, company: Company) -> None:
    """Whoever switched their job off sees what everyone sees, and nothing is read to tell."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    cook.presses(answer, "stop:rank_by_role")
    cook.next_message()
    receipts = company.count("receipt")
    shown = words_in(whole(cook, answer))
    assert ENGLISH.article_gone in shown
    assert SWITCHED_OFF in shown
    assert company.count("receipt") == receipts


def test_a_page_that_came_too_late(person: Open, workspace: LocalWorkspace) -> None:
    """Where Slack opens the page no more, the sentence that says so names what was read for it."""
    cook = person("U0CAI")
    answer = cook.hears(CLOSE)
    workspace.faults.slow("views.open", 3.2)
    cook.presses(answer, "read:0")
    assert cook.next_message(15)["text"] == f"{ENGLISH.trigger_too_old}\n{JOB}"


def test_gone(person: Open, company: Company) -> None:
    """An article that was taken away meanwhile ends in a sentence."""
    company.finder = Shelf((), PLAIN)
    cook = person("U0CAI")
    assert ENGLISH.article_gone in words_in(whole(cook, cook.hears(CHICKEN)))


def test_in_a_channel(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """Whoever presses it where others read gets the page alone, by their own job and not by the asker's."""
    company.finder = Shelf((FOR_COOKS,), QUOTED)
    cook, barista, channel = person("U0CAI"), person("U0BEA"), workspace.channel_id("all-teams")
    thread = cook.says(f"@Onhand {CHICKEN}", channel=channel)
    answer = cook.next_message(channel=channel, thread_ts=thread)
    assert FOR_COOKS.title in words_in(whole(cook, answer))
    refused = words_in(whole(barista, answer))
    assert ENGLISH.article_gone in refused
    assert JOB in refused


def test_in_spanish(person: Open) -> None:
    """The page around the article is in the language of the question."""
    cook = person("U0CAI")
    page = whole(cook, cook.hears("¿a qué temperatura va el pollo?"))
    assert page["title"]["text"] == SPANISH.read_it_all
    assert "Última revisión" in words_in(page)


def test_not_found_nothing_to_read(person: Open) -> None:
    """Where there is no article there is no button; the nearest one has it."""
    cook = person("U0CAI")
    assert not [each for each in actions(cook.hears("whats the wifi password")) if each.startswith("read")]
    assert "read:0" in actions(cook.hears(CLOSE))


class Shelf:
    """Has these articles, and one answer."""

    def __init__(self, articles: tuple[Article, ...], answer: Answer) -> None:
        self._articles = articles
        self._answer = answer

    def answer(self, _words: str, _preference: Preference, _viewer: Viewer) -> Answer:
        return self._answer

    def within(self, _words: str, _article_id: str, _viewer: Viewer) -> Answer:
        return self._answer

    def article(self, article_id: str, viewer: Viewer | None) -> Article | None:
        there = (each for each in self._articles if each.id == article_id)
        return next((each for each in there if each.audience.admits(viewer or ANYONE)), None)


FOR_COOKS = Article("oven", "The oven", "## Off\n\nTurn it off.", Audience(frozenset({"cook"})))
TILL = Article("till", "The till", "Count it.", owner=Owner("<!channel>"), reviewed=date(2026, 5, 1), language="de")
QUOTED = Answer(True, "Turn it off.", (Citation("oven", "The oven", "Off", "Turn it off.", 1),))
BOTH = replace(QUOTED, citations=(*QUOTED.citations, Citation("till", "The till", "", "Count it.", 1)))


def test_two_articles_two_buttons(person: Open, company: Company) -> None:
    """An answer from two articles has a button for each, by its title; two quotations of one article have one."""
    company.finder = Shelf((FOR_COOKS, TILL), BOTH)
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    assert {"Read it all: The oven", "Read it all: The till"} <= set(labels(answer))
    cook.presses(answer, "read:1")
    shown = words_in(cook.next_modal())
    assert "Count it." in shown
    assert ENGLISH.written_in("de") in shown
    company.finder = Shelf((FOR_COOKS,), replace(QUOTED, citations=QUOTED.citations * 2))
    assert [each for each in labels(cook.hears(CHICKEN)) if ENGLISH.read_it_all in each] == [ENGLISH.read_it_all]


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("word " * 2_000, False),
        ("x" * 10_000, False),
        ("\n\n".join(f"## Part {number}\n\nSay {number}." for number in range(MOST_BLOCKS // 2)), False),
        ("\n\n".join(f"## Part {number}\n\nSay {number}." for number in range(MOST_BLOCKS)), True),
        ("One line.\n" * 4_000, True),
        ("\u0444" * 40_000, True),
    ],
    ids=["words", "no space", "just fits", "parts", "lines", "letters of many bytes"],
)
def test_as_much_as_fits(person: Open, company: Company, body: str, cut: bool) -> None:
    """A long article is shown up to what Slack takes, in its order, and the page says where it was cut."""
    company.finder = Shelf((replace(FOR_COOKS, body=body, audience=Audience()),), QUOTED)
    cook = person("U0CAI")
    shown = words_in(whole(cook, cook.hears(CHICKEN)))
    assert (ENGLISH.article_cut in shown) == cut
    if not cut:
        assert "".join(body.replace("#", "").split()) in "".join(shown.split())
