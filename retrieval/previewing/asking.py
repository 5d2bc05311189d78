"""What people will get for an answer: the article's own title and headings asked, and questions that had no answer."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.article import Article, Viewer
from knowledge.splitting import split
from retrieval.answer import Answer, compose
from retrieval.naming import telling
from retrieval.passage import name_of
from retrieval.preference import NO_PREFERENCE
from retrieval.previewing.preview import Closed, Place, Quoted, Topic
from retrieval.search import Retriever

MOST = 12
"""Headings that are asked for."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What is searched before and after the article is live."""

    before: Retriever
    after: Retriever

    def quoted(self, article: Article) -> Iterator[Quoted]:
        """What the article's title and its headings get, asked by somebody who may see it."""
        viewer = reader_of(article)
        for question in questions(article):
            yield _quoted(question, _answer(self.after, question, viewer), article.id)

    def closed(self, article: Article, topics: Sequence[Topic]) -> Iterator[Closed]:
        """The topics of which it answers a question that nothing answered before."""
        viewer = reader_of(article)
        for topic in topics:
            open_before = [each for each in topic.questions if not _answer(self.before, each, viewer).found]
            answered = tuple(each for each in open_before if self._by(article, each, viewer))
            if answered:
                yield Closed(topic.label, answered, tuple(each for each in open_before if each not in answered))

    def _by(self, article: Article, question: str, viewer: Viewer) -> bool:
        answer = _answer(self.after, question, viewer)
        return answer.found and article.id in [cited.article_id for cited in answer.citations]


def reader_of(article: Article) -> Viewer:
    """Somebody who may see the article: of its roles and sites the first by name."""
    return Viewer(min(article.audience.roles, default=None), min(article.audience.sites, default=None))


def questions(article: Article) -> list[str]:
    """The title, and each heading: after the title where it does not say itself what it is about."""
    headings = dict.fromkeys(name_of(article, chunk) for chunk in split(article))
    about = telling(article.title, article.language)
    asked = (
        heading if telling(heading, article.language) & about else f"{article.title}: {heading}" for heading in headings
    )
    return list(dict.fromkeys([article.title, *asked]))[: MOST + 1]


def _answer(retriever: Retriever, question: str, viewer: Viewer) -> Answer:
    return compose(question, retriever.search(question, NO_PREFERENCE, viewer))


def _quoted(question: str, answer: Answer, article_id: str) -> Quoted:
    cited = answer.citations[0] if answer.found else answer.nearest
    if cited is None:
        return Quoted(question, "nothing")
    text = answer.text if answer.found else cited.quote
    where = Place(cited.article_id, cited.title, cited.heading)
    return Quoted(question, "answer" if answer.found else "closest", text, where, cited.article_id == article_id)
