"""Who is at work in a data folder. Services of one workspace may share it; a demo, with its own workspace, may not."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Occupied(RuntimeError):
    """Another Onhand is at work in the folder, for another workspace: each would send the other's messages."""


@contextmanager
def at_work(home: Path, *, alone: bool) -> Iterator[None]:
    """Holds the folder until the block ends or the process dies. Raises Occupied."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / ".at-work").open("a") as lock:
        try:
            fcntl.flock(lock, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        except OSError as problem:
            raise Occupied(
                f"Another Onhand is at work in {home}. Stop it, or set ONHAND_HOME to another folder."
            ) from problem
        yield
