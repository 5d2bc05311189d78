"""Helpful or not: counted per article, with nobody's name on it."""

from typing import Literal

from privacy.gate import Gate
from privacy.store import PersonalStore
from privacy.worker import WorkerId

Opinion = Literal["helpful", "not helpful", "wrong", "unclear", "out of date", "not for my job"]


class Opinions:
    """Counts each worker's opinion of an answer once."""

    def __init__(self, people: PersonalStore, gate: Gate) -> None:
        self._people = people
        self._gate = gate

    def give(self, worker: WorkerId, request: str, article_id: str, opinion: Opinion) -> bool:
        """True where it counted; False where this worker had said so before, or did not ask that question."""
        with self._people.transaction():
            if not self._people.take_vote(request, worker):
                return False
            self.explain(article_id, opinion)
        return True

    def explain(self, article_id: str, opinion: Opinion) -> None:
        """Counts a reason given after an opinion."""
        self._people.count_opinion(article_id, opinion, self._gate.clock().date().isoformat())

    def totals(self) -> dict[tuple[str, str], int]:
        """(article id, opinion) → how often, over all time."""
        return self._people.opinions()
