"""The one door to what is held about a person.

A draw is one transaction: is the use declared, did the worker say no, what is there to read; then its receipt is
written and committed, and only then is anything unsealed. A reply leaves through `send`, which takes the notice from
the receipts in the store, never from its caller; the store refuses a notice that leaves out a kind.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from privacy import uses
from privacy.chain import Chain
from privacy.consent import Consent, State, answered, refusal
from privacy.ledger import Gone
from privacy.receipt import Drawn, Refusal, Request, RequestUnknown, UsageReceipt
from privacy.seal import Seals, Unreadable
from privacy.store import Kept, OutgoingRow, PersonalStore, PostStore
from privacy.uses import ENGLISH, DataUse, Kind, Language
from privacy.worker import ANONYMOUS, Person, WorkerId

Clock = Callable[[], datetime]

ADDRESS = "slack_user_id"
"""The field of the company's list by which Slack reaches a person."""

SHOWN = ("text", "blocks", "view")
"""The arguments of a message that a person reads."""


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Notice:
    """What must stand in the message: `text`, and the receipts it was made from."""

    text: str
    receipts: tuple[UsageReceipt, ...] = ()

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(kind for receipt in self.receipts for kind in receipt.kinds)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A call of the Web API that carries words to a person: `lane` is the place it goes to."""

    method: str
    arguments: Mapping[str, Any]
    lane: str


Render = Callable[[Notice], Outgoing]
"""Makes a message around the notice it is handed."""


class NoticeMissing(ValueError):
    """A message was about to leave without the notice of what was used for it. Refused."""


class AlreadyAnswered(RuntimeError):
    """Another process took the event up and answered it first. Refused: one event, one answer."""


class Gate:
    """Draws, keeps, choices and replies of one installation."""

    def __init__(
        self, people: PersonalStore, post: PostStore, seals: Seals, chain: Chain, clock: Clock = utc_now
    ) -> None:
        self._people = people
        self._post = post
        self._seals = seals
        self._chain = chain
        self.clock = clock

    def together(self) -> AbstractContextManager[object]:
        """Makes what happens inside one: all of it is durable at the end, or none of it happened.

        Nothing can be drawn inside: its values would be in use before their receipt is durable.
        """
        return self._people.transaction()

    def worker(self, person: Person) -> WorkerId:
        return self._seals.worker(person)

    def open(
        self,
        asked_by: Person | None,
        *,
        public: bool,
        event: tuple[str, str] | None = None,
        language: Language = ENGLISH,
    ) -> Request:
        """Opens the request that draws and messages will belong to. `event` ends with its first message."""
        worker = ANONYMOUS if asked_by is None else self.worker(asked_by)
        return self.open_for(worker, public=public, event=event, language=language)

    def open_for(
        self,
        worker: WorkerId,
        *,
        public: bool,
        event: tuple[str, str] | None = None,
        language: Language = ENGLISH,
    ) -> Request:
        """The same for somebody of whom only the id is at hand."""
        request = Request(uuid.uuid4().hex, worker, public, event, language)
        self._people.add_request(request, self.clock())
        return request

    def in_language(self, request: Request, language: Language) -> Request:
        """The same request with its reply in another language, where only what was drawn for it tells which."""
        self._must_be_opened(request)
        self._people.speak(request.id, language)
        return replace(request, language=language)

    def draw(self, request: Request, use: DataUse, topic: str = "", but: Collection[Kind] = ()) -> Drawn:
        """Reads what `use` declares, with its receipt, or nothing and the reason.

        `topic` narrows what the use kept to one place or thing; kinds in `but` are left alone. Raises UndeclaredUse,
        and reads nothing, for a use that is not in the registry; ValueError for one that needs a topic and got none;
        RequestUnknown for a request that is not the one that was opened. The head of the chain is saved once the
        receipt is durable.
        """
        uses.must_be_declared(use)
        uses.must_have_topic(use, topic)
        with self._people.transaction(outermost=True):
            self._must_be_opened(request)
            no = self._refusal(request, use)
            if no is not None:
                return Drawn(refusal=no)
            sealed = self._sealed(request.worker, use, topic)
            for kind in but:
                sealed.pop(kind.name, None)
            receipt = self._people.add_receipt(request, use.name, sorted(sealed), self.clock())
        self._chain.save()
        opened = {kind: self._opened(request.worker, values) for kind, values in sealed.items()}
        return Drawn({kind: values for kind, values in opened.items() if values}, receipt)

    def address(self, request: Request) -> str | None:
        """The Slack id that the worker of a request is written to, where something was drawn for it; None for somebody
        who is not on the company's list any more.

        Only for reaching them: it chooses nothing. Raises RequestUnknown.
        """
        self._must_be_opened(request)
        held = self._people.held(request.worker) if self._people.receipts_of(request.id, request.worker) else {}
        found = self._opened(request.worker, [(ADDRESS, held[ADDRESS])]) if ADDRESS in held else []
        return str(found[0][1]) if found else None

    def _must_be_opened(self, request: Request) -> None:
        """A request is what the store says it is, whatever its holder made of it."""
        opened = self._people.opened(request.id)
        if opened is None or (opened.worker, opened.public, opened.language) != (
            request.worker,
            request.public,
            request.language,
        ):
            raise RequestUnknown(
                f"The request {request.id!r} is not one that was opened so; accepted is one from open()."
            )

    def _refusal(self, request: Request, use: DataUse) -> Refusal | None:
        if request.worker == ANONYMOUS:
            return "nobody"
        if request.public and not use.in_public:
            return "public"
        return refusal(use, self._people.last_choice(request.worker, use.name))

    def _sealed(self, worker: WorkerId, use: DataUse, topic: str) -> dict[str, list[tuple[str, bytes]]]:
        """Sealed values by kind; a kind that nothing is held of is left out."""
        held = self._people.held(worker)
        found: dict[str, list[tuple[str, bytes]]] = {}
        for kind in use.draws:
            if kind is uses.EVERYTHING:
                everything = ((row.use, row.sealed) for row in self._kept(worker))
                found[kind.name] = [*held.items(), *everything, *self._post.queued(worker)]
            elif kind.field is None:
                found[kind.name] = [(row.use, row.sealed) for row in self._kept(worker, use.name, topic)]
            else:
                found[kind.name] = [(kind.field, held[kind.field])] if kind.field in held else []
        return {name: values for name, values in found.items() if values}

    def _kept(self, worker: WorkerId, use: str = "", topic: str = "") -> list[Kept]:
        mark = self._seals.mark(topic) if topic else ""
        rows = self._people.kept(worker, self.clock())
        return [row for row in rows if use in ("", row.use) and (not topic or row.topic == mark)]

    def _opened(self, worker: WorkerId, values: Sequence[tuple[str, bytes]]) -> list[tuple[str, Any]]:
        """(field or use, value) of each that can still be read: an erasure may come between receipt and reading."""
        opened = []
        for field, sealed in values:
            try:
                opened.append((field, self._seals.unseal(worker, field, sealed)))
            except Unreadable:
                continue
        return opened

    def keep(self, request: Request, use: DataUse, topic: str, value: Any, days: int | None = None) -> bool:
        """Keeps a value for a use, sealed, for as long as the use declares, or for so many `days` where that is less.

        False, and nothing kept, without leave. Raises UndeclaredUse, and keeps nothing, for a use that is not in the
        registry.
        """
        uses.must_be_declared(use)
        uses.must_have_topic(use, topic)
        with self._people.transaction():
            self._must_be_opened(request)
            if self._refusal(request, use) is not None:
                return False
            now = use.kept_at(self.clock())
            sealed = self._seals.seal(request.worker, use.name, value)
            kept = Kept(use.name, self._seals.mark(topic), sealed, now)
            longest = use.keep_days if days is None else min(days, use.keep_days)
            self._people.keep(request.worker, kept, now + timedelta(days=longest))
        return True

    def keepers(self, use: DataUse) -> frozenset[WorkerId]:
        """Of whom the use keeps anything; what it is must be drawn, of each."""
        uses.must_be_declared(use)
        return self._people.keepers(use.name, self.clock())

    def kept_under(self, worker: WorkerId, use: DataUse, topics: Iterable[str]) -> frozenset[str]:
        """Under which of the topics the use keeps anything about a worker; what it is must be drawn."""
        uses.must_be_declared(use)
        held = self._people.topics_kept(worker, use.name, self.clock())
        return frozenset(topic for topic in topics if self._seals.mark(topic) in held)

    def forget(self, request: Request, use: DataUse, topic: str) -> bool:
        """Deletes what a use keeps about the request's worker under one topic, as it has served its purpose.

        False where there was nothing: whoever acts on what ended, acts once.
        """
        self._must_be_opened(request)
        return self._people.drop_kept(request.worker, use.name, self._seals.mark(topic)) > 0

    def choose(self, worker: WorkerId, use: DataUse, state: State, wording: str) -> None:
        """Appends a choice about the use as it is today. Withdrawing deletes what was kept for it, in the same
        transaction, and is noted apart from the data, so that no restored backup switches the use on again.

        Raises ValueError for a use that cannot be switched off, such as showing a person their own data, and
        UndeclaredUse for one that is not in the registry.
        """
        uses.must_be_declared(use)
        if state == "withdrawn" and not use.stoppable:
            raise ValueError(f"The use {use.name!r} cannot be switched off; it only runs when the worker asks for it.")
        now = self.clock()
        with self._people.transaction():
            self._people.choose(worker, Consent(use.name, state, now, wording, use.version))
            if state == "withdrawn":
                self._people.drop_kept(worker, use.name)
                self._chain.note(Gone(worker, "off", use.name, now))

    def hold(self, worker: WorkerId, field: str, value: str) -> bool:
        """Holds what the company's list says. True where it said something else before.

        The two are compared in here, so that nothing of the old value leaves: this is no draw.
        """
        with self._people.transaction():
            held = self._people.held(worker)
            before = self._opened(worker, [(field, held[field])]) if field in held else []
            self._people.hold(worker, field, self._seals.seal(worker, field, value), self.clock())
        return bool(before) and before[0][1] != value

    def choice(self, worker: WorkerId, use: DataUse) -> Consent | None:
        return self._people.last_choice(worker, use.name)

    def asked(self, worker: WorkerId, use: DataUse) -> bool:
        """True where the worker answered, or was asked, about the use as it is today: then nobody asks again."""
        return answered(use, self.choice(worker, use))

    def allowed(self, worker: WorkerId, use: DataUse) -> bool:
        return refusal(use, self.choice(worker, use)) is None

    def notice(self, request: Request) -> Notice:
        """What the reply to this request must say: from the receipts in the store, whatever the caller believes."""
        self._must_be_opened(request)
        receipts = self._people.receipts_of(request.id, request.worker)
        notice = Notice("", receipts)
        if notice.kinds:
            return Notice(uses.notice_for(notice.kinds, request.language), receipts)
        off = not request.public and not self.allowed(request.worker, uses.RANK_BY_ROLE)
        frame = uses.FRAMES[request.language]
        return Notice(frame.off if off else frame.nothing, receipts)

    def send(self, request: Request, *renders: Render) -> tuple[int, ...]:
        """Puts the messages of a reply on their way, and ends the event they answer, in one transaction.

        Returns the ids of the outbox rows. Raises NoticeMissing where a message left out a notice it must carry, and
        AlreadyAnswered where this process was so slow that another one answered the event.
        """
        with self._people.transaction():
            if request.event is not None and self._post.answered(*request.event):
                raise AlreadyAnswered(f"The event {request.event[1]!r} has its answer already.")
            notice = self.notice(request)
            ids = tuple(self._enqueue(request, notice, render(notice)) for render in renders)
            if request.event is not None:
                self._post.finish_incoming(*request.event)
        return ids

    def _enqueue(self, request: Request, notice: Notice, message: Outgoing) -> int:
        _must_carry(notice, message)
        sealed = self._seals.seal(request.worker, "outgoing", dict(message.arguments))
        lane = self._seals.mark(message.lane)
        ids, state = (request.id, request.worker), "waiting"
        row = OutgoingRow(0, *ids, message.method, lane, notice.text, sealed, 0, state, request.language)
        return self._post.enqueue(row, self.clock())


def _must_carry(notice: Notice, message: Outgoing) -> None:
    if not notice.kinds:
        return
    parts = [part for part in SHOWN if message.arguments.get(part) is not None]
    if not parts:
        raise NoticeMissing(f"A {message.method} must carry {notice.text!r} in one of: {', '.join(SHOWN)}.")
    for part in parts:
        if not any(notice.text in words for words in _words(message.arguments[part])):
            raise NoticeMissing(f"The {part} of a {message.method} must carry {notice.text!r}.")


def _words(part: Any) -> Iterator[str]:
    """What a person reads of a message's text, blocks or view: not the values of buttons, nor a view's metadata."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, inside in part.items():
            if name == "text" or not isinstance(inside, str):
                yield from _words(inside)
    elif isinstance(part, Sequence):
        for inside in part:
            yield from _words(inside)
