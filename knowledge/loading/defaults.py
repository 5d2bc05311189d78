"""What is the same for all articles of a folder: the file onhand.yml in it, in the words of a front matter."""

import stat
import zipfile
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge.converting.piece import RefusedError
from knowledge.loading.folders import DEFAULTS, Found, Problem
from knowledge.loading.frontmatter import article_of, fields_of, plain

KEYS = (
    "audience", "owner", "reviewed", "review_by", "language", "critical", "source", "licence", "written_for", "topics",
    "live_from", "live_until", "prefix",
)  # fmt: skip
"""What may stand there. `prefix` is put before the ids that are made of files' names."""
_LARGEST = 20_000
_NOTHING_LOADED = "; nothing under this folder was loaded, for it may say who sees it"

Fields = dict[str, Any]


class SkippedError(Exception):
    """A file stands under a file of defaults that cannot be read: who may see it is not known."""


class Defaults:
    """The defaults of folders and archives. Each file of them is read once; those nearer to an article win."""

    def __init__(self, roles: frozenset[str]) -> None:
        self._roles = roles
        self._known: dict[str, Fields | None] = {}
        self._problems: list[Problem] = []

    def of(self, found: Found) -> Fields:
        """What holds for a file. Raises `SkippedError`; the reason is told once, by `problems`."""
        fields: Fields = {}
        for folder in reversed(_folders(found.path)):
            fields |= self._read(str(folder / DEFAULTS), lambda folder=folder: _text(folder / DEFAULTS))  # type: ignore[misc]
        for inside in reversed(PurePosixPath(found.member).parents if found.member else ()):
            member, root = str(inside / DEFAULTS), found.name.removesuffix(found.member)
            fields |= self._read(f"{root}{member}", lambda member=member: _member(found.path, member))  # type: ignore[misc]
        return fields

    def problems(self) -> Iterator[Problem]:
        """What was found wrong with files of defaults since it was last asked."""
        yield from self._problems
        self._problems.clear()

    def _read(self, name: str, text: Callable[[], str | None]) -> Fields:
        if name not in self._known:
            self._known[name] = self._checked(name, text)
        known = self._known[name]
        if known is None:
            raise SkippedError
        return known

    def _checked(self, name: str, text: Callable[[], str | None]) -> Fields | None:
        try:
            said = text()
            return _fields(said, self._roles) if said is not None else {}
        except (RefusedError, OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
            self._problems.append(Problem(name, f"{error}{_NOTHING_LOADED}"))
            return None


def _folders(path: Path) -> list[Path]:
    """Those above a file, the nearest first, up to one that is for everybody's temporary files."""
    return [*takewhile(lambda folder: not folder.stat().st_mode & stat.S_ISVTX, path.absolute().parents)]


def _text(path: Path) -> str | None:
    try:
        with path.open(encoding="utf-8-sig") as file:
            return file.read(_LARGEST + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _member(archive: Path, name: str) -> str | None:
    with zipfile.ZipFile(archive) as opened:
        if name not in opened.namelist():
            return None
        with opened.open(name) as file:
            return file.read(_LARGEST + 1).decode("utf-8-sig")


def _fields(text: str, roles: frozenset[str]) -> Fields:
    fields = fields_of(plain(text)) or {}
    wrong = [key for key in fields if key not in KEYS]
    if wrong:
        raise RefusedError(f'the key "{wrong[0]}" is not for a whole folder; accepted are {", ".join(KEYS)}')
    checked = {key: value for key, value in fields.items() if key != "prefix"}
    article_of(checked | {"id": str(fields.get("prefix", "x"))}, "Text.", "x", roles)
    return fields
