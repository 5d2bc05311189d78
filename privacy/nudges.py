"""Short messages of managers to their own people, until each has reached its receiver or has come to an end.

Who is whose manager is what the company's list says: it is looked up when a nudge is written, and drawn of the receiver
when it is delivered, so that a transfer counts at once. Whether a receiver said yes, declined or stopped is never told
to a sender: what they are told of is whom they wrote to, and totals.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from privacy import uses
from privacy.gate import Gate
from privacy.groups import SMALLEST, Cell
from privacy.receipt import Drawn, Request
from privacy.seal import Seals, Unreadable
from privacy.shifts import OnRota, on_rota
from privacy.store import NudgeRow as NudgeRow
from privacy.store import NudgeStore
from privacy.worker import Person, WorkerId

WEEK = timedelta(days=7)
A_WEEK = 5
"""Nudges that a manager may send in seven days."""
LIMIT, MOST = 2, 5
"""Nudges in seven days that a receiver gets where they chose nothing else, and at most."""
BEGIN, END = 8, 20
"""Hours of the receiver's own day between which they get them where they chose nothing else."""
WAITS = timedelta(days=14)
"""A nudge that could not be delivered by then counts as not reached."""
ASLEEP = timedelta(hours=6)
"""How long a nudge to somebody who was not asked yet rests: the yes wakes it."""
AGAIN = timedelta(minutes=30)
"""When a message that Slack did not take is tried again."""
NEVER = frozenset({"user_not_found", "channel_not_found", "cannot_dm_bot", "user_disabled", "is_archived", "erased"})
"""Errors of Slack's that no later try mends: the person has left, or takes no messages of the app."""
TOPIC = "settings"
KEPT = 30
"""Days for which a nudge stays with its receiver. Their hours stay longer, so that no nudge comes at others."""
NOT_ON_ROTA = OnRota()
TAKEN = 20
"""Nudges that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """What a manager wrote. `to` is one person's Slack id, or empty: then the team, or those of a role, a site or both.

    `days` is how many days it waits at least.
    """

    article: str
    title: str
    words: str = field(repr=False)
    to: str = ""
    role: str = ""
    site: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Settings:
    """How a receiver takes nudges: so many in seven days, between two hours of their own day.

    The same hour twice is the whole day. Days of the week that are `off` have none; Monday is 0.
    """

    limit: int = LIMIT
    begin: int = BEGIN
    end: int = END
    off: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """A nudge that is for its receiver, with the request it was drawn for. `free` is from when they take one more,
    `rota` what is known of their shifts."""

    row: NudgeRow
    request: Request
    nudge: Nudge
    sender: str
    address: str
    settings: Settings
    free: datetime
    rota: OnRota = NOT_ON_ROTA

    @property
    def once(self) -> str:
        """By what its message is known in the conversation, however often it was tried."""
        return f"nudge:{self.row.id}:{self.row.laters}"


@dataclass(frozen=True, slots=True)
class Sent:
    """One nudge as its sender sees it: `thanked` and `missed` are totals, None where there is none to tell."""

    nudge: Nudge
    at: datetime
    people: int
    thanked: int | None = None
    missed: int | None = None


class Nudges:
    """Writing, delivering and answering nudges."""

    def __init__(self, store: NudgeStore, seals: Seals, gate: Gate, k: int = SMALLEST) -> None:
        self._store = store
        self._seals = seals
        self._gate = gate
        self._k = k

    # --- for a sender

    def manages(self, sender: Person) -> bool:
        """True for somebody who is the manager of anybody on the company's list."""
        return bool(self._store.reports(self._gate.worker(sender)))

    def receivers(self, sender: Person, to: str) -> frozenset[WorkerId]:
        """Whom a sender may write to: their own people, or the one of them. Somebody else's are nobody."""
        own = self._store.reports(self._gate.worker(sender))
        return own & {self._gate.worker(Person(sender.team, to))} if to else own

    def left(self, request: Request, sent: "tuple[Sent, ...] | None" = None) -> int:
        """How many nudges the sender of the request may still send in seven days. A draw, unless what they sent is
        given. Deleting one's record of them gives none back."""
        since = self._gate.clock() - WEEK
        lately = sum(each.at > since for each in (self.sent_by(request) if sent is None else sent))
        return max(0, A_WEEK - max(lately, self._store.sent_since(request.worker, since)))

    def sent_by(self, request: Request) -> tuple[Sent, ...]:
        """What the sender of the request sent, oldest first. A draw."""
        drawn = self._gate.draw(request, uses.SEND_NUDGE).values.get(uses.NUDGED.name, [])
        kept = [value for _, value in drawn if "nudge" in value]
        totals = self._store.totals([each["id"] for each in kept])
        return tuple(self._sent(each, totals.get(each["id"], (0, 0))) for each in kept)

    def _sent(self, kept: Mapping[str, Any], total: tuple[int, int]) -> Sent:
        thanked, missed = (number or None for number in total)
        return Sent(Nudge(**kept["nudge"]), datetime.fromisoformat(kept["at"]), kept["people"], thanked, missed)

    def write(self, request: Request, sender: Person, nudge: Nudge, id: str) -> int:
        """Takes a nudge, durable with the transaction around it. Returns to how many it goes: 0 for what is refused.

        That number is the company's list's, which the sender knows: one that left out who erased everything told of it.
        One that was taken by that id before is one still. What is refused is the same for somebody else's people and
        for people that there are not.
        """
        receivers, now = self.receivers(sender, nudge.to), self._gate.clock()
        people = self._store.people_of(request.worker, Cell(nudge.role, nudge.site), len(receivers))
        people = min(1, len(receivers)) if nudge.to else people
        if not receivers or not people:
            return 0
        # The sender's record names no receiver: it would outlive them.
        kept = {"id": id, "title": nudge.title, "at": now.isoformat(), "people": people}
        due = now + timedelta(days=nudge.days)
        self._gate.keep(request, uses.SEND_NUDGE, id, {**kept, "nudge": asdict(replace(nudge, to=""))})
        if not nudge.to:
            # Meant for, whoever says yes: what becomes of it changes nothing of it.
            self._store.mean(id, request.worker, nudge.article, Cell(nudge.role, nudge.site), due.date())
        for worker in sorted(receivers):
            sealed = self._seals.seal(worker, "nudge", {"nudge": asdict(nudge), "from": sender.slack_user_id})
            self._store.add(NudgeRow(id, worker, request.worker, sealed, 0, 0, due + WAITS), due, now)
        return people

    # --- delivering

    def due(self) -> tuple[NudgeRow, ...]:
        return self._store.due(self._gate.clock(), TAKEN)

    def take(self, row: NudgeRow) -> Taken | None:
        """What is to be delivered, drawn for its receiver. None where it is not, or not yet; then that is noted."""
        now = self._gate.clock()
        if row.until <= now:
            # Whoever did not say yes is not told of, not even in a total.
            self._store.end(row.id, row.worker, "missed" if self._gate.allowed(row.worker, uses.NUDGES) else "gone")
            return None
        if not self._gate.allowed(row.worker, uses.NUDGES):
            self._not_allowed(row, now)
            return None
        taken = self._drawn(row)
        if taken is None:
            self._store.end(row.id, row.worker, "gone")
        return taken

    def _not_allowed(self, row: NudgeRow, now: datetime) -> None:
        """One who said no gets nothing, and it is forgotten; one who was not asked may still say yes."""
        last = self._gate.choice(row.worker, uses.NUDGES)
        if last is not None and last.state == "withdrawn":
            self._store.end(row.id, row.worker, "gone")
        else:
            self._store.postpone(row.id, row.worker, now + ASLEEP)

    def _drawn(self, row: NudgeRow) -> Taken | None:
        """None where it is not for them any more: another manager, another job, or nobody on the list."""
        try:
            read = self._seals.unseal(row.worker, "nudge", row.sealed)
        except Unreadable:
            return None
        nudge, sender = Nudge(**read["nudge"]), str(read["from"])
        request = self._gate.open_for(row.worker, public=False)
        drawn = self._gate.draw(request, uses.NUDGES)
        if _one(drawn, "manager") != sender or not self._meant(request, nudge):
            return None
        address = self._gate.address(request)
        if not address:
            return None
        settings = settings_in(drawn)
        free = self._free(drawn, row.id, settings.limit)
        return Taken(row, request, nudge, sender, address, settings, free, self._rota(request))

    def _rota(self, request: Request) -> OnRota:
        """Drawn of those alone of whom there is any."""
        if not self._store.on_rota(request.worker, self._gate.clock()):
            return NOT_ON_ROTA
        return on_rota(self._gate.draw(request, uses.NUDGE_IN_SHIFTS))

    def _free(self, drawn: Drawn, id: str, limit: int) -> datetime:
        """From when the receiver takes one more, after those of the last seven days."""
        now = self._gate.clock()
        kept = [value for _, value in drawn.values.get(uses.NUDGED.name, []) if value.get("id") not in (None, id)]
        lately = sorted(at for each in kept if (at := datetime.fromisoformat(each["at"])) > now - WEEK)
        return lately[-limit] + WEEK if len(lately) >= limit else now

    def _meant(self, request: Request, nudge: Nudge) -> bool:
        """Role and site are read of those alone to whom a nudge goes by them."""
        if not nudge.role and not nudge.site:
            return True
        job = self._gate.draw(request, uses.NUDGE_BY_JOB)
        return nudge.role in ("", _one(job, "role")) and nudge.site in ("", _one(job, "site"))

    def later(self, row: NudgeRow, until: datetime) -> None:
        """Not before that moment, as it is not one of the receiver's hours."""
        self._store.postpone(row.id, row.worker, until)

    def end(self, row: NudgeRow) -> None:
        """It is not for them, as they may not see its article."""
        self._store.end(row.id, row.worker, "gone")

    def miss(self, row: NudgeRow) -> None:
        """They have left Slack."""
        self._store.end(row.id, row.worker, "missed")

    def hand_over(self, taken: Taken) -> bool:
        """True the one time that it becomes a message. For use within the transaction that sends that message."""
        row, now = taken.row, self._gate.clock()
        if not self._store.hand_over(row.id, row.worker, taken.request.id):
            return False
        told = {"id": row.id, "title": taken.nudge.title, "nudge": asdict(taken.nudge), "from": taken.sender}
        self._gate.keep(taken.request, uses.NUDGES, row.id, told | {"at": now.isoformat()}, KEPT)
        self._keep(taken.request, taken.settings)
        return True

    def settle(self) -> None:
        """Takes note of what became of the messages: sent, to be tried again, or not reached."""
        for id, worker, state, error in self._store.went():
            if state == "sent" or error in NEVER:
                self._store.end(id, worker, "sent" if state == "sent" else "missed")
            else:
                self._store.again(id, worker, self._gate.clock() + AGAIN)

    def count(self) -> None:
        """Makes the totals of each nudge once, three weeks after it was written; later thanks do not count."""
        now = self._gate.clock()
        for id, thanked, missed in self._store.uncounted(now - WEEK - WAITS):
            self._store.publish(id, thanked // self._k * self._k, missed // self._k * self._k, now)

    # --- for a receiver

    def waits_for(self, worker: WorkerId) -> bool:
        """True where a nudge waits for somebody who was never asked whether they want any."""
        return self._store.waiting_for(worker) and not self._gate.asked(worker, uses.NUDGES)

    def accept(self, request: Request, wording: str, settings: Settings) -> None:
        """The receiver's yes, or other hours after it; what waits for them goes on."""
        with self._gate.together():
            if not self._gate.allowed(request.worker, uses.NUDGES):
                self._gate.choose(request.worker, uses.NUDGES, "granted", wording)
            self._keep(request, settings)
            self._store.hasten(request.worker, self._gate.clock())

    def _keep(self, request: Request, settings: Settings) -> None:
        self._gate.keep(request, uses.NUDGES, TOPIC, {"title": _said(settings), **asdict(settings)})

    def settings(self, request: Request) -> Settings:
        """How the worker of the request takes nudges. A draw, where they said yes."""
        return settings_in(self._gate.draw(request, uses.NUDGES, but=[uses.MANAGER]))

    def reply(self, request: Request, id: str, sender: Person, title: str, words: str) -> Request | None:
        """A request of the sender's, the one time that a receiver replies; None for what was not sent to them by that
        sender, and the second time.

        For use within the transaction that sends it. The sender's record of it has neither words nor a name: it would
        outlive who wrote them.
        """
        to, now = self._gate.worker(sender), self._gate.clock().isoformat()
        if self._store.sender_of(id, request.worker) != to or not self._store.reply(id, request.worker):
            return None
        own = {"reply": id, "title": title, "words": words, "at": now}
        self._gate.keep(request, uses.NUDGES, f"reply:{id}", own, KEPT)
        theirs = self._gate.open_for(to, public=False)
        self._gate.keep(theirs, uses.SEND_NUDGE, f"reply:{request.id}", {"reply": id, "title": f"↩ {title}", "at": now})
        return theirs

    def thank(self, worker: WorkerId, id: str) -> None:
        self._store.thank(id, worker, self._gate.clock() - WEEK - WAITS)

    def decline(self, worker: WorkerId, id: str) -> None:
        """For the receiver's own record alone."""
        if self._store.sender_of(id, worker) is not None:
            self._store.end(id, worker, "declined")

    def again(self, worker: WorkerId, id: str, nudge: Nudge, sender: str) -> bool:
        """Lets a nudge that was sent come once more, tomorrow. False where it was not theirs, or is no longer known."""
        sealed = self._seals.seal(worker, "nudge", {"nudge": asdict(nudge), "from": sender})
        due = self._gate.clock() + timedelta(days=1)
        return self._store.renew(NudgeRow(id, worker, WorkerId(""), sealed, 0, 0, due + WAITS), due)

    def fewer(self, request: Request) -> int:
        """One less in seven days, and none at the end: then the use is off. Returns how many it is now. A draw."""
        settings = self.settings(request)
        less = replace(settings, limit=max(0, settings.limit - 1))
        if less.limit:
            self._keep(request, less)
        else:
            self._gate.choose(request.worker, uses.NUDGES, "withdrawn", "fewer")
        return less.limit


def settings_in(drawn: Drawn) -> Settings:
    """What a receiver chose, of all that was drawn for their nudges."""
    chosen = [value for _, value in drawn.values.get(uses.NUDGED.name, []) if "limit" in value]
    if not chosen:
        return Settings()
    limit, begin, end = (chosen[-1][name] for name in ("limit", "begin", "end"))
    return Settings(limit, begin, end, tuple(chosen[-1].get("off", ())))


def _said(settings: Settings) -> str:
    days = f", {7 - len(settings.off)} / 7 d" if settings.off else ""
    return f"{settings.limit} × 7 d, {settings.begin}–{settings.end} h{days}"


def _one(drawn: Drawn, kind: str) -> str:
    """The one value of a kind from the company's list."""
    found = drawn.values.get(kind)
    return str(found[0][1]) if found else ""
