"""`onhand bench` as a process: its figures for small sizes, and what it refuses."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.process import environment, run

ENGLISH = ("--model", "english", "--questions", "12")
STAGES = ["reading", "embedding", "vectors", "lexical", "closely", "composing", "whole"]
KEYS = {
    "passages", "load", "articles", "real_articles", "saving_s", "model", "dimension", "disk_bytes", "vectors_s",
    "lexical_s", "build_s", "settled_s", "stages", "p50_ms", "p95_ms", "raw", "whole_to_raw", "cpu_whole_to_raw",
    "qps_1", "qps_2", "memory_bytes", "rss_mb", "peak_mb", "peak_bytes", "changed_s", "longest_ms", "langchain",
}  # fmt: skip


def test_json(empty: Path) -> None:
    """A size is one JSON object: as many passages as were asked for, every stage timed, and the peer beside it.

    Without its peers, each size has the same keys but for theirs. Nothing is left in the home folder but the model.
    """
    done = run(empty, "bench", "--sizes", "300", "--peers", "--json", *ENGLISH)
    assert (done.returncode, done.stderr) == (0, "")
    (figures,) = map(json.loads, done.stdout.splitlines())
    assert figures.keys() == KEYS
    assert (figures["passages"], figures["dimension"]) == (300, 384)
    assert figures["articles"] > figures["real_articles"] > 0
    assert list(figures["stages"]) == STAGES
    for times in (*figures["stages"].values(), figures["raw"], figures["langchain"]):
        assert times["p95_ms"] >= times["p50_ms"] >= 0
    assert figures["p50_ms"] == figures["stages"]["whole"]["p50_ms"] > figures["stages"]["embedding"]["p50_ms"] > 0
    assert figures["langchain"]["to_onhand"] > 0
    assert figures["changed_s"] > 0
    assert [each.name for each in empty.iterdir()] == ["models"]


def test_table_of_two_sizes(empty: Path) -> None:
    """For people to read it is a block a size, each in a process of its own; a size with no room is told of."""
    done = run(empty, "bench", "--sizes", "100,10000000", *ENGLISH)
    assert (done.returncode, done.stderr) == (0, "")
    small, large = done.stdout.strip().split("\n\n")
    assert small.startswith("100 passages in ")
    for words in ("question to answer", "embedding, vectors and words alone", "one article changed: answered after"):
        assert words in small
    assert large.startswith("10,000,000 passages need about ")
    assert large.endswith("are free: left out.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--sizes", "1000,ten"),
            "--sizes 1000,ten: 'ten' is no size; accepted are whole numbers from 100 to 10000000",
        ),
        (("--sizes", "99"), "'99' is no size"),
        (("--sizes", ""), "'' is no size"),
        (("--questions", "9"), "9 is not in the range x>=10"),
        (("--sizes", "100", "--model", "no such model"), "EMBEDDING_MODEL='no such model': "),
        (("--sizes", "100", "--model", "langchain:nonsense"), "--model langchain:nonsense: accepted is both, english"),
    ],
)
def test_refuses(empty: Path, arguments: tuple[str, ...], said: str) -> None:
    """What cannot be measured ends with a sentence that names the value and what is accepted, and exit code 2."""
    done = run(empty, "bench", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_package(empty: Path) -> None:
    """A peer whose package is not installed is refused before anything is measured, with the extra that brings it."""
    arguments = ["bench", "--sizes", "100", "--peers"]
    code = f"import sys; sys.modules['rank_bm25'] = None; from bot.__main__ import main; main({arguments!r})"
    done = subprocess.run([sys.executable, "-c", code], env=environment(empty), capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--peers needs the package rank_bm25. In Onhand's folder: pip install -e '.[evaluate]'" in done.stderr


def test_help_teaches(empty: Path) -> None:
    """The help shows how to call it, what the words in its table mean, and what it takes."""
    said = " ".join(run(empty, "bench", "--help").stdout.split())
    for words in ("onhand bench --sizes 1000,10000 --questions 100", "“Alone” is the bare cost", "process of its own"):
        assert words in said
