"""Files of shifts in iCalendar (RFC 5545), as rota tools and shared calendars export them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from privacy.directory import SLACK_USER_ID, BadPeopleFile, rows_of
from privacy.rota import length_problem, moments, rota
from privacy.shifts import AHEAD, Rota, Shift

OWN = "X-SLACK-USER-ID"
"""The property by which an event may name its person itself."""
MARKS = re.compile(r"\s+[-–—:|/@]\s+|[:|,()\[\]]")
"""What stands between a name and the rest in a title, such as “Cai Cole - Kitchen” or “Kitchen (Cai Cole)”."""
OFTEN = frozenset({"SECONDLY", "MINUTELY", "HOURLY"})
OFTENER = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
WHO = (
    "a name or address that is in the file of --who, the property X-SLACK-USER-ID, or --of for a calendar of one person"
)
Names = Mapping[str, str]
"""Names and addresses, in small letters, and whose they are: a Slack user id, or nothing for somebody to leave out."""


@dataclass(frozen=True, slots=True)
class Whose:
    """How the person of an event is found: it is `one` person's calendar, or an event names them, by `names`."""

    one: str = ""
    names: Names = field(default_factory=dict, repr=False)


def names_in(path: Path) -> Names:
    """The names of a CSV file with the columns name and slack_user_id. Raises BadPeopleFile naming each wrong line."""
    rows = [
        (line, (row.get("name") or "").strip(), (row.get("slack_user_id") or "").strip())
        for line, row in rows_of(path, ("name", "slack_user_id"))
    ]
    wrong = [(line, user) for line, _, user in rows if user and not SLACK_USER_ID.fullmatch(user)]
    if wrong:
        accepted = "accepted is an id such as U012ABC, or nothing for somebody to leave out."
        raise BadPeopleFile(
            "\n".join(f"{path}, line {line}: slack_user_id {user!r}; {accepted}" for line, user in wrong)
        )
    return {name.casefold(): user for _, name, user in rows if name}


def read(path: Path, zone: ZoneInfo, whose: Whose, now: datetime) -> Rota:
    """The shifts of a calendar from yesterday on, as far ahead as they are kept, with those that repeat.

    Events of whole days and those that were called off are no shifts. Times without a zone are those of the clocks in
    `zone`. Raises BadPeopleFile naming each wrong event, by the line that it begins on, and what is accepted.
    """
    text = _text(path)
    calendar = _calendar(path, text)
    lines, found, problems = _lines(text), list[Shift](), dict[str, None]()
    for event in _events(path, calendar, now):
        line = lines.get(str(event.get("UID", "")), 1)
        people, begin, end = _people(event, whose), _of(event, "DTSTART"), _of(event, "DTEND")
        told = moments(begin, end, zone)
        for problem in _problems(event, people, told):
            problems[f"{path}, line {line}: {problem}"] = None
        found += [Shift(person, *told) for person in people or () if person]
    if problems:
        raise BadPeopleFile("\n".join(problems))
    return replace(rota(path, found, zone), one=bool(whose.one))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadPeopleFile(f"{path}: cannot be read ({problem}); accepted is an iCalendar file in UTF-8.") from problem


def _calendar(path: Path, text: str) -> Any:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, IndexError, KeyError) as problem:
        raise BadPeopleFile(f"{path}: {problem}; accepted is one iCalendar file.") from problem
    lines = _lines(text)
    broken = [
        f"{path}, line {lines.get(str(event.get('UID', '')), 1)}: {name}: {problem}; accepted is what RFC 5545 says."
        for event in calendar.walk("VEVENT")
        for name, problem in event.errors or _unusable(event)
    ]
    if broken:
        raise BadPeopleFile("\n".join(broken))
    return calendar


def _unusable(event: Any) -> Iterator[tuple[str, str]]:
    """What would be read as something else, or without end."""
    times = {name: event[name] for name in ("DTSTART", "DTEND") if name in event}
    yield from ((name, "stands twice") for name, told in times.items() if isinstance(told, list))
    yield from ((name, problem) for name, told in times.items() if (problem := _zone_problem(told)))
    if "DTSTART" not in event:
        yield "DTSTART", "is missing"
    elif not {"DTEND", "DURATION"} & set(event) and _timed(event):
        yield "DTEND", "is missing"
    for rule in _listed(event, "RRULE"):
        yield from (("RRULE", problem) for problem in _rule_problems(rule))


def _zone_problem(told: Any) -> str:
    name = "" if isinstance(told, list) else told.params.get("TZID", "")
    return f"the time zone {name!r} is unknown" if name and getattr(told.dt, "tzinfo", None) is None else ""


def _rule_problems(rule: Any) -> Iterator[str]:
    often = OFTEN.intersection(map(str, rule.get("FREQ", []))) or OFTENER.intersection(rule)
    if often:
        yield f"{min(often)} is more often than shifts are"
    # The library would go on for ever.
    if any(int(each) < 1 for each in rule.get("INTERVAL", [])):
        yield "an INTERVAL of less than 1"


def _lines(text: str) -> dict[str, int]:
    """The line on which the first event of each UID begins."""
    found: dict[str, int] = {}
    begin = 1
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().upper() == "BEGIN:VEVENT":
            begin = number
        elif line.upper().startswith("UID:"):
            found.setdefault(line[4:].strip(), begin)
    return found


def _events(path: Path, calendar: Any, now: datetime) -> Iterator[Any]:
    """Each time that an event with a time of day takes place."""
    import recurring_ical_events

    begin = now.astimezone(UTC) - timedelta(days=1)
    try:
        found = recurring_ical_events.of(calendar).between(begin, begin + timedelta(days=AHEAD + 2))
    except (ValueError, TypeError, KeyError, OverflowError) as problem:
        raise BadPeopleFile(f"{path}: {problem}; accepted is what RFC 5545 says.") from problem
    for event in sorted(found, key=lambda event: str(event["DTSTART"].dt)):
        if _timed(event) and str(event.get("STATUS", "")).upper() != "CANCELLED":
            yield event


def _timed(event: Any) -> bool:
    return isinstance(getattr(event["DTSTART"], "dt", None), datetime)


def _of(event: Any, name: str) -> datetime:
    told: date = event[name].dt
    return told if isinstance(told, datetime) else datetime.combine(told, datetime.min.time())


def _people(event: Any, whose: Whose) -> tuple[str, ...] | None:
    """Whose event it is: nobody's that count, where only somebody to leave out is named; None where it names none."""
    if whose.one:
        return (whose.one,)
    own = [name for name in map(str, _listed(event, OWN)) if SLACK_USER_ID.fullmatch(name)]
    named = [whose.names[name] for name in map(str.casefold, _named(event)) if name in whose.names]
    people = tuple(dict.fromkeys([*own, *named]))
    return people or None


def _named(event: Any) -> Iterator[str]:
    """Everything in an event that may be somebody's name or address."""
    for attendee in _listed(event, "ATTENDEE"):
        yield str(attendee).removeprefix("mailto:").removeprefix("MAILTO:")
        yield str(attendee.params.get("CN", ""))
    title = str(event.get("SUMMARY", "")).strip()
    yield from (title, *(part.strip() for part in MARKS.split(title)))


def _listed(event: Any, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _problems(event: Any, people: tuple[str, ...] | None, told: tuple[datetime, datetime]) -> Iterator[str]:
    if people is None:
        yield f"names nobody who is known ({', '.join(filter(None, dict.fromkeys(_named(event))))}); accepted is {WHO}."
    accepted = length_problem(*told)
    if accepted:
        yield f"DTEND {_of(event, 'DTEND').isoformat()!r}; accepted is {accepted}."
