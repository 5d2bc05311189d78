"""The step of the table of whom the company's list puts under a manager, as that manager knows it."""

PEOPLE_OF = """
CREATE TABLE people_of (
    team TEXT NOT NULL, manager TEXT NOT NULL, role TEXT NOT NULL, site TEXT NOT NULL, people INTEGER NOT NULL
);
CREATE INDEX people_of_manager ON people_of (manager);
"""
