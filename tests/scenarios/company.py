"""The sample company at work: the workspace, Onhand's service over its own home, and a record of all that left."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from bot.answering import Assistant, Contacts, Finder
from bot.beside import Beside
from bot.demo import connected, for_demo
from bot.editorial import Editorial
from bot.editors import Editing, Editors
from bot.settings import Settings
from bot.slack.app import Service
from bot.wiring import Onhand
from bot.workspace.driving import Person
from bot.workspace.server import LocalWorkspace
from privacy.database_sqlite import WAIT_SECONDS, SqliteFile
from privacy.gate import Clock, utc_now
from privacy.keys_sqlite import SqliteKeys
from privacy.post_sqlite import SqlitePostStore
from privacy.rooms import Rooms, around
from privacy.schema_sqlite import migrate_people
from privacy.store_sqlite import SqlitePersonalStore
from retrieval.suggesting import Listed
from tests.scenarios.wire import Wire, wire_to

Message = dict[str, Any]
NOT_PUT_OFF = "NOT (method = 'views.update' AND state = 'waiting' AND attempts = 0 AND due > at)"
"""Leaves out what is to close a page by itself, later."""


class Stoppable(Protocol):
    def stop(self) -> None: ...


class Leaving:
    """Stops things in the background, in the order given: closing a Socket Mode connection takes three seconds."""

    def __init__(self) -> None:
        self._threads: list[threading.Thread] = []

    def stop(self, *ending: Stoppable) -> None:
        before = self._threads[-1:] if self._threads else []

        def end() -> None:
            for thread in before:
                thread.join()
            for each in ending:
                each.stop()

        self._threads.append(threading.Thread(target=end, daemon=True))
        self._threads[-1].start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join(30)


class Talker(Person):
    """A person whose typed words are remembered, so that they can be looked for where they must not be."""

    def __init__(self, url: str, user_id: str, typed: list[str]) -> None:
        self._typed = typed
        super().__init__(url, user_id)

    def says(self, text: str, *, channel: str | None = None, thread_ts: str | None = None) -> str:
        self._typed.append(text)
        return super().says(text, channel=channel, thread_ts=thread_ts)

    def command(self, command: str, text: str, *, channel: str | None = None) -> None:
        self._typed.append(text)
        super().command(command, text, channel=channel)

    def submits(self, view: Message, values: Mapping[str, Any] | None = None) -> Message:
        self._typed.extend(map(str, (values or {}).values()))
        return super().submits(view, values)

    def drops(self, files: Mapping[str, bytes], text: str = "") -> Message:
        """Sends files in the direct message and returns what comes back."""
        self._typed += [*files, *filter(None, [text])]
        self.sends(files, text)
        return self.next_message(channel=self.dm)

    def hears(self, text: str, timeout: float = 10.0, **where: Any) -> Message:
        """Says something in the direct message and returns what comes back."""
        self.says(text, **where)
        return self.next_message(timeout)


def rooms_in(home: Path, clock: Clock = utc_now, wait: float = WAIT_SECONDS) -> Rooms:
    """The rooms of a home folder, made of the same parts as in `bot.wiring`, with a clock."""
    file = SqliteFile(home / "people.db", wait=wait)
    migrate_people(file.database)
    return around(SqlitePersonalStore(file), SqlitePostStore(file), SqliteKeys(home / "keys.db", wait=wait), clock)


class Company:
    """`open` starts Onhand; after `close` it can be opened again over the same home, as after a restart.

    Where `editorial` is set before, editors are at work too.
    """

    def __init__(self, home: Path, finder: Finder, workspace: LocalWorkspace, wire: Wire, api_url: str) -> None:
        self.home = home
        self.finder: Finder = finder
        self.workspace = workspace
        self.wire = wire
        self.settings: Settings = replace(connected(for_demo(Settings(home=home)), workspace), slack_api_url=api_url)
        self.listed: Callable[[], tuple[Listed, ...]] = finder.listed if isinstance(finder, Onhand) else tuple
        self.editorial: Editorial | None = None
        self.wait: float = WAIT_SECONDS
        self.typed: list[str] = []
        self.services: list[Service] = []
        self.rooms: Rooms

    @property
    def service(self) -> Service:
        return self.services[-1]

    def open(self, *, clock: Clock = utc_now, connect: bool = True) -> Service:
        """Starts a service. A second one beside the first is a second process over the same home."""
        self.rooms = rooms_in(self.home, clock, self.wait)
        contacts = Contacts(self.settings.contact, self.settings.site_contacts)
        in_job = self.rooms.counting.in_job
        assistant = Assistant(self.rooms.gate, lambda: self.finder, contacts, lambda: self.listed(), in_job)
        service = Service(self.settings, assistant, self.rooms, Beside(self.editing(), editorial=self.editorial))
        service.start()
        if connect:
            service.connect()
        self.services.append(service)
        return service

    def editing(self) -> Editing:
        """What articles are changed with, over the same home."""
        onhand = Onhand(self.settings)
        editors = Editors(self.rooms.gate, self.settings.editor_roles)
        catch_up = self.finder.retriever.refresh if isinstance(self.finder, Onhand) else bool
        return Editing(onhand.library, onhand.proposals, editors, self.settings.editors_channel, catch_up)

    def reopen(self, *, clock: Clock = utc_now) -> Service:
        """Stops the service and starts another one over the same home."""
        self.services.pop().stop()
        return self.open(clock=clock)

    def enter(self, user: str) -> Talker:
        return Talker(self.workspace.url, user, self.typed)

    # --- looking into the database, past all of Onhand's own code

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.home / "people.db", timeout=10)) as connection:
            return connection.execute(statement, values).fetchall()

    def write(self, statement: str) -> None:
        with closing(sqlite3.connect(self.home / "people.db", timeout=10)) as connection, connection:
            connection.execute(statement)

    def count(self, table: str, where: str = "1") -> int:
        return int(self.rows(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])

    def settle(self, timeout: float = 20.0) -> None:
        """Waits until all that came in is answered and all that goes out has gone."""
        wait_until(self._settled, timeout, "Onhand to be done")

    def _settled(self) -> bool:
        return not self.count("incoming", "state = 'waiting'") and not self.count(
            "outgoing", f"state IN ('waiting', 'sending') AND {NOT_PUT_OFF}"
        )


def wait_until(so: Callable[[], bool], timeout: float, what: str) -> None:
    """Returns when it is so. Raises TimeoutError naming what was awaited."""
    until = time.monotonic() + timeout
    while not so():
        if time.monotonic() > until:
            raise TimeoutError(f"waited {timeout} s for {what}, in vain")
        time.sleep(0.02)


@contextmanager
def opened(home: Path, finder: Finder, workspace: LocalWorkspace, leaving: Leaving) -> Iterator[Company]:
    """A company that is not open yet; what it opens is stopped at the end."""
    with wire_to(workspace.api_url) as (wire, api_url):
        company = Company(home, finder, workspace, wire, api_url)
        try:
            yield company
        finally:
            for service in company.services:
                service.desk.stop()
                service.sender.stop()
            leaving.stop(*company.services)


# --- reading messages


def words_in(part: Any) -> str:
    """All words of a message or view that a person reads, in order, a line each."""
    if isinstance(part, list):
        return "\n".join(filter(None, map(words_in, part)))
    if not isinstance(part, dict):
        return ""
    own = part["text"] if isinstance(part.get("text"), str) else words_in(part.get("text"))
    inside = [words_in(part[key]) for key in ("title", "label", "blocks", "elements", "element") if key in part]
    return "\n".join(filter(None, [own, *inside]))


def buttons(part: Any) -> list[dict[str, Any]]:
    """The buttons of a message or view, in order."""
    held = [[*block.get("elements", []), block.get("accessory", {})] for block in part["blocks"]]
    return [element for elements in held for element in elements if element.get("type") == "button"]


def labels(part: Any) -> list[str]:
    """The labels of the buttons of a message or view."""
    return [button["text"]["text"] for button in buttons(part)]


def actions(part: Any) -> list[str]:
    """The action ids of the buttons of a message or view."""
    return [button["action_id"] for button in buttons(part)]
