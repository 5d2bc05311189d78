"""The steps of the tables that hold nudges on their way, who is whose manager, and what was replied to."""

NUDGES = """
ALTER TABLE listed ADD COLUMN manager TEXT NOT NULL DEFAULT '';
CREATE INDEX listed_by_manager ON listed (manager) WHERE manager <> '';
CREATE TABLE nudge (
    id TEXT NOT NULL, worker TEXT NOT NULL, sender TEXT NOT NULL, sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'posting', 'sent', 'declined', 'gone', 'missed')),
    thanked INTEGER NOT NULL DEFAULT 0, request TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 0,
    laters INTEGER NOT NULL DEFAULT 0, due TEXT NOT NULL, until TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (id, worker)
) WITHOUT ROWID;
CREATE INDEX nudge_due ON nudge (due) WHERE state = 'waiting';
CREATE INDEX nudge_posting ON nudge (request) WHERE state = 'posting';
CREATE INDEX nudge_by_worker ON nudge (worker);
CREATE INDEX nudge_by_sender ON nudge (sender);
CREATE TABLE nudge_total (
    nudge TEXT PRIMARY KEY, thanked INTEGER NOT NULL, missed INTEGER NOT NULL, at TEXT NOT NULL
) WITHOUT ROWID;

CREATE TRIGGER nudge_totals_stay BEFORE UPDATE ON nudge_total
BEGIN SELECT RAISE(ABORT, 'a total is never changed'); END;
"""

REPLIES = """
ALTER TABLE nudge ADD COLUMN replied INTEGER NOT NULL DEFAULT 0;
"""
