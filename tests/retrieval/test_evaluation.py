"""The measures, on figures worked out by hand."""

from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path

import pytest

from retrieval.collection import BadCollection, Collection, Document, Query, by_role, read
from retrieval.evaluation import Figures, Found, Progress, evaluate
from retrieval.models import ENGLISH
from retrieval.peers import PEERS

DOCUMENTS = tuple(Document(each, f"Title {each}", f"Text {each}") for each in "abcdef")


class Fixed:
    """A search that always finds the same."""

    name = "fixed"

    def __init__(self, found: Mapping[str, Found]) -> None:
        self._found = found

    def load(self, documents: Sequence[Document], progress: Progress) -> None:
        progress(len(documents), len(documents))

    def find(self, query: Query) -> Found:
        return self._found[query.qid]


def nothing(_done: int, _of: int) -> None:
    return None


def measured(collection: Collection, found: Mapping[str, Found]) -> Figures:
    return evaluate(Fixed(found), collection, nothing, nothing)


def test_order() -> None:
    """The measures of order are those of trec_eval: two queries, the second of which finds nothing in ten."""
    collection = Collection(DOCUMENTS, (Query("1", "one"), Query("2", "two")), {"1": {"a": 2, "b": 1}, "2": {"c": 1}})
    eleventh = (*(f"x{number}" for number in range(10)), "c")
    figures = measured(collection, {"1": Found(("b", "d", "a"), 0.001), "2": Found(eleventh, 0.003)})
    ndcg = (1 + 2 / log2(4)) / (2 + 1 / log2(3)) / 2
    assert figures["ndcg@10"] == pytest.approx(ndcg, abs=1e-4)
    assert (figures["recall@10"], figures["recall@100"], figures["mrr@10"]) == (0.5, 1.0, 0.5)
    assert (figures["p50_ms"], figures["p95_ms"]) == (2.0, 2.9)
    assert list(figures) == [
        "system", "ndcg@10", "recall@10", "recall@100", "mrr@10", "p50_ms", "p95_ms", "index_s", "rss_mb",
    ]  # fmt: skip


def test_knowing() -> None:
    """AUROC is the share of pairs in the right order; coverage counts right answers while nearly all are right."""
    collection = Collection(
        DOCUMENTS,
        tuple(Query(qid, qid, answerable=qid != "4") for qid in "1234"),
        {"1": {"a": 1}, "2": {"b": 1}, "3": {"c": 1}},
    )
    found = {
        "1": Found(("a",), 0.0, 0.9),
        "2": Found(("b",), 0.0, 0.7),
        "3": Found(("c",), 0.0, 0.3),
        "4": Found(("a",), 0.0, 0.5),
    }
    figures = measured(collection, found)
    assert figures["auroc"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["coverage@p95"] == pytest.approx(2 / 3, abs=1e-4)
    wrong_first = found | {"1": Found(("b", "a"), 0.0, 0.9)}
    assert measured(collection, wrong_first)["coverage@p95"] == 0.0


def test_same_confidence_is_answered_together() -> None:
    """No bar lies between two questions of the same confidence."""
    queries = (Query("1", "one", answerable=True), Query("2", "two", answerable=False))
    figures = measured(Collection(DOCUMENTS, queries, {"1": {"a": 1}}), {qid: Found(("a",), 0.0, 1.0) for qid in "12"})
    assert (figures["auroc"], figures["coverage@p95"]) == (0.5, 0.0)


def test_no_confidence() -> None:
    """Of a search that does not say how sure it is, nothing is said about that."""
    queries = (Query("1", "one", answerable=True), Query("2", "two", answerable=False))
    figures = measured(Collection(DOCUMENTS, queries, {"1": {"a": 1}}), {qid: Found(("a",), 0.0) for qid in "12"})
    assert "auroc" not in figures


def test_answers() -> None:
    """What is answered is a share of all queries; it is right where the document quoted first is."""
    collection = Collection(
        DOCUMENTS,
        tuple(Query(qid, qid, answerable=qid != "4") for qid in "1234"),
        {qid: {"a": 1, "b": 0} for qid in "123"},
    )
    quoted = {"1": "a", "2": "b", "3": "", "4": "a"}
    found = {qid: Found(("a",), 0.0, 0.5, docid) for qid, docid in quoted.items()}
    figures = measured(collection, found)
    assert figures["answered"] == 0.75
    assert figures["right"] == pytest.approx(1 / 3, abs=1e-4)
    silent = measured(collection, {qid: Found(("a",), 0.0, 0.5, "") for qid in "1234"})
    assert silent["answered"] == 0.0
    assert "right" not in silent
    assert "answered" not in measured(collection, found | {"1": Found(("a",), 0.0, 0.5)})


def test_left_out() -> None:
    """A query that nothing was judged for is left out, and a judged document that is not there is told."""
    queries = (Query("1", "one"), Query("2", "two"), Query("3", "three", answerable=False))
    collection = Collection(DOCUMENTS, queries, {"1": {"a": 1, "z": 1}})
    assert [query.qid for query in collection.ranked()] == ["1"]
    assert [query.qid for query in collection.unjudged()] == ["2"]
    assert collection.missing() == {"z"}


def files(folder: Path, corpus: str, queries: str, qrels: str) -> tuple[Path, Path, Path]:
    """The three files of a collection."""
    made = folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels.tsv"
    for file, content in zip(made, (corpus, queries, qrels), strict=True):
        file.write_text(content, encoding="utf-8")
    return made


CORPUS = '{"id": "a", "title": "A", "text": "About a."}\n{"id": "b", "text": "b", "role": "cook"}\n'
QUERIES = '{"qid": "1", "text": "what"}\n{"qid": "2", "text": "who", "role": "cook", "answerable": null}\n'
QRELS = "qid\tdocid\trel\n1\ta\t1\n1\tb\t1\n2\tb\t2\n"


def test_roles(tmp_path: Path) -> None:
    """By role, a document for cooks is shown to cooks, and what somebody may not see is not judged for them."""
    collection = read(*files(tmp_path, CORPUS, QUERIES, QRELS))
    assert [document.roles for document in collection.documents] == [frozenset(), frozenset()]
    assert collection.judged == {"1": {"a": 1, "b": 1}, "2": {"b": 2}}
    apart = by_role(collection)
    assert [document.roles for document in apart.documents] == [frozenset(), {"cook"}]
    assert apart.judged == {"1": {"a": 1}, "2": {"b": 2}}


@pytest.mark.parametrize(
    ("at", "content", "said"),
    [
        (0, '{"id": "a", "text": "t"}\n{"id": ', "corpus.jsonl, line 2: Expecting value"),
        (0, '["a"]', "corpus.jsonl, line 1: not an object; accepted is one JSON object a line with id and text"),
        (0, '{"id": 7, "text": "t"}', "corpus.jsonl, line 1: id is 7, not a text"),
        (0, '{"id": "a", "text": "t", "roles": "cook"}', "line 1: roles is 'cook', not a list of texts"),
        (0, '{"id": "a", "text": "t"}\n{"id": "a", "text": "u"}', "row 2 has the id 'a' of a row before it"),
        (0, "", "corpus.jsonl is empty"),
        (1, '\n{"qid": "1"}', "queries.jsonl, line 2: text is missing; accepted is one JSON object a line with qid"),
        (1, '{"qid": "1", "text": "t", "answerable": "no"}', "answerable is 'no', not true or false"),
        (
            2,
            "qid\tdocid\trel\n1\ta\t1\n9\ta\t1\n",
            "qrels.tsv, line 3: no query has the qid '9'; accepted are those of",
        ),
        (2, "1 a 1\n", "qrels.tsv, line 1: '1 a 1' is no judgement; accepted is qid, docid and a whole number"),
        (2, "1\ta\thigh\n", "qrels.tsv, line 1: '1 a high' is no judgement"),
    ],
)
def test_bad_files(tmp_path: Path, at: int, content: str, said: str) -> None:
    """A line that cannot be used is named with its file, its number and what is accepted."""
    made = files(tmp_path, CORPUS, QUERIES, QRELS)
    made[at].write_text(content, encoding="utf-8")
    with pytest.raises(BadCollection) as refused:
        read(*made)
    assert said in str(refused.value)


def test_missing_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    made = files(tmp_path, CORPUS, QUERIES, QRELS)
    made[1].unlink()
    with pytest.raises(BadCollection, match=r"queries\.jsonl cannot be read"):
        read(*made)


ANIMALS = ("cat", "dog", "horse", "owl", "whale", "bee", "ant", "frog", "snake", "goat")


@pytest.mark.parametrize("name", PEERS)
def test_peers(name: str) -> None:
    """Each peer finds a document by its words, lists every document once, and is surer where there is more to go by."""
    peer = PEERS[name](ENGLISH)
    peer.load([Document(animal, animal.title(), f"The {animal} is an animal.") for animal in ANIMALS], nothing)
    found = peer.find(Query("1", "what is a whale"))
    assert found.ids[0] == "whale"
    assert sorted(found.ids) == sorted(ANIMALS)
    assert found.seconds > 0
    unsure = peer.find(Query("2", "tomorrow's forecast"))
    assert (found.confidence is None) == (name == "langchain")
    assert found.confidence is None or unsure.confidence is None or found.confidence > unsure.confidence
