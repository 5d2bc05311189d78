"""A house of an earlier release, with rows in it, opened by this one."""

import sqlite3
from typing import Any

import pytest

from privacy import uses
from privacy.database_sqlite import SqliteFile, stamp
from privacy.escalation import HandedOver
from privacy.outbox import LEASE, Parcel
from privacy.rooms import Rooms
from privacy.schema_sqlite import people_steps
from privacy.seal import Seals
from privacy.worker import WorkerId
from tests.privacy.house import ANA, BEN, House

JOB = "I used your job role and site to choose this."
HANDED = {"question": "How do I clean it?", "asked_by": "U0ANA", "contact_name": "Ben", "channel": "C1", "thread": ""}
STATES = ("sent", "waiting", "sending")


class Earlier:
    """Writes what the release before the languages would have written."""

    def __init__(self, house: House) -> None:
        self.seals = Seals(house.keys())
        self.ana = self.seals.worker(ANA)
        self._at = stamp(house.clock.now)
        file = SqliteFile(house.folder / "people.db")
        people_steps().apply(file.database, stop_before="0004_languages")
        self._connection = file.connection
        for kind in uses.KINDS:
            self._write("INSERT INTO kind (name, word) VALUES (?, ?)", kind.name, kind.word)

    def _write(self, statement: str, *values: Any) -> None:
        self._connection.execute(statement, values)

    def drew(self, request: str) -> None:
        """A request of Ana's for which her role and site were read."""
        self._write("INSERT INTO request (id, worker, public, at) VALUES (?, ?, 0, ?)", request, self.ana, self._at)
        self._write(
            "INSERT INTO receipt (request, worker, use, at) VALUES (?, ?, 'rank_by_role', ?)",
            request, self.ana, self._at,
        )  # fmt: skip
        for kind in ("role", "site"):
            self._write("INSERT INTO receipt_kind SELECT max(number), ? FROM receipt", kind)

    def enqueued(self, request: str, state: str) -> None:
        """A reply of its own lane, with its notice."""
        arguments = {"channel": "C1", "text": f"{request}\n{JOB}"}
        sealed = None if state == "sent" else self.seals.seal(self.ana, "outgoing", arguments)
        self._write(
            "INSERT INTO outgoing (request, worker, method, lane, notice, sealed, state, due, attempts, at) "
            "VALUES (?, ?, 'chat.postMessage', ?, ?, ?, ?, ?, 0, ?)",
            request, self.ana, request, JOB, sealed, state, self._at, self._at,
        )  # fmt: skip

    def handed_over(self, id: str, contact: WorkerId) -> None:
        """A question of Ana's that waits for its answer."""
        sealed = self.seals.seal(self.ana, uses.REPORT_BACK.name, HANDED)
        self._write(
            "INSERT INTO kept (worker, use, topic, sealed, at, until) VALUES (?, 'report_back', ?, ?, ?, '9999')",
            self.ana, self.seals.mark(id), sealed, self._at,
        )  # fmt: skip
        self._write("INSERT INTO escalation VALUES (?, ?, ?, 'open', ?)", id, self.ana, contact, self._at)

    def leave(self) -> None:
        self._connection.commit()
        self._connection.close()


@pytest.fixture
def earlier(house: House) -> Earlier:
    """A reply that was sent, one that waits, one whose sender died, and a request that has no reply yet."""
    house.folder.mkdir()
    earlier = Earlier(house)
    for state in STATES:
        earlier.drew(f"was-{state}")
        earlier.enqueued(f"was-{state}", state)
    earlier.drew("was-open")
    earlier.handed_over("e1", earlier.seals.worker(BEN))
    earlier.leave()
    return earlier


def claimed(rooms: Rooms) -> list[Parcel]:
    found = []
    while (parcel := rooms.outbox.claim()) is not None:
        found.append(parcel)
        rooms.outbox.sent(parcel.id)
    return found


def test_messages_on_their_way_still_arrive(earlier: Earlier, house: House) -> None:
    """What waited goes out word for word with its notice, what may have gone is looked for, what went stays gone."""
    before = house.rows("SELECT id, request, worker, notice, state FROM outgoing")
    rooms = house.rooms()
    assert house.rows("SELECT id, request, worker, notice, state FROM outgoing") == before
    assert house.rows("SELECT DISTINCT language FROM outgoing") == [("en",)]
    house.clock.forward(seconds=LEASE.total_seconds() + 1)
    parcels = {parcel.request: parcel for parcel in claimed(rooms)}
    assert set(parcels) == {"was-waiting", "was-sending"}
    assert [parcels[f"was-{state}"].again for state in ("waiting", "sending")] == [False, True]
    for request, parcel in parcels.items():
        assert (parcel.notice, parcel.arguments["text"]) == (JOB, f"{request}\n{JOB}")
    assert earlier.ana


@pytest.mark.parametrize("language", uses.LANGUAGES)
def test_a_request_that_was_open_is_held_to_its_receipts(
    earlier: Earlier, house: House, language: uses.Language
) -> None:
    """Its reply leaves only with the whole notice in a language, and never with an empty or a half one."""
    assert house.rooms().directory.roles() == frozenset()
    enqueue = (
        "INSERT INTO outgoing (request, worker, method, lane, notice, language, state, due, attempts, at) "
        "VALUES ('was-open', ?, 'chat.postMessage', 'C1', ?, ?, 'waiting', '', 0, '')"
    )
    raw = house.raw()
    for notice in ("", uses.notice_for(frozenset({"role"}), language)):
        with pytest.raises(sqlite3.IntegrityError, match="does not name every kind"):
            raw.execute(enqueue, [earlier.ana, notice, language])
    assert raw.execute(enqueue, [earlier.ana, uses.notice_for(frozenset({"role", "site"}), language), language])


def test_receipts_are_as_they_were(earlier: Earlier, house: House) -> None:
    """No receipt and no kind is lost or changed, and none can be."""
    columns = {
        "receipt": "number, request, worker, use, at",
        "receipt_kind": "receipt, kind",
        "request": "id, worker, public, voted, at",
        "escalation": "*",
        "kept": "*",
    }
    before = {table: house.rows(f"SELECT {which} FROM {table}") for table, which in columns.items()}
    rooms = house.rooms()
    assert {table: house.rows(f"SELECT {which} FROM {table}") for table, which in columns.items()} == before
    assert house.rows("SELECT receipt, what FROM link ORDER BY id") == [(n, "drawn") for n in range(1, 5)]
    assert rooms.chain.check(rooms.chain.head()) == ()
    assert len(rooms.rights.receipts_of(earlier.ana, "was-sent")) == 1
    assert house.rows("SELECT name FROM kind ORDER BY name") == sorted((kind.name,) for kind in uses.KINDS)
    with pytest.raises(sqlite3.IntegrityError, match="a receipt is never changed"):
        house.raw().execute("UPDATE receipt SET use = 'follow_up'")


def test_a_question_handed_over_before_comes_back_in_english(earlier: Earlier, house: House) -> None:
    """What was handed over before languages were told apart is answered as it would have been."""
    rooms = house.rooms()
    asker = rooms.escalations.open_for("e1", rooms.gate.worker(BEN))
    assert asker == earlier.ana
    report = rooms.gate.open_for(asker, public=False)
    assert rooms.escalations.drawn(report, "e1") == HandedOver(**HANDED, language="en")


def test_opening_twice_changes_nothing(earlier: Earlier, house: House) -> None:
    """The second opening finds all steps done."""
    for _ in range(2):
        assert house.rooms().gate.worker(ANA) == earlier.ana
        house.close()
    assert house.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = 'people' ORDER BY name")[-1] == (
        "0013_people_of",
    )
