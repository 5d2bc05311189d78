"""The step of the tables that hold which fix waits for whom, and how far it was looked for what people wait for."""

HEARING = """
CREATE TABLE suggestion (
    id TEXT PRIMARY KEY, worker TEXT NOT NULL, contact TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'taken', 'ended')), proposal TEXT NOT NULL, until TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX suggestion_by_worker ON suggestion (worker);
CREATE INDEX suggestion_taken ON suggestion (state) WHERE state = 'taken';
CREATE TABLE looked (one INTEGER PRIMARY KEY CHECK (one = 1), generation INTEGER NOT NULL);
"""
