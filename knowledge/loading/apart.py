"""Converts documents in processes of their own, which are ended when they use too much and replaced then."""

import json
import os
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from knowledge.converting.piece import Piece, RefusedError
from knowledge.loading.child import TOO_LONG, TOO_MUCH

WORKERS = 2
_ROOT = Path(__file__).parents[2]
_SILENT_SECONDS = 20
"""How long a process may say nothing. It is ended by its processor time long before, unless the machine stands."""
_LONGEST_SECONDS = 600
_LONGEST_ANSWER = 64_000_000
_CHUNK = 1 << 16


class Child:
    """One such process. It is started with the first document and again after it was ended."""

    def __init__(self) -> None:
        self._process: _Process | None = None

    def convert(self, path: Path, suffix: str) -> list[Piece]:
        """The pieces of a document. Raises `RefusedError` with the reason where there are none."""
        wanted = {"path": str(path), "suffix": suffix}
        fresh = self._process is None
        answer = self._ask(wanted)
        if answer.get("again") and not fresh:
            answer = self._ask(wanted)
        if "refused" in answer:
            raise RefusedError(str(answer["refused"]))
        return [Piece(str(each["body"]), dict(each["fields"]), str(each["place"])) for each in answer["pieces"]]

    def _ask(self, wanted: dict[str, str]) -> dict[str, Any]:
        self._process = self._process or _Process()
        answer = self._process.ask(wanted)
        if answer.get("tired"):
            self.close()
        return answer

    def stop(self) -> None:
        """Ends the process from another thread; who waits for its answer is told that there is none."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Ends the process and what it was connected by."""
        if self._process is not None:
            self._process.close()
        self._process = None


class _Process:
    """The process as it runs, with nothing of this one's environment: there may be secrets in it."""

    def __init__(self) -> None:
        environment = {
            "PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1",
        }  # fmt: skip
        self._running = subprocess.Popen(
            [sys.executable, "-m", "knowledge.loading.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/",
        )  # fmt: skip

    def ask(self, wanted: dict[str, str]) -> dict[str, Any]:
        """What it answers, or why it gave no answer."""
        try:
            os.write(self._pipe("stdin").fileno(), json.dumps(wanted).encode() + b"\n")
            answer: dict[str, Any] = json.loads(self._answer(self._pipe("stdout").fileno()))
        except (OSError, EOFError, ValueError):
            why = self._why_it_ended()
            return {"refused": why, "tired": True, "again": why == TOO_MUCH}
        return answer

    def kill(self) -> None:
        """Ends it; its pipes stay for whoever waits at them."""
        self._running.kill()

    def close(self) -> None:
        """Ends it and closes its pipes."""
        self.kill()
        self._running.wait()
        self._pipe("stdin").close()
        self._pipe("stdout").close()

    def _pipe(self, name: str) -> Any:
        return getattr(self._running, name)

    def _answer(self, told: int) -> bytes:
        """The next line that is not empty; the empty ones are steps. Raises `EOFError` when there is none."""
        said, until = bytearray(), time.monotonic() + _LONGEST_SECONDS
        while not said.endswith(b"\n"):
            ready, _, _ = select.select([told], [], [], min(_SILENT_SECONDS, max(0.0, until - time.monotonic())))
            heard = os.read(told, _CHUNK) if ready else b""
            if not heard or len(said) > _LONGEST_ANSWER:
                raise EOFError
            said = bytearray((said + heard).lstrip(b"\n")) if not said else said + heard
        return bytes(said)

    def _why_it_ended(self) -> str:
        try:
            code = self._running.wait(0.2)
        except subprocess.TimeoutExpired:
            code = -signal.SIGPROF
        return TOO_LONG if code in (-signal.SIGPROF, -signal.SIGXCPU) else TOO_MUCH


class Children:
    """A few of them, each with one document at a time. A context manager: none is left when it ends."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool = ThreadPoolExecutor(workers)
        self._children = [Child() for _ in range(workers)]
        self._free: SimpleQueue[Child] = SimpleQueue()
        for child in self._children:
            self._free.put(child)

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for child in self._children:
            child.stop()
        self._pool.shutdown()
        for child in self._children:
            child.close()

    def convert(self, path: Path, suffix: str) -> "Future[list[Piece]]":
        """The pieces of a document, when they are ready. The future raises `RefusedError`."""
        return self._pool.submit(self._converted, path, suffix)

    def _converted(self, path: Path, suffix: str) -> list[Piece]:
        child = self._free.get()
        try:
            return child.convert(path, suffix)
        finally:
            self._free.put(child)
