"""Sealed values: readable with their person's key, in their own place, unchanged, and not otherwise."""

import stat

import pytest

from privacy import uses
from privacy.rooms import Rooms
from privacy.seal import Seals, Unreadable
from privacy.worker import Person, WorkerId, worker_id
from tests.privacy.house import (
    ANA,
    BEN,
    CANARIES_HELD,
    CANARIES_IN_POST,
    CANARIES_KEPT,
    CANARY,
    CANARY_ENTRY,
    House,
    fill,
)


@pytest.fixture
def seals(house: House) -> Seals:
    return Seals(house.keys())


def test_a_sealed_value_comes_back_as_it_was(seals: Seals) -> None:
    """Whatever JSON can say is sealed and unsealed without loss."""
    worker = seals.worker(ANA)
    value = {"words": "¿cuánto? 🥛", "list": [1, None, 2.5]}
    assert seals.unseal(worker, "follow_up", seals.seal(worker, "follow_up", value)) == value


def test_the_same_value_is_sealed_differently_each_time(seals: Seals) -> None:
    """Equal values cannot be told by their bytes."""
    worker = seals.worker(ANA)
    assert seals.seal(worker, "role", "cook") != seals.seal(worker, "role", "cook")


def test_a_value_moved_to_another_person_or_field_is_unreadable(seals: Seals) -> None:
    """A sealed value belongs to one person and one field."""
    ana, ben = seals.worker(ANA), seals.worker(BEN)
    sealed = seals.seal(ana, "role", "cook")
    seals.seal(ben, "role", "driver")
    with pytest.raises(Unreadable, match="'role' was changed or belongs elsewhere"):
        seals.unseal(ben, "role", sealed)
    with pytest.raises(Unreadable, match="'site'"):
        seals.unseal(ana, "site", sealed)


def test_a_value_is_bound_to_its_person_beyond_their_key(seals: Seals, house: House) -> None:
    """Even where two people had the same key, the sealed value of one would be unreadable as the other's."""
    ana, ben = seals.worker(ANA), seals.worker(BEN)
    sealed = seals.seal(ana, "role", "cook")
    house.raw("keys.db").execute("INSERT INTO key SELECT ?, secret FROM key WHERE worker = ?", [ben, ana])
    with pytest.raises(Unreadable):
        seals.unseal(ben, "role", sealed)


def test_a_value_changed_by_a_byte_is_unreadable(seals: Seals) -> None:
    """No byte of a sealed value can be changed unseen."""
    worker = seals.worker(ANA)
    sealed = seals.seal(worker, "role", "cook")
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(Unreadable):
            seals.unseal(worker, "role", changed)


def test_a_value_whose_key_is_gone_is_unreadable(seals: Seals, house: House) -> None:
    """Destroying a person's key erases what was sealed for them, and a new key does not bring it back."""
    worker = seals.worker(ANA)
    sealed = seals.seal(worker, "role", "cook")
    house.lose_key(worker)
    with pytest.raises(Unreadable, match="erased"):
        seals.unseal(worker, "role", sealed)
    seals.seal(worker, "role", "driver")
    with pytest.raises(Unreadable, match="changed or belongs elsewhere"):
        seals.unseal(worker, "role", sealed)


def test_a_row_moved_in_the_table_is_not_drawn(rooms: Rooms, house: House, ana: WorkerId, ben: WorkerId) -> None:
    """Whoever writes another person's sealed role under a worker makes it unreadable, not theirs."""
    house.raw().execute(
        "UPDATE held SET sealed = (SELECT sealed FROM held WHERE worker = ? AND field = 'role') "
        "WHERE worker = ? AND field = 'role'",
        [ben, ana],
    )
    drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    assert drawn.values == {"site": [("site", "Harbour")]}


def test_the_data_without_the_keys_names_nobody(rooms: Rooms, house: House) -> None:
    """A copy of people.db holds no word of what is held, kept or on its way; roles and sites stand there as labels."""
    fill(rooms)
    copy = house.files("people.db")
    labels = {CANARY_ENTRY.role, CANARY_ENTRY.site}
    assert all(label.encode() in copy for label in labels)
    canaries = {*CANARIES_HELD, *CANARIES_KEPT, *CANARIES_IN_POST} - labels
    assert [canary for canary in canaries if canary.encode() in copy] == []


def test_a_worker_is_another_one_in_every_installation() -> None:
    """The pseudonym of a person depends on the installation's own secret, and on the workspace."""
    one, other = b"1" * 32, b"2" * 32
    assert worker_id(ANA, one) == worker_id(Person(ANA.team, ANA.slack_user_id), one)
    assert len({worker_id(ANA, one), worker_id(ANA, other), worker_id(Person("T0OTHER", "U0ANA"), one)}) == 3


def test_the_secret_of_an_installation_is_made_once(rooms: Rooms, house: House) -> None:
    """A person is the same worker to two processes and after a new start."""
    assert rooms.gate.worker(ANA) == house.rooms().gate.worker(ANA)


def test_the_files_are_for_their_owner_alone(rooms: Rooms, house: House) -> None:
    """No other account of the machine can read the data, the keys or their logs."""
    fill(rooms)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in house.folder.iterdir()}
    assert {"people.db", "people.db-wal", "keys.db"} <= set(modes)
    assert set(modes.values()) == {0o600}


def test_erasing_leaves_no_byte_in_any_file(rooms: Rooms, house: House) -> None:
    """What was sealed for a person and the key it was sealed with are in no file any more, logs included."""
    fill(rooms)
    worker = rooms.gate.worker(CANARY)
    of_worker = " UNION ".join(
        f"SELECT sealed FROM {table} WHERE worker = ? AND sealed IS NOT NULL"
        for table in ("held", "kept", "incoming", "outgoing")
    )
    traces = [row[0] for row in house.rows(of_worker, *[worker] * 4)]
    traces += [house.raw("keys.db").execute("SELECT secret FROM key WHERE worker = ?", [worker]).fetchone()[0]]
    assert len(traces) == 17
    assert all(trace in house.files("people.db", "keys.db") for trace in traces)
    rooms.rights.erase(worker)
    assert [trace for trace in traces if trace in house.files("people.db", "keys.db")] == []
