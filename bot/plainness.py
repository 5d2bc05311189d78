"""How plain a text is: the school year in which it can be read."""

import re


def school_year(text: str) -> float:
    """After Flesch and Kincaid, for English; syllables are counted by their vowels. 0 for a text without words."""
    words = re.findall(r"[A-Za-z']+", text)
    sentences = max(1, len(re.findall(r"[.?!]+(?:\s|$)", text)))
    if not words:
        return 0.0
    return 0.39 * len(words) / sentences + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def _syllables(word: str) -> int:
    bare = re.sub(r"(?<=[a-z]{2})(?:es|ed|e)$", "", re.sub(r"[^a-z]", "", word.lower()))
    return max(1, len(re.findall(r"[aeiouy]+", bare)))
