"""Reads a judged collection: documents, questions, and which document answers which question."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

EVERYONE = frozenset({"", "any", "all"})
"""The values of a document's `role` that say it is for everyone."""
Row = TypeVar("Row")
_HEADER = ["qid", "docid", "rel"]


class BadCollection(ValueError):
    """A file that cannot be used: the text names it, the line, and what is accepted."""


@dataclass(frozen=True, slots=True)
class Document:
    """What is searched. An empty set of `roles` means everyone; `role` is whom it was written for, if not for all.

    `topics` are what it is about.
    """

    id: str
    title: str
    text: str
    roles: frozenset[str] = frozenset()
    role: str | None = None
    lang: str = "en"
    topics: frozenset[str] = frozenset()

    def shown_to(self, role: str | None) -> bool:
        """True where the one who asks may see it."""
        return not self.roles or role in self.roles


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. `answerable` is None where the file does not say; `user` and `at` tell by whom and when."""

    qid: str
    text: str
    role: str | None = None
    site: str | None = None
    answerable: bool | None = None
    user: str | None = None
    at: datetime | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a user did: with which topics it had to do, and which document helped, where that is known."""

    user: str
    at: datetime
    topics: frozenset[str]
    helped: str | None = None


@dataclass(frozen=True, slots=True)
class Collection:
    """`judged` maps a query's id to the documents that were judged for it, with their grade: 1 and up is relevant."""

    documents: tuple[Document, ...]
    queries: tuple[Query, ...]
    judged: Mapping[str, Mapping[str, int]]

    def ranked(self) -> tuple[Query, ...]:
        """The queries whose order is measured: with at least one relevant document, and not said to be unanswerable."""
        return tuple(query for query in self.queries if query.answerable is not False and self._relevant(query))

    def unanswerable(self) -> tuple[Query, ...]:
        """The queries that are said to have no answer."""
        return tuple(query for query in self.queries if query.answerable is False)

    def unjudged(self) -> tuple[Query, ...]:
        """The queries that nothing is known of: they cannot be measured."""
        return tuple(query for query in self.queries if query.answerable is not False and not self._relevant(query))

    def missing(self) -> frozenset[str]:
        """The judged documents that are not in the corpus. They count as not found."""
        return frozenset(docid for grades in self.judged.values() for docid in grades) - {
            document.id for document in self.documents
        }

    def _relevant(self, query: Query) -> bool:
        return max(self.judged.get(query.qid, {}).values(), default=0) > 0


def read(corpus: Path, queries: Path, qrels: Path) -> Collection:
    """The collection of three files. Raises `BadCollection`."""
    documents = tuple(_rows(corpus, _document))
    asked = tuple(_rows(queries, _query))
    for path, rows in ((corpus, documents), (queries, asked)):
        if not rows:
            raise BadCollection(f"{path} is empty; accepted is a file with one JSON object a line.")
    _no_twice(corpus, "id", [document.id for document in documents])
    _no_twice(queries, "qid", [query.qid for query in asked])
    return _seen(Collection(documents, asked, _judged(qrels, queries, frozenset(query.qid for query in asked))))


def read_log(path: Path) -> Mapping[str, tuple[Event, ...]]:
    """What each user did, in the order of time; what nobody is named for is left out. Raises `BadCollection`."""
    done: dict[str, list[Event]] = {}
    for event in (each for each in _rows(path, _event) if each.user):
        done.setdefault(event.user, []).append(event)
    return {user: tuple(sorted(events, key=lambda event: event.at)) for user, events in done.items()}


def by_role(collection: Collection) -> Collection:
    """The same, with each document that was written for one role shown to that role alone."""
    documents = tuple(
        replace(each, roles=each.roles or frozenset({each.role})) if each.role else each
        for each in collection.documents
    )
    return _seen(replace(collection, documents=documents))


def _seen(collection: Collection) -> Collection:
    """Without the judgements of documents that the one who asks may not see: they are right to be missing."""
    documents = {document.id: document for document in collection.documents}
    roles = {query.qid: query.role for query in collection.queries}
    judged = {
        qid: {
            docid: grade
            for docid, grade in grades.items()
            if docid not in documents or documents[docid].shown_to(roles[qid])
        }
        for qid, grades in collection.judged.items()
    }
    return replace(collection, judged=judged)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCollection(f"{path} cannot be read as a text in UTF-8: {error}") from None
    return ((number, line.rstrip("\r")) for number, line in enumerate(lines, 1) if line.strip())


def _rows(path: Path, made: Callable[[Mapping[str, Any]], Row]) -> Iterator[Row]:
    for number, line in _lines(path):
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise ValueError("not an object")
            made_of_it = made(row)
        except ValueError as error:
            raise BadCollection(
                f"{path}, line {number}: {error}; accepted is one JSON object a line with {_ACCEPTED[made]}."
            ) from None
        yield made_of_it


def _document(row: Mapping[str, Any]) -> Document:
    role = _text(row, "role", "")
    title, lang = _text(row, "title", ""), _text(row, "lang", "en")
    written_for = None if role in EVERYONE else role
    return Document(
        _text(row, "id"), title, _text(row, "text"), _names(row, "roles"), written_for, lang, _names(row, "tags")
    )


def _query(row: Mapping[str, Any]) -> Query:
    answerable = row.get("answerable")
    if answerable not in (True, False, None):
        raise ValueError(f"answerable is {answerable!r}, not true or false")
    role, site = (_text(row, key, "") or None for key in ("role", "site"))
    return Query(
        _text(row, "qid"),
        _text(row, "text"),
        role,
        site,
        answerable,
        _text(row, "user", "") or None,
        _moment(row),
        _text(row, "lang", ""),
    )


def _event(row: Mapping[str, Any]) -> Event:
    at = _moment(row)
    if at is None:
        raise ValueError("date is missing")
    return Event(_text(row, "user", ""), at, _names(row, "tags"), _text(row, "helped", "") or None)


def _moment(row: Mapping[str, Any]) -> datetime | None:
    text = _text(row, "date", "")
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"date is {text!r}, not one like 2026-05-03T14:00") from None
    return moment.replace(tzinfo=moment.tzinfo or UTC) if moment else None


_ACCEPTED: Mapping[Callable[..., Any], str] = {
    _document: "id and text, and if you like title, roles (a list), role, lang, tags (a list)",
    _query: "qid and text, and if you like role, site, lang, answerable (true or false), user, date",
    _event: "user and date, and if you like tags (a list), helped (a document's id)",
}


def _text(row: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None:
        if key in row and default is not None:
            return default
        raise ValueError(f"{key} is missing")
    if not isinstance(value, str):
        raise ValueError(f"{key} is {value!r}, not a text")
    return value


def _names(row: Mapping[str, Any], key: str) -> frozenset[str]:
    names = row.get(key) or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"{key} is {names!r}, not a list of texts")
    return frozenset(names)


def _judged(path: Path, queries: Path, known: frozenset[str]) -> Mapping[str, Mapping[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split("\t")
        if number == 1 and fields == _HEADER:
            continue
        qid, docid, grade = _judgement(fields, f"{path}, line {number}")
        if qid not in known:
            raise BadCollection(
                f"{path}, line {number}: no query has the qid {qid!r}; accepted are those of {queries}."
            )
        judged.setdefault(qid, {})[docid] = grade
    return judged


def _judgement(fields: Sequence[str], where: str) -> tuple[str, str, int]:
    if len(fields) != len(_HEADER) or not fields[2].strip().lstrip("-").isdecimal():
        raise BadCollection(
            f"{where}: {' '.join(fields)!r} is no judgement; accepted is qid, docid and a whole number, parted by tabs."
        )
    return fields[0], fields[1], int(fields[2])


def _no_twice(path: Path, key: str, ids: Sequence[str]) -> None:
    seen: set[str] = set()
    for at, each in enumerate(ids, 1):
        if each in seen:
            raise BadCollection(f"{path}: row {at} has the {key} {each!r} of a row before it; accepted is each once.")
        seen.add(each)
