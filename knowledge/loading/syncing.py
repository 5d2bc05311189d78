"""Keeps articles like a folder: what is new or changed in it, and what is gone from it."""

import math
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.loading.folders import DEFAULTS, Problem
from knowledge.loading.reading import Known, Progress, Taken, silent, stream

_SETTLED_MS = 1_000
"""A change is looked at when nothing has changed for so long: a checkout writes many files."""
_WAKE_MS = 500
"""A first look waits so long at most, until the folder is watched."""
_LOOK_AGAIN_SECONDS = 300
"""Whether the system told of a change or not, for not every network folder does."""


class NoFolderError(ValueError):
    """There is nothing to keep the articles like."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a folder holds now, what could not be read, and the ids of the articles whose place in it is gone."""

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    gone: tuple[str, ...]


def difference(
    folder: Path,
    roles: frozenset[str],
    live: Mapping[str, str],
    known: Known | None = None,
    progress: Progress = silent,
) -> Difference:
    """Reads the folder and compares it with `live`: the ids of the articles that came from it, with their origins.

    An article whose file cannot be read stays as it is. Raises `NoFolderError` where there is no folder, or none of
    its files is an article any more: then the folder itself is likely not there, such as a disk that is not mounted.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise NoFolderError(f"{folder} is no folder; accepted is one that holds articles")
    every = list(stream([root], roles, progress, known))
    taken = tuple(each for each in every if isinstance(each, Taken))
    problems = tuple(each for each in every if isinstance(each, Problem))
    if live and not taken:
        raise NoFolderError(f"{folder} holds no article, and {len(live)} live ones came from it; nothing was taken out")
    held = {each.article.id for each in taken}
    gone = (id for id, origin in live.items() if id not in held and not _unread(origin, problems))
    return Difference(taken, problems, tuple(sorted(gone)))


def _unread(origin: str, problems: tuple[Problem, ...]) -> bool:
    """True where the file, its archive or its folder has a problem: nobody knows whether the article is gone."""
    return any(origin == each.file or each.file.startswith(origin) or _above(each.file, origin) for each in problems)


def _above(problem: str, origin: str) -> bool:
    folder = problem.removesuffix(DEFAULTS)
    return origin.startswith(folder if folder != problem else f"{problem}/")


def changes(folder: Path) -> Iterator[None]:
    """Yields once the folder is watched, then after each change of a file in it, and from time to time.

    So what changes while the first look is taken is not missed.
    """
    from watchfiles import watch

    watched = watch(
        folder, debounce=_SETTLED_MS, rust_timeout=_WAKE_MS, yield_on_timeout=True, raise_interrupt=False,
        watch_filter=lambda _, path: not _hidden(folder, path),
    )  # fmt: skip
    looked = -math.inf
    for changed in watched:
        if changed or time.monotonic() - looked > _LOOK_AGAIN_SECONDS:
            yield None
            looked = time.monotonic()


def _hidden(folder: Path, path: str) -> bool:
    return any(part.startswith(".") for part in os.path.relpath(path, folder.resolve()).split(os.sep))
