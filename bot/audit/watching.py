"""What is executed on the database, and which files and connections are opened, as the interpreter reports it."""

import re
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

DRAWN = ("held", "kept")
"""Tables of what is held and kept about people: read within a draw only."""
READ_OTHERWISE = {
    "choice": "whether a use may draw at all",
    "request": "whose question a message answers",
    "receipt": "what the notice must say, and the worker's own record",
    "receipt_kind": "the same",
    "kind": "the names of the kinds, of nobody",
    "kind_word": "the same",
    "incoming": "what came in and is not answered: sealed, opened only to answer it",
    "outgoing": "what goes out and has not gone: sealed, opened only to send it",
    "escalation": "who waits for whose answer; the words are drawn",
    "nudge": "nudges on their way: sealed, opened only to deliver them",
    "nudge_total": "totals without names",
    "nudged": "for how many people nudges were meant, with nobody in it",
    "suggestion": "which fix waits for whom, and of which a change was made; the words are drawn",
    "looked": "up to which state of the articles it was looked for what people wait for",
    "conversation": "whether a message in a thread is meant for the bot",
    "label": "the names of roles and sites, of nobody",
    "erasing": "who is being erased",
    "opinion": "counts without names",
    "json_each": "a list that a statement was handed",
    "key": "the keys of sealed values",
    "pepper": "the secret of the installation",
    "sqlite_master": "the tables themselves",
    "link": "the chain of receipts: digests only",
    "head": "the end of that chain",
    "listed": "which workspace's list somebody is on, and under which manager",
    "sweeping": "whose receipts have outlived their keep time",
    "gone": "who was erased and must stay so",
    "in_job": "totals over groups, with nobody in them",
    "counted": "the months of which there are totals",
    "gap": "topics of groups, with nobody in them",
    "staff": "how many people of a manager have which job where, by the company's list alone",
    "band": "which groups were told of, with nobody in them",
    "band_gap": "topics of groups, with nobody in them",
    "band_missed": "totals over groups, with nobody in them",
    "gap_period": "the weeks whose questions were counted",
    "event": "counts of events, without names",
    "measure": "the same, of weeks in which enough people asked",
    "measured": "the weeks of which there are such counts",
}
"""Each other table that may be read without a receipt, and why."""
ALLOWED = {
    "SELECT DISTINCT worker FROM held": "who is on the company's list, with no value of theirs",
    "SELECT DISTINCT worker FROM kept WHERE use = ? AND until > ? AND at < ? AND at >= ?": (
        "of whom a use keeps anything, not what"
    ),
    "SELECT topic FROM kept WHERE worker = ? AND use = ? AND until > ?": (
        "under which marks a use keeps anything, not what"
    ),
}
ONLY_WHO = re.compile(r"(SELECT worker FROM \w+)( UNION SELECT worker FROM \w+)*")
"""Which workers there still is anything of, with no value of theirs: whoever is left nowhere loses their key."""
NAMES = re.compile(r"\b(?:from|join)\s+\"?([a-z_0-9]+)", re.IGNORECASE)
LITERAL = re.compile(r"'(?:[^']|'')*'")
OUTSIDE = re.compile(r"\s*(attach|vacuum into)\b", re.IGNORECASE)
WRITES = re.compile(
    r"\s*(insert|replace|update|delete|pragma|begin|commit|rollback|savepoint|release|create|drop|alter)"
)
WORKER = re.compile(r"\bworker\s*=\s*'([0-9a-z]+)'")


@dataclass(slots=True)
class Transaction:
    """What was read within one transaction, and for whom and which request a receipt was written there."""

    reads: list[str] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)


class Watch:
    """Listens to every connection of this process; `problems` are reads that no receipt covers."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._witnessed: list[list[str]] = []
        self._erased: set[str] = set()
        self.opened: set[str] = set()
        self._new: list[sqlite3.Connection] = []
        self._under_way: dict[int, Transaction] = {}
        self._working = False

    def start(self) -> None:
        """From here on. It cannot be ended, so it belongs into a process of its own."""
        sys.addaudithook(self._told)

    def attach(self) -> None:
        """Traces the connections that were opened so far, and makes them quick: a made-up world survives no crash."""
        while self._new:
            connection = self._new.pop()
            connection.execute("PRAGMA synchronous=OFF")
            connection.set_trace_callback(partial(self.executed, id(connection)))

    def begin(self) -> None:
        """A piece of work begins: only requests that are opened during it may be drawn for."""
        self.opened.clear()
        self._working = True

    def _told(self, event: str, arguments: Sequence[Any]) -> None:
        if event == "sqlite3.connect/handle":
            self._new.append(arguments[0])
            self._outside(f"opened another connection to a database: {event}")
        elif event == "open" and str(arguments[0]).endswith(("people.db", "keys.db")):
            self._outside("opened the file of a database")
        elif event in ("socket.connect", "socket.sendto"):
            self._outside("reached for the network by itself")

    def _outside(self, what: str) -> None:
        if self._working:
            self.problems.append(f"the process {what}")

    def executed(self, connection: int, statement: str) -> None:
        """One statement, with its values."""
        word = statement.lstrip()[:8].upper()
        if word.startswith("BEGIN"):
            self._under_way[connection] = Transaction()
        elif word.startswith(("COMMIT", "ROLLBACK")):
            self._judge(self._under_way.pop(connection, Transaction()), done=word.startswith("COMMIT"))
        else:
            self._noted(self._under_way.get(connection), statement)

    def _noted(self, within: Transaction | None, statement: str) -> None:
        now = within or Transaction()
        literals = [each.strip("'") for each in LITERAL.findall(statement[:2_000])]
        if statement.startswith("INSERT INTO request "):
            self.opened.add(literals[0])
        elif statement.startswith("INSERT INTO receipt "):
            now.receipts.append((literals[0], literals[1]))
        elif not WRITES.match(statement.lower()):
            now.reads.append(statement)
        self._witness(statement, literals)
        if within is None:
            self._judge(now, done=True)

    def _witness(self, statement: str, literals: list[str]) -> None:
        """Keeps each receipt as it was written; a statement is told again for each trigger that it fires."""
        if statement.startswith("INSERT INTO receipt ") and literals[:3] not in [each[:3] for each in self._witnessed]:
            self._witnessed.append(literals[:3])
        elif statement.startswith("INSERT INTO receipt_kind ") and literals[0] not in self._witnessed[-1][3:]:
            self._witnessed[-1].append(literals[0])
        elif statement.startswith("INSERT OR IGNORE INTO erasing"):
            self._erased.add(literals[0])

    def receipts_of_the_living(self) -> list[tuple[str, str, str, str]]:
        """Request, worker, use and kinds of each receipt that was seen being written, but for people who erased all."""
        living = [each for each in self._witnessed if each[1] not in self._erased]
        return [(each[0], each[1], each[2], ",".join(sorted(each[3:]))) for each in living]

    def _judge(self, transaction: Transaction, *, done: bool) -> None:
        drawn_for = {worker for request, worker in transaction.receipts if request in self.opened and done}
        for statement in transaction.reads:
            problem = _uncovered(statement, drawn_for) if self._working else ""
            if problem:
                self.problems.append(problem)


def _uncovered(statement: str, drawn_for: set[str]) -> str:
    """Why a read is not in order, or nothing."""
    shape = LITERAL.sub("?", statement)
    if OUTSIDE.match(shape):
        return f"copied the database: {shape}"
    words = set(re.findall(r"[a-z_]+", shape.lower()))
    unlisted = {name.lower() for name in NAMES.findall(shape)} - set(DRAWN) - set(READ_OTHERWISE)
    if not unlisted and not words & set(DRAWN):
        return ""
    about = WORKER.findall(statement)
    plain = " ".join(shape.split())
    if plain in ALLOWED or ONLY_WHO.fullmatch(plain) or (about and set(about) <= drawn_for):
        return ""
    return f"read without a receipt for it: {' '.join(shape.split())}"
