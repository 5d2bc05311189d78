"""A worker writes to Onhand in a direct message."""

from collections.abc import Callable

from bot.wording import ENGLISH
from privacy.uses import NOTHING_USED, SWITCHED_OFF, notice_for
from tests.scenarios.company import Company, Talker, actions, labels, words_in

JOB = notice_for(frozenset({"role", "site"}))
CHICKEN = "wat temp chiken"
Open = Callable[[str], Talker]


def test_answer_comes_first(person: Open) -> None:
    """The first thing a phone shows is the answer, in the article's own words, however the question is spelt."""
    answer = person("U0CAI").hears(CHICKEN)
    assert answer["text"].splitlines()[0] == "Cook chicken until the thickest part reaches 75 °C (167 °F)."
    assert words_in(answer["blocks"][0]) == answer["text"].splitlines()[0]


def test_notification_carries_answer_and_notice(person: Open) -> None:
    """What the phone's notification says is the answer, then what was used for it."""
    cook = person("U0CAI")
    cook.says(CHICKEN)
    said = str(cook.next_notification()["text"])
    assert said.startswith("Cook chicken until the thickest part reaches 75 °C")
    assert JOB in said


def test_quotation_has_its_source(person: Open) -> None:
    """Below the answer stand the quotation, its article and heading, who looks after it and when it was checked."""
    words = words_in(person("U0CAI").hears(CHICKEN)["blocks"])
    assert "Check every batch with a clean probe." in words
    assert "From “Cooking chicken safely” › Core temperature." in words
    assert "Looked after by Hana Sato. Last checked 5 October 2026." in words


def test_notice_stands_in_text_and_blocks(person: Open) -> None:
    """The notice names what was used, in the text and in the blocks alike."""
    answer = person("U0CAI").hears(CHICKEN)
    assert answer["text"].splitlines()[-1] == JOB
    assert JOB in words_in(answer["blocks"])


def test_buttons(person: Open) -> None:
    """Each answer can be judged, passed to a person, explained, and stopped, by buttons of its own."""
    expected = [
        ENGLISH.helpful,
        ENGLISH.not_helpful,
        ENGLISH.read_it_all,
        ENGLISH.shaping.suggest_a_fix,
        ENGLISH.ask_a_person,
        ENGLISH.why_this,
        ENGLISH.stop,
    ]
    assert labels(person("U0CAI").hears(CHICKEN)) == expected


def test_stop_works_from_the_next_answer(person: Open, company: Company) -> None:
    """After Stop the next answer says that it is off, draws nothing, and has the words that a stranger gets."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "stop:rank_by_role")
    assert cook.next_message()["text"].startswith("Done. From the next answer on I don't use your job role and site.")
    before = company.count("receipt")
    answer = cook.hears("how do i close the shop")
    assert answer["text"].splitlines()[-1] == SWITCHED_OFF
    assert company.count("receipt", f"number > {before} AND use = 'rank_by_role'") == 0
    ranked = [row for row in company.rows("SELECT use FROM receipt WHERE number > ?", before) if row[0] != "follow_up"]
    assert ranked == []
    assert "stop:rank_by_role" not in actions(answer)


def test_stopped_worker_gets_a_strangers_answer(person: Open) -> None:
    """With the use of their job off, a cook and a barista get the same words for a question that depends on the job."""
    answers = []
    for user in ("U0CAI", "U0BEA"):
        worker = person(user)
        worker.presses(worker.hears(CHICKEN), "stop:rank_by_role")
        worker.next_message()
        answers.append(worker.hears("how do i close the shop"))
    assert answers[0]["text"] == answers[1]["text"]
    assert "Closing the store: cook" not in words_in(answers[0]["blocks"])


def test_answers_differ_by_job(person: Open) -> None:
    """The same question gets the article of the worker's own job."""
    closing = "how do i close"
    assert "Closing the store: cook" in words_in(person("U0CAI").hears(closing)["blocks"])
    assert "Closing the store: barista" in words_in(person("U0BEA").hears(closing)["blocks"])


def test_on_again_through_my_data(person: Open) -> None:
    """What was stopped is switched on again on the page of one's own data, from the next answer."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "stop:rank_by_role")
    cook.next_message()
    page = cook.hears("my data")
    cook.presses(page, "on:rank_by_role")
    assert cook.next_message()["text"].startswith("Done. From the next answer on I use your job role and site again")
    assert cook.hears(CHICKEN)["text"].splitlines()[-1] == JOB


def test_stranger_is_answered(person: Open, company: Company) -> None:
    """Somebody who is on no list gets the answer for everyone, and is told that nothing was used."""
    company.rooms.directory.load([], company.workspace.team_id)
    answer = person("U0CAI").hears(CHICKEN)
    assert answer["text"].startswith("Cook chicken until the thickest part reaches 75 °C")
    assert answer["text"].splitlines()[-1] == NOTHING_USED


def test_why_names_receipts(person: Open, company: Company) -> None:
    """“Why this?” tells why the article was chosen, and each receipt by its number."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "why")
    why = words_in(cook.next_modal())
    assert "“Cooking chicken safely” fits the words of your question best." in why
    for number, kinds in company.rows("SELECT receipt, group_concat(kind) FROM receipt_kind GROUP BY receipt"):
        assert f"Receipt {number}," in why
        assert kinds == "role,site"


def test_small_talk_is_not_searched(person: Open, company: Company) -> None:
    """Greetings, thanks and a call for help get a sentence; nothing is drawn for them but for suggestions."""
    cook = person("U0CAI")
    said = [cook.hears(words)["text"] for words in ("hi", "Thanks!", "ok", "help")]
    assert [text.splitlines()[0] for text in said] == [ENGLISH.greeting, ENGLISH.welcome, ENGLISH.welcome, ENGLISH.help]
    assert company.count("receipt", "use != 'suggest'") == 0
