"""The words of the articles, while articles come and go."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.vocabulary import Vocabulary

WORD = st.text("ab", min_size=1, max_size=4)
WORDS = st.lists(WORD, max_size=6)


@settings(deadline=None)
@given(WORDS, st.lists(st.tuples(WORDS, st.integers(0, 9)), max_size=6), st.sampled_from("ab"), st.integers(1, 4))
def test_follows_what_is_said(first: list[str], changes: list[tuple[list[str], int]], letter: str, length: int) -> None:
    """After any changes the words, their numbers and the groups are those of what is said now."""
    said, held = [first], Vocabulary(Counter(first))
    for words, gone in changes:
        held.alike(letter, 1, 4)
        less = [said.pop(gone)] if gone < len(said) else []
        said.append(words)
        held = held.changed(Counter(words), less)
    expected = Counter(word for words in said for word in words)
    assert held == expected
    assert (set(held), len(held)) == (set(expected), len(expected))
    alike = held.alike(letter, length, length + 1)
    assert sorted(alike) == sorted(word for word in expected if word[0] == letter and len(word) in (length, length + 1))


def test_words_without_letters() -> None:
    """A word that folding left nothing of is kept and is like no other."""
    assert Vocabulary({"": 1, "a": 1}).changed({"": 2}, [["a"]]).alike("a", 0, 3) == []
