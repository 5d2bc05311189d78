"""Questions that the articles do not answer: leave to keep one is asked for once, and with it they are kept."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import LONGEST_QUESTION, Reply
from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.replies import Replies
from bot.wording import Voice, voice_in
from privacy import uses
from privacy.inbox import Accepted
from privacy.questions import Missed
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import LANGUAGES
from privacy.worker import Person
from retrieval.language import language_of

Offer = Callable[[Request, Person, str], Sequence[Block]]


class Misses:
    """Asks below an answer that is not there, and keeps with a yes. Keeping is slow: it comes after the answer.

    `alike` tells questions that are like those that must never be kept, beyond the lists of words.
    """

    def __init__(self, rooms: Rooms, replies: Replies, alike: Callable[[str], bool], offer: Offer) -> None:
        """`offer` gives what may be asked next of the same question, so that one thing is asked at a time."""
        self._alike = alike
        self._offer = offer
        self._gate = rooms.gate
        self._questions = rooms.questions
        self._replies = replies

    def ask(self, reply: Reply) -> list[Block]:
        """The question whether what was asked may be kept, and the record that it was put; for use within `together`.

        Nothing where it was put before, where the articles answer, or where this could not be kept anyway.
        """
        missed, voice = missed_by(reply), voice_in(reply.request.language)
        if missed is None or not self._questions.wanted(reply.request, missed):
            return []
        self._gate.choose(reply.request.worker, uses.IMPROVE_ARTICLES, "asked", voice.may_i_keep)
        return list(_may_i_keep(missed, voice, reply.request.id))

    def after(self, reply: Reply) -> None:
        """Keeps what the articles missed, where the worker said yes before."""
        missed = missed_by(reply)
        if missed is not None:
            self._keep(reply.request, missed)

    def not_helpful(self, address: Address, value: dict[str, Any]) -> None:
        """Keeps a question whose answer was of no help, where the worker said yes before."""
        words = str(value.get("q", ""))
        if words and read_here(words):
            missed = Missed(words, "not helpful", address.voice.language, value["a"], value["t"])
            self._keep(self._replies.open(address, None), missed)

    def yes(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """A yes: this question is kept, and the ones after it that the articles miss."""
        voice, worker = address.voice, self._gate.worker(address.person)
        self._gate.choose(worker, uses.IMPROVE_ARTICLES, "granted", voice.may_i_keep)
        missed = Missed(value["q"], value["o"], voice.language, value["a"], value["t"])
        self._say(
            address, work, voice.will_keep if self._questions.could_keep(missed) else voice.not_kept, missed.words
        )
        self._keep(self._replies.open(address, None), missed)

    def _say(self, address: Address, work: Accepted, text: str, words: str) -> None:
        request = self._replies.open(address, None)
        with self._replies.together():
            then = self._offer(request, address.person, words) if words and read_here(words) else []
            self._replies.say(address, work.key, text, [kit.section(text), *then])

    def _keep(self, request: Request, missed: Missed) -> None:
        allowed = self._gate.allowed(request.worker, uses.IMPROVE_ARTICLES) and self._questions.could_keep(missed)
        if allowed and not self._alike(missed.words):
            self._questions.keep(request, missed)

    def no(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """A no: nothing is kept, and nobody asks again."""
        worker = self._gate.worker(address.person)
        self._gate.choose(worker, uses.IMPROVE_ARTICLES, "withdrawn", address.voice.may_i_keep)
        self._say(address, work, address.voice.will_not_keep, str(value.get("q", "")))


def read_here(words: str) -> bool:
    """True for words in a language that Onhand has lists for; what others are about it cannot tell."""
    return language_of(words) in LANGUAGES


def missed_by(reply: Reply) -> Missed | None:
    """What the articles missed, where they did, and the question is in a language that Onhand reads."""
    if reply.answer.found or not read_here(reply.question.words):
        return None
    words, near, language = reply.question.words[:LONGEST_QUESTION], reply.answer.nearest, reply.request.language
    if near is None:
        return Missed(words, "not found", language)
    return Missed(words, "closest", language, near.article_id, near.title)


def _may_i_keep(missed: Missed, voice: Voice, request: str) -> Iterator[Block]:
    carried = {"q": missed.words, "o": missed.outcome, "a": missed.article, "t": missed.title, "l": missed.language}
    buttons = [
        kit.button(voice.yes_keep, "keep_question", carried),
        kit.button(voice.no_thanks, "keep_none", {"q": missed.words, "l": voice.language}),
    ]
    yield kit.section(voice.may_i_keep)
    yield kit.actions(buttons, f"keep:{request}")
