"""Chooses the words of a passage that answer, and the verbatim part of the article around them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.plain import BULLET
from retrieval.units import Block, Unit
from retrieval.words import content, stems, tokens

SHORT = 320
"""Characters of an answer that a phone shows without scrolling."""
QUOTE = 600
_LONGEST_TEXT = 500
_LEAD = 160
_LISTS = ("steps", "list", "table")
_LONGEST_QUOTE = 1_500
# How much a question's own words in a sentence count beside its cosine.
_OVERLAP = 0.15
# A sentence beside the best one joins it where it is about as close.
_ALIKE = 0.08
_RULE = 0.15
_WITH_RULE = 200
# An item this much closer than every other of its list answers alone.
_STANDS_OUT = 0.08
_LEANS_BACK = {"it", "they", "this", "these", "that", "those", "then", "but", "also", "otherwise", "instead", "so"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """`text` is what to say, without marks; `quote` is a verbatim part of the chunk that holds it."""

    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class About:
    """What a question is about, beside the name of what is quoted: stems by the rules of the quoted language."""

    stems: frozenset[str]
    language: str

    def share(self, words: str) -> float:
        """How much of it some words say, 0 to 1."""
        return len(self.stems & set(stems(tokens(words), self.language))) / max(len(self.stems), 1)


def about(asked: str, asked_in: str, name: str, language: str) -> About:
    """`asked` is in the language `asked_in`; what is quoted stands under `name`, in `language`."""
    telling = set(stems(content(tokens(asked), asked_in), language)) - set(stems(tokens(name), language))
    return About(frozenset(telling), language)


def quote(
    source: str, blocks: Sequence[Block], cosines: NDArray[np.float32], asked: About, whole: bool = False
) -> Quotation:
    """The words of a chunk that answer what was asked.

    `source` is the chunk's text, `blocks` its parts and `cosines` those of its first units. Steps stay in order and
    whole where they fit, else the first are given and the quote holds all; a warning stays with what it warns about.
    `whole` asks for the steps from the first one on, whichever sentence is nearest.
    """
    if not blocks:
        return Quotation(_cut(" ".join(source.split()), _LONGEST_TEXT), source[:_LONGEST_QUOTE])
    scores = _scores(blocks, cosines, asked)
    steps = next((at for at, block in enumerate(blocks) if whole and block.kind == "steps"), None)
    at = int(np.argmax([max(each) for each in scores])) if steps is None else steps
    text, last = _said(blocks, at, scores[at] if steps is None else [0.0] * len(scores[at]))
    if last + 1 < len(blocks) and blocks[last + 1].kind == "warning":
        last += 1
        warning = _joined(blocks[last].units)
        text = f"{text}\n{warning}" if len(text) + len(warning) < _LONGEST_TEXT else text
    first = at - 1 if at and _has_lead(blocks, at) else at
    return Quotation(_cut(text, _LONGEST_TEXT), _verbatim(source, blocks, first, last))


def _scores(blocks: Sequence[Block], cosines: NDArray[np.float32], asked: About) -> list[list[float]]:
    scores, at = [], 0
    for block in blocks:
        near = [float(cosines[at + n]) if at + n < len(cosines) else 0.0 for n in range(len(block.units))]
        shared = [asked.share(unit.words) for unit in block.units]
        scores.append([cosine + _OVERLAP * share for cosine, share in zip(near, shared, strict=True)])
        at += len(block.units)
    return scores


def _said(blocks: Sequence[Block], at: int, scores: Sequence[float]) -> tuple[str, int]:
    """The text from block `at`, and the last block that it took words from."""
    block = blocks[at]
    if block.kind in ("steps", "list"):
        return _listed(_lead(blocks, at), block, scores), at
    if block.kind == "table":
        return block.units[int(np.argmax(scores))].words, at
    if block.kind == "warning":
        return _joined(block.units), at
    text = _prose(block.units, scores)
    follows = blocks[at + 1] if at + 1 < len(blocks) else None
    if follows is None or follows.kind not in _LISTS or not text.endswith(block.units[-1].words):
        return text, at
    # A lead-in says nothing without what it leads to; a rule is made whole by its steps, where they fit.
    if text.endswith(":") or (follows.kind == "steps" and _fits(text, follows)):
        return _listed(text, follows, [0.0] * len(follows.units)), at + 1
    return text, at


def _fits(text: str, block: Block) -> bool:
    return len(text) + sum(len(unit.words) + 4 for unit in block.units) <= SHORT


def _lead(blocks: Sequence[Block], at: int) -> str:
    """What a list stands under: the rule in prose before it, or as much of it as leads in."""
    if not _has_lead(blocks, at):
        return ""
    whole = _joined(blocks[at - 1].units)
    last = blocks[at - 1].units[-1].words
    return whole if len(whole) <= _LEAD else last if last.endswith(":") else ""


def _has_lead(blocks: Sequence[Block], at: int) -> bool:
    return at > 0 and blocks[at].kind != "prose" and blocks[at - 1].kind == "prose"


def _listed(lead: str, block: Block, scores: Sequence[float]) -> str:
    lines = [lead] if lead else []
    if not _fits(lead, block) and _stands_out(scores):
        return block.units[int(np.argmax(scores))].words
    for unit in block.units:
        if sum(len(line) + 1 for line in lines) + len(unit.words) > SHORT and len(lines) > bool(lead):
            return "\n".join([*lines, "\u2026"])
        lines.append(f"{unit.number or BULLET} {unit.words}")
    return "\n".join(lines)


def _stands_out(scores: Sequence[float]) -> bool:
    *others, best = sorted(scores)
    return not others or best - others[-1] >= _STANDS_OUT


def _prose(units: Sequence[Unit], scores: Sequence[float]) -> str:
    best = first = last = int(np.argmax(scores))
    # A sentence that leans on the one before it is not understood alone.
    while first and (tokens(units[first].words) or [""])[0] in _LEANS_BACK:
        first -= 1
    while last + 1 < len(units) and scores[last + 1] >= scores[best] - _ALIKE:
        last += 1
    while last > best and len(_joined(units[first : last + 1])) > SHORT:
        last -= 1
    # The rule that opens the paragraph comes along where it is nearly as close.
    if scores[0] >= scores[best] - _RULE and len(_joined(units[: last + 1])) <= _WITH_RULE:
        first = 0
    return _joined(units[best if len(_joined(units[first : last + 1])) > SHORT else first : last + 1])


def _joined(units: Sequence[Unit]) -> str:
    return " ".join(" ".join(unit.words.split()) for unit in units)


def _verbatim(source: str, blocks: Sequence[Block], first: int, last: int) -> str:
    if len(source) <= QUOTE:
        return source
    start, end = blocks[first].start, blocks[last].end
    for block in reversed(blocks[:first]):
        start = block.start if end - block.start <= QUOTE else start
    for block in blocks[last + 1 :]:
        end = block.end if block.end - start <= QUOTE else end
    return source[start:end][:_LONGEST_QUOTE]


def _cut(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    return text[:limit].rpartition(" ")[0] + "\u2026"
