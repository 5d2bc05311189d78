"""Shifts: what of a rota is kept, of whom, for how long, and what it is drawn for."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from privacy import uses
from privacy.calendars import Whose, names_in
from privacy.calendars import read as read_calendar
from privacy.directory import BadPeopleFile
from privacy.gate import Clock
from privacy.nudges import Nudge, Settings
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.rota import read
from privacy.shifts import OnRota, Rota, Shift, on_rota
from tests.privacy.house import ANA, BEN, PEOPLE, STRANGER, TEAM, House
from tests.privacy.house import Clock as Standing

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HEAD = "slack_user_id,start,end\n"


def at(day: int, hour: int, hours: int = 8, person: str = ANA.slack_user_id) -> Shift:
    """A shift so many days after the house's first day, 1 March 2026."""
    begin = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day, hours=hour)
    return Shift(person, begin, begin + hours * HOUR)


def rota(*shifts: Shift, free: frozenset[str] = frozenset()) -> Rota:
    return Rota(shifts, LONDON, free)


def agree(rooms: Rooms, *people: object) -> None:
    for person in people or (ANA, BEN):
        rooms.nudges.accept(rooms.gate.open(person, public=False), "yes", Settings())  # type: ignore[arg-type]


def drawn(rooms: Rooms, request: Request) -> OnRota:
    return on_rota(rooms.gate.draw(request, uses.NUDGE_IN_SHIFTS))


def of(rooms: Rooms, person: object = ANA) -> OnRota:
    return drawn(rooms, rooms.gate.open(person, public=False))  # type: ignore[arg-type]


def test_a_rota_is_the_whole_truth_about_its_days(rooms: Rooms) -> None:
    """From its first day to its last; whom it names is off on the others, and of whom it does not nothing is known."""
    agree(rooms)
    rooms.shifts.load(rota(at(1, 8), at(3, 22), at(2, 8, person=BEN.slack_user_id)), TEAM)
    known = of(rooms)
    assert known.days == ((datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 5, tzinfo=UTC)),)
    assert known.shifts == tuple((each.begin, each.end) for each in (at(1, 8), at(3, 22)))
    rooms.shifts.load(rota(at(3, 6)), TEAM)
    assert of(rooms).shifts == tuple((each.begin, each.end) for each in (at(1, 8), at(3, 6)))
    assert of(rooms, BEN).days == ((datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)),)
    rooms.shifts.load(rota(at(3, 6), free=frozenset({BEN.slack_user_id})), TEAM)
    assert of(rooms, BEN).days[-1][1] == datetime(2026, 3, 5, tzinfo=UTC)
    rooms.shifts.load(rota(at(9, 6)), "T0OTHER")
    assert len(of(rooms).shifts) == 2


def test_the_calendar_of_one_person_says_nothing_of_others(rooms: Rooms) -> None:
    """What is known of its person on its days is replaced; everybody else's shifts stay."""
    agree(rooms)
    rooms.shifts.load(rota(at(1, 8), at(1, 8, person=BEN.slack_user_id)), TEAM)
    rooms.shifts.load(Rota((at(1, 12),), LONDON, one=True), TEAM)
    assert of(rooms).shifts == ((at(1, 12).begin, at(1, 12).end),)
    assert len(of(rooms, BEN).shifts) == 1


def test_days_apart_stay_apart(rooms: Rooms) -> None:
    """Between two rotas nothing is known, and the chosen hours hold."""
    agree(rooms)
    rooms.shifts.load(rota(at(1, 8)), TEAM)
    rooms.shifts.load(rota(at(5, 8)), TEAM)
    assert len(of(rooms).days) == 2


def test_a_night_shift_belongs_to_the_day_it_begins_on(rooms: Rooms) -> None:
    """By the clocks of the zone; its person reads it with its hours among their data."""
    agree(rooms)
    rooms.shifts.load(rota(at(30, 21), at(32, 6), at(32, 8)), TEAM)
    kept = rooms.rights.show(rooms.gate.open(ANA, public=False)).kept["nudge_in_shifts"]
    assert [each["title"] for each in kept] == [
        "2026-03-31 22:00–06:00", "2026-04-01 –", "2026-04-02 07:00–15:00, 09:00–17:00",
    ]  # fmt: skip
    assert "22:00–06:00" in rooms.rights.export(rooms.gate.open(ANA, public=False)).json


def test_nothing_is_kept_without_a_yes_and_nobody_is_told_whose_that_is(rooms: Rooms, house: House) -> None:
    """What the loading says is the same whoever said yes; a no, and a stop of this use alone, end what was kept."""
    both = rota(at(1, 8), at(1, 8, person=BEN.slack_user_id), at(1, 8, person=STRANGER.slack_user_id), at(90, 8))
    before = rooms.shifts.load(both, TEAM)
    assert (before.shifts, before.people, before.left_out, before.unknown) == (3, 3, 1, 1)
    assert (before.first, before.last) == (date(2026, 3, 2), date(2026, 3, 2))
    assert not house.rows("SELECT 1 FROM kept WHERE use = 'nudge_in_shifts'")
    agree(rooms)
    assert rooms.shifts.load(both, TEAM) == before
    ana, ben = rooms.gate.worker(ANA), rooms.gate.worker(BEN)
    rooms.gate.choose(ana, uses.NUDGES, "withdrawn", "no")
    rooms.gate.choose(ben, uses.NUDGE_IN_SHIFTS, "withdrawn", "stop")
    assert not house.rows("SELECT 1 FROM kept WHERE use = 'nudge_in_shifts'")
    assert rooms.gate.allowed(ben, uses.NUDGES)
    assert rooms.shifts.load(both, TEAM) == before
    assert not house.rows("SELECT 1 FROM kept WHERE use = 'nudge_in_shifts'")


@pytest.mark.parametrize("end", ["erased", "left", "days"])
def test_shifts_go_with_the_person_and_with_their_days(rooms: Rooms, house: House, clock: Standing, end: str) -> None:
    """With everything about a person, with their place on the list, and two days after their day."""
    agree(rooms)
    rooms.shifts.load(rota(at(1, 22), at(2, 22)), TEAM)
    if end == "erased":
        rooms.rights.erase(rooms.gate.worker(ANA))
    elif end == "left":
        rooms.directory.load(PEOPLE[1:], TEAM)
    else:
        clock.now = datetime(2026, 3, 5, tzinfo=UTC)
        rooms.retention.sweep()
        assert len(of(rooms).shifts) == 1
        clock.forward(days=1)
        rooms.retention.sweep()
    assert not house.rows("SELECT 1 FROM kept WHERE use = 'nudge_in_shifts'")


def test_a_restored_backup_brings_no_shifts_back(rooms: Rooms, house: House) -> None:
    """What was deleted with the nudges after the backup is gone after the restore too."""
    agree(rooms)
    rooms.shifts.load(rota(at(1, 8)), TEAM)
    worker = rooms.gate.worker(ANA)
    before = house.rows("SELECT worker, use, topic, sealed, at, until FROM kept")
    house.clock.forward(hours=1)
    rooms.rights.erase_use(worker, uses.NUDGES)
    house.raw().execute("DELETE FROM kept")
    house.raw().executemany(
        "INSERT INTO kept (worker, use, topic, sealed, at, until) VALUES (?, ?, ?, ?, ?, ?)", before
    )
    assert rooms.rights.replay() == 1
    assert not house.rows("SELECT 1 FROM kept WHERE use = 'nudge_in_shifts' AND worker = ?", worker)


def test_what_is_over_or_too_far_ahead_is_left_out(rooms: Rooms) -> None:
    """A shift that goes on is not over; a file with none of these days changes nothing."""
    agree(rooms)
    told = rooms.shifts.load(rota(at(-1, 22, 12), at(0, 8), at(-2, 8), at(60, 8)), TEAM)
    assert (told.shifts, told.left_out, told.first) == (2, 2, date(2026, 2, 28))
    assert rooms.shifts.load(rota(at(-2, 8)), TEAM).first is None
    assert len(of(rooms).shifts) == 2


def test_a_nudge_is_taken_with_what_is_known_of_shifts(rooms: Rooms, clock: Clock) -> None:
    """They are drawn, with a receipt, of those alone of whom there are any."""
    boss = rooms.gate.worker
    sender = type(ANA)(TEAM, "U0BOSS")
    agree(rooms, ANA)
    rooms.nudges.write(rooms.gate.open(sender, public=False), sender, Nudge("milk", "Milk", "Hot."), "n1")
    (row,) = rooms.nudges.due()
    taken = rooms.nudges.take(row)
    assert taken is not None
    assert taken.rota == OnRota()
    assert rooms.gate.notice(taken.request).kinds == {"manager", "nudged"}
    rooms.shifts.load(rota(at(1, 8)), TEAM)
    taken = rooms.nudges.take(row)
    assert taken is not None
    assert len(taken.rota.shifts) == 1
    assert rooms.gate.notice(taken.request).text == "I used your manager, your nudges and your shifts."
    assert boss(ANA) == taken.request.worker
    assert clock() == datetime(2026, 3, 1, 9, tzinfo=UTC)


def written(folder: Path, text: str, name: str = "rota.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def test_times_are_those_of_the_zone_or_have_an_offset(tmp_path: Path) -> None:
    """By the clocks, with an offset, or in UTC; a line without times names somebody without a shift; twice is once."""
    lines = ("U0ANA,2026-07-01T22:00,2026-07-02 06:00", "U0ANA,2026-07-01T22:00+01:00,2026-07-02T05:00Z", " U0BEN ,,")
    found = read(written(tmp_path, HEAD + "\n".join(lines)), LONDON)
    begin = datetime(2026, 7, 1, 21, tzinfo=UTC)
    assert found == Rota((Shift("U0ANA", begin, begin + 8 * HOUR),), LONDON, frozenset({"U0BEN"}))


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        ("2026-10-25T01:30", "2026-10-25T06:00", 4.5),
        ("2026-10-24T22:00", "2026-10-25T01:30", 2.5 + 1 - 1 + 1),
        ("2026-03-28T22:00", "2026-03-29T06:00", 7),
        ("2026-10-24T22:00", "2026-10-25T06:00", 9),
        ("2026-03-29T01:30", "2026-03-29T06:00", 3.5),
    ],
)
def test_where_clocks_change_the_shorter_shift_is_taken(tmp_path: Path, begin: str, end: str, hours: float) -> None:
    """An hour that clocks show twice or never makes no shift longer than it is."""
    (shift,) = read(written(tmp_path, f"{HEAD}U0ANA,{begin},{end}\n"), LONDON).shifts
    assert (shift.end - shift.begin) / HOUR == hours


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the column 'slack_user_id' is missing; needed are slack_user_id, start, end"),
        (HEAD, "names no shift; accepted is at least one"),
        (f"{HEAD}U0ANA,,\n", "names no shift"),
        (
            f"{HEAD}ana,2026-07-01T22:00,2026-07-02T06:00\n",
            "line 2: slack_user_id 'ana'; accepted is an id such as U012",
        ),
        (
            f"{HEAD}U0ANA,30/11/2026 22:00,2026-07-02T06:00\n",
            "line 2: start '30/11/2026 22:00'; accepted is a time such",
        ),
        (
            f"{HEAD}U0ANA,2026-13-01T22:00,2026-07-02T06:00\n",
            "line 2: start '2026-13-01T22:00'; accepted is a time such",
        ),
        (f"{HEAD}U0ANA,2026-07-01T22:00,\n", "line 2: end ''; accepted is a time such as 2026-11-30T22:00"),
        (
            f"{HEAD}U0ANA,2026-07-01T22:00,2026-07-01T06:00\n",
            "T06:00'; accepted is a time after the start",
        ),
        (f"{HEAD}U0ANA,2026-07-01T22:00,2026-07-03T06:00\n", "accepted is at most 25 hours after the start"),
        (f"{HEAD}U0ANA,2026-07-01T22:00,2026-07-02T06:00,more\n", "line 2: 'more' is beyond the last column"),
    ],
)
def test_each_wrong_line_is_named(tmp_path: Path, text: str, told: str) -> None:
    """With its value and what is accepted; nothing of the file is taken."""
    with pytest.raises(BadPeopleFile) as refused:
        read(written(tmp_path, text), LONDON)
    assert told in str(refused.value)


def calendar(*events: str, head: str = "") -> str:
    inside = "".join(f"BEGIN:VEVENT\n{event}END:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{head}{inside}END:VCALENDAR\n"


def event(start: str, end: str, *more: str, uid: str = "1") -> str:
    return "".join(f"{line}\n" for line in (f"UID:{uid}", f"DTSTART{start}", f"DTEND{end}", *more))


NIGHT = (";TZID=Europe/London:20260302T220000", ";TZID=Europe/London:20260303T060000")
CAI = Whose(names={"cai cole": "U0CAI", "cai@cafe.example": "U0CAI", "bea": "U0BEA", "agency": ""})
BEGIN = datetime(2026, 3, 2, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("named", "people"),
    [
        (["ATTENDEE;CN=C. Cole:mailto:Cai@cafe.example"], ["U0CAI"]),
        (["ATTENDEE;CN=Cai Cole:mailto:other@cafe.example", "ATTENDEE;CN=Bea:mailto:b@x.example"], ["U0CAI", "U0BEA"]),
        (["SUMMARY:Cai Cole"], ["U0CAI"]),
        (["SUMMARY:Kitchen - Cai Cole"], ["U0CAI"]),
        (["SUMMARY:Early shift (cai cole)"], ["U0CAI"]),
        (["X-SLACK-USER-ID:U0EVA"], ["U0EVA"]),
        (["SUMMARY:Agency: late", "X-SLACK-USER-ID:nobody"], []),
    ],
)
def test_whose_an_event_is(tmp_path: Path, named: list[str], people: list[str]) -> None:
    """Its attendees, its title or its own property say; who is in the file of names without an id is left out."""
    text = calendar(event(*NIGHT, *named), event(*NIGHT, "SUMMARY:Bea", uid="2"))
    found = read_calendar(written(tmp_path, text, "a.ics"), LONDON, CAI, NOON)
    others = [each for each in found.shifts if each.slack_user_id not in ("U0BEA",) or "U0BEA" in people]
    assert sorted({each.slack_user_id for each in others}) == sorted(people)
    assert {(each.begin, each.end) for each in found.shifts} == {(BEGIN, BEGIN + 8 * HOUR)}


def test_a_calendar_of_one_person(tmp_path: Path) -> None:
    """Nobody is named in it. Whole days and what was called off are no shifts; what repeats does, over a change of the
    clocks too; times without a zone are those of the clocks."""
    text = calendar(
        event(":20260302T083000", ":20260302T163000", "SUMMARY:Kitchen"),
        event(";VALUE=DATE:20260303", ";VALUE=DATE:20260305", "SUMMARY:Leave", uid="2"),
        event(*NIGHT, "STATUS:CANCELLED", uid="3"),
        event(";TZID=Europe/London:20260105T220000", ";TZID=Europe/London:20260106T060000",
              "RRULE:FREQ=WEEKLY", "EXDATE;TZID=Europe/London:20260309T220000", uid="4"),
    )  # fmt: skip
    told = read_calendar(written(tmp_path, text, "a.ics"), LONDON, Whose("U0ANA"), NOON)
    assert told.one
    found = told.shifts
    assert {each.slack_user_id for each in found} == {"U0ANA"}
    begins = [each.begin for each in found]
    assert begins[:2] == [datetime(2026, 3, 2, 8, 30, tzinfo=UTC), BEGIN]
    assert begins[2] == BEGIN + 14 * DAY
    assert begins[4] == BEGIN + 28 * DAY - HOUR
    assert len(begins) == 9
    assert {each.end - each.begin for each in found} == {8 * HOUR}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (calendar(), "names no shift; accepted is at least one"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "accepted is"),
        ("hello", "accepted is one iCalendar file"),
        (
            calendar(event(*NIGHT, "SUMMARY:Dee")),
            "line 4: names nobody who is known (Dee); accepted is a name",
        ),
        (calendar(event(*NIGHT, "SUMMARY:Bea"), event(*NIGHT, uid="2")), "line 10: names nobody who is known ()"),
        (calendar("UID:1\nSUMMARY:Bea\n"), "line 4: DTSTART: is missing"),
        (calendar("UID:1\nSUMMARY:Bea\nDTSTART:20260302T220000Z\n"), "line 4: DTEND: is missing"),
        (calendar("UID:1\nSUMMARY:Bea\nDTSTART:soon\n"), "line 4: DTSTART"),
        (
            calendar(event(":20260302T220000Z", ":20260302T220000Z", "SUMMARY:Bea")),
            "accepted is a time after the start",
        ),
        (calendar(event(":20260302T220000Z", ":20260304T220000Z", "SUMMARY:Bea")), "accepted is at most 25 hours"),
        (calendar(event(*NIGHT, "SUMMARY:Bea", "RRULE:FREQ=DAILY;INTERVAL=0")), "RRULE: an INTERVAL of less than 1"),
        (calendar(event(*NIGHT, "SUMMARY:Bea", "RRULE:INTERVAL=2")), "accepted is what RFC 5545 says"),
        (calendar(event(*NIGHT, "SUMMARY:Bea", "DTSTART:20260303T220000Z")), "line 4: DTSTART: stands twice"),
        (
            calendar(event(";TZID=Nowhere/Land:20260302T220000", ":20260302T230000Z", "SUMMARY:Bea")),
            "DTSTART: the time zone 'Nowhere/Land' is unknown",
        ),
        (calendar(event(*NIGHT, "SUMMARY:Bea", "RRULE:FREQ=MINUTELY")), "MINUTELY is more often than shifts are"),
        (
            calendar(event(*NIGHT, "SUMMARY:Bea", "RRULE:FREQ=DAILY", "RRULE:FREQ=DAILY;BYSECOND=1,2")),
            "BYSECOND is more often than shifts are",
        ),
    ],
)
def test_each_wrong_event_is_named_by_its_line(tmp_path: Path, text: str, told: str) -> None:
    """The line that it begins on, its value, and what is accepted; nothing of the file is taken."""
    path = written(tmp_path, text, "a.ics")
    with pytest.raises(BadPeopleFile) as refused:
        read_calendar(path, LONDON, CAI, NOON)
    assert told in str(refused.value)
    assert str(path) in str(refused.value)


def test_a_calendar_that_cannot_be_read(tmp_path: Path) -> None:
    """No file, and no text."""
    (tmp_path / "b.ics").write_bytes(b"\xff\xfe")
    for name in ("none.ics", "b.ics"):
        with pytest.raises(BadPeopleFile, match="cannot be read"):
            read_calendar(tmp_path / name, LONDON, CAI, NOON)


def test_names_for_a_calendar(tmp_path: Path) -> None:
    """Without regard to capitals; a line with a wrong id is named."""
    path = written(tmp_path, "name,slack_user_id\nCai Cole,U0CAI\nAgency,\n,U0BEA\n")
    assert names_in(path) == {"cai cole": "U0CAI", "agency": ""}
    with pytest.raises(BadPeopleFile, match="line 2: slack_user_id 'cai'; accepted is an id such as U012ABC"):
        names_in(written(tmp_path, "name,slack_user_id\nCai Cole,cai\n"))
