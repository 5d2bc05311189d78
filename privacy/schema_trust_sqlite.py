"""The step of the tables that made receipts a chain, gave every record an end, and choices a version."""

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from privacy.chain import Link, Recorded, link_after

if TYPE_CHECKING:
    from sqlite_utils import Database

TRUST = """
ALTER TABLE choice ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE request ADD COLUMN language TEXT NOT NULL DEFAULT 'en';
ALTER TABLE receipt ADD COLUMN salt BLOB;

CREATE TABLE listed (worker TEXT PRIMARY KEY, team TEXT NOT NULL) WITHOUT ROWID;
ALTER TABLE label RENAME TO label_of_before;
CREATE TABLE label (
    kind TEXT NOT NULL, team TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, team, name)
) WITHOUT ROWID;
INSERT INTO label SELECT kind, '', name FROM label_of_before;
DROP TABLE label_of_before;

CREATE TABLE link (
    id INTEGER PRIMARY KEY, receipt INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('drawn', 'erased', 'outlived')),
    day TEXT NOT NULL, digest BLOB NOT NULL, hash BLOB NOT NULL
);
CREATE INDEX link_by_receipt ON link (receipt);
CREATE TABLE sweeping (what TEXT PRIMARY KEY, before TEXT NOT NULL) WITHOUT ROWID;

CREATE INDEX kept_by_use ON kept (use, until);
CREATE INDEX request_by_time ON request (at);
CREATE INDEX receipt_by_time ON receipt (at);
CREATE INDEX incoming_by_time ON incoming (at);
CREATE INDEX outgoing_by_time ON outgoing (at);
CREATE INDEX incoming_by_worker ON incoming (worker) WHERE worker <> '';
CREATE INDEX outgoing_by_worker ON outgoing (worker);

CREATE TRIGGER links_stay BEFORE UPDATE ON link
BEGIN SELECT RAISE(ABORT, 'the chain of receipts is never changed'); END;

CREATE TRIGGER links_are_not_cut BEFORE DELETE ON link
BEGIN SELECT RAISE(ABORT, 'the chain of receipts is never cut'); END;

CREATE TRIGGER links_only_follow BEFORE INSERT ON link
WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM link)
BEGIN SELECT RAISE(ABORT, 'a link only follows the last one'); END;

CREATE TRIGGER no_message_of_an_unchained_receipt BEFORE INSERT ON outgoing
WHEN EXISTS (
    SELECT 1 FROM receipt WHERE receipt.request = NEW.request
    AND NOT EXISTS (SELECT 1 FROM link WHERE link.receipt = receipt.number)
)
BEGIN SELECT RAISE(ABORT, 'a receipt of this request is not in the chain'); END;

DROP TRIGGER receipts_go_only_with_their_person;
CREATE TRIGGER receipts_go_only_with_their_person BEFORE DELETE ON receipt
WHEN OLD.worker NOT IN (SELECT worker FROM erasing)
AND OLD.at >= coalesce((SELECT before FROM sweeping WHERE what = 'receipt'), '')
BEGIN SELECT RAISE(ABORT, 'a receipt is deleted only when its person is erased or its time is over'); END;

CREATE TRIGGER receipts_end_in_the_chain BEFORE DELETE ON receipt
WHEN NOT EXISTS (SELECT 1 FROM link WHERE receipt = OLD.number AND what <> 'drawn')
BEGIN SELECT RAISE(ABORT, 'the chain must tell that a receipt ends'); END;

DROP TRIGGER kinds_go_only_with_their_person;
CREATE TRIGGER kinds_go_only_with_their_receipt BEFORE DELETE ON receipt_kind
WHEN EXISTS (SELECT 1 FROM receipt WHERE number = OLD.receipt)
BEGIN SELECT RAISE(ABORT, 'a receipt keeps its kinds'); END;

DROP TRIGGER choices_go_only_with_their_person;
CREATE TRIGGER choices_go_only_with_their_person BEFORE DELETE ON choice
WHEN OLD.worker NOT IN (SELECT worker FROM erasing)
AND NOT (
    OLD.at < coalesce((SELECT before FROM sweeping WHERE what = 'choice'), '')
    AND EXISTS (SELECT 1 FROM choice WHERE worker = OLD.worker AND use = OLD.use AND id > OLD.id)
)
BEGIN SELECT RAISE(ABORT, 'a choice is deleted only when its person is erased or its time is over'); END;

CREATE TRIGGER requests_stay BEFORE UPDATE OF id, worker, public, at ON request
BEGIN SELECT RAISE(ABORT, 'a request stays what it was opened as'); END;

CREATE TRIGGER requests_keep_their_language BEFORE UPDATE OF language ON request
WHEN EXISTS (SELECT 1 FROM outgoing WHERE request = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the reply to this request is on its way in its language'); END;
"""

TRUST_KEYS = """
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), link INTEGER NOT NULL, hash BLOB NOT NULL);
CREATE TABLE gone (
    id INTEGER PRIMARY KEY, worker TEXT NOT NULL, ended TEXT NOT NULL CHECK (ended IN ('all', 'off', 'kept')),
    use TEXT NOT NULL, at TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
);
"""

SALT_BYTES = 16
RECORDED = """
SELECT number, request, worker, use, at, (SELECT group_concat(kind) FROM receipt_kind WHERE receipt = number), salt
FROM receipt ORDER BY number
"""


def chain_what_is_there(db: "Database") -> None:
    """Takes the receipts of before into the chain, in their order."""
    (receipts_stay,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'receipts_stay'").fetchone()
    db.execute("DROP TRIGGER receipts_stay")
    before: Link | None = None
    for row in db.execute(RECORDED).fetchall():
        receipt = replace(recorded(row), salt=os.urandom(SALT_BYTES))
        db.execute("UPDATE receipt SET salt = ? WHERE number = ?", [receipt.salt, receipt.number])
        before = link_after(before, receipt.number, "drawn", receipt.at[:10], receipt.digest)
        db.execute("INSERT INTO link VALUES (?, ?, ?, ?, ?, ?)", fields(before))
    db.execute(receipts_stay)


def recorded(row: tuple[Any, ...]) -> Recorded:
    """A receipt from its row in RECORDED."""
    number, request, worker, use, at, kinds, salt = row
    return Recorded(number, request, worker, use, at, tuple(kinds.split(",")) if kinds else (), salt)


def fields(link: Link) -> list[object]:
    return [link.id, link.receipt, link.what, link.day, link.digest, link.hash]
