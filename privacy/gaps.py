"""What people asked in vain, told by topic: once for each few weeks, only of groups, in words that many of them used.

When a period is over, the questions that were kept in it are drawn, through the gate, each worker's with a receipt.
What they are about is found by a grouping that is handed in and sees words and no person. A topic is told where at
least k different people asked about it. Of it is told:

- how many people, in whole steps of k: one person's question changes a number only where it completes a step;
- words that at least k of them used, never a question, and no word that is a name on the company's list;
- the jobs of which at least k people asked, each by itself and without a number. Put together into blocks, as totals
  that are added up must be, a job would be told or not by what a few of another job did;
- how it went and near which articles, where at least k people had it so.

Where there is no such topic and where there are none at all, the same is said.

Periods have no day in common, so no two of them can be subtracted: a window that moves on by a week would tell, where
one person alone asked in that week, what they asked. A period is counted once, also after a restore: until when all was
counted is known to the second file too. What remains is what remains of any total: who knows what all others of a
period asked can tell from a completed step what one more asked, and k - 1 people who ask the same on purpose see
whether one more did.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import log
from typing import Any

from privacy.gate import Gate
from privacy.groups import SMALLEST, Cell, Counted, totals
from privacy.ledger import Ledger
from privacy.questions import Names
from privacy.store import PersonalStore
from privacy.topics import folded, sensitive_title
from privacy.totals import Gap, Period, Told, Trend
from privacy.uses import IMPROVE_ARTICLES, QUESTION, RANK_BY_ROLE, ROLE, Language
from privacy.worker import WorkerId

WEEKS = 4
"""How long a period is."""
MONDAY = date(1970, 1, 5)
"""Periods begin so many weeks from here, whatever anybody asked."""
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
MOST_OF_ONE = 20
"""Different questions of one person that are looked at in a period, the newest: nobody makes a topic look like many."""
MOST_WORDS = 6
PLACE_OF_A_NAME = re.compile(r"\[\w+\]")
"""What stands where a name or a number was taken out."""
_NOTED = "gaps until "


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the grouping sees it: of nobody."""

    words: str = field(repr=False)
    language: Language


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the grouping put a question: the number of its topic, or none; and its telling words, each by its stem."""

    topic: int | None
    words: Mapping[str, str] = field(repr=False)


Grouping = Callable[[Sequence[Asked]], Sequence[Placed]]


@dataclass(frozen=True, slots=True)
class InVain:
    """A question with its place among the topics."""

    worker: WorkerId = field(repr=False)
    role: str
    outcome: str
    article: str
    topic: int | None
    words: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Drawn:
    worker: WorkerId
    role: str
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """By what it is told: the smallest group, the jobs that there are, and which words are names."""

    k: int
    roles: AbstractSet[str]
    name: Callable[[str], bool]


class Gaps:
    """Counts what was asked in vain when a period is over, and tells it."""

    def __init__(self, people: PersonalStore, gate: Gate, ledger: Ledger, names: Names, k: int = SMALLEST) -> None:
        self._people = people
        self._gate = gate
        self._ledger = ledger
        self._names = names
        self._k = k
        self._next = gate.clock()

    def told(self, since: date) -> tuple[Gap, ...]:
        """The gaps of the periods that ended after a day, the newest period first, in it the largest."""
        return tuple(gap for gap in self._people.gaps() if gap.period.until > since)

    def hourly(self, group: Grouping) -> int:
        """Counts, unless it was done within the hour; for callers that come by often."""
        if self._gate.clock() < self._next:
            return 0
        self._next = self._gate.clock() + HOUR
        return self.count(group)

    def count(self, group: Grouping) -> int:
        """Counts each period that is over and was not counted. Returns how many were.

        Where it is killed before the end of one, nothing of that is counted, and the next call does it.
        """
        self._note()
        return sum(self._count(period, group) for period in self._over())

    def _over(self) -> Iterator[Period]:
        """The periods that are over and in which questions can still be kept, less the days that were counted."""
        today = self._gate.clock().date()
        monday, done = today - timedelta(days=today.weekday()), self._done()
        length = WEEKS * WEEK
        first = MONDAY + (today - timedelta(days=IMPROVE_ARTICLES.keep_days) - MONDAY) // length * length
        while first + length <= monday:
            if first + length > done:
                yield Period(max(first, done), first + length)
            first += length

    def _done(self) -> date:
        """All days before it were counted, in this life of the data or in one before a restore."""
        noted = (
            date.fromisoformat(each.removeprefix(_NOTED)) for each in self._ledger.counted() if each.startswith(_NOTED)
        )
        return max(filter(None, [self._people.gaps_until(), *noted]), default=MONDAY)

    def _note(self) -> None:
        """Tells the second file, where the process died before it could."""
        until = self._people.gaps_until()
        if until is not None:
            self._ledger.note_counted({f"{_NOTED}{until}"} - self._ledger.counted())

    def _count(self, period: Period, group: Grouping) -> int:
        workers = self._keepers(period)
        if not workers:
            return 0
        missed = placed([each for worker in sorted(workers) for each in self._drawn(worker, period)], group)
        telling = Telling(self._k, self._people.labels("role"), self._names())
        with self._people.transaction():
            if period.first < self._done():
                return 0
            here = self._keepers(period)
            found = gaps_of([each for each in missed if each.worker in here], period, telling)
            self._people.tell(Told(period, tuple(known_again(found, self._people.gaps()))))
        self._note()
        return 1

    def _keepers(self, period: Period) -> frozenset[WorkerId]:
        now = self._gate.clock()
        return self._people.keepers(IMPROVE_ARTICLES.name, now, _midnight(period.until), _midnight(period.first))

    def _drawn(self, worker: WorkerId, period: Period) -> Iterator[_Drawn]:
        """What a worker asked in vain, with its receipt. The use of their job is theirs to refuse here too."""
        but = () if self._gate.allowed(worker, RANK_BY_ROLE) else (ROLE,)
        drawn = self._gate.draw(self._gate.open_for(worker, public=False), IMPROVE_ARTICLES, but=but).values
        role = next((value for _, value in drawn.get(ROLE.name, [])), "")
        for _, value in reversed(drawn.get(QUESTION.name, [])):
            if period.first <= date.fromisoformat(value["day"]) < period.until:
                yield _Drawn(worker, role, value)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def placed(drawn: Sequence[_Drawn], group: Grouping) -> list[InVain]:
    """The questions with their topics. In the order of their words, so that no order tells whose they are."""
    few: dict[WorkerId, dict[str, _Drawn]] = {}
    for each in drawn:
        own = few.setdefault(each.worker, {})
        if len(own) < MOST_OF_ONE:
            own.setdefault(each.value["words"], each)
    rows = sorted((each for own in few.values() for each in own.values()), key=lambda each: str(each.value["words"]))
    asked = [Asked(PLACE_OF_A_NAME.sub(" ", each.value["words"]), each.value["language"]) for each in rows]
    return [
        InVain(each.worker, each.role, each.value["outcome"], each.value["article"], place.topic, place.words)
        for each, place in zip(rows, group(asked), strict=True)
    ]


def gaps_of(missed: Iterable[InVain], period: Period, telling: Telling) -> list[Gap]:
    """What is told of the questions of one period: topics of at least k people that have a word to be told by."""
    of: dict[int, list[InVain]] = {}
    for each in missed:
        if each.topic is not None:
            of.setdefault(each.topic, []).append(each)
    large = [asked for asked in of.values() if _people(asked) >= telling.k]
    used = [_words(asked, telling) for asked in large]
    common = Counter(stem for each in used for stem in each)
    made = [_gap(asked, words, common, period, telling) for asked, words in zip(large, used, strict=True) if words]
    return [gap for gap in made if not sensitive_title(" ".join(gap.words))]


def _gap(
    asked: list[InVain], used: Mapping[str, tuple[str, int]], common: Mapping[str, int], period: Period, by: Telling
) -> Gap:
    """`used`: stem → the word as it is told, and how many people used it, in steps."""
    weights = {word: number * log(1 + len(used) / common[stem]) for stem, (word, number) in used.items()}
    words = sorted(weights, key=lambda word: (-weights[word], word))[:MOST_WORDS]
    roles = [role for role, who in _split(asked, "role").items() if role in by.roles and _enough(who, by.k)]
    articles = [article for article, who in _split(asked, "article").items() if article and _people(who) >= by.k]
    outcomes = {outcome: _steps(_people(who), by.k) for outcome, who in _split(asked, "outcome").items()}
    told = {outcome: number for outcome, number in outcomes.items() if number}
    number = _steps(_people(asked), by.k)
    return Gap(0, period, number, "new", tuple(words), tuple(sorted(roles)), told, tuple(sorted(articles)))


def _split(asked: Iterable[InVain], name: str) -> dict[str, list[InVain]]:
    """The questions by one of their fields, in the order of its values."""
    parts: dict[str, list[InVain]] = {}
    for each in sorted(asked, key=lambda each: str(getattr(each, name))):
        parts.setdefault(getattr(each, name), []).append(each)
    return parts


def _enough(who: Iterable[InVain], k: int) -> bool:
    """A role by itself, by the rule for groups."""
    cell = Cell("of the role")
    return totals([Counted(each.worker, cell) for each in who], {}, k).of(cell.role) is not None


def _people(asked: Iterable[InVain]) -> int:
    return len({each.worker for each in asked})


def _steps(people: int, k: int) -> int:
    return people // k * k


def _words(asked: Iterable[InVain], by: Telling) -> dict[str, tuple[str, int]]:
    """The stems that enough people used, none of them a name: each as enough people wrote it, and by how many."""
    forms: dict[str, dict[str, set[WorkerId]]] = {}
    for each in asked:
        for stem, word in each.words.items():
            forms.setdefault(stem, {}).setdefault(word, set()).add(each.worker)
    told = {}
    for stem, written in forms.items():
        number = _steps(len(set().union(*written.values())), by.k)
        word = next((word for word in sorted(written) if len(written[word]) >= by.k), stem)
        if number and stem.isalpha() and not any(by.name(folded(form).strip()) for form in (stem, *written)):
            told[stem] = word, number
    return told


def known_again(found: Iterable[Gap], told: Sequence[Gap]) -> list[Gap]:
    """The gaps with the numbers of the topics that they are, and how they stand to what was told before, newest first.

    Two are the same topic where half of the words of the one with fewer are in the other, the first of either among
    them. It is told from words that were told: nothing else is kept of a topic.
    """
    free = max((gap.topic for gap in told), default=0) + 1
    taken: set[int] = set()
    last = max((gap.period.until for gap in told), default=None)
    made = []
    for gap in sorted(found, key=lambda gap: (-gap.people, gap.words)):
        before = next((each for each in told if each.topic not in taken and _same(gap.words, each.words)), None)
        topic = free if before is None else before.topic
        free += before is None
        taken.add(topic)
        stood = before.people if before is not None and before.period.until == last == gap.period.first else 0
        trend: Trend = "new" if before is None else _trend(gap.people, stood)
        made.append(Gap(topic, gap.period, gap.people, trend, gap.words, gap.roles, gap.outcomes, gap.articles))
    return made


def _same(words: Collection[str], others: Collection[str]) -> bool:
    shared = set(words) & set(others)
    first = {next(iter(words)), next(iter(others))}
    return bool(shared & first) and 2 * len(shared) >= min(len(words), len(others))


def _trend(now: int, before: int) -> Trend:
    if now == before:
        return "same"
    return "rising" if now > before else "falling"
