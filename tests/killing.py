"""Runs a module of the tests as a process, and kills it in the midst of its work."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def said_before_death(module: str, *given: object, lines: int) -> list[Any]:
    """All that one process said, a JSON value a line, until it was killed at some point after so many lines."""
    command = [sys.executable, "-m", module, *map(str, given)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline() for _ in range(lines)]
        process.kill()
        said += process.stdout.readlines()
    assert process.returncode == -9
    return [json.loads(line) for line in said if line.endswith("\n")]


def one_life(module: str, *given: object, kill_after: float | None) -> None:
    """A process that says it is at work, and works until it is killed, or until it is done."""
    command = [sys.executable, "-m", module, *map(str, given)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip('"\n') == "at work"
        if kill_after is not None:
            time.sleep(kill_after)
            process.kill()
        process.stdout.read()
