"""Roles and sites as the company's own list names them: the only source of what a worker may see."""

import csv
import re
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from privacy.gate import Gate
from privacy.groups import Cell
from privacy.identifiers import listed_words
from privacy.rights import DELETED, ERASED
from privacy.seal import Seals
from privacy.store import PersonalStore
from privacy.uses import NUDGE_IN_SHIFTS, RANK_BY_ROLE, TELL_CHANGE
from privacy.worker import Person, WorkerId

REQUIRED = ("slack_user_id", "role", "site", "manager")
FIELDS = (*REQUIRED, "name")
TOLD = ("role", "site")
"""Of a change in these the person is told."""
REST = "beyond the last column"
Row = tuple[int, Mapping[str, Any]]
SLACK_USER_ID = re.compile(r"[UW][A-Z0-9]{2,20}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the people file. `manager` is a Slack user id, or empty."""

    slack_user_id: str
    role: str
    site: str
    manager: str
    name: str = ""


class BadPeopleFile(ValueError):
    """The file cannot be taken as it is; nothing of it was loaded. One line of text per problem."""


@dataclass(frozen=True, slots=True)
class LoadedPeople:
    """`left` are those no longer on the list; `skipped` those who erased everything and are not kept again.

    `changed` are those with another role or site than before, who are told so.
    """

    loaded: int
    left: int
    skipped: int
    changed: int = 0


def read(path: Path) -> tuple[Entry, ...]:
    """The entries of a people file in CSV. Raises BadPeopleFile naming each wrong line and what is accepted."""
    return listed(path, rows_of(path, REQUIRED))


def rows_of(path: Path, needed: Sequence[str]) -> list[Row]:
    """The rows of a CSV file that has at least the needed columns, each after its line. Raises BadPeopleFile."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _rows(path, csv.DictReader(file, restkey=REST, strict=True), needed)
    except (OSError, UnicodeDecodeError) as problem:
        raise BadPeopleFile(f"{path}: cannot be read ({problem}); accepted is a CSV file in UTF-8.") from problem


def _rows(path: Path, reader: "csv.DictReader[str]", needed: Sequence[str]) -> list[Row]:
    rows = _numbered(path, reader)
    missing = [column for column in needed if column not in (reader.fieldnames or ())]
    if missing:
        raise BadPeopleFile(f"{path}: the column {missing[0]!r} is missing; needed are {', '.join(needed)}.")
    return rows


def listed(path: Path, rows: Sequence[Row], place: str = "line") -> tuple[Entry, ...]:
    """The entries of rows that hold the fields of one. Raises BadPeopleFile, a line of text for each wrong row."""
    problems = list(_problems(f"{path}, {place}", rows))
    if problems:
        raise BadPeopleFile("\n".join(problems))
    if not rows:
        raise BadPeopleFile(f"{path}: names nobody; accepted is at least one person.")
    return tuple(_entry(row) for _, row in rows)


def _numbered(path: Path, reader: "csv.DictReader[str]") -> list[Row]:
    """Each row, after the line of the file that it ends on."""
    try:
        return [(reader.line_num, row) for row in reader]
    except csv.Error as problem:
        raise BadPeopleFile(
            f"{path}, line {reader.reader.line_num}: {problem}; accepted is a line of CSV."
        ) from problem


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(**{field: (row.get(field) or "").strip() for field in FIELDS})


def _problems(place: str, rows: Iterable[Row]) -> Iterator[str]:
    seen: set[str] = set()
    for line, row in rows:
        entry = _entry(row)
        for field, value, accepted in _wrong(entry):
            yield f"{place} {line}: {field} {value!r}; accepted is {accepted}."
        for value in filter(None, row.get(REST, ())):
            yield f"{place} {line}: {value!r} is beyond the last column; accepted is a comma within quotes."
        if entry.slack_user_id in seen:
            yield f"{place} {line}: slack_user_id {entry.slack_user_id!r}; accepted is each id once."
        seen.add(entry.slack_user_id)


def _wrong(entry: Entry) -> Iterator[tuple[str, str, str]]:
    if not SLACK_USER_ID.fullmatch(entry.slack_user_id):
        yield "slack_user_id", entry.slack_user_id, "an id such as U012ABC"
    if entry.manager and not SLACK_USER_ID.fullmatch(entry.manager):
        yield "manager", entry.manager, "a Slack user id such as U012ABC, or nothing"
    for field in ("role", "site"):
        if not getattr(entry, field):
            yield field, "", "a name"


class Directory:
    """Loads the company's list, sealed, and knows which roles and sites there are."""

    def __init__(self, people: PersonalStore, seals: Seals, gate: Gate) -> None:
        self._people = people
        self._seals = seals
        self._gate = gate

    def load(self, entries: Iterable[Entry], team: str) -> LoadedPeople:
        """Takes the list as the whole truth about a workspace: who is no longer on it loses role and site.

        All or nothing. People of another workspace stay as they are.
        """
        mark = self._seals.mark(team)
        with self._people.transaction():
            by_worker = {self._seals.worker(Person(team, entry.slack_user_id)): entry for entry in entries}
            wanted = {worker: entry for worker, entry in by_worker.items() if not self._erased(worker)}
            left = self._people.list_workers(mark, wanted.keys())
            self._people.nudges.link_managers(
                {each: self._seals.worker(Person(team, of.manager)) for each, of in wanted.items() if of.manager}
            )
            for worker in left:
                self._people.unhold(worker, FIELDS)
                self._people.drop_kept(worker, NUDGE_IN_SHIFTS.name)
            changed = sum(self._hold(worker, entry) for worker, entry in wanted.items())
            self._people.name_staff(mark, self._counted(team, by_worker.values()))
            self._people.name_labels("role", mark, {entry.role for entry in wanted.values()})
            self._people.name_labels("site", mark, {entry.site for entry in wanted.values()})
            words = {word for entry in wanted.values() for word in listed_words(entry.name)}
            self._people.name_labels("name", mark, {self._seals.mark(word) for word in words})
            self._people.name_labels("edition", mark, {uuid.uuid4().hex})
        return LoadedPeople(len(wanted), len(left), len(by_worker) - len(wanted), changed)

    def _counted(self, team: str, entries: Iterable[Entry]) -> Counter[tuple[str, Cell]]:
        """How many people of each manager, or of none, have which job where."""
        found: Counter[tuple[str, Cell]] = Counter()
        for entry in entries:
            manager = self._seals.worker(Person(team, entry.manager)) if entry.manager else ""
            found[manager, Cell(entry.role, entry.site)] += 1
        return found

    def staff(self, manager: WorkerId | None = None) -> dict[Cell, int]:
        """How many people of a manager, or of all, have which job where, as the company's list says.

        Whatever those people chose, deleted or erased changes nothing here: a number that it changed would tell of it.
        """
        return self._people.staff(manager)

    def names(self) -> Callable[[str], bool]:
        """Tells whether a word is part of a name on the list, from keyed hashes: nobody's name is unsealed for it."""
        marks = self._people.labels("name")
        return lambda word: self._seals.mark(word) in marks

    def _erased(self, worker: WorkerId) -> bool:
        last = self._gate.choice(worker, RANK_BY_ROLE)
        return last is not None and last.wording == ERASED

    def _unwanted(self, worker: WorkerId) -> frozenset[str]:
        """Fields that the worker had deleted, for the use that draws them."""
        last = self._gate.choice(worker, RANK_BY_ROLE)
        deleted = last is not None and last.wording == DELETED
        return frozenset(kind.field for kind in RANK_BY_ROLE.draws if deleted and kind.field)

    def _hold(self, worker: WorkerId, entry: Entry) -> bool:
        """True where the person has another role or site now; then they are to be told, and that is kept."""
        unwanted = self._unwanted(worker)
        given = {field: value for field in FIELDS if (value := getattr(entry, field)) and field not in unwanted}
        self._people.unhold(worker, [field for field in FIELDS if field not in given])
        changed = [field for field, value in given.items() if self._gate.hold(worker, field, value)]
        now = {field: given[field] for field in changed if field in TOLD}
        if now:
            request = self._gate.open_for(worker, public=False)
            self._gate.keep(request, TELL_CHANGE, request.id, {"id": request.id, "to": entry.slack_user_id, "now": now})
        return bool(now)

    def untold(self) -> frozenset[WorkerId]:
        """Those whose role or site changed and who were not told yet."""
        return self._gate.keepers(TELL_CHANGE)

    def knows(self, person: Person) -> bool:
        """True for a person on the company's list."""
        return self._seals.worker(person) in self._people.workers()

    def edition(self) -> frozenset[str]:
        """What is another one after each loading of a list. While it stays, so does everybody's job."""
        return self._people.labels("edition")

    def roles(self) -> frozenset[str]:
        return self._people.labels("role")

    def sites(self) -> frozenset[str]:
        return self._people.labels("site")
