"""By how much fewer people find no answer after a nudge: an interval that holds all that may be, in plain words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from bot.effects import Effect, ends, interval, of_bands, of_change, of_people
from bot.wording import effects as wording
from privacy.effects import Change, Share, Side, ranged
from privacy.groups import steps
from privacy.nudges import Nudge, Sent
from privacy.totals import Period
from tests.measuring import effects as measuring

PERIOD = Period(date(2026, 1, 5), date(2026, 2, 2))
K = 5
Counts = tuple[int, int, int]
"""Of a band: how many were counted before and after, and how many people it has."""
World = tuple[list[Counts], list[Counts]]
"""The bands with a nudge, and those without."""


def exactly(world: World) -> Change:
    """What whoever knew all counts would compare."""
    sides = (tuple(Side(*(Share(n, n, people) for n in counts)) for *counts, people in side) for side in world)
    return Change(PERIOD, PERIOD, *sides)


def as_told(world: World) -> Change:
    sides = (
        tuple(Side(*(ranged(steps(n, people, K), people, K) for n in counts)) for *counts, people in side)
        for side in world
    )
    return Change(PERIOD, PERIOD, *sides)


@st.composite
def bands(draw: st.DrawFn) -> Counts:
    people = draw(st.integers(2 * K, 400))
    return draw(st.integers(0, people)), draw(st.integers(0, people)), people


SIDE = st.lists(bands(), min_size=2, max_size=4)
WORLDS = st.tuples(SIDE, SIDE)


def with_more(world: World, at: int, by: int) -> World:
    """The same where one person more or fewer of a band did not find an answer, before or after."""
    given, others = ([*side] for side in world)
    side = given if at < 2 else others
    counts = [*side[0]]
    counts[at % 2] = min(max(counts[at % 2] + by, 0), counts[2])
    side[0] = counts[0], counts[1], counts[2]
    return given, others


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
    found = ends([(1, 17, 65), (-1, 17, 75), (-1, 18, 72), (1, 16, 65)])
    assert found == pytest.approx((-0.1687, 0.2343), abs=0.0001)


def test_bands_are_compared_as_by_the_test_of_student() -> None:
    """Of bands with as many people each, by how much they changed is compared as SciPy compares two samples."""
    world: World = ([(40, 10, 100), (35, 20, 100), (50, 15, 100)], [(40, 30, 100), (30, 35, 100)])
    changes = ([(before - after) / 100 for before, after, _ in side] for side in world)
    expected = ttest_ind(*changes).confidence_interval(0.95)
    assert of_bands(exactly(world)) == pytest.approx((expected.low, expected.high))


@settings(deadline=None)
@given(WORLDS)
def test_it_holds_the_interval_of_the_true_counts(world: World) -> None:
    """Whatever the counts behind the steps are, what they would tell of people is within what is told."""
    true_low, true_high = of_people(exactly(world))
    low, high = of_people(as_told(world))
    assert -2 <= low <= true_low <= true_high <= high <= 2
    least, most = interval(as_told(world))
    assert least <= low < high <= most


@settings(deadline=None)
@given(WORLDS, st.integers(0, 3))
def test_it_moves_one_way(world: World, at: int) -> None:
    """One more of those with it before, or without it after, never makes it less; one more of the others never more."""
    sign = 1 if at in (0, 3) else -1
    before, after = of_people(exactly(world)), of_people(exactly(with_more(world, at, 1)))
    assert all(sign * (new - old) >= -1e-9 for old, new in zip(before, after, strict=True))


@settings(deadline=None)
@given(WORLDS, st.integers(0, 3), st.sampled_from((-1, 1)))
def test_one_person_changes_it_at_a_step_alone(world: World, at: int, by: int) -> None:
    """With one person more or fewer the same is told, word for word, unless a step that is told changes."""
    other = with_more(world, at, by)
    one, two = (wording.helped("Milk", of_change(as_told(each))) for each in (world, other))
    assert one == two or as_told(world) != as_told(other)


@settings(deadline=None)
@given(WORLDS)
def test_people_are_told_in_whole_ones_and_never_closer(world: World) -> None:
    """The ends are rounded outwards, and at most all people."""
    found = of_change(exactly(world))
    low, high = (min(max(100 * end, -100), 100) for end in interval(exactly(world)))
    assert found is not None
    assert -100 <= found.least <= low + 1e-6
    assert high - 1e-6 <= found.most <= 100
    assert found.most - found.least < high - low + 2


def test_of_one_band_on_a_side_nothing_is_told() -> None:
    """What else happened there could be all of it."""
    two, one = [(90, 10, 100), (80, 10, 100)], [(50, 50, 100)]
    assert of_change(exactly((two, one))) is None
    assert of_change(exactly((one, two))) is None
    assert of_change(exactly((two, two))) is not None


FOUND = Effect(exactly(([(5, 5, 10)], [(5, 5, 10)])), 0, 0)
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
        "people at too few sites can be compared, or none."
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


MANY = 100
CHANCE = measuring.Company(bands=60, people=30, asking=0.1, unlike=0.02)
"""Bands of which only those are told that were high by chance."""


def test_what_was_high_by_chance_is_not_said_to_have_been_helped() -> None:
    """Where nudges do nothing, and go where it was high by chance: compared with all others they seem to help, compared
    with those that were as high they do not. A true effect is in nineteen of twenty intervals or more."""
    found = measuring.counted(CHANCE, MANY)
    plain, fair, _, onhand = (found[way] for way in measuring.WAYS)
    assert plain.helped > MANY // 4
    assert fair.helped + fair.harmed < MANY // 10
    assert onhand.helped + onhand.harmed == 0
    halved = measuring.counted(measuring.Company(people=400, asking=0.3, left=0.5), MANY)[measuring.WAYS[3]]
    assert halved.holds >= 0.95 * halved.compared
    assert halved.helped > 0.9 * MANY


def test_a_simulated_company_is_the_same_each_time() -> None:
    """The measuring command prints the same figures again."""
    one, two = (measuring.counted(CHANCE, 3) for _ in range(2))
    assert one == two
    assert timedelta(weeks=4) == measuring.LENGTH
