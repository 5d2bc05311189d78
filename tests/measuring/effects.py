"""How often “it helped” is right: `python -m tests.measuring.effects [1000]`.

Worlds of bands with known chances of asking in vain, counted and told in steps as Onhand does, some of them nudged. Two
ways to choose the bands that are compared (all, or those of which the article was told before, as Onhand does), each
with the counts as they are told and with the true ones. For each: how often the interval holds the true effect, how
often it says that the nudge helped or did harm, how far its middle is from the truth on average, and how wide it is, in
people of 100; the last once more as if each of the people were a try by itself. Then, how many it takes to see a
halving.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.effects import FEWEST, interval, of_people
from privacy.effects import Change, Share, Side, change, ranged
from privacy.groups import Band, Cell, steps
from privacy.store import Meant
from privacy.totals import Missed, Period, Told

K = 5
LENGTH = timedelta(weeks=4)
BEFORE = Period(date(2026, 1, 5), date(2026, 1, 5) + LENGTH)
AFTER = Period(BEFORE.until + LENGTH, BEFORE.until + 2 * LENGTH)
DAY = BEFORE.until + timedelta(days=3)
Numbers = NDArray[Any]
WAYS = ("all, true counts", "told, true counts", "all, as told", "Onhand: told, as told")
PEOPLE = "so, of people alone"


@dataclass(frozen=True)
class Company:
    """`bands` of so many people each. The chance to ask in vain is `asking` on average, and `unlike` from band to band
    (the standard deviation); each period it is `moody` off by itself. Managers nudge half of the bands of which they
    are told, and there it is `left` times as high then. `elsewhere` is the average of the other half of the jobs, which
    nobody nudges, where it is another one."""

    bands: int = 40
    people: int = 100
    asking: float = 0.2
    unlike: float = 0.05
    moody: float = 0.0
    left: float = 1.0
    elsewhere: float | None = None


@dataclass(frozen=True)
class World:
    """What happened: how many of each band asked in vain before and after, of which it was told before, which were
    nudged, and by how much that changed the chance there."""

    company: Company
    before: Numbers
    after: Numbers
    seen: Numbers
    nudged: Numbers
    true: float

    def compared(self) -> dict[str, Change | None]:
        everywhere = np.ones_like(self.seen)
        return {
            WAYS[0]: self._known(everywhere, told=False),
            WAYS[1]: self._known(self.seen, told=False),
            WAYS[2]: self._known(everywhere, told=True),
            WAYS[3]: self._onhand(),
        }

    def _known(self, which: Numbers, *, told: bool) -> Change | None:
        sides = []
        for here in (self.nudged, ~self.nudged):
            if not (here & which).any():
                return None
            pairs = zip(self.before[here & which], self.after[here & which], strict=True)
            sides.append(tuple(Side(*(self._share(int(number), told=told) for number in pair)) for pair in pairs))
        return Change(BEFORE, AFTER, *sides)

    def _share(self, number: int, *, told: bool) -> Share:
        size = self.company.people
        return ranged(steps(number, size, K), size, K) if told else Share(number, number, size)

    def _onhand(self) -> Change | None:
        """The product's own way, over what it would be told."""
        size = self.company.people
        bands = [Band("cook", (f"S{at:03}",), size) for at in range(self.company.bands)]
        meant = [
            Meant("milk", DAY, Cell(band.role, band.sites[0]), size)
            for band, got in zip(bands, self.nudged, strict=True) if got
        ]  # fmt: skip
        periods = [_told(BEFORE, bands, self.before), _told(AFTER, bands, self.after)]
        return change(meant, periods, BEFORE.first, K)


def _told(period: Period, bands: list[Band], counts: Numbers) -> Told:
    numbers = [(band, steps(int(count), band.people, K)) for band, count in zip(bands, counts, strict=True)]
    return Told(period, (), tuple(bands), (), tuple(Missed("milk", band, number) for band, number in numbers if number))


def played(company: Company, chance: np.random.Generator) -> World:
    foreign = (np.arange(company.bands) % 2 == 0) & (company.elsewhere is not None)
    average = np.where(foreign, company.elsewhere or 0.0, company.asking)
    usual = np.clip(average + chance.normal(0, company.unlike, company.bands), 0.0, 1.0)
    earlier, later = (np.clip(usual + chance.normal(0, company.moody, company.bands), 0.0, 1.0) for _ in range(2))
    before = chance.binomial(company.people, earlier)
    seen = np.array([steps(int(number), company.people, K) > 0 for number in before])
    managers = chance.permutation(np.flatnonzero(seen & ~foreign))
    nudged = np.isin(np.arange(company.bands), managers[: (len(managers) + 1) // 2])
    after = chance.binomial(company.people, np.where(nudged, later * company.left, later))
    true = float(np.mean(later[nudged])) * (1 - company.left) if nudged.any() else 0.0
    return World(company, before, after, seen, nudged, true)


@dataclass
class Count:
    """What was found in how many worlds."""

    compared: int = 0
    holds: int = 0
    helped: int = 0
    harmed: int = 0
    off: float = 0.0
    width: float = 0.0

    def add(self, ends: tuple[float, float], true: float) -> None:
        low, high = ends
        self.compared += 1
        self.holds += low <= true <= high
        self.helped += low > 0
        self.harmed += high < 0
        self.off += (low + high) / 2 - true
        self.width += high - low

    def line(self) -> str:
        of = self.compared / 100 or 1.0
        rates = f"holds {self.holds / of:5.1f} %, helped {self.helped / of:5.1f} %, harm {self.harmed / of:5.1f} %"
        return f"{self.compared:5} compared, {rates}, off by {self.off / of:+5.1f}, {self.width / of:5.1f} wide"


def counted(company: Company, worlds: int, seed: int = 1) -> dict[str, Count]:
    chance, found = np.random.default_rng(seed), {way: Count() for way in (*WAYS, PEOPLE)}
    for _ in range(worlds):
        world = played(company, chance)
        for way, made in world.compared().items():
            if made is not None and min(len(made.given), len(made.others)) >= FEWEST:
                found[way].add(interval(made), world.true)
                if way == WAYS[3]:
                    found[PEOPLE].add(of_people(made), world.true)
    return found


COMPANIES = {
    "nothing changes": Company(),
    "nothing changes, larger bands": Company(people=400),
    "nothing changes, and only what is high by chance is told": Company(bands=60, people=30, asking=0.1, unlike=0.02),
    "nothing changes, other jobs ask less about it": Company(people=60, elsewhere=0.06),
    "nothing changes, other jobs ask more about it": Company(people=60, asking=0.06, elsewhere=0.25),
    "each site has its own month (3 of 100)": Company(moody=0.03),
    "each site has its own month (3 of 100), larger bands": Company(people=400, moody=0.03),
    "each site has its own month (3 of 100), few bands": Company(bands=4, people=200, moody=0.03),
    "each site has its own month (8 of 100), larger bands": Company(people=400, moody=0.08),
    "halved": Company(left=0.5, asking=0.3),
    "halved, larger bands": Company(left=0.5, asking=0.3, people=400),
}


def halving(worlds: int) -> Iterator[str]:
    """How often a halving is told, by how many of 100 people ask in vain, people in a band, and bands."""
    for asking in (0.2, 0.4):
        for people in (20, 50, 100, 200, 400, 800):
            row = []
            for bands in (4, 8, 16, 32):
                company = Company(bands=bands, people=people, asking=asking, left=0.5, unlike=0.02)
                row.append(f"{100 * counted(company, worlds)[WAYS[3]].helped / worlds:5.0f} %")
            yield f"  {100 * asking:.0f} of 100, {people:4} people a band: {' '.join(row)}"


def main() -> None:
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for name, company in COMPANIES.items():
        print(f"{name} ({company.bands} bands of {company.people})")
        for way, found in counted(company, worlds).items():
            print(f"  {way:22} {found.line()}")
    print("how often a halving is told, with 4, 8, 16 and 32 bands, half of them nudged")
    for line in halving(worlds // 5):
        print(line)


if __name__ == "__main__":
    main()
