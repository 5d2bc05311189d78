"""The tables of `people.db` and `keys.db`, and what the database itself refuses.

The caller does not decide which notice is enough, the table does. The triggers are plain enough for PostgreSQL too.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from privacy.schema_bands_sqlite import BANDS
from privacy.schema_counting_sqlite import COUNTING, COUNTING_KEYS
from privacy.schema_hearing_sqlite import HEARING
from privacy.schema_nudges_sqlite import NUDGES
from privacy.schema_people_sqlite import PEOPLE_OF
from privacy.schema_totals_sqlite import TOTALS
from privacy.schema_trust_sqlite import TRUST, TRUST_KEYS, chain_what_is_there
from privacy.uses import KINDS

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

PEOPLE = """
CREATE TABLE held (
    worker TEXT NOT NULL, field TEXT NOT NULL, sealed BLOB NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (worker, field)
) WITHOUT ROWID;
CREATE TABLE kept (
    id INTEGER PRIMARY KEY, worker TEXT NOT NULL, use TEXT NOT NULL, topic TEXT NOT NULL,
    sealed BLOB NOT NULL, at TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX kept_by_worker ON kept (worker, use, topic);
CREATE TABLE label (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE choice (
    id INTEGER PRIMARY KEY, worker TEXT NOT NULL, use TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'granted', 'withdrawn')), wording TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX choice_by_worker ON choice (worker, use);
CREATE TABLE request (
    id TEXT PRIMARY KEY, worker TEXT NOT NULL, public INTEGER NOT NULL,
    voted INTEGER NOT NULL DEFAULT 0, at TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX request_by_worker ON request (worker);
CREATE TABLE kind (name TEXT PRIMARY KEY, word TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE receipt (
    number INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT NOT NULL REFERENCES request (id),
    worker TEXT NOT NULL, use TEXT NOT NULL, at TEXT NOT NULL
);
CREATE INDEX receipt_by_worker ON receipt (worker);
CREATE INDEX receipt_by_request ON receipt (request);
CREATE TABLE receipt_kind (
    receipt INTEGER NOT NULL REFERENCES receipt (number) ON DELETE CASCADE,
    kind TEXT NOT NULL REFERENCES kind (name), PRIMARY KEY (receipt, kind)
) WITHOUT ROWID;
CREATE TABLE erasing (worker TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE opinion (
    article TEXT NOT NULL, opinion TEXT NOT NULL, month TEXT NOT NULL, times INTEGER NOT NULL,
    PRIMARY KEY (article, opinion, month)
) WITHOUT ROWID;
"""

POST = """
CREATE TABLE incoming (
    team TEXT NOT NULL, event TEXT NOT NULL, worker TEXT NOT NULL, sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done')), lease TEXT NOT NULL,
    attempts INTEGER NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (team, event)
) WITHOUT ROWID;
CREATE INDEX incoming_waiting ON incoming (lease) WHERE state = 'waiting';
CREATE TABLE outgoing (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT NOT NULL REFERENCES request (id), worker TEXT NOT NULL,
    method TEXT NOT NULL, lane TEXT NOT NULL, notice TEXT NOT NULL, sealed BLOB,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    due TEXT NOT NULL, attempts INTEGER NOT NULL, error TEXT NOT NULL DEFAULT '', at TEXT NOT NULL
);
CREATE INDEX outgoing_open ON outgoing (lane, id) WHERE state IN ('waiting', 'sending');
CREATE INDEX outgoing_by_request ON outgoing (request);
CREATE TABLE escalation (
    id TEXT PRIMARY KEY, worker TEXT NOT NULL, contact TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'answered')), at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE conversation (place TEXT PRIMARY KEY, worker TEXT NOT NULL, until TEXT NOT NULL) WITHOUT ROWID;
"""

PROMISES = """
CREATE TRIGGER notice_covers_every_receipt BEFORE INSERT ON outgoing
WHEN EXISTS (
    SELECT 1 FROM receipt JOIN receipt_kind ON receipt_kind.receipt = receipt.number
    JOIN kind ON kind.name = receipt_kind.kind
    WHERE receipt.request = NEW.request AND instr(NEW.notice, kind.word) = 0
)
BEGIN SELECT RAISE(ABORT, 'the notice does not name every kind of data that was used'); END;

CREATE TRIGGER notice_stays BEFORE UPDATE OF notice, request, worker ON outgoing
BEGIN SELECT RAISE(ABORT, 'a message keeps its notice and its request'); END;

CREATE TRIGGER messages_are_not_replaced BEFORE INSERT ON outgoing
WHEN EXISTS (SELECT 1 FROM outgoing WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a message keeps its notice and its request'); END;

CREATE TRIGGER no_receipt_after_sending BEFORE INSERT ON receipt
WHEN EXISTS (SELECT 1 FROM outgoing WHERE request = NEW.request)
BEGIN SELECT RAISE(ABORT, 'the reply to this request is already on its way: nothing more may be drawn for it'); END;

CREATE TRIGGER no_kind_after_sending BEFORE INSERT ON receipt_kind
WHEN EXISTS (
    SELECT 1 FROM receipt JOIN outgoing ON outgoing.request = receipt.request WHERE receipt.number = NEW.receipt
)
BEGIN SELECT RAISE(ABORT, 'a receipt of a sent reply keeps its kinds'); END;

CREATE TRIGGER receipts_stay BEFORE UPDATE ON receipt
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;

CREATE TRIGGER receipts_are_not_replaced BEFORE INSERT ON receipt
WHEN EXISTS (SELECT 1 FROM receipt WHERE number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;

CREATE TRIGGER receipts_go_only_with_their_person BEFORE DELETE ON receipt
WHEN OLD.worker NOT IN (SELECT worker FROM erasing)
BEGIN SELECT RAISE(ABORT, 'a receipt is deleted only when its person is erased'); END;

CREATE TRIGGER kinds_stay BEFORE UPDATE ON receipt_kind
BEGIN SELECT RAISE(ABORT, 'a receipt keeps its kinds'); END;

CREATE TRIGGER kinds_go_only_with_their_person BEFORE DELETE ON receipt_kind
WHEN EXISTS (
    SELECT 1 FROM receipt WHERE number = OLD.receipt AND worker NOT IN (SELECT worker FROM erasing)
)
BEGIN SELECT RAISE(ABORT, 'a receipt keeps its kinds'); END;

CREATE TRIGGER choices_stay BEFORE UPDATE ON choice
BEGIN SELECT RAISE(ABORT, 'a choice is never changed, only followed by another'); END;

CREATE TRIGGER choices_are_not_replaced BEFORE INSERT ON choice
WHEN EXISTS (SELECT 1 FROM choice WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a choice is never changed, only followed by another'); END;

CREATE TRIGGER choices_go_only_with_their_person BEFORE DELETE ON choice
WHEN OLD.worker NOT IN (SELECT worker FROM erasing)
BEGIN SELECT RAISE(ABORT, 'a choice is deleted only when its person is erased'); END;
"""

LANGUAGES = """
CREATE TABLE kind_word (
    kind TEXT NOT NULL REFERENCES kind (name), language TEXT NOT NULL, word TEXT NOT NULL CHECK (word <> ''),
    PRIMARY KEY (kind, language)
) WITHOUT ROWID;
DROP TRIGGER notice_covers_every_receipt;
DROP TRIGGER notice_stays;
ALTER TABLE kind DROP COLUMN word;
ALTER TABLE outgoing ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

CREATE TRIGGER notice_covers_every_receipt BEFORE INSERT ON outgoing
WHEN EXISTS (
    SELECT 1 FROM receipt JOIN receipt_kind ON receipt_kind.receipt = receipt.number
    WHERE receipt.request = NEW.request AND NOT EXISTS (
        SELECT 1 FROM kind_word
        WHERE kind_word.kind = receipt_kind.kind AND kind_word.language = NEW.language
        AND instr(NEW.notice, kind_word.word) > 0
    )
)
BEGIN SELECT RAISE(ABORT, 'the notice does not name every kind of data that was used'); END;

CREATE TRIGGER notice_stays BEFORE UPDATE OF notice, language, request, worker ON outgoing
BEGIN SELECT RAISE(ABORT, 'a message keeps its notice and its request'); END;
"""
"""A notice names the kinds in the language of its message; one that has no words here covers nothing."""

PEOPLE_STEPS = (
    ("0001_people", PEOPLE),
    ("0002_post", POST),
    ("0003_promises", PROMISES),
    ("0004_languages", LANGUAGES),
    ("0005_trust", TRUST),
    ("0006_counting", COUNTING),
    ("0007_totals", TOTALS),
    ("0008_hearing", HEARING),
    ("0009_nudges", NUDGES),
    ("0010_bands", BANDS),
    ("0013_people_of", PEOPLE_OF),
)
AFTER_STEPS = {"0005_trust": chain_what_is_there}
"""What a step does beyond its statements, in the same transaction."""

KEYS = """
CREATE TABLE key (worker TEXT PRIMARY KEY, secret BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pepper (one INTEGER PRIMARY KEY CHECK (one = 1), secret BLOB NOT NULL);
"""


def _run(db: "Database", script: str) -> None:
    """Each statement by itself: `executescript` would end the migration's transaction."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if _complete(statement):
            db.execute(statement)
            statement = ""


def _complete(statement: str) -> bool:
    import sqlite3

    return sqlite3.complete_statement(statement)


def _running(script: str, then: Callable[["Database"], None] | None = None) -> Callable[["Database"], None]:
    def step(db: "Database") -> None:
        _run(db, script)
        if then is not None:
            then(db)

    return step


def people_steps() -> "Migrations":
    """The steps of `people.db`, in their order."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("people")
    for name, script in PEOPLE_STEPS:
        steps(name=name)(_running(script, AFTER_STEPS.get(name)))
    return steps


def migrate_people(db: "Database") -> None:
    """Brings `people.db` to today's tables, each step and its record in one transaction."""
    people_steps().apply(db)
    declared = {(kind.name, str(language), name.word) for kind in KINDS for language, name in kind.names.items()}
    if not declared <= {*db.execute("SELECT kind, language, word FROM kind_word").fetchall()}:
        with db.atomic():
            _name_kinds(db, declared)


def _name_kinds(db: "Database", declared: set[tuple[str, str, str]]) -> None:
    """The only place where kinds get their words: nothing else may change what a notice must say."""
    triggers = [(f"{table}_{deed}_refused".lower(), table, deed) for table in KIND_TABLES for deed in DEEDS]
    for name, *_ in triggers:
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
    for kind, language, word in sorted(declared):
        db.execute("INSERT OR IGNORE INTO kind (name) VALUES (?)", [kind])
        db.execute("INSERT OR REPLACE INTO kind_word VALUES (?, ?, ?)", [kind, language, word])
    for name, table, deed in triggers:
        db.execute(
            f"CREATE TRIGGER {name} BEFORE {deed} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the words of a notice are those that Onhand declares'); END"
        )


KIND_TABLES = ("kind", "kind_word")
DEEDS = ("INSERT", "UPDATE", "DELETE")


def migrate_keys(db: "Database") -> None:
    """Brings `keys.db` to today's tables."""
    from sqlite_utils.migrations import Migrations

    steps = Migrations("keys")
    steps(name="0001_keys")(_running(KEYS))
    steps(name="0002_trust")(_running(TRUST_KEYS))
    steps(name="0003_counting")(_running(COUNTING_KEYS))
    steps.apply(db)
