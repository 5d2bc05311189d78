"""Onhand as a system that is measured: the product's own parts, in a home folder of their own."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.settings import Settings
from bot.wiring import Onhand

if TYPE_CHECKING:
    from knowledge.article import Article
    from retrieval.collection import Document, Query
    from retrieval.evaluation import Found

Progress = Callable[[int, int], None]


@contextmanager
def apart(settings: Settings, kept: Path | None = None) -> Iterator[Settings]:
    """The settings with a home folder that is gone afterwards, or is `kept`; the exported models stay the same."""
    models = (settings.home / "models").absolute()
    models.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="onhand-evaluate-") as made:
        home = kept or Path(made)
        home.mkdir(parents=True, exist_ok=True)
        if not (home / "models").exists():
            (home / "models").symlink_to(models, target_is_directory=True)
        yield replace(settings, home=home)


class Measured:
    """The product over a collection's documents, each of them an article."""

    name = "onhand"

    def __init__(self, onhand: Onhand, for_roles: bool = False) -> None:
        """`for_roles`: what was written for one role ranks first for it, as the product would have it."""
        self._onhand = onhand
        self._for_roles = for_roles

    def load(self, documents: "Sequence[Document]", progress: Progress) -> None:
        """See `System.load`. What the home folder holds besides is retired; what it holds already is not made anew."""
        articles = [_article(document, self._for_roles) for document in documents]
        for gone in {article.id for article in self._onhand.library.list()} - {article.id for article in articles}:
            self._onhand.indexer.retire(gone)
        self._onhand.indexer.load(articles, progress)
        self._onhand.warm()

    def find(self, query: "Query") -> "Found":
        """See `System.find`. The time is that from the question to its answer, as in Slack."""
        from knowledge.article import Viewer
        from retrieval.answer import confidence
        from retrieval.evaluation import DEPTH, Found
        from retrieval.preference import Preference
        from retrieval.ranking import PER_ARTICLE, SHOWN

        viewer, preference = Viewer(query.role, query.site), Preference(query.role, query.site)
        begun = time.perf_counter()
        answer = self._onhand.answer(query.text, preference, viewer)
        seconds = time.perf_counter() - begun
        passages = self._onhand.retriever.search(query.text, preference, viewer, DEPTH * PER_ARTICLE)
        ids = tuple(dict.fromkeys(passage.article.id for passage in passages))
        # The answer is made from the first few; what is found beyond them is found for the measures alone.
        # Where nothing at all is found, it is as sure as can be that it has no answer.
        sure = confidence(passages[:SHOWN]) if passages else 0.0
        return Found(ids, seconds, sure, answer.citations[0].article_id if answer.found else "")


def _article(document: "Document", for_roles: bool) -> "Article":
    from knowledge.article import Article, Audience

    return Article(
        document.id,
        document.title,
        document.text,
        Audience(document.roles),
        language=document.lang,
        written_for=frozenset({document.role}) if for_roles and document.role else frozenset(),
        topics=document.topics,
    )
