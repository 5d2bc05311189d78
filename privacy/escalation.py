"""A question that a worker handed to a person, until that person answers."""

import uuid
from dataclasses import asdict, dataclass, field

from privacy import uses
from privacy.gate import Gate
from privacy.measures import Measures
from privacy.receipt import Request
from privacy.store import EscalationRow, PostStore
from privacy.uses import ENGLISH, Language
from privacy.worker import WorkerId


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What was handed over, and where, and in which language, the answer must go back.

    `thread` is empty for a flat conversation.
    """

    question: str = field(repr=False)
    asked_by: str
    contact_name: str
    channel: str
    thread: str = ""
    language: Language = ENGLISH


class Escalations:
    """Who waits for whose answer. The words are kept by the use that brings the answer back."""

    def __init__(self, post: PostStore, gate: Gate, measures: Measures) -> None:
        self._post = post
        self._gate = gate
        self._measures = measures

    def add(self, request: Request, contact: WorkerId, handed: HandedOver) -> str:
        """Stores the question and returns its id. Raises ValueError for somebody without a name."""
        id = uuid.uuid4().hex
        with self._gate.together():
            if not self._gate.keep(request, uses.REPORT_BACK, id, asdict(handed)):
                raise ValueError("A question without a worker cannot be handed to a person.")
            self._post.add_escalation(EscalationRow(id, request.worker, contact, "open", self._gate.clock()))
            self._measures.went_on(request.worker)
            self._measures.happened("handed over")
        return id

    def open_for(self, id: str, answered_by: WorkerId) -> WorkerId | None:
        """Whose question it is, where it still waits for this person; None for everybody and everything else."""
        row = self._post.escalation(id)
        waits = row is not None and row.state == "open" and row.contact == answered_by
        return row.worker if row is not None and waits else None

    def wait_for(self, contact: WorkerId) -> bool:
        """True where a question of somebody waits for this person's answer."""
        return self._post.to_answer(contact) > 0

    def close(self, request: Request, id: str) -> bool:
        """Ends a question of the request's worker and forgets its words. True the first time."""
        with self._gate.together():
            closed = self._post.close_escalation(id)
            self._measures.happened("solved", int(closed))
            self._gate.forget(request, uses.REPORT_BACK, id)
        return closed

    def drawn(self, request: Request, id: str) -> HandedOver | None:
        """What its asker handed over, drawn for bringing the answer back; None where it outlived its time."""
        values = self._gate.draw(request, uses.REPORT_BACK, topic=id).values
        return HandedOver(**values["handed_over"][0][1]) if "handed_over" in values else None
