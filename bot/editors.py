"""Who may load, approve and retire articles: people with an editor's job role on the company's list."""

from collections.abc import Callable
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.proposals import Proposals
from privacy.gate import Gate
from privacy.receipt import Request
from privacy.uses import EDIT_ARTICLES, ROLE


class Editors:
    """Rights come from the list alone, never from a profile, and are looked up each time: a change holds at once."""

    def __init__(self, gate: Gate, roles: frozenset[str]) -> None:
        self._gate = gate
        self._roles = roles

    def admit(self, request: Request) -> bool:
        """True for an editor. It draws the job role, so the reply's notice says that it was read."""
        drawn = self._gate.draw(request, EDIT_ARTICLES).values.get(ROLE.name, [])
        return any(role in self._roles for _, role in drawn)


@dataclass(frozen=True, slots=True)
class Editing:
    """What changing articles needs: those that are live, what waits, who may decide, and the channel of these.

    `catch_up` returns when searches find all that was live before the call.
    """

    library: Library
    proposals: Proposals
    editors: Editors
    channel: str = ""
    catch_up: Callable[[], object] = bool
