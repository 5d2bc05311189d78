"""Nothing outlives its keep time."""

from datetime import datetime, timedelta

import pytest

from privacy import uses
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import DataUse
from tests.privacy.house import ANA, Clock, House, agree

DAYS = 400
KEEPING = [use for use in uses.USES if use.keep_days]


@pytest.mark.parametrize("use", KEEPING, ids=lambda use: use.name)
def test_a_kept_value_is_found_until_its_last_moment_and_not_after(
    rooms: Rooms, request_of_ana: Request, clock: Clock, use: DataUse
) -> None:
    """What a use keeps is there for as long as the use declares, to the second."""
    agree(rooms, ANA, use)
    rooms.gate.keep(request_of_ana, use, "topic", "value")
    clock.forward(days=use.keep_days, seconds=-1)
    assert len(rooms.gate.draw(request_of_ana, use, topic="topic").values) == 1
    clock.forward(seconds=1)
    assert rooms.gate.draw(request_of_ana, use, topic="topic").values == {}
    assert rooms.rights.show(request_of_ana).kept == {}


@pytest.mark.parametrize("use", [use for use in uses.USES if not use.keep_days], ids=lambda use: use.name)
def test_a_use_that_keeps_nothing_finds_nothing(rooms: Rooms, request_of_ana: Request, use: DataUse) -> None:
    """What is kept for zero days is outlived at once."""
    rooms.gate.keep(request_of_ana, use, "topic", "value")
    assert rooms.rights.show(request_of_ana).kept == {}
    assert rooms.retention.sweep() == 1


def test_over_400_days_nothing_outlives_its_time(rooms: Rooms, house: House, clock: Clock) -> None:
    """On each day what is shown is as young as its use demands, and a sweep leaves no older row behind."""
    agree(rooms, ANA)
    limits = {use.name: timedelta(days=use.keep_days) for use in uses.USES}
    swept = 0
    for day in range(DAYS):
        request = rooms.gate.open(ANA, public=False)
        for use in KEEPING if day % 3 == 0 else [uses.FOLLOW_UP]:
            rooms.gate.keep(request, use, f"topic {day}", clock.now.isoformat())
        clock.forward(days=1)
        kept = rooms.rights.show(request).kept
        ages = [(name, clock.now - datetime.fromisoformat(at)) for name, values in kept.items() for at in values]
        assert [(name, age) for name, age in ages if age >= limits[name]] == []
        if day % 7 == 0:
            swept += rooms.retention.sweep()
            assert house.rows("SELECT count(*) FROM kept WHERE until <= ?", f"{clock.now:%Y-%m-%dT%H:%M:%S.%f}") == [
                (0,)
            ]
    assert swept > DAYS
    assert {name for name, values in kept.items() if values} == {"rank_by_past_use", "report_back"}


def test_what_was_swept_is_in_no_file(rooms: Rooms, request_of_ana: Request, house: House, clock: Clock) -> None:
    """The sealed bytes of an outlived value leave the database and its log with the sweep."""
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "a long enough question"})
    sealed = house.rows("SELECT sealed FROM kept")[0][0]
    clock.forward(days=1)
    assert rooms.retention.sweep() == 1
    assert rooms.retention.sweep() == 0
    assert sealed not in house.files("people.db")


def test_a_service_that_never_ends_sweeps_once_an_hour(rooms: Rooms, request_of_ana: Request, clock: Clock) -> None:
    """What outlives its time while the service runs is deleted within the hour."""
    assert rooms.retention.hourly() == 0
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "a long enough question"})
    clock.forward(days=uses.FOLLOW_UP.keep_days)
    assert (rooms.retention.hourly(), rooms.retention.hourly()) == (1, 0)
