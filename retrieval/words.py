"""Words as they are compared: folded, stemmed, and told apart from the words that carry no meaning."""

import re
import sqlite3
import threading
import unicodedata
from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_OWNED = re.compile(r"['\u2019]s?$|['\u2019]")

_ENGLISH = frozenset(
    """a about after again all also am an and any anyone anything are as at be been being but by can cannot could did do
    does doing done dont each either else for from get gets getting give got had has have having he help her here hers
    him his hi hello how i id if ill im in into is isnt it its ive just know let lets like me mean more most must my
    myself need needs no nor not of off on once one only or other our ours out over own please put s same say says she
    should so some someone something such t take tell than thanks thank that thats the their them then there these they
    thing things this those to too under until up us use used very want was way we were what whats when whens where
    wheres which while who whom whose why will with would yes yet you your yours someone somebody somewhere anybody
    allowed supposed happens happen make makes during between before ok okay hey sorry question work""".split()  # noqa: SIM905 - a list of words reads better
)
_SPANISH = frozenset(
    """a al algo como cual cuales cuando de del donde el ella ellos en era eres es esa ese eso esta este esto estoy fue
    ha hacer hago hay la las le les lo los me mi mis muy nos o para pero por porque puede puedo que quien se ser si su
    sus tengo tenemos tiene tienen tu tus un una uno unos y ya yo debo hacemos quiero""".split()  # noqa: SIM905
)
STOPWORDS = _ENGLISH | _SPANISH
"""Words that say nothing about what a question is about, folded. Other languages are left to the vectors."""

_KEPT = 100_000


def tokens(text: str) -> list[str]:
    """The words and numbers of a text in order: lower case, without accents and without the 's of an owner."""
    folded = text.lower() if text.isascii() else _fold(text)
    return [_OWNED.sub("", token) for token in _TOKEN.findall(folded)]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


class _Stemmer:
    """SQLite's own Porter stemmer, asked through a table in memory. Each word is asked once."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute("create virtual table word using fts5 (it, tokenize = 'porter unicode61')")
        self._db.execute("create virtual table stem using fts5vocab (word, instance)")

    def stems(self, words: Sequence[str]) -> list[str]:
        """The stem of each word; a word that is none stays as it is."""
        known = self._known
        unknown = {word for word in words if word not in known}
        if unknown:
            known = self._learn(sorted(unknown))
        return [known.get(word, word) for word in words]

    def _learn(self, words: list[str]) -> dict[str, str]:
        with self._lock:
            self._db.execute("delete from word")
            self._db.executemany("insert into word (rowid, it) values (?, ?)", enumerate(words))
            found = {words[row]: term for term, row in self._db.execute("select term, doc from stem")}
            base = self._known if len(self._known) < _KEPT else {}
            # A new mapping each time: whoever reads meanwhile keeps a whole one.
            self._known = {**base, **{word: word for word in words}, **found}
            return self._known


_STEMMER = _Stemmer()


def stems(words: Sequence[str]) -> list[str]:
    """The stem of each token, by Porter's rules for English. Thread-safe."""
    return _STEMMER.stems(words)


def content(words: Iterable[str]) -> list[str]:
    """The tokens that say what a text is about; all of them where none does."""
    every = list(words)
    return [word for word in every if word not in STOPWORDS] or every
