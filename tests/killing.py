"""Runs a module of the tests as a process, and kills it in the midst of its work."""

import json
import subprocess
import sys
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
