"""Backups of one installation: data and keys apart, each with a list of its files, whole or not there at all."""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.contests import FILE as CONTESTS
from bot.rankers import FILE as RANKERS
from bot.settings import Settings
from bot.wiring import Onhand
from privacy.keeping import GONE_DAYS

# The tests of an order before the orders themselves: those that a test compares are there, whenever it is copied.
PARTS: Mapping[str, tuple[str, ...]] = {
    "data": ("people.db", "knowledge.db", CONTESTS, RANKERS),
    "keys": ("keys.db",),
}
FILES = tuple(name for names in PARTS.values() for name in names)
MANIFEST = "manifest.json"
BLOCK = 1 << 20


class BadBackup(ValueError):
    """A backup that cannot be made or taken. Says which file, what is wrong, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: when the backup was made, how much of it ended again, and what is wrong with the receipts."""

    made_at: datetime
    ended_again: int
    problems: tuple[str, ...]


def back_up(home: Path, to: Path) -> list[Path]:
    """Copies the databases of a home folder, also while Onhand is at work. Returns the two folders.

    The folder appears under its name when all is in it and on the disk. Raises BadBackup where it is there already or a
    copy is not whole.
    """
    if to.exists():
        raise BadBackup(f"{to} is there already; accepted is the name of a new folder.")
    if not (home / "people.db").exists():
        raise BadBackup(f"{home}: there is no people.db; accepted is a home folder that Onhand has worked in.")
    making = to.with_name(f"{to.name}.part-{os.getpid()}")
    try:
        _copy_into(home, making)
        os.rename(making, to)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _sync(to.parent)
    return [to / part for part in PARTS]


def _copy_into(home: Path, making: Path) -> None:
    """Data first, keys last: no value may be without its key."""
    from privacy.backup_sqlite import agree

    id, at = uuid.uuid4().hex, datetime.now(UTC).isoformat()
    for part, names in PARTS.items():
        (making / part).mkdir(parents=True, mode=0o700)
        for name in names:
            if (home / name).exists():
                _copy(home / name, making / part / name)
    agree(making / "data" / "people.db", making / "keys" / "keys.db")
    for part, names in PARTS.items():
        _list(making / part, names, {"backup": id, "part": part, "made_at": at})


def _copy(source: Path, target: Path) -> None:
    from privacy.backup_sqlite import copied

    target.touch(mode=0o600)
    if source.name == RANKERS:  # it is replaced whole, and never written into
        shutil.copyfile(source, target)
    elif (said := copied(source, target)) != "ok":
        raise BadBackup(f"{source.name} is damaged: {said}")


def _list(folder: Path, names: tuple[str, ...], about: Mapping[str, str]) -> None:
    """Writes the list of a folder's files, and waits until all of it is on the disk."""
    there = [folder / name for name in names if (folder / name).exists()]
    files = {file.name: {"sha256": _digest(file), "bytes": file.stat().st_size} for file in there}
    (folder / MANIFEST).write_text(json.dumps({**about, "files": files}, indent=2), encoding="utf-8")
    for path in [*there, folder / MANIFEST, folder, folder.parent]:
        _sync(path)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Waits until a file, or the names in a folder, are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def restore(settings: Settings, data: Path, keys: Path, *, force: bool = False) -> Restored:
    """Puts a backup into the home folder, and ends again what people ended after it was made.

    Raises BadBackup, and changes nothing, for a backup that is damaged, of two halves that do not belong together, or
    too old; and without `force` where the home folder is in use.
    """
    home = settings.home
    made_at = _checked(data, keys)
    there = [name for name in FILES if (home / name).exists()]
    if there and not force:
        raise BadBackup(
            f"{home} holds {', '.join(there)}; accepted is an empty home folder, or --force to replace them."
        )
    from privacy.backup_sqlite import add_counted, add_gone, counted_in, gone_in

    gone, counted = gone_in(home / "keys.db"), counted_in(home / "keys.db")
    home.mkdir(parents=True, exist_ok=True)
    for folder, name in [(keys, "keys.db"), *((data, name) for name in PARTS["data"])]:
        _put(folder / name, home / name)
    _sync(home)
    add_gone(home / "keys.db", gone)
    add_counted(home / "keys.db", counted)
    rooms = Onhand(settings).rooms
    ended = rooms.rights.replay()
    rooms.retention.sweep()
    return Restored(made_at, ended, rooms.chain.check())


def _put(source: Path, target: Path) -> None:
    """Replaces a database by its copy, log and all. One that the backup does not have is taken away too."""
    for log in (f"{target.name}-wal", f"{target.name}-shm"):
        target.with_name(log).unlink(missing_ok=True)
    if not source.exists():
        target.unlink(missing_ok=True)
        return
    making = target.with_name(f"{target.name}.part")
    making.unlink(missing_ok=True)
    making.touch(mode=0o600)
    shutil.copyfile(source, making)
    _sync(making)
    making.replace(target)


def _checked(data: Path, keys: Path) -> datetime:
    """When a backup was made of which every file is what its list says."""
    lists = [_read(data, "data"), _read(keys, "keys")]
    for folder, listed in zip((data, keys), lists, strict=True):
        for problem in _wrong(folder, listed):
            raise BadBackup(f"{folder}: {problem}; accepted is a folder as “onhand backup” made it.")
    if lists[0]["backup"] != lists[1]["backup"]:
        raise BadBackup(f"{data} and {keys} are of two backups; accepted are the two halves of one.")
    made_at = datetime.fromisoformat(lists[0]["made_at"])
    if datetime.now(UTC) - made_at > timedelta(days=GONE_DAYS):
        raise BadBackup(
            f"{data} was made on {made_at:%Y-%m-%d}; accepted is a backup of the last {GONE_DAYS} days: "
            "for those it is still known who was erased since."
        )
    return made_at


def _read(folder: Path, part: str) -> Any:
    try:
        listed = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise BadBackup(f"{folder / MANIFEST} cannot be read ({type(problem).__name__}).") from problem
    if not isinstance(listed, dict) or listed.get("part") != part or not listed.get("files"):
        raise BadBackup(f"{folder / MANIFEST} is not the list of a backup's {part}.")
    return listed


def _wrong(folder: Path, listed: Mapping[str, Any]) -> Iterator[str]:
    for name, told in listed["files"].items():
        if name not in FILES or not (folder / name).is_file():
            yield f"{name} is missing"
        elif _digest(folder / name) != told["sha256"]:
            yield f"{name} is not the file that was backed up"
