"""Converts documents in processes of their own, which are ended when they use too much and replaced then."""

import json
import os
import select
import signal
import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from knowledge.converting.piece import Piece, RefusedError
from knowledge.loading.child import TOO_LONG, TOO_MUCH

WORKERS = 2
_ROOT = Path(__file__).parents[2]
_SILENT_SECONDS = 20
"""How long a process may say nothing. It is ended by its processor time long before, unless the machine stands still."""
_LONGEST_ANSWER = 64_000_000
_CHUNK = 1 << 16


class Child:
    """One such process. It is started with the first document and again after it was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._left = b""

    def convert(self, path: Path, suffix: str) -> list[Piece]:
        """The pieces of a document. Raises `RefusedError` with the reason where there are none."""
        answer = self._ask({"path": str(path), "suffix": suffix})
        if answer.get("tired"):
            self.close()
        if "refused" in answer:
            raise RefusedError(str(answer["refused"]))
        return [Piece(str(each["body"]), dict(each["fields"]), str(each["place"])) for each in answer["pieces"]]

    def stop(self) -> None:
        """Ends the process from another thread; who waits for its answer is told that there is none."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Ends the process and what it was connected by."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
        self._process, self._left = None, b""

    def _ask(self, wanted: dict[str, str]) -> dict[str, Any]:
        process = self._process = self._process or _started()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(wanted).encode() + b"\n")
            process.stdin.flush()
            answer: dict[str, Any] = json.loads(self._answer(process))
        except (OSError, EOFError, ValueError):
            return {"refused": self._why_it_ended()}
        return answer

    def _answer(self, process: "subprocess.Popen[bytes]") -> bytes:
        """The next line that is not empty. Raises `EOFError` when there is none."""
        assert process.stdout is not None
        said = bytearray(self._left)
        while not (line := _last_line(said)):
            ready, _, _ = select.select([process.stdout], [], [], _SILENT_SECONDS)
            heard = os.read(process.stdout.fileno(), _CHUNK) if ready else b""
            if not heard or len(said) > _LONGEST_ANSWER:
                raise EOFError
            said += heard
        self._left = b""
        return line

    def _why_it_ended(self) -> str:
        process = self._process
        assert process is not None
        try:
            code = process.wait(0.2)
        except subprocess.TimeoutExpired:
            code = -signal.SIGPROF
        self.close()
        return TOO_LONG if code in (-signal.SIGPROF, -signal.SIGXCPU) else TOO_MUCH


def _last_line(said: bytearray) -> bytes:
    """The answer, once it is whole. The empty lines before it are steps."""
    while said[:1] == b"\n":
        del said[:1]
    return bytes(said) if said.endswith(b"\n") else b""


def _started() -> "subprocess.Popen[bytes]":
    """The process, with nothing of this one's environment: there may be secrets in it."""
    environment = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "knowledge.loading.child"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, cwd="/", bufsize=0,
    )  # fmt: skip


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
