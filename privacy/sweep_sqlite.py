"""What has outlived its keep time, and how it leaves `people.db`."""

from privacy.database_sqlite import SqliteFile, stamp
from privacy.keeping import Limits
from privacy.receipts_sqlite import SqliteReceipts

NOT_TOLD_OF = "NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.request = outgoing.request)"
OUTLIVED = (
    ("kept", "until <= :now"),
    ("conversation", "until <= :now"),
    ("suggestion", "until <= :now"),
    ("incoming", "at < :delivered"),
    ("escalation", "at < :delivered"),
    ("nudge", "at < :delivered"),
    ("nudge_total", "at < :receipts"),
    ("outgoing", f"at < :delivered AND {NOT_TOLD_OF}"),
    (
        "request",
        "at < :receipts AND NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.request = request.id) "
        "AND NOT EXISTS (SELECT 1 FROM outgoing WHERE outgoing.request = request.id)",
    ),
    (
        "choice",
        "at < :choices AND EXISTS (SELECT 1 FROM choice AS later "
        "WHERE later.worker = choice.worker AND later.use = choice.use AND later.id > choice.id)",
    ),
    ("opinion", "month < :opinions"),
    ("in_job", "month < :in_job"),
    ("gap", "until < :gaps"),
    ("band", "first < :gaps"),
    ("band_gap", "first < :gaps"),
    ("band_missed", "first < :gaps"),
    ("measure", "week < :measures"),
    ("event", "week < :measures"),
)
"""Tables after the receipts, each with the rows that go. A message that told of receipts stays as long as they do."""

UNDELIVERED = (
    "UPDATE outgoing SET state = 'failed', error = 'outlived', sealed = NULL "
    "WHERE at < :delivered AND state IN ('waiting', 'sending')"
)


def swept(file: SqliteFile, receipts: SqliteReceipts, limits: Limits) -> int:
    """Deletes all that is past its limit, in one transaction. Returns how many rows went."""
    values = limits.named(stamp)
    with file.transaction():
        for what, limit in (("receipt", "receipts"), ("choice", "choices")):
            file.write("INSERT OR REPLACE INTO sweeping VALUES (?, ?)", [what, values[limit]])
        old = [row[0] for row in file.rows("SELECT number FROM receipt WHERE at < :receipts ORDER BY number", values)]
        receipts.end_receipts(old, "outlived", limits.now)
        file.forget(UNDELIVERED, values)
        gone = [file.forget(f"DELETE FROM {table} WHERE {which}", values).rowcount for table, which in OUTLIVED]  # noqa: S608
        file.write("DELETE FROM sweeping")
    return len(old) + sum(gone)
