"""Previews articles: puts them on a shelf beside what is live, saved nowhere, and looks at what they do there."""

from collections.abc import Sequence
from datetime import date

from knowledge.article import Article
from knowledge.sentences import packed
from knowledge.shelf import Change, Filling, page, shelf_of
from retrieval.indexing import entry_of, vector_model
from retrieval.previewing.asking import Asking
from retrieval.previewing.audience import seen, spelled
from retrieval.previewing.beside import compared
from retrieval.previewing.lacking import lacks
from retrieval.previewing.near import Neighbours
from retrieval.previewing.preview import Clash, Company, Preview, Topics, Twin
from retrieval.previewing.readability import readability
from retrieval.search import Retriever
from retrieval.shelved import Shelved


class Previewer:
    """Previews articles for one company. What is live is that of the moment of each preview."""

    def __init__(self, retriever: Retriever, company: Company) -> None:
        self._retriever = retriever
        self._company = company

    def preview(self, articles: Sequence[Article], today: date, topics: Topics = ()) -> tuple[Preview, ...]:
        """A preview of each article, as if all of them were live today, in the place of their versions of before."""
        self._retriever.refresh()
        named = [spelled(article, self._company) for article in articles]
        live = self._retriever.shelved
        after = self._retriever.proposing(proposed(named, self._retriever, live))
        neighbours = Neighbours(after.shelved, after.encoder)
        asking = Asking(self._retriever, after)
        return tuple(self._one(article, (today, topics), asking, neighbours) for article in named)

    def beside(self, article: Article) -> tuple[tuple[Twin, ...], tuple[Clash, ...]]:
        """What of all that is live says the same as an article, and what says otherwise."""
        after = self._retriever.proposing(proposed([article], self._retriever, self._retriever.shelved))
        return compared(article.id, Neighbours(after.shelved, after.encoder), self._company)

    def _one(self, article: Article, given: tuple[date, Topics], asking: Asking, neighbours: Neighbours) -> Preview:
        twins, clashes = compared(article.id, neighbours, self._company)
        return Preview(
            article.id,
            article.title,
            asking.before.shelved.version(article.id),
            tuple(asking.quoted(article)),
            seen(article.audience, self._company),
            tuple(asking.closed(article, given[1])),
            twins,
            clashes,
            readability(article),
            lacks(article, self._company, given[0]),
        )


def proposed(articles: Sequence[Article], retriever: Retriever, live: Shelved) -> Change:
    """The change that would make the articles live, their vectors made as those of what is live."""
    model = live.model or vector_model(retriever.encoder)
    pages, first = [], live.newest + 1
    for article in articles:
        entry = entry_of(article, retriever.encoder)
        ids = range(first, first + len(entry.chunks))
        said = [packed(each) for each in entry.sentences]
        pages.append(Filling(page(entry.article, entry.chunks), ids, entry.vectors, said))
        first += len(entry.chunks)
    sizes = [each for one in pages for each in one.sizes]
    return Change(frozenset(each.id for each in articles), shelf_of(live.generation, model, sizes, pages))
