"""What waits before it is live: an editor proposes, and another one decides.

Editors are keys here, the same for the same person and telling nobody's name: whoever opens the library gives them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from knowledge.article import Article

Action = Literal["publish", "retire"]
State = Literal["waiting", "approved", "live", "refused", "replaced", "withdrawn"]
STATES: tuple[State, ...] = ("waiting", "approved", "live", "refused", "replaced", "withdrawn")


@dataclass(frozen=True, slots=True)
class Draft:
    """A new version of an article, or its retirement, and where it comes from: a file, a form, an answer."""

    article: Article
    origin: str
    action: Action = "publish"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that an editor brought in. `id` counts from 1.

    It waits until another editor approves or refuses it, or until a newer draft of the same article replaces it. What
    is approved is live from its day on: until then it stays approved. What a retirement takes out is `article`.
    """

    id: int
    article: Article
    action: Action
    origin: str
    proposed_by: str
    proposed_at: datetime
    state: State = "waiting"
    decided_by: str = ""
    decided_at: datetime | None = None
    note: str = ""


class OwnProposalError(ValueError):
    """Whoever proposes something does not approve it."""


class NotWaitingError(LookupError):
    """No proposal of that number waits for a decision."""


class Proposals(Protocol):
    """Proposals with their ends. All of them are kept, so that who decided what can be told."""

    def propose(self, drafts: Sequence[Draft], by: str) -> tuple[Proposal, ...]:
        """Brings drafts in, in one transaction, and returns those that are new.

        Left out is what says the same as the live version, or as what waits or is approved already; and a retirement of
        what is not live. A draft replaces what waits for the same article.
        """
        ...

    def list(self, state: State = "waiting") -> tuple[Proposal, ...]:
        """The proposals in one state, oldest first."""
        ...

    def ended(self, by: str, since: datetime) -> tuple[Proposal, ...]:
        """Those that an editor brought in since a moment and that wait no more, oldest first."""
        ...

    def get(self, id: int) -> Proposal | None:
        """The proposal of a number, whatever its state."""
        ...

    def heir(self, id: int) -> Proposal | None:
        """What came of a proposal: itself, or the newest of the drafts that took its place, one after the other."""
        ...

    def has_edited(self, by: str) -> bool:
        """True for a key under which something was ever brought in or decided."""
        ...

    def approve(self, id: int, by: str, *, alone: bool = False) -> Proposal:
        """Approves what waits. It is live when it is published: see `due`.

        Raises `OwnProposalError` for its own proposer unless `alone`, and `NotWaitingError` where it does not wait.
        """
        ...

    def refuse(self, id: int, by: str, note: str = "") -> Proposal:
        """Ends what waits. Its proposer may do that too. Raises `NotWaitingError`."""
        ...

    def due(self, today: date) -> tuple[Proposal, ...]:
        """What is approved and may be live today, in the order in which it was approved."""
        ...

    def settle(self, ids: Sequence[int]) -> None:
        """Notes that approved proposals were carried out."""
        ...
