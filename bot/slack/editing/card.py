"""A proposal as a card: what it changes, who will see it, what is missing, and the buttons that decide."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from slack_sdk.models.blocks import Block, RichTextBlock, RichTextElementParts, RichTextSectionElement

from bot.slack import blocks as kit
from bot.wording import editing as say
from bot.wording import previewing
from knowledge.article import Article
from knowledge.changing import Changes, Line, Mark, changes
from knowledge.plain import shown
from knowledge.proposals import Proposal
from retrieval.previewing.preview import Preview

log = logging.getLogger(__name__)

LONGEST_WORDS = 1_200
"""Characters of a new article that a card shows; all of it stands behind a button."""
LONGEST_CHANGES = 2_400
LONGEST_REMARKS = 2_400
FOUND_BY = "Found by"
"""The row of a preview that a card tells in its own words."""
_MARKS: dict[Mark, str] = {"gone": "− ", "new": "+ ", "same": ""}


@dataclass(frozen=True, slots=True)
class Remarks:
    """What a card tells of an article beside its words, a line each: who sees it, what is missing, how it reads."""

    seen_by: str
    lines: tuple[str, ...] = ()


Remarking = Callable[[Proposal], Remarks]
"""Tells what there is to say of a proposal."""


def at_a_glance(today: Callable[[], date]) -> Remarking:
    """What the article itself tells, with no search over others."""

    def remarks(proposal: Proposal) -> Remarks:
        article = proposal.article
        return Remarks(say.seen_by(article.audience), (*say.days_of(article), *missing(article, today())))

    return remarks


def previewed(preview: Callable[[Article], Preview], at_once: Remarking) -> Remarking:
    """The whole preview: how it is quoted, what else says the same or otherwise, how it reads, what is missing.

    Where that fails a card has what can be told `at_once`, and says so: no silence is taken for no contradiction.
    """

    def remarks(proposal: Proposal) -> Remarks:
        plain = at_once(proposal)
        if proposal.action == "retire":
            return plain
        try:
            rows = tuple(say.remark(*row) for row in previewing.rows(preview(proposal.article)) if row[0] != FOUND_BY)
        except Exception as problem:
            log.error("proposal %d cannot be previewed: %s", proposal.id, type(problem).__name__)
            return Remarks(plain.seen_by, (*plain.lines, say.NOT_COMPARED))
        return Remarks(plain.seen_by, (*say.days_of(proposal.article), *rows))

    return remarks


def missing(article: Article, today: date) -> Iterator[str]:
    if article.owner is None:
        yield say.MISSING_OWNER
    if article.review_by is None:
        yield say.MISSING_REVIEW
    elif article.review_by < today:
        yield say.REVIEW_PAST


def card(proposal: Proposal, before: Article | None, remarks: Remarks) -> list[Block]:
    """The card with its buttons. `before` is the live version, where there is one."""
    carried = {"p": proposal.id}
    buttons = [
        kit.button(say.APPROVE, "editing:approve", carried, style="primary"),
        kit.button(say.REFUSE, "editing:refuse", carried, style="danger"),
        kit.button(say.SHOW_ALL, "editing:show", carried),
    ]
    return [*_told(proposal, before, remarks), kit.actions(buttons, f"editing:{proposal.id}")]


def decided(proposal: Proposal, before: Article | None, remarks: Remarks, decision: str) -> list[Block]:
    """The same after the decision: nothing to press any more."""
    return [*_told(proposal, before, remarks), kit.strong(decision)]


def _told(proposal: Proposal, before: Article | None, remarks: Remarks) -> list[Block]:
    article = proposal.article
    lines = [] if proposal.action == "retire" else [remarks.seen_by, *remarks.lines]
    return [
        kit.strong(say.card_head(proposal, new=before is None)),
        *_words(proposal, before, article),
        *([kit.section(kit.cut("\n".join(lines), LONGEST_REMARKS))] if lines else []),
        kit.context(say.card_origin(proposal)),
    ]


def _words(proposal: Proposal, before: Article | None, article: Article) -> Iterator[Block]:
    if proposal.action == "retire":
        yield kit.section(say.WILL_GO)
        yield kit.quotation(kit.cut(shown(article.body), LONGEST_WORDS))
    elif before is None:
        yield kit.quotation(kit.cut(shown(article.body), LONGEST_WORDS))
    else:
        yield from changed_blocks(changes(before, article))


def changed_blocks(found: Changes) -> Iterator[Block]:
    """What changed: a line a field, then the changed lines of the text, with a − before what goes and a + before what
    comes."""
    fields = [say.field_change(each.name, each.before, each.after) for each in found.fields]
    if fields:
        yield kit.section(kit.cut("\n".join(fields), LONGEST_REMARKS))
    lines = list(_fitting(found.near()))
    if lines:
        yield RichTextBlock(elements=[RichTextSectionElement(elements=[part for line in lines for part in line])])


def _fitting(lines: Sequence[Line]) -> Iterator[list[RichTextElementParts.Text]]:
    left = LONGEST_CHANGES
    for line in lines:
        left -= sum(len(piece.words) + 2 for piece in line)
        if left < 0:
            yield [_text(say.LEFT_OUT)]
            return
        yield [*_parts(line), _text("\n")]


def _parts(line: Line) -> Iterator[RichTextElementParts.Text]:
    if not line:
        yield _text(say.LEFT_OUT)
    for piece in line:
        mark = _MARKS[piece.mark]
        # Inside a line the marks tell where what goes and what comes ends, also to who hears it read.
        words = f"[{mark}{piece.words}]" if mark and len(line) > 1 else f"{mark}{piece.words}"
        yield _text(words, piece.mark)


def _text(words: str, mark: Mark = "same") -> RichTextElementParts.Text:
    style = {"gone": {"strike": True}, "new": {"bold": True}}.get(mark)
    return RichTextElementParts.Text(text=words, style=RichTextElementParts.TextStyle(**style) if style else None)
