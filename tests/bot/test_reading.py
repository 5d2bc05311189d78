"""What Onhand says about data is read by everybody: short sentences of short words."""

import re
from collections.abc import Iterator
from itertools import combinations

import pytest

from bot.wording import ENGLISH
from privacy.uses import FRAMES, KINDS, USES, notice_for

MOST_WORDS = 12
HIGHEST_GRADE = 4.0
VAGUE = re.compile(r"\b(may|some|might|could|certain)\b", re.IGNORECASE)
ON_ONE_ANSWER = ("role", "site", "helped")


def grade(text: str) -> float:
    """The school year that a text can be read in, after Flesch and Kincaid; syllables are counted by their vowels."""
    words, sentences = re.findall(r"[A-Za-z']+", text), re.findall(r"[^.?!]+[.?!]", text)
    syllables = sum(map(_syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    bare = re.sub(r"(?<=[a-z]{2})(?:es|ed|e)$", "", re.sub(r"[^a-z]", "", word.lower()))
    return max(1, len(re.findall(r"[aeiouy]+", bare)))


def notices() -> Iterator[str]:
    """Each notice that a message can have: what one answer draws on in every combination, and each kind alone."""
    for count in (2, 3):
        yield from (notice_for(frozenset(kinds)) for kinds in combinations(ON_ONE_ANSWER, count))
    yield from (notice_for(frozenset({kind.name})) for kind in KINDS)
    yield from (FRAMES["en"].nothing, FRAMES["en"].off)


def test_the_measure_can_tell() -> None:
    """A plain sentence is easy by this measure, and one of an office is not."""
    assert grade("The cat sat on the mat.") < 1
    assert grade("Personal information is retained in accordance with applicable organisational policies.") > 12


@pytest.mark.parametrize("line", [*ENGLISH.first_contact(), *notices()])
def test_short_and_plain(line: str) -> None:
    """The first contact and every notice have at most twelve words, of the fourth grade, none of them vague."""
    assert len(line.split()) <= MOST_WORDS
    assert grade(line) <= HIGHEST_GRADE
    assert VAGUE.search(line) is None


def test_what_is_kept_is_told_plainly() -> None:
    """No line of the page on what is kept has a vague word."""
    lines = ENGLISH.keeping_lines()
    assert len(lines) > len(USES)
    assert [line for line in lines if VAGUE.search(line)] == []
