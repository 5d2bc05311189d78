"""Stand-ins for retrieval that are slow or broken, handed to the Assistant in place of the real one."""

import threading
import time

from knowledge.article import Viewer
from retrieval.answer import NOT_FOUND, Answer, Citation
from retrieval.preference import Preference

WORDS = "Wash your hands for twenty seconds."
PLAIN = Answer(True, WORDS, (Citation("hands", "Washing hands", "How", WORDS, 1),))


class Shelfless:
    """Has no article to open or to pick."""

    def within(self, _words: str, _article_id: str, _viewer: Viewer) -> Answer:
        return NOT_FOUND

    def article(self, _article_id: str, _viewer: Viewer | None) -> None:
        return None


class Unaware(Shelfless):
    """Has no article about anything."""

    def answer(self, _words: str, _preference: Preference, _viewer: Viewer) -> Answer:
        return NOT_FOUND


class Broken(Shelfless):
    """Fails as many times as it is told to, with an error that repeats the question; then answers."""

    def __init__(self, times: int) -> None:
        self._left = times

    def answer(self, words: str, _preference: Preference, _viewer: Viewer) -> Answer:
        self._left -= 1
        if self._left >= 0:
            raise RuntimeError(f"could not search for {words}")
        return PLAIN


class Slow(Shelfless):
    """Takes its time for each answer."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self.asked: list[str] = []

    def answer(self, words: str, _preference: Preference, _viewer: Viewer) -> Answer:
        time.sleep(self._seconds)
        with self._lock:
            self.asked.append(words)
        return PLAIN
