"""Somebody who holds every view there is, and asks of each person what follows from all of them together.

They know who works where and who refused the use of their job. What they hold are facts: of a set of people at least
and at most so many asked. People who are in the same sets cannot be told apart, so they are counted together, and what
follows is found by whole numbers, not by guessing: a person is recovered where their group must have asked as a whole,
or not at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from privacy.gaps import InVain, Telling, told_of
from privacy.groups import NOWHERE, Band, Cell
from privacy.totals import Gap, Period, Told
from privacy.worker import WorkerId

K = 5
SOON = 1e-6
TOPIC, ARTICLE = 0, "oven"
Asked = Mapping[str, int]
"""Who asked about the topic: 1 where no article was found, 2 where the article did not help."""


@dataclass(frozen=True)
class Company:
    """Who works where, and who refused that their job is told of."""

    cells: Mapping[str, Cell]
    refused: frozenset[str] = frozenset()

    @property
    def staff(self) -> dict[Cell, int]:
        return {cell: list(self.cells.values()).count(cell) for cell in set(self.cells.values())}

    def of(self, who: str) -> Cell:
        return NOWHERE if who in self.refused else self.cells[who]

    def inside(self, *bands: Band) -> frozenset[str]:
        return frozenset(who for who in self.cells if any(band.holds(self.of(who)) for band in bands))


@dataclass(frozen=True)
class Fact:
    """That of these people at least and at most so many asked so."""

    people: frozenset[str]
    how: frozenset[int]
    least: int
    most: int


def told_in(company: Company, asked: Asked, period: Period, bands: tuple[Band, ...]) -> Told:
    """All that is told of a period in which that was asked."""
    missed = [
        InVain(WorkerId(who), company.of(who), *(("not found", "") if how == 1 else ("closest", ARTICLE)), TOPIC,
               {"oven": "oven"})
        for who, how in sorted(asked.items())
    ]  # fmt: skip
    others = sum(company.of(who) == NOWHERE for who in asked)
    by = Telling(K, bands, len(company.cells) + others, lambda _: False)
    return told_of(missed, period, by, ())


EITHER, ONE, TWO = frozenset({1, 2}), frozenset({1}), frozenset({2})


def facts_of(company: Company, told: Told) -> list[Fact]:
    """What follows from each thing that is told, and from each that is not."""
    everybody = frozenset(company.cells)
    gap = next(iter(told.gaps), None)
    facts = [_stepped(everybody, EITHER, gap.people if gap else 0)]
    if gap is None:
        # Of a topic that is told to nobody, jobs and bands are not told either; articles are.
        return [*facts, *_missed(company, told)]
    facts += _outcomes(everybody, gap)
    for role in {band.role for band in told.bands}:
        people = company.inside(*(band for band in told.bands if band.role == role))
        facts.append(_enough(people, EITHER, told=role in gap.roles))
    concerned = {each.band for each in told.band_gaps}
    facts += [_enough(company.inside(band), EITHER, told=band in concerned) for band in told.bands]
    return [*facts, *_missed(company, told)]


def _outcomes(everybody: frozenset[str], gap: Gap) -> list[Fact]:
    """What is not told may be more than what was left of the number of all."""
    left = gap.people - sum(gap.outcomes.values())
    most = _stepped(everybody, EITHER, gap.people).most
    facts = []
    for how, outcome in ((ONE, "not found"), (TWO, "closest")):
        number = gap.outcomes.get(outcome, 0)
        fact = _stepped(everybody, how, number)
        facts.append(fact if number or left + K > most else replace(fact, most=most))
    return facts


def _missed(company: Company, told: Told) -> list[Fact]:
    numbers = {each.band: each.people for each in told.missed}
    return [_stepped(company.inside(band), TWO, numbers.get(band, 0), band.people) for band in told.bands]


def _stepped(people: frozenset[str], how: frozenset[int], number: int, listed: int = 0) -> Fact:
    """In steps; at the last one it may be any number up to all."""
    last = max(0, (listed or len(people)) - K) // K * K
    return Fact(people, how, number, len(people) if number >= last else number + K - 1)


def _enough(people: frozenset[str], how: frozenset[int], *, told: bool) -> Fact:
    return Fact(people, how, K if told else 0, len(people) if told else K - 1)


def recovered(people: Iterable[str], facts: list[Fact]) -> frozenset[str]:
    """Of whom it follows from the facts whether they asked."""
    atoms: dict[tuple[bool, ...], list[str]] = {}
    for who in sorted(people):
        atoms.setdefault(tuple(who in fact.people for fact in facts), []).append(who)
    sizes, count = [len(each) for each in atoms.values()], len(atoms)
    # Of each atom, how many asked in the one way, then how many in the other.
    rows = [
        [float(way in fact.how and inside[at]) for way in (1, 2) for inside in atoms] for at, fact in enumerate(facts)
    ]
    whole = [[float(column % count == at) for column in range(2 * count)] for at in range(count)]
    limits = [
        LinearConstraint(np.array(rows), [fact.least for fact in facts], [fact.most for fact in facts]),
        LinearConstraint(np.array(whole), np.zeros(count), np.array(sizes)),
    ]
    found: set[str] = set()
    for at, group in enumerate(atoms.values()):
        least, most = (_extreme(np.array(whole[at]) * sign, limits, sizes) * sign for sign in (1, -1))
        if least > len(group) - SOON or most < SOON:
            found.update(group)
    return frozenset(found)


def _extreme(
    goal: "np.ndarray[tuple[int], np.dtype[np.float64]]", limits: list[LinearConstraint], sizes: list[int]
) -> float:
    solved = milp(goal, constraints=limits, integrality=np.ones(len(goal)), bounds=Bounds(0, [*sizes, *sizes]))
    assert solved.success
    return float(solved.fun)
