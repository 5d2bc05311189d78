"""Questions that lean on the one before, such as “and for decaf?”, in each language spoken here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from privacy.uses import Language

LONGEST_OPENED = 8
LONGEST_POINTED = 4
"""Words: “and for decaf?” and “how long is that” lean on what went before; a longer question stands by itself."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """How a question leans in one language: by how it opens, or by pointing at what was said."""

    opener: re.Pattern[str]
    pointer: re.Pattern[str]


def _leaning(opener: str, pointer: str) -> Leaning:
    return Leaning(re.compile(rf"[¿¡\s]*(?:{opener})", re.I), re.compile(rf"\b(?:{pointer})\b", re.I))


LEANING: Mapping[Language, Leaning] = {
    "en": _leaning(r"(?:and|also|then)\s+|(?:what|how) about\b|same for\b", "it|that|them|those|this|one"),
    "es": _leaning(
        r"(?:y|tambi[eé]n|entonces)\s+|lo mismo (?:para|con)\b|qu[eé] (?:hay de|pasa con)\b",
        "eso|esto|es[ea]s?|esos|aquello",
    ),
    "fr": _leaning(
        r"(?:et|puis|aussi|alors)\s+|(?:pareil|m[eê]me chose) pour\b|qu'en est-il\b", "ça|ca|cela|celui|celle|ceux"
    ),
    # “i” and “a” are words of other languages too: what follows them tells.
    "pl": _leaning(
        r"(?:a|i)\s+(?=(?:co|jak|na|dla|kiedy|gdzie|ile|czy|przy|bez|kto)\b)|a\s+(?=(?:to|w|we|z|ze|po|je[sś]li)\b)"
        r"|to samo (?:dla|z)\b",
        "tego|temu|tym|tamto|tamtego",
    ),
    "pt": _leaning(
        r"e\s+(?=(?:para|pra|pro|com|sem|de|d[oa]s?|n[oa]s?|os?|as?|se|em|quando|quanto|como|onde|qual|isso|isto|ess[ea])\b)"
        r"|(?:ent[aã]o|tamb[eé]m)\s+|(?:a )?mesma coisa (?:para|pra|com)\b",
        "isso|isto|disso|nisso|ess[ea]s?",
    ),
}


def leans_in(words: str) -> Language | None:
    """The language in which a question leans on the one before it; None where it stands by itself."""
    length = len(words.split())
    for language, leaning in LEANING.items():
        opened = length <= LONGEST_OPENED and leaning.opener.match(words)
        if opened or (length <= LONGEST_POINTED and leaning.pointer.search(words)):
            return language
    return None


def joined(before: str, words: str) -> str:
    """The question before with what this one adds."""
    opened = next((found for each in LEANING.values() if (found := each.opener.match(words))), None)
    added = words[opened.end() :].lstrip() if opened else words
    return f"{before} {added}"
