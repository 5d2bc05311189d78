"""What an answer is made of: words of an article, quoted, and where they stand. Nothing else is ever said."""

import math
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from knowledge.article import Owner

if TYPE_CHECKING:
    from retrieval.passage import Passage


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a passage stands where it does.

    `use`, and what `detail` is then: "role" (the role it is for), "version" (the role that another version of it is
    for), "site" (the site it is for), "past_use" (the ISO day it helped), "alike" (the ISO day that something like it
    helped), "others" (how many other people in the same job it helped), "instead" (the ISO day that what stood before
    it did not help), "overdue" (the ISO day by which what stood before it should have been checked again).
    """

    use: str
    detail: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The article version, heading and exact words quoted. `quote` is a verbatim part of the article's body.

    `language` is the article's own, an ISO code. `score` and `signals` are what put it there, None and nothing where
    somebody picked it; `team` tells whose choice it was, where two rankers are compared. `overdue` is the day by which
    it should have been checked again, where that is over.
    """

    article_id: str
    title: str
    heading: str
    quote: str
    version: int
    owner: Owner | None = None
    reviewed: date | None = None
    critical: bool = False
    reasons: tuple[Reason, ...] = ()
    language: str = "en"
    score: float | None = None
    signals: Mapping[str, float] = field(default_factory=dict, hash=False)
    team: str = ""
    overdue: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """An article that may have the answer, by its title: whoever asked can pick it."""

    article_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the answer in the article's own words, short enough for a phone; empty when not found.

    When `found` is false, `nearest` is the closest article, if one is near, `also` what else of it is about as close,
    and `offered` are others that may have it.
    `disagree` tells that the two citations give different amounts for the same thing.
    """

    found: bool
    text: str = ""
    citations: tuple[Citation, ...] = ()
    nearest: Citation | None = None
    also: tuple[Citation, ...] = ()
    offered: tuple[Offer, ...] = ()
    disagree: bool = False


NOT_FOUND = Answer(found=False)

SURE = 0.71
"""The confidence from which an answer is given."""
_NEAR = 0.3
"""The confidence from which the closest passage is shown as such, where none answers."""
OFFERED = 3
"""Articles that are shown where none is sure: more are not read on a phone."""
PICKED = 2
"""Passages that are quoted of an article that was picked, or is shown as the closest."""
_WITHIN = 0.1
"""How much further than the best an article may be and still be offered."""
_FAR = 0.15
"""The score below which nothing is offered: what is asked about is in no article."""
_AS_CLOSE = 0.15
"""How much further than the closest passage another of its article may be and still stand below it."""
_MOST_MARGIN, _MOST_LEAD = 0.15, 0.4
_PART = 0.6
"""The closeness from which a sentence answers one part of a question, whatever its other part."""
# Where a second question begins: after a question mark, or where "and" is followed by a word that asks.
_PARTS = re.compile(
    r"\?+\s*|\s+(?:and|y)\s+(?=(?:what|when|where|who|which|why|how|can|do|does|is|are|may|must|should|will"
    r"|qu[eé]|c[oó]mo|cu[aá]ndo|d[oó]nde|qui[eé]n|cu[aá]nt[oa]s?|puedo)\b)",
    re.IGNORECASE,
)


def confidence(passages: Sequence["Passage"]) -> float:
    """The chance that the first passage answers, 0 to 1.

    It is near the question; it says what the question is about, and the question says much; it stands out from what
    other articles say (margin) and from all else that was found (lead). Articles of the same title are versions of one
    another, say for several roles, and are not counted as others. Across languages no words are shared but names and
    numbers, so coverage tells less and what stands out tells more.

    The weights are logistic regressions on halves of collections of workplace pages, messages to a shop, requests and
    questions to an encyclopedia, also with typing errors, with each collection of the same weight; where all questions
    have an answer, the right article was taken away for 40 % of them. `docs/benchmarks.md` has what was measured on
    the other halves.
    """
    from retrieval.language import spoken
    from retrieval.words import idle, tokens

    first = passages[0]
    others = [each.score for each in passages if each.article.title != first.article.title]
    margin = min(max(first.score - max(others, default=-1.0), 0.0), _MOST_MARGIN)
    lead = min(first.figures.lead, _MOST_LEAD)
    # What its article says in another passage counts too: a list may not repeat what it is a list of.
    coverage = max(each.figures.coverage for each in passages if each.article.id == first.article.id)
    said = max(coverage, first.figures.named)
    if spoken(first.source.language) != spoken(first.article.language):
        return _chance(0.5 * first.figures.cosine + 2.1 * said + 4.3 * margin + 14.5 * lead - 2.5)
    telling = sum(word not in idle(first.source.language) for word in tokens(first.asked))
    much = min(telling, 3) / 3
    weighed = 0.9 * first.figures.cosine + (0.6 + 2.0 * much) * said + 4.5 * margin + 9.2 * lead
    return _chance(weighed + 0.3 * first.figures.named - 3.5)


def _chance(evidence: float) -> float:
    return 1 / (1 + math.exp(-evidence))


def compose(words: str, passages: Sequence["Passage"]) -> Answer:
    """The answer that the passages support, in their own words, or `found=False` with the nearest article.

    A second passage is quoted only where the question has two parts and each is answered by another passage, or where
    another article contradicts the first.
    """
    if not passages or not words.strip():
        return NOT_FOUND
    passages = _no_less_sure(passages)
    parts = _by_part(passages)
    if parts:
        return _said(parts)
    sure = confidence(passages)
    if sure >= SURE:
        return _sure(passages)
    if sure < _NEAR:
        return Answer(found=False, offered=_offered(passages, set()))
    nearest, *also = (_cite(each, each.asked)[1] for each in _near(passages))
    return Answer(False, nearest=nearest, also=tuple(also), offered=_offered(passages, {nearest.title}))


def _near(passages: Sequence["Passage"]) -> Sequence["Passage"]:
    """The first passage, and the next of its article where that is about as close: none is sure to be the one. Of the
    sample's questions that are shown the right article as the closest, the right words are in both for 88 %, in the
    first alone for 81 %."""
    first = passages[0]
    others = (each for each in passages[1:] if each.article.id == first.article.id)
    return [first, *(each for each in others if each.score >= first.score - _AS_CLOSE)][:PICKED]


def quoted_from(passages: Sequence["Passage"]) -> Answer:
    """What an article that was picked says nearest to the question, however near that is: whoever picked it knows best.

    Two of its passages are quoted, as none is sure to be the one: of the sample's questions that are offered the right
    article, the right words are in them for 87 %, in the first alone for 71 %. `passages` are of that article.
    """
    if not passages:
        return NOT_FOUND
    said = _said([(each.asked, each) for each in passages[:PICKED]])
    return replace(said, citations=tuple(replace(each, score=None, signals={}) for each in said.citations))


def _offered(passages: Sequence["Passage"], shown: AbstractSet[str]) -> tuple[Offer, ...]:
    """What may have the answer beside the titles that are shown, in the order for everyone: each move of a preference
    would need its reason. Of versions of one article, which have one title, the nearest stands for all. Nothing where
    the question has no word that tells what it is about."""
    from retrieval.naming import telling

    if not telling(passages[0].asked, passages[0].source.language):
        return ()
    by_score = sorted(passages, key=lambda each: -each.score)
    least = max(by_score[0].score - _WITHIN, _FAR)
    offers: dict[str, Offer] = {}
    for each in by_score:
        if each.score >= least and each.article.title not in shown:
            offers.setdefault(each.article.title, Offer(each.article.id, each.article.title))
    return tuple(offers.values())[: OFFERED - len(shown)]


def _no_less_sure(passages: Sequence["Passage"]) -> Sequence["Passage"]:
    """The passages in the order for everyone, where that answers and the one for the asker does not."""
    plain = sorted(passages, key=lambda each: -each.score)
    if plain[0] is passages[0] or _outcome(plain) <= _outcome(passages):
        return passages
    return [replace(each, reasons=(), team="") for each in plain]


def _outcome(passages: Sequence["Passage"]) -> int:
    sure = confidence(passages)
    return (sure >= SURE) + (sure >= _NEAR)


def _sure(passages: Sequence["Passage"]) -> Answer:
    from retrieval.disagreement import contradicts

    other = contradicts(passages)
    both = passages[:1] if other is None else (passages[0], other)
    return replace(_said([(each.asked, each) for each in both]), disagree=other is not None)


def _said(chosen: Sequence[tuple[str, "Passage"]]) -> Answer:
    said = [_cite(passage, asked) for asked, passage in chosen]
    return Answer(found=True, text="\n".join(text for text, _ in said), citations=tuple(cited for _, cited in said))


def _cite(passage: "Passage", asked: str) -> tuple[str, Citation]:
    from retrieval.closeness import closeness
    from retrieval.naming import asks_how, named, settled
    from retrieval.passage import name_of
    from retrieval.quoting import about, quote
    from retrieval.units import blocks_of

    section = settled(passage) if asked == passage.asked else passage.section
    near = section.near if asked == passage.asked else closeness(passage.source.vectors(asked), section.sentences)
    article, chunk = passage.article, section.chunk
    whole = named(asked, article.title, passage.source.language) and asks_how(asked)
    told = about(asked, passage.source.language, name_of(article, chunk), article.language)
    quoted = quote(chunk.text, blocks_of(chunk.text), near, told, whole)
    return quoted.text, Citation(
        article.id, article.title, chunk.heading, quoted.quote, article.version,
        article.owner, article.reviewed, article.critical, passage.reasons, article.language,
        passage.score, passage.signals, passage.team, passage.overdue,
    )  # fmt: skip


def _by_part(passages: Sequence["Passage"]) -> list[tuple[str, "Passage"]]:
    """Each part of a question with two parts, with the passage nearest to it; empty where one passage answers both."""
    from retrieval.closeness import closeness
    from retrieval.words import idle, tokens

    parts = [part for part in _PARTS.split(passages[0].asked) if set(tokens(part)) - idle(passages[0].source.language)]
    if len(parts) != 2 or any(len(tokens(part)) < 3 for part in parts):
        return []
    found = []
    sections = [each.section for each in passages]
    for part in parts:
        vectors = passages[0].source.vectors(part)
        nearest = [float(closeness(vectors, each.sentences).max(initial=0.0)) for each in sections]
        best = max(range(len(passages)), key=nearest.__getitem__)
        found.append((part, passages[best], nearest[best]))
    differ = found[0][1].chunk != found[1][1].chunk and min(near for _, _, near in found) >= _PART
    return [(part, _chosen(passage, passages)) for part, passage, _ in found] if differ else []


def _chosen(passage: "Passage", passages: Sequence["Passage"]) -> "Passage":
    """Without reasons where it is not the first: it was chosen for its words, wherever it stands."""
    return passage if passage is passages[0] else replace(passage, reasons=())
