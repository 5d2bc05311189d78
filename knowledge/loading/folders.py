"""Finds the files that may be articles in what a person named: files, folders at any depth, and archives."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.converting.formats import FORMATS

TEXTS = (".md", ".markdown", ".txt")
SUFFIXES = (*TEXTS, *FORMATS, ".zip")
DEFAULTS = "onhand.yml"
"""The name of the file that holds what is the same for all articles of a folder."""
_AROUND_PAGES = frozenset(
    (
        ".css", ".js", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".bmp", ".woff", ".woff2",
        ".ttf", ".eot", ".thumb", ".emf", ".wmf",
    )
)  # fmt: skip
"""What belongs to saved web pages and is no article."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A file that was not loaded, and why, in one line that says what is accepted."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file to read, or a `member` of an archive. `name` is how a person knows it: as they gave the path."""

    path: Path
    name: str
    member: str = ""

    @property
    def suffix(self) -> str:
        """The kind of file, in lower case with its dot."""
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        """The file's name without its kind."""
        return PurePosixPath(self.name).stem


def walk(paths: Sequence[Path]) -> Iterator[Found | Problem]:
    """Every file under the paths once, in the order of their names. Hidden files and folders are left out."""
    seen: set[Path] = set()
    for found in (each for path in paths for each in _under(path)):
        real = _real(found.path) if isinstance(found, Found) else None
        if real is None or real not in seen:
            yield found
        if real is not None:
            seen.add(real)


def without_surroundings(found: Sequence[Found | Problem]) -> list[Found | Problem]:
    """Without the files of defaults, and, where there are web pages, without what only makes them look well."""
    files = [each for each in found if isinstance(each, Found)]
    pages = any(each.suffix in (".html", ".htm", ".aspx") for each in files)
    dropped = _AROUND_PAGES if pages else frozenset[str]()
    return [
        each for each in found
        if isinstance(each, Problem) or not (each.suffix in dropped or PurePosixPath(each.name).name == DEFAULTS)
    ]  # fmt: skip


def _under(path: Path) -> Iterator[Found | Problem]:
    if not os.path.lexists(path):
        yield Problem(_shown(path), "there is no such file or folder")
    elif path.is_dir():
        yield from _in_folder(path, _real(path))
    else:
        yield _file(path)


def _in_folder(folder: Path, root: Path) -> Iterator[Found | Problem]:
    try:
        inside = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Problem(_shown(folder), f"cannot be opened: {error.strerror}")
        return
    for entry in inside:
        # Office leaves files that begin with ~$ beside what is open.
        if not entry.name.startswith((".", "~$")):
            yield from _entry(entry, root)


def _entry(entry: "os.DirEntry[str]", root: Path) -> Iterator[Found | Problem]:
    path = Path(entry.path)
    if entry.is_dir(follow_symlinks=False):
        yield from _in_folder(path, root)
    elif entry.is_symlink() and not _real(path).is_relative_to(root):
        yield Problem(_shown(path), "a link that leads out of the folder; accepted are files inside it")
    elif path.is_dir():
        yield Problem(_shown(path), "a link to a folder is not followed; name that folder itself")
    else:
        yield _file(path)


def _file(path: Path) -> Found | Problem:
    try:
        regular = stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return Problem(_shown(path), f"cannot be read: {error.strerror}")
    if not regular:
        return Problem(_shown(path), "not a regular file; accepted are documents and text files")
    return Found(path, _shown(path))


def _real(path: Path) -> Path:
    # Unlike Path.resolve, this does not raise for a link that leads to itself.
    return Path(os.path.realpath(path))


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "replace").decode("utf-8")
