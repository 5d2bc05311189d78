"""Makes articles findable: cuts, embeds and saves what changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from knowledge.article import Article
from knowledge.library import Entry, Library, VectorModel, fingerprint
from knowledge.splitting import RULES, Chunk, split
from retrieval.closeness import as_read
from retrieval.embedding import Encoder
from retrieval.passage import name_of
from retrieval.units import blocks_of

_BATCH = 16
FORM = 3
"""Counts up when the same chunk would be embedded in other words."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Report:
    """How many articles were saved, and how many stood there already."""

    loaded: int
    unchanged: int


def vector_model(encoder: Encoder) -> VectorModel:
    """What the library notes about vectors: it changes with the model, the way of cutting and the words embedded."""
    return VectorModel(f"{encoder.name}+cut{RULES}+form{FORM}", encoder.dimension)


def as_embedded(article: Article, chunk: Chunk) -> str:
    """The words that stand for a chunk: with its title and heading, since it may not repeat what it is about."""
    return "\n".join(part for part in (article.title, chunk.heading, chunk.text) if part)


def _silent(_done: int, _of: int) -> None:
    return None


class Indexer:
    """Loads and retires articles. Searches see either the whole of an article's new version or the old one."""

    def __init__(self, library: Library, encoder: Encoder, refresh: Callable[[], object] = lambda: None) -> None:
        """`refresh` is called after each change, so that a retriever beside it has the change at once."""
        self._library = library
        self._encoder = encoder
        self._refresh = refresh
        self._model = vector_model(encoder)

    def load(self, articles: Sequence[Article], progress: Progress = _silent) -> Report:
        """Saves the articles that changed, a batch in one transaction, each article whole.

        With another model than the library's, every live article is embedded anew in one transaction. `progress` is
        called with the articles done and their number.
        """
        known = self._library.fingerprints()
        changed = [article for article in articles if known.get(article.id) != fingerprint(article)]
        if self._library.model() not in (None, self._model):
            self._load(self._with_all_live(articles), len(articles) + len(known), progress)
        else:
            self._load(changed, _BATCH, progress)
        return Report(len(changed), len(articles) - len(changed))

    def retire(self, article_id: str) -> bool:
        """Takes an article out of every search. False where nothing was live under that id."""
        retired = self._library.retire(article_id)
        if retired:
            self._refresh()
        return retired

    def _with_all_live(self, articles: Sequence[Article]) -> list[Article]:
        by_id = {article.id: article for article in self._library.list()}
        return list((by_id | {article.id: article for article in articles}).values())

    def _load(self, articles: Sequence[Article], size: int, progress: Progress) -> None:
        for start in range(0, len(articles), size):
            batch = articles[start : start + size]
            self._library.save(self._entries(batch, start, len(articles), progress), self._model)
            progress(start + len(batch), len(articles))
        if articles:
            self._refresh()

    def _entries(self, articles: Sequence[Article], done: int, of: int, progress: Progress) -> list[Entry]:
        entries = []
        for number, article in enumerate(articles):
            progress(done + number, of)
            entries.append(self._entry(article))
        return entries

    def _entry(self, article: Article) -> Entry:
        chunks = split(article)
        read = [as_read(name_of(article, chunk), blocks_of(chunk.text)) for chunk in chunks]
        vectors = self._encoder.encode([as_embedded(article, chunk) for chunk in chunks])
        side = self._encoder.side(article.language)
        inside = self._encoder.encode([words for each in read for words in each], "sentence", side)
        ends = accumulate((len(each) for each in read), initial=0)
        return Entry(article, chunks, vectors, tuple(inside[start:end] for start, end in pairwise(ends)))
