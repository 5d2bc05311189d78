"""Backups: whole while others write, put back only when they are, and never against what somebody ended since."""

import itertools
import json
import os
import shutil
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.backup import BadBackup, Restored, back_up, restore
from bot.contests import Contests, Plan
from bot.rankers import Rankers, Version
from bot.settings import Settings
from privacy import uses
from privacy.keeping import GONE_DAYS
from privacy.rooms import Rooms
from retrieval.interleaving import CANDIDATE
from retrieval.ranker import SHIPPED, Ranker
from tests.privacy.crowd import COOKS, crowd, mark, month_ends
from tests.privacy.house import (
    ANA,
    BEN,
    CANARIES_HELD,
    CANARIES_KEPT,
    CANARY,
    PEOPLE,
    TEAM,
    House,
    fill,
    saying,
)

BACKUPS = int(os.environ.get("ONHAND_BACKUPS", "5"))
"""How many backups are made under load; `ONHAND_BACKUPS=50` makes the number of the promise."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "home")
    house.clock.now = datetime.now(UTC)
    yield house
    house.close()


@pytest.fixture
def rooms(house: House) -> Rooms:
    rooms = house.rooms()
    fill(rooms)
    with closing(sqlite3.connect(house.folder / "knowledge.db")) as articles:
        articles.execute("CREATE TABLE article (title TEXT)")
        articles.execute("INSERT INTO article VALUES ('Cooking chicken safely')")
        articles.commit()
    return rooms


def put_back(house: House, backup: Path, *, force: bool = True) -> Restored:
    """A restore as the command does it, with nobody else at work."""
    house.close()
    return restore(Settings(home=house.folder), backup / "data", backup / "keys", force=force)


def test_a_backup_holds_data_and_keys_apart(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Each half has its files, whole and for their owner alone, and a list with their digests; keys are in one only."""
    assert back_up(house.folder, tmp_path / "b") == [tmp_path / "b" / "data", tmp_path / "b" / "keys"]
    files = {path.relative_to(tmp_path / "b").as_posix() for path in (tmp_path / "b").rglob("*") if path.is_file()}
    assert files == {
        "data/people.db", "data/knowledge.db", "data/manifest.json", "keys/keys.db", "keys/manifest.json",
    }  # fmt: skip
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "b").rglob("*.db")} == {0o600}
    listed = json.loads((tmp_path / "b" / "data" / "manifest.json").read_text())
    assert list(listed) == ["backup", "part", "made_at", "files"]
    assert rooms.chain.check() == ()
    data = b"".join(path.read_bytes() for path in (tmp_path / "b" / "data").iterdir())
    labels = {"canary-role", "canary-site"}
    assert [each for each in {*CANARIES_HELD, *CANARIES_KEPT} - labels if each.encode() in data] == []


def test_a_backup_comes_back_as_it_was(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """After the disk is lost, people, receipts, messages on their way and articles are there again, and whole."""
    worker = rooms.gate.worker(CANARY)
    before = {table: house.rows(f"SELECT * FROM {table}") for table in ("held", "kept", "receipt", "outgoing", "link")}
    back_up(house.folder, tmp_path / "b")
    house.close()
    shutil.rmtree(house.folder)
    done = put_back(house, tmp_path / "b", force=False)
    assert (done.ended_again, done.problems) == (0, ())
    assert {table: house.rows(f"SELECT * FROM {table}") for table in before} == before
    again = house.rooms()
    assert again.gate.worker(CANARY) == worker
    assert again.rights.show(again.gate.open(CANARY, public=False)).held["name"] == "canary-name"
    with closing(sqlite3.connect(house.folder / "knowledge.db")) as articles:
        assert articles.execute("SELECT title FROM article").fetchall() == [("Cooking chicken safely",)]


def test_what_was_learned_comes_back(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """The versions of the ranker are in a backup, whole, and come back with it."""
    rankers = Rankers(house.folder)
    rankers.add(Version(Ranker(SHIPPED.weights, 1), rooms.gate.clock(), 300, 7), rooms.gate.clock())
    back_up(house.folder, tmp_path / "b")
    rankers.use(0)
    put_back(house, tmp_path / "b")
    assert Rankers(house.folder).current().version == 1


def test_a_test_of_an_order_goes_on(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """The counts of a test that runs are in a backup and come back, and it counts on."""
    contests = Contests(house.folder)
    contests.start(Plan(0, 1, 786, 0.55), rooms.gate.clock())
    for helpful in (True, True, False):
        contests.count(f"1:{CANDIDATE}", helpful)
    backup, _ = back_up(house.folder, tmp_path / "kept")
    contests.stop(rooms.gate.clock())
    put_back(house, backup.parent)
    again = Contests(house.folder)
    assert again.running
    again.count(f"1:{CANDIDATE}", helpful=True)
    standing = again.last()
    assert standing is not None
    assert (standing.plan, standing.won, standing.lost) == (Plan(0, 1, 786, 0.55), 3, 1)


def test_an_erased_person_stays_erased(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Backup, erase, restore: nothing of the person can be read from any file, and their key is not back either."""
    back_up(house.folder, tmp_path / "b")
    worker = rooms.gate.worker(CANARY)
    rooms.gate.choose(rooms.gate.worker(ANA), uses.RANK_BY_ROLE, "withdrawn", "Stop")
    rooms.rights.erase(worker)
    done = put_back(house, tmp_path / "b")
    assert (done.ended_again, done.problems) == (2, ())
    assert house.rows("SELECT count(*) FROM held WHERE worker = ?", worker) == [(0,)]
    again = house.rooms()
    again.directory.load(PEOPLE, TEAM)
    everything = house.files("people.db", "keys.db")
    assert [each for each in (*CANARIES_HELD, *CANARIES_KEPT) if each.encode() in everything] == []
    assert house.raw("keys.db").execute("SELECT count(*) FROM key WHERE worker = ?", [worker]).fetchone() == (0,)
    assert not again.gate.allowed(again.gate.worker(ANA), uses.RANK_BY_ROLE)
    assert again.rights.show(again.gate.open(BEN, public=False)).held["name"] == "Ben Brown"


def test_a_month_that_was_counted_stays_counted(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """The backup of before the count knows nothing of it: the marks that come back with it are not counted again."""
    rooms.directory.load(crowd(), TEAM)
    mark(rooms, COOKS[:6])
    back_up(house.folder, tmp_path / "b")
    month_ends(house.clock)
    assert rooms.counting.count() == 1
    put_back(house, tmp_path / "b")
    again = house.rooms()
    assert house.count("in_job") == 0
    assert (again.counting.count(), again.counting.in_job("cook")) == (0, {})
    assert house.rows("SELECT count(*) FROM kept WHERE use = 'count_in_job'") == [(0,)]


def test_a_second_restore_of_the_same_backup_erases_again(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """The list of what must stay gone outlives the restores."""
    back_up(house.folder, tmp_path / "b")
    rooms.rights.erase(rooms.gate.worker(CANARY))
    assert [put_back(house, tmp_path / "b").ended_again for _ in range(3)] == [1, 1, 1]


@contextmanager
def writing(rooms: Rooms) -> Iterator[list[int]]:
    """Questions are asked, drawn for, and answered all the while. Yields the numbers of durable receipts."""
    numbers: list[int] = []
    stop = threading.Event()

    def ask() -> None:
        for count in itertools.count():
            if stop.is_set():
                return
            rooms.inbox.accept(ANA, f"Load{count}", {"words": "how hot"})
            request = rooms.gate.open(ANA, public=False, event=(TEAM, f"Load{count}"))
            receipt = rooms.gate.draw(request, uses.RANK_BY_ROLE).receipt
            rooms.gate.keep(request, uses.FOLLOW_UP, "C1:", {"words": "how hot"})
            rooms.gate.send(request, saying())
            assert receipt is not None
            numbers.append(receipt.number)

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield numbers
    finally:
        stop.set()
        thread.join()


def test_every_backup_under_load_is_whole(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Each backup made while questions are answered opens, holds every receipt that was durable when it began, each
    value with its key, and a chain that ends at its own head."""
    with writing(rooms) as numbers:
        for count in range(BACKUPS):
            while len(numbers) < 3 * (count + 1):
                time.sleep(0.01)
            durable = max(numbers)
            backup = tmp_path / f"b{count}"
            back_up(house.folder, backup)
            copy = House(tmp_path / "copy", house.clock)
            copy.folder.mkdir()
            for file in ("data/people.db", "keys/keys.db"):
                shutil.copy(backup / file, copy.folder)
            opened = copy.rooms()
            assert copy.rows("PRAGMA integrity_check") == [("ok",)]
            assert copy.rows("PRAGMA foreign_key_check") == []
            assert opened.chain.check() == ()
            assert opened.chain.check(opened.chain.head()) == ()
            assert copy.rows("SELECT max(number) FROM receipt")[0][0] >= durable
            shown = opened.rights.show(opened.gate.open(ANA, public=False))
            assert (
                len(shown.kept["follow_up"])
                == copy.rows(
                    "SELECT count(*) FROM kept WHERE use = 'follow_up' AND worker = ?", opened.gate.worker(ANA)
                )[0][0]
            )
            copy.close()
            shutil.rmtree(copy.folder)
            shutil.rmtree(backup)


def broken(backup: Path, how: str) -> None:
    """Damages a backup."""
    people, manifest = backup / "data" / "people.db", backup / "data" / "manifest.json"
    if how == "byte":
        data = bytearray(people.read_bytes())
        data[len(data) // 2] ^= 1
        people.write_bytes(data)
    elif how == "cut":
        people.write_bytes(people.read_bytes()[:-4096])
    elif how == "missing":
        people.unlink()
    elif how == "no list":
        manifest.unlink()
    elif how == "no json":
        manifest.write_text("{")
    elif how == "swapped":
        shutil.copy(backup / "keys" / "manifest.json", manifest)
    elif how == "outside":
        manifest.write_text(manifest.read_text().replace("people.db", "../people.db"))


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("byte", "people.db is not the file that was backed up"),
        ("cut", "people.db is not the file that was backed up"),
        ("missing", "people.db is missing"),
        ("no list", "cannot be read"),
        ("no json", "cannot be read"),
        ("swapped", "is not the list of a backup's data"),
        ("outside", "people.db is missing"),
    ],
)
def test_a_damaged_backup_changes_nothing(rooms: Rooms, house: House, tmp_path: Path, how: str, told: str) -> None:
    """Whatever is wrong with a file or a list is named, and the home folder stays as it was."""
    back_up(house.folder, tmp_path / "b")
    broken(tmp_path / "b", how)
    assert rooms.chain.head()
    house.close()
    before = house.files("")
    with pytest.raises(BadBackup, match=told):
        put_back(house, tmp_path / "b")
    assert house.files("") == before


def test_two_halves_must_belong_together(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Data of one backup and keys of another are refused: rows could be without their keys."""
    for name in ("one", "two"):
        back_up(house.folder, tmp_path / name)
    assert rooms.chain.head()
    house.close()
    with pytest.raises(BadBackup, match="are of two backups"):
        restore(Settings(home=house.folder), tmp_path / "one" / "data", tmp_path / "two" / "keys", force=True)


def test_a_backup_that_is_too_old_is_refused(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """When nobody knows any more who was erased since, it stays away."""
    back_up(house.folder, tmp_path / "b")
    assert rooms.chain.head()
    old = (datetime.now(UTC) - timedelta(days=GONE_DAYS, hours=1)).isoformat()
    for part in ("data", "keys"):
        manifest = tmp_path / "b" / part / "manifest.json"
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "made_at": old}))
    with pytest.raises(BadBackup, match=f"of the last {GONE_DAYS} days"):
        put_back(house, tmp_path / "b")


def test_a_home_in_use_is_not_overwritten_by_mistake(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Without force a restore only goes into an empty home folder."""
    back_up(house.folder, tmp_path / "b")
    assert rooms.chain.head()
    with pytest.raises(BadBackup, match=r"holds people.db, knowledge.db, keys.db; accepted is an empty home"):
        put_back(house, tmp_path / "b", force=False)


def test_a_backup_is_not_made_over_another(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """A folder that is there, and a home with nothing in it, are refused; nothing is left of the try."""
    back_up(house.folder, tmp_path / "b")
    assert rooms.chain.head()
    with pytest.raises(BadBackup, match="is there already"):
        back_up(house.folder, tmp_path / "b")
    with pytest.raises(BadBackup, match=r"there is no people.db"):
        back_up(tmp_path / "nothing", tmp_path / "c")
    assert {path.name for path in tmp_path.iterdir()} == {"home", "b"}


def test_a_damaged_database_makes_no_backup(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """What cannot be copied whole is told, and no half of a backup stays behind."""
    assert rooms.chain.head()
    house.close()
    path = house.folder / "knowledge.db"
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 4096)
    with pytest.raises((BadBackup, sqlite3.DatabaseError), match=r"damaged|malformed"):
        back_up(house.folder, tmp_path / "b")
    assert {path.name for path in tmp_path.iterdir()} == {"home"}


def test_a_home_of_an_earlier_release_is_backed_up(rooms: Rooms, house: House, tmp_path: Path) -> None:
    """Files that no chain and no head were made in yet are copied as they are."""
    assert rooms.chain.head()
    house.close()
    for name, table in (("people.db", "link"), ("keys.db", "head")):
        with closing(sqlite3.connect(house.folder / name)) as raw:
            raw.execute(f"DROP TABLE {table}")
    back_up(house.folder, tmp_path / "b")
    assert (tmp_path / "b" / "keys" / "keys.db").exists()
