"""A choice holds for the version of the use that it was made about."""

import hashlib
from dataclasses import replace

import pytest

from privacy import uses
from privacy.consent import Consent, State, answered, refusal
from privacy.rooms import Rooms
from privacy.uses import DataUse
from privacy.worker import WorkerId
from tests.privacy.house import ANA, Clock, House, agree

ASKED = uses.RANK_BY_PAST_USE
TOLD = uses.RANK_BY_ROLE


def declared(use: DataUse) -> str:
    """A digest of all that a worker agrees to."""
    draws = [
        (kind.name, sorted((language, name.phrase) for language, name in kind.names.items())) for kind in use.draws
    ]
    told = (use.title, draws, use.purpose, use.legal_basis, use.keep_days, use.in_public)
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]


AGREED = {
    ("rank_by_past_use", 1): "1826a2cc1d90",
    ("rank_by_past_use", 2): "1e1bb999a876",
    ("improve_articles", 1): "c968b70e8816",
    ("improve_articles", 2): "0083a9e24b91",
    ("improve_articles", 3): "9decdbb0473e",
    ("hear_back", 1): "ef0de095984b",
    ("nudges", 1): "ac106c6ce61a",
    ("nudges", 2): "d52a2b038768",
}
"""What was agreed to under each version of the uses that are asked for."""


def test_who_said_yes_said_it_to_this() -> None:
    """When what a use is asked for with changes, its version must rise, so that everybody is asked anew."""
    for use in uses.USES:
        if use.needs_yes:
            assert AGREED.get((use.name, use.version)) == declared(use), f"{use.name}: raise its version"


@pytest.mark.parametrize(
    ("state", "version", "no"),
    [
        ("granted", 2, None),
        ("granted", 1, "not asked"),
        ("withdrawn", 2, "off"),
        ("withdrawn", 1, "not asked"),
        ("asked", 2, "not asked"),
        ("asked", 1, "not asked"),
    ],
)
def test_a_use_that_needs_a_yes_needs_it_for_today(clock: Clock, state: State, version: int, no: str | None) -> None:
    """A yes or a no that was said to an earlier version counts as not asked; nothing is drawn in either case."""
    today = replace(ASKED, version=2)
    last = Consent(today.name, state, clock.now, "words", version)
    assert refusal(today, last) == no
    assert answered(today, last) is (version == 2)
    assert refusal(today, None) == "not asked"
    assert not answered(today, None)


def test_what_was_switched_off_stays_off(clock: Clock) -> None:
    """A use that runs until it is switched off stays off when it changes, and on where it was on."""
    today = replace(TOLD, version=2)
    assert refusal(today, Consent(today.name, "withdrawn", clock.now, "Stop", 1)) == "off"
    assert refusal(today, Consent(today.name, "granted", clock.now, "Use it", 1)) is None
    assert refusal(today, None) is None


def test_a_choice_is_stored_with_its_version(rooms: Rooms, ana: WorkerId, house: House) -> None:
    """Who was asked once is not asked again about the same version, whatever they said."""
    assert not rooms.gate.asked(ana, ASKED)
    rooms.gate.choose(ana, ASKED, "asked", "May I remember?")
    assert rooms.gate.asked(ana, ASKED)
    house.raw().execute(
        "INSERT INTO choice (worker, use, state, wording, at, version) "
        "VALUES (?, ?, 'granted', 'old words', '2026-01-01T00:00:00.000000', 0)",
        [ana, ASKED.name],
    )
    assert not rooms.gate.asked(ana, ASKED)
    assert not rooms.gate.allowed(ana, ASKED)


def test_each_use_says_how_it_starts() -> None:
    """A use is asked for once, or on and told each time, or runs when the worker asks for it."""
    assert {use.name: use.starts for use in uses.USES} == {
        "rank_by_role": "on and told",
        "rank_by_past_use": "asked once",
        "count_in_job": "on and told",
        "suggest": "on and told",
        "follow_up": "on and told",
        "report_back": "when you ask",
        "tell_decision": "when it is decided",
        "suggest_fix": "when you suggest a fix",
        "hear_back": "asked once",
        "improve_articles": "asked once",
        "tell_managers": "on and told",
        "edit_articles": "when you edit articles",
        "nudges": "asked once",
        "nudge_by_job": "on and told",
        "nudge_in_shifts": "on and told",
        "send_nudge": "when you send nudges",
        "show_my_data": "when you ask",
        "tell_change": "when it changes",
    }


def test_a_later_release_asks_anew(rooms: Rooms, ana: WorkerId, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who said yes before a use changed is asked again, once, and their new answer is to the new version."""
    agree(rooms, ANA)
    later = replace(ASKED, version=ASKED.version + 1)
    monkeypatch.setitem(uses.BY_NAME, later.name, later)
    assert not rooms.gate.asked(ana, later)
    drawn = rooms.gate.draw(rooms.gate.open(ANA, public=False), later)
    assert drawn.refusal == "not asked"
    rooms.gate.choose(ana, later, "withdrawn", "No, thanks")
    assert rooms.gate.asked(ana, later)
    rooms.gate.choose(ana, later, "granted", "Yes, remember")
    assert rooms.gate.draw(rooms.gate.open(ANA, public=False), later).refusal is None
