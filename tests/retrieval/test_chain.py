"""The retriever in LangChain's terms."""

from knowledge.article import ANYONE, Viewer
from retrieval.chain import OnhandRetriever
from retrieval.ranking import NO_PREFERENCE
from retrieval.search import Retriever


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
