"""The keys of sealed values, in a file of their own."""

import secrets
from pathlib import Path

from privacy.database_sqlite import SqliteFile
from privacy.schema_sqlite import migrate_keys
from privacy.worker import WorkerId

KEY_BYTES = 32


class SqliteKeys:
    """`keys.db`: a secret per person and a pepper for the installation. Nothing is cached: an erased key is gone."""

    def __init__(self, path: Path) -> None:
        self._file = SqliteFile(path)
        migrate_keys(self._file.database)
        self._file.write("INSERT OR IGNORE INTO pepper VALUES (1, ?)", [secrets.token_bytes(KEY_BYTES)])

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

    def close(self) -> None:
        self._file.close()
