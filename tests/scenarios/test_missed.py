"""A question that the articles do not answer may be kept, once its asker was asked and said yes."""

from collections.abc import Callable

from click.testing import CliRunner

from bot.__main__ import main
from bot.wording import ENGLISH, SPANISH
from tests.scenarios.company import Company, Talker, actions, labels, wait_until, words_in

WIFI = "whats the wifi password"
SALT = "who orders the salt for the pretzel machine"
ILL = "i have diabetes where do i keep my insulin"
KEPT = "use = 'improve_articles'"
Open = Callable[[str], Talker]


def says_yes(worker: Talker, company: Company) -> None:
    """The thanks come at once; the first question takes seconds to be kept, as names are looked for in it."""
    worker.presses(worker.hears(WIFI), "keep_question")
    assert worker.next_message()["text"] == ENGLISH.will_keep
    wait_until(lambda: company.count("kept", KEPT) == 1, 60, "the question to be kept")


def test_asked_once_under_an_answer_that_is_not_there(person: Open, company: Company) -> None:
    """The first question that no article answers asks for leave, below the answer; the next does not."""
    barista = person("U0BEA")
    unknown = barista.hears(WIFI)
    assert unknown["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert ENGLISH.may_i_keep in words_in(unknown["blocks"])
    assert labels(unknown)[-2:] == [ENGLISH.yes_keep, ENGLISH.no_thanks]
    assert ENGLISH.may_i_keep not in words_in(barista.hears(SALT)["blocks"])
    assert company.count("kept", KEPT) == 0


def test_an_answer_asks_for_nothing(person: Open, company: Company) -> None:
    """Where an article answers nobody is asked, and nothing is kept."""
    assert "keep_question" not in actions(person("U0CAI").hears("wat temp chiken"))
    assert company.count("choice", KEPT) == 0


def test_yes_keeps_this_one_and_the_next(person: Open, company: Company) -> None:
    """After a yes this question and later ones are kept, without a receipt or a time, and shown under my data."""
    barista = person("U0BEA")
    says_yes(barista, company)
    barista.hears(SALT)
    wait_until(lambda: company.count("kept", KEPT) == 2, 60, "the next question to be kept")
    page = words_in(barista.hears("my data")["blocks"])
    assert WIFI in page
    assert SALT in page
    assert company.count("kept", f"{KEPT} AND at LIKE '%T00:00:00.000000'") == 2


def test_no_is_no(person: Open, company: Company) -> None:
    """After a no nothing is kept and nobody asks again."""
    barista = person("U0BEA")
    barista.presses(barista.hears(WIFI), "keep_none")
    assert barista.next_message()["text"] == ENGLISH.will_not_keep
    assert "keep_question" not in actions(barista.hears(SALT))
    company.settle()
    assert company.count("kept", KEPT) == 0


def test_health_is_neither_asked_for_nor_kept(person: Open, company: Company) -> None:
    """A question about one's health asks for no leave, and is not kept when leave was given before."""
    barista = person("U0BEA")
    assert "keep_question" not in actions(barista.hears(ILL))
    says_yes(barista, company)
    barista.hears(ILL)
    company.settle()
    assert company.count("kept", KEPT) == 1


def test_asked_in_the_language_of_the_question(person: Open) -> None:
    """A Spanish question is asked for in Spanish."""
    unknown = person("U0BEA").hears("cuál es la contraseña del wifi de la oficina")
    assert SPANISH.may_i_keep in words_in(unknown["blocks"])


def test_an_article_about_health_is_not_remembered(person: Open, company: Company) -> None:
    """That an article about calling in sick helped somebody is never kept, even with leave for the rest."""
    cook = person("U0CAI")
    cook.presses(cook.hears("wat temp chiken"), "helpful")
    cook.presses(cook.next_message(), "remember")
    cook.next_message()
    answer = cook.hears("how do i call in sick")
    assert "Calling in sick" in words_in(answer["blocks"])
    cook.presses(answer, "helpful")
    assert cook.next_message()["text"] == ENGLISH.thanks_helpful
    assert company.count("kept", "use = 'rank_by_past_use'") == 1


LOOKING = (
    ["doctor"],
    ["articles", "list", "--json"],
    ["privacy", "uses", "--json"],
    ["privacy", "record"],
    ["privacy", "head"],
    ["privacy", "check"],
    ["ask", SALT, "--as", "U0HANA"],
)


def test_nobody_else_sees_a_question(person: Open, company: Company) -> None:
    """A manager in Slack, and whoever runs a command that is not an export of that person's data, never sees it."""
    barista, manager = person("U0BEA"), person("U0HANA")
    says_yes(barista, company)
    seen = [words_in(manager.hears(words)["blocks"]) for words in ("my data", "help", "who asked about the wifi")]
    for command in LOOKING:
        done = CliRunner().invoke(main, command, env={"ONHAND_HOME": str(company.home), "SLACK_BOT_TOKEN": ""})
        assert done.exit_code in (0, 1, 3), done.output
        seen.append(done.output)
    company.settle()
    everything = [*seen, *(str(message) for message in manager.history())]
    assert [text for text in everything if WIFI in text] == []
