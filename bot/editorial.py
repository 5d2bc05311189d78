"""What editors work with: the articles, what waits, and where each version came from. It knows no person."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.gaps import Digest
    from knowledge.article import Article
    from knowledge.history import History
    from knowledge.library import Library
    from knowledge.proposals import Proposals
    from knowledge.reminding import Reminding
    from retrieval.previewing.preview import Preview
    from retrieval.publishing import Publisher


@dataclass(frozen=True, slots=True)
class Editorial:
    """The rooms of `knowledge.db` that editing needs.

    `refresh` returns when questions are answered from what was published. `preview` tells what an article will do
    before it is live, and `digest` how the last week went and what groups of people asked in vain. `alone`: one editor
    is enough, where a company says so.
    """

    library: "Library"
    proposals: "Proposals"
    history: "History"
    publisher: "Publisher"
    reminding: "Reminding"
    refresh: Callable[[], None]
    preview: "Callable[[Article], Preview]"
    digest: "Callable[[], Digest]"
    alone: bool = False
