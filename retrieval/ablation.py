"""What each kind of personal data adds to the order: an ablation over a judged collection, in the order of time.

For each question only what its user did before it is remembered, and no more of it than the last few times. The
measures of order are those of ir-measures; the intervals are percentile bootstraps over the questions.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.article import Viewer
from retrieval.collection import Collection, Event, Query
from retrieval.evaluation import Progress
from retrieval.preference import NO_PREFERENCE, Preference

CONDITIONS = ("general", "role", "past_use", "both")
REMEMBERED = 10
"""How many of the last times before a question are remembered."""
OWN = 2
"""The grade of a page that was judged to be the one for the asker's own role."""
_DEPTH = 10
_RESAMPLES = 10_000
_SEED = 20_261_124

Log = Mapping[str, Sequence[Event]]
Order = tuple[str, ...]
Values = Mapping[str, NDArray[np.float64]]
Search = Callable[[str, Preference, Viewer], Order]
"""Finds documents for words: their ids, best first, each once, at least ten where there are as many."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """The orders of each condition by the question's id, and their measures, one a question.

    `with_past` counts the questions of users of whom something is remembered.
    """

    collection: Collection
    queries: tuple[Query, ...]
    orders: Mapping[str, Mapping[str, Order]]
    with_past: int
    ndcg: Values
    mrr: Values


def preferences(query: Query, log: Log) -> Mapping[str, Preference]:
    """What may be preferred for a question under each condition."""
    topics, helped = _remembered(query, log)
    today = query.at.date() if query.at else None
    return {
        "general": NO_PREFERENCE,
        "role": Preference(query.role, query.site),
        "past_use": Preference(helped=helped, topics=topics, today=today) if topics or helped else NO_PREFERENCE,
        "both": Preference(query.role, query.site, helped=helped, topics=topics, today=today),
    }


def _remembered(query: Query, log: Log) -> tuple[dict[str, date], dict[str, date]]:
    """Topics and documents of the last times before the question, by their last day."""
    if query.user is None or query.at is None:
        return {}, {}
    before = [event for event in log.get(query.user, ()) if event.at < query.at][-REMEMBERED:]
    topics = {topic: event.at.date() for event in before for topic in event.topics}
    return topics, {event.helped: event.at.date() for event in before if event.helped}


def ablate(search: Search, collection: Collection, log: Log, progress: Progress) -> Ablation:
    """Asks each question that has a relevant document once a condition."""
    queries = collection.ranked()
    orders: dict[str, dict[str, Order]] = {name: {} for name in CONDITIONS}
    for number, query in enumerate(queries, 1):
        viewer = Viewer(query.role, query.site)
        general = search(query.text, NO_PREFERENCE, viewer)
        for name, preference in preferences(query, log).items():
            personal = preference != NO_PREFERENCE
            orders[name][query.qid] = search(query.text, preference, viewer) if personal else general
        progress(number, len(queries))
    with_past = sum(preferences(query, log)["past_use"] != NO_PREFERENCE for query in queries)
    return Ablation(collection, queries, orders, with_past, *_measures(collection, queries, orders))


def _measures(
    collection: Collection, queries: tuple[Query, ...], orders: Mapping[str, Mapping[str, Order]]
) -> tuple[Values, Values]:
    """nDCG@10 and MRR@10 of each condition, one a question."""
    import ir_measures
    from ir_measures import RR, nDCG

    judged = {query.qid: dict(collection.judged[query.qid]) for query in queries}
    places = {query.qid: place for place, query in enumerate(queries)}
    measured = {measure: {name: np.zeros(len(queries)) for name in orders} for measure in (nDCG @ _DEPTH, RR @ _DEPTH)}
    for name, order in orders.items():
        run = {qid: {docid: float(-at) for at, docid in enumerate(ids)} for qid, ids in order.items()}
        for each in ir_measures.iter_calc(list(measured), judged, run):
            measured[each.measure][name][places[each.query_id]] = each.value
    return measured[nDCG @ _DEPTH], measured[RR @ _DEPTH]


def figures(done: Ablation) -> dict[str, Any]:
    """The row of each condition, what it is for each role, site and language, and what is never shown.

    A row has `ndcg@10`, `mrr@10` and `ci95`: for “general” the interval of its nDCG@10, for the others that of the
    difference from it, `gain`, question by question. `own_page_first` is the share of the questions with a page that
    was judged to be for the asker's role in which that page is the first.
    """
    rows: dict[str, Any] = {name: _row(done, name) for name in CONDITIONS}
    rows |= {"questions": len(done.queries), "with_past": done.with_past}
    for name in CONDITIONS:
        row = rows[name]
        row |= {"own_page_first": _own_first(done, name)} if _own(done) else {}
        row |= {"never_shown": _never_shown(done, name)}
    rows |= {f"by_{key}": _by(done, key) for key in ("role", "site", "lang")}
    return rows


def _row(done: Ablation, name: str) -> dict[str, Any]:
    ndcg, general = done.ndcg[name], done.ndcg["general"]
    row: dict[str, Any] = {"ndcg@10": _round(ndcg.mean()), "mrr@10": _round(done.mrr[name].mean())}
    if name == "general":
        return row | {"ci95": interval(ndcg)}
    gain = ndcg - general
    return row | {"gain": _round(gain.mean()), "gain_percent": _percent(gain, general), "ci95": interval(gain)}


def interval(values: NDArray[np.float64]) -> list[float]:
    """The 95 % interval of a mean: a percentile bootstrap over the values."""
    resampled = np.random.default_rng(_SEED).integers(0, len(values), (_RESAMPLES, len(values)))
    return [_round(each) for each in np.percentile(values[resampled].mean(axis=1), [2.5, 97.5])]


def _own(done: Ablation) -> dict[str, set[str]]:
    judged = done.collection.judged
    own = {each.qid: {docid for docid, grade in judged[each.qid].items() if grade >= OWN} for each in done.queries}
    return {each.qid: own[each.qid] for each in done.queries if each.role and own[each.qid]}


def _own_first(done: Ablation, name: str) -> float:
    own = _own(done)
    return _round(sum(not own[qid].isdisjoint(done.orders[name][qid][:1]) for qid in own) / len(own))


def _never_shown(done: Ablation, name: str) -> float:
    """The share of the documents that are among the first ten of no question."""
    shown = {docid for order in done.orders[name].values() for docid in order[:_DEPTH]}
    ids = {document.id for document in done.collection.documents}
    return _round(1 - len(shown & ids) / len(ids))


def _by(done: Ablation, key: str) -> dict[str, dict[str, Any]]:
    """The difference that all that is personal makes for each role, site or language that asks."""
    groups: dict[str, list[int]] = {}
    for place, query in enumerate(done.queries):
        value = getattr(query, key)
        if value:
            groups.setdefault(value, []).append(place)
    return {value: _group(done, np.array(places)) for value, places in sorted(groups.items())}


def _group(done: Ablation, places: NDArray[np.int64]) -> dict[str, Any]:
    general, both = (done.ndcg[name][places] for name in ("general", "both"))
    return {
        "questions": len(places),
        "general": _round(general.mean()),
        "both": _round(both.mean()),
        "ci95": interval(both - general),
    }


def _percent(gain: NDArray[np.float64], general: NDArray[np.float64]) -> float:
    return round(100 * float(gain.mean() / general.mean()), 1) if general.any() else 0.0


def _round(value: Any) -> float:
    return round(float(value), 4)
