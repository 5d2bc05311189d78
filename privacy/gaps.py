"""What people asked in vain, told by topic: once for each few weeks, only of groups, in words that many of them used.

When a period is over, the questions that were kept in it are drawn, through the gate, each worker's with a receipt.
What they are about is found by a grouping that is handed in and sees words and no person. A topic is told where at
least k different people asked about it. Of it is told:

- how many people, in whole steps of k: one person's question changes a number only where it completes a step;
- words that at least k of them used, never a question, and no word that is a name on the company's list;
- the jobs of which at least k people asked, each by itself and without a number;
- how it went and near which articles, where at least k people had it so;
- for managers, the bands of people (a job at some sites) of which at least k asked, without a number. And of each
  article, whatever the topic, how many of a band it did not help, in steps and never that nearly all of them.

Where there is no such topic and where there are none at all, the same is said. This keeps two views, whoever has them,
from telling of one person:

- Bands share nobody, are made of the company's list alone, and have 2k people or more. A job is its bands together: one
  with fewer people is not told, for k of it could be all of it.
- Outside of all that is told of there are always 2k people or more; where there are not, the smallest bands are not
  told. Else a topic of five of whom no band had five would tell what the one person did who is in none.
- A person's job and site are drawn for both, jobs and bands, or for neither. Who switched that off, or the use of their
  job, counts in the number of all and nowhere else. Were they in their job and in no band, they were the difference.
- No number is told, nor a sum of two, from which follows that nearly everybody asked.
- Jobs and bands are those of one edition of the company's list: where another is loaded during a count, nothing is told
  and it is counted anew. What a period told stays as it was told, whoever joins, leaves or changes site.

Periods have no day in common, so no two of them can be subtracted: a window that moves on by a week would tell, where
one person alone asked in that week, what they asked. A period is counted once, also after a restore: until when all was
counted is known to the second file too. What remains is what remains of any total: who knows what all others of a
period asked can tell from a completed step what one more asked, and k - 1 people who ask the same on purpose see
whether one more did.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from math import log
from typing import Any

from privacy.gate import Gate
from privacy.groups import NOWHERE, SMALLEST, Band, Cell, bands_told, steps
from privacy.ledger import Ledger
from privacy.questions import Names
from privacy.receipt import Request
from privacy.store import PersonalStore
from privacy.topics import folded, sensitive_title
from privacy.totals import BandGap, Gap, Missed, Period, Told, Trend
from privacy.uses import IMPROVE_ARTICLES, QUESTION, RANK_BY_ROLE, ROLE, SITE, TELL_MANAGERS, Language
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
    """A question with its place among the topics. Whose job must not be told is of no cell."""

    worker: WorkerId = field(repr=False)
    cell: Cell
    outcome: str
    article: str
    topic: int | None
    words: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Drawn:
    worker: WorkerId
    cell: Cell
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """By what it is told: the smallest group, the bands, how many people there are, and which words are names.

    `people` is 0 where there is no list that tells it.
    """

    k: int
    bands: tuple[Band, ...]
    people: int
    name: Callable[[str], bool]

    def steps(self, asked: Iterable[InVain]) -> int:
        """How many people asked, as it is told of all."""
        number = _people(asked)
        return steps(number, self.people or number + self.k, self.k)


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

    def newest(self, since: date) -> Told | None:
        """All that was told of the newest period that ended after a day; none where none did."""
        return next((told for told in self._people.told() if told.period.until > since), None)

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
        workers, edition = self._keepers(period), self._people.labels("edition")
        if not workers:
            return 0
        missed = placed([each for worker in sorted(workers) for each in self._drawn(worker, period)], group)
        with self._people.transaction():
            # Of another list than the jobs that were drawn, bands could be told of that nobody was counted in.
            if period.first < self._done() or self._people.labels("edition") != edition:
                return 0
            here = self._keepers(period)
            counted = [self._as_it_is_now(each) for each in missed if each.worker in here]
            self._people.tell(told_of(counted, period, self._telling(), self._people.gaps()))
        self._note()
        return 1

    def _keepers(self, period: Period) -> frozenset[WorkerId]:
        now = self._gate.clock()
        return self._people.keepers(IMPROVE_ARTICLES.name, now, _midnight(period.until), _midnight(period.first))

    def _drawn(self, worker: WorkerId, period: Period) -> Iterator[_Drawn]:
        """What a worker asked in vain, with its receipt, and, with another, of which job and site they are."""
        request = self._gate.open_for(worker, public=False)
        kept = self._gate.draw(request, IMPROVE_ARTICLES).values.get(QUESTION.name, [])
        asked = [value for _, value in kept if period.first <= date.fromisoformat(value["day"]) < period.until]
        cell = self._cell(request) if asked else NOWHERE
        return (_Drawn(worker, cell, value) for value in reversed(asked))

    def _cell(self, request: Request) -> Cell:
        """The use of their job is theirs to refuse here too."""
        if not self._of_a_job(request.worker):
            return NOWHERE
        job = self._gate.draw(request, TELL_MANAGERS).values
        return Cell(*(next((str(value) for _, value in job.get(kind.name, [])), "") for kind in (ROLE, SITE)))

    def _of_a_job(self, worker: WorkerId) -> bool:
        return self._gate.allowed(worker, RANK_BY_ROLE) and self._gate.allowed(worker, TELL_MANAGERS)

    def _as_it_is_now(self, asked: InVain) -> InVain:
        """Who switched that off while the topics were found is of no job any more."""
        return asked if self._of_a_job(asked.worker) else replace(asked, cell=NOWHERE)

    def _telling(self) -> Telling:
        """The list counts everybody on it, whatever they chose. Who is on none is not added: fewer is the safe side."""
        listed = self._people.staff()
        return Telling(self._k, bands_told(listed, self._k), sum(listed.values()), self._names())


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
        InVain(each.worker, each.cell, each.value["outcome"], each.value["article"], place.topic, place.words)
        for each, place in zip(rows, group(asked), strict=True)
    ]


def told_of(missed: Sequence[InVain], period: Period, by: Telling, before: Sequence[Gap]) -> Told:
    """All that is told of the questions of one period. `before` is what was told of earlier ones, newest first."""
    found = known_again(gaps_of(missed, period, by), before)
    bands = [
        BandGap(gap.topic, band)
        for number, gap in found.items()
        for band in by.bands
        if _people(each for each in missed if each.topic == number and band.holds(each.cell)) >= by.k
    ]
    return Told(period, tuple(found.values()), by.bands, tuple(bands), tuple(_missed(missed, by)))


def _missed(missed: Sequence[InVain], by: Telling) -> Iterator[Missed]:
    """How many of each band each article did not help, of whatever topic."""
    for band in by.bands:
        of_band = _split((each for each in missed if each.article and band.holds(each.cell)), "article")
        for article, asked in of_band.items():
            number = steps(_people(asked), band.people, by.k)
            if number:
                yield Missed(article, band, number)


def gaps_of(missed: Iterable[InVain], period: Period, by: Telling) -> list[Gap]:
    """The topics of at least k people that have a word to be told by, each with the number of its grouping."""
    of: dict[int, list[InVain]] = {}
    for each in missed:
        if each.topic is not None:
            of.setdefault(each.topic, []).append(each)
    large = {number: asked for number, asked in of.items() if by.steps(asked)}
    used = {number: _words(asked, by) for number, asked in large.items()}
    common = Counter(stem for words in used.values() for stem in words)
    words = {number: _telling_words(each, common, len(used)) for number, each in used.items()}
    return [
        _gap(Gap(number, period, 0, "new", words[number]), asked, by) for number, asked in large.items()
        if words[number] and not sensitive_title(" ".join(words[number]))
    ]  # fmt: skip


def _telling_words(used: Mapping[str, tuple[str, int]], common: Mapping[str, int], topics: int) -> tuple[str, ...]:
    """`used`: stem → the word as it is told, and how many people used it, in steps; `common`: in how many topics."""
    weights = {word: number * log(1 + topics / common[stem]) for stem, (word, number) in used.items()}
    return tuple(sorted(weights, key=lambda word: (-weights[word], word))[:MOST_WORDS])


def _gap(topic: Gap, asked: list[InVain], by: Telling) -> Gap:
    articles = [article for article, who in _split(asked, "article").items() if article and by.steps(who)]
    people, jobs = by.steps(asked), tuple(_jobs(asked, by))
    return replace(topic, people=people, roles=jobs, outcomes=_outcomes(asked, people, by), articles=tuple(articles))


def _outcomes(asked: list[InVain], people: int, by: Telling) -> dict[str, int]:
    """The largest first, and no more together than are told at all: else their sum could tell that everybody asked."""
    steps_of = {outcome: by.steps(who) for outcome, who in _split(asked, "outcome").items()}
    told: dict[str, int] = {}
    for outcome, number in sorted(steps_of.items(), key=lambda each: (-each[1], each[0])):
        if 0 < number <= people - sum(told.values()):
            told[outcome] = number
    return told


def _jobs(asked: Sequence[InVain], by: Telling) -> Iterator[str]:
    """The jobs of which enough asked, of those of their people who are in a band."""
    for role in sorted({band.role for band in by.bands}):
        of_role = [band for band in by.bands if band.role == role]
        if _people(each for each in asked if any(band.holds(each.cell) for band in of_role)) >= by.k:
            yield role


def _split(asked: Iterable[InVain], name: str) -> dict[str, list[InVain]]:
    """The questions by one of their fields, in the order of its values."""
    parts: dict[str, list[InVain]] = {}
    for each in sorted(asked, key=lambda each: str(getattr(each, name))):
        parts.setdefault(getattr(each, name), []).append(each)
    return parts


def _people(asked: Iterable[InVain]) -> int:
    return len({each.worker for each in asked})


def _words(asked: Iterable[InVain], by: Telling) -> dict[str, tuple[str, int]]:
    """The stems that enough people used, none of them a name: each as enough people wrote it, and by how many."""
    forms: dict[str, dict[str, set[WorkerId]]] = {}
    for each in asked:
        for stem, word in each.words.items():
            forms.setdefault(stem, {}).setdefault(word, set()).add(each.worker)
    told = {}
    for stem, written in forms.items():
        number = len(set().union(*written.values())) // by.k * by.k
        word = next((word for word in sorted(written) if len(written[word]) >= by.k), stem)
        if number and stem.isalpha() and not any(by.name(folded(form).strip()) for form in (stem, *written)):
            told[stem] = word, number
    return told


def known_again(found: Iterable[Gap], told: Sequence[Gap]) -> dict[int, Gap]:
    """By the number of its grouping, each gap with the number of the topic that it is, and how it stands to what was
    told before, newest first.

    Two are the same topic where half of the words of the one with fewer are in the other, the first of either among
    them. It is told from words that were told: nothing else is kept of a topic.
    """
    free = max((gap.topic for gap in told), default=0) + 1
    taken: set[int] = set()
    last = max((gap.period.until for gap in told), default=None)
    made = {}
    for gap in sorted(found, key=lambda gap: (-gap.people, gap.words)):
        before = next((each for each in told if each.topic not in taken and _same(gap.words, each.words)), None)
        topic = free if before is None else before.topic
        free += before is None
        taken.add(topic)
        stood = before.people if before is not None and before.period.until == last == gap.period.first else 0
        trend: Trend = "new" if before is None else _trend(gap.people, stood)
        made[gap.topic] = replace(gap, topic=topic, trend=trend)
    return made


def _same(words: Collection[str], others: Collection[str]) -> bool:
    shared = set(words) & set(others)
    first = {next(iter(words)), next(iter(others))}
    return bool(shared & first) and 2 * len(shared) >= min(len(words), len(others))


def _trend(now: int, before: int) -> Trend:
    if now == before:
        return "same"
    return "rising" if now > before else "falling"
