"""`onhand ranking` as a process: what role and past use add, what was learned, and what it refuses."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.commands.ranking import WORDS
from bot.rankers import Rankers, Version
from retrieval.ranker import SIGNALS, Ranker
from tests.bot.process import files_of, run

PAGES = [
    ("all/break", "Breaks", "You get a break of thirty minutes in a shift of six hours.", "any", ["rest"]),
    ("cook/break", "Breaks", "You get a break of thirty minutes in a shift of six hours.", "cook", ["rest"]),
    ("till/break", "Breaks", "You get a break of thirty minutes in a shift of six hours.", "cashier", ["rest"]),
    ("gloves", "Gloves", "Take gloves of the right size from the box at the door.", "any", ["cold"]),
    ("gloves-hot", "Gloves", "Take gloves of the right size from the box at the door.", "any", ["heat"]),
    ("mop", "Mop", "Hang the mop up to dry after use.", "any", ["cleaning"]),
]
QUERIES: list[dict[str, Any]] = [
    {"qid": "1", "text": "how long is my break", "role": "cook", "user": "7", "date": "2026-03-01T10:00:00"},
    {"qid": "2", "text": "how long is my break", "role": "cashier", "lang": "en"},
    {"qid": "3", "text": "which gloves do I take", "user": "7", "date": "2026-03-05T10:00:00"},
    {"qid": "4", "text": "which gloves do I take", "user": "7", "date": "2026-01-05T10:00:00"},
]
QRELS = ["qid\tdocid\trel", "1\tall/break\t1", "1\tcook/break\t2", "1\ttill/break\t1", "2\ttill/break\t2"]
QRELS += ["3\tgloves-hot\t1", "4\tgloves-hot\t1"]
LOG = [
    {"user": "7", "date": "2026-02-01T08:00", "event": "asked", "tags": ["heat"]},
    {"user": None, "date": "2026-02-02"},
]


@pytest.fixture
def collection(tmp_path: Path) -> list[str]:
    """The options that name a small collection with roles and a log of users."""
    fields = ("id", "title", "text", "role", "tags")
    contents = {
        "corpus": [json.dumps(dict(zip(fields, page, strict=True))) for page in PAGES],
        "queries": list(map(json.dumps, QUERIES)),
        "qrels": QRELS,
        "userlog": list(map(json.dumps, LOG)),
    }
    return files_of(tmp_path, contents)


def test_json(empty: Path, collection: list[str]) -> None:
    """One JSON object: each condition with its measures and interval; role puts the own page first, past use the topic
    of before, and what comes after a question is not known to it."""
    done = run(empty, "ranking", "evaluate", *collection, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    for name in ("general", "role", "past_use", "both"):
        assert {"ndcg@10", "mrr@10", "ci95", "own_page_first", "never_shown"} <= told[name].keys()
    assert (told["questions"], told["with_past"]) == (4, 2)
    assert told["general"]["own_page_first"] < told["role"]["own_page_first"] == told["both"]["own_page_first"] == 1.0
    assert told["general"]["ndcg@10"] < told["role"]["ndcg@10"] < told["both"]["ndcg@10"]
    assert told["general"]["ndcg@10"] < told["past_use"]["ndcg@10"]
    assert told["both"]["mrr@10"] == (1 + 1 + 1 + 0.5) / 4
    assert {value: row["questions"] for value, row in told["by_role"].items()} == {"cashier": 1, "cook": 1}
    assert list(told["by_lang"]) == ["en"]


def test_table(empty: Path, collection: list[str]) -> None:
    """Without --json it is a row a condition, then a line a role."""
    done = run(empty, "ranking", "evaluate", *collection[:6])
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert [line.split("  ")[0] for line in lines[2:6]] == ["general", "+ role", "+ past use", "+ both"]
    assert any(line.startswith("cook: 1 questions, nDCG@10 ") for line in lines)


def test_refuses(empty: Path, collection: list[str], tmp_path: Path) -> None:
    """A log that cannot be read, and questions without a relevant document, end in a sentence with the place."""
    (tmp_path / "userlog").write_text('{"user": "7", "date": "yesterday"}', encoding="utf-8")
    done = run(empty, "ranking", "evaluate", *collection)
    assert done.returncode == 2
    assert "userlog, line 1: date is 'yesterday', not one like 2026-05-03T14:00" in done.stderr
    (tmp_path / "userlog").write_text('{"user": "7"}', encoding="utf-8")
    assert "line 1: date is missing" in run(empty, "ranking", "evaluate", *collection).stderr
    (tmp_path / "qrels").write_text("qid\tdocid\trel\n1\tmop\t0\n", encoding="utf-8")
    done = run(empty, "ranking", "evaluate", *collection[:6])
    assert (done.returncode, done.stdout) == (2, "")
    assert "no question has a relevant document" in done.stderr


def test_each_signal_is_told() -> None:
    """`show` has words for every signal that ranks, and for no other."""
    assert tuple(WORDS) == SIGNALS


def test_train_show_reset(empty: Path) -> None:
    """Without examples, train says what it lacks and changes nothing; show names each weight; reset goes back."""
    done = run(empty, "ranking", "train")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Too few yet: 0 examples of 0 people. Needed are 5 people, 50 examples" in done.stdout
    assert json.loads(run(empty, "ranking", "train", "--json").stdout)["outcome"] == "too few"
    shown = run(empty, "ranking", "show").stdout
    assert "In use: version 0, as Onhand came." in shown
    assert "+0.120  written for the asker's job" in shown
    learned = Version(Ranker({"own": 0.07}, 1), datetime(2026, 11, 24, tzinfo=UTC), 80, 9)
    Rankers(empty).add(learned, datetime(2026, 11, 24, tzinfo=UTC))
    assert "version 1: 2026-11-24, 80 examples of 9 people" in run(empty, "ranking", "show").stdout
    assert json.loads(run(empty, "ranking", "show", "--json").stdout)["weights"] == {"own": 0.07}
    assert run(empty, "ranking", "reset").stdout == "In use: version 0, as Onhand came.\n"
    assert Rankers(empty).current().version == 0
    assert run(empty, "ranking", "reset", "--to", "1").stdout == "In use: version 1.\n"
    refused = run(empty, "ranking", "reset", "--to", "3")
    assert (refused.returncode, refused.stderr) == (2, "--to 3: there is no such version; accepted are 0, 1.\n")
