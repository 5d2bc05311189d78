"""The app's own queue: listeners put work in and return at once, so that Slack never waits for an answer."""

import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.slack.aside import Aside, Recent
from privacy.down import Why, down
from privacy.gate import AlreadyAnswered
from privacy.inbox import Accepted, Along, Inbox
from privacy.worker import Person

log = logging.getLogger(__name__)

Handler = Callable[[Accepted], None]
SWEEP_SECONDS = 5.0
STOP = None
LONGEST_QUEUE = 500
"""Pieces of work that may wait; what comes on top is refused with a sentence, or everybody waits for ever."""


TAKEN_AT_ONCE = 64
"""Copies of one event are taken one after the other, so that not one goes into the store and another one aside."""


class Overloaded(RuntimeError):
    """There is no room even for a sentence. Slack gets no acknowledgement, and brings the event again."""


class Desk:
    """Takes each piece of work once, durably, and hands it to the handler of its kind on one of a few threads."""

    def __init__(
        self,
        inbox: Inbox,
        handlers: Mapping[str, Handler],
        failed: Handler,
        aside: Aside,
        chores: Sequence[Callable[[], object]] = (),
        threads: int = 4,
    ) -> None:
        """`failed` tells the one who asked; `aside` answers without the store, and refuses what is too much; `chores`
        run every few seconds beside the work."""
        self._inbox = inbox
        self._aside = aside
        self.longest = LONGEST_QUEUE
        self.trouble: Why | None = None
        self._handlers = handlers
        self._failed = failed
        self._chores = (self._settle, self._recover, *chores)
        self._work: queue.Queue[Accepted | None] = queue.Queue()
        self._taken = Recent()
        self._taking = [threading.Lock() for _ in range(TAKEN_AT_ONCE)]
        self._in_hand: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._threads = [threading.Thread(target=self._run, name=f"desk-{n}", daemon=True) for n in range(threads)]
        self._sweeper = threading.Thread(target=self._sweep, name="desk-sweep", daemon=True)

    def beside(self, chores: Sequence[Callable[[], object]]) -> None:
        """More chores, to run after the others. Before the start."""
        self._chores = (*self._chores, *chores)

    def handler(self, kind: str) -> Handler:
        """Who does work of a kind."""
        return self._handlers[kind]

    def also(self, handlers: Mapping[str, Handler]) -> None:
        """Handlers of more kinds of work, or in the place of others. Before the start."""
        self._handlers = {**self._handlers, **handlers}

    def start(self) -> None:
        self._aside.start()
        for thread in [*self._threads, self._sweeper]:
            thread.start()

    def stop(self, timeout: float = 3.0) -> None:
        """Ends after the work in hand. What is not done by then is durable, and found after the next start."""
        self._stopping.set()
        for _ in self._threads:
            self._work.put(STOP)
        until = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._aside.stop(max(0.0, until - time.monotonic()))

    @property
    def waiting(self) -> int:
        """How many pieces of work wait."""
        return self._work.qsize()

    def take(self, person: Person, event: str, work: dict[str, Any], along: Along = None) -> bool:
        """Makes the work durable and queues it. False where the same event came before.

        What is kept `along` with new work is durable before anybody begins on it, and left out without the store.
        Where the store cannot take it, or too much waits, it goes aside. Raises Overloaded where there is no room.
        """
        passing = Accepted(person.team, event, work)
        with self._taking[hash(passing.key) % TAKEN_AT_ONCE]:
            if passing.key in self._taken:
                return False
            taken = self._take(person, passing, along)
            self._taken.add(passing.key)
        return taken

    def _take(self, person: Person, passing: Accepted, along: Along) -> bool:
        if self.waiting >= self.longest:
            return _must_fit(self._aside.too_busy(passing))
        try:
            accepted = self._inbox.accept(person, passing.event, passing.body, along)
        except Exception as problem:
            self._must_be_down(problem)
            return _must_fit(self._aside.without_store(passing))
        self.trouble = None
        if accepted is not None:
            self._put(accepted)
        return accepted is not None

    def _must_be_down(self, problem: Exception) -> None:
        """Raises any error that does not say that the store cannot be used."""
        why = down(problem)
        if why is None:
            raise problem
        if self.trouble is None:
            log.error("the personal store cannot be used (%s): questions are answered without it", why)
        self.trouble = why

    def _put(self, accepted: Accepted) -> None:
        """Queues what is not in the queue yet: work may wait here for longer than its lease."""
        with self._lock:
            if accepted.key not in self._in_hand:
                self._in_hand.add(accepted.key)
                self._work.put(accepted)

    def _run(self) -> None:
        while (accepted := self._work.get()) is not STOP:
            if self._stopping.is_set():
                return
            self._do(accepted)
            with self._lock:
                self._in_hand.discard(accepted.key)

    def do_next(self) -> bool:
        """Does one piece of waiting work on the caller's own thread, for those who need an order. False: none waits."""
        try:
            accepted = self._work.get_nowait()
        except queue.Empty:
            return False
        if accepted is not STOP:
            self._do(accepted)
            self._in_hand.discard(accepted.key)
        return True

    def _do(self, accepted: Accepted) -> None:
        try:
            self._handler(accepted)(accepted)
        except AlreadyAnswered:
            log.info("event %s was answered by another process meanwhile", accepted.event)
        except Exception as problem:
            log.error("event %s failed: %s at %s", accepted.event, type(problem).__name__, _where(problem))
            if down(problem) is None:
                self._failed(accepted)
            else:
                self._must_be_down(problem)
                self._aside.though_taken(accepted)

    def _handler(self, accepted: Accepted) -> Handler:
        return self._failed if accepted.hopeless else self._handlers[accepted.body["do"]]

    def _sweep(self) -> None:
        while not self._stopping.is_set():
            for chore in self._chores:
                self._run_chore(chore)
            self._stopping.wait(SWEEP_SECONDS)

    def _run_chore(self, chore: Callable[[], object]) -> None:
        try:
            chore()
        except Exception as problem:
            log.error("a chore failed: %s at %s", type(problem).__name__, _where(problem))

    def _settle(self) -> None:
        self._aside.settle(self._inbox.finish)

    def _recover(self) -> None:
        while not self._stopping.is_set() and (left := self._inbox.recover()) is not None:
            self._put(left)


def _must_fit(put: bool) -> bool:
    if not put:
        raise Overloaded("too much waits")
    return True


def _where(problem: BaseException) -> str:
    """The places in the code that a failure came through, without its text: that may hold what somebody typed."""
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(problem.__traceback__)))
