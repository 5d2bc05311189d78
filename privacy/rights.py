"""What a worker can see of what is held, and the end of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from privacy import uses
from privacy.chain import Chain
from privacy.consent import Consent
from privacy.export import Everything, Export, export_of, held_in
from privacy.gate import Gate
from privacy.ledger import Gone
from privacy.receipt import Request, UsageReceipt
from privacy.seal import Seals
from privacy.store import Message, PersonalStore, PostStore
from privacy.uses import DataUse
from privacy.worker import WorkerId

ERASED = "erase all that is held about me"
"""The wording of what an erasure leaves behind: every use is off, so that nothing starts again by itself."""

DELETED = "delete what is held for this"
"""The wording of the choice that keeps role and site from being loaded again."""

RESTORED = "switched off before a backup was restored"

ALL = -1
"""No limit, to SQLite."""


@dataclass(frozen=True, slots=True)
class MyData:
    """`held` maps a field to its value, `kept` a use to what it keeps, oldest first; `choices` tells which are on.

    `messages` maps a request to what is known of its messages. `waiting_in` and `waiting_out` count what came in and is
    not answered, and what is not delivered; `to_answer` what others ask or suggest and waits for this worker; `votes`
    the answers they gave an opinion of.
    """

    held: Mapping[str, str] = field(repr=False)
    kept: Mapping[str, tuple[Any, ...]] = field(repr=False)
    receipts: tuple[UsageReceipt, ...]
    choices: tuple[tuple[DataUse, bool], ...]
    messages: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    waiting_in: int = 0
    waiting_out: int = 0
    to_answer: int = 0
    votes: int = 0


class Rights:
    """Seeing and erasing, for the worker alone."""

    def __init__(self, people: PersonalStore, post: PostStore, seals: Seals, gate: Gate, chain: Chain) -> None:
        self._people = people
        self._post = post
        self._seals = seals
        self._gate = gate
        self._chain = chain

    def show(self, request: Request, receipts: int = 10, before: int | None = None) -> MyData:
        """All that is held about the worker of the request, with the latest receipts; itself a draw with a receipt.

        `before` pages: the receipts before that number. Empty where others can read the reply, and for somebody without
        a name.
        """
        drawn = self._gate.draw(request, uses.SHOW_MY_DATA)
        if drawn.refusal is not None:
            return MyData({}, {}, (), ())
        read = drawn.values.get(uses.EVERYTHING.name, [])
        worker, page = request.worker, self._people.receipts(request.worker, receipts, before)
        return MyData(
            held_in(read),
            _by_use(read),
            page,
            self.choices(worker),
            {each.request: self._post.messages(worker, each.request) for each in page},
            _count(read, "incoming"),
            _count(read, "outgoing"),
            self._post.to_answer(worker),
            self._people.votes(worker),
        )

    def export(self, request: Request, titles: Mapping[str, str] | None = None) -> Export:
        """All that is held about the worker of the request, to keep or take elsewhere; itself a draw with a receipt.

        `titles` names uses in the language of the request. Empty where others can read the reply, and for somebody
        without a name.
        """
        drawn = self._gate.draw(request, uses.SHOW_MY_DATA)
        if drawn.refusal is not None:
            return Export("{}", "")
        worker, messages = request.worker, defaultdict[str, list[Message]](list)
        for message in self._post.messages(worker):
            messages[message.request].append(message)
        everything = Everything(
            drawn.values.get(uses.EVERYTHING.name, []),
            self._people.choices(worker),
            self._people.receipts(worker, ALL),
            messages,
            self._people.rows_of(worker),
        )
        return export_of(everything, request.language, titles or {})

    def count(self, worker: WorkerId) -> int:
        """How many rows there are about a worker."""
        return sum(map(len, self._people.rows_of(worker).values()))

    def receipts_of(self, worker: WorkerId, request: str) -> tuple[UsageReceipt, ...]:
        """What was drawn for one request, for the worker whose request it was and nobody else."""
        return self._people.receipts_of(request, worker)

    def choices(self, worker: WorkerId) -> tuple[tuple[DataUse, bool], ...]:
        """Each use that can be switched, and whether it is on."""
        return tuple((use, self._gate.allowed(worker, use)) for use in uses.USES if use.stoppable)

    def erase(self, worker: WorkerId) -> None:
        """Deletes all rows and the key, so that copies of the data hold nothing readable either.

        What stays is that every use is off. The key goes last before the end: where that end does not come, the rows
        are back but nobody can read them, and the next sweep erases them again.
        """
        now = self._gate.clock()
        with self._people.transaction():
            links = self._people.erase(worker, now)
            for use in uses.USES:
                if use.stoppable:
                    self._people.choose(worker, Consent(use.name, "withdrawn", now, ERASED, use.version))
            self._chain.note(Gone(worker, "all", "", now, *links))
        self._chain.save()

    def erase_use(self, worker: WorkerId, use: DataUse) -> None:
        """Deletes what is held and kept for one use.

        The use that the company's list is loaded for is switched off too, so that the next list does not bring it back;
        any other goes on as the worker chose, from nothing. Raises UndeclaredUse for a use that is not in the registry.
        """
        uses.must_be_declared(use)
        now = self._gate.clock()
        with self._people.transaction():
            self._people.drop_kept(worker, use.name)
            self._people.unhold(worker, use.fields)
            if use.fields:
                self._people.choose(worker, Consent(use.name, "withdrawn", now, DELETED, use.version))
            if use is uses.FOLLOW_UP:
                self._people.drop_conversations(worker)
            if use is uses.REPORT_BACK:
                self._people.drop_escalations(worker)
            if use is uses.SUGGEST_FIX:
                self._people.drop_suggestions(worker)
            self._chain.note(Gone(worker, "kept", use.name, now))

    def replay(self) -> int:
        """Ends again what ended before, where a restored backup or a crash brought it back. Returns how many did."""
        return sum(self._again(gone) for gone in list(self._chain.gone()))

    def _again(self, gone: Gone) -> bool:
        if gone.ended == "all":
            return self._erased_again(gone)
        use = uses.BY_NAME.get(gone.use)
        if use is None:
            return False
        last = self._gate.choice(gone.worker, use)
        if last is not None and last.at >= gone.at:
            return False
        if gone.ended == "off":
            self._gate.choose(gone.worker, use, "withdrawn", RESTORED)
        elif use.fields:
            self.erase_use(gone.worker, use)
        else:
            return self._people.drop_kept_until(gone.worker, use.name, gone.at) > 0
        return True

    def _erased_again(self, gone: Gone) -> bool:
        """What an erasing left behind is a choice of its own time: where that is there, the erasing is too."""
        if any(choice.wording == ERASED and choice.at >= gone.at for choice in self._people.choices(gone.worker)):
            return False
        self.erase(gone.worker)
        return True


def _count(read: list[tuple[str, Any]], queue: str) -> int:
    return sum(name == queue for name, _ in read)


def _by_use(read: list[tuple[str, Any]]) -> dict[str, tuple[Any, ...]]:
    kept: dict[str, tuple[Any, ...]] = {}
    for name, value in read:
        if name in uses.BY_NAME:
            kept[name] = (*kept.get(name, ()), value)
    return kept
