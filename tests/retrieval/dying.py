"""A process that changes a library's model again and again until it is killed: `-m tests.retrieval.dying FOLDER`.

It says on its output how far each load is, and when it is done. A third of the articles change with the model, so that
what they say tells which load made them live.
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
    """What the library holds when it is embedded with the model."""
    told = {number: f"For {model}." if number % 3 == 0 else "For both." for number in range(ARTICLES)}
    return [
        Article(f"a{number:02}", f"Title {number}", f"# First\n\n{words}\n\n# Second\n\nAlways {number}.")
        for number, words in told.items()
    ]


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


def main() -> None:
    folder = Path(sys.argv[1])
    library = SqliteLibrary(folder / "knowledge.db")
    retriever = Retriever(library, opened, FaissCache(folder))
    while True:
        model = other_than(held(library))
        indexer = Indexer(library, Hashed(model), retriever.refresh, model)
        indexer.load(articles(model), lambda done, _of, model=model: tell("embedded", model, done))  # type: ignore[misc]
        tell("whole", model, ARTICLES)


def tell(what: str, model: str, done: int) -> None:
    print(json.dumps([what, model, done]), flush=True)


if __name__ == "__main__":
    main()
