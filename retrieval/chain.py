"""Onhand's search and vectors for LangChain, and LangChain's vectors for Onhand. Imported only where these are used."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from knowledge.article import ANYONE, Viewer
from retrieval.embedding import Encoder, Kind, OneSided
from retrieval.language import language_of
from retrieval.passage import Passage
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranking import SHOWN
from retrieval.search import Retriever


class OnhandRetriever(BaseRetriever):
    """Passages as documents, best first. Finds what `viewer` may see; without one, what everyone may see."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    viewer: Viewer = ANYONE
    preference: Preference = NO_PREFERENCE
    limit: int = SHOWN

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        # Nothing of the question is handed to the callbacks here: LangChain's own machinery has told them already.
        del run_manager
        passages = self.retriever.search(query, self.preference, self.viewer, self.limit)
        return [_document(passage) for passage in passages]


def _document(passage: Passage) -> Document:
    chunk = passage.chunk
    about = {
        "article_id": chunk.article_id,
        "version": chunk.version,
        "title": passage.article.title,
        "heading": chunk.heading,
        "score": passage.score,
        "cosine": passage.figures.cosine,
        "critical": passage.article.critical,
    }
    return Document(page_content=chunk.text, metadata=about, id=f"{chunk.article_id}@{chunk.version}#{chunk.position}")


class OnhandEmbeddings(Embeddings):
    """An encoder's vectors for any vector store of LangChain that compares by inner product."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """A vector for each passage."""
        vectors: list[list[float]] = self.encoder.encode(texts, "passage").tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, with the model's prefix for questions where it has one."""
        side = self.encoder.side(language_of(text))
        vector: list[float] = self.encoder.encode([text], "question", side)[0].tolist()
        return vector


class LangchainEncoder(OneSided):
    """Any embeddings of LangChain as an `Encoder`. They are asked for one vector at the start, to learn its length.

    They must be safe to use from several threads. Their name tells a change of class or of the model that the object
    names; where they change behind the same name, articles must be loaded anew.
    """

    def __init__(self, embeddings: Embeddings, name: str) -> None:
        self._embeddings = embeddings
        self.name = ":".join(filter(None, ("langchain", name, _model_of(embeddings))))
        self.dimension = len(embeddings.embed_query("How long is a vector?"))

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`. Raises `ValueError` where a vector is missing or has another length."""
        del side
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        asked = kind == "question"
        ask, tell = self._embeddings.embed_query, self._embeddings.embed_documents
        found = [ask(text) for text in texts] if asked else tell(list(texts))
        if len(found) != len(texts) or {len(vector) for vector in found} != {self.dimension}:
            raise ValueError(f"{self.name} gave other than {len(texts)} vectors of {self.dimension} numbers")
        vectors = np.asarray(found, dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # A vector of zeros stays one: near to nothing.
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32, copy=False)

    def knows(self, word: str, side: int = 0) -> bool:
        """False: which words a model of somebody else knows cannot be told."""
        del word, side
        return False


def _model_of(embeddings: Embeddings) -> str:
    """The model that the object says it asks, as most classes of LangChain do in one of these fields."""
    named = (getattr(embeddings, field, None) for field in ("model", "model_name", "model_id"))
    return next((name for name in named if isinstance(name, str)), "")


def open_langchain(place: str) -> LangchainEncoder:
    """The encoder around the class at `package.module:ClassName`, made without arguments.

    Raises `ValueError` where there is no such class, it is none of LangChain's `Embeddings`, or it cannot be made.
    """
    found = _class_at(place)
    try:
        return LangchainEncoder(found(), place)
    except Exception as error:  # the class is somebody else's
        raise ValueError(f"{place} cannot be made without arguments and asked for a vector: {error}") from error


def _class_at(place: str) -> type[Any]:
    module, _, name = place.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ValueError(f"{place} is not there; accepted is package.module:ClassName: {error}") from error
    if not (isinstance(found, type) and issubclass(found, Embeddings)):
        raise ValueError(f"{place} is not one of LangChain's Embeddings; accepted is a class of these")
    return found
