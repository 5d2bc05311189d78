"""The chain of receipts: whatever is changed, cut, forked or put in behind the gate's back is found."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from privacy import uses
from privacy.keeping import RECEIPT_DAYS
from privacy.receipt import Request
from privacy.rooms import Rooms
from tests.privacy.house import ANA, BEN, PEOPLE, TEAM, House, saying

EDITS = int(os.environ.get("ONHAND_EDITS", "120"))
"""How many random edits are tried; `ONHAND_EDITS=10000` tries the number of the promise."""
RECEIPTS = 12


def worked(rooms: Rooms) -> None:
    """Receipts of several people and kinds; one person is erased in the midst of it."""
    for number in range(RECEIPTS):
        request = rooms.gate.open(ANA if number % 3 else BEN, public=False)
        rooms.gate.draw(request, uses.RANK_BY_ROLE if number % 2 else uses.SHOW_MY_DATA)
        if number == RECEIPTS // 2:
            rooms.rights.erase(rooms.gate.worker(BEN))


def test_receipts_that_nobody_touched_are_whole(rooms: Rooms, house: House) -> None:
    """Draws, an erasure and a sweep leave a chain in which nothing is wrong, to this and to any earlier head."""
    assert (rooms.chain.head(), rooms.chain.check()) == ("", ())
    worked(rooms)
    early = rooms.chain.head()
    assert rooms.chain.check(early) == ()
    house.clock.forward(days=RECEIPT_DAYS + 1)
    rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    rooms.retention.sweep()
    assert house.count("receipt") == 1
    assert rooms.chain.check(early) == rooms.chain.check(rooms.chain.head()) == ()
    assert house.rooms().chain.check() == ()


def test_a_link_says_nothing_of_anybody(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """When a receipt is erased its salt goes too, so that nobody can guess what its link digests."""
    rooms.gate.draw(request_of_ana, uses.RANK_BY_ROLE)
    ((salt,),) = house.rows("SELECT salt FROM receipt")
    told = house.rows("SELECT number, request, worker, use, at FROM receipt")[0]
    rooms.rights.erase(request_of_ana.worker)
    ((digest, _), _) = house.rows("SELECT digest, hash FROM link ORDER BY id")
    guess = json.dumps([*told, ["role", "site"]]).encode()
    assert digest == hashlib.sha256(salt + guess).digest()
    assert digest != hashlib.sha256(guess).digest()
    assert salt not in house.files("people.db", "keys.db")


def test_the_head_that_is_saved_may_lag_behind(rooms: Rooms, house: House) -> None:
    """A process that died between a draw and the saving of its head leaves an earlier head of the same chain."""
    worked(rooms)
    raw = house.raw("keys.db")
    raw.execute("UPDATE head SET (link, hash) = (3, ?)", house.rows("SELECT hash FROM link WHERE id = 3")[0])
    assert rooms.chain.check() == ()
    raw.execute("UPDATE head SET hash = x'00'")
    assert rooms.chain.check() == ("Link 3 is not the one of the saved head.",)


def test_a_head_only_moves_forward(rooms: Rooms, house: House) -> None:
    """Two processes that save in another order than they drew leave the later head."""
    worked(rooms)
    (saved,) = house.raw("keys.db").execute("SELECT link FROM head").fetchall()
    raw = house.raw("keys.db")
    raw.execute("UPDATE head SET link = link + 5")
    rooms.chain.save()
    assert raw.execute("SELECT link FROM head").fetchall() == [(saved[0] + 5,)]


@pytest.mark.parametrize("head", ["", "12", "12:abc", "x:" + "0" * 64])
def test_what_is_no_head_is_refused(rooms: Rooms, head: str) -> None:
    """A head that cannot be one is told with what is accepted."""
    with pytest.raises(ValueError, match="accepted is what “onhand privacy head” prints"):
        rooms.chain.check(head)


def test_a_message_of_an_unchained_receipt_is_refused(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """A receipt that was put in past the gate holds its reply back."""
    raw = house.raw()
    raw.execute("INSERT INTO receipt (request, worker, use, at) SELECT id, worker, 'rank_by_role', at FROM request")
    with pytest.raises(sqlite3.IntegrityError, match="not in the chain"):
        rooms.gate.send(request_of_ana, saying())


def test_a_receipt_that_was_swept_too_early_is_told(rooms: Rooms, house: House) -> None:
    """Deleting as if the keep time was over, or as if a person was erased, does not go unseen either."""
    worked(rooms)
    head = rooms.chain.head()
    tamper = Tamper(house.raw(), random.Random(1))
    tamper.end("outlived")
    tamper.end("erased")
    problems = rooms.chain.check(head)
    assert [problem.split(", ")[-1] for problem in problems] == [
        "before its keep time was over.",
        "but nobody was.",
    ]


def test_a_receipt_that_comes_back_or_never_was_is_told(rooms: Rooms, house: House) -> None:
    """The end of a receipt that was not drawn, and one that is there after its end, are found too."""
    worked(rooms)
    tamper = Tamper(house.raw(), random.Random(1))
    told = house.rows("SELECT * FROM receipt WHERE number = 2")[0]
    tamper.end("outlived", 2)
    tamper.raw.execute("INSERT INTO receipt VALUES (?, ?, ?, ?, ?, ?)", told)
    tamper.end("outlived", 999)
    problems = rooms.chain.check()
    assert "Receipt 2 is there again, though it had ended." in problems
    assert "Receipt 999 ended, but was never drawn." in problems


def test_many_problems_are_counted(rooms: Rooms, house: House) -> None:
    """A history that is wrong all over is told in a few lines."""
    for _ in range(30):
        rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    raw = Tamper(house.raw(), random.Random(1)).raw
    raw.execute("UPDATE receipt SET use = 'follow_up'")
    problems = rooms.chain.check()
    assert (len(problems), problems[-1]) == (21, "… and 10 more.")


@dataclass
class Tamper:
    """Somebody with the file in their hands, who takes the triggers away and can count hashes."""

    raw: sqlite3.Connection
    chance: random.Random

    def __post_init__(self) -> None:
        for (name,) in self.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.raw.execute(f"DROP TRIGGER {name}")
        self.raw.execute("PRAGMA foreign_keys=OFF")

    def some(self, statement: str) -> tuple[object, ...]:
        row: tuple[object, ...] = self.chance.choice(self.raw.execute(statement).fetchall())
        return row

    def end(self, why: str, which: int | None = None) -> None:
        """Deletes a receipt with a link that says why, rightly hashed."""
        (number,) = (which,) if which else self.some("SELECT number FROM receipt")
        self.raw.execute("DELETE FROM receipt_kind WHERE receipt = ?", [number])
        self.raw.execute("DELETE FROM receipt WHERE number = ?", [number])
        id, day, before = self.raw.execute("SELECT id + 1, day, hash FROM link ORDER BY id DESC LIMIT 1").fetchone()
        told = json.dumps([id, number, why, day, ""]).encode()
        hash = hashlib.sha256(before + told).digest()
        self.raw.execute("INSERT INTO link VALUES (?, ?, ?, ?, x'', ?)", [id, number, why, day, hash])

    def change(self) -> None:
        (number,) = self.some("SELECT number FROM receipt")
        column, value = self.chance.choice(
            [("request", "x"), ("worker", "x"), ("use", "follow_up"), ("at", "2026-01-01T00:00:00.000000")]
        )
        self.raw.execute(f"UPDATE receipt SET {column} = ? WHERE number = ?", [value, number])

    def rename(self) -> None:
        number, kind = self.some("SELECT receipt, kind FROM receipt_kind WHERE kind <> 'thread'")
        self.raw.execute("UPDATE receipt_kind SET kind = 'thread' WHERE receipt = ? AND kind = ?", [number, kind])

    def drop_a_kind(self) -> None:
        number, kind = self.some("SELECT receipt, kind FROM receipt_kind")
        self.raw.execute("DELETE FROM receipt_kind WHERE receipt = ? AND kind = ?", [number, kind])

    def cut_out(self) -> None:
        """A receipt and its link."""
        (number,) = self.some("SELECT number FROM receipt")
        for table, column in (("receipt_kind", "receipt"), ("receipt", "number"), ("link", "receipt")):
            self.raw.execute(f"DELETE FROM {table} WHERE {column} = ?", [number])

    def cut_off(self) -> None:
        """The last receipts, with their links: a shorter chain that is whole in itself."""
        count = self.chance.randrange(1, 4)
        (first,) = self.raw.execute(
            f"SELECT min(id) FROM (SELECT id FROM link ORDER BY id DESC LIMIT {count})"
        ).fetchone()
        for number, what in self.raw.execute("SELECT receipt, what FROM link WHERE id >= ?", [first]).fetchall():
            if what == "drawn":
                self.raw.execute("DELETE FROM receipt_kind WHERE receipt = ?", [number])
                self.raw.execute("DELETE FROM receipt WHERE number = ?", [number])
        self.raw.execute("DELETE FROM link WHERE id >= ?", [first])

    def put_in(self) -> None:
        self.raw.execute(
            "INSERT INTO receipt (request, worker, use, at) SELECT request, worker, use, at FROM receipt LIMIT 1"
        )

    def swap(self) -> None:
        """Two receipts change numbers."""
        numbers = [number for (number,) in self.raw.execute("SELECT number FROM receipt").fetchall()]
        one, other = self.chance.sample(numbers, 2)
        for was, becomes in ((one, -1), (other, one), (-1, other)):
            self.raw.execute("UPDATE receipt SET number = ? WHERE number = ?", [becomes, was])

    def change_a_link(self) -> None:
        (id,) = self.some("SELECT id FROM link")
        column, value = self.chance.choice(
            [("hash", b"0" * 32), ("digest", b"0" * 32), ("day", "2020-01-01"), ("what", "outlived"), ("receipt", 999)]
        )
        self.raw.execute(f"UPDATE link SET {column} = ? WHERE id = ?", [value, id])

    def fork(self) -> None:
        """From some link on another history, rightly hashed to its end: only a head kept elsewhere tells."""
        self.drop_a_kind()
        before = bytes(32)
        for id, receipt, what, day in self.raw.execute("SELECT id, receipt, what, day FROM link").fetchall():
            digest = self.digest(receipt) if what == "drawn" else b""
            told = json.dumps([id, receipt, what, day, digest.hex()]).encode()
            before = hashlib.sha256(before + told).digest()
            self.raw.execute("UPDATE link SET digest = ?, hash = ? WHERE id = ?", [digest, before, id])

    def digest(self, receipt: int) -> bytes:
        row = self.raw.execute(
            "SELECT salt, request, worker, use, at FROM receipt WHERE number = ?", [receipt]
        ).fetchone()
        if row is None:
            return bytes(self.raw.execute("SELECT digest FROM link WHERE receipt = ?", [receipt]).fetchone()[0])
        kinds = self.raw.execute("SELECT kind FROM receipt_kind WHERE receipt = ?", [receipt]).fetchall()
        told = json.dumps([receipt, *row[1:], sorted(kind for (kind,) in kinds)]).encode()
        return hashlib.sha256(row[0] + told).digest()


DEEDS: tuple[Callable[[Tamper], None], ...] = (
    Tamper.change, Tamper.rename, Tamper.drop_a_kind, Tamper.cut_out, Tamper.cut_off, Tamper.put_in, Tamper.swap,
    Tamper.change_a_link, Tamper.fork,
    lambda tamper: tamper.end("outlived"),
    lambda tamper: tamper.end("erased"),
)  # fmt: skip


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(Path(tmp_path_factory.mktemp("chain")) / "data")
    rooms = house.rooms()
    rooms.directory.load(PEOPLE, TEAM)
    worked(rooms)
    house.close()
    yield house
    house.close()


def test_every_random_edit_is_found(worked_in: House, tmp_path: Path) -> None:
    """Of random changes by somebody who may write the data, but not the second file, none goes unseen."""
    chance, unseen = random.Random(5), []
    for number in range(EDITS):
        copy = House(tmp_path / "copy")
        shutil.copytree(worked_in.folder, copy.folder)
        deed = DEEDS[number % len(DEEDS)]
        with closing(sqlite3.connect(copy.folder / "people.db", isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            deed(Tamper(raw, chance))
            triggers = raw.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
        assert triggers == (0,)
        if copy.rooms().chain.check() == ():
            unseen.append((number, deed.__name__))
        copy.close()
        shutil.rmtree(copy.folder)
    assert unseen == []
