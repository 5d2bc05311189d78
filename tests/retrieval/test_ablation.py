"""What is remembered for a question, and the intervals."""

from datetime import UTC, date, datetime

import numpy as np

from retrieval.ablation import REMEMBERED, interval, preferences
from retrieval.collection import Event, Query
from retrieval.preference import NO_PREFERENCE


def on(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=UTC)


LOG = {"7": [Event("7", on(day), frozenset({f"topic {day}"}), f"page {day}") for day in range(1, 21)]}


def test_only_what_was_before() -> None:
    """Of the last ten times before the question, and of nothing at the same moment or later."""
    past = preferences(Query("q", "words", "cook", user="7", at=on(15)), LOG)["past_use"]
    assert sorted(past.helped.values()) == [date(2026, 3, day) for day in range(5, 15)]
    assert (len(past.topics), past.today, past.role) == (REMEMBERED, date(2026, 3, 15), None)


def test_of_whom_nothing_is_known() -> None:
    """A question without a user, without a time, or before all that is known, has no past; without a role no role."""
    for query in (
        Query("q", "words", at=on(9)),
        Query("q", "words", user="7"),
        Query("q", "words", user="7", at=on(1)),
    ):
        assert preferences(query, LOG)["past_use"] == NO_PREFERENCE
        assert preferences(query, LOG)["role"] == NO_PREFERENCE


def test_interval() -> None:
    """The interval holds the mean, is one point where all values are the same, and narrows with their number."""
    few, many = (interval(np.tile([0.0, 1.0], times)) for times in (5, 500))
    assert few[0] < many[0] < 0.5 < many[1] < few[1]
    assert interval(np.full(9, 0.25)) == [0.25, 0.25]
