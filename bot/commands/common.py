"""What all commands share: settings with clear errors, progress, and how a failure ends."""

import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from typing import Any, NoReturn

import click

NOT_FOUND = 3
"""Exit code of a question that no article answers, or of a thing that is not there."""
BAD_INPUT = 2
FAILED = 1


def stop(sentence: str, code: int = BAD_INPUT) -> NoReturn:
    """Ends the command with a sentence on standard error."""
    click.echo(sentence, err=True)
    sys.exit(code)


def settings() -> Any:
    """The settings. A wrong one ends the command with its name, as `bot.__main__` sees to."""
    from bot.settings import read

    return read()


@contextmanager
def stop_signals() -> Generator[Callable[[], object]]:
    """Takes SIGTERM and Ctrl-C from here on; what it yields waits for the first of them.

    The interpreter writes the signal into a socket itself. A handler that sets an event could be missed by a main
    thread on its way into the event's wait, or need the very lock that the code it interrupts is holding.
    """
    waiting, telling = socket.socketpair()
    telling.setblocking(False)
    signal.set_wakeup_fd(telling.fileno())
    before = {name: signal.signal(name, lambda *_: None) for name in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: waiting.recv(1)
    finally:
        signal.set_wakeup_fd(-1)
        for name, handler in before.items():
            signal.signal(name, handler)
        waiting.close()
        telling.close()


@contextmanager
def progress(label: str, things: str = "") -> Generator[Callable[[int, int], None]]:
    """A progress bar on standard error that appears with the first step, and stays out of files and pipes.

    It reads as "Embedding 120 of 1,832 articles", where `things` is "articles".
    """
    counted = f"{label} {{n:,}} of {{total:,}} {things}".rstrip()
    with ExitStack() as closing:
        bar: Any = None

        def step(done: int, of: int) -> None:
            nonlocal bar
            from tqdm import tqdm

            if bar is None:
                # Its own lock is one between processes, which a process that is ended leaves behind.
                tqdm.set_lock(threading.RLock())
                bar = closing.enter_context(
                    tqdm(total=of, disable=None, bar_format=f"{counted}: {{bar:30}} {{elapsed}}")
                )
            bar.total = of
            bar.update(done - bar.n)

        yield step
