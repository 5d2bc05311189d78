"""Words, their stems, and the search by them."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.lexical import Bm25
from retrieval.spelling import read
from retrieval.words import content, stems, tokens

ROWS = (
    ("Cooking chicken", "Core temperature", "Cook chicken until it reaches 75 degrees."),
    ("Deliveries", "", "Check every delivery at the back door."),
    ("Holidays", "Dates", "Ask the supervisor for holidays four weeks before."),
)
INDEX = Bm25(ROWS)


def known(word: str) -> bool:
    return word in {"parking", "latte", "football"}


def test_tokens() -> None:
    """Words are folded: no case, no accents, no owner's 's."""
    assert tokens("Kim\u2019s CAFÉ at 7:30, don't") == ["kim", "cafe", "at", "7", "30", "dont"]


def test_stems() -> None:
    """Forms of a word share a stem, and a word that is none stays itself."""
    assert len(set(stems(["deliver", "delivers", "delivered", "delivering"]))) == 1
    assert stems(["75", "日本"]) == ["75", "日本"]


def test_content() -> None:
    """Small words say nothing of what is asked, unless there is nothing else."""
    assert content(["how", "hot", "is", "chicken"]) == ["hot", "chicken"]
    assert content(["how", "is"]) == ["how", "is"]


def test_search() -> None:
    """Rows come best first, whatever the form of the word; rows that share none do not come."""
    assert INDEX.search("delivery", None, 5).tolist() == [1]
    assert set(INDEX.search("supervisor checks holiday delivery", None, 5).tolist()) == {1, 2}
    assert INDEX.search("football", None, 5).tolist() == []


def test_search_stays_within_what_is_allowed() -> None:
    """A row that is not allowed takes no place, even of a limit of one."""
    assert INDEX.search("check chicken", np.array([False, True, True]), 1).tolist() == [1]


def test_coverage() -> None:
    """Coverage is 1 where all that is asked about is said, 0 where none is, and falls for a word that nobody has."""
    rows = np.arange(3)
    assert INDEX.coverage("temperature of chicken", rows).tolist() == [1, 0, 0]
    assert 0 < INDEX.coverage("temperature of lobster", rows)[0] < 1
    assert INDEX.coverage("", rows).tolist() == [0, 0, 0]


def test_empty() -> None:
    """An empty index finds nothing and does not fail."""
    empty = Bm25(())
    assert empty.search("chicken", None, 5).tolist() == []
    assert not empty.has("chicken")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text can be searched, scored and read."""
    rows = np.arange(3)
    assert set(INDEX.search(text, None, 5).tolist()) <= {0, 1, 2}
    assert (INDEX.scores(text, rows) >= 0).all()
    coverage = INDEX.coverage(text, rows)
    assert (coverage >= 0).all()
    assert (coverage <= 1.0001).all()
    read(text, INDEX, known)


def test_slips_are_mended() -> None:
    """Slips become words of the articles, chat becomes plain words, and the rest stays as it was typed."""
    assert read("wat temp chiken??", INDEX, known) == "what temperature chicken??"
    assert read("hw do i chek a Delivry", INDEX, known) == "how do i check a Delivery".replace("Delivery", "delivery")
    assert read("suprvisor's hollidays", INDEX, known) == "supervisor hollidays".replace("hollidays", "holidays")


def test_proper_words_stay() -> None:
    """A common word that the articles do not have is no slip, nor is a short word, a number or code."""
    for words in ("parking", "latte", "cok", "B12x", "def f(x): return 75", "🍕"):
        assert read(words, INDEX, known) == words
