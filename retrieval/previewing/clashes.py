"""Sentences about the same thing that cannot both be followed: another figure, or the opposite."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.article import Audience
from retrieval.previewing.figures import differences
from retrieval.previewing.polarity import opposed
from retrieval.previewing.preview import Clash, Difference
from retrieval.previewing.said import Said, Sentence
from retrieval.previewing.twins import apart

NEAR = 0.6
ABOUT = 1.4
"""The cosine of two sentences, and it with the share of their telling words that both have, from which they are about
the same thing. Figures are no telling words. Among the sample's articles, which do not contradict each other, the most
that two sentences with different figures have is 1.28."""


@dataclass(frozen=True, eq=False)
class Beside:
    """A sentence of ours with the one of theirs that is most like it, and how alike they are."""

    ours: Sentence
    theirs: Sentence
    cosine: float
    shared: float


def clashes(ours: Said, theirs: Said) -> Iterator[Clash]:
    """The clashes of two passages. None where nobody may see both, or where they are about different things."""
    if not meet(ours.article.audience, theirs.article.audience) or apart(ours, theirs):
        return
    for each in beside(ours, theirs):
        found = differ(each)
        if found:
            yield Clash(ours.chunk.heading, each.ours.words, theirs.place, each.theirs.words, found)


def meet(one: Audience, other: Audience) -> bool:
    """True where somebody may see what both audiences may see."""
    return _meet(one.roles, other.roles) and _meet(one.sites, other.sites)


def _meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one or not other or bool(one & other)


def beside(ours: Said, theirs: Said) -> Iterator[Beside]:
    """Each sentence of ours with the one of theirs that is most like it, where that one has none more like it."""
    if not ours.sentences or not theirs.sentences:
        return
    cosines = ours.vectors @ theirs.vectors.T
    words = [[_shared(one.about, other.about) for other in theirs.sentences] for one in ours.sentences]
    both = cosines + words
    for at, sentence in enumerate(ours.sentences):
        best = int(both[at].argmax())
        if int(both[:, best].argmax()) == at:
            yield Beside(sentence, theirs.sentences[best], float(cosines[at, best]), words[at][best])


def differ(pair: Beside) -> tuple[Difference, ...]:
    """What two sentences differ in, where they are about the same thing; nothing otherwise."""
    if pair.cosine < NEAR or pair.cosine + pair.shared < ABOUT:
        return ()
    found = differences(pair.ours.figures, pair.theirs.figures)
    if found:
        return found
    against = opposed(pair.ours.clauses, pair.theirs.clauses)
    return (Difference("negation", pair.ours.words, pair.theirs.words),) if against else ()


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    either: Sequence[str] = tuple(one | other)
    return len(one & other) / len(either) if either else 0.0
