"""Passages that say the same. What is alike but about another thing, such as another machine, is not the same."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile

from retrieval.previewing.figures import agreeing
from retrieval.previewing.said import Said
from retrieval.words import tokens

ALIKE = 1.14
"""The cosine of two texts and the share of their words that are the same, added up, from which they say the same. The
articles' titles are left out. In the half to tune on, what says the same has 1.19 at least, and what does not 1.08 at
most where nothing else tells it apart."""
LIKELY, PLAIN = 1.05, 1.25
"""The same of passages as they are stored, under their titles: between these two their texts are embedded alone, below
they do not say the same, and above they do. In that half, what says the same has 1.14 at least here."""
_FIGURES = 0.75
"""The share of the figures that must be the same: what gives other figures is another rule, or about another thing."""
_WORDS = 0.1
"""The least share of their words that is the same."""
_LEAST = 4
"""Telling words of a passage below which nothing is said of it."""
_TELLING = 20
_WITHIN = 0.9
"""The share of the runs of a passage, of at least so many telling words, that another must have to hold it."""
_FRAME = 3
"""Words that two titles begin and end with in common, from which on what stands between them is what they are about; or
more than half of them."""
_PREFIX = 4
_SHORT = 3


def alike(ours: Said, theirs: Said) -> bool:
    """True where two passages mean about the same, and say it in much the same words."""
    words = shared(ours.bag, theirs.bag)
    stored = float(ours.vector @ theirs.vector) + words
    return stored >= PLAIN or (stored >= LIKELY and float(ours.bare @ theirs.bare) + words >= ALIKE)


def shared(one: Counter[str], other: Counter[str]) -> float:
    """The share of the words of both that both have, each as often as it stands, 0 to 1."""
    return (one & other).total() / max((one | other).total(), 1)


def same(ours: Said, theirs: Said) -> bool:
    """True where two passages say the same, in whatever words, order or form."""
    return close(ours, theirs) and agreeing(ours.figures, theirs.figures) >= _FIGURES


def close(ours: Said, theirs: Said) -> bool:
    """True where two passages would say the same but for some of their figures."""
    if min(ours.weight, theirs.weight) < _LEAST or shared(ours.bag, theirs.bag) < _WORDS or apart(ours, theirs):
        return False
    # Last, for it may embed both.
    return within(ours, theirs) or alike(ours, theirs)


def within(ours: Said, theirs: Said) -> bool:
    """True where one passage stands, nearly word for word, within the other: their runs of words tell."""
    small, large = sorted((ours, theirs), key=lambda each: each.weight)
    if small.weight < _TELLING:
        return False
    return (small.runs & large.runs).total() >= _WITHIN * small.runs.total()


def apart(ours: Said, theirs: Said) -> bool:
    """True where one text is made from the other by putting another thing in its place, such as another machine.

    That is, where between the same words stands something else, and is what the text is about, or stands there twice.
    """
    if other_slot(ours.article.title, theirs.article.title):
        return True

    def titled(one: frozenset[str], other: frozenset[str]) -> bool:
        return bool(one & ours.title) and bool(other & theirs.title)

    mine, others = _slots(ours, theirs), _slots(theirs, ours)
    put = Counter(
        (one, other)
        for before, one, after in mine
        for left, other, right in others
        if (before == left and after == right) or ((before == left or after == right) and titled(one, other))
    )
    return any(
        times > 1 or titled(one, other) or (one & ours.subject and other & theirs.subject)
        for (one, other), times in put.items()
    )


_Slot = tuple[str, frozenset[str], str]


def _slots(one: Said, other: Said) -> list[_Slot]:
    """What one passage says that the other has in no form, each with the words before and after it."""
    known = {*other.bag, *other.subject}
    found, run, before = list[_Slot](), list[str](), ""
    for word, stem in one.words:
        if stem and not _known(stem, known):
            run.append(stem)
            continue
        if run:
            found.append((before, frozenset(run), word))
        run, before = [], word
    return found


def _known(stem: str, among: Iterable[str]) -> bool:
    """True where a stem, an abbreviation of it or a word with the same beginning is among some."""
    return any(
        stem[:_PREFIX] == other[:_PREFIX] or (min(len(stem), len(other)) >= _SHORT and _begins(stem, other))
        for other in among
    )


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def other_slot(title: str, other: str) -> bool:
    """True for two titles of one form that name different things: "The alarm at Mill Lane", "… at Harbour Street"."""
    mine, theirs = tokens(title), tokens(other)
    before = _agreed(mine, theirs)
    after = _agreed(mine[before:][::-1], theirs[before:][::-1])
    frame = before + after
    framed = frame >= _FRAME or 2 * frame > max(len(mine), len(theirs))
    return framed and frame < min(len(mine), len(theirs))


def _agreed(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many of the same words two titles begin."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))
