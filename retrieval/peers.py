"""What a team would put together otherwise, to be measured beside Onhand. Needs the extra `evaluate`.

Each peer searches whole documents, the title before the text, as far as the model reads. Nothing is tuned.
"""

import re
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.collection import Document, Query
from retrieval.evaluation import DEPTH, Found, Progress
from retrieval.models import load

_WORD = re.compile(r"\w+")
_SHARES = (0.5, 0.5)
_BATCH = 32


NEEDED: Mapping[str, tuple[str, ...]] = {
    "bm25": ("rank_bm25",),
    "langchain": ("langchain_classic", "langchain_community", "rank_bm25"),
}
"""The packages of the extra `evaluate` that a peer is made from."""


def missing(peers: Sequence[str]) -> tuple[str, ...]:
    """The packages that the peers need and that are not installed."""
    needed = dict.fromkeys(package for peer in peers for package in NEEDED.get(peer, ()))
    return tuple(package for package in needed if find_spec(package) is None)


def words(text: str) -> list[str]:
    """What BM25 counts: lower-case words, no stemming, no stop list."""
    return _WORD.findall(text.lower())


def whole(document: Document) -> str:
    """A document as the peers read it."""
    return f"{document.title}\n{document.text}".strip()


class Bm25:
    """BM25 Okapi of rank_bm25 with its own constants, over lower-case words."""

    name = "bm25"

    def __init__(self, model: str) -> None:
        """`model` is not used: there is no model in it."""
        del model

    def load(self, documents: Sequence[Document], progress: Progress) -> None:
        """See `System.load`."""
        from rank_bm25 import BM25Okapi

        self._ids = [document.id for document in documents]
        self._index = BM25Okapi([words(whole(document)) for document in documents])
        progress(len(documents), len(documents))

    def find(self, query: Query) -> Found:
        """See `System.find`. Confidence is the score of the first document."""
        begun = time.perf_counter()
        scores = self._index.get_scores(words(query.text))
        best = (-scores).argsort(kind="stable")[:DEPTH]
        seconds = time.perf_counter() - begun
        return Found(tuple(self._ids[at] for at in best), seconds, float(scores[best[0]]) if len(best) else 0.0)


class Dense:
    """The same model in sentence-transformers on torch, and FAISS searched in full."""

    name = "dense"

    def __init__(self, model: str) -> None:
        """`model` is what `EMBEDDING_MODEL` takes. Raises `ValueError` where it cannot be loaded."""
        self._model = load(model)

    def load(self, documents: Sequence[Document], progress: Progress) -> None:
        """See `System.load`."""
        import faiss

        self._ids = [document.id for document in documents]
        self._index = faiss.IndexFlatIP(self._model.get_embedding_dimension() or 0)
        for start in range(0, len(documents), _BATCH):
            batch = documents[start : start + _BATCH]
            self._index.add(_encoded(self._model.encode_document, [whole(document) for document in batch]))
            progress(start + len(batch), len(documents))

    def find(self, query: Query) -> Found:
        """See `System.find`. Confidence is the cosine of the first document."""
        begun = time.perf_counter()
        cosines, rows = self._index.search(_encoded(self._model.encode_query, [query.text]), DEPTH)
        seconds = time.perf_counter() - begun
        return Found(tuple(self._ids[at] for at in rows[0] if at >= 0), seconds, float(cosines[0][0]))


class LangChain:
    """LangChain's EnsembleRetriever of its BM25Retriever and its FAISS store with the same model, half and half.

    Its BM25 gets lower-case words; by default it would tell “Chicken” from “chicken”.
    """

    name = "langchain"

    def __init__(self, model: str) -> None:
        """Raises `ValueError` where the model cannot be loaded."""
        self._parts = _langchain()
        self._embeddings = _embeddings(load(model))

    def load(self, documents: Sequence[Document], progress: Progress) -> None:
        """See `System.load`."""
        _, _, store = self._parts
        texts, about = _texts(documents)
        for start in range(0, len(texts), _BATCH):
            some = slice(start, start + _BATCH)
            if start == 0:
                made = store.from_texts(texts[some], self._embeddings, metadatas=about[some])
            else:
                made.add_texts(texts[some], metadatas=about[some])
            progress(min(start + _BATCH, len(texts)), len(texts))
        self._assemble(documents, made)

    def take(self, documents: Sequence[Document], vectors: NDArray[np.float32]) -> None:
        """As `load`, with the documents' vectors given, shape (number of documents, n); questions are embedded.

        Only as many numbers of each vector are taken as the model gives; `ValueError` where there are fewer.
        """
        _, _, store = self._parts
        dimension = len(self._embeddings.embed_query("How long is a vector?"))
        if vectors.shape[1] < dimension:
            raise ValueError(f"the vectors have {vectors.shape[1]} numbers; accepted are {dimension} or more")
        texts, about = _texts(documents)
        pairs = zip(texts, vectors[:, :dimension], strict=True)
        self._assemble(documents, store.from_embeddings(pairs, self._embeddings, metadatas=about))

    def _assemble(self, documents: Sequence[Document], store: Any) -> None:
        ensemble, lexical, _ = self._parts
        texts, about = _texts(documents)
        worded = lexical.from_texts(texts, metadatas=about, preprocess_func=words, k=DEPTH)
        near = store.as_retriever(search_kwargs={"k": DEPTH})
        self._retriever = ensemble(retrievers=[worded, near], weights=list(_SHARES), id_key="id")

    def find(self, query: Query) -> Found:
        """See `System.find`. It gives its documents no scores, so there is no confidence."""
        begun = time.perf_counter()
        documents = self._retriever.invoke(query.text)
        seconds = time.perf_counter() - begun
        return Found(tuple(document.metadata["id"] for document in documents[:DEPTH]), seconds)


PEERS: Mapping[str, Callable[[str], Bm25 | Dense | LangChain]] = {each.name: each for each in (Bm25, Dense, LangChain)}


def _texts(documents: Sequence[Document]) -> tuple[list[str], list[dict[str, str]]]:
    """The documents as LangChain's parts take them."""
    return [whole(document) for document in documents], [{"id": document.id} for document in documents]


def _encoded(encode: Callable[..., Any], texts: Sequence[str]) -> Any:
    return encode(list(texts), normalize_embeddings=True, show_progress_bar=False, batch_size=_BATCH)


def _langchain() -> tuple[Any, Any, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # one of its packages announces its own end
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS

    return EnsembleRetriever, BM25Retriever, FAISS


def _embeddings(model: Any) -> Any:
    from langchain_core.embeddings import Embeddings

    class SentenceTransformerEmbeddings(Embeddings):
        """The few lines that langchain-huggingface would bring a package for."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = _encoded(model.encode_document, texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = _encoded(model.encode_query, [text])[0].tolist()
            return vector

    return SentenceTransformerEmbeddings()
