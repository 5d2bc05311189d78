"""Questions about the same thing are found together, in any language, and what is like nothing is left out."""

import numpy as np
import pytest

import retrieval.topics
from bot.wiring import Onhand
from retrieval.topics import likeness, telling_words, topics, vectors_of
from tests.measuring.topics import SAME, SPOKEN, across_languages
from tests.retrieval.hashed import Hashed

ODD = "does the moon have an echo"


def test_the_same_in_five_languages(shelf: Onhand) -> None:
    """Of the same questions in other languages most stand with the English ones, and none with those on others."""
    together, apart = across_languages(shelf.encoder)
    assert together >= 0.7
    assert apart == 0


def test_what_is_like_nothing_is_left_out(shelf: Onhand) -> None:
    """A question that nobody else asks has no topic, among others and alone; no question has none."""
    words = [*SAME["wifi"], ODD]
    *wifi, odd = topics(words, [*SPOKEN, "en"], shelf.encoder)
    assert odd is None
    assert len({*wifi}) == 1
    assert topics([ODD], ["en"], shelf.encoder) == [None]
    assert topics([], [], shelf.encoder) == []


def test_where_all_ask_the_same_it_is_one_topic(shelf: Onhand) -> None:
    """No other questions are needed to tell it from."""
    assert len(set(topics(SAME["pay"][:2] * 3, ["en"] * 6, shelf.encoder))) == 1


def test_the_order_of_questions_changes_nothing(shelf: Onhand) -> None:
    """Turned round, the same questions stand together."""
    words, languages = [each for all in SAME.values() for each in all], [*SPOKEN] * len(SAME)
    forth = topics(words, languages, shelf.encoder)
    back = topics(words[::-1], languages[::-1], shelf.encoder)[::-1]
    pairs = [(a, b) for a in range(len(words)) for b in range(a)]
    assert [forth[a] == forth[b] for a, b in pairs] == [back[a] == back[b] for a, b in pairs]


def test_two_are_compared_by_what_reads_both(shelf: Onhand) -> None:
    """The likeness of a question with itself is 1 in any language, and that of an English and a Spanish one is had
    from the model that reads both."""
    vectors = vectors_of(SAME["wifi"][1:3], SPOKEN[1:3], shelf.encoder)
    alike = likeness(vectors, vectors)
    assert np.diag(alike) == pytest.approx([1, 1], abs=1e-5)
    assert alike[0, 1] == pytest.approx(alike[1, 0], abs=1e-6)
    assert 0.4 < alike[0, 1] < 0.9


def test_more_than_are_compared_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond so many, a question joins the group that it is most like, or none; a group of one that nothing joins is
    none."""
    monkeypatch.setattr(retrieval.topics, "AT_ONCE", 3)
    encoder = Hashed("any", 64)
    words = ["a", "b", "a", "c", "a", "b", "d"]
    assert topics(words, ["en"] * 7, encoder) in ([0, 1, 0, None, 0, 1, None], [1, 0, 1, None, 1, 0, None])
    assert topics(words[:3], ["en"] * 3, encoder) in ([0, None, 0], [1, None, 1])


def test_the_words_that_tell() -> None:
    """Words that hold a sentence together are left out, and numbers; the others stand as they were written, each by a
    stem that its forms share."""
    assert telling_words("Cuál es la contraseña del WIFI 24?", "es") == {"contrasen": "contraseña", "wifi": "wifi"}
    assert telling_words("the manager's passwords", "en").keys() == telling_words("managers password", "en").keys()
    assert telling_words("what is it", "en") == {}
