"""The step of the table that tells for how many people a nudge was meant, with nobody in it."""

NUDGED = """
CREATE TABLE nudged (
    day TEXT NOT NULL, article TEXT NOT NULL, role TEXT NOT NULL, site TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people > 0), PRIMARY KEY (day, article, role, site)
) WITHOUT ROWID;
CREATE INDEX nudged_by_article ON nudged (article);
"""
