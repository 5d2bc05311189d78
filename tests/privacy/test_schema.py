"""What the database itself refuses, whoever asks it, and what each of its columns is."""

import re
import sqlite3

import pytest

from privacy import uses
from privacy.database_sqlite import moment
from privacy.receipt import Request
from privacy.records import FILES, RECORDS, File
from privacy.rooms import Rooms
from tests.privacy.house import ANA, House, agree, fill, saying

HERE = {record.table: record.columns for record in RECORDS if record.file == "people.db"}

LABELS = re.compile(
    r"[a-z_.]*|Ev\d|T0CAFE|chat\.postMessage|I used .*|Yes, remember|barista|cook|Harbour|Station|canary-(role|site)"
    r"|your job role|handed over|not helpful|\[.(cook|tea|Station).\]|\{.not found.: 5\}|00\d\d_\w+|20\d\d-\d\d"
    r"|[0-9a-f]{32}|" + "|".join(re.escape(name.word) for kind in uses.KINDS for name in kind.names.values())
)
"""All that stands in a label of the full house: names of the product's own, of the company's list, and Slack's ids."""


@pytest.mark.parametrize("file", FILES)
def test_each_column_is_declared(rooms: Rooms, house: House, file: File) -> None:
    """A new column or table of either file fails until somebody says what it is; so does a declaration of none."""
    raw = house.raw(file)
    tables = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    live = {table: [row[1] for row in raw.execute(f"PRAGMA table_info({table})")] for table in tables}
    assert rooms.directory.roles()
    assert {table: sorted(columns) for table, columns in live.items()} == {
        record.table: sorted(record.columns) for record in RECORDS if record.file == file
    }


def test_no_column_scores_a_person(rooms: Rooms, house: House) -> None:
    """Beside a worker stand ids, states, times and the tries of a delivery, but no figure about the worker."""
    fill(rooms)
    beside = {
        (table, column)
        for table, columns in HERE.items()
        for column, what in columns.items()
        if what == "count" and "worker" in columns
    }
    assert beside == {
        ("kept", "id"),
        ("choice", "id"),
        ("choice", "version"),
        ("receipt", "number"),
        ("incoming", "attempts"),
        ("outgoing", "id"),
        ("outgoing", "attempts"),
        ("nudge", "tries"),
        ("nudge", "laters"),
    }
    assert house.count("held") > 0


def test_each_column_holds_what_it_is_declared_to_hold(rooms: Rooms, house: House) -> None:
    """In a full house what is sealed is bytes, a pseudonym a hash, a time a time, and a label one of those known."""
    fill(rooms)
    house.raw().execute("INSERT INTO in_job VALUES ('latte', 'cook', '2026-02', 5)")
    house.raw().execute("INSERT INTO counted VALUES ('2026-02')")
    lists = """'["wifi"]', '["cook"]', '{"not found": 5}', '["tea"]'"""
    house.raw().execute(f"INSERT INTO gap VALUES ('2026-01-05', 1, '2026-02-02', 5, 'new', {lists})")
    house.raw().execute("""INSERT INTO band VALUES ('2026-01-05', 0, 'cook', '["Station"]', 12)""")
    house.raw().execute("INSERT INTO band_gap VALUES ('2026-01-05', 0, 1)")
    house.raw().execute("INSERT INTO band_missed VALUES ('2026-01-05', 0, 'tea', 5)")
    house.raw().execute("INSERT INTO gap_period VALUES ('2026-02-02', '2026-01-05')")
    house.raw().execute("INSERT INTO measure VALUES ('2026-02-02', 'handed over', 5)")
    house.raw().execute("INSERT INTO measured VALUES ('2026-02-02')")
    wrong = [
        (table, column, value)
        for table, columns in HERE.items()
        for column, what in columns.items()
        for (value,) in house.rows(f"SELECT {column} FROM {table}")
        if not (value is None or fits(what, value))
    ]
    assert wrong == []
    assert {table for table in HERE if not house.count(table)} == {"nudge_total", "erasing", "sweeping"}


def fits(what: str, value: object) -> bool:
    if what in ("sealed", "secret", "digest"):
        return isinstance(value, bytes)
    if what == "count":
        return isinstance(value, int)
    if what == "time":
        return bool(re.match(r"\d{4}-\d\d-\d\d", str(value))) and (len(str(value)) != 26 or bool(moment(str(value))))
    if what == "pseudonym":
        return bool(re.fullmatch(r"[0-9a-f]{32}|", str(value)))
    if what == "words":
        return value == '["wifi"]'
    if what == "state":
        return value in (
            "new",
            0,
            1,
            2,
            "asked",
            "granted",
            "withdrawn",
            "waiting",
            "done",
            "sending",
            "sent",
            "failed",
            "open",
            "drawn",
        )
    return bool(LABELS.fullmatch(str(value)))


def test_a_house_opens_again_as_it_was(rooms: Rooms, house: House) -> None:
    """Opening the same files again changes no table and loses no row."""
    fill(rooms)
    before = house.rows("SELECT sql FROM sqlite_master ORDER BY name"), house.rows("SELECT * FROM receipt_kind")
    house.close()
    assert house.rooms().directory.roles() == {"barista", "cook", "canary-role"}
    after = house.rows("SELECT sql FROM sqlite_master ORDER BY name"), house.rows("SELECT * FROM receipt_kind")
    assert after == before


ENQUEUE = (
    "INSERT INTO outgoing (request, worker, method, lane, notice, sealed, state, due, attempts, at) "
    "VALUES (?, ?, 'chat.postMessage', 'C1', ?, x'00', 'waiting', '', 0, '')"
)
ENQUEUE_IN = ENQUEUE.replace("notice, sealed", "notice, language, sealed").replace("?, x'00'", "?, ?, x'00'")


@pytest.fixture
def raw(house: House, rooms: Rooms) -> sqlite3.Connection:
    """Somebody else's connection to the same file."""
    assert rooms.directory.roles()
    return house.raw()


@pytest.fixture
def drawn(rooms: Rooms, request_of_ana: Request) -> Request:
    """A request for which role and site were drawn, and no reply is on its way."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    return request_of_ana


@pytest.mark.parametrize(
    "notice",
    [
        "",
        uses.NOTHING_USED,
        "I used your job role to choose this.",
        "I used your site to choose this.",
        "JOB ROLE, SITE",
    ],
)
def test_a_message_whose_notice_leaves_out_a_kind_is_refused(
    raw: sqlite3.Connection, drawn: Request, notice: str
) -> None:
    """The table takes no message that does not name each kind that any receipt of its request names."""
    with pytest.raises(sqlite3.IntegrityError, match="the notice does not name every kind"):
        raw.execute(ENQUEUE, [drawn.id, drawn.worker, notice])


@pytest.mark.parametrize("kind", uses.KINDS, ids=lambda kind: kind.name)
def test_the_database_knows_the_word_of_each_kind(raw: sqlite3.Connection, drawn: Request, kind: uses.Kind) -> None:
    """A receipt of any kind holds back a message without its word, and lets one with its whole notice go."""
    number = raw.execute("SELECT number FROM receipt").fetchone()[0]
    raw.execute("INSERT OR IGNORE INTO receipt_kind VALUES (?, ?)", [number, kind.name])
    kinds = {"role", "site", kind.name}
    others = uses.notice_for(frozenset(kinds - {kind.name}))
    with pytest.raises(sqlite3.IntegrityError, match="the notice does not name every kind"):
        raw.execute(ENQUEUE, [drawn.id, drawn.worker, others])
    raw.execute(ENQUEUE, [drawn.id, drawn.worker, uses.notice_for(frozenset(kinds))])


@pytest.mark.parametrize("language", uses.LANGUAGES)
@pytest.mark.parametrize("kind", uses.KINDS, ids=lambda kind: kind.name)
def test_a_notice_counts_only_in_the_language_of_its_message(
    raw: sqlite3.Connection, drawn: Request, kind: uses.Kind, language: uses.Language
) -> None:
    """In each language the whole notice is let go, and one that leaves out a kind, or speaks no language, is held."""
    number = raw.execute("SELECT number FROM receipt").fetchone()[0]
    raw.execute("INSERT OR IGNORE INTO receipt_kind VALUES (?, ?)", [number, kind.name])
    kinds = {"role", "site", kind.name}
    whole = uses.notice_for(frozenset(kinds), language)
    others = uses.notice_for(frozenset(kinds - {kind.name}), language)
    elsewhere = [(whole, other) for other in (*uses.LANGUAGES, "xx", "") if other != language]
    for notice, spoken in [(others, language), *elsewhere]:
        with pytest.raises(sqlite3.IntegrityError, match="the notice does not name every kind"):
            raw.execute(ENQUEUE_IN, [drawn.id, drawn.worker, notice, spoken])
    raw.execute(ENQUEUE_IN, [drawn.id, drawn.worker, whole, language])


def sent(rooms: Rooms, request: Request) -> Request:
    rooms.gate.send(request, saying())
    return request


CHANGES = {
    "a receipt is never changed": [
        "UPDATE receipt SET use = 'follow_up'",
        "UPDATE receipt SET request = (SELECT max(id) FROM request)",
        "UPDATE receipt SET worker = 'x'",
        "INSERT OR REPLACE INTO receipt SELECT * FROM receipt",
    ],
    "the chain must tell that a receipt ends": ["DELETE FROM receipt"],
    "a receipt keeps its kinds": [
        "UPDATE receipt_kind SET kind = 'thread'",
        "DELETE FROM receipt_kind",
    ],
    "a receipt of a sent reply keeps its kinds": [
        "INSERT INTO receipt_kind SELECT number, 'thread' FROM receipt",
    ],
    "a choice is never changed": [
        "UPDATE choice SET state = 'granted'",
        "UPDATE choice SET worker = 'x'",
        "INSERT OR REPLACE INTO choice SELECT id, worker, use, 'granted', wording, at, version FROM choice",
    ],
    "a choice is deleted only when its person is erased": ["DELETE FROM choice"],
    "a message keeps its notice": [
        "UPDATE outgoing SET notice = 'I used nothing about you for this answer.'",
        "UPDATE outgoing SET request = (SELECT max(id) FROM request)",
        "UPDATE outgoing SET worker = 'x'",
        "INSERT OR REPLACE INTO outgoing SELECT * FROM outgoing",
    ],
    "already on its way": [
        "INSERT INTO receipt (request, worker, use, at) SELECT request, worker, 'follow_up', at FROM outgoing",
    ],
    "a request stays what it was opened as": [
        "UPDATE request SET id = 'x'",
        "UPDATE request SET worker = 'x'",
        "UPDATE request SET public = 1",
        "UPDATE request SET at = ''",
    ],
    "the chain of receipts is never changed": ["UPDATE link SET hash = x'00'", "UPDATE link SET receipt = 9"],
    "the chain of receipts is never cut": ["DELETE FROM link", "DELETE FROM link WHERE id = 1"],
    "a link only follows the last one": [
        "INSERT INTO link SELECT id + 9, receipt, what, day, digest, hash FROM link",
        "INSERT OR REPLACE INTO link SELECT id, receipt, what, day, x'00', hash FROM link",
    ],
    "the words of a notice are those that Onhand declares": [
        "DELETE FROM kind WHERE name = 'role'",
        "UPDATE kind SET name = 'x' WHERE name = 'handed_over'",
        "INSERT INTO kind VALUES ('mood')",
        "INSERT OR REPLACE INTO kind_word VALUES ('role', 'en', 'I')",
        "INSERT INTO kind_word VALUES ('role', 'xx', 'I')",
        "UPDATE kind_word SET word = 'I'",
        "DELETE FROM kind_word",
    ],
    "FOREIGN KEY": [
        "DELETE FROM request",
        "INSERT INTO receipt (request, worker, use, at) VALUES ('no such request', 'x', 'follow_up', '')",
        "INSERT INTO outgoing (request, worker, method, lane, notice, state, due, attempts, at) "
        "VALUES ('no such request', 'x', 'chat.postMessage', 'C1', '', 'waiting', '', 0, '')",
    ],
    "CHECK": ["INSERT INTO choice (worker, use, state, wording, at) VALUES ('x', 'follow_up', 'maybe', '', '')"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "told"), [(statement, told) for told, statements in CHANGES.items() for statement in statements]
)
def test_what_was_recorded_cannot_be_changed(
    rooms: Rooms, drawn: Request, house: House, statement: str, told: str
) -> None:
    """Receipts, choices and sent notices stay as they were, whoever tries, and nothing is added to them later."""
    rooms.gate.choose(drawn.worker, uses.FOLLOW_UP, "withdrawn", "Stop")
    sent(rooms, drawn)
    tables = ("receipt", "receipt_kind", "choice", "outgoing", "request", "kind", "kind_word", "link")
    before = {table: house.rows(f"SELECT * FROM {table}") for table in tables}
    with pytest.raises(sqlite3.IntegrityError, match=told):
        house.raw().execute(statement)
    assert {table: house.rows(f"SELECT * FROM {table}") for table in tables} == before


def test_a_kind_that_nobody_declared_is_refused(raw: sqlite3.Connection, drawn: Request) -> None:
    """A receipt cannot name a kind for which there is no word to tell the worker."""
    assert drawn.id
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        raw.execute("INSERT INTO receipt_kind SELECT number, 'mood' FROM receipt")


def test_a_message_is_held_to_its_own_request_alone(rooms: Rooms, drawn: Request) -> None:
    """What was drawn for one request does not hold back the reply to another."""
    other = rooms.gate.open(ANA, public=False)
    assert sent(rooms, other) != drawn
    assert rooms.gate.notice(other).kinds == frozenset()


def test_only_an_erasure_deletes(rooms: Rooms, drawn: Request, house: House) -> None:
    """Somebody else's erasure does not open the way to a person's receipts and choices."""
    agree(rooms, ANA)
    raw = house.raw()
    raw.execute("INSERT INTO erasing VALUES ('somebody else')")
    for table in ("receipt_kind", "receipt", "choice"):
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(f"DELETE FROM {table}")
    raw.execute("INSERT INTO link SELECT id + 1, receipt, 'erased', day, x'', x'' FROM link")
    with pytest.raises(sqlite3.IntegrityError, match="a receipt is deleted only when its person is erased"):
        raw.execute("DELETE FROM receipt")
    raw.execute("INSERT INTO erasing VALUES (?)", [drawn.worker])
    for table in ("receipt", "choice"):
        assert raw.execute(f"DELETE FROM {table}").rowcount > 0
    assert house.count("receipt_kind") == 0
