"""Whether nudges help: what people asked in vain before and after one, where it went and where it did not.

Nothing is counted for it. All is worked out from what was told once and never changes (`Told`: of periods that share no
day, by bands of people, in whole steps) and from how many people of each cell a nudge was meant for, by the company's
list alone. So it tells of nobody what was not told before, and two looks at it are the same.

- **Meant for** is by intention to treat: whoever never said yes, declined or stopped counts like everybody else. So a
  no leaves no trace, and a nudge that nobody wants cannot look good by the few who want it.
- **Before** is the last period that ended by the day of the first nudge about an article, **after** the first one
  that began then or later. Further nudges until the end of it count to the same. It is the first where none was due
  from the beginning of the period before on.
- **With** it are bands of which the nudges of one day were meant for half of the people or more; **without** it those
  of which they were meant for nobody. What lies between is left out. Bands of both periods that have a site in common
  are put together first, so that the same people are compared, as far as the list tells.
- **Regression to the mean**: a topic is nudged because it was high, and what was high by chance falls by itself. The
  managers who nudge saw, of the period before, that a group or more of a band asked in vain, and no number. So bands on
  both sides are only compared where the same was told of the article before: both were picked by the same look at the
  same period, and both fall alike if that was chance. What it does not mend: where one side is only now and then as
  high as the other always is, it falls by more. That is by a few people of a band, and within what the steps leave
  open: of a band that was told at the lowest step and then is not told, it may be that one person is the difference.

What is told of a band is a range: of a number told in steps, or of none, it is known how many people there are at least
and at most, and no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from privacy.gate import Clock
from privacy.groups import SMALLEST, Band, Cell
from privacy.store import Meant, PersonalStore
from privacy.totals import Period, Told

SHOWN = timedelta(weeks=26)
"""Nudges that are due longer ago are told of no more. With what is looked at before them, that is within a year."""
FAR = timedelta(weeks=8)
"""A period that ended longer before a nudge, or began longer after it, is not compared."""


@dataclass(frozen=True, slots=True)
class Share:
    """Of so many people, whom an article did not help: at least and at most so many."""

    least: int = 0
    most: int = 0
    people: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(self.least + other.least, self.most + other.most, self.people + other.people)


@dataclass(frozen=True, slots=True)
class Side:
    """The same people before and after."""

    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class Change:
    """What was told before and after the nudges about an article, of the bands with them and of those without."""

    before: Period
    after: Period
    given: tuple[Side, ...]
    others: tuple[Side, ...]


class Effects:
    """Finds what can be compared."""

    def __init__(self, people: PersonalStore, clock: Clock, k: int = SMALLEST) -> None:
        self._people = people
        self._clock = clock
        self._k = k
        self._told: tuple[object, Mapping[str, Change | None]] = None, {}

    def told(self) -> Mapping[str, Change | None]:
        """By article, those that a team, a role or a site was nudged about in the last half a year, the newest first.

        None where there is nothing to compare: nothing was told yet, or of too few people, or of none.
        """
        since, meant = self._clock().date() - SHOWN, self._people.nudges.meant()
        # What was told of a period never changes: it is read anew when there is another one, or another nudge.
        as_of = since, self._people.gaps_until(), meant
        if self._told[0] != as_of:
            self._told = as_of, _changes(meant, _Periods(self._people.told()), since, self._k)
        return self._told[1]


class _Periods:
    """What was told, in the order of its days, found by article and by which two periods are compared."""

    def __init__(self, told: Iterable[Told]) -> None:
        self._told = sorted(told, key=lambda each: each.period.first)
        self._missed: dict[tuple[date, str], dict[Band, int]] = {}
        for each in self._told:
            for missed in each.missed:
                self._missed.setdefault((each.period.first, missed.article), {})[missed.band] = missed.people
        self._units: dict[tuple[date, date], list[_Unit]] = {}

    def around(self, day: date) -> tuple[Period, Period] | None:
        """The last that ended by a day and the first that began then or later, where both are near."""
        before = [each.period for each in self._told if each.period.until <= day <= each.period.until + FAR]
        after = [each.period for each in self._told if each.period.first - FAR <= day <= each.period.first]
        return (before[-1], after[0]) if before and after else None

    def units(self, before: Period, after: Period) -> "list[_Unit]":
        which = before.first, after.first
        if which not in self._units:
            bands = {each.period.first: each.bands for each in self._told}
            self._units[which] = _units(bands[before.first], bands[after.first])
        return self._units[which]

    def share(self, article: str, period: Period, bands: Iterable[Band], k: int) -> Share:
        missed = self._missed.get((period.first, article), {})
        return sum((ranged(missed.get(band, 0), band.people, k) for band in bands), Share())


def _changes(meant: Iterable[Meant], periods: _Periods, since: date, k: int) -> Mapping[str, Change | None]:
    of: dict[str, list[Meant]] = {}
    for each in meant:
        of.setdefault(each.article, []).append(each)
    newest = {article: max(each.day for each in notes) for article, notes in of.items()}
    lately = [article for article, day in newest.items() if day >= since]
    by_day = sorted(lately, key=lambda article: (-newest[article].toordinal(), article))
    return {article: _change(of[article], periods, since, k) for article in by_day}


def change(meant: Sequence[Meant], told: Iterable[Told], since: date, k: int) -> Change | None:
    """The newest comparison that there is of nudges about one article, of which the first was due since a day."""
    return _change(meant, _Periods(told), since, k)


def _change(meant: Sequence[Meant], periods: _Periods, since: date, k: int) -> Change | None:
    for day in sorted({each.day for each in meant if each.day >= since}, reverse=True):
        around = periods.around(day)
        if around is None or any(around[0].first <= each.day < day for each in meant):
            continue
        until = around[1].until
        found = _Comparison(periods, *around, [each for each in meant if day <= each.day < until], k).change()
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class _Unit:
    """Bands of a role, of both periods, that have sites in common."""

    role: str
    sites: frozenset[str]
    before: tuple[Band, ...]
    after: tuple[Band, ...] = ()


class _Comparison:
    """Two periods around the nudges about one article."""

    def __init__(self, periods: _Periods, before: Period, after: Period, meant: Sequence[Meant], k: int) -> None:
        self._periods = periods
        self._before, self._after = before, after
        self._article = meant[0].article
        self._meant: dict[Cell, list[Meant]] = {}
        for each in meant:
            self._meant.setdefault(each.cell, []).append(each)
        self._k = k

    def change(self) -> Change | None:
        """None where there is no band with it, or none without."""
        sides = {unit: self._side(unit) for unit in self._periods.units(self._before, self._after)}
        told = [unit for unit, side in sides.items() if side.before.least]
        given = tuple(sides[unit] for unit in told if self._got(unit))
        others = tuple(sides[unit] for unit in told if not self._meant_for(unit))
        return Change(self._before, self._after, given, others) if given and others else None

    def _meant_for(self, unit: _Unit) -> list[Meant]:
        """What was meant for anybody of it, until the end of the period after."""
        return [each for site in unit.sites for each in self._meant.get(Cell(unit.role, site), ())]

    def _got(self, unit: _Unit) -> bool:
        """True where the nudges of one day were meant for half of its people or more.

        Those of several managers on a day add up, as each has other people; the same one again on another day does not.
        """
        days: dict[date, int] = {}
        for each in self._meant_for(unit):
            days[each.day] = days.get(each.day, 0) + each.people
        people = max(sum(band.people for band in bands) for bands in (unit.before, unit.after))
        return 2 * max(days.values(), default=0) >= people

    def _side(self, unit: _Unit) -> Side:
        before = self._periods.share(self._article, self._before, unit.before, self._k)
        return Side(before, self._periods.share(self._article, self._after, unit.after, self._k))


def _units(before: Iterable[Band], after: Iterable[Band]) -> list[_Unit]:
    """Bands that share a site, put together until none of them shares one with another; those of both periods."""
    units = [_Unit(band.role, frozenset(band.sites), (band,)) for band in before]
    for band in after:
        met = [unit for unit in units if unit.role == band.role and not unit.sites.isdisjoint(band.sites)]
        if met:
            sites = frozenset(band.sites).union(*(unit.sites for unit in met))
            earlier = tuple(each for unit in met for each in unit.before)
            later = (*(each for unit in met for each in unit.after), band)
            units = [*(unit for unit in units if unit not in met), _Unit(band.role, sites, earlier, later)]
    return [unit for unit in units if unit.after]


def ranged(told: int, people: int, k: int) -> Share:
    """What a number that was told by `privacy.groups.steps`, or 0 for none, leaves open. The last step is told for all
    that is more, up to all of the band."""
    last = told + k > people - k
    return Share(told, people if last else told + k - 1, people)
