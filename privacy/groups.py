"""Totals about people that tell of nobody: only over blocks of at least k, and never finer by subtraction.

Refusing small groups alone does not hold: two groups that are large enough and differ by one person tell what that
person did. So all cells, each a role at a site, are first put together into blocks, each with at least k people of
whom at least k did what is counted. A group is answered only where it is a union of whole blocks. Whatever is added up
or subtracted of such figures is again a sum over whole blocks. The same thing is said where there are too few and
where there are none.

That the figures of a period are counted once, when it is over, is for their keeper to see to: two counts of the same
period could differ by one person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from privacy.worker import WorkerId

SMALLEST = 5
"""Fewer people than this are no group, whatever is set."""
IN_A_BAND = 2
"""A band has at least so many times the smallest group: that one group of it did something tells of nobody in it."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """A role at a site; the finest that a group can be. What is not known is empty."""

    role: str = ""
    site: str = ""


NOWHERE = Cell()
"""Of no role and no site, or of none that may be told."""


@dataclass(frozen=True, slots=True)
class Counted:
    """That a worker, of a cell, did what is counted; once or often is the same."""

    worker: WorkerId = field(repr=False)
    cell: Cell


@dataclass(frozen=True, slots=True)
class Block:
    """Cells that are only ever counted together: how many people they have, and how many of them are counted."""

    cells: frozenset[Cell]
    people: int
    counted: int

    def enough(self, k: int) -> bool:
        return min(self.people, self.counted) >= k


@dataclass(frozen=True, slots=True)
class Totals:
    """How many people of a group did one thing, for any group that can be told."""

    blocks: tuple[Block, ...]
    cells: frozenset[Cell]

    def of(self, role: str | None = None, site: str | None = None) -> int | None:
        """The people counted of a role, of a site, of a role at a site, or of all. None: too few, or none."""
        wanted = {cell for cell in self.cells if role in (None, cell.role) and site in (None, cell.site)}
        inside = [block for block in self.blocks if block.cells <= wanted]
        whole = sum(len(block.cells) for block in inside) == len(wanted)
        return sum(block.counted for block in inside) if inside and whole else None


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """The people of a role at one site or more, who are only ever told of together."""

    role: str
    sites: tuple[str, ...]
    people: int

    def holds(self, cell: Cell) -> bool:
        return cell.role == self.role and cell.site in self.sites


def bands(people: Mapping[Cell, int], k: int = SMALLEST) -> tuple[Band, ...]:
    """Each role's people, by site, put together until a band has `IN_A_BAND` times k of them. No two share anybody.

    They are made of where people work alone, whatever anybody did: so which bands there are tells nothing. What a role
    has in all is a sum of whole bands, and so are two bands of it: what lies between two figures is never fewer people
    than a band has. A role with too few people has none. Raises ValueError where `k` is smaller than `SMALLEST`.
    """
    if k < SMALLEST:
        raise ValueError(f"A group of {k} people; accepted is {SMALLEST} or more.")
    least = IN_A_BAND * k
    found = [
        band for role in sorted({cell.role for cell in people if cell.role}) for band in _of_role(role, people, least)
    ]
    return tuple(found)


def bands_told(people: Mapping[Cell, int], k: int = SMALLEST) -> tuple[Band, ...]:
    """The bands that are told of: all but the smallest, where outside of them all there were fewer than in a band.

    Whoever is in no band would be what is left when the bands are taken from all. Raises ValueError where `k` is
    smaller than `SMALLEST`.
    """
    largest = sorted(bands(people, k), key=lambda band: (-band.people, band))
    outside = sum(people.values()) - sum(band.people for band in largest)
    while largest and outside < IN_A_BAND * k:
        outside += largest.pop().people
    return tuple(sorted(largest))


def _of_role(role: str, people: Mapping[Cell, int], least: int) -> list[Band]:
    """Sites with enough people by themselves, the small ones together by name; the last few join the smallest."""
    cells = sorted((cell.site, number) for cell, number in people.items() if cell.role == role and number > 0)
    made = [Band(role, (site,), number) for site, number in cells if number >= least]
    waiting = Band(role, (), 0)
    for site, number in cells:
        if number < least:
            waiting = Band(role, (*waiting.sites, site), waiting.people + number)
            if waiting.people >= least:
                made, waiting = [*made, waiting], Band(role, (), 0)
    if waiting.people and made:
        nearest = min(made, key=lambda band: (band.people, band.sites))
        joined = Band(role, tuple(sorted((*nearest.sites, *waiting.sites))), nearest.people + waiting.people)
        made = [*(band for band in made if band is not nearest), joined]
    return sorted(made)


def steps(counted: int, people: int, k: int = SMALLEST) -> int:
    """How many of a band are told: at least so many, in whole steps of k. Never that all did it, or nearly all."""
    return max(0, min(counted, people - k)) // k * k


def totals(counted: Iterable[Counted], people: Mapping[Cell, int], k: int = SMALLEST) -> Totals:
    """Totals of one thing in one period.

    `people` tells how many work in each cell, whether they are counted or not. Raises ValueError where `k` is smaller
    than `SMALLEST`.
    """
    if k < SMALLEST:
        raise ValueError(f"A group of {k} people; accepted is {SMALLEST} or more.")
    who: dict[Cell, set[WorkerId]] = {}
    for each in counted:
        who.setdefault(each.cell, set()).add(each.worker)
    # Somebody who is counted works there, whatever the list says by now.
    numbers = {
        cell: (max(people.get(cell, 0), len(who.get(cell, ()))), len(who.get(cell, ()))) for cell in _all(people, who)
    }
    single = [Block(frozenset({cell}), *numbers[cell]) for cell in sorted(numbers)]
    return Totals(_blocks(single, k), frozenset(numbers))


def _all(people: Mapping[Cell, int], who: Mapping[Cell, object]) -> set[Cell]:
    return {cell for cell, number in people.items() if number > 0} | set(who)


def _blocks(single: list[Block], k: int) -> tuple[Block, ...]:
    """Cells together until each block has enough: first within their role, then across roles. None where all do not."""
    by_role: dict[str, list[Block]] = {}
    for block in single:
        by_role.setdefault(next(iter(block.cells)).role, []).append(block)
    made: list[Block] = []
    rest: list[Block] = []
    for of_role in by_role.values():
        settled = _settled(of_role, k)
        (made if settled[0].enough(k) else rest).extend(settled)
    together = _settled([*made, *rest], k)
    return tuple(together) if together and together[0].enough(k) else ()


def _settled(blocks: list[Block], k: int) -> list[Block]:
    """The blocks that have enough, and what is left as one more; where that has too few, it joins the smallest."""
    large = [block for block in blocks if block.enough(k)]
    small = [block for block in blocks if not block.enough(k)]
    if not small:
        return large
    left = _joined(small)
    if left.enough(k) or not large:
        return [*large, left]
    nearest = min(large, key=lambda block: (block.counted, sorted(block.cells)))
    return [*(block for block in large if block is not nearest), _joined([nearest, left])]


def _joined(blocks: list[Block]) -> Block:
    cells = frozenset(cell for block in blocks for cell in block.cells)
    return Block(cells, sum(block.people for block in blocks), sum(block.counted for block in blocks))
