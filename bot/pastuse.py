"""What helped a worker and what did not: kept with a yes alone, read as a preference.

An article has one record, the latest: it helped, or it did not. Asking the same again soon after, in the same place,
says that it did not. That is inferred from an answer that other data chose (their job role, say), so it inherits from
those: it counts only where they are drawn as well, and is told by the same notice. Nothing is kept of articles or
questions about health, faith and the like.
"""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from privacy import uses
from privacy.gate import Gate
from privacy.receipt import Request
from privacy.topics import sensitive, sensitive_title
from retrieval.answer import Citation
from retrieval.language import language_of
from retrieval.naming import telling

AGAIN = timedelta(minutes=10)
"""The same question within this time says that its answer did not help."""
_SLIP = 80
"""From this likeness on, of 100, two words are the same one."""
_LAST = "last"

Said = Literal["helped", "unhelped"]


@dataclass(frozen=True, slots=True)
class Shown:
    """An article as it was shown: its title, and the numbers that put it there. No name, and no words of anybody.

    `score` is None where no order put it there: whoever asked picked it.
    """

    article: str
    title: str
    score: float | None = None
    signals: Mapping[str, float] = field(default_factory=dict)
    position: int = 1

    def packed(self) -> dict[str, Any]:
        """As a button carries it."""
        about = {"a": self.article, "t": self.title}
        if self.score is None:
            return about
        return about | {"s": round(self.score, 4), "g": {name: round(each, 3) for name, each in self.signals.items()}}


def shown_in(value: Mapping[str, Any]) -> Shown:
    """What a button carried."""
    return Shown(value["a"], value["t"], value.get("s"), value.get("g", {}))


def shown_by(citation: Citation) -> Shown:
    """What an answer quoted."""
    return Shown(citation.article_id, citation.title, citation.score, citation.signals)


@dataclass(frozen=True, slots=True)
class Past:
    """What was drawn: articles by the day they last helped, or did not, and the last question with what it got."""

    helped: Mapping[str, date] = field(default_factory=dict)
    unhelped: Mapping[str, date] = field(default_factory=dict)
    last: Mapping[str, Any] | None = None


class PastUse:
    """Keeps and reads it, through the gate."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def draw(self, request: Request, drawn: AbstractSet[str]) -> Past:
        """What is known, with its receipt; nothing without a yes. `drawn` are the kinds that were drawn before."""
        kept = self._gate.draw(request, uses.RANK_BY_PAST_USE).values.get(uses.HELPED.name, [])
        values = [value for _, value in kept if drawn >= set(value.get("drew", ()))]
        articles = [value for value in values if "article" in value]
        days = {
            said: {each["article"]: date.fromisoformat(each["day"]) for each in articles if _said(each) == said}
            for said in ("helped", "unhelped")
        }
        last = next((value for value in values if "asked" in value), None)
        return Past(days["helped"], days["unhelped"], last)

    def say(self, request: Request, shown: Shown, said: Said, drew: Collection[str] = ()) -> bool:
        """Keeps what a worker said of an article. False, and nothing kept, without a yes.

        `drew` are the kinds that chose the answer from which it was inferred: none for what they said themselves.
        """
        if sensitive_title(shown.title):
            return False
        value = {
            "article": shown.article,
            "title": shown.title,
            "day": self._gate.clock().date().isoformat(),
            "said": said,
            "drew": sorted(drew),
        } | _order(shown)
        kept = self._gate.keep(request, uses.RANK_BY_PAST_USE, shown.article, value)
        if kept:
            self._gate.forget(request, uses.RANK_BY_PAST_USE, _LAST)
        return kept

    def answered(self, request: Request, place: str, words: str, kinds: AbstractSet[str], citation: Citation) -> None:
        """Keeps for a day what a question was about, in stems, with what it got: to see that it is asked again.

        `kinds` are those that were drawn for it. Nothing without a yes.
        """
        if uses.THREAD.name in kinds:
            # Another thread is another place, where it could not count.
            return
        if sensitive(words, request.language) or sensitive_title(citation.title):
            return
        value = {
            "asked": about(words),
            "place": place,
            "at": self._gate.clock().isoformat(),
            "shown": shown_by(citation).packed(),
            "drew": sorted(kinds - {uses.HELPED.name}),
        }
        self._gate.keep(request, uses.RANK_BY_PAST_USE, _LAST, value, days=1)

    def noticed(self, request: Request, place: str, words: str, past: Past) -> Past:
        """What is known once it is seen whether the question was asked just before: then its answer did not help."""
        if past.last is None or not self._again(place, words, past.last):
            return past
        shown = shown_in(past.last["shown"])
        if not self.say(request, shown, "unhelped", past.last["drew"]):
            return past
        helped = {article: day for article, day in past.helped.items() if article != shown.article}
        return replace(past, helped=helped, unhelped={**past.unhelped, shown.article: self._gate.clock().date()})

    def _again(self, place: str, words: str, last: Mapping[str, Any]) -> bool:
        soon = self._gate.clock() - datetime.fromisoformat(last["at"]) <= AGAIN
        return soon and last["place"] == place and same(about(words), last["asked"])


def _order(shown: Shown) -> dict[str, Any]:
    """What an order can learn from. Of what somebody picked by its title it learns nothing: what speaks for it was not
    looked at, and by whom it was picked it mostly helps."""
    if shown.score is None:
        return {}
    return {"shown": {"score": shown.score, "position": shown.position, "signals": dict(shown.signals)}}


def same(now: str, before: str) -> bool:
    """True where two questions, as the stems of what they are about, ask the same: all that the shorter one says, the
    longer one says too, slips allowed. A single word is the same as itself alone."""
    from rapidfuzz import fuzz

    shorter, longer = sorted((now.split(), before.split()), key=len)
    if not shorter or (len(shorter) == 1 < len(longer)):
        return False
    return all(max(fuzz.ratio(word, other) for other in longer) >= _SLIP for word in shorter)


def _said(value: Mapping[str, Any]) -> str:
    """What was kept before there was anything but what helped, helped."""
    return str(value.get("said", "helped"))


def about(words: str) -> str:
    """The stems of the words that tell what a question is about."""
    return " ".join(sorted(telling(words, language_of(words))))
