"""A house for the tests: real files in a folder, a clock that stands still, and a full set of canaries."""

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.directory import Entry
from privacy.escalation import HandedOver
from privacy.gate import Notice, Outgoing, Render
from privacy.groups import SMALLEST
from privacy.hearing import Awaited
from privacy.keys_sqlite import SqliteKeys
from privacy.nudges import Nudge, Settings
from privacy.post_sqlite import SqlitePostStore
from privacy.receipt import Request
from privacy.rooms import Rooms, around
from privacy.schema_sqlite import migrate_people
from privacy.shifts import Rota, Shift
from privacy.store_sqlite import SqlitePersonalStore
from privacy.suggestion import Fix
from privacy.worker import Person, WorkerId

TEAM = "T0CAFE"
ANA = Person(TEAM, "U0ANA")
BEN = Person(TEAM, "U0BEN")
STRANGER = Person(TEAM, "U0NOBODY")
PEOPLE = (
    Entry("U0ANA", "barista", "Harbour", "U0BOSS", "Ana Alves"),
    Entry("U0BEN", "cook", "Station", "", "Ben Brown"),
)


class Clock:
    """Stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **how_long: float) -> None:
        self.now += timedelta(**how_long)


@dataclass
class House:
    """`rooms()` opens the same files again, as another process or a later life would."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    _opened: list[SqlitePersonalStore | SqliteKeys | sqlite3.Connection] = field(default_factory=list)

    def rooms(self, k: int = SMALLEST) -> Rooms:
        file = SqliteFile(self.folder / "people.db")
        migrate_people(file.database)
        people, keys = SqlitePersonalStore(file), self.keys()
        self._opened.append(people)
        return around(people, SqlitePostStore(file), keys, self.clock, k)

    def keys(self) -> SqliteKeys:
        keys = SqliteKeys(self.folder / "keys.db")
        self._opened.append(keys)
        return keys

    def raw(self, name: str = "people.db") -> sqlite3.Connection:
        """A second connection, past all code of the product."""
        connection = sqlite3.connect(self.folder / name, isolation_level=None)
        connection.execute("PRAGMA foreign_keys=ON")
        self._opened.append(connection)
        return connection

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What is durable, as anybody else reads it."""
        connection = sqlite3.connect(self.folder / "people.db")
        try:
            return connection.execute(statement, values).fetchall()
        finally:
            connection.close()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    def files(self, *names: str) -> bytes:
        """All bytes of files whose names begin so, logs included."""
        found = [path for path in sorted(self.folder.iterdir()) if path.name.startswith(names)]
        return b"".join(path.read_bytes() for path in found)

    def lose_key(self, worker: WorkerId) -> None:
        """What a restored backup is like: the rows are there, the key is not."""
        self.raw("keys.db").execute("DELETE FROM key WHERE worker = ?", [worker])

    def close(self) -> None:
        for opened in self._opened:
            opened.close()
        self._opened.clear()


def saying(words: str = "Steam it to 65 °C.", place: str = "C1") -> Render:
    """Makes a plain message with its notice."""

    def render(notice: Notice) -> Outgoing:
        return Outgoing("chat.postMessage", {"channel": place, "text": f"{words}\n{notice.text}"}, place)

    return render


def agree(rooms: Rooms, person: Person, use: uses.DataUse = uses.RANK_BY_PAST_USE) -> WorkerId:
    worker = rooms.gate.worker(person)
    rooms.gate.choose(worker, use, "granted", "Yes, remember")
    return worker


CANARY = Person(TEAM, "U0CANARYID")
CANARY_ENTRY = Entry("U0CANARYID", "canary-role", "canary-site", "U0CANARYBOSS", "canary-name")
CANARIES_HELD = ("U0CANARYID", "canary-role", "canary-site", "U0CANARYBOSS", "canary-name")
CANARIES_KEPT = (
    "canary-words",
    "canary-article",
    "canary-question",
    "canary-contact",
    "canary-channel",
    "canary-missed",
    "canary-counted",
    "canary-fix",
    "canary-awaited",
)
FIRST = datetime(2026, 3, 2, 22, tzinfo=UTC)
SHIFTS = Rota((Shift(CANARY.slack_user_id, FIRST, FIRST + timedelta(hours=8)),), ZoneInfo("Europe/London"))
CANARIES_IN_POST = ("canary-incoming", "canary-outgoing", "canary-lane", "canary-place", "canary-nudge")


def fill(rooms: Rooms) -> Request:
    """A canary in everything that can be held or kept about a person. Returns a request that drew and was sent."""
    rooms.directory.load([*PEOPLE, CANARY_ENTRY], TEAM)
    worker = agree(rooms, CANARY)
    agree(rooms, CANARY, uses.IMPROVE_ARTICLES)
    rooms.inbox.accept(CANARY, "Ev0", {"words": "canary-incoming"})
    request = rooms.gate.open(CANARY, public=False, event=(TEAM, "Ev1"))
    rooms.gate.keep(request, uses.FOLLOW_UP, "canary-place", {"words": "canary-words"})
    rooms.gate.keep(request, uses.RANK_BY_PAST_USE, "latte", {"article": "canary-article"})
    rooms.gate.keep(request, uses.IMPROVE_ARTICLES, "missed", {"words": "canary-missed"})
    rooms.counting.helped(request, "canary-counted", "Milk")
    handed = HandedOver("canary-question", CANARY.slack_user_id, "canary-contact", "canary-channel")
    rooms.escalations.add(request, rooms.gate.worker(BEN), handed)
    fix = rooms.suggestions.add(request, rooms.gate.worker(BEN), Fix("latte", "Latte", "Steam it.", "canary-fix"))
    agree(rooms, CANARY, uses.HEAR_BACK)
    rooms.hearing.keep(request, Awaited("canary-awaited", CANARY.slack_user_id, fix=fix, article="latte"))
    rooms.hearing.looked(1)
    rooms.conversations.asked("canary-place", CANARY)
    boss = Person(TEAM, CANARY_ENTRY.manager)
    written = Nudge("latte", "Milk", "canary-nudge", to=CANARY.slack_user_id)
    rooms.nudges.write(rooms.gate.open(boss, public=False), boss, written, "0" * 32)
    rooms.nudges.accept(request, "yes", Settings())
    rooms.shifts.load(SHIFTS, TEAM)
    rooms.gate.draw(request, uses.RANK_BY_ROLE)
    rooms.gate.send(request, saying("canary-outgoing", "canary-lane"))
    rooms.opinions.give(worker, request.id, "latte", "helpful")
    return request
