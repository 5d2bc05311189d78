"""The step of the tables that hold what was asked in vain, and how the questions of a week went: totals alone."""

TOTALS = """
CREATE TABLE gap (
    first TEXT NOT NULL, topic INTEGER NOT NULL, until TEXT NOT NULL, people INTEGER NOT NULL CHECK (people >= 5),
    trend TEXT NOT NULL CHECK (trend IN ('new', 'rising', 'same', 'falling')),
    words TEXT NOT NULL, roles TEXT NOT NULL, outcomes TEXT NOT NULL, articles TEXT NOT NULL,
    PRIMARY KEY (first, topic)
) WITHOUT ROWID;
CREATE TABLE gap_period (until TEXT PRIMARY KEY, first TEXT NOT NULL) WITHOUT ROWID;

CREATE TRIGGER periods_only_follow BEFORE INSERT ON gap_period
WHEN NEW.first >= NEW.until OR NEW.first < (SELECT coalesce(max(until), '') FROM gap_period)
BEGIN SELECT RAISE(ABORT, 'what was counted is not counted again'); END;

CREATE TRIGGER periods_stay BEFORE UPDATE ON gap_period
BEGIN SELECT RAISE(ABORT, 'what was counted is not counted again'); END;

CREATE TRIGGER gaps_are_told_once BEFORE INSERT ON gap
WHEN NEW.first < (SELECT coalesce(max(until), '') FROM gap_period)
BEGIN SELECT RAISE(ABORT, 'the gaps of a period are told once'); END;

CREATE TRIGGER gaps_stay BEFORE UPDATE ON gap
BEGIN SELECT RAISE(ABORT, 'a gap that was told is never changed'); END;

ALTER TABLE request ADD COLUMN asked INTEGER NOT NULL DEFAULT 0 CHECK (asked IN (0, 1, 2));
CREATE INDEX request_left ON request (worker) WHERE asked = 2;
CREATE TABLE event (
    week TEXT NOT NULL, what TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (week, what)
) WITHOUT ROWID;
CREATE TABLE measure (
    week TEXT NOT NULL, what TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (week, what)
) WITHOUT ROWID;
CREATE TABLE measured (week TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER a_week_is_measured_once BEFORE INSERT ON measure
WHEN EXISTS (SELECT 1 FROM measured WHERE week = NEW.week)
BEGIN SELECT RAISE(ABORT, 'a week is measured once'); END;

CREATE TRIGGER measures_stay BEFORE UPDATE ON measure
BEGIN SELECT RAISE(ABORT, 'what was measured is never changed'); END;
"""
