"""Questions that the articles do not answer: kept with a yes, without names, never about health, faith and the like."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from privacy import identifiers
from privacy.gate import Gate
from privacy.receipt import Request
from privacy.topics import sensitive, sensitive_title
from privacy.uses import IMPROVE_ARTICLES, Language
from privacy.worker import ANONYMOUS

Outcome = Literal["not found", "closest", "not helpful"]
Names = Callable[[], Callable[[str], bool]]
"""Opens the company's own list of names: it tells whether a word is one, and no more."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What was asked, how it went wrong, and the article that did not help, where there is one."""

    words: str = field(repr=False)
    outcome: Outcome
    language: Language
    article: str = ""
    title: str = ""


class Questions:
    """Keeps what the articles miss. What it kept is drawn like all else, in totals alone."""

    def __init__(self, gate: Gate, names: Names) -> None:
        self._gate = gate
        self._names = names

    def wanted(self, request: Request, missed: Missed) -> bool:
        """True where the worker can be asked for leave: not asked yet, alone, and this question could be kept."""
        return (
            not request.public
            and request.worker != ANONYMOUS
            and not self._gate.asked(request.worker, IMPROVE_ARTICLES)
            and self.could_keep(missed)
        )

    def could_keep(self, missed: Missed) -> bool:
        """True where identifiers can be found here and no word speaks against it. Quick: nothing is loaded."""
        return identifiers.available() and not _never(missed)

    def keep(self, request: Request, missed: Missed) -> bool:
        """Keeps the question, its identifiers taken out; the day is kept, no time.

        False, and nothing kept, without a yes, for such a topic, and where identifiers cannot be found here. Slow the
        first time: not to be called before the answer is on its way.
        """
        if request.public or not self._gate.allowed(request.worker, IMPROVE_ARTICLES) or _never(missed):
            return False
        try:
            words = identifiers.stripped(missed.words, missed.language, self._names()).text
        except identifiers.Unavailable:
            return False
        day = self._gate.clock().date().isoformat()
        value = {
            "words": words,
            "outcome": missed.outcome,
            "article": missed.article,
            "language": missed.language,
            "day": day,
        }
        return self._gate.keep(request, IMPROVE_ARTICLES, f"{day} {words}", value)


def _never(missed: Missed) -> bool:
    return sensitive(missed.words, missed.language) or sensitive_title(missed.title)
