"""Reads a question as it was meant: the short words of chat, and slips that only the articles' own words explain."""

import re
from collections.abc import Callable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.lexical import Lexical
from retrieval.words import STOPWORDS, tokens

_LEAST = 4
_IDLE = frozenset[str]().union(*STOPWORDS.values())
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|\d+\w*")

CHAT: Mapping[str, str] = {
    "abt": "about", "b4": "before", "bc": "because", "cant": "can't", "coz": "because", "cud": "could",
    "cuz": "because", "da": "the", "didnt": "didn't", "dnt": "don't", "doesnt": "doesn't", "dont": "don't",
    "dis": "this", "fone": "phone", "gonna": "going to", "gotta": "got to", "hav": "have", "havent": "haven't",
    "hows": "how is", "hw": "how", "hrs": "hours", "im": "i am", "ive": "i have", "mgr": "manager",
    "mins": "minutes", "msg": "message", "n": "and", "ngt": "night", "nite": "night", "pls": "please",
    "plz": "please", "ppl": "people", "r": "are", "rn": "right now", "sched": "schedule", "shud": "should",
    "temp": "temperature", "temps": "temperatures", "thx": "thanks", "tmrw": "tomorrow", "tmr": "tomorrow",
    "2moro": "tomorrow", "2day": "today", "2nite": "tonight", "u": "you", "ur": "your", "vac": "vacation",
    "wanna": "want to", "wat": "what", "wats": "what is", "wen": "when", "whats": "what is", "wheres": "where is",
    "whos": "who is", "wht": "what", "wk": "week", "wont": "won't", "wks": "weeks", "wot": "what", "wud": "would",
    "wht's": "what is", "y": "why", "xmas": "christmas", "yr": "year", "yrs": "years",
}  # fmt: skip
"""Short forms and what they stand for. None of them is a word that a workplace uses otherwise ("hr" is not here)."""


def read(words: str, corpus: Lexical, knows: Callable[[str], bool], chat: bool = True) -> str:
    """The words with slips mended and, with `chat`, its short forms written out; all else stays as it was typed.

    A slip is a word of at least four letters that the corpus does not have in any form and that `knows` does not take
    for a common word. It becomes the nearest word of the corpus: one typing error away, or two in a long word.
    """
    written = CHAT if chat else {}
    return _WORD.sub(
        lambda match: written.get("".join(tokens(match.group()))) or _meant(match.group(), corpus, knows), words
    )


def _meant(word: str, corpus: Lexical, knows: Callable[[str], bool]) -> str:
    folded = "".join(tokens(word))
    if len(folded) < _LEAST or not folded.isalpha() or folded in _IDLE or corpus.has(folded) or knows(folded):
        return word
    return _nearest(folded, corpus.vocabulary) or word


def _nearest(word: str, vocabulary: Mapping[str, int]) -> str | None:
    allowed = 1 if len(word) < 8 else 2
    # A short word with a letter too many is more likely another word ("latte" is not "late").
    shortest = len(word) - (allowed if len(word) > 5 else 0)
    candidates = [
        known for known in vocabulary if shortest <= len(known) <= len(word) + allowed and known[0] == word[0]
    ]
    found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=20)
    if not found:
        return None
    # The nearest; among equals the word that the articles use most.
    return str(min(found, key=lambda each: (each[1], -vocabulary[each[0]], each[0]))[0])
