"""The retriever as a LangChain retriever, for chains that others build. Imported only by them."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.article import ANYONE, Viewer
from retrieval.passage import Passage
from retrieval.ranking import NO_PREFERENCE, Preference
from retrieval.search import Retriever


class OnhandRetriever(BaseRetriever):
    """Passages as documents, best first. Finds what `viewer` may see; without one, what everyone may see."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    viewer: Viewer = ANYONE
    preference: Preference = NO_PREFERENCE
    limit: int = 8

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
        "cosine": passage.cosine,
        "critical": passage.article.critical,
    }
    return Document(page_content=chunk.text, metadata=about, id=f"{chunk.article_id}@{chunk.version}#{chunk.position}")
