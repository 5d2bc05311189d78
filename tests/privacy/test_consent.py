"""What a worker chose, and that it holds from the next answer on."""

import pytest

from privacy import uses
from privacy.consent import State
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import DataUse
from privacy.worker import WorkerId
from tests.privacy.house import BEN, Clock, House, agree

STOPPABLE = [use for use in uses.USES if use.stoppable]
ALWAYS = [use for use in uses.USES if not use.stoppable]


@pytest.mark.parametrize(
    ("use", "states", "on"),
    [
        (uses.RANK_BY_ROLE, [], True),
        (uses.RANK_BY_ROLE, ["withdrawn"], False),
        (uses.RANK_BY_ROLE, ["withdrawn", "granted"], True),
        (uses.RANK_BY_ROLE, ["withdrawn", "asked"], True),
        (uses.RANK_BY_PAST_USE, [], False),
        (uses.RANK_BY_PAST_USE, ["asked"], False),
        (uses.RANK_BY_PAST_USE, ["asked", "granted"], True),
        (uses.RANK_BY_PAST_USE, ["granted", "withdrawn"], False),
        (uses.RANK_BY_PAST_USE, ["granted", "withdrawn", "asked"], False),
    ],
)
def test_the_last_choice_decides(rooms: Rooms, ana: WorkerId, use: DataUse, states: list[State], on: bool) -> None:
    """A use that needs a yes is on after a yes; any other is on until a no."""
    for state in states:
        rooms.gate.choose(ana, use, state, f"{state}!")
    assert rooms.gate.allowed(ana, use) is on
    assert dict((known.name, is_on) for known, is_on in rooms.rights.choices(ana))[use.name] is on


def test_a_choice_is_appended_with_the_words_on_the_screen(
    rooms: Rooms, ana: WorkerId, house: House, clock: Clock
) -> None:
    """Each choice stays as it was made: for which use, what, when, with which words."""
    assert rooms.gate.choice(ana, uses.RANK_BY_ROLE) is None
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "withdrawn", "Stop using my role")
    clock.forward(hours=1)
    rooms.gate.choose(ana, uses.RANK_BY_ROLE, "granted", "Use my role")
    last = rooms.gate.choice(ana, uses.RANK_BY_ROLE)
    assert last is not None
    assert (last.use, last.state, last.wording, last.at) == ("rank_by_role", "granted", "Use my role", clock.now)
    assert house.rows("SELECT state, wording FROM choice ORDER BY id") == [
        ("withdrawn", "Stop using my role"),
        ("granted", "Use my role"),
    ]


@pytest.mark.parametrize("use", STOPPABLE, ids=lambda use: use.name)
def test_off_draws_and_keeps_nothing_from_the_next_answer(
    rooms: Rooms, request_of_ana: Request, house: House, use: DataUse
) -> None:
    """A withdrawn use draws nothing, keeps nothing, leaves no receipt, and what it had kept is gone."""
    agree(rooms, BEN, use)
    of_ben = rooms.gate.open(BEN, public=False)
    rooms.gate.choose(request_of_ana.worker, use, "granted", "Yes")
    for request in (request_of_ana, of_ben):
        rooms.gate.keep(request, use, "latte", {"article": "latte"})
    rooms.gate.choose(request_of_ana.worker, use, "withdrawn", "Stop")
    drawn = rooms.gate.draw(request_of_ana, use, topic="latte")
    assert (drawn.values, drawn.receipt, drawn.refusal) == ({}, None, "off")
    assert not rooms.gate.keep(request_of_ana, use, "latte", {"article": "latte"})
    assert house.count("receipt") == 0
    assert house.rows("SELECT worker FROM kept") == [(of_ben.worker,)]


def test_off_and_on_again_starts_from_nothing(rooms: Rooms, request_of_ana: Request) -> None:
    """Switching a use on again brings nothing back."""
    agree(rooms, type(BEN)(BEN.team, "U0ANA"))
    rooms.gate.keep(request_of_ana, uses.RANK_BY_PAST_USE, "latte", {"article": "latte"})
    rooms.gate.choose(request_of_ana.worker, uses.RANK_BY_PAST_USE, "withdrawn", "Stop")
    rooms.gate.choose(request_of_ana.worker, uses.RANK_BY_PAST_USE, "granted", "Yes")
    assert rooms.gate.draw(request_of_ana, uses.RANK_BY_PAST_USE).values == {}


def test_what_was_withdrawn_is_in_no_file(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """The sealed bytes of what a use kept leave the database and its log with the choice."""
    rooms.gate.keep(request_of_ana, uses.FOLLOW_UP, "C1:", {"words": "a long enough question"})
    sealed = house.rows("SELECT sealed FROM kept")[0][0]
    assert sealed in house.files("people.db")
    rooms.gate.choose(request_of_ana.worker, uses.FOLLOW_UP, "withdrawn", "Stop")
    assert sealed not in house.files("people.db")


@pytest.mark.parametrize("use", ALWAYS, ids=lambda use: use.name)
def test_what_only_runs_on_request_cannot_be_switched_off(
    rooms: Rooms, ana: WorkerId, house: House, use: DataUse
) -> None:
    """Seeing one's data and getting an answer back are not switches; the refusal says why."""
    with pytest.raises(ValueError, match=f"{use.name}.*only runs when the worker asks"):
        rooms.gate.choose(ana, use, "withdrawn", "Stop")
    assert house.count("choice") == 0
    assert use not in [known for known, _ in rooms.rights.choices(ana)]
