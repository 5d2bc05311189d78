"""The form in which a nudge is written, and what was filled into it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    SectionBlock,
    StaticSelectElement,
    UserSelectElement,
)

from bot.slack import blocks as kit
from bot.slack.coaching.choosing import value_of
from bot.slack.coaching.drafts import LONGEST, drafts
from bot.wording import coaching
from knowledge.article import Article
from privacy.directory import Directory

FORM = "nudge"
CHOOSE = "coach_article"
TAKE = "coach_draft"
WORDS = "words"
ABOVE, BELOW = "team:", "sent:"
"""What the ids of the blocks begin with that stay as they are above and below the inputs while those change."""


@dataclass(frozen=True, slots=True)
class Writing:
    """What the form remembers between two presses: the draft that was taken last, and what the manager wrote before.

    `turn` counts what was put into fields for the manager: one with another name takes it, one with the same name keeps
    what stands in it.
    """

    turn: int = 0
    draft: str = field(default="", repr=False)
    own: str = field(default="", repr=False)

    def block(self, name: str) -> str:
        return f"{name}:{self.turn}" if self.turn else name

    def take(self, draft: str, typed: str) -> "Writing":
        """The next turn, with a draft in the field. What the manager typed there is kept beside it."""
        own = typed if typed and typed not in (self.draft, draft) else self.own
        return Writing(self.turn + 1, draft, own)

    def go_on(self, typed: str) -> "Writing":
        """The next turn, with what stands in the field."""
        return Writing(self.turn + 1, typed, typed if typed and typed != self.draft else self.own)

    @property
    def aside(self) -> str:
        """What the manager wrote and does not stand in the field now."""
        return self.own if self.own != self.draft else ""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form: the option of an article, words, one person, a role, a site, and a number of days."""

    article: str = ""
    words: str = field(default="", repr=False)
    to: str = ""
    role: str = ""
    site: str = ""
    days: str = "0"


def filled(values: Mapping[str, str]) -> Filled:
    """From the values of the form by the ids of their blocks. What nobody can type is left out of the words."""
    named = {block.partition(":")[0]: value for block, value in values.items()}
    words = named.get(WORDS, "")
    shown = "".join(each for each in words if each.isprintable() or each == "\n").strip()
    given = {name: named.get(name, "") for name in ("article", "to", "role", "site")}
    return Filled(words=shown, days=named.get("days") or "0", **given)


def block_of(name: str, values: Mapping[str, str]) -> str:
    """The id of the block of an input, as the form has it now."""
    return next((block for block in values if block.partition(":")[0] == name), name)


def meta_of(to: Mapping[str, Any], writing: Writing) -> str:
    return kit.packed({"to": dict(to), "w": asdict(writing)})


def writing_in(meta: Mapping[str, Any]) -> Writing:
    return replace(Writing(), **meta.get("w", {}))


def fields(article: Article | None, writing: Writing, directory: Directory) -> list[Block]:
    """All inputs. What was put into the others stays in them, as their names stay."""
    roles, sites = (sorted(names)[: kit.MOST_OPTIONS] for names in (directory.roles(), directory.sites()))
    return [
        kit.section(coaching.INTRO),
        _article(article, writing),
        *(_drafts(article, writing) if article else ()),
        _words(writing),
        InputBlock(
            block_id="to", label=kit.plain(coaching.TO), element=UserSelectElement(action_id="to"), optional=True
        ),
        *([_select("role", coaching.ROLE, {name: name for name in roles})] if roles else []),
        *([_select("site", coaching.SITE, {name: name for name in sites})] if sites else []),
        _select("days", coaching.WHEN, coaching.DAYS, first="0"),
    ]


def option(article: Article) -> Option:
    return Option(value=value_of(article), text=kit.plain(kit.cut(article.title or article.id, kit.LONGEST_OPTION)))


def _article(article: Article | None, writing: Writing) -> InputBlock:
    chosen = ExternalDataSelectElement(
        action_id=CHOOSE,
        placeholder=kit.plain(coaching.SEARCH),
        initial_option=option(article) if article else None,
        min_query_length=0,
    )
    block, label = writing.block("article"), kit.plain(coaching.ARTICLE)
    return InputBlock(block_id=block, label=label, element=chosen, dispatch_action=True)


def _drafts(article: Article, writing: Writing) -> Sequence[Block]:
    found = drafts(article)
    labels = [coaching.TAKEN if words == writing.draft else coaching.TAKE for words in found]
    offered = [_draft(labels[at], words, f"{TAKE}:{at}") for at, words in enumerate(found)]
    own = [kit.context(coaching.OWN), _draft(coaching.TAKE_OWN, writing.aside, f"{TAKE}:own")] if writing.aside else []
    return [kit.context(coaching.DRAFTS if found else coaching.NO_DRAFTS), *offered, *own]


def _draft(label: str, words: str, action: str) -> SectionBlock:
    return kit.section(words, kit.button(label, action, {"w": words}))


def _words(writing: Writing) -> InputBlock:
    return kit.text_input(writing.block(WORDS), coaching.WORDS, writing.draft or None, optional=True, longest=LONGEST)


def _select(name: str, label: str, options: Mapping[str, str], first: str = "") -> InputBlock:
    made = {
        value: Option(value=kit.cut(value, kit.LONGEST_OPTION), text=kit.plain(kit.cut(shown, kit.LONGEST_OPTION)))
        for value, shown in options.items()
    }
    chosen = StaticSelectElement(action_id=name, options=list(made.values()), initial_option=made.get(first))
    return InputBlock(block_id=name, label=kit.plain(label), element=chosen, optional=not first)
