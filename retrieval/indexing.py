"""Makes articles findable: cuts, embeds and saves what changed."""

from collections.abc import Callable, Mapping, Sequence
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
Keep = Callable[[Sequence[Entry], VectorModel], None]


@dataclass(frozen=True, slots=True)
class Report:
    """How many of the articles were saved, and how many stood there already.

    Where all live articles were embedded anew, `embedded` is their number, and `resumed` how many of them an earlier
    load had embedded before it was stopped.
    """

    loaded: int
    unchanged: int
    embedded: int = 0
    resumed: int = 0


def vector_model(encoder: Encoder, setting: str = "") -> VectorModel:
    """What the library notes about vectors: it changes with the model, the way of cutting and the words embedded."""
    return VectorModel(f"{encoder.name}+cut{RULES}+form{FORM}", encoder.dimension, setting)


def made_by(encoder: Encoder, model: VectorModel) -> bool:
    """True where the encoder can search the model's vectors, even if articles are cut otherwise now."""
    made, _, rules = model.name.rpartition("+cut")
    return made == encoder.name and rules.partition("+")[2] == f"form{FORM}" and model.dimension == encoder.dimension


def as_embedded(article: Article, chunk: Chunk) -> str:
    """The words that stand for a chunk: with its title and heading, since it may not repeat what it is about."""
    return "\n".join(part for part in (article.title, chunk.heading, chunk.text) if part)


def silent(_done: int, _of: int) -> None:
    return None


def _changed(articles: Sequence[Article], known: Mapping[str, str]) -> list[Article]:
    return [article for article in articles if known.get(article.id) != fingerprint(article)]


class Indexer:
    """Loads and retires articles. Searches see either the whole of an article's new version or the old one."""

    def __init__(
        self, library: Library, encoder: Encoder, refresh: Callable[[], object] = lambda: None, setting: str = ""
    ) -> None:
        """`refresh` is called after each change, so that a retriever beside it has the change at once.

        `setting` is what the encoder was opened by. It is kept with the vectors, for whoever asks questions of them.
        """
        self._library = library
        self._encoder = encoder
        self._refresh = refresh
        self._model = vector_model(encoder, setting)

    @property
    def current(self) -> bool:
        """True where the library's vectors are those that this one makes."""
        return self._library.model() == self._model

    def load(self, articles: Sequence[Article], progress: Progress = silent) -> Report:
        """Saves the articles that changed, a batch in one transaction, each article whole.

        With another model than the library's, every live article is embedded anew, and the library switches over in one
        transaction when all are. Until then its old vectors and articles answer. A load that is killed has saved its
        batches, of either kind; the next one goes on from there. `progress` is called with the articles done and their
        number.
        """
        known = self._library.fingerprints()
        changed = _changed(articles, known)
        unchanged = len(articles) - len(changed)
        if self._library.model() not in (None, self._model):
            resumed, embedded = self._embed_anew(articles, progress)
            return Report(len(changed), unchanged, embedded, resumed)
        self._in_batches(changed, (0, len(changed)), self._library.save, progress)
        if changed:
            self._refresh()
        return Report(len(changed), unchanged)

    def retire(self, article_id: str) -> bool:
        """Takes an article out of every search. False where nothing was live under that id."""
        retired = self._library.retire(article_id)
        if retired:
            self._refresh()
        return retired

    def _embed_anew(self, articles: Sequence[Article], progress: Progress) -> tuple[int, int]:
        """How many were embedded already, and how many there are."""
        wanted = self._with_all_live(articles)
        resumed = self._stage(wanted, progress)
        while not self._library.switch(_changed(wanted, self._library.fingerprints()), self._model):
            # Meanwhile another process has loaded articles that have no vectors of this model yet.
            wanted = self._with_all_live(articles)
            self._stage(wanted, progress)
        self._refresh()
        return resumed, len(wanted)

    def _with_all_live(self, articles: Sequence[Article]) -> list[Article]:
        by_id = {article.id: article for article in self._library.list()}
        return list((by_id | {article.id: article for article in articles}).values())

    def _stage(self, wanted: Sequence[Article], progress: Progress) -> int:
        staged = self._library.staged(self._model)
        left = [article for article in wanted if fingerprint(article) not in staged]
        done = len(wanted) - len(left)
        self._in_batches(left, (done, len(wanted)), self._library.stage, progress)
        return done

    def _in_batches(
        self, articles: Sequence[Article], counted: tuple[int, int], keep: Keep, progress: Progress
    ) -> None:
        """Embeds the articles and keeps them. `counted` is how many are done before, of how many."""
        done, of = counted
        for start in range(0, len(articles), _BATCH):
            batch = articles[start : start + _BATCH]
            keep(self._entries(batch, done + start, of, progress), self._model)
            progress(done + start + len(batch), of)

    def _entries(self, articles: Sequence[Article], done: int, of: int, progress: Progress) -> list[Entry]:
        entries = []
        for number, article in enumerate(articles):
            progress(done + number, of)
            entries.append(entry_of(article, self._encoder))
        return entries


def entry_of(article: Article, encoder: Encoder) -> Entry:
    """The article cut and embedded."""
    chunks = split(article)
    read = [as_read(name_of(article, chunk), blocks_of(chunk.text)) for chunk in chunks]
    vectors = encoder.encode([as_embedded(article, chunk) for chunk in chunks])
    side = encoder.side(article.language)
    inside = encoder.encode([words for each in read for words in each], "sentence", side)
    ends = accumulate((len(each) for each in read), initial=0)
    return Entry(article, chunks, vectors, tuple(inside[start:end] for start, end in pairwise(ends)))
