"""Health, faith, a union and the like are never kept; food, guests and tasks mostly may be."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from privacy.topics import KIN, folded, lists, sensitive
from privacy.uses import LANGUAGES, Language

DATA = Path(__file__).parents[1] / "data" / "questions_to_keep.csv"
SAMPLE_TITLES = ("Calling in sick", "Changes to your job for health or disability", "Maternity and paternity leave")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question of the file, and whether it is one that must not be kept."""

    words: str
    language: Language
    sensitive: bool
    half: str


def labelled() -> Iterator[Labelled]:
    known = {str(each): each for each in LANGUAGES}
    with DATA.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Labelled(row["question"], known[row["language"]], row["label"] == "sensitive", row["half"])


@pytest.mark.parametrize("half", ["tuned", "held out", "fresh", "unseen"])
def test_no_sensitive_question_is_let_through(half: str) -> None:
    """None of the labelled questions on health, faith, union and the like counts as one that may be kept."""
    asked = [each for each in labelled() if each.half == half and each.sensitive]
    assert len(asked) >= 30
    assert [each.words for each in asked if not sensitive(each.words, each.language)] == []


@pytest.mark.parametrize("half", ["tuned", "held out", "unseen"])
def test_hardly_a_question_about_work_is_withheld(half: str) -> None:
    """At most one in ten of the near misses about food, guests and tasks is withheld."""
    asked = [each for each in labelled() if each.half == half and not each.sensitive]
    withheld = [each.words for each in asked if sensitive(each.words, each.language)]
    assert len(withheld) <= len(asked) / 10, withheld


def test_labels_cover_every_language_evenly() -> None:
    """The first 200 labelled questions hold 20 of either kind in each language."""
    first = [each for each in labelled() if each.half in ("tuned", "held out")]
    counts = {(language, kind): 0 for language in LANGUAGES for kind in (True, False)}
    for each in first:
        counts[each.language, each.sensitive] += 1
    assert set(counts.values()) == {20}


@pytest.mark.parametrize(
    "words",
    [
        "do staff get antidepresants",
        "who knows about diabetis",
        "when is the preganncy talk",
        "HOMOPHOBIC jokes",
        "Prègnant?",
    ],
)
def test_spelling_mistakes_and_accents_do_not_hide_a_topic(words: str) -> None:
    """One wrong or swapped letter, capitals and accents leave a sensitive word found."""
    assert sensitive(words, "en")


@pytest.mark.parametrize(
    "words", ["how do I cancel an order", "mice, rats and insects", "can i accept a fifty", "how do i make a cortado"]
)
def test_words_that_only_look_alike_are_no_topic(words: str) -> None:
    """Everyday words that are a letter away from a sensitive one do not count."""
    assert not sensitive(words, "en")


def test_a_question_heard_as_another_language_is_still_found() -> None:
    """Plain signs of other languages count, so that a language heard wrongly lets nothing through."""
    asked = [each for each in labelled() if each.half == "held out" and each.sensitive and each.language != "en"]
    missed = [each.words for each in asked if not sensitive(each.words, KIN.get(each.language, "en"))]
    assert len(missed) <= len(asked) / 4, missed


@pytest.mark.parametrize("title", SAMPLE_TITLES)
def test_titles_of_such_articles_are_found(title: str) -> None:
    """A title on illness, disability or a baby counts, so that finding it helpful is not remembered."""
    assert sensitive(title, "en")


def test_nobody_who_speaks_of_themselves_is_kept() -> None:
    """Words about oneself or a colleague count, whatever they say; a till that is one's own for a shift does not."""
    assert sensitive("I've been like this since my break-up", "en")
    assert not sensitive("my till is short what now", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_lists_that_say_what_they_mean(language: Language) -> None:
    """Each list holds words, folded as questions are, and none of them matches everything."""
    each = lists(language)
    for stems in (each.always, each.mostly, each.never, each.work, each.oneself, each.not_oneself):
        assert stems.stems
        assert all(stem.rstrip("$") == folded(stem) and len(stem) >= 2 for stem in stems.stems)
        assert not stems.within(" ")
