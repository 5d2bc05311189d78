"""Is a question about health, faith, a union and the like? Such a one is nobody's business and is never kept.

Laws name these topics: health and disability, pregnancy, faith, union, politics, ethnicity, sexual orientation, a
criminal record. A list of words per language (`words/`) finds them, spelling mistakes included. Much of frontline work
sounds like them (“allergens in the soup”, “first aid for a burn”): words that are mostly about people pass where the
question is about guests, food or a task, and nobody speaks of themselves. When in doubt it counts as such a topic.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from privacy.uses import LANGUAGES, Language

WORDS = Path(__file__).parent / "words"
LONG_STEM = 5
"""Letters of a stem that hardly stands for anything else in another language."""

FORGIVING_STEM = 6
"""Letters of a stem from which one wrong, missing, doubled or swapped letter is forgiven."""

KIN: dict[Language, Language] = {"es": "pt", "pt": "es"}
"""A short question in the one is easily taken for the other."""

NO_ACCENT = str.maketrans({"ł": "l", "ß": "ss", "ø": "o", "œ": "oe", "æ": "ae"})


@dataclass(frozen=True, slots=True)
class Stems:
    """Words to look for: a stem stands for all that begins with it, one that ends in `$` for itself alone."""

    stems: tuple[str, ...]

    def within(self, text: str) -> bool:
        return _pattern(self.stems).search(text) is not None

    def without(self, text: str) -> str:
        """The text with every word that these begin taken out."""
        return " ".join(_pattern(self.stems, r"\w*").sub(" ", text).split())

    def misspelt_within(self, text: str) -> bool:
        """True where a long word begins almost like a long stem, from the same letter on."""
        stems = [stem for stem in self.stems if len(stem) >= FORGIVING_STEM and stem.isalpha()]
        return any(_almost(word, stem) for word in text.split() if len(word) >= FORGIVING_STEM for stem in stems)

    @property
    def long(self) -> "Stems":
        return Stems(tuple(stem for stem in self.stems if len(stem) >= LONG_STEM and not stem.endswith("$")))


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of one language: see the file of English."""

    always: Stems
    mostly: Stems
    never: Stems
    work: Stems
    oneself: Stems
    not_oneself: Stems


@cache
def _pattern(stems: tuple[str, ...], rest: str = "") -> re.Pattern[str]:
    words = "|".join(re.escape(stem.removesuffix("$")) + (r"\b" if stem.endswith("$") else rest) for stem in stems)
    return re.compile(rf"\b(?:{words})" if words else r"(?!)")


@cache
def lists(language: Language) -> Lists:
    """The lists of one language, folded as questions are."""
    with (WORDS / f"{language}.toml").open("rb") as file:
        read = tomllib.load(file)
    names = ("always", "mostly", "never", "work", "self", "not_self")
    return Lists(*(Stems(tuple(map(_folded_stem, read[name]))) for name in names))


def _folded_stem(stem: str) -> str:
    return folded(stem) + ("$" if stem.endswith("$") else "")


def folded(words: str) -> str:
    """Lower case, no accents, one space between words and nothing else."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(NO_ACCENT))
    letters = (letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def sensitive(words: str, language: Language) -> bool:
    """True for a question, or a title, on a topic that is never kept, in its own language and roughly in others."""
    own = [lists(each) for each in dict.fromkeys((language, KIN.get(language, language)))]
    others = [lists(each) for each in LANGUAGES if lists(each) not in own]
    text = folded(words)
    for each in own:
        text = each.never.without(text)
    if _named(text, (each.always for each in own), (each.always for each in others)):
        return True
    if _of_oneself(text, own):
        return True
    mostly = _named(text, (each.mostly for each in own), (each.mostly for each in others))
    return mostly and not any(each.work.within(text) for each in [*own, *others])


def _named(text: str, own: Iterable[Stems], others: Iterable[Stems]) -> bool:
    if any(stems.within(text) or stems.misspelt_within(text) for stems in own):
        return True
    return any(stems.long.within(text) for stems in others)


def _of_oneself(text: str, own: Sequence[Lists]) -> bool:
    for each in own:
        text = each.not_oneself.without(text)
    return any(each.oneself.within(text) for each in own)


def _almost(word: str, stem: str) -> bool:
    """One edit apart, of the beginning of the word that is as long as the stem or a letter off."""
    from rapidfuzz.distance import OSA

    if word[0] != stem[0]:
        return False
    begins = (word[: len(stem) + more] for more in (-1, 0, 1))
    return any(OSA.distance(begin, stem, score_cutoff=1) <= 1 for begin in begins)
