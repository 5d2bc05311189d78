"""The versions of the ranker: one small file in the home folder, with nothing about anybody in it."""

import json
import logging
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from retrieval.ranker import SHIPPED, Ranker

LOG = logging.getLogger("onhand.ranking")
FILE = "ranking.json"


@dataclass(frozen=True, slots=True)
class Version:
    """A ranker with where it comes from. Version 0 is the one that Onhand comes with."""

    ranker: Ranker
    made: datetime | None = None
    examples: int = 0
    contributors: int = 0
    losses: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Held:
    current: int = 0
    trained: datetime | None = None
    versions: tuple[Version, ...] = ()


class Rankers:
    """Reads and writes them. Thread-safe; notices when another process has changed the file."""

    def __init__(self, home: Path) -> None:
        self._file = home / FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._held = _Held()

    def current(self) -> Ranker:
        """The ranker in use. Asked at each question, so it looks at the file's date alone."""
        return self.version(self._read().current).ranker

    def version(self, number: int) -> Version:
        """A version by its number. Raises KeyError for one that there is not."""
        return {each.ranker.version: each for each in self.versions()}[number]

    def versions(self) -> tuple[Version, ...]:
        """All, the shipped one first."""
        return (Version(SHIPPED), *self._read().versions)

    @property
    def trained(self) -> datetime | None:
        """When it was last tried to learn, whatever came of it."""
        return self._read().trained

    def use(self, number: int) -> None:
        """Makes a version the one in use. Raises KeyError for one that there is not."""
        self.version(number)
        with self._lock:
            held = self._fresh()
            self._write(_Held(number, held.trained, held.versions))

    def add(self, version: Version, at: datetime) -> None:
        """Adds a version, under the next number, and makes it the one in use."""
        with self._lock:
            held = self._fresh()
            number = max((each.ranker.version for each in held.versions), default=0) + 1
            numbered = replace(version, ranker=replace(version.ranker, version=number))
            self._write(_Held(number, at, (*held.versions, numbered)))

    def tried(self, at: datetime, current: int) -> None:
        """Notes a training that made none, and which version is in use after it."""
        with self._lock:
            self._write(_Held(current, at, self._fresh().versions))

    def _read(self) -> _Held:
        seen = self._stamp()
        if seen != self._seen:
            with self._lock:
                self._held, self._seen = self._fresh(), seen
        return self._held

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._file.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _fresh(self) -> _Held:
        try:
            return _held(json.loads(self._file.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return _Held()
        except (OSError, ValueError, KeyError, TypeError):
            LOG.exception("%s cannot be read: the shipped order is used", FILE)
            return _Held()

    def _write(self, held: _Held) -> None:
        """Whole or not at all, also where the power goes."""
        made = self._file.with_suffix(".new")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with made.open("w", encoding="utf-8") as file:
            json.dump(_packed(held), file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        made.replace(self._file)


def _packed(held: _Held) -> dict[str, Any]:
    return {
        "current": held.current,
        "trained": held.trained.isoformat() if held.trained else None,
        "versions": [
            {
                "version": each.ranker.version,
                "weights": dict(each.ranker.weights),
                "made": each.made.isoformat() if each.made else None,
                "examples": each.examples,
                "contributors": each.contributors,
                "losses": dict(each.losses),
            }
            for each in held.versions
        ],
    }


def _held(read: Mapping[str, Any]) -> _Held:
    versions = tuple(
        Version(
            Ranker(each["weights"], each["version"]), _moment(each["made"]), each["examples"], each["contributors"],
            each["losses"],
        )
        for each in read["versions"]
    )  # fmt: skip
    if read["current"] not in {0, *(each.ranker.version for each in versions)}:
        raise ValueError(f"version {read['current']} is in use and not there")
    return _Held(read["current"], _moment(read["trained"]), versions)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
