"""Requests, receipts and the chain of their links, in `people.db`."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime

from privacy.chain import Link, Recorded, What, link_after
from privacy.database_sqlite import SqliteFile, moment, stamp
from privacy.receipt import Request, UsageReceipt
from privacy.schema_trust_sqlite import RECORDED, SALT_BYTES, fields, recorded
from privacy.store import Opened
from privacy.uses import LANGUAGES, Language
from privacy.worker import WorkerId

LINK = "SELECT id, receipt, what, day, digest, hash FROM link"


class SqliteReceipts:
    """The part of the PersonalStore that proves what was done."""

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def transaction(self, *, outermost: bool = False) -> AbstractContextManager[None]:
        return self._file.transaction(outermost=outermost)

    def add_request(self, request: Request, at: datetime) -> None:
        self._file.write(
            "INSERT INTO request (id, worker, public, language, at) VALUES (?, ?, ?, ?, ?)",
            [request.id, request.worker, request.public, request.language, stamp(at)],
        )

    def opened(self, request: str) -> Opened | None:
        """What a request was opened as."""
        rows = self._file.rows("SELECT worker, public, language FROM request WHERE id = ?", [request])
        spoken = {str(language): language for language in LANGUAGES}
        return next((Opened(worker, bool(public), spoken[language]) for worker, public, language in rows), None)

    def speak(self, request: str, language: Language) -> None:
        self._file.write("UPDATE request SET language = ? WHERE id = ?", [language, request])

    def take_vote(self, request: str, worker: WorkerId, step: int) -> bool:
        """True the first time this worker takes step 1, an opinion of their answer, and after it step 2, a reason."""
        taken = self._file.write(
            "UPDATE request SET voted = ?3 WHERE id = ?1 AND worker = ?2 AND voted = ?3 - 1",
            [request, worker, step],
        )
        return taken.rowcount == 1

    def add_receipt(self, request: Request, use: str, kinds: Sequence[str], at: datetime) -> UsageReceipt:
        """Writes a receipt and its link of the chain."""
        salt, written_at = os.urandom(SALT_BYTES), stamp(at)
        with self.transaction():
            number = self._file.write(
                "INSERT INTO receipt (request, worker, use, at, salt) VALUES (?, ?, ?, ?, ?)",
                [request.id, request.worker, use, written_at, salt],
            ).lastrowid
            for kind in kinds:
                self._file.write("INSERT INTO receipt_kind VALUES (?, ?)", [number, kind])
            written = Recorded(number or 0, request.id, request.worker, use, written_at, tuple(kinds), salt)
            self._link(link_after(self.last_link(), written.number, "drawn", written_at[:10], written.digest))
        return UsageReceipt(number or 0, use, tuple(kinds), request.id, at)

    def _link(self, link: Link) -> None:
        self._file.write("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", fields(link))

    def end_receipts(self, numbers: Sequence[int], why: What, at: datetime) -> tuple[int, int]:
        """Deletes receipts and says so in the chain. Returns the first and the last of the links; both 0 for none."""
        last, ids = self.last_link(), []
        for number in numbers:
            last = link_after(last, number, why, stamp(at)[:10])
            self._link(last)
            self._file.forget("DELETE FROM receipt WHERE number = ?", [number])
            ids.append(last.id)
        return (ids[0], ids[-1]) if ids else (0, 0)

    def last_link(self) -> Link | None:
        rows = self._file.rows(f"{LINK} ORDER BY id DESC LIMIT 1")
        return Link(*rows[0]) if rows else None

    def links(self) -> Iterator[Link]:
        return (Link(*row) for row in self._file.rows(f"{LINK} ORDER BY id"))

    def recorded(self) -> Iterator[Recorded]:
        return map(recorded, self._file.rows(RECORDED))

    def receipts_of(self, request: str, worker: WorkerId) -> tuple[UsageReceipt, ...]:
        return self._receipts("WHERE request = ? AND worker = ? ORDER BY number", [request, worker])

    def receipts(self, worker: WorkerId, limit: int, before: int | None = None) -> tuple[UsageReceipt, ...]:
        """The worker's latest receipts, newest first, or those before a number."""
        which = "WHERE worker = ?1 AND (?3 IS NULL OR number < ?3) ORDER BY number DESC LIMIT ?2"
        return self._receipts(which, [worker, limit, before])

    def _receipts(self, which: str, values: Sequence[object]) -> tuple[UsageReceipt, ...]:
        kinds = "(SELECT group_concat(kind) FROM receipt_kind WHERE receipt = number)"
        rows = self._file.rows(f"SELECT number, use, request, at, {kinds} FROM receipt {which}", values)  # noqa: S608
        return tuple(
            UsageReceipt(number, use, tuple(sorted(kinds.split(","))) if kinds else (), request, moment(at))
            for number, use, request, at, kinds in rows
        )
