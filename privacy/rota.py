"""Files of shifts in CSV: what of them is accepted, and what is wrong with a line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privacy.directory import REST, SLACK_USER_ID, BadPeopleFile, Row, rows_of
from privacy.shifts import Rota, Shift

NEEDED = ("slack_user_id", "start", "end")
TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?")
TIMES = "a time such as 2026-11-30T22:00, 2026-11-30T22:00+01:00 or 2026-11-30T21:00Z"
LONGEST = timedelta(hours=25)
"""A day with an hour twice. What is longer is no shift but a mistake."""
ALL_DAY = "at most 25 hours after the start"


def read(path: Path, zone: ZoneInfo) -> Rota:
    """The shifts of a CSV file. Times without an offset are those of the clocks in the zone.

    A line without start and end names somebody who has no shift. Raises BadPeopleFile naming each wrong line and what
    is accepted.
    """
    rows = rows_of(path, NEEDED)
    problems = [f"{path}, line {line}: {problem}" for line, row in rows for problem in _problems(row, zone)]
    if problems:
        raise BadPeopleFile("\n".join(problems))
    return rota(path, [each for _, row in rows for each in _shifts(row, zone)], zone, frozenset(_free(rows)))


def rota(path: Path, shifts: Sequence[Shift], zone: ZoneInfo, free: frozenset[str] = frozenset()) -> Rota:
    """The shifts, each once. Raises BadPeopleFile where there is none: such a file would say nothing about any day."""
    if not shifts:
        raise BadPeopleFile(f"{path}: names no shift; accepted is at least one.")
    return Rota(tuple(dict.fromkeys(shifts)), zone, free)


def moments(begin: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Begin and end in UTC. What the clocks of the zone show twice, or never, is taken so that the shift is shorter."""
    return max(_moments(begin, zone)), min(_moments(end, zone))


def length_problem(begin: datetime, end: datetime) -> str:
    """What is wrong with how long a shift is; empty for nothing."""
    if end <= begin:
        return "a time after the start"
    return ALL_DAY if end - begin > LONGEST else ""


def _moments(told: datetime, zone: ZoneInfo) -> list[datetime]:
    if told.tzinfo is not None:
        return [told.astimezone(UTC)]
    return [told.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]


def _cell(row: Mapping[str, Any], name: str) -> str:
    return (row.get(name) or "").strip()


def _told(row: Mapping[str, Any], name: str) -> datetime | None:
    text = _cell(row, name)
    try:
        return datetime.fromisoformat(text) if TIME.fullmatch(text) else None
    except ValueError:
        return None


def _is_free(row: Mapping[str, Any]) -> bool:
    return not _cell(row, "start") and not _cell(row, "end")


def _free(rows: Sequence[Row]) -> Iterator[str]:
    return (_cell(row, "slack_user_id") for _, row in rows if _is_free(row))


def _shifts(row: Mapping[str, Any], zone: ZoneInfo) -> Iterator[Shift]:
    begin, end = _told(row, "start"), _told(row, "end")
    if begin and end:
        yield Shift(_cell(row, "slack_user_id"), *moments(begin, end, zone))


def _problems(row: Mapping[str, Any], zone: ZoneInfo) -> Iterator[str]:
    name, begin, end = _cell(row, "slack_user_id"), _told(row, "start"), _told(row, "end")
    if not SLACK_USER_ID.fullmatch(name):
        yield f"slack_user_id {name!r}; accepted is an id such as U012ABC."
    for value in filter(None, row.get(REST) or ()):
        yield f"{value!r} is beyond the last column; accepted is a comma within quotes."
    if _is_free(row):
        return
    for field, moment in (("start", begin), ("end", end)):
        if moment is None:
            yield f"{field} {_cell(row, field)!r}; accepted is {TIMES}, or neither start nor end for no shift."
    accepted = length_problem(*moments(begin, end, zone)) if begin and end else ""
    if accepted:
        yield f"end {_cell(row, 'end')!r}; accepted is {accepted}."
