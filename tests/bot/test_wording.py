"""What the bot says, in every language it speaks."""

import string
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime

import pytest

from bot.answering import Place, Question, Reply
from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.answers import answer_message
from bot.slack.mydata import home_blocks, my_data_blocks
from bot.slack.smalltalk import Heard, heard
from bot.slack.suggestions import suggestion_blocks
from bot.wording import ENGLISH, FRENCH, POLISH, PORTUGUESE, SPANISH, VOICES, Voice, spoken, voice_in
from bot.wording.sentences import Patterns, Sentences
from bot.wording.shaping import Shaping
from bot.workspace.blocks import check_message, check_view
from knowledge.article import Article, Owner
from privacy.gate import Notice
from privacy.receipt import Request, UsageReceipt
from privacy.rights import MyData
from privacy.uses import KINDS, LANGUAGES, USES, Language, notice_for
from privacy.worker import WorkerId
from retrieval.answer import Answer, Citation, Reason
from retrieval.suggesting import DATED, TURNS, Suggestion
from tests.scenarios.company import words_in

EVERY = pytest.mark.parametrize("voice", VOICES.values(), ids=list(VOICES))
OTHERS = pytest.mark.parametrize("voice", [each for each in VOICES.values() if each is not ENGLISH])
SAME = {"no_thanks", "first_of_month"}
"""What two languages may write alike."""
ALIKE = {"held", "day", "source"}

BUTTONS = (
    "own_name", "helpful", "not_helpful", "ask_a_person", "why_this", "stop", "answer", "erase", "yes_remember",
    "no_thanks", "use_again", "switch_on", "switch_off", "show_my_data", "what_i_keep", "older", "get_a_copy",
    "delete_kept", "hide_page", "forget_answer", "read_it_all",
)  # fmt: skip
LIMITS: Mapping[str, int] = {
    **dict.fromkeys(BUTTONS, 75),
    **dict.fromkeys(("why_this", "ask_a_person", "answer", "close", "send", "cancel"), 24),
    **dict.fromkeys(("home_title",), 150),
    **dict.fromkeys(("what_i_keep", "my_data_title", "read_it_all"), 24),
    "delete_kept": 30,
    "delete_kept_sure": 300,
    "erase_title": 100,
    "erase_sure": 300,
    "erase": 30,
    "cancel": 24,
}
"""Slack's limits: a button 75, a title or a button of a modal 24, a header 150, a confirmation 100, 300 and 30."""


def texts(voice: Voice) -> Iterator[tuple[str, str]]:
    """Every sentence of a language with its name, those of its tables too."""
    for each in fields(Sentences):
        value = getattr(voice, each.name)
        if isinstance(value, str):
            yield each.name, value
    for each in fields(Patterns):
        yield f"patterns.{each.name}", getattr(voice.patterns, each.name)
    for table in ("languages", "reasons", "held_fields"):
        yield from ((f"{table}.{key}", value) for key, value in getattr(voice, table).items())
    for name, used in voice.uses.items():
        yield from ((f"uses.{name}.{each.name}", getattr(used, each.name)) for each in fields(used))
    yield from ((f"months.{place}", month) for place, month in enumerate(voice.months, 1))


def shaping(voice: Voice) -> dict[str, str]:
    """The sentences of a language with which workers shape the articles."""
    return {each.name: getattr(voice.shaping, each.name) for each in fields(Shaping)}


def places(text: str) -> set[str]:
    """The names of the places that a pattern fills in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_each_language_of_the_notices_is_spoken() -> None:
    """The languages of the notices and those of the sentences are the same, each under its own code."""
    assert set(VOICES) == set(LANGUAGES)
    assert all(voice.language == language for language, voice in VOICES.items())


@pytest.mark.parametrize(
    ("code", "voice"), [("es", SPANISH), ("en", ENGLISH), ("de", ENGLISH), ("", ENGLISH), (None, ENGLISH), (7, ENGLISH)]
)
def test_a_language_that_is_not_spoken_is_answered_in_english(code: object, voice: Voice) -> None:
    """Whatever a button or a detector names, there is something to say."""
    assert voice_in(code) is voice
    assert spoken(code) == voice.language


@EVERY
def test_each_language_has_every_sentence(voice: Voice) -> None:
    """No sentence, name or month is missing, empty, or has loose space around it."""
    here, english = dict(texts(voice)), dict(texts(ENGLISH))
    assert set(here) == set(english)
    assert len(voice.months) == 12
    assert set(voice.uses) == {use.name for use in USES}
    for name, text in here.items():
        assert bool(text) == bool(english[name]), name
        assert text == text.strip(), name


@OTHERS
def test_nothing_is_left_in_english(voice: Voice) -> None:
    """Each sentence differs from the English one, but where both languages write it alike."""
    english = dict(texts(ENGLISH))
    short = (
        "months",
        "languages",
        "uses.edit_articles.short",
        "uses.report_back.short",
        "uses.suggest_fix.short",
        "uses.send_nudge.short",
        "uses.show_my_data.short",
        "uses.tell_change.short",
        "uses.tell_decision.short",
        *SAME,
    )
    same = {name for name, text in texts(voice) if text == english[name] and not name.startswith(short)}
    assert same <= {f"patterns.{name}" for name in ALIKE}


@EVERY
def test_each_pattern_fills_in_the_same(voice: Voice) -> None:
    """A pattern has the places of the English one, no fewer and no others."""
    for each in fields(Patterns):
        own, english = getattr(voice.patterns, each.name), getattr(ENGLISH.patterns, each.name)
        assert places(own) == places(english), each.name


@EVERY
def test_only_patterns_have_places(voice: Voice) -> None:
    """A sentence that is shown as it is has nothing left to fill in."""
    assert [name for name, text in texts(voice) if "{" in text and not name.startswith("patterns.")] == []


@EVERY
def test_each_sentence_of_shaping_is_said_in_each_language(voice: Voice) -> None:
    """None is missing or left in English, each fills in what the English one does, and buttons and titles fit."""
    english = shaping(ENGLISH)
    for name, text in shaping(voice).items():
        assert text == text.strip() != "", name
        assert places(text) == places(english[name]), name
        assert voice is ENGLISH or text != english[name], name
    for name in ("suggest_a_fix", "take_it", "not_this_time", "make_article"):
        assert len(shaping(voice)[name]) <= 24, name
    for name in ("yes_tell", "tell_me_later", "tell_me", "with_my_name"):
        assert len(shaping(voice)[name]) <= 28, name


@EVERY
def test_short_enough_for_slack(voice: Voice) -> None:
    """Buttons, titles and confirmations fit without being cut."""
    assert {name: getattr(voice, name) for name, most in LIMITS.items() if len(getattr(voice, name)) > most} == {}
    labels = [*voice.reasons.values(), *(voice.stop_label(use, alone) for use in USES for alone in (True, False))]
    assert [label for label in labels if len(label) > 75] == []


@EVERY
def test_phones_show_short_buttons(voice: Voice) -> None:
    """A button is read at a glance."""
    labels = [getattr(voice, name) for name in BUTTONS] + list(voice.reasons.values())
    assert [label for label in labels if len(label) > 28] == []


@EVERY
def test_my_data_is_named_as_one_may_type_it(voice: Voice) -> None:
    """Where a sentence tells what to write, those are words that are understood, in the same language."""
    assert heard(voice.my_data_title) == Heard("my data", voice.language)
    for sentence in (voice.will_remember, voice.my_data_elsewhere, voice.greeting, voice.help):
        assert voice.my_data_title.lower() in sentence


@pytest.mark.parametrize(
    ("voice", "first", "fifth"),
    [
        (ENGLISH, "1 May 2026", "5 October 2026"),
        (SPANISH, "1 de mayo de 2026", "5 de octubre de 2026"),
        (FRENCH, "1er mai 2026", "5 octobre 2026"),
        (POLISH, "1 maja 2026", "5 października 2026"),
        (PORTUGUESE, "1º de maio de 2026", "5 de outubro de 2026"),
    ],
)
def test_a_day_is_written_as_the_language_does(voice: Voice, first: str, fifth: str) -> None:
    """Month names stand in the form that dates take, and the first of a month in its own."""
    assert (voice.day(date(2026, 5, 1)), voice.day(date(2026, 10, 5))) == (first, fifth)


@pytest.mark.parametrize(
    ("voice", "language", "line"),
    [
        (ENGLISH, "es", "This article is in Spanish."),
        (SPANISH, "en", "Este artículo está en inglés."),
        (FRENCH, "en", "Cet article est en anglais."),
        (POLISH, "en", "Ten artykuł jest po angielsku."),
        (PORTUGUESE, "en", "Este artigo está em inglês."),
        (PORTUGUESE, "fi", "Este artigo está em outro idioma."),
    ],
)
def test_an_article_in_another_language_is_told_of(voice: Voice, language: str, line: str) -> None:
    """One line says which language the quotation is in, in the reader's."""
    assert voice.written_in(language) == line


@pytest.mark.parametrize(
    ("words", "language", "article", "told"),
    [
        ("how hot must chicken be", "en", "en", False),
        ("how hot must chicken be", "en", "es-MX", True),
        ("a que temperatura va el pollo", "es", "es", False),
        ("a que temperatura va el pollo", "es", "en", True),
        ("wie heiß muss das hähnchen sein", "en", "de", False),
        ("wie heiß muss das hähnchen sein", "en", "en", False),
        ("wie heiß muss das hähnchen sein", "en", "es", True),
    ],
)
def test_only_an_article_in_neither_language_is_told_of(
    words: str, language: Language, article: str, told: bool
) -> None:
    """No line stands under an article in the asker's own language, spoken by Onhand or not; two alike make one line."""
    page = Citation("a", "A", "A", "words", 1, language=article)
    request = Request("r" * 32, WorkerId("w"), False, None, language)
    reply = Reply(request, Question(words, HERE.person, Place("D1")), Answer(True, "words", (page, page)), (), None)
    made = answer_message(reply, HERE, Notice("notice"))
    assert words_in(made.arguments["blocks"]).splitlines().count(voice_in(language).written_in(article[:2])) == told


# --- all that is shown, in every language, held against Slack's limits

LONG = "long " * 2_000
PAGE = Citation(
    "chicken", "Cooking chicken safely", "Core temperature", "Check it.", 2, Owner("Hana Sato", "U0HANA"),
    date(2026, 10, 5), reasons=(Reason("role", "cook"), Reason("past_use", "2026-05-03")), language="de",
    overdue=date(2026, 4, 5),
)  # fmt: skip
ANSWERS = (Answer(True, "75 °C.", (PAGE, PAGE)), Answer(False, nearest=PAGE), Answer(False))
CONTACTS = (Contact("Hana Sato", "U0HANA"), None)
HERE = Address("T0LOCAL001", "U0CAI", "D0LOCAL001")
ALL_KINDS = tuple(kind.name for kind in KINDS)


SUGGESTED = {
    "hour": "suggested_hour", "new": "suggested_new", "changed": "suggested_changed", "role": "suggested_role",
    "site": "suggested_site", "past_use": "suggested_helped", "everyone": "suggested_everyone",
}  # fmt: skip
"""Each reason of a suggestion, with the name of its sentence."""


def suggestion(title: str) -> Suggestion:
    """One for every reason that there is."""
    return Suggestion(Article("a", title, ""), tuple(Reason(use, "2026-05-03") for use in SUGGESTED))


@EVERY
def test_each_suggestion_says_why(voice: Voice) -> None:
    """Each reason has its sentence, with the job, the site or the day in it; what is new is called so on its button."""
    told = {
        use: voice.why_suggested(Suggestion(Article("a", "T", ""), (Reason(use, "2026-05-03"),))) for use in SUGGESTED
    }
    assert len(set(told.values())) == len(SUGGESTED)
    for use in DATED:
        assert voice.day(date(2026, 5, 3)) in told[use]
    assert "2026-05-03" in told["role"]
    assert "2026-05-03" in told["site"]
    assert {use for use, _ in TURNS} == set(SUGGESTED)
    assert voice.suggestion(suggestion("T")) == voice.patterns.new_title.format(title="T")
    assert voice.suggestion(Suggestion(Article("a", "T", ""), ())) == "T"


def receipts() -> tuple[UsageReceipt, ...]:
    at = datetime.fromisoformat("2026-11-24T09:30:00+00:00")
    found = tuple(UsageReceipt(place, use.name, ALL_KINDS, "r" * 32, at) for place, use in enumerate(USES, 1))
    return (*found, UsageReceipt(9, "no longer declared", (), "r" * 32, at))


@EVERY
@pytest.mark.parametrize("answer", ANSWERS, ids=["found", "near", "unknown"])
@pytest.mark.parametrize("contact", CONTACTS, ids=["contact", "nobody"])
def test_an_answer_is_taken_by_slack(voice: Voice, answer: Answer, contact: Contact | None) -> None:
    """Every kind of answer is a message that Slack takes, with its notice in the text and nothing cut short."""
    request = Request("r" * 32, WorkerId("w"), True, None, voice.language)
    reply = Reply(request, Question(LONG, HERE.person, Place("C1")), answer, receipts(), contact)
    notice = Notice(notice_for(frozenset(ALL_KINDS), voice.language), receipts()[:-1])
    made = answer_message(reply, HERE, notice)
    check_message(made.arguments["blocks"], made.arguments["text"])
    shown = words_in(made.arguments["blocks"])
    for words in (voice.first_line(answer), voice.next_step(answer, contact), voice.too_long, voice.not_personal_here):
        assert words in shown
    assert made.arguments["text"].endswith(notice.text)


@EVERY
def test_pages_and_forms_are_taken_by_slack(voice: Voice) -> None:
    """The page of one's own data, the home tab and every modal are taken, in full."""
    choices = tuple((use, use.needs_yes) for use in USES if use.stoppable)
    kept = {use.name: ({"words": "wat temp chiken"}, {"title": "Chicken"}) for use in USES}
    data = MyData({"role": "cook", "site": "Harbour", "other": "x"}, kept, receipts(), choices)
    check_message(kit.rendered(my_data_blocks(data, "notice", voice)), voice.my_data)
    check_message(kit.rendered(my_data_blocks(MyData({}, {}, (), choices), "notice", voice)), voice.my_data)
    check_view({"type": "home", "blocks": kit.rendered(home_blocks(choices, voice))}, "home")
    suggested = suggestion_blocks(
        [suggestion(title) for title in ("a", LONG)], "r" * 32, Notice("n", receipts()[:-1]), voice
    )
    home = {"type": "home", "blocks": kit.rendered(home_blocks(choices, voice, suggested))}
    check_view(home, "home")
    for use, line in SUGGESTED.items():
        assert getattr(voice.patterns, line).partition("{")[0] in words_in(home), use
    lines = voice.why(PAGE.title, PAGE.reasons, receipts()) + voice.why("", (), ())
    check_view(kit.modal(voice.why_this, [kit.section(line) for line in lines], voice.close), "modal")
    for title, field in ((voice.ask_a_person, voice.your_question), (voice.answer, voice.your_answer)):
        view = kit.modal(title, [kit.text_input("words", field)], voice.cancel, kit.Form(voice.send, "form", "{}"))
        check_view(view, "modal")
        assert (view["title"]["text"], view["close"]["text"]) == (title, voice.cancel)


@EVERY
def test_words_of_people_and_articles_are_never_filled_in_again(voice: Voice) -> None:
    """Braces in a title, a name, a role or a question are shown as they are."""
    contact, odd = Contact("{name}", "U0HANA"), "{title} {0} {"
    citation = Citation("a", odd, "{heading}", odd, 1, Owner("{day}", None), date(2026, 5, 2))
    assert odd in voice.source(citation)
    assert "{heading}" in voice.source(citation)
    assert "{day}" in voice.source(citation)
    assert odd in voice.nearest(citation)
    for line in (voice.handed_over(contact), voice.shared_with(contact), voice.next_step(Answer(False), contact)):
        assert "{name}" in line
    assert odd in voice.asks_you(odd)
    assert f"{odd}" in voice.answered_by("{words}", odd, odd)
    assert odd in voice.reason(Reason("role", odd))
    assert odd in voice.held_lines(MyData({"role": odd}, {}, (), ()))[0]
