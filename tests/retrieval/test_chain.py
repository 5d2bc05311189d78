"""The retriever in LangChain's terms."""

import re
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from knowledge.article import ANYONE, Viewer
from knowledge.library_sqlite import SqliteLibrary
from retrieval.chain import OnhandEmbeddings, OnhandRetriever
from retrieval.embedding import OnnxEncoder
from retrieval.export import open_encoder
from retrieval.indexing import Indexer, vector_model
from retrieval.preference import NO_PREFERENCE
from retrieval.search import Retriever, open_retriever
from tests.retrieval.conftest import ARTICLES


def test_documents(retriever: Retriever) -> None:
    """A chain gets the passages as documents in their order, with what a citation needs."""
    documents = OnhandRetriever(retriever=retriever).invoke("how hot must chicken be")
    passages = retriever.search("how hot must chicken be", NO_PREFERENCE, ANYONE)
    assert [document.page_content for document in documents] == [passage.chunk.text for passage in passages]
    assert documents[0].metadata["article_id"] == "chicken"
    assert documents[0].metadata["critical"] is True


def test_audience(retriever: Retriever) -> None:
    """A chain finds what its viewer may see, and by default what everyone may."""
    question = "who must be there when the safe is opened"
    everyone = OnhandRetriever(retriever=retriever).invoke(question)
    supervisor = OnhandRetriever(retriever=retriever, viewer=Viewer("supervisor"), limit=1).invoke(question)
    assert "safe" not in {document.metadata["article_id"] for document in everyone}
    assert [document.metadata["article_id"] for document in supervisor] == ["safe"]


def test_vectors_for_a_chain(encoder: OnnxEncoder) -> None:
    """A vector store of LangChain's finds with Onhand's vectors."""
    store = InMemoryVectorStore(OnhandEmbeddings(encoder))
    store.add_texts(["Chicken must reach 75 °C.", "The mop hangs behind the door.", "Parking is free."])
    assert store.similarity_search("how hot must chicken be", k=1)[0].page_content == "Chicken must reach 75 °C."


class Lengths(Embeddings):
    """Vectors of somebody else's, of no unit length, that tell questions from passages."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[3.0 * len(text), 0.0, 4.0 * len(text)] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [0.0, float(len(text)), 0.0]


class Named(Lengths):
    model = "large-1"


class Uneven(Lengths):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0] * (at + 1) for at in range(len(texts))]


class NeedsMore(Lengths):
    def __init__(self, address: str) -> None:
        self.address = address


def test_vectors_of_a_chain(tmp_path: Path) -> None:
    """Any embeddings of LangChain's serve as an encoder: of unit length, questions told from passages."""
    encoder = open_encoder(f"langchain:{__name__}:Lengths", tmp_path)
    assert np.allclose(encoder.encode(["ab", ""]), [[0.6, 0.0, 0.8], [0.0, 0.0, 0.0]])
    assert np.allclose(encoder.encode(["ab"], "question"), [[0, 1, 0]])
    assert (encoder.dimension, encoder.encode([]).shape, encoder.knows("the")) == (3, (0, 3), False)
    assert list(tmp_path.iterdir()) == []


def test_vectors_of_a_chain_are_told_by_name(library: SqliteLibrary, tmp_path: Path) -> None:
    """The class and its model are parts of the name that vectors are kept under, and are searched with."""
    encoder = open_encoder(f"langchain:{__name__}:Named", tmp_path)
    assert encoder.name == f"langchain:{__name__}:Named:large-1"
    Indexer(library, encoder).load(ARTICLES)
    assert vector_model(encoder).name.startswith(encoder.name)
    assert open_retriever(library, encoder, tmp_path).search("chicken", NO_PREFERENCE, ANYONE)


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("no.such.module:Thing", "is not there; accepted is package.module:ClassName"),
        (f"{__name__}:Missing", "is not there"),
        ("pathlib:Path", "is not one of LangChain's Embeddings"),
        (f"{__name__}:NeedsMore", "cannot be made without arguments"),
    ],
)
def test_no_such_embeddings(tmp_path: Path, place: str, said: str) -> None:
    """What cannot be plugged in is named, with what is accepted."""
    with pytest.raises(ValueError, match=f"{re.escape(place)} {said}"):
        open_encoder(f"langchain:{place}", tmp_path)


def test_uneven_vectors(tmp_path: Path) -> None:
    """Vectors of other lengths than the first are refused, not kept."""
    with pytest.raises(ValueError, match="gave other than 2 vectors of 3 numbers"):
        open_encoder(f"langchain:{__name__}:Uneven", tmp_path).encode(["a", "b"])
