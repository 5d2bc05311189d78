"""The audit finds every leak that was put in, and nothing where there is none."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.audit.influence import seen
from bot.audit.report import Audit, Figures
from bot.audit.wire import Sent, named
from privacy.uses import KINDS, LANGUAGES, notice_for
from tests.audit.leaks import all_leaks

WORLDS = int(os.environ.get("AUDIT_WORLDS", "8"))
MOST = 120
SEED = 1


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """Libraries and an empty home, for all tests here."""
    return Audit(tmp_path_factory.mktemp("audit"), SEED)


def test_no_false_alarm(prepared: Audit) -> None:
    """Where nothing leaks, nothing is found, though replies did change and said so."""
    prepared.figures = Figures(seed=SEED)
    for number in range(WORLDS):
        prepared.world(number)
    assert prepared.figures.examples == []
    assert prepared.figures.clean
    assert prepared.figures.explained > 0


@pytest.mark.parametrize("leak", list(all_leaks()), ids=lambda leak: leak.__name__)
def test_every_leak_is_caught(
    leak: Callable[[pytest.MonkeyPatch], None], prepared: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leak is found within a few worlds."""
    leak(monkeypatch)
    prepared.figures = Figures(seed=SEED)
    for number in range(MOST):
        prepared.world(number)
        if prepared.figures.examples:
            break
    print(leak.__name__, number + 1, prepared.figures.examples[:1])
    assert prepared.figures.examples
    assert not prepared.figures.clean
    # It is the leak that was found, and not that its patch does not fit any more.
    assert prepared.figures.failures == 0


def page(last: int, older: int) -> Sent:
    """A page of somebody's receipts, down to that number, with the button to what is older than that other one."""
    button = {"text": f"Receipt {last}: your job role", "value": json.dumps({"b": older}, separators=(",", ":"))}
    return Sent("chat.postMessage", {"blocks": [button]}, "r", "w", "en", frozenset())


def test_only_numbers_of_receipts_may_differ() -> None:
    """How many receipts there were before is no news of anybody, in the words or in the button to the older ones. Any
    other number in that button is.
    """
    assert seen(page(10, 10)) == seen(page(9, 9))
    assert seen(page(10, 10)) != seen(page(10, 9))
    assert seen(page(10, 7)) != seen(page(10, 8))


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_are_read_back(language: str) -> None:
    """The audit's own reading of a notice finds each kind that stands in it, alone or with every other one."""
    names = [kind.name for kind in KINDS]
    for used in [*([name] for name in names), *([a, b] for a in names for b in names if a < b)]:
        line = notice_for(frozenset(used), language)  # type: ignore[arg-type]
        assert named(line, language) == frozenset(used)  # type: ignore[arg-type]


def test_leaves_nothing_behind(prepared: Audit, tmp_path: Path) -> None:
    """Playing a world changes nothing of the home that it begins with."""
    before = [path.read_bytes() for path in sorted(prepared._home.iterdir())]
    prepared.world(0)
    assert [path.read_bytes() for path in sorted(prepared._home.iterdir())] == before
    assert list(tmp_path.iterdir()) == []
