"""By how much fewer people find no answer after a nudge: an interval that holds all that may be, in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.effects import Effect, ends, interval, of_change
from bot.wording import effects as wording
from privacy.effects import Change, Share, Side, ranged
from privacy.groups import steps
from privacy.nudges import Nudge, Sent
from privacy.totals import Period
from tests.measuring import effects as measuring

PERIOD = Period(date(2026, 1, 5), date(2026, 2, 2))
K = 5


def change(*shares: Share) -> Change:
    """Of those with it before and after, then of those without."""
    with_before, with_after, before, after = shares
    return Change(PERIOD, PERIOD, Side(with_before, with_after), Side(before, after))


def exactly(*shares: tuple[int, int]) -> Change:
    return change(*(Share(counted, counted, people) for counted, people in shares))


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int]:
    """How many, of how many people of a band."""
    people = draw(st.integers(2 * K, 400))
    return draw(st.integers(0, people)), people


COUNTS = st.tuples(counts(), counts(), counts(), counts())


def as_told(shares: tuple[tuple[int, int], ...]) -> Change:
    return change(*(ranged(steps(counted, people, K), people, K) for counted, people in shares))


PUBLISHED = (
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (5, 56, 0, 29, -0.0381, 0.1926),
)
"""Method 10 in Table II of Newcombe (1998), Statistics in Medicine 17, 873–890."""


@pytest.mark.parametrize(("one", "of", "other", "of_other", "low", "high"), PUBLISHED)
def test_it_gives_the_published_intervals_of_a_difference(
    one: int, of: int, other: int, of_other: int, low: float, high: float
) -> None:
    """Of two shares the difference has the interval that the method's author gives."""
    assert ends([(1, one, of), (-1, other, of_other)]) == pytest.approx((low, high), abs=0.0001)


def test_it_gives_the_published_interval_of_a_difference_of_differences() -> None:
    """The example of the paper that it is from: section 4.1 in Newcombe (2001)."""
    found = interval(exactly((17, 65), (17, 75), (18, 72), (16, 65)))
    assert found == pytest.approx((-0.1687, 0.2343), abs=0.0001)


@given(COUNTS)
def test_it_holds_the_interval_of_the_true_counts(shares: tuple[tuple[int, int], ...]) -> None:
    """Whatever the counts behind the steps are, what they would tell is within what is told."""
    low, high = interval(as_told(shares))
    true_low, true_high = interval(exactly(*shares))
    assert -2 <= low <= true_low <= true_high <= high <= 2


@given(COUNTS, st.integers(0, 3))
def test_it_moves_one_way(shares: tuple[tuple[int, int], ...], at: int) -> None:
    """One more of those with it before, or without it after, never makes it less; one more of the others never more."""
    counted, people = shares[at]
    more = [*shares]
    more[at] = min(counted + 1, people), people
    sign = 1 if at in (0, 3) else -1
    before, after = interval(exactly(*shares)), interval(exactly(*more))
    assert all(sign * (new - old) >= -1e-9 for old, new in zip(before, after, strict=True))


@given(COUNTS, st.integers(0, 3), st.sampled_from((-1, 1)))
def test_one_person_changes_it_at_a_step_alone(shares: tuple[tuple[int, int], ...], at: int, by: int) -> None:
    """With one person more or fewer the same is told, word for word, unless a step that is told changes."""
    counted, people = shares[at]
    other = [*shares]
    other[at] = min(max(counted + by, 0), people), people
    same = steps(*shares[at], K) == steps(*other[at], K)
    one, two = (wording.helped("Milk", of_change(as_told(tuple(each)))) for each in (shares, other))
    assert one == two or not same


@given(COUNTS)
def test_people_are_told_in_whole_ones_and_never_closer(shares: tuple[tuple[int, int], ...]) -> None:
    """The ends are rounded outwards, and at most all people."""
    found = of_change(exactly(*shares))
    low, high = (min(max(100 * end, -100), 100) for end in interval(exactly(*shares)))
    assert -100 <= found.least <= low + 1e-6
    assert high - 1e-6 <= found.most <= 100
    assert found.most - found.least < high - low + 2


FOUND = of_change(exactly((5, 10), (5, 10), (5, 10), (5, 10)))
WORDS = {
    (8, 21): "Of 100 people in jobs that got this nudge, 8 to 21 fewer found no answer in “Milk” than before, compared "
    "to jobs that did not get it.",
    (
        1,
        1,
    ): "Of 100 people in jobs that got this nudge, 1 fewer found no answer in “Milk” than before, compared to jobs "
    "that did not get it.",
    (
        -9,
        -2,
    ): "Of 100 people in jobs that got this nudge, 2 to 9 more found no answer in “Milk” than before, compared to "
    "jobs that did not get it.",
    (-6, 12): "It is open whether it helped. Of 100 people in jobs that got this nudge, between 6 more and 12 fewer "
    "found no answer in “Milk” than before, compared to jobs that did not get it.",
    (0, 12): "It is open whether it helped. Of 100 people in jobs that got this nudge, between 0 more and 12 fewer "
    "found no answer in “Milk” than before, compared to jobs that did not get it.",
}


@pytest.mark.parametrize("ends_", WORDS, ids=str)
def test_it_is_told_in_plain_words(ends_: tuple[int, int]) -> None:
    """Fewer, more, or open, in people of 100."""
    assert wording.helped("Milk", replace(FOUND, least=ends_[0], most=ends_[1])) == WORDS[ends_]


def test_too_few_and_none_are_the_same_words() -> None:
    """Where it cannot be told, neither how many there are nor whether there are any is told."""
    assert wording.helped("Milk", None) == (
        "It cannot be told whether the nudge on “Milk” helped: the weeks after it are not over, or too few "
        "people can be compared, or none."
    )


def sent(article: str, people: int = 9) -> Sent:
    return Sent(Nudge(article, article.title(), "Please."), datetime(2026, 3, 1, tzinfo=UTC), people)


def test_a_manager_is_told_of_their_own_nudges_alone() -> None:
    """Of those that went to more than one person, each article once, the newest first, and five at most."""
    told: dict[str, Effect | None] = dict.fromkeys(("milk", "tea", "ice", "rota"))
    lines = wording.of_sent([sent("tea"), sent("milk"), sent("milk"), sent("ice", 1), sent("till")], told)
    assert lines == [wording.helped("Milk", None), wording.helped("Tea", None)]
    many = [f"a{at}" for at in range(9)]
    assert len(wording.of_sent(map(sent, many), dict.fromkeys(many))) == wording.SHOWN


WORLDS = 100
CHANCE = measuring.Company(bands=60, people=30, asking=0.1, unlike=0.02)
"""Bands of which only those are told that were high by chance."""


def test_what_was_high_by_chance_is_not_said_to_have_been_helped() -> None:
    """Where nudges do nothing, and go where it was high by chance: compared with all others they seem to help, compared
    with those that were as high they do not. A true effect is in nineteen of twenty intervals or more."""
    found = measuring.counted(CHANCE, WORLDS)
    plain, fair, _, onhand = (found[way] for way in measuring.WAYS)
    assert plain.helped > WORLDS // 4
    assert fair.helped + fair.harmed < WORLDS // 10
    assert onhand.helped + onhand.harmed == 0
    halved = measuring.counted(measuring.Company(people=400, asking=0.3, left=0.5), WORLDS)[measuring.WAYS[3]]
    assert halved.holds >= 0.95 * halved.compared
    assert halved.helped > 0.9 * WORLDS


def test_a_simulated_company_is_the_same_each_time() -> None:
    """The measuring command prints the same figures again."""
    one, two = (measuring.counted(CHANCE, 3) for _ in range(2))
    assert one == two
    assert timedelta(weeks=4) == measuring.LENGTH
