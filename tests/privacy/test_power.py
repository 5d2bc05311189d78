"""What holds when the power goes: of the log only what was on the disk is there, and perhaps half a frame."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.rooms import Rooms
from tests.privacy.house import ANA, BEN, PEOPLE, TEAM, House, saying

QUESTIONS = int(os.environ.get("ONHAND_CUTS", "6"))
"""How many questions are asked before the cuts; `ONHAND_CUTS=30` makes 6,800 cuts; more would fill the log."""
HEADER, FRAME_HEADER = 32, 24
TABLES = ("request", "receipt", "receipt_kind", "link", "kept", "incoming", "outgoing", "choice")


@dataclass
class Cuts:
    """A house, and after each thing it acknowledged how long the log was and how many rows each table had."""

    house: House
    acknowledged: list[tuple[int, dict[str, int]]]

    @property
    def log(self) -> Path:
        return self.house.folder / "people.db-wal"

    def note(self) -> None:
        self.acknowledged.append((self.log.stat().st_size, {table: self.house.count(table) for table in TABLES}))

    def promised(self, size: int) -> dict[str, int]:
        """The rows of the last thing that was acknowledged when the log was so long."""
        return next(rows for length, rows in reversed(self.acknowledged) if length <= size)


@pytest.fixture
def cuts(house: House) -> Iterator[Cuts]:
    rooms = house.rooms()
    rooms.directory.load(PEOPLE, TEAM)
    house.raw().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cuts = Cuts(house, [])
    cuts.note()
    for number in range(QUESTIONS):
        work(rooms, cuts, number)
    yield cuts
    house.close()


def work(rooms: Rooms, cuts: Cuts, number: int) -> None:
    """One question from its event to its reply; after each step that others rely on it is noted."""
    person = ANA if number % 2 else BEN
    rooms.inbox.accept(person, f"Ev{number}", {"words": "how hot"})
    cuts.note()
    request = rooms.gate.open(person, public=False, event=(TEAM, f"Ev{number}"))
    rooms.gate.draw(request, uses.RANK_BY_ROLE)
    cuts.note()
    rooms.gate.keep(request, uses.FOLLOW_UP, f"C{number}", {"words": "how hot"})
    cuts.note()
    rooms.gate.send(request, saying())
    cuts.note()
    rooms.gate.choose(request.worker, uses.RANK_BY_PAST_USE, "granted", "Yes")
    cuts.note()


def places(log: bytes) -> Iterator[int]:
    """Where the log is cut: at the end of each frame, a byte before and after it, and in its middle."""
    page = int.from_bytes(log[8:12], "big")
    frame = FRAME_HEADER + page
    for start in range(HEADER, len(log), frame):
        yield from (start, start + 1, start + frame // 2, start + frame - 1)


def after_a_cut(cuts: Cuts, folder: Path, log: bytes) -> sqlite3.Connection:
    """What the next start finds, where the log on the disk was this."""
    folder.mkdir()
    shutil.copy(cuts.house.folder / "people.db", folder)
    (folder / "people.db-wal").write_bytes(log)
    return sqlite3.connect(folder / "people.db")


def found(connection: sqlite3.Connection) -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


TORN = (
    "SELECT count(*) FROM receipt WHERE number NOT IN (SELECT receipt FROM link)",
    "SELECT count(*) FROM receipt WHERE number NOT IN (SELECT receipt FROM receipt_kind)",
    "SELECT count(*) FROM link WHERE receipt NOT IN (SELECT number FROM receipt)",
    "SELECT abs((SELECT count(*) FROM incoming WHERE state = 'done') - (SELECT count(*) FROM outgoing))",
)
"""Each counts the halves of a transaction that stand there without the other half."""


def test_no_cut_loses_what_was_acknowledged_or_shows_half_of_anything(cuts: Cuts, tmp_path: Path) -> None:
    """Wherever the log ends, the database is whole, has each row that was acknowledged by then, and no row of a
    transaction without the others; what follows the last whole transaction is as if it had never been."""
    log, lost, torn = cuts.log.read_bytes(), [], []
    for place in places(log):
        for rest in (b"", b"\xff" * 4096):
            with closing(after_a_cut(cuts, tmp_path / "cut", log[:place] + rest)) as connection:
                rows, promised = found(connection), cuts.promised(place)
                if any(rows[table] < promised[table] for table in TABLES):
                    lost.append(place)
                if any(connection.execute(each).fetchone() != (0,) for each in TORN):
                    torn.append(place)
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            shutil.rmtree(tmp_path / "cut")
    assert (lost, torn) == ([], [])
    assert len(log) > HEADER


@pytest.mark.parametrize(("durable", "level"), [(True, 2), (False, 1)])
def test_each_commit_waits_for_the_disk(tmp_path: Path, durable: bool, level: int) -> None:
    """What is written is on the disk at each commit; the head of the chain, which may lag behind, a little later."""
    file = SqliteFile(tmp_path / "a.db", durable=durable)
    assert file.rows("PRAGMA synchronous") == [(level,)]
    assert file.rows("PRAGMA journal_mode") == [("wal",)]
    assert file.rows("PRAGMA secure_delete") == file.rows("PRAGMA foreign_keys") == [(1,)]
    file.close()


def test_a_head_that_the_power_took_is_an_earlier_one(rooms: Rooms, house: House) -> None:
    """Where the second file lost the last heads, the chain of the first goes on from an earlier one and is whole."""
    (house.folder / "before").mkdir()
    for number in range(4):
        rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
        if number == 1:
            for name in ("keys.db", "keys.db-wal"):
                shutil.copy(house.folder / name, house.folder / "before")
    assert house.count("link") == 4
    house.close()
    for name in ("keys.db", "keys.db-wal"):
        shutil.copy(house.folder / "before" / name, house.folder)
    (house.folder / "keys.db-shm").unlink(missing_ok=True)
    assert house.rooms().chain.check() == ()
