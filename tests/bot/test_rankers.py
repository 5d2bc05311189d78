"""The versions of the ranker in the home folder."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.rankers import FILE, Rankers, Version
from retrieval.ranker import SHIPPED, Ranker

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)
FIRST = Version(Ranker({"own": 0.07}, 1), NOW, 80, 9, {"new": 0.5})


def test_begins_with_the_shipped_one(tmp_path: Path) -> None:
    """Where nothing was learned, the weights that Onhand comes with are in use, and asking writes nothing."""
    rankers = Rankers(tmp_path)
    assert (rankers.current(), rankers.trained) == (SHIPPED, None)
    assert list(tmp_path.iterdir()) == []


def test_another_process_sees_it(tmp_path: Path) -> None:
    """A new version, a way back, and a training that made none are seen by whoever asks next, in any process."""
    here, there = Rankers(tmp_path), Rankers(tmp_path)
    assert there.current() is SHIPPED
    here.add(FIRST, NOW)
    assert there.current() == FIRST.ranker
    assert there.versions()[1] == FIRST
    there.use(0)
    assert here.current() == SHIPPED
    here.tried(NOW, 1)
    assert (there.current(), there.trained) == (FIRST.ranker, NOW)
    there.add(FIRST, NOW)
    assert (here.current().version, here.current().weights) == (2, FIRST.ranker.weights)
    with pytest.raises(KeyError):
        here.use(7)


@pytest.mark.parametrize("text", ["", "{", '{"current": 4, "trained": null, "versions": []}', "[]"])
def test_a_broken_file(tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    """A file that cannot be read stops no answer: the shipped order is used, and the log says so."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        assert Rankers(tmp_path).current() == SHIPPED
    assert f"{FILE} cannot be read" in caplog.text
