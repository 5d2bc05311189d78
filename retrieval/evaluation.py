"""Measures a search over a judged collection: how well it orders, how fast it is, whether it knows what it cannot know.

The measures of order are those of ir-measures (trec_eval's definitions; nDCG with the grade itself as gain). AUROC is
scikit-learn's.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.collection import Collection, Document, Query

DEPTH = 100
"""How many documents of each order are looked at."""
PRECISION = 0.95

Progress = Callable[[int, int], None]
Figures = dict[str, str | float]


@dataclass(frozen=True, slots=True)
class Found:
    """What a system found: documents by id, best first, each once, and the seconds that its user waited.

    `confidence` is higher where it is surer that its first document answers; None where the system does not say.
    `quoted` is the document that its answer quotes first, empty where it gives none; None where it only finds.
    """

    ids: tuple[str, ...]
    seconds: float
    confidence: float | None = None
    quoted: str | None = None


class System(Protocol):
    """A search that can be measured."""

    @property
    def name(self) -> str:
        """What its row is called."""
        ...

    def load(self, documents: Sequence[Document], progress: Progress) -> None:
        """Returns when the documents can be searched. `progress` is called with the documents done and their number."""
        ...

    def find(self, query: Query) -> Found:
        """The best `DEPTH` documents."""
        ...


def evaluate(system: System, collection: Collection, loading: Progress, asking: Progress) -> Figures:
    """One row of the table.

    The keys are `system`, `ndcg@10`, `recall@10`, `recall@100`, `mrr@10`, `p50_ms`, `p95_ms`, `index_s` and `rss_mb`,
    where there are unanswerable queries and the system tells how sure it is `auroc` and `coverage@p95`, and of a system
    that answers `answered` and `right`.
    """
    begun = time.perf_counter()
    system.load(collection.documents, loading)
    index_s = time.perf_counter() - begun
    measured = collection.ranked() + collection.unanswerable()
    found = _ask(system, measured, asking)
    return (
        {"system": system.name}
        | order(collection, found)
        | _times(found)
        | {"index_s": round(index_s, 2), "rss_mb": round(resident_mb(), 1)}
        | knowing(collection, found)
        | answers(collection, found)
    )


def _ask(system: System, queries: Sequence[Query], progress: Progress) -> dict[str, Found]:
    if queries:
        system.find(queries[0])  # what only the first question waits for is not of the search
    found = {}
    for number, query in enumerate(queries, 1):
        found[query.qid] = system.find(query)
        progress(number, len(queries))
    return found


def _times(found: Mapping[str, Found]) -> Figures:
    milliseconds = [each.seconds * 1000 for each in found.values()]
    p50, p95 = np.percentile(milliseconds, [50, 95]).tolist() if milliseconds else (0.0, 0.0)
    return {"p50_ms": round(p50, 2), "p95_ms": round(p95, 2)}


def order(collection: Collection, found: Mapping[str, Found]) -> Figures:
    """The measures of order, each a mean over the queries with a relevant document. Empty where there is none."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    qids = [query.qid for query in collection.ranked()]
    if not qids:
        return {}
    run = {qid: {docid: float(-at) for at, docid in enumerate(found[qid].ids[:DEPTH])} for qid in qids}
    measures = {"ndcg@10": nDCG @ 10, "recall@10": R @ 10, "recall@100": R @ DEPTH, "mrr@10": RR @ 10}
    judged = {qid: dict(collection.judged[qid]) for qid in qids}
    figures = ir_measures.calc_aggregate(list(measures.values()), judged, run)
    return {name: round(figures[measure], 4) for name, measure in measures.items()}


def knowing(collection: Collection, found: Mapping[str, Found]) -> Figures:
    """How well the confidence tells queries with an answer from those without.

    `auroc`: the chance that an answerable query has more of it than an unanswerable one. `coverage@p95`: the largest
    share of the answerable queries that get a right first document while, of all queries answered, 95 % do.
    """
    ranked, unanswerable = collection.ranked(), collection.unanswerable()
    confidence = [found[query.qid].confidence for query in (*ranked, *unanswerable)]
    sure = np.array([np.nan if each is None else each for each in confidence], dtype=np.float64)
    if not ranked or not unanswerable or np.isnan(sure).any():
        return {}
    from sklearn.metrics import roc_auc_score

    answerable = np.arange(len(sure)) < len(ranked)
    right = np.array([_right(collection, query, found) for query in ranked] + [False] * len(unanswerable))
    return {
        "auroc": round(float(roc_auc_score(answerable, sure)), 4),
        "coverage@p95": round(_coverage(sure, right, len(ranked)), 4),
    }


def answers(collection: Collection, found: Mapping[str, Found]) -> Figures:
    """What a user would get: `answered`, the share of all queries, and `right`, the share of these answers.

    An answer is right where the document that it quotes first is relevant, so none is to an unanswerable query. `right`
    is left out where nothing was answered, and both where the system only finds documents.
    """
    quoted = {qid: each.quoted for qid, each in found.items() if each.quoted}
    if not found or any(each.quoted is None for each in found.values()):
        return {}
    right = [qid for qid, docid in quoted.items() if collection.judged.get(qid, {}).get(docid, 0) > 0]
    share: Figures = {"right": round(len(right) / len(quoted), 4)} if quoted else {}
    return {"answered": round(len(quoted) / len(found), 4)} | share


def _right(collection: Collection, query: Query, found: Mapping[str, Found]) -> bool:
    first = found[query.qid].ids[:1]
    return any(collection.judged[query.qid].get(docid, 0) > 0 for docid in first)


def _coverage(sure: NDArray[np.float64], right: NDArray[np.bool_], answerable: int) -> float:
    by_confidence = np.argsort(-sure, kind="stable")
    rights = np.cumsum(right[by_confidence])
    answered = np.arange(1, len(sure) + 1)
    # A bar lies between two different confidences: what has the same is answered together.
    ordered = sure[by_confidence]
    ends = np.append(ordered[1:] != ordered[:-1], True)
    allowed = rights[ends & (rights >= PRECISION * answered)]
    return float(allowed.max(initial=0)) / answerable


def resident_mb() -> float:
    """The memory of this process in megabytes: resident now where the system tells, else the most it ever was."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1e6 if sys.platform == "darwin" else 1e3)
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
