"""The step of the tables that hold what helped people in a job: totals, and the months that were counted."""

COUNTING = """
CREATE TABLE in_job (
    article TEXT NOT NULL, role TEXT NOT NULL, month TEXT NOT NULL, people INTEGER NOT NULL CHECK (people >= 5),
    PRIMARY KEY (role, article, month)
) WITHOUT ROWID;
CREATE TABLE counted (month TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER a_month_is_counted_once BEFORE INSERT ON in_job
WHEN EXISTS (SELECT 1 FROM counted WHERE month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'the totals of a month are made once'); END;

CREATE TRIGGER totals_stay BEFORE UPDATE ON in_job
BEGIN SELECT RAISE(ABORT, 'a total is never changed'); END;

CREATE TRIGGER totals_are_not_replaced BEFORE INSERT ON in_job
WHEN EXISTS (SELECT 1 FROM in_job WHERE role = NEW.role AND article = NEW.article AND month = NEW.month)
BEGIN SELECT RAISE(ABORT, 'a total is never changed'); END;
"""

COUNTING_KEYS = """
CREATE TABLE counted (month TEXT PRIMARY KEY) WITHOUT ROWID;
"""
