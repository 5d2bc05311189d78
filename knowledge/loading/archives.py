"""Looks into ZIP archives. Nothing is unpacked to a place that an archive names, and nothing without a limit."""

import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO, TypeVar

from knowledge.converting.piece import RefusedError
from knowledge.loading.folders import Found, Problem

LARGEST = 1_000_000_000
"""Bytes of an archive, and of all that is in it."""
MOST_ENTRIES = 20_000
LARGEST_ENTRY = 100_000_000
HIGHEST_RATIO = 150
"""Expanded to compressed, of an entry of more than a megabyte."""
_LARGEST_LIST = 8_000_000
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_BYTES = 22
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError)
_LEFT_OUT = ("__MACOSX",)
T = TypeVar("T")


def members(found: Found) -> Iterator[Found | Problem]:
    """The files of an archive, by names such as `handbook.zip/kitchen/steps.docx`, in the order of their names."""
    try:
        entries = _entries(found.path)
    except RefusedError as refused:
        yield Problem(found.name, str(refused))
        return
    seen: set[str] = set()
    for entry in sorted(entries, key=lambda entry: entry.filename):
        name = f"{found.name}/{_shown(entry.filename)}"
        reason = _wrong(entry) or ("stands twice in the archive" if entry.filename in seen else "")
        seen.add(entry.filename)
        yield Problem(name, reason) if reason else Found(found.path, name, entry.filename)


def _entries(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with path.open("rb") as file:
            _check_list(file)
            with zipfile.ZipFile(file) as archive:
                entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _hidden(entry.filename)]
    except _BROKEN:
        raise RefusedError("is no ZIP archive, or a broken one; pack it again") from None
    if len(entries) > MOST_ENTRIES:
        raise RefusedError(f"has {len(entries):,} files; accepted are up to {MOST_ENTRIES:,}; split it")
    whole = sum(entry.file_size for entry in entries)
    if whole > LARGEST:
        raise RefusedError(f"expands to {whole:,} bytes; accepted are up to {LARGEST:,}; split it")
    return entries


def _check_list(file: BinaryIO) -> None:
    """Looks at the size of the archive's list before it is read, for all of it is read at once."""
    size = file.seek(0, 2)
    if size > LARGEST:
        raise RefusedError(f"has {size:,} bytes; accepted are up to {LARGEST:,}; split it")
    file.seek(max(0, size - _END_BYTES - 65_535 - 20))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_BYTES:
        raise RefusedError("is no ZIP archive, or a broken one; pack it again")
    if tail[max(0, at - 20) : at].startswith(_END_64):
        raise RefusedError("is in the form for archives of more than 4 GB (ZIP64); pack it in smaller ones")
    listed = int.from_bytes(tail[at + 12 : at + 16], "little")
    if listed > _LARGEST_LIST:
        raise RefusedError(f"has a list of {listed:,} bytes; accepted are up to {_LARGEST_LIST:,}; split it")
    file.seek(0)


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or parts[:1] == _LEFT_OUT


def _wrong(entry: zipfile.ZipInfo) -> str:
    """Why a file of an archive is not taken; empty where it is."""
    times = entry.file_size // max(entry.compress_size, 1)
    checks: tuple[tuple[bool, str], ...] = (
        (_leads_out(entry.filename), "a path that leads out of the archive; pack it again"),
        (stat.S_ISLNK(entry.external_attr >> 16), "a link; accepted are files"),
        (bool(entry.flag_bits & 1), "is encrypted; pack it without a password"),
        (entry.filename.lower().endswith(".zip"), "an archive in an archive; unpack it first"),
        (
            entry.file_size > LARGEST_ENTRY,
            f"has {entry.file_size:,} bytes; accepted are up to {LARGEST_ENTRY:,}",
        ),
        (
            entry.file_size > 1_000_000 and times > HIGHEST_RATIO,
            f"expands to {times:,} times its size; accepted is up to {HIGHEST_RATIO}",
        ),
    )
    return next((reason for wrong, reason in checks if wrong), "")


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or "\\" in name or ":" in name[:3] or ".." in name.split("/")


def _shown(name: str) -> str:
    return "".join(each if each.isprintable() else "?" for each in name)[:300].encode("utf-8", "replace").decode()


def read(found: Found, most: int) -> bytes:
    """Up to `most` bytes of a member. Raises `RefusedError` for one that is broken."""
    return _with_member(found, lambda file: file.read(most))


@contextmanager
def unpacked(found: Found) -> Iterator[Path]:
    """A copy of a member in a file of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="onhand-") as folder:
        path = Path(folder) / f"document{found.suffix}"
        with path.open("wb") as copy:
            _with_member(found, lambda file: shutil.copyfileobj(file, copy))
        yield path


def _with_member(found: Found, act: "Callable[[IO[bytes]], T]") -> T:
    try:
        with zipfile.ZipFile(found.path) as archive, archive.open(found.member) as file:
            return act(file)
    except (KeyError, *_BROKEN):
        raise RefusedError("is broken in its archive; pack it again") from None
