"""Drafts of a nudge: sentences of the article that tell somebody what to do, as they stand in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.article import Article
from knowledge.plain import BULLET, parts

LONGEST = 300
"""Characters of a nudge."""
MOST = 3
SHORTEST = 15
SHORT = 60
"""A sentence with fewer characters takes the next one with it, where that instructs too."""
EASY = 160

_MARK = re.compile(rf"^\s*(?:{BULLET}|(\d+[.)]))\s+")
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+")
_WARNING = re.compile(
    r"\b(?:must|never|always|do not|don't|make sure|only ever"
    r"|debe[ns]?|nunca|siempre|no deje[ns]?|asegúrese"
    r"|devez|doit|doivent|jamais|toujours"
    r"|musi|musisz|nigdy|zawsze|należy|trzeba|nie wolno"
    r"|deve[m]?|sempre|não deixe)\b",
    re.IGNORECASE,
)
"""Words that make a sentence a rule, in the five languages."""
_VERBS = frozenset(
    """add ask book bring call check choose clean clear close collect come cook cool count cover cut discard do dry
    empty enter fill find finish give go hand hold keep label leave let lift lock look make measure move note offer
    open order pay place point pour press print put read record refund remove repeat report rinse say scan send serve
    set show sign smile speak start stay stop store switch take talk tell test throw turn type use wait walk warn wash
    wear weigh wipe work write""".split()  # noqa: SIM905 - a list of words reads better
)
"""Verbs that instructions at work begin with, in English."""

_POINTING = frozenset(
    {"it", "she", "he", "they", "this", "that", "these", "those", "then", "if", "esto", "cela", "isso"}
)
"""A sentence that begins with one of them needs the one before it."""
_UNTOLD = re.compile(r"(?:\S+ ){1,4}(?:it|them|one)\b")
"""One that says of what it speaks further back is worth less."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    line: int
    step: bool

    @property
    def weight(self) -> int:
        """How much it instructs; 0 for what does not."""
        first = re.split(r"[\s,]", self.words, maxsplit=1)[0].lower()
        if first in _POINTING:
            return 0
        told = 3 * bool(_WARNING.search(self.words)) + 2 * (first in _VERBS) + 2 * self.step
        clear = (len(self.words) <= EASY) - 2 * bool(_UNTOLD.match(self.words))
        return max(1, told + clear) if told else 0


def drafts(article: Article) -> tuple[str, ...]:
    """At most three, in the order of the article; none where it instructs nobody."""
    weighed = dict(_offered(list(_sentences(article.body))))
    fitting = [words for words in weighed if SHORTEST <= len(words) <= LONGEST]
    best = sorted(fitting, key=lambda words: -weighed[words])[:MOST]
    return tuple(words for words in fitting if words in best)


def first_words(article: Article) -> str:
    """The article's own first words, as many whole sentences as a nudge takes."""
    said = " ".join(" ".join(words.split()) for _, words in parts(article.body) if words)
    if len(said) <= LONGEST:
        return said
    end = max(said.rfind(mark, 0, LONGEST) for mark in (". ", "! ", "? "))
    return said[: end + 1] if end > 0 else said[: LONGEST - 1] + "…"


def _sentences(body: str) -> Iterator[_Sentence]:
    """All whole sentences that stand in running text or in a list: no heading, and no row of a table."""
    lines = [line for _, words in parts(body) for line in words.splitlines()]
    for number, line in enumerate(lines):
        mark = _MARK.match(line)
        for words in _END.split(_MARK.sub("", line).strip()):
            if words.endswith((".", "!")) and " \u00b7 " not in line:
                yield _Sentence(words, number, bool(mark and mark[1]))


def _offered(found: list[_Sentence]) -> Iterator[tuple[str, int]]:
    """What instructs, with its weight: each sentence once, a short one with the next."""
    left = iter(range(len(found)))
    for at in left:
        this, following = found[at], found[at + 1] if at + 1 < len(found) else None
        if not this.weight:
            continue
        if following and following.line == this.line and following.weight and len(this.words) < SHORT:
            next(left)
            yield f"{this.words} {following.words}", this.weight
        else:
            yield this.words, this.weight
