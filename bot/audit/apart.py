"""Plays each world in a process of its own, so that nothing a process remembers gets from one into another."""

import gc
import os
import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class Died(RuntimeError):
    """The process ended without its result; the text is what it failed on."""


@dataclass(frozen=True, slots=True)
class Copy(Generic[Result]):
    """A copy of this process at work."""

    process: int
    reading: int

    def result(self) -> Result:
        """What its work gave. Raises Died where it failed."""
        with open(self.reading, "rb") as pipe:
            told = pipe.read()
        os.waitpid(self.process, 0)
        result: Result = _result(told)
        return result


def begun(work: Callable[[], Result]) -> Copy[Result]:
    """Begins the work in a copy of this process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _report(work, writing)
    os.close(writing)
    return Copy(child, reading)


def apart(work: Callable[[], Result]) -> Result:
    """What the work gives, done in a copy of this process. Raises Died where it failed."""
    return begun(work).result()


def _report(work: Callable[[], Any], writing: int) -> None:
    """Ends the process without the endings of the one that it is a copy of: its files are not for this one to close."""
    gc.disable()
    try:
        told = pickle.dumps((work(), ""))
    except BaseException:
        told = pickle.dumps((None, traceback.format_exc()))
    with open(writing, "wb") as pipe:
        pipe.write(told)
    os._exit(0)


def _result(told: bytes) -> Any:
    if not told:
        raise Died("the process was ended by the system")
    result, problem = pickle.loads(told)  # noqa: S301 - from this very program
    if problem:
        raise Died(problem)
    return result
