"""`onhand evaluate` as a process: its figures, its questions of the sample, and what it refuses."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.exam import OFFERED, OTHER_WORDS, PASSED_ON, RIGHT, WRONG, Asked, verdict
from retrieval.answer import NOT_FOUND, Answer, Citation, Offer
from tests.bot.process import environment, files_of, run

TEXTS = {
    "chicken": "Cook chicken until the thickest part reaches 75 °C.",
    "hands": "Wash your hands with soap for twenty seconds.",
    "fridge": "Keep the fridge between one and five degrees.",
    "mop": "Hang the mop up to dry after use.",
    "holiday": "You get 28 days of paid holiday a year.",
}
QUERIES: list[dict[str, Any]] = [
    {"qid": "1", "text": "how hot must chicken be", "answerable": True},
    {"qid": "2", "text": "how long do I wash my hands", "answerable": True},
    {"qid": "3", "text": "where does the mop dry", "answerable": True},
    {"qid": "4", "text": "who won the football", "answerable": False},
]
QRELS = "qid\tdocid\trel\n1\tchicken\t1\n2\thands\t1\n2\tmop\t1\n3\tmop\t1\n"
KEYS = ["system", "ndcg@10", "recall@10", "recall@100", "mrr@10", "p50_ms", "p95_ms", "index_s", "rss_mb"]


@pytest.fixture
def collection(tmp_path: Path) -> list[str]:
    """The options that name a small collection."""
    rows = [json.dumps({"id": name, "title": name.title(), "text": text}) for name, text in TEXTS.items()]
    contents = {"corpus": rows, "queries": [json.dumps(query) for query in QUERIES], "qrels": [QRELS]}
    return files_of(tmp_path, contents)


def test_json(empty: Path, collection: list[str]) -> None:
    """A system's figures are one JSON object with these keys, and right: all found first, of two pages one is third."""
    done = run(empty, "evaluate", *collection, "--against", "bm25", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    ours, peer = (json.loads(line) for line in done.stdout.splitlines())
    assert list(peer) == [*KEYS, "auroc", "coverage@p95"]
    assert list(ours) == [*peer, "answered", "right"]
    assert (ours["system"], peer["system"]) == ("onhand", "bm25")
    assert (ours["mrr@10"], ours["recall@100"], ours["auroc"], ours["coverage@p95"]) == (1.0, 1.0, 1.0, 1.0)
    assert (ours["answered"], ours["right"]) == (0.75, 1.0)
    assert 0.9 < ours["ndcg@10"] <= 1.0
    assert ours["p95_ms"] >= ours["p50_ms"] > 0
    assert not (empty / "knowledge.db").exists()


def test_table_and_kept_index(empty: Path, collection: list[str], tmp_path: Path) -> None:
    """Without --json it is a row a system; a kept folder serves again, also for fewer documents."""
    kept = tmp_path / "kept"
    first = run(empty, "evaluate", *collection, "--keep", str(kept))
    heading, row = first.stdout.splitlines()
    assert heading.split() == [*KEYS, "auroc", "coverage@p95", "answered", "right"]
    assert row.split()[0] == "onhand"
    assert (kept / "knowledge.db").exists()
    corpus = tmp_path / "corpus"
    corpus.write_text("\n".join(corpus.read_text(encoding="utf-8").splitlines()[1:]), encoding="utf-8")
    again = run(empty, "evaluate", *collection, "--keep", str(kept))
    assert "1 judged documents are not in the corpus" in again.stderr
    assert again.stdout.splitlines()[1].split()[3] == "0.6667"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "accepted is --corpus FILE --queries FILE --qrels FILE, or --sample"),
        (("--sample", "--questions", "no such file"), "no such file"),
    ],
)
def test_refuses(empty: Path, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be measured ends with a sentence and exit code 2."""
    done = run(empty, "evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_refuses_unknown_peer(empty: Path, collection: list[str]) -> None:
    """A peer that is not known is named with those that are."""
    done = run(empty, "evaluate", *collection, "--against", "bm25,elastic")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'elastic' is no peer; accepted are bm25, dense, langchain" in done.stderr


def test_refuses_bad_judgement(empty: Path, collection: list[str], tmp_path: Path) -> None:
    """A judgement of a question that is not there is named with its file and line."""
    (tmp_path / "qrels").write_text("qid\tdocid\trel\n77\tmop\t1\n", encoding="utf-8")
    done = run(empty, "evaluate", *collection)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{tmp_path / 'qrels'}, line 2: no query has the qid '77'" in done.stderr


def test_missing_package(empty: Path, collection: list[str]) -> None:
    """A peer whose package is not installed is refused before anything is measured, with the extra that brings it."""
    arguments = ["evaluate", *collection, "--against", "bm25"]
    code = f"import sys; sys.modules['rank_bm25'] = None; from bot.__main__ import main; main({arguments!r})"
    done = subprocess.run([sys.executable, "-c", code], env=environment(empty), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "rank_bm25. In Onhand's folder: pip install -e '.[evaluate]'" in done.stderr


ROWS: list[dict[str, Any]] = [
    {"question": "wat temp chiken", "as": "U0CAI", "lang": "en", "kind": "thumb", "answerable": True,
     "articles": ["chicken-temperature"], "contains": ["75 °C"], "set": "first"},
    {"question": "and for decaf?", "as": "U0BEA", "lang": "en", "kind": "follow-up", "answerable": True,
     "articles": ["espresso-descale"], "contains": ["decaf"], "set": "held out",
     "after": "how do i descale the espresso machine"},
    {"question": "whats the wifi password", "as": "U0CAI", "lang": "en", "kind": "unanswerable", "answerable": False,
     "articles": [], "contains": [], "set": "held out"},
    {"question": "wat temp chiken", "as": "U0CAI", "lang": "en", "kind": "thumb", "answerable": True,
     "articles": ["mops"], "contains": [], "set": "held out"},
]  # fmt: skip


def questions(folder: Path, rows: list[dict[str, Any]]) -> str:
    file = folder / "asked.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(file)


def test_sample(empty: Path, tmp_path: Path) -> None:
    """The sample's questions are asked as their workers, follow-ups in their thread, and counted a set, kind, language.

    The last one names an article that is not there, so that its right answer counts as wrong and is listed.
    """
    done = run(empty, "evaluate", "--sample", "--questions", questions(tmp_path, ROWS), "--json", "--misses")
    assert (done.returncode, done.stderr) == (0, "")
    first, held_out, every, miss = (json.loads(line) for line in done.stdout.splitlines())
    assert [each["set"] for each in (first, held_out, every)] == ["first", "held out", "all"]
    assert (every["questions"], every["answerable"]) == (4, 3)
    assert (every["right"], every["other_words"], every["wrong"], every["passed_on"]) == (2, 0, 1, 1)
    assert (held_out["right_share"], held_out["wrong_share"]) == (0.5, 0.3333)
    assert every["by_kind"]["follow-up"]["right"] == every["by_kind"]["unanswerable"]["passed_on"] == 1
    assert every["by_lang"]["en"]["questions"] == 4
    assert (miss["verdict"], miss["question"], miss["articles"]) == ("wrong", "wat temp chiken", ["mops"])


def test_sample_counts_what_is_read_after_a_tap(empty: Path, tmp_path: Path) -> None:
    """A right article that is offered is picked, and what it says then counts as read where it has the right words."""
    row = {"question": "can i shift the bait thing so i can sweep", "as": "U0BEA", "answerable": True, "kind": "plain",
           "articles": ["pests"], "contains": ["Do not touch traps or bait boxes"]}  # fmt: skip
    rows = [row, row | {"contains": ["Feed the mice"]}]
    done = run(empty, "evaluate", "--sample", "--questions", questions(tmp_path, rows), "--json")
    every = json.loads(done.stdout)
    assert (every["right"], every["offered"], every["right_share"], every["read_share"]) == (0, 2, 0.0, 0.5)


def test_sample_for_people_to_read(empty: Path, tmp_path: Path) -> None:
    """Without --json it is a table a set, and the misses are lines with what was said."""
    done = run(empty, "evaluate", "--sample", "--questions", questions(tmp_path, ROWS[2:]), "--misses")
    assert done.stdout.startswith(
        "all: 0.0% of the answerable answered right, 0.0% read the right words at once or after a tap, 50.0% of all "
        "answered wrong"
    )
    assert "wrong: wat temp chiken (U0CAI, thumb; mops)" in done.stdout
    assert "chicken-temperature: " in done.stdout


def test_bad_question(empty: Path, tmp_path: Path) -> None:
    """A line that is no question is named with its file and number."""
    done = run(empty, "evaluate", "--sample", "--questions", questions(tmp_path, [ROWS[0], {"question": "x"}]))
    assert (done.returncode, done.stdout) == (2, "")
    assert "asked.jsonl, line 2: KeyError('as'); accepted is" in done.stderr


def answer(*quoted: tuple[str, str]) -> Answer:
    """An answer that quotes articles."""
    cited = tuple(Citation(article, article, "", quote, 1) for article, quote in quoted)
    return Answer(True, "text", cited)


PLAIN = Asked("q", "U0CAI", True, frozenset({"a", "b"}), ("75", "seventy"))
TWO = replace(PLAIN, kind="two-part")


@pytest.mark.parametrize(
    ("asked", "given", "expected"),
    [
        (PLAIN, answer(("a", "at 75 °C")), RIGHT),
        (PLAIN, answer(("a", "hot")), OTHER_WORDS),
        (PLAIN, answer(("c", "at 75 °C")), WRONG),
        (PLAIN, answer(("c", "at 75 °C"), ("b", "seventy")), RIGHT),
        (PLAIN, answer(("c", "at 75 °C"), ("b", "hot")), OTHER_WORDS),
        (PLAIN, NOT_FOUND, PASSED_ON),
        (PLAIN, replace(NOT_FOUND, offered=(Offer("c", "C"), Offer("a", "A"))), OFFERED),
        (PLAIN, replace(NOT_FOUND, offered=(Offer("c", "C"),)), PASSED_ON),
        (TWO, answer(("a", "at 75 °C")), WRONG),
        (TWO, answer(("a", "at 75 °C"), ("b", "hot")), OTHER_WORDS),
        (TWO, answer(("a", "at 75 °C"), ("b", "for seventy seconds")), RIGHT),
        (replace(PLAIN, answerable=False), answer(("a", "at 75 °C")), WRONG),
        (replace(PLAIN, answerable=False), NOT_FOUND, PASSED_ON),
    ],
)
def test_verdict(asked: Asked, given: Answer, expected: str) -> None:
    """An answer is right by its article and its words; of two parts both articles and both words count."""
    assert verdict(asked, given) == expected
