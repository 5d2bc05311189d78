"""A process that loads articles until it is killed: `python -m tests.retrieval.dying embed|load FOLDER`.

With `embed` it changes the library's model again and again, with `load` what the articles say. It tells on its output
how far each load is, and when it is done.
"""

import json
import sys
from pathlib import Path

from knowledge.article import Article
from knowledge.library import VectorModel
from knowledge.library_sqlite import SqliteLibrary
from retrieval.index_faiss import FaissCache
from retrieval.indexing import Indexer, vector_model
from retrieval.search import Retriever
from tests.retrieval.hashed import Hashed

MODELS = ("one", "two")
ARTICLES = 60


def articles(model: str) -> list[Article]:
    """What the library holds when it is embedded with the model: a third of it tells which load made it live."""
    return [told(number, f"For {model}." if number % 3 == 0 else "For both.") for number in range(ARTICLES)]


def told(number: int, words: str) -> Article:
    """One of the articles."""
    return Article(f"a{number:02}", f"Title {number}", f"# First\n\n{words}\n\n# Second\n\nAlways {number}.")


def turns(library: SqliteLibrary) -> list[int]:
    """In which turn each of the articles was loaded, as its words tell."""
    return [int(article.body.split()[3].rstrip(".")) for article in library.list()]


def held(library: SqliteLibrary) -> str:
    """Which of the models the library is embedded with."""
    (model,) = (model for model in MODELS if vector_model(Hashed(model)) == library.model())
    return model


def other_than(model: str) -> str:
    """The other of the two."""
    return MODELS[1 - MODELS.index(model)]


def opened(model: VectorModel | None) -> Hashed:
    """The encoder that made the vectors."""
    return Hashed(model.setting if model else MODELS[0])


def embed(library: SqliteLibrary, retriever: Retriever) -> None:
    """Changes the model to the other one, then back, and so on."""
    while True:
        model = other_than(held(library))
        indexer = Indexer(library, Hashed(model), retriever.refresh, model)
        indexer.load(articles(model), lambda done, _of, model=model: tell("embedded", model, done))  # type: ignore[misc]
        tell("whole", model, ARTICLES)


def load(library: SqliteLibrary, retriever: Retriever) -> None:
    """Loads every article with other words, then again. A turn that was begun is ended first."""
    turn = min(turns(library))
    indexer = Indexer(library, opened(library.model()), retriever.refresh, MODELS[0])
    while True:
        turn += 1
        wanted = [told(number, f"Turn {turn}.") for number in range(ARTICLES)]
        indexer.load(wanted, lambda done, of, turn=turn: tell("loaded", turn, ARTICLES - of + done))  # type: ignore[misc]


def tell(what: str, which: str | int, done: int) -> None:
    print(json.dumps([what, which, done]), flush=True)


if __name__ == "__main__":
    _, task, folder = sys.argv
    library = SqliteLibrary(Path(folder) / "knowledge.db")
    {"embed": embed, "load": load}[task](library, Retriever(library, opened, FaissCache(Path(folder))))
