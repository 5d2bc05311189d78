"""Carries out what was approved: makes articles live on their day, and takes out those whose last day is over."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.history import History
from knowledge.proposals import Proposal, Proposals
from retrieval.indexing import Indexer, Progress, Report, silent


@dataclass(frozen=True, slots=True)
class Done:
    """What was published, and the ids of the articles that were taken out."""

    published: Report
    retired: tuple[str, ...] = ()


class Publisher:
    """Publishes what is due, on whatever thread or process comes by. Doing it twice changes nothing."""

    def __init__(self, proposals: Proposals, history: History, indexer: Callable[[], Indexer]) -> None:
        """`indexer` is asked for once there is something to embed: it holds the model."""
        self._proposals = proposals
        self._history = history
        self._indexer = indexer

    def publish_due(self, today: date, progress: Progress = silent) -> Done:
        """Each article whole. What is cut short is still due, and goes on with the next call."""
        due = self._proposals.due(today)
        report = self._publish(due, progress)
        taken = [each.article.id for each in due if each.action == "retire"]
        retired = tuple(id for id in [*taken, *self._history.outlived(today)] if self._indexer().retire(id))
        if due:
            self._proposals.settle([each.id for each in due])
        return Done(report, retired)

    def _publish(self, due: Sequence[Proposal], progress: Progress) -> Report:
        """Of two versions of one article the one that was approved last."""
        articles = {each.article.id: each.article for each in due if each.action == "publish"}
        return self._indexer().load(list(articles.values()), progress) if articles else Report(0, 0)
