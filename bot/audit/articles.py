"""Small made-up libraries in which role, site and past use matter, searched by the real retriever."""

import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Article, Audience, Hours, Owner, Viewer
from knowledge.library import Library, VectorModel
from knowledge.shelf import Shelf
from retrieval.answer import Answer, compose, quoted_from
from retrieval.embedding import Kind, OneSided
from retrieval.interleaving import Contest
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranker import MOST_DOWN, MOST_UP, SIGNALS, Ranker
from retrieval.search import Retriever
from retrieval.suggesting import Listed

ROLES = ("cook", "barista", "driver")
SITES = ("Harbour", "Mill Lane", "Station")
TOPICS = ("heat", "water", "steps")
THINGS = ("grill", "freezer", "ladder", "till", "boiler")
OWNERS = (Owner("Olga Owner", "U0OWNER"), Owner("The kitchen team"), None)
BREAKING = "gremlin"
"""A question with this word breaks the search, so that the way of failures is walked too."""
DIMENSION = 64


class Words(OneSided):
    """An `Encoder` without weights: each word has its place in a vector, so the same words are near."""

    name = "words of the audit"
    dimension = DIMENSION

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`."""
        del kind, side
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                vectors[row, zlib.crc32(word.strip(".,:?").encode()) % DIMENSION] += 1
        unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def knows(self, word: str, side: int = 0) -> bool:
        """See `Encoder.knows`."""
        del side
        return word.isascii()


def collection(random: Random) -> tuple[Article, ...]:
    """Articles on a few things: for everyone, two of them so alike that past use decides, for a role, for a site."""
    made = []
    for thing in THINGS:
        for audience in _audiences(random):
            for copy in range(random.choice((1, 1, 2))):
                made.append(_article(random, thing, audience, copy))
    return tuple(made)


def _audiences(random: Random) -> list[Audience]:
    roles = [Audience(roles=frozenset({role})) for role in ROLES if random.random() < 0.8]
    sites = [Audience(sites=frozenset({site})) for site in SITES if random.random() < 0.6]
    return [Audience(), *roles, *sites]


def _article(random: Random, thing: str, audience: Audience, copy: int) -> Article:
    group = "-".join([*sorted(audience.roles), *sorted(audience.sites)]).lower().replace(" ", "-") or "all"
    heat, days, number = random.randint(40, 99), random.randint(2, 30), random.randint(100, 999)
    body = (
        f"## Heat\n\nThe {thing} must be {heat} degrees hot.\n\n"
        f"## Cleaning\n\nClean the {thing} every {days} days with cloth {number}.\n"
    )
    id = f"{thing}-{group}-{copy}"
    owner, critical = random.choice(OWNERS), random.random() < 0.1
    hours = random.choice((Hours(0, 12), Hours(12, 24))) if random.random() < 0.2 else None
    return Article(
        id, f"The {thing}", body, audience, owner, date(2026, 3, 1), critical=critical,
        written_for=frozenset(random.sample(ROLES, random.choice((0, 0, 1)))),
        topics=frozenset(random.sample(TOPICS, random.randint(0, 2))), hours=hours,
    )  # fmt: skip


def learned(random: Random) -> Ranker:
    """Weights as a training could leave them, version 1."""
    weights = {name: random.uniform(0, MOST_UP) for name in SIGNALS}
    return Ranker(weights | {"unhelped": -random.uniform(0, MOST_DOWN)}, 1)


class Still:
    """As much of a `Library` as a search asks for: read once, then it stands still and holds no file open.

    A database connection must not be carried into the processes that play the worlds.
    """

    def __init__(self, library: Library) -> None:
        self._shelf, self._generation = library.shelf(), library.generation()

    def shelf(self) -> Shelf:
        """See `Library.shelf`."""
        return self._shelf

    def generation(self) -> int:
        """See `Library.generation`."""
        return self._generation


class Search:
    """A `Finder`: the real search over one collection, and a failure where the question asks for one."""

    def __init__(self, retriever: Retriever, articles: Sequence[Article] = ()) -> None:
        """`articles` are those that can be suggested. A few of them are always new."""
        self._retriever = retriever
        self._articles = articles

    def listed(self) -> tuple[Listed, ...]:
        """See `bot.wiring.Onhand.listed`."""
        now = datetime.now(UTC)
        days = (0 if place % 9 == 4 else 100 for place in range(len(self._articles)))
        return tuple(Listed(each, now - timedelta(days=ago)) for each, ago in zip(self._articles, days, strict=True))

    def article(self, article_id: str, viewer: Viewer | None) -> Article | None:
        """See `bot.answering.Finder`."""
        there = (each for each in self._articles if each.id == article_id)
        return next((each for each in there if viewer is None or each.audience.admits(viewer)), None)

    def answer(self, words: str, preference: Preference, viewer: Viewer) -> Answer:
        """See `bot.answering.Finder`. Raises RuntimeError for a question with the breaking word."""
        if BREAKING in words:
            raise RuntimeError(f"the search broke on {words!r}")
        return compose(words, self._retriever.search(words, preference, viewer))

    def within(self, words: str, article_id: str, viewer: Viewer) -> Answer:
        """See `bot.answering.Finder`."""
        return quoted_from(self._retriever.search(words, NO_PREFERENCE, viewer, of=article_id))


def library_of(articles: Sequence[Article], folder: Path, ranker: Ranker | Contest) -> Search:
    """The articles, loaded, indexed and ready to be searched. Files are made in the folder and closed again."""
    from knowledge.library_sqlite import SqliteLibrary
    from retrieval.index_faiss import FaissCache
    from retrieval.indexing import Indexer

    library, encoder = SqliteLibrary(folder / "knowledge.db"), Words()
    Indexer(library, encoder).load(articles)
    still: object = Still(library)
    library.close()
    retriever = Retriever(still, _opening(encoder), FaissCache(folder), ranker=lambda: ranker)  # type: ignore[arg-type]
    return Search(retriever, articles)


def _opening(encoder: Words) -> Callable[[VectorModel | None], Words]:
    return lambda _: encoder
