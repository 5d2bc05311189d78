"""What every dialogue must keep, whatever it is about: nothing harmful leaves, and nothing typed gets into a log."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo import for_demo
from bot.settings import Settings
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace
from tests.scenarios.company import Company, Leaving, opened
from tests.scenarios.wire import SHOWN, harm_in

HARNESS = ("websockets", "uvicorn", "asyncio", "hypothesis", "markdown_it")
"""Loggers of the workspace and of the people in it, which stand for Slack, and of the parser of articles."""
SHORTEST = 8


class Record(logging.Handler):
    """Keeps what every logger says, with its traceback, at every level."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(HARNESS):
            self.lines.append(self.format(record))


@pytest.fixture(scope="session")
def _record() -> Iterator[Record]:
    root, record = logging.getLogger(), Record()
    level = root.level
    root.addHandler(record)
    root.setLevel(logging.DEBUG)
    yield record
    root.removeHandler(record)
    root.setLevel(level)


@pytest.fixture
def log(_record: Record) -> list[str]:
    """What was logged during this test, at DEBUG."""
    _record.lines.clear()
    return _record.lines


@pytest.fixture
def editing(home: Path, shelf: Onhand, workspace: LocalWorkspace, leaving: Leaving) -> Iterator[Company]:
    """The sample company with its editors at work, over articles of its own. It is not open yet."""
    onhand = Onhand(for_demo(Settings(home=home)))
    onhand.encoder = shelf.encoder
    with opened(home, onhand, workspace, leaving) as company:
        company.editorial = onhand.editorial
        yield company


@pytest.fixture(autouse=True)
def nothing_leaks(request: pytest.FixtureRequest, log: list[str]) -> Iterator[None]:
    """Fails a dialogue in which typed words got into a log, or a message left that could ping or link."""
    if "company" not in request.fixturenames:
        yield
        return
    company: Company = request.getfixturevalue("company")
    yield
    typed = {words for words in company.typed if len(words) >= SHORTEST}
    leaked = [line for line in log if any(words.casefold() in line.casefold() for words in typed)]
    assert leaked == []
    harm = [(call.method, harm_in(call)) for call in company.wire.calls if call.method in SHOWN]
    assert [each for each in harm if each[1]] == []
