"""An answer that a person gave to a question becomes an article of theirs, without a word of who asked."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.wiring import Onhand
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import Member
from knowledge.article import Audience, Owner
from tests.scenarios.company import Company, Message, Talker, actions, words_in
from tests.scenarios.test_not_known import WIFI, answer_to, handed_over

SAID = ENGLISH.shaping
WORDS = "The password is on the back of the rota, in the office."
ASKER, EXPERT = "U0BEA", "U0HANA"
QUIN, NAME = "U0QUIN", "Quin Quarrel"
Open = Callable[[str], Talker]


@pytest.fixture
def guests() -> list[Member]:
    """Somebody who stands in no article."""
    return [Member(QUIN, NAME, "Cook, Mill Lane")]


@pytest.fixture
def onhand(company: Company) -> Onhand:
    """The articles of the company's own home, past the bot."""
    return Onhand(company.settings)


def answered(asker: Talker, expert: Talker, question: str = WIFI, words: str = WORDS) -> None:
    """A question goes to the expert, and their answer comes back."""
    handed_over(asker, question)
    answer_to(expert.next_message(), expert, words)
    assert expert.next_message()["text"] == ENGLISH.answer_passed_on
    assert words in asker.next_message()["text"]


def form_of(expert: Talker) -> Message:
    """Presses the button that comes below the thanks. Taking out what tells of people takes seconds at first."""
    offer = expert.next_message(60)
    assert offer["text"] == SAID.would_help
    assert actions(offer) == ["make_article"]
    expert.presses(offer, "make_article")
    return expert.next_modal()


def initial(form: Message) -> dict[str, str]:
    return {
        block["block_id"]: block["element"].get("initial_value", "") for block in form["blocks"] if "element" in block
    }


def test_the_form_holds_their_words_and_a_title_of_the_question(person: Open) -> None:
    """Title and text are there to be changed; who will look after it is said before it is sent."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert)
    form = form_of(expert)
    assert initial(form)["title"] == WIFI.capitalize()
    assert initial(form)["words"] == WORDS
    assert SAID.you_own_it.format(name="Hana Sato") in words_in(form)


def test_sent_it_waits_for_an_editor(person: Open, company: Company, onhand: Onhand) -> None:
    """It is a proposal, owned by the expert, checked today, for those whom they chose; approved, it answers."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert)
    expert.submits(form_of(expert), {"title": "The wifi password", "roles": ["barista", "cook"]})
    assert expert.next_message()["text"] == SAID.article_waits.format(title="The wifi password")
    (proposal,) = onhand.proposals.list("waiting")
    article = proposal.article
    assert (article.id, article.title, article.body) == ("the-wifi-password", "The wifi password", WORDS)
    assert article.owner == Owner("Hana Sato", EXPERT)
    assert article.audience == Audience(frozenset({"barista", "cook"}))
    assert article.reviewed == company.rooms.gate.clock().date()
    assert proposal.origin == "an expert's answer"
    onhand.proposals.approve(proposal.id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))
    assert onhand.library.get("the-wifi-password") is not None


def test_nothing_of_the_asker_is_in_it(person: Open, company: Company, onhand: Onhand) -> None:
    """Names, ids and numbers in a question are not in the title; the asker is in no byte of knowledge.db."""
    asker, expert = person(QUIN), person("U0LEO")
    question = "whats the wifi password, Dev Patel asks, number 4471923"
    answered(asker, expert, question)
    form = form_of(expert)
    title = initial(form)["title"]
    assert "wifi password" in title
    assert "[" not in title
    assert not [each for each in ("Dev", "Patel", "4471923", QUIN) if each in json.dumps(form)]
    expert.submits(form)
    expert.next_message()
    assert onhand.proposals.list("waiting")[0].article.title == title
    held = b"".join(path.read_bytes() for path in files_of(company.home))
    assert [each for each in (QUIN.encode(), NAME.encode(), b"4471923") if each in held] == []


def files_of(home: Path) -> list[Path]:
    return [path for path in sorted(home.iterdir()) if path.name.startswith("knowledge.db")]


def test_an_id_that_is_taken_is_not_taken_over(person: Open, onhand: Onhand) -> None:
    """A title that another article has gets an id of its own: nothing live is replaced by it."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert)
    taken = onhand.library.list()[0]
    form = form_of(expert)
    expert.submits(form, {"title": taken.id})
    expert.next_message()
    assert onhand.proposals.list("waiting")[0].article.id == f"{taken.id}-2"


def test_an_audience_that_nobody_offered_is_not_taken(person: Open, company: Company, onhand: Onhand) -> None:
    """A forged choice of a role that there is not makes no article for nobody."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert)
    forged = {"type": "multi_static_select", "selected_options": [{"value": "boss"}, {"value": "cook"}]}
    expert.submits(form_of(expert), {"roles": forged})
    expert.next_message()
    assert onhand.proposals.list("waiting")[0].article.audience == Audience(frozenset({"cook"}))
    company.settle()


def test_a_question_on_health_is_not_offered(person: Open, company: Company) -> None:
    """What somebody asks about themselves is no title of an article: nothing is offered."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert, "i have diabetes where do i keep my insulin")
    company.settle()
    assert not [each for each in expert.history() if "make_article" in str(each.get("blocks"))]


def test_an_empty_title_is_refused_at_its_field(person: Open) -> None:
    """A form without a title or words is refused with a sentence at the field."""
    asker, expert = person(ASKER), person(EXPERT)
    answered(asker, expert)
    form = form_of(expert)
    assert expert.submits(form, {"title": "   "})["errors"] == {"title": ENGLISH.say_something}
    assert expert.submits(form, {"title": "A", "words": " "})["errors"] == {"words": ENGLISH.say_something}


def test_in_the_language_of_the_question(person: Open) -> None:
    """Whoever answers a Spanish question is offered the article in Spanish."""
    asker, expert = person(ASKER), person(EXPERT)
    question = "cuál es la contraseña del wifi de la oficina"
    asker.presses(asker.hears(question), "ask_a_person")
    asker.submits(asker.next_modal(), {"question": question})
    answer_to(expert.next_message(), expert, "Está detrás del cuadrante.")
    expert.next_message()
    assert expert.next_message(60)["text"] == SPANISH.shaping.would_help
