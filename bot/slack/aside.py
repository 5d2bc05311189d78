"""What is said while the store of personal data cannot be used, or where there is too much to do.

Nothing of anybody is drawn or kept here: it holds no gate, and could not. A question gets the answer of a stranger, and
the line of its notice says why. Everything else waits, or is refused with a sentence.
"""

import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from bot.answering import Place, Question, Reply, asked_in
from bot.slack.addressing import Address, message, only_for
from bot.slack.answers import bare_message
from bot.slack.blocks import rendered, section
from bot.slack.smalltalk import heard
from bot.wording import Voice
from privacy.gate import Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.worker import ANONYMOUS
from retrieval.answer import Answer

log = logging.getLogger(__name__)

MOST_WAITING = 500
"""Pieces of work in memory; from here on Slack is told to come again."""
MOST_REMEMBERED = 20_000
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Work:
    body: dict[str, Any] = field(repr=False)
    key: Key
    how: str


class Recent:
    """Remembers the events of late, as long as the process lives."""

    def __init__(self) -> None:
        self._held: OrderedDict[Key, None] = OrderedDict()

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def add(self, key: Key) -> None:
        self._held[key] = None
        while len(self._held) > MOST_REMEMBERED:
            self._held.popitem(last=False)


class Aside:
    """Answers on a thread of its own. Each event once, for as long as the process lives: there is no other memory."""

    def __init__(self, answer: Callable[[str], Answer], tell: Callable[[Outgoing], None]) -> None:
        """`answer` is what everyone is answered; `tell` posts without an outbox."""
        self._answer = answer
        self._tell = tell
        self._work: queue.Queue[_Work | None] = queue.Queue(MOST_WAITING)
        self._seen = Recent()
        self._owed: set[Key] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="aside", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self, timeout: float = 3.0) -> None:
        """Ends after what is in hand."""
        with self._lock:
            while not self._work.empty():
                self._work.get_nowait()
            self._work.put_nowait(None)
        self._thread.join(timeout)

    def without_store(self, work: Accepted) -> bool:
        """Answers a question, refuses anything else: the store did not take it. False where there is too much."""
        return self._put(_Work(work.body, work.key, "refuse"))

    def though_taken(self, work: Accepted) -> bool:
        """The same for what the store took before: what is no question is done when the store is back."""
        asked = work.body["do"] == "ask"
        put = self._put(_Work(work.body, work.key, "wait"))
        if asked and put:
            self._owed.add(work.key)
        return put

    def too_busy(self, work: Accepted) -> bool:
        """Refuses work of which there is too much."""
        return self._put(_Work(work.body, work.key, "busy"))

    def settle(self, finish: Callable[[Key], None]) -> None:
        """Ends in the store what was answered without it. Raises what the store does while it is still down."""
        for key in list(self._owed):
            finish(key)
            self._owed.discard(key)

    def _put(self, work: _Work) -> bool:
        with self._lock:
            if work.key in self._seen:
                return True
            try:
                self._work.put_nowait(work)
            except queue.Full:
                return False
            self._seen.add(work.key)
        return True

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            try:
                self._say(work)
            except Exception as problem:
                log.error("event %s: nothing could be said aside: %s", work.key[1], type(problem).__name__)

    def _say(self, work: _Work) -> None:
        address = Address(**work.body["to"])
        if work.body["do"] in ("home", "opened"):
            return  # nobody asked for anything: the tab stays as it was
        words = str(work.body.get("words", "")).strip()
        if words:
            address = replace(address, language=asked_in(words))
        said = self._sentence(work, address.voice, words)
        self._tell(message(only_for(address), said, rendered([section(said)])) if said else self._reply(address, words))

    def _sentence(self, work: _Work, voice: Voice, words: str) -> str:
        """What is said instead of an answer; empty where there is one."""
        if work.how == "busy":
            return voice.busy
        if work.body["do"] != "ask":
            return voice.done_later if work.how == "wait" else voice.not_now
        meant = heard(words)
        if meant is None:
            return "" if words else voice.empty
        return {"my data": voice.not_now, "thanks": voice.welcome, "greeting": voice.greeting}.get(
            meant.topic, voice.help
        )

    def _reply(self, address: Address, words: str) -> Outgoing:
        request = Request("", ANONYMOUS, address.place.public, None, address.language)
        question = Question(words, None, Place(address.channel), None)
        return bare_message(Reply(request, question, self._answer(words), (), None), address)
