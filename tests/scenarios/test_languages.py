"""Onhand speaks the worker's language: that of the words, carried along with each message, and kept for nobody."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.slack import reading
from bot.wording import ENGLISH, SPANISH, VOICES, Voice
from bot.workspace.server import LocalWorkspace
from privacy import uses
from privacy.uses import FRAMES, Language, notice_for
from tests.scenarios.company import Company, Message, Talker, actions, labels, wait_until, words_in
from tests.scenarios.finders import WORDS, Broken, Slow, Unaware

CHICKEN = "¿a qué temperatura tiene que estar el pollo?"
WIFI = "cuál es la clave del wifi"
ON_THE_ROTA = "Está detrás del horario."
UNKNOWN: dict[Language, str] = {
    "en": "whats the wifi password",
    "es": WIFI,
    "fr": "quel est le mot de passe du wifi",
    "pl": "jakie jest hasło do wifi",
    "pt": "qual é a senha do wifi",
}
MY_DATA: dict[Language, str] = {
    "en": "my data", "es": "mis datos", "fr": "mes données", "pl": "moje dane", "pt": "meus dados",
}  # fmt: skip
JOB, EVERYTHING, HANDED_OVER = frozenset({"role", "site"}), frozenset({"everything"}), frozenset({"handed_over"})
Open = Callable[[str], Talker]
EACH = pytest.mark.parametrize("voice", VOICES.values(), ids=list(VOICES))


def notice_of(message: Message) -> str:
    return str(message["text"].splitlines()[-1])


# --- a Spanish worker's whole story


def test_a_question_in_spanish_is_answered_in_spanish(person: Open, company: Company) -> None:
    """The article's own words come first; all around them, the notice and the buttons are Spanish."""
    answer = person("U0CAI").hears(CHICKEN)
    assert answer["text"].startswith("Cocina el pollo hasta que la parte más gruesa llegue a 75 °C")
    assert notice_of(answer) == notice_for(JOB, "es") == "Usé tu puesto y tu centro para elegir esto."
    shown = words_in(answer["blocks"])
    assert notice_for(JOB, "es") in shown
    assert "Última revisión: " in shown
    assert "Este artículo está en" not in shown
    assert labels(answer) == [
        SPANISH.helpful, SPANISH.not_helpful, SPANISH.read_it_all, SPANISH.shaping.suggest_a_fix,
        SPANISH.ask_a_person, SPANISH.why_this, SPANISH.stop,
    ]  # fmt: skip
    company.settle()
    assert company.rows("SELECT DISTINCT language FROM outgoing") == [("es",)]


def test_why_in_spanish(person: Open, company: Company) -> None:
    """“¿Por qué esto?” tells why, with each receipt by its number, in Spanish."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "why")
    modal = cook.next_modal()
    why = words_in(modal)
    ((number,),) = company.rows("SELECT max(number) FROM receipt")
    assert modal["title"]["text"] == SPANISH.why_this
    assert modal["close"]["text"] == SPANISH.close
    assert f"Registro {number}, " in why
    assert "tu puesto, tu centro. Para encontrar los artículos de tu puesto" in why


def test_helpful_and_remembered_in_spanish(person: Open) -> None:
    """Thanks, the question for leave, its answer and the next notice follow in Spanish."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    may_i = cook.next_message()
    assert may_i["text"] == f"{SPANISH.thanks_helpful} {SPANISH.may_i_remember}"
    stop = SPANISH.stop_label(uses.COUNT_IN_JOB, alone=False)
    assert labels(may_i) == [SPANISH.yes_remember, SPANISH.no_thanks, stop]
    cook.presses(may_i, "remember")
    assert cook.next_message()["text"] == SPANISH.will_remember
    again = cook.hears(CHICKEN)
    assert notice_of(again) == notice_for(JOB | {"helped"}, "es")
    assert "Dejar de usar lo que me ayudó" in labels(again)


def test_not_remembered_in_spanish(person: Open, company: Company) -> None:
    """A No is answered in Spanish, and the choice is recorded with the words that were shown."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "helpful")
    cook.presses(cook.next_message(), "forget")
    assert cook.next_message()["text"] == SPANISH.will_not_remember
    company.settle()
    chosen = company.rows("SELECT DISTINCT wording FROM choice WHERE use = 'rank_by_past_use'")
    assert chosen == [(SPANISH.may_i_remember,)]


def test_not_helpful_in_spanish(person: Open) -> None:
    """The question what was wrong, its reasons and the thanks are Spanish; a second opinion is refused in Spanish."""
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    cook.presses(answer, "not_helpful")
    reasons = cook.next_message()
    assert (reasons["text"], labels(reasons)) == (SPANISH.thanks_not_helpful, list(SPANISH.reasons.values()))
    cook.presses(reasons, "reason:unclear")
    assert cook.next_message()["text"] == SPANISH.thanks_reason
    cook.presses(answer, "helpful")
    assert cook.next_message()["text"] == SPANISH.already_said


def test_stopped_and_used_again_in_spanish(person: Open) -> None:
    """Stop, the next answer's notice, and the way back are Spanish."""
    cook = person("U0CAI")
    cook.presses(cook.hears(CHICKEN), "stop:rank_by_role")
    stopped = cook.next_message()
    assert (stopped["text"], labels(stopped)) == (SPANISH.stopped(uses.RANK_BY_ROLE), [SPANISH.use_again])
    assert notice_of(cook.hears(CHICKEN)) == FRAMES["es"].off
    cook.presses(stopped, "on:rank_by_role")
    assert cook.next_message()["text"] == SPANISH.switched_on(uses.RANK_BY_ROLE)
    assert notice_of(cook.hears(CHICKEN)) == notice_for(JOB, "es")


def test_a_question_is_handed_over_and_answered_in_spanish(person: Open, company: Company) -> None:
    """From “Preguntar a alguien” to the answer that comes back, each step is Spanish, for both people."""
    company.finder = Unaware()
    barista, supervisor = person("U0BEA"), person("U0HANA")
    unknown = barista.hears(WIFI)
    assert unknown["text"].splitlines()[0] == SPANISH.not_in_the_articles
    assert "Hana Sato puede ayudarte. Pulsa “Preguntar a alguien”" in words_in(unknown["blocks"])
    barista.presses(unknown, "ask_a_person")
    form = barista.next_modal()
    assert "Hana Sato verá esta pregunta y tu nombre de Slack. Nada más." in words_in(form)
    assert [form[part]["text"] for part in ("title", "submit", "close")] == [
        SPANISH.ask_a_person, SPANISH.send, SPANISH.cancel,
    ]  # fmt: skip
    refused = barista.submits(form, {"question": "  "})
    assert refused["errors"] == {"question": SPANISH.say_something}
    barista.submits(form, {"question": WIFI})
    assert barista.next_message()["text"] == "Pasé tu pregunta a Hana Sato. La respuesta llegará aquí."
    asked = supervisor.next_message()
    assert asked["text"] == SPANISH.asks_you(WIFI)
    assert labels(asked) == [SPANISH.answer]
    supervisor.presses(asked, "answer")
    answering = supervisor.next_modal()
    assert answering["title"]["text"] == SPANISH.answer
    supervisor.submits(answering, {"answer": ON_THE_ROTA})
    assert supervisor.next_message()["text"] == SPANISH.answer_passed_on
    assert supervisor.next_message(60)["text"] == SPANISH.shaping.would_help
    back = barista.next_message()
    assert back["text"].splitlines()[0] == f"Hana Sato respondió a “{WIFI}”: {ON_THE_ROTA}"
    assert notice_of(back) == notice_for(HANDED_OVER, "es")
    company.settle()
    assert company.rows("SELECT DISTINCT language FROM outgoing") == [("es",)]
    supervisor.presses(asked, "answer")
    supervisor.submits(supervisor.next_modal(), {"answer": "otra vez"})
    assert supervisor.next_message()["text"] == SPANISH.already_answered


def test_an_answer_written_in_english_goes_back_in_the_askers_language(person: Open, company: Company) -> None:
    """Whatever language the person who knows writes in, what stands around it is the asker's."""
    company.finder = Unaware()
    barista, supervisor = person("U0BEA"), person("U0HANA")
    barista.presses(barista.hears(WIFI), "ask_a_person")
    barista.submits(barista.next_modal(), {"question": "what is the wifi called"})
    barista.next_message()
    supervisor.presses(supervisor.next_message(), "answer")
    supervisor.submits(supervisor.next_modal(), {"answer": "It is on the back of the rota."})
    back = barista.next_message()
    assert back["text"].startswith("Hana Sato respondió a “what is the wifi called”: It is on the back")
    assert notice_of(back) == notice_for(HANDED_OVER, "es")


def test_a_follow_up_in_spanish(person: Open, company: Company) -> None:
    """“¿y eso?” leans on the question before it and is answered in Spanish, with the thread in its notice."""
    company.finder = finder = Slow(0)
    barista = person("U0BEA")
    barista.hears(WIFI)
    answer = barista.hears("¿y eso?")
    assert finder.asked == [WIFI, f"{WIFI} eso?"]
    assert notice_of(answer) == notice_for(JOB | {"thread"}, "es")


def test_a_failure_is_told_in_spanish(person: Open, company: Company) -> None:
    """What goes wrong with a Spanish question, or with a button under its answer, is told in Spanish."""
    company.finder = Broken(times=1)
    cook = person("U0CAI")
    assert cook.hears(CHICKEN)["text"] == SPANISH.went_wrong
    assert WORDS in cook.hears(CHICKEN)["text"]


def test_a_form_that_came_too_late_is_told_in_spanish(person: Open, workspace: LocalWorkspace) -> None:
    """A form that Slack no longer opens ends in a Spanish sentence."""
    cook = person("U0CAI")
    answer = cook.hears(CHICKEN)
    workspace.faults.slow("views.open", 3.2)
    cook.presses(answer, "why")
    assert cook.next_message(15)["text"] == SPANISH.trigger_too_old


def test_in_a_channel_in_spanish(person: Open, workspace: LocalWorkspace) -> None:
    """Where others read, the Spanish answer says that nothing was used and that it is the same for everyone."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    thread = cook.says(f"@Onhand {CHICKEN}", channel=channel)
    answer = cook.next_message(channel=channel, thread_ts=thread)
    assert notice_of(answer) == FRAMES["es"].nothing
    assert SPANISH.not_personal_here in words_in(answer["blocks"])
    cook.says("@Onhand mis datos", channel=channel)
    assert cook.next_message(channel=channel)["text"] == SPANISH.my_data_elsewhere


# --- every language


@EACH
def test_reply_and_notice_in_each_language(person: Open, company: Company, voice: Voice) -> None:
    """What no article answers is told in the worker's language, with the notice, the person and the buttons."""
    company.finder = Unaware()
    unknown = person("U0BEA").hears(UNKNOWN[voice.language])
    shown = words_in(unknown["blocks"])
    assert unknown["text"].splitlines()[0] == voice.not_in_the_articles
    assert notice_of(unknown) == notice_for(JOB, voice.language)
    assert voice.patterns.contact_can_help.format(name="Hana Sato", button=voice.ask_a_person) in shown
    assert labels(unknown) == [voice.ask_a_person, voice.why_this, voice.stop, voice.yes_keep, voice.no_thanks]
    assert voice.may_i_keep in shown


@EACH
def test_the_quotation_stays_in_the_articles_language(person: Open, company: Company, voice: Voice) -> None:
    """An English article is quoted in English; one line says so to everybody who did not ask in English."""
    company.finder = Slow(0)
    answer = person("U0CAI").hears(UNKNOWN[voice.language])
    shown = words_in(answer["blocks"])
    assert answer["text"].splitlines()[0] == WORDS
    line = voice.patterns.written_in.format(language=voice.languages["en"])
    assert (line in shown) == (voice is not ENGLISH)


@EACH
def test_my_data_in_each_language(person: Open, company: Company, voice: Voice) -> None:
    """The page, its switches and the end of it all are in the language in which the page was asked for."""
    cook = person("U0CAI")
    page = cook.hears(MY_DATA[voice.language])
    shown = words_in(page["blocks"])
    for value in ("U0CAI", "Cai Morgan", "cook", "Harbour Street", voice.my_data_title, voice.held_fields["role"]):
        assert value in shown
    assert page["text"].splitlines() == [voice.my_data, notice_for(EVERYTHING, voice.language)]
    assert voice.choice_line(uses.RANK_BY_ROLE, True) in shown
    cook.presses(page, "off:rank_by_role")
    assert cook.next_message()["text"] == voice.stopped(uses.RANK_BY_ROLE)
    cook.presses(page, "erase")
    assert cook.next_message()["text"] == voice.erased
    company.settle()
    assert notice_of(cook.hears(UNKNOWN[voice.language])) == FRAMES[voice.language].off


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("hola", SPANISH.greeting),
        ("gracias", SPANISH.welcome),
        ("ayuda", SPANISH.help),
        ("bonjour", VOICES["fr"].greeting),
        ("dzięki", VOICES["pl"].welcome),
        ("ajuda", VOICES["pt"].help),
    ],
)
def test_small_talk_in_its_own_language(person: Open, company: Company, words: str, sentence: str) -> None:
    """A greeting, thanks and a call for help are answered in their own language, and nothing is drawn but for what is
    suggested beside them."""
    assert person("U0CAI").hears(words)["text"].splitlines()[0] == sentence
    assert company.count("receipt", "use != 'suggest'") == 0


def test_a_language_that_is_not_spoken_is_answered_in_english(person: Open, company: Company) -> None:
    """A question in German gets English sentences and the English notice."""
    company.finder = Unaware()
    answer = person("U0BEA").hears("wie lautet das passwort für das wlan hier")
    assert answer["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert notice_of(answer) == notice_for(JOB)


def test_the_next_question_is_heard_afresh(person: Open) -> None:
    """Each answer is in the language of its own question, whatever was spoken before."""
    barista = person("U0BEA")
    spoken = [notice_of(barista.hears(UNKNOWN[language])) for language in ("es", "en", "pl")]
    assert spoken == [notice_for(JOB, language) for language in ("es", "en", "pl")]


def test_the_home_tab_offers_each_language_and_keeps_none(person: Open, company: Company) -> None:
    """A tap shows the home tab in that language, with switches that answer in it; opened again it is English."""
    cook = person("U0CAI")
    home = cook.opens_home()
    assert ENGLISH.greeting in words_in(home)
    cook.presses(home, "language:es")
    spanish = cook.next_home()
    assert SPANISH.greeting in words_in(spanish)
    assert {"language:en", "language:fr", "language:pl", "language:pt"} <= set(actions(spanish))
    cook.presses(spanish, "off:rank_by_role")
    assert SPANISH.choice_line(uses.RANK_BY_ROLE, False) in words_in(cook.next_home())
    cook.presses(spanish, "my_data")
    assert cook.next_message()["text"].splitlines()[0] == SPANISH.my_data
    assert ENGLISH.greeting in words_in(cook.opens_home())
    company.settle()


def test_no_language_is_kept_about_a_person(person: Open, company: Company) -> None:
    """Of a Spanish question nothing is held or kept but what is of an English one; what is kept are its words."""
    held = company.rows("SELECT field, count(*) FROM held GROUP BY field")
    person("U0CAI").hears(CHICKEN)
    wait_until(lambda: company.count("kept") == 1, 10, "the thread to be kept")
    assert company.rows("SELECT field, count(*) FROM held GROUP BY field") == held
    assert company.rows("SELECT use FROM kept") == [("follow_up",)]


@pytest.mark.parametrize("carried", ["", "{}", '{"l":"xx"}', '{"l":7}', "not json"])
def test_an_older_button_is_answered_in_english(carried: str) -> None:
    """A button from before the languages, or one that names none that is spoken, is answered in English."""
    body: dict[str, Any] = {
        "team": {"id": "T1"}, "user": {"id": "U1"}, "container": {"channel_id": "D1"},
        "actions": [{"action_id": "why", "action_ts": "1.2", "value": carried}],
    }  # fmt: skip
    assert reading.press(body).address.voice is ENGLISH


@pytest.mark.parametrize("meta", ["", "{}", '{"to":{}}', '{"to":7}', '{"to":{"language":"xx"}}'])
def test_an_older_form_is_answered_in_english(meta: str) -> None:
    """A form that was opened before the languages is answered in English."""
    assert reading.language_of_form({"private_metadata": meta}) == "en"
