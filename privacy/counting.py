"""What helped others in the same job: counted once a month, told only of groups, with the one who asks left out.

While a month lasts, each article that somebody marks as helpful is kept for them, sealed. When it is over, all of it is
drawn, through the gate, counted, published as totals with nobody in them, and dropped, in one transaction. So nobody's
own marks can be read back by the time a total is there. Two things are true of a total whoever reads it:

- It is at most the number of *others* who marked the article: of n people n - 1 are told, which is how many others
  there are for each of the n, and fewer than there are for everybody else.
- It is told in whole steps of k, so at least k, and one person's mark changes it only where that completes a step.

That is what remains: a mark that completes a step can bring an article forward for people of that role, the one who
marked it among them, for at most `MONTHS` months from the next one on. Who knows what all others did could tell it
from that; who knows what fewer than all did, cannot. Smaller steps would tell more, and more often; the total of one
month never changes, so there are no two of them to subtract.

Only roles are told of, never a site and never all people together: roles have nobody in common, so no sum and no
difference of totals is about less than the people of a role.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from privacy.gate import Gate
from privacy.groups import SMALLEST, Cell, Counted, totals
from privacy.keeping import month_of
from privacy.ledger import Ledger
from privacy.receipt import Request
from privacy.store import PersonalStore
from privacy.topics import sensitive_title
from privacy.totals import Figures
from privacy.uses import COUNT_IN_JOB, COUNTED, RANK_BY_ROLE, ROLE
from privacy.worker import WorkerId

MONTHS = 3
"""Totals of so many months before this one are still used; of an article the largest of them."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """That an article helped a worker of a role in a month."""

    worker: WorkerId = field(repr=False)
    role: str
    article: str
    month: str


class Counting:
    """Keeps marks, counts them when their month is over, and tells the totals."""

    def __init__(self, people: PersonalStore, gate: Gate, ledger: Ledger, k: int = SMALLEST) -> None:
        self._people = people
        self._gate = gate
        self._ledger = ledger
        self._k = k
        self._next = gate.clock()
        self._told: tuple[tuple[str, frozenset[str]], dict[str, Mapping[str, int]]] = (("", frozenset()), {})

    def helped(self, request: Request, article: str, title: str) -> bool:
        """Keeps that an article helped, until its month is counted.

        False, and nothing kept, where the worker is not to be counted or the use of their role is off, where others
        can read, and for a title about health, faith and the like.
        """
        if sensitive_title(title) or not self._gate.allowed(request.worker, RANK_BY_ROLE):
            return False
        month = month_of(self._gate.clock())
        value = {"article": article, "title": title, "month": month}
        return self._gate.keep(request, COUNT_IN_JOB, _topic(article, month), value)

    def unhelped(self, request: Request, article: str) -> None:
        """Takes a mark of this month back: the last word about an article holds."""
        self._gate.forget(request, COUNT_IN_JOB, _topic(article, month_of(self._gate.clock())))

    def in_job(self, role: str) -> Mapping[str, int]:
        """Article id → how many others of the role it helped at least, for articles that helped enough of them."""
        # Read anew when another month was counted, by this process or another, or when one is too long ago.
        since, counted = month_of(self._gate.clock(), MONTHS), self._people.counted()
        as_of, by_role = self._told
        if as_of != (since, counted):
            by_role = {}
            self._told = (since, counted), by_role
        if role not in by_role:
            by_role[role] = self._people.in_job(role, since)
        return by_role[role]

    def hourly(self) -> int:
        """Counts, unless it was done within the hour; for callers that come by often."""
        if self._gate.clock() < self._next:
            return 0
        self._next = self._gate.clock() + HOUR
        return self.count()

    def count(self) -> int:
        """Counts each month that is over and was not counted. Returns how many were.

        Where it is killed before its end nothing is counted, and the next call does it. A mark that comes later than
        the count of its month, or back with a restored backup, is dropped: a month is never counted twice.
        """
        self._ledger.note_counted(self._people.counted() - self._ledger.counted())
        now = self._gate.clock()
        over = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        workers = self._people.keepers(COUNT_IN_JOB.name, now, over)
        marks = [mark for worker in sorted(workers) for mark in self._drawn(worker)]
        if not workers:
            return 0
        with self._people.transaction():
            months = self._publish(marks, now, over)
            for worker in workers:
                self._people.drop_kept_until(worker, COUNT_IN_JOB.name, over - timedelta(microseconds=1))
        self._ledger.note_counted(months)
        return len(months)

    def _drawn(self, worker: WorkerId) -> list[Mark]:
        """What helped a worker, with its receipt. The use of their role is theirs to refuse here too."""
        if not self._gate.allowed(worker, RANK_BY_ROLE):
            return []
        drawn = self._gate.draw(self._gate.open_for(worker, public=False), COUNT_IN_JOB).values
        roles = [value for _, value in drawn.get(ROLE.name, [])]
        kept = [value for _, value in drawn.get(COUNTED.name, [])]
        return [Mark(worker, role, each["article"], each["month"]) for role in roles for each in kept]

    def _publish(self, marks: Iterable[Mark], now: datetime, over: datetime) -> set[str]:
        """Of those who were drawn, whoever switched it off or was erased meanwhile is not counted."""
        here = self._people.keepers(COUNT_IN_JOB.name, now, over)
        done = self._people.counted() | self._ledger.counted()
        due = [mark for mark in marks if mark.worker in here and mark.month not in done | {month_of(now)}]
        months = {mark.month for mark in due}
        for month in sorted(months):
            of_month = [mark for mark in due if mark.month == month]
            self._people.publish(month, figures(of_month, self._people.labels("role"), self._k))
        return months


def figures(marks: Iterable[Mark], roles: Collection[str], k: int) -> Figures:
    """What is told of the marks of one month, of roles that the company's list names."""
    of: dict[tuple[str, str], list[Counted]] = {}
    for mark in marks:
        if mark.role in roles:
            of.setdefault((mark.article, mark.role), []).append(Counted(mark.worker, Cell(mark.role)))
    # Each role by itself: put together with others it would hide among them, and no others are ever told of.
    people = {(article, role): totals(who, {}, k).of(role) or 0 for (article, role), who in of.items()}
    return {which: others_of(number, k) for which, number in people.items() if others_of(number, k)}


def others_of(people: int, k: int) -> int:
    """How many others there are at least, for anybody, where so many people did something: in whole steps of k."""
    return max(people - 1, 0) // k * k


def _topic(article: str, month: str) -> str:
    return f"{month} {article}"
