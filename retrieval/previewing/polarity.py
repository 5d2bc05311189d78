"""What a sentence says is to be and not to be: each of its clauses with its telling words, and whether it is denied."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.language import spoken
from retrieval.words import STOPWORDS, stems, tokens

_CLAUSE = re.compile(
    r"[,;:.!?()–—]\s|\s(?:and|but|or|because|y|pero|porque|et|mais|i|ale|e|mas)\s"
    r"|\s(?=(?:if|when|si|cuando|quand|jeśli|gdy|se|quando)\s)",
    re.IGNORECASE,
)
_DENYING = {
    "en": "not no never nobody none nothing neither nor cannot cant dont doesnt isnt arent mustnt wont",
    "es": "no nunca nadie ningun ninguna nada jamas",
    "fr": "ne n pas jamais personne aucun aucune rien",
    "pl": "nie nigdy nikt zaden zadna nic",
    "pt": "nao nunca ninguem nenhum nenhuma nada jamais",
}
_HEDGED = frozenset(
    """if when si cuando quand jesli gdy quando only unless except until before enough just solo salvo hasta sauf
    seulement avant tylko oprocz apenas""".split()  # noqa: SIM905 - a list of words reads better
)
_FORM = frozenset(
    """must may should can could need allowed always anyone everyone anybody everybody people team debe deben puede
    siempre doit peut toujours deve pode sempre musi moze zawsze""".split()  # noqa: SIM905
)
_EVEN = re.compile(r"\bnot (?:even|just|only)\b", re.IGNORECASE)
_LIKE = 0.6
_FEW = 2


@dataclass(frozen=True, slots=True)
class Clause:
    """The stems of a clause's telling words, and whether it is denied; None where that depends on something."""

    about: frozenset[str]
    denied: bool | None


def clauses(sentence: str, language: str) -> tuple[Clause, ...]:
    """The clauses of a sentence that are about something."""
    return tuple(clause for clause in _clauses(sentence, language) if clause.about)


def _clauses(sentence: str, language: str) -> Iterator[Clause]:
    denying = frozenset(_DENYING.get(spoken(language), _DENYING["en"]).split())
    idle = STOPWORDS.get(spoken(language), frozenset()) | denying | _FORM | {"one"}
    about, denied, hedged = list[str](), False, False
    parts = _CLAUSE.split(_EVEN.sub(" ", sentence))
    for at, part in enumerate(parts, 1):
        said = [word.replace("'", "").replace("\u2019", "") for word in tokens(part)]
        about += [word for word in said if word not in idle]
        denied |= not denying.isdisjoint(said)
        hedged |= not _HEDGED.isdisjoint(said)
        # "Never sell, serve or use it": what is too short to stand alone goes on with the next part.
        if len(about) >= _FEW or at == len(parts):
            yield Clause(frozenset(stems(about, language)), None if hedged else denied)
            about, denied, hedged = [], False, False


def opposed(ours: tuple[Clause, ...], theirs: tuple[Clause, ...]) -> tuple[Clause, Clause] | None:
    """Two clauses about the same, of which one is denied. A clause is held against the one most like it alone."""
    for mine in ours:
        likest = max(theirs, key=lambda each: _alike(mine, each), default=None)
        if likest is None or _alike(mine, likest) < _LIKE or min(len(mine.about), len(likest.about)) < _FEW:
            continue
        if None not in (mine.denied, likest.denied) and mine.denied != likest.denied:
            return mine, likest
    return None


def _alike(one: Clause, other: Clause) -> float:
    either = one.about | other.about
    return len(one.about & other.about) / len(either) if either else 0.0
