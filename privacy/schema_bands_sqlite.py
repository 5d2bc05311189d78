"""The step of the tables that tell managers of groups: how many work where, and what bands of them missed."""

BANDS = """
CREATE TABLE staff (
    team TEXT NOT NULL, manager TEXT NOT NULL, role TEXT NOT NULL, site TEXT NOT NULL, people INTEGER NOT NULL
);
CREATE INDEX staff_by_manager ON staff (manager);
CREATE TABLE band (
    first TEXT NOT NULL, number INTEGER NOT NULL, role TEXT NOT NULL, sites TEXT NOT NULL,
    people INTEGER NOT NULL CHECK (people >= 10), PRIMARY KEY (first, number)
) WITHOUT ROWID;
CREATE TABLE band_gap (
    first TEXT NOT NULL, number INTEGER NOT NULL, topic INTEGER NOT NULL, PRIMARY KEY (first, number, topic)
) WITHOUT ROWID;
CREATE TABLE band_missed (
    first TEXT NOT NULL, number INTEGER NOT NULL, article TEXT NOT NULL, people INTEGER NOT NULL CHECK (people >= 5),
    PRIMARY KEY (first, number, article)
) WITHOUT ROWID;

CREATE TRIGGER bands_are_told_once BEFORE INSERT ON band
WHEN NEW.first < (SELECT coalesce(max(until), '') FROM gap_period)
BEGIN SELECT RAISE(ABORT, 'the bands of a period are told once'); END;

CREATE TRIGGER bands_stay BEFORE UPDATE ON band
BEGIN SELECT RAISE(ABORT, 'a band that was told is never changed'); END;

CREATE TRIGGER band_gaps_are_told_once BEFORE INSERT ON band_gap
WHEN NEW.first < (SELECT coalesce(max(until), '') FROM gap_period)
BEGIN SELECT RAISE(ABORT, 'the gaps of a band are told once'); END;

CREATE TRIGGER band_missed_is_told_once BEFORE INSERT ON band_missed
WHEN NEW.first < (SELECT coalesce(max(until), '') FROM gap_period)
BEGIN SELECT RAISE(ABORT, 'what a band missed is told once'); END;

CREATE TRIGGER band_missed_stays BEFORE UPDATE ON band_missed
BEGIN SELECT RAISE(ABORT, 'what a band missed is never changed'); END;
"""
