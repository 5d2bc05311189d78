"""The sample company's own questions, asked as in Slack, and how each was answered."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answering import Place, Question
from privacy.worker import Person

if TYPE_CHECKING:
    from bot.wiring import Onhand
    from retrieval.answer import Answer, Citation

RIGHT, OTHER_WORDS, WRONG, CLOSEST = "right", "other_words", "wrong", "closest"
OFFERED, PASSED_ON = "offered", "passed_on"
VERDICTS = (RIGHT, OTHER_WORDS, WRONG, CLOSEST, OFFERED, PASSED_ON)
TWO_PART = "two-part"


class BadQuestion(ValueError):
    """A line that cannot be asked: the text names the file, the line and what is accepted."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its right answer: one of the `articles`, with one of the words in `contains`; where it has two
    parts, all of the articles and all of the words. `after` are the questions that went before it in the same thread.
    """

    words: str
    by: str
    answerable: bool
    articles: frozenset[str] = frozenset()
    contains: tuple[str, ...] = ()
    kind: str = ""
    lang: str = "en"
    of: str = ""
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """A question, what it was answered, and how good that was.

    `read` tells whether the asker reads the right words: at once, or once they picked the right one of what is offered.
    """

    asked: Asked
    answer: "Answer"
    verdict: str
    read: bool = False

    @property
    def miss(self) -> bool:
        """True unless it was answered right, or rightly not answered."""
        return self.verdict not in ((RIGHT,) if self.asked.answerable else (CLOSEST, PASSED_ON))


def read(path: Path) -> tuple[Asked, ...]:
    """The questions of a file, one JSON object a line. Raises `BadQuestion`."""
    asked = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            asked.append(_asked(json.loads(line)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadQuestion(
                f"{path}, line {number}: {error!r}; accepted is one JSON object a line with question, as, answerable, "
                "articles, contains, and if you like kind, lang, set, after."
            ) from None
    return tuple(asked)


def _asked(row: dict[str, Any]) -> Asked:
    return Asked(
        row["question"], row["as"], row["answerable"], frozenset(_several(row["articles"])),
        _several(row["contains"]), row.get("kind") or "", row.get("lang") or "en", row.get("set") or "",
        _several(row.get("after")),
    )  # fmt: skip


def _several(value: str | list[str] | None) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(value or ())


def ask(onhand: "Onhand", team: str, asked: Asked, number: int) -> Marked:
    """Asks as its worker, in a thread of its own, after what goes before it. Nothing is sent."""
    person, place = Person(team, asked.by), Place("exam", str(number))
    for words in asked.after:
        onhand.assistant.reply(Question(words, person, place))
    reply = onhand.assistant.reply(Question(asked.words, person, place))
    marked = verdict(asked, reply.answer)
    right = [each.article_id for each in reply.answer.offered if each.article_id in asked.articles]
    if marked == OFFERED:
        picked = onhand.assistant.picked(Question(reply.read, person, place), right[0])
        return Marked(asked, reply.answer, marked, _enough(asked, picked.answer.citations))
    shown = [each for each in reply.quoted if each.article_id in asked.articles]
    return Marked(asked, reply.answer, marked, marked in (RIGHT, CLOSEST) and _enough(asked, shown))


def verdict(asked: Asked, answer: "Answer") -> str:
    """One of `VERDICTS`. It is wrong to answer what has no answer, and to cite none of the right articles.

    Closest is a right article that was shown without being sure of it, offered one that can be picked by its title.
    """
    if not answer.found:
        return _shown(asked, answer)
    cited = [citation for citation in answer.citations if citation.article_id in asked.articles]
    articles = {citation.article_id for citation in cited}
    if not asked.answerable or not articles or (asked.kind == TWO_PART and articles != asked.articles):
        return WRONG
    return RIGHT if _enough(asked, cited) else OTHER_WORDS


def _enough(asked: Asked, cited: "Sequence[Citation]") -> bool:
    """True where the right words are quoted, or no words are asked for."""
    said = [any(words in citation.quote for citation in cited) for words in asked.contains]
    return (all(said) if asked.kind == TWO_PART else any(said)) or not said


def _shown(asked: Asked, answer: "Answer") -> str:
    if answer.nearest and answer.nearest.article_id in asked.articles:
        return CLOSEST
    return OFFERED if any(each.article_id in asked.articles for each in answer.offered) else PASSED_ON


def summary(marked: Sequence[Marked], of: str) -> dict[str, Any]:
    """The counts of a set of questions, in all and by kind and language.

    `right_share` is of the questions that have an answer, as is `read_share`, of which the right words are read at once
    or after one tap; `wrong_share` is of all.
    """
    kinds = sorted({each.asked.kind for each in marked})
    languages = sorted({each.asked.lang for each in marked})
    counted = counts(marked)
    answerable = sum(each.asked.answerable for each in marked)
    return {
        "set": of,
        **counted,
        "right_share": round(counted[RIGHT] / max(answerable, 1), 4),
        "read_share": round(sum(each.read for each in marked) / max(answerable, 1), 4),
        "wrong_share": round(counted[WRONG] / max(len(marked), 1), 4),
        "by_kind": {kind: counts(each for each in marked if each.asked.kind == kind) for kind in kinds},
        "by_lang": {lang: counts(each for each in marked if each.asked.lang == lang) for lang in languages},
    }


def counts(marked: Iterable[Marked]) -> dict[str, int]:
    """How many were asked, how many of them have an answer, and how many got each verdict."""
    every = list(marked)
    verdicts = Counter(each.verdict for each in every)
    answerable = sum(each.asked.answerable for each in every)
    return {"questions": len(every), "answerable": answerable} | {name: verdicts[name] for name in VERDICTS}
