"""Questions that name an article and ask for no more: they want its steps, or the rule it opens with."""

import re
from collections.abc import Sequence
from functools import lru_cache

from retrieval.language import ENGLISH
from retrieval.passage import Passage, Section
from retrieval.units import Block, blocks_of
from retrieval.words import idle, stems, tokens

_HOW = re.compile(
    r"\b(how (do|does|to|can|should|must|shall|would)|what (do|should|must) (i|we|you)"
    r"|steps?|(check)?list|jobs|tasks|procedure|como|que (hago|hacemos|debo))\b"
)
_FORM = {"first", "step", "steps", "list", "lists", "checklist", "job", "jobs", "task", "tasks", "procedure", "pasos"}
"""Words for the form of what is wanted, not for what it is about."""
_AS_NEAR = 0.2


def named(asked: str, title: str, language: str = ENGLISH) -> bool:
    """True where every telling word of the question, in any form, is in the title: it asks for the article as such."""
    return named_by(telling(asked, language), title, language)


def named_by(wanted: frozenset[str], title: str, language: str) -> bool:
    """The same, of the question's telling words."""
    return bool(wanted) and wanted <= _said(title, language)


def telling(asked: str, language: str) -> frozenset[str]:
    """The stems of the words that tell what the question is about."""
    return frozenset(stems(sorted(set(tokens(asked)) - idle(language) - _FORM), language))


@lru_cache(maxsize=50_000)
def _said(title: str, language: str) -> frozenset[str]:
    return frozenset(stems(tokens(title), language))


def asks_how(asked: str) -> bool:
    """True for a question that wants to be told what to do."""
    return _HOW.search(" ".join(tokens(asked))) is not None


def settled(passage: Passage) -> Section:
    """The section of the same article that a question which only names the article wants; else the one that was found.

    That is the one with the numbered steps where the question asks how, otherwise the opening one, if it is about as
    near to the question as the one that was found.
    """
    found = passage.section
    if not passage.figures.named:
        return found
    sections = passage.source.sections(passage.article.id)
    if asks_how(passage.asked):
        wanted = _nearest([section for section in sections if has_steps(blocks_of(section.chunk.text))])
    else:
        wanted = _nearest([section for section in sections[:1] if section.closest >= found.closest - _AS_NEAR])
    return found if wanted is None or _says_more(passage, wanted) else wanted


def _says_more(found: Passage, other: Section) -> bool:
    """True where the heading of the section that was found has a word of the question that the other section lacks."""
    language = found.article.language
    about = telling(found.asked, language)
    said = set(stems(tokens(f"{other.chunk.heading} {other.chunk.text}"), language))
    return bool((set(stems(tokens(found.chunk.heading), language)) & about) - said)


def has_steps(blocks: tuple[Block, ...]) -> bool:
    """True where some of the blocks are numbered steps."""
    return any(block.kind == "steps" for block in blocks)


def _nearest(sections: Sequence[Section]) -> Section | None:
    return max(sections, key=lambda section: section.closest, default=None)
