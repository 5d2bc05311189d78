"""What was asked in vain is told when it is written: once, with a yes, and only what one may see."""

import os
import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.wiring import Onhand
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article, Audience
from knowledge.proposals import Draft
from privacy.uses import HEAR_BACK, notice_for
from tests.killing import one_life
from tests.scenarios.company import Company, Leaving, Message, Talker, actions, labels, opened, wait_until, words_in

SAID = ENGLISH.shaping
WIFI = "whats the wifi password"
SALT = "who orders the salt for the pretzel machine"
ILL = "i have diabetes where do i keep my insulin"
PAGE = Article("wifi", "The wifi password", "The wifi password is on the back of the rota in the office.")
SALT_PAGE = Article("salt", "Salt for the pretzel machine", "Ana orders the salt for the pretzel machine on Mondays.")
AWAITED = frozenset({"awaited"})
KEPT = "use = 'hear_back'"
KILLS = int(os.environ.get("ONHAND_KILLS", "6"))
Open = Callable[[str], Talker]


@pytest.fixture
def onhand(company: Company) -> Onhand:
    """The articles of the company's own home."""
    assert isinstance(company.finder, Onhand)
    return company.finder


@pytest.fixture
def company(home: Path, workspace: LocalWorkspace, leaving: Leaving) -> Iterator[Company]:
    """The company with articles of its own, which a test may change."""
    from bot.demo import for_demo
    from bot.settings import Settings

    own = Onhand(for_demo(Settings(home=home)))
    own.warm()
    with opened(home, own, workspace, leaving) as company:
        company.open()
        yield company


def publishes(onhand: Onhand, *articles: Article) -> None:
    """Two editors bring articles in and approve them; they are live then."""
    for proposal in onhand.proposals.propose([Draft(each, "a file") for each in articles], by="one editor"):
        onhand.proposals.approve(proposal.id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))


def waits(worker: Talker, question: str = WIFI) -> Message:
    """Asks in vain, says no to the first question below, and yes to hearing back. Returns what is told then."""
    unknown = worker.hears(question)
    if "keep_none" in actions(unknown):
        worker.presses(unknown, "keep_none")
        unknown = worker.next_message()
    worker.presses(unknown, "hear")
    return worker.next_message()


def looked(company: Company, onhand: Onhand) -> None:
    """Waits until it was looked for answers in all that is live."""
    generation = onhand.library.generation()
    wait_until(lambda: company.rows("SELECT generation FROM looked") == [(generation,)], 20, "the looking")
    company.settle()


def test_asked_in_the_moment_and_once(person: Open, company: Company) -> None:
    """Below an answer that is not there one thing is asked at a time: after the first, whether to tell; never twice."""
    barista = person("U0BEA")
    unknown = barista.hears(WIFI)
    assert "hear" not in actions(unknown)
    barista.presses(unknown, "keep_none")
    asked = barista.next_message()
    assert SAID.shall_i_tell in words_in(asked["blocks"])
    assert labels(asked) == [SAID.yes_tell, ENGLISH.no_thanks]
    assert not {"hear", "hear_none"} & set(actions(barista.hears(SALT)))
    assert company.rows(f"SELECT state FROM choice WHERE {KEPT}") == [("asked",)]
    assert company.count("kept", KEPT) == 0


def test_asked_below_the_answer_where_nothing_else_is(person: Open) -> None:
    """Whoever was asked the other question before is asked right below the answer that is not there."""
    barista = person("U0BEA")
    barista.hears(WIFI)
    unknown = barista.hears(SALT)
    assert SAID.shall_i_tell in words_in(unknown["blocks"])
    assert actions(unknown)[-2:] == ["hear", "hear_none"]


def test_told_once_when_it_is_written(person: Open, company: Company, onhand: Onhand) -> None:
    """When an article that answers is published, whoever waited is told: the answer, quoted, with its notice; once."""
    barista = person("U0BEA")
    assert waits(barista)["text"] == SAID.will_tell_answer
    assert WIFI in words_in(barista.hears("my data")["blocks"])
    publishes(onhand, PAGE)
    told = barista.next_message(20)
    first, *_, last = told["text"].splitlines()
    assert first == f"You asked “{WIFI}”. We wrote it: {PAGE.body}"
    assert last == notice_for(AWAITED)
    assert {"helpful", "read:0", "fix", "stop:hear_back"} <= set(actions(told))
    looked(company, onhand)
    publishes(onhand, Article("other", "The wifi box", "The wifi password is also on the wifi box."))
    looked(company, onhand)
    assert len([each for each in barista.history() if "We wrote it" in each["text"]]) == 1
    assert company.count("kept", KEPT) == 0


def test_each_looking_is_on_their_page(person: Open, company: Company, onhand: Onhand) -> None:
    """An article about something else tells nobody anything; that it was looked leaves a receipt, and nothing else."""
    barista = person("U0BEA")
    waits(barista)
    before = len(barista.history())
    publishes(onhand, SALT_PAGE)
    looked(company, onhand)
    assert len(barista.history()) == before
    assert company.rows("SELECT use FROM receipt") == [("rank_by_role",), ("hear_back",)]
    assert company.count("kept", KEPT) == 1


@pytest.mark.usefixtures("person")
def test_nothing_is_read_of_those_who_wait_for_nothing(company: Company, onhand: Onhand) -> None:
    """Where nobody waits, publishing reads nothing about anybody."""
    publishes(onhand, SALT_PAGE)
    looked(company, onhand)
    assert company.count("receipt") == 0


def test_only_what_they_may_see(person: Open, company: Company, onhand: Onhand) -> None:
    """An article for cooks tells a barista nothing, and a cook the answer, with the notice that their job was read."""
    barista, cook = person("U0BEA"), person("U0CAI")
    waits(barista)
    waits(cook)
    publishes(onhand, Article(PAGE.id, PAGE.title, PAGE.body, Audience(frozenset({"cook"}))))
    told = cook.next_message(20)
    assert PAGE.body in told["text"]
    assert told["text"].splitlines()[-1] == notice_for(AWAITED | {"role", "site"})
    looked(company, onhand)
    assert not [each for each in barista.history() if PAGE.body in each["text"]]


def test_the_use_of_the_job_stays_off(person: Open, company: Company, onhand: Onhand) -> None:
    """Whoever switched the use of their job off is told what everybody may see, and nothing else."""
    cook = person("U0CAI")
    waits(cook)
    cook.presses(cook.hears(SALT), "stop:rank_by_role")
    cook.next_message()
    publishes(onhand, Article(PAGE.id, PAGE.title, PAGE.body, Audience(frozenset({"cook"}))))
    looked(company, onhand)
    assert not [each for each in cook.history() if PAGE.body in each["text"]]
    publishes(onhand, Article("wifi-2", PAGE.title, PAGE.body))
    assert cook.next_message(20)["text"].splitlines()[-1] == notice_for(AWAITED)


def test_health_is_neither_asked_for_nor_kept(person: Open, company: Company) -> None:
    """A question about one's health brings no offer, also to somebody who said yes before."""
    barista = person("U0BEA")
    waits(barista)
    assert "hear" in actions(barista.hears(SALT))
    assert "hear" not in actions(barista.hears(ILL))
    assert company.count("kept", KEPT) == 1


def test_a_yes_keeps_one_question_and_offers_the_next(person: Open, company: Company) -> None:
    """After a yes nothing is kept by itself: below each miss stands one button, and only its tap keeps the question."""
    barista = person("U0BEA")
    waits(barista)
    unknown = barista.hears(SALT)
    assert labels(unknown)[-1] == SAID.tell_me_later
    assert SAID.shall_i_tell not in words_in(unknown["blocks"])
    assert company.count("kept", KEPT) == 1
    for _ in range(2):
        barista.presses(unknown, "hear")
        assert barista.next_message()["text"] == SAID.will_tell_answer
    assert company.count("kept", KEPT) == 2


def test_no_is_no(person: Open, company: Company) -> None:
    """After a no nothing is kept, and nobody asks or offers again."""
    barista = person("U0BEA")
    barista.hears(SALT)
    barista.presses(barista.hears(WIFI), "hear_none")
    assert barista.next_message()["text"] == SAID.will_not_tell
    assert not {"hear", "hear_none"} & set(actions(barista.hears(WIFI)))
    assert company.rows(f"SELECT state FROM choice WHERE {KEPT} ORDER BY id DESC LIMIT 1") == [("withdrawn",)]
    assert company.count("kept", KEPT) == 0


def test_off_deletes_and_tells_nothing(person: Open, company: Company, onhand: Onhand) -> None:
    """Switched off under “my data”, what was waited for is deleted, and what is written later is not told."""
    barista = person("U0BEA")
    waits(barista)
    barista.presses(barista.hears("my data"), f"off:{HEAR_BACK.name}")
    barista.next_message()
    assert company.count("kept", KEPT) == 0
    publishes(onhand, PAGE)
    looked(company, onhand)
    assert not [each for each in barista.history() if "We wrote it" in each["text"]]
    assert company.count("receipt", KEPT) == 0


def test_never_where_others_read(person: Open, workspace: LocalWorkspace) -> None:
    """In a channel nobody is asked whether they want to be told."""
    barista, channel = person("U0BEA"), workspace.channel_id("harbour-street")
    for question in (WIFI, SALT):
        barista.says(f"@Onhand {question}", channel=channel)
        assert not {"hear", "keep_question"} & set(actions(barista.next_message(channel=channel)))


def test_in_the_language_of_the_question(person: Open, onhand: Onhand) -> None:
    """A Spanish question is asked about, and told back, in Spanish."""
    barista = person("U0BEA")
    question = "cuál es la contraseña del wifi de la oficina"
    assert waits(barista, question)["text"] == SPANISH.shaping.will_tell_answer
    said = "La contraseña del wifi de la oficina está detrás del cuadrante."
    publishes(onhand, Article("wifi-es", "La contraseña del wifi", said, language="es"))
    told = barista.next_message(20)
    assert told["text"].startswith(f"Preguntaste “{question}”. Lo hemos escrito: {said}")
    assert told["text"].splitlines()[-1] == notice_for(AWAITED, "es")


def test_no_kill_tells_twice_or_never(person: Open, company: Company, onhand: Onhand) -> None:
    """While the process that looks is killed again and again, each who waited is told, in the end, exactly once."""
    workers = [person(user) for user in ("U0BEA", "U0FINN", "U0DEV", "U0ELA")]
    for worker in workers:
        waits(worker)
    company.settle()
    service, chance = company.services.pop(), random.Random(5)
    service.stop()
    publishes(onhand, PAGE)
    for life in range(KILLS):
        kill_after = chance.uniform(0, 0.3) if life < KILLS - 1 else None
        _look(company, kill_after)
    company.open()
    company.settle()
    for worker in workers:
        assert len([each for each in worker.history() if "We wrote it" in each["text"]]) == 1
    assert company.count("kept", KEPT) == 0


def _look(company: Company, kill_after: float | None) -> None:
    """A process that looks for answers, until it is killed or done."""
    one_life("tests.scenarios.looking", company.home, kill_after=kill_after)
