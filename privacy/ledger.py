"""Kept apart from the data: the head of the chain of receipts, what must stay gone, which months were counted."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from privacy.worker import WorkerId

Ended = Literal["all", "off", "kept"]


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of the chain of receipts: its number and its hash."""

    link: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Gone:
    """What a worker ended: all about them, a use, or what a use kept. A restore must not bring it back.

    `first` and `last` are the links that say which receipts went with it; both 0 where none did.
    """

    worker: WorkerId
    ended: Ended
    use: str
    at: datetime
    first: int = 0
    last: int = 0


class Ledger(Protocol):
    """A file apart from the data."""

    def head(self) -> Head | None: ...
    def save_head(self, head: Head) -> None: ...
    def note(self, gone: Gone) -> None: ...
    def gone(self) -> Iterable[Gone]: ...
    def erased(self, link: int) -> bool: ...
    def counted(self) -> frozenset[str]: ...
    def note_counted(self, months: Collection[str]) -> None: ...
    def forget_keys(self, but_of: Collection[WorkerId]) -> int: ...
    def forget_gone(self, before: datetime) -> int: ...
