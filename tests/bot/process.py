"""Onhand as a process of its own, with a home folder and an environment of its own."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.workspace.server import LocalWorkspace

OURS = (
    "SLACK_",
    "ONHAND_",
    "EMBEDDING_",
    "DATABASE_",
    "LOG_LEVEL",
    "GROUP_SIZE",
    "RANKING_TRAIN",
    "TIME_ZONE",
    "APPROVALS",
    "EDITOR",
)
SECONDS = 120


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of the tests without any setting of Onhand's but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**kept, "ONHAND_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}


def tokens(workspace: LocalWorkspace, **more: str) -> dict[str, str]:
    """The settings with which a process works in the local workspace."""
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "SLACK_TEAM_ID": workspace.team_id,
        **more,
    }


def run(home: Path, *arguments: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """Runs a command to its end, in an empty working folder, so that no .env is read."""
    with tempfile.TemporaryDirectory() as elsewhere:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            env=environment(home, **settings),
            cwd=elsewhere,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )


def files_of(folder: Path, contents: Mapping[str, Sequence[str]]) -> list[str]:
    """Writes the lines of each file, and returns the options that name them: `--name path`."""
    options = []
    for name, lines in contents.items():
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
        options += [f"--{name}", str(folder / name)]
    return options


class Running:
    """A command that is at work. What it prints is read all the time, so that it never waits for its reader."""

    def __init__(self, home: Path, arguments: tuple[str, ...], settings: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env=environment(home, **settings),
            cwd=home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: list[str] = []
        self._printed = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def output(self) -> str:
        return "".join(self._lines)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                with self._printed:
                    self._lines.append(line)
                    self._printed.notify_all()

    def says(self, words: str) -> None:
        """Waits until it has printed the words. Raises TimeoutError with all that it printed instead."""
        with self._printed:
            if not self._printed.wait_for(lambda: words in self.output, SECONDS):
                raise TimeoutError(f"it did not print {words!r} but: {self.output}")

    def answers(self, address: str) -> None:
        """Waits until somebody answers at an address. Raises TimeoutError with all that was printed instead."""
        until = time.monotonic() + SECONDS
        while True:
            try:
                urlopen(address, timeout=5).close()
            except URLError:
                if time.monotonic() > until:
                    raise TimeoutError(f"nobody answers at {address}: {self.output}") from None
                time.sleep(0.05)
            else:
                return

    def ends(self) -> int:
        """Waits for its end and returns its exit code."""
        code = self.process.wait(SECONDS)
        self._reader.join(SECONDS)
        return code


@contextmanager
def running(home: Path, *arguments: str, **settings: str) -> Iterator[Running]:
    """Starts a command; whatever happens, it does not outlive the block."""
    started = Running(home, arguments, settings)
    try:
        yield started
    finally:
        started.process.kill()
        started.ends()
