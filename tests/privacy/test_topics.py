"""What touches health, faith, union and the like is told from what only sounds like it."""

import csv
from collections import Counter
from importlib.resources import files

import pytest

from privacy.topics import folded, sensitive, sensitive_title, words_of
from privacy.uses import LANGUAGES, Language

with files("privacy").joinpath("words", "examples.csv").open(encoding="utf-8") as opened:
    QUESTIONS = list(csv.DictReader(opened))
MOST_WITHHELD = 0.1


def labelled(label: str) -> list[dict[str, str]]:
    return [row for row in QUESTIONS if row["label"] == label]


def found(row: dict[str, str]) -> bool:
    languages: dict[str, Language] = {each: each for each in LANGUAGES}
    return sensitive(row["question"], languages[row["language"]])


HALVES = ("tuned", "held out", "fresh", "unseen")


@pytest.mark.parametrize("half", HALVES)
def test_no_sensitive_question_passes(half: str) -> None:
    """Of the questions that touch such a topic, in all languages, none would be kept."""
    rows = [row for row in labelled("sensitive") if row["half"] == half]
    assert len(rows) >= 30
    assert [row["question"] for row in rows if not found(row)] == []


@pytest.mark.parametrize("half", ["tuned", "held out", "unseen"])
def test_few_others_are_withheld(half: str) -> None:
    """Of the questions about food, guests and work at most one in ten is withheld."""
    rows = [row for row in labelled("plain") if row["half"] == half]
    assert len(rows) >= 20
    withheld = [row["question"] for row in rows if found(row)]
    assert len(withheld) <= MOST_WITHHELD * len(rows), withheld


def test_labels_cover_every_language_evenly() -> None:
    """The first 200 labelled questions hold 20 of either kind in each language."""
    first = Counter((row["language"], row["label"]) for row in QUESTIONS if row["half"] in ("tuned", "held out"))
    assert first == {(language, label): 20 for language in LANGUAGES for label in ("sensitive", "plain")}


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("i've been like this since the break-up", "en"),
        ("my head is spinning after the long shift", "en"),
        ("she's been late since her treatment", "en"),
        ("j'ai la tête qui tourne", "fr"),
        ("tengo un problema en casa", "es"),
        ("jestem zmęczona po nocy", "pl"),
        ("tive um problema em casa", "pt"),
    ],
)
def test_nobody_who_speaks_of_themselves_is_kept(words: str, language: Language) -> None:
    """What is said about oneself or a colleague is withheld, whatever it is about."""
    assert sensitive(words, language)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("my till is short what now", "en"),
        ("how long do i wash my hands", "en"),
        ("how do i cancel an order", "en"),
        ("can i accept a fifty", "en"),
        ("how do i make a cortado", "en"),
        ("cuanto tiempo me lavo las manos", "es"),
    ],
)
def test_everyday_words_are_not_about_oneself(words: str, language: Language) -> None:
    """A till that is one's own for a shift is no word about oneself, and a word that looks like another is none."""
    assert not sensitive(words, language)


@pytest.mark.parametrize("row", labelled("sensitive")[::4], ids=lambda row: row["question"][:30])
def test_capitals_change_nothing(row: dict[str, str]) -> None:
    """A question that is shouted, or wrapped in marks, is withheld like one that is not."""
    assert found(row | {"question": f"*{row['question'].upper()}*!!"})


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("i am pregnat can i lift", "en"),
        ("my diabetis is bad today", "en"),
        ("i take antidepresants", "en"),
        ("tengo diavetes", "es"),
        ("estoy embaraçada", "es"),
        ("je suis diabetque", "fr"),
        ("mam cukrzice", "pl"),
        ("estou gravda e agora", "pt"),
    ],
)
def test_misspelt_words_are_found(words: str, language: Language) -> None:
    """A letter that is wrong, missing or too many does not let a word through."""
    assert sensitive(words, language)


def test_a_language_guessed_wrongly_lets_nothing_through() -> None:
    """What is said in one language is found when it was taken for English."""
    assert sensitive("tengo antecedentes penales", "en")
    assert sensitive("jestem w ciąży i boli mnie kręgosłup", "en")


def test_work_with_a_guest_is_not_about_oneself() -> None:
    """The same word is kept where it is a guest's and withheld where it is one's own."""
    assert not sensitive("a pregnant guest asks about the soft cheese", "en")
    assert sensitive("i am pregnant, can i serve the soft cheese", "en")
    assert sensitive("my customer is pregnant and i am too", "en")


def test_european_union_is_no_trade_union() -> None:
    """A phrase that only contains such a word is none."""
    assert not sensitive("where is the european union food label", "en")
    assert sensitive("where is the union office", "en")


@pytest.mark.parametrize(
    ("title", "kept_out"),
    [
        ("Changes to your job for health or disability", True),
        ("Working while pregnant", True),
        ("Ley de maternidad", True),
        ("Calling in sick", True),
        ("The 14 allergens", False),
        ("Los 14 alérgenos", False),
        ("Closing the store: cashier", False),
        ("How hot must chicken be", False),
        ("Mice, rats and insects", False),
    ],
)
def test_titles_of_articles(title: str, kept_out: bool) -> None:
    """An article about somebody's health, family or rights is told from one about food or work, in any language."""
    assert sensitive_title(title) is kept_out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_list_is_whole(language: Language) -> None:
    """Each language has stems for every part, folded as words are when they are looked for."""
    words = words_of(language)
    for name in ("always", "mostly", "never", "work", "self", "not_self"):
        stems = getattr(words, name)
        assert len(set(stems)) > 5
        assert all(stem.rstrip() in (folded(stem).rstrip(), stem) and stem.startswith(" ") for stem in stems)


def test_folding() -> None:
    """Accents, case and marks do not matter; words stay apart."""
    assert folded("Źle się CZUJĘ, łódź!") == " zle sie czuje lodz "


@pytest.mark.parametrize("words", ["я беременна", "هل يمكنني الصلاة", "我怀孕了", "where is the молоко"])
def test_letters_that_no_list_is_written_in(words: str) -> None:
    """What nobody can read here may be about anything, and is withheld."""
    assert sensitive(words, "en")
    assert not sensitive("does the crème brûlée come with nuts, 75 °C?", "en")
