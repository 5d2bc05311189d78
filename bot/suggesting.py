"""Suggested questions: what may be drawn for them, and which articles answer. No Slack and no SQL."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import tzinfo
from typing import TYPE_CHECKING, Any

from bot.answering import Assistant
from knowledge.article import Article, Viewer
from privacy.gate import Clock
from privacy.receipt import Request
from privacy.topics import sensitive_title
from retrieval.preference import Preference
from retrieval.suggesting import PERSONAL, Fits, Listed, Moment, Suggestion, for_all, suggest

if TYPE_CHECKING:
    from knowledge.library import Library, Published

log = logging.getLogger(__name__)


class Catalogue:
    """What can be suggested: the live articles without their bodies, read anew when the library was written."""

    def __init__(self, library: "Library") -> None:
        self._library = library
        self._read: tuple[int, tuple[Listed, ...]] = (-1, ())

    def __call__(self) -> tuple[Listed, ...]:
        generation = self._library.generation()
        if self._read[0] != generation:
            published = self._library.published()
            live = [article for article in self._library.list() if article.id in published]
            self._read = generation, tuple(_listed(article, published[article.id]) for article in live)
        return self._read[1]


def _listed(article: Article, published: "Published") -> Listed:
    return Listed(replace(article, body=""), published.since, published.changed)


class Suggesting:
    """Suggests what a worker could ask now. It keeps nothing about anybody."""

    def __init__(self, assistant: Assistant, clock: Clock, zone: tzinfo | None = None) -> None:
        """`zone` is that of the clock on the workers' wall; without it, this machine's own."""
        self._assistant = assistant
        self._clock = clock
        self._zone = zone

    def of(self, request: Request) -> tuple[Suggestion, ...]:
        """The suggestions for the request's worker. Its draws are receipted before they are used.

        Nothing where others read, and where the search fails: what they stand beside must not fail with them.
        """
        listed = () if request.public else _or_none(self._assistant.listed)
        if not listed:
            return ()
        viewer, preference = self._assistant.for_suggestions(request)
        moment = Moment(self._clock().astimezone(self._zone), request.language)
        return _or_none(lambda: suggest(listed, viewer, preference, moment, self._fits(viewer, preference)))

    def _fits(self, viewer: Viewer, preference: Preference) -> Fits:
        def fits(suggestion: Suggestion) -> bool:
            """It gets its own article for an answer; and it tells nothing of health, faith and the like."""
            article = suggestion.article
            if sensitive_title(article.title) and not (for_all(article) and not suggestion.uses & PERSONAL):
                return False
            answer = self._assistant.answer(article.title, viewer, preference)
            return answer.found and answer.citations[0].article_id == article.id

        return fits


def _or_none(made: Callable[[], tuple[Any, ...]]) -> tuple[Any, ...]:
    try:
        return made()
    except Exception as problem:
        log.error("nothing can be suggested: %s", type(problem).__name__)
        return ()
