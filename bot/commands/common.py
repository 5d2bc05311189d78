"""What all commands share: settings with clear errors, progress, and how a failure ends."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
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
def progress(label: str) -> Generator[Callable[[int, int], None]]:
    """A progress bar on standard error that appears with the first step, and stays out of files and pipes."""
    from tqdm import tqdm

    bar = tqdm(total=0, desc=label, disable=None, bar_format="{desc}: {bar:30} {n_fmt}/{total_fmt} {elapsed}")

    def step(done: int, of: int) -> None:
        bar.total = of
        bar.update(done - bar.n)

    try:
        yield step
    finally:
        bar.close()
