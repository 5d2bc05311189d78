"""What must never be kept about a worker's words: health, disability, pregnancy, faith, union, politics and the like.

The lists are our own, one a language. They err towards not keeping: what is left out costs an article less, what is
kept by mistake costs a person more. Who speaks of themselves or of a colleague is not kept at all: no list knows every
illness, but “I have”, “my back” and “she is” are few words.
"""

import csv
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from privacy.uses import LANGUAGES, Language

SHORTEST_ELSEWHERE = 6
"""Letters of a stem that is looked for in other languages too: shorter ones mean other things there."""
SHORTEST_MISSPELT, SHORTEST_MISSPELT_TWICE = 6, 10
"""Letters from which one, or two, may be wrong."""


@dataclass(frozen=True, slots=True)
class Words:
    """The stems of one language, folded. What they stand for is told in the files themselves."""

    always: tuple[str, ...]
    mostly: tuple[str, ...]
    never: tuple[str, ...]
    work: tuple[str, ...]
    self: tuple[str, ...]
    not_self: tuple[str, ...]


def folded(text: str) -> str:
    """Lower case without accents; everything but letters and digits is one space; a space at both ends."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    letters = "".join(each for each in plain if not unicodedata.combining(each))
    return f" {' '.join(''.join(each if each.isalnum() else ' ' for each in letters).split())} "


@cache
def words_of(language: Language) -> Words:
    """The lists of a language, from its file."""
    read = tomllib.loads(files("privacy").joinpath("words", f"{language}.toml").read_text(encoding="utf-8"))
    return Words(**{name: tuple(map(_stem, read[name])) for name in Words.__dataclass_fields__})


@cache
def examples() -> tuple[tuple[str, bool], ...]:
    """Labelled questions in all languages, and whether each must never be kept."""
    with files("privacy").joinpath("words", "examples.csv").open(encoding="utf-8") as file:
        return tuple((row["question"], row["label"] == "sensitive") for row in csv.DictReader(file))


def _stem(written: str) -> str:
    """As it is looked for in folded text: a word's beginning, or all of it where it ends in a dollar sign."""
    return folded(written) if written.endswith("$") else folded(written).rstrip()


def sensitive(text: str, language: Language) -> bool:
    """True for what must not be kept: words about oneself, and words of such a topic.

    Words that are only mostly about people pass where they are plainly about guests, food or a task.
    """
    if _unreadable(text):
        return True
    own = words_of(language)
    said = _without(folded(text), [stem for each in LANGUAGES for stem in words_of(each).never])
    if _has(said, own.always) or _misspelt(said, own.always) or _elsewhere(said, "always", language):
        return True
    if _of_oneself(said, language):
        return True
    mostly = _has(said, own.mostly) or _misspelt(said, own.mostly) or _elsewhere(said, "mostly", language)
    return mostly and not _has(said, own.work)


def _unreadable(text: str) -> bool:
    """True where letters stand that no list here is written in: what nobody can read here may be about anything."""
    return any(each.isalpha() and not unicodedata.name(each, "").startswith("LATIN") for each in text)


def sensitive_title(title: str) -> bool:
    """The same for an article: that it helped somebody can tell what they have. Its language is not known here, and it
    is spelt as words are.
    """
    everywhere = [words_of(each) for each in LANGUAGES]
    said = _without(folded(title), [stem for each in everywhere for stem in each.never])
    about_work = any(_has(said, each.work) for each in everywhere)
    return any(_has(said, each.always) or (not about_work and _has(said, each.mostly)) for each in everywhere)


def _without(said: str, phrases: Iterable[str]) -> str:
    for phrase in phrases:
        said = said.replace(phrase, " ")
    return said


def _has(said: str, stems: Iterable[str]) -> bool:
    return any(stem in said for stem in stems)


def _elsewhere(said: str, part: str, language: Language) -> bool:
    """In a list of another language: what a worker speaks is guessed from a few words, and they mix."""
    others = (getattr(words_of(each), part) for each in LANGUAGES if each != language)
    return any(len(stem.strip()) >= SHORTEST_ELSEWHERE and stem in said for stems in others for stem in stems)


def _of_oneself(said: str, language: Language) -> bool:
    left = _without(said, [stem for each in LANGUAGES for stem in words_of(each).not_self])
    return _has(left, words_of(language).self) or _elsewhere(left, "self", language)


def _misspelt(said: str, stems: Iterable[str]) -> bool:
    """True where a word begins nearly as a stem does: one letter off, or two in a long one."""
    long = [stem.strip() for stem in stems if len(stem.strip()) >= SHORTEST_MISSPELT and " " not in stem.strip()]
    return any(_nearly(word, stem) for word in said.split() for stem in long if word[0] == stem[0])


def _nearly(word: str, stem: str) -> bool:
    from rapidfuzz.distance import OSA

    most = 2 if len(stem) >= SHORTEST_MISSPELT_TWICE else 1
    ends = range(len(stem) - most, len(stem) + most + 1)
    return any(OSA.distance(word[:end], stem, score_cutoff=most) <= most for end in ends if end <= len(word))
