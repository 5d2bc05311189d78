"""Totals over groups tell nothing about any one person, however they are added up or subtracted."""

import os
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.groups import SMALLEST, Cell, Counted, Totals, totals
from privacy.worker import WorkerId

TRIES = int(os.environ.get("ONHAND_ATTACKS", "300"))
ROLES = ("barista", "cook", "cashier", "manager")
SITES = ("Harbour", "Station", "Mill")

People = dict[WorkerId, Cell]
Answer = Callable[[str | None, str | None], int | None]


def views() -> Iterator[tuple[str | None, str | None]]:
    """Every group that can be asked for."""
    return ((role, site) for role in (None, *ROLES) for site in (None, *SITES))


def company(random: Random, most: int = 60) -> tuple[People, set[WorkerId]]:
    """Who works where, and who did it."""
    number, share = random.randint(1, most), random.random()
    people = {
        WorkerId(f"w{at}"): Cell(random.choices(ROLES, (9, 6, 3, 1))[0], random.choice(SITES)) for at in range(number)
    }
    return people, {worker for worker in people if random.random() < share}


def counted(people: People, did: set[WorkerId], k: int) -> Totals:
    heads: dict[Cell, int] = {}
    for cell in people.values():
        heads[cell] = heads.get(cell, 0) + 1
    return totals([Counted(worker, people[worker]) for worker in sorted(did)], heads, k)


def told(people: People, answer: Answer) -> tuple[list[list[float]], list[float]]:
    """What an attacker sees, who knows who works where: the members of each group that is answered, and its total."""
    rows, right = [], []
    for role, site in views():
        number = answer(role, site)
        if number is not None:
            rows.append([float(role in (None, cell.role) and site in (None, cell.site)) for cell in people.values()])
            right.append(float(number))
    return rows, right


def recovered(people: People, did: set[WorkerId], answer: Answer) -> int:
    """How many people's doing follows from sums and differences of the totals."""
    rows, right = told(people, answer)
    if not rows:
        return 0
    members, total = np.array(rows), np.array(right)
    weights = np.linalg.pinv(members.T)
    found = 0
    for at, worker in enumerate(people):
        alone = np.zeros(len(people))
        alone[at] = 1.0
        mix = weights @ alone
        if np.allclose(members.T @ mix, alone, atol=1e-6):
            found += round(float(total @ mix)) == int(worker in did)
    return found


@pytest.mark.parametrize("k", [5, 10])
def test_nobody_is_recovered(k: int) -> None:
    """From all groups that are answered together, by any sum or difference, nothing follows about any one person."""
    random = Random(k)
    for _ in range(TRIES):
        people, did = company(random)
        assert recovered(people, did, counted(people, did, k).of) == 0


def test_refusing_small_groups_alone_would_not_do() -> None:
    """The attack is a real one: where only small groups are refused, it finds people."""
    random = Random(1)
    found = 0
    for _ in range(40):
        people, did = company(random)

        def naive(role: str | None, site: str | None, people: People = people, did: set[WorkerId] = did) -> int | None:
            members = {who for who, cell in people.items() if role in (None, cell.role) and site in (None, cell.site)}
            return len(members & did) if len(members) >= SMALLEST else None

        found += recovered(people, did, naive)
    assert found > 0


@given(st.integers(0, 2**32), st.sampled_from([5, 6, 10]))
@settings(max_examples=150, deadline=None)
def test_every_figure_is_true_and_large_enough(seed: int, k: int) -> None:
    """A figure is the number of the people who did it, at least k; two that differ do so by at least k people."""
    people, did = company(Random(seed))
    answered = counted(people, did, k)
    shown = {}
    for role, site in views():
        number = answered.of(role, site)
        if number is not None:
            members = frozenset(
                who for who, cell in people.items() if role in (None, cell.role) and site in (None, cell.site)
            )
            assert number == len(members & did) >= k
            shown[members] = number
    for one in shown:
        for other in shown:
            assert len(one ^ other) == 0 or len(one ^ other) >= k


def test_what_a_company_sees() -> None:
    """Large groups are told; a small one hides among others of its role, and the sum of all stays right."""
    people = {WorkerId(f"c{at}"): Cell("cook", "Harbour") for at in range(8)}
    people |= {WorkerId(f"b{at}"): Cell("barista", "Harbour") for at in range(9)}
    people |= {WorkerId("lone"): Cell("cook", "Station")}
    answered = counted(people, set(people), 5)
    assert answered.of() == 18
    assert answered.of("barista") == answered.of("barista", "Harbour") == 9
    assert answered.of("cook") == 9
    assert answered.of("cook", "Harbour") is None
    assert answered.of(site="Station") is None
    assert answered.of(site="Harbour") is None


def test_too_few_is_as_none() -> None:
    """Four of a hundred, nobody, and nobody at all are the same: no figure anywhere."""
    people = {WorkerId(f"w{at}"): Cell("cook", "Harbour") for at in range(100)}
    few = {worker for at, worker in enumerate(people) if at < 4}
    for asked in (counted(people, few, 5), counted(people, set(), 5), totals([], {}, 5)):
        assert [asked.of(role, site) for role, site in views()] == [None] * 20
    assert counted(people, few | {WorkerId("w50")}, 5).of("cook") == 5


def test_often_is_once_and_the_list_may_be_old() -> None:
    """Who did it often counts once, and who is not on the list of people any more still counts as one of them."""
    cell = Cell("cook", "Harbour")
    often = [Counted(WorkerId(f"w{at % 5}"), cell) for at in range(50)]
    assert totals(often, {}, 5).of("cook", "Harbour") == 5
    assert totals(often, {cell: 2, Cell("cook", "Mill"): 0}, 5).of("cook") == 5


@pytest.mark.parametrize("k", [-1, 0, 4])
def test_no_group_is_smaller_than_five(k: int) -> None:
    """A smaller k is refused by name."""
    with pytest.raises(ValueError, match=f"A group of {k} people; accepted is 5 or more"):
        totals([], {}, k)


def test_a_worker_is_not_printed() -> None:
    """Nothing that is printed of what is counted names a worker."""
    assert "w7" not in repr(Counted(WorkerId("w7"), Cell("cook", "Harbour")))
