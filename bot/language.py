"""Which of the languages Onhand speaks a question is written in."""

import re
from functools import cache
from typing import TYPE_CHECKING

from privacy.uses import ENGLISH, LANGUAGES, Language

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SURE = 0.6
"""Probability from which a language is believed. Measured on short, misspelt questions: below it English words such as
“vegan” or “descale espresso” are taken for Spanish; above it short Spanish slices are taken for English."""


LATIN = re.compile(r"[a-zà-ſ]")
"""Letters of the languages spoken here. Words without any are in none of them."""


@cache
def _identifier() -> "LanguageIdentifier":
    """The model of py3langid over the languages spoken here; it takes half a second to unpack, so at most once."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


def language_of(words: str) -> Language:
    """The language of a question, and English wherever that is not sure."""
    if not LATIN.search(words.lower()):
        return ENGLISH
    found, probability = _identifier().classify(words.lower())
    return next((each for each in LANGUAGES if each == found and probability >= SURE), ENGLISH)
