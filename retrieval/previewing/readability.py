"""How hard a text is to read: Flesch-Kincaid for English, LIX for what else is written with spaces between words.

Kincaid et al., "Derivation of new readability formulas" (1975); Björnsson, "Läsbarhet" (1968). LIX counts long words,
not syllables, so it needs no rules of a language. Of textstat, which has both, the English half loads a dictionary from
the internet when it first counts, and where pyphen hyphenates is not where syllables end: it was 17 off in 47 common
words, the rule below 10.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.article import Article
from knowledge.splitting import split
from retrieval.language import ENGLISH, spoken
from retrieval.previewing.preview import Level, Reading
from retrieval.previewing.said import parted
from retrieval.units import blocks_of

FLESCH_KINCAID, LIX = "Flesch-Kincaid", "LIX"
_BARS = {FLESCH_KINCAID: (6.0, 9.0), LIX: (40.0, 50.0)}
"""Up to the first it is easy, up to the second fine: school years; and by Björnsson, books for children, newspapers."""
_LONG = 6
_FEW = 6
"""Words of a sentence below which it is not called the hardest."""
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouy]e|[^aeioutd]ed|[^aeiousxzcgh]es)$")
_SOUNDED = re.compile(r"[^aeiouyl]les?$")


@dataclass(frozen=True, slots=True)
class _Counted:
    text: str
    words: int
    long: int
    syllables: int


def readability(article: Article) -> Reading | None:
    """How hard the article's sentences are. None where there are none, or none with spaces between words.

    Items of lists count as sentences; tables are left out.
    """
    measure = FLESCH_KINCAID if spoken(article.language) == ENGLISH else LIX
    counted = [each for each in map(_counted, _sentences(article)) if each.words]
    if not counted or max(each.words for each in counted) < 2:
        return None
    grade = _grade(counted, measure)
    hardest = max(counted, key=lambda each: (each.words >= _FEW, _grade([each], measure), each.words))
    words = sum(each.words for each in counted) / len(counted)
    return Reading(_level(grade, measure), measure, round(grade, 1), round(words, 1), hardest.text)


def _sentences(article: Article) -> list[str]:
    blocks = (block for chunk in split(article) for block in blocks_of(chunk.text))
    return [part for block in blocks if block.kind != "table" for unit in block.units for part in parted(unit.words)]


def _counted(text: str) -> _Counted:
    words: list[str] = _WORD.findall(text)
    return _Counted(text, len(words), sum(len(word) > _LONG for word in words), sum(map(_syllables, words)))


def _syllables(word: str) -> int:
    low = word.lower()
    silent = _SILENT.search(low) is not None and _SOUNDED.search(low) is None
    return max(len(_VOWELS.findall(low)) - silent, 1)


def _grade(counted: Sequence[_Counted], measure: str) -> float:
    words = sum(each.words for each in counted)
    a_sentence = words / len(counted)
    if measure == LIX:
        return a_sentence + 100 * sum(each.long for each in counted) / words
    return 0.39 * a_sentence + 11.8 * sum(each.syllables for each in counted) / words - 15.59


def _level(grade: float, measure: str) -> Level:
    easy, fine = _BARS[measure]
    return "easy" if grade <= easy else "fine" if grade <= fine else "hard"
