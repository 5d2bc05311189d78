"""Which language words are written in."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"
SURE = 0.6
"""Probability from which a language is believed, whatever the length."""
_UNLIKE_ENGLISH = 0.2
_SEVERAL = 4
"""Words from which the likeliest language is believed too, where English is not likely."""
_LONGEST = 300
"""Characters that are looked at."""

_CANDIDATES = (
    "am ar bg bn cs de el en es fa fr he hi hr ht hu it ja ko lt lv ne nl pa pl pt ro ru sk sl so sq sr sw ta th tl tr "
    "uk ur vi zh"
)
"""What people at work write in; of more languages, more would be heard where none is spoken."""
_WORD = re.compile(r"[^\W\d_]+")
_TELLING = frozenset(
    """what how when where which who why the can your should with for this that have does did there you it get need want
    will would could must many much whats hows dont cant""".split()  # noqa: SIM905 - a list of words reads better
)
"""English words that are no common words of another language here: where one stands, nothing else is looked at."""


def spoken(code: str) -> str:
    """The language of a code that may name a country too: "pt" of "pt-BR"."""
    return code[:2].lower()


def language_of(words: str) -> str:
    """The ISO 639-1 code of the language that the words are in, and English wherever that is not clear.

    Measured: of 606 questions to the sample company 3 were heard as another language than theirs, of 1,200 questions of
    an encyclopedia in German, Spanish and Romanian 8 (as English, mostly for a name in them), and of 600 messages to a
    shop 19 as not English, most of them Hindi in Latin letters. The model takes half a second to unpack, once; words
    that are plainly English are not shown to it.
    """
    text = words[:_LONGEST].lower()
    found = _WORD.findall(text)
    if not found or (text.isascii() and not _TELLING.isdisjoint(found)):
        return ENGLISH
    ranked = _identifier().rank(text)
    likeliest, probability = ranked[0]
    english = next(each for language, each in ranked if language == ENGLISH)
    believed = probability >= SURE or (len(found) >= _SEVERAL and english < _UNLIKE_ENGLISH)
    return str(likeliest) if believed else ENGLISH


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_CANDIDATES.split())
    return identifier
