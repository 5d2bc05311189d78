"""Work in a process of its own: what comes back from it, also where it fails or is ended."""

import os
import signal

import pytest

from bot.processes import Ended, in_own_process


def _who(greeting: str) -> tuple[str, int]:
    return greeting, os.getpid()


def _fails() -> None:
    raise OSError("the disk is full")


def _is_killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_result() -> None:
    """What the work returns comes back, and it was another process that did it."""
    greeting, process = in_own_process(_who, "hello")
    assert greeting == "hello"
    assert process != os.getpid()


def test_failure() -> None:
    """An error comes back as it is."""
    with pytest.raises(OSError, match="the disk is full"):
        in_own_process(_fails)


def test_killed() -> None:
    """A process that the system ended is told of as such."""
    with pytest.raises(Ended, match="the system ended its process, as it does where memory runs out"):
        in_own_process(_is_killed)


def test_exit() -> None:
    """A process that ends by itself, with no result, is told of with its exit code."""
    with pytest.raises(Ended, match="its process ended with exit code 7"):
        in_own_process(os._exit, 7)
