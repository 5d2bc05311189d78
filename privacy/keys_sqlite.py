"""The keys of sealed values, in a file of their own, with what must be kept apart from the data."""

import secrets
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path

from privacy.database_sqlite import WAIT_SECONDS, SqliteFile, moment, stamp
from privacy.ledger import Gone, Head
from privacy.schema_sqlite import migrate_keys
from privacy.worker import WorkerId

KEY_BYTES = 32


class SqliteKeys:
    """`keys.db`: a secret per person and a pepper for the installation. Nothing is cached: an erased key is gone.

    It is the ledger too: the head of the chain of receipts, and what must stay gone.
    """

    def __init__(self, path: Path, *, wait: float = WAIT_SECONDS) -> None:
        self._file = SqliteFile(path, wait=wait)
        migrate_keys(self._file.database)
        self._file.write("INSERT OR IGNORE INTO pepper VALUES (1, ?)", [secrets.token_bytes(KEY_BYTES)])
        # A head that is lost with the power is an earlier link of the same chain: not worth a wait for the disk.
        self._heads = SqliteFile(path, durable=False, wait=wait)

    def pepper(self) -> bytes:
        secret: bytes = self._file.rows("SELECT secret FROM pepper")[0][0]
        return secret

    def of(self, worker: WorkerId) -> bytes | None:
        rows = self._file.rows("SELECT secret FROM key WHERE worker = ?", [worker])
        return rows[0][0] if rows else None

    def make(self, worker: WorkerId) -> bytes:
        """The worker's key; two that make one at the same time get the same."""
        self._file.write("INSERT OR IGNORE INTO key VALUES (?, ?)", [worker, secrets.token_bytes(KEY_BYTES)])
        return self.of(worker) or self.make(worker)

    def destroy(self, worker: WorkerId) -> None:
        self._file.forget("DELETE FROM key WHERE worker = ?", [worker])

    def head(self) -> Head | None:
        rows = self._heads.rows("SELECT link, hash FROM head")
        return Head(*rows[0]) if rows else None

    def save_head(self, head: Head) -> None:
        """Only forward: of two that save at the same time the later link stays."""
        self._heads.write_alone(
            "INSERT INTO head VALUES (1, ?, ?) "
            "ON CONFLICT (one) DO UPDATE SET link = excluded.link, hash = excluded.hash WHERE link < excluded.link",
            [head.link, head.hash],
        )

    def note(self, gone: Gone) -> None:
        """Notes what ended. Where all of a person did, their key goes in the same transaction."""
        with self._file.transaction():
            self._file.write(
                "INSERT INTO gone (worker, ended, use, at, first, last) VALUES (?, ?, ?, ?, ?, ?)",
                [gone.worker, gone.ended, gone.use, stamp(gone.at), gone.first, gone.last],
            )
            if gone.ended == "all":
                self.destroy(gone.worker)

    def gone(self) -> Iterator[Gone]:
        """What must stay gone, oldest first."""
        rows = self._file.rows("SELECT worker, ended, use, at, first, last FROM gone WHERE worker <> '' ORDER BY id")
        return (Gone(worker, ended, use, moment(at), *links) for worker, ended, use, at, *links in rows)

    def erased(self, link: int) -> bool:
        """True for a link that the erasing of a person put into the chain."""
        return bool(self._file.rows("SELECT 1 FROM gone WHERE ? BETWEEN first AND last", [link]))

    def counted(self) -> frozenset[str]:
        """The months of which totals were made, in this life of the data or in one before a restore."""
        return frozenset(row[0] for row in self._file.rows("SELECT month FROM counted"))

    def note_counted(self, months: Collection[str]) -> None:
        with self._file.transaction():
            for month in sorted(months):
                self._file.write("INSERT OR IGNORE INTO counted VALUES (?)", [month])

    def forget_keys(self, but_of: Collection[WorkerId]) -> int:
        """Destroys the keys of all others: of people about whom nothing is left."""
        with self._file.transaction():
            unused = [row[0] for row in self._file.rows("SELECT worker FROM key") if row[0] not in but_of]
            for worker in unused:
                self.destroy(worker)
        return len(unused)

    def forget_gone(self, before: datetime) -> int:
        """Forgets who ended something before then. That somebody's receipts went stays, as the chain asks for it."""
        with self._file.transaction():
            self._file.forget("DELETE FROM gone WHERE at < ? AND last = 0", [stamp(before)])
            old = "UPDATE gone SET worker = '' WHERE at < ? AND worker <> ''"
            return self._file.forget(old, [stamp(before)]).rowcount

    def close(self) -> None:
        self._heads.close()
        self._file.close()
