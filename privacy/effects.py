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
  same period, and both fall alike if that was chance. What it does not mend: other jobs that are only now and then as
  high fall by more. Then a nudge looks worse than it is, never better.

What is told of a band is a range: of a number told in steps, or of none, it is known how many people there are at least
and at most, and no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from privacy.gate import Clock
from privacy.groups import SMALLEST, Band
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

    before: Share = Share()
    after: Share = Share()

    def __add__(self, other: "Side") -> "Side":
        return Side(self.before + other.before, self.after + other.after)


@dataclass(frozen=True, slots=True)
class Change:
    """What was told before and after the nudges about an article, with them and without."""

    before: Period
    after: Period
    given: Side
    others: Side


class Effects:
    """Finds what can be compared."""

    def __init__(self, people: PersonalStore, clock: Clock, k: int = SMALLEST) -> None:
        self._people = people
        self._clock = clock
        self._k = k

    def told(self) -> Mapping[str, Change | None]:
        """By article, those that a team, a role or a site was nudged about in the last half a year, the newest first.

        None where there is nothing to compare: nothing was told yet, or of too few people, or of none.
        """
        since = self._clock().date() - SHOWN
        meant = self._people.nudges.meant()
        periods = self._people.told()
        newest = {each.article: each.day for each in meant if each.day >= since}
        return {
            article: change([each for each in meant if each.article == article], periods, since, self._k)
            for article in sorted(newest, key=lambda article: (-newest[article].toordinal(), article))
        }


def change(meant: Sequence[Meant], periods: Sequence[Told], since: date, k: int) -> Change | None:
    """The newest comparison that there is of nudges about one article, of which the first was due since a day."""
    for day in sorted({each.day for each in meant if each.day >= since}, reverse=True):
        before = max((told for told in periods if told.period.until <= day), key=_first, default=None)
        after = min((told for told in periods if told.period.first >= day), key=_first, default=None)
        if before is None or after is None or not _opens(day, before.period, after.period, meant):
            continue
        found = _Comparison(day, before, after, meant, k).change()
        if found is not None:
            return found
    return None


def _first(told: Told) -> date:
    return told.period.first


def _opens(day: date, before: Period, after: Period, meant: Iterable[Meant]) -> bool:
    """True where nothing was nudged in or since the period before, and both periods are near."""
    earlier = any(before.first <= each.day < day for each in meant)
    return not earlier and day - before.until <= FAR and after.first - day <= FAR


@dataclass(frozen=True, slots=True)
class _Unit:
    """Bands of a role, of both periods, that have sites in common."""

    role: str
    sites: frozenset[str]
    before: tuple[Band, ...]
    after: tuple[Band, ...] = ()


@dataclass(frozen=True, slots=True)
class _Comparison:
    """Of the nudges about one article whose first was due on a day, between two periods."""

    day: date
    before: Told
    after: Told
    meant: Sequence[Meant]
    k: int

    def change(self) -> Change | None:
        """None where there is no band with it, or none without."""
        units = [unit for unit in _units(self.before.bands, self.after.bands) if self._side(unit).before.least]
        given = [self._side(unit) for unit in units if self._got(unit)]
        others = [self._side(unit) for unit in units if not self._touched(unit)]
        if not given or not others:
            return None
        return Change(self.before.period, self.after.period, sum(given, Side()), sum(others, Side()))

    def _touched(self, unit: _Unit) -> list[Meant]:
        """What was meant for anybody of it, until the end of the period after."""
        until = self.after.period.until
        return [
            each for each in self.meant
            if self.day <= each.day < until and each.cell.role == unit.role and each.cell.site in unit.sites
        ]  # fmt: skip

    def _got(self, unit: _Unit) -> bool:
        """True where the nudges of one day were meant for half of its people or more.

        Those of several managers on a day add up, as each has other people; the same one again on another day does not.
        """
        days: dict[date, int] = {}
        for each in self._touched(unit):
            days[each.day] = days.get(each.day, 0) + each.people
        people = max(sum(band.people for band in bands) for bands in (unit.before, unit.after))
        return 2 * max(days.values(), default=0) >= people

    def _side(self, unit: _Unit) -> Side:
        return Side(self._share(self.before, unit.before), self._share(self.after, unit.after))

    def _share(self, told: Told, bands: Iterable[Band]) -> Share:
        article = self.meant[0].article
        missed = {each.band: each.people for each in told.missed if each.article == article}
        return sum((ranged(missed.get(band, 0), band.people, self.k) for band in bands), Share())


def _units(before: Iterable[Band], after: Iterable[Band]) -> list[_Unit]:
    """Bands that share a site, put together until none of them shares one with another; those of both periods."""
    units = [_Unit(band.role, frozenset(band.sites), (band,)) for band in before]
    for band in after:
        met = [unit for unit in units if unit.role == band.role and not unit.sites.isdisjoint(band.sites)]
        if met:
            sites = frozenset(band.sites).union(*(unit.sites for unit in met))
            earlier, later = (tuple(each for unit in met for each in of(unit)) for of in (_before, _after))
            units = [*(unit for unit in units if unit not in met), _Unit(band.role, sites, earlier, (*later, band))]
    return [unit for unit in units if unit.after]


def _before(unit: _Unit) -> tuple[Band, ...]:
    return unit.before


def _after(unit: _Unit) -> tuple[Band, ...]:
    return unit.after


def ranged(told: int, people: int, k: int) -> Share:
    """What a number that was told by `privacy.groups.steps`, or 0 for none, leaves open. The last step is told for all
    that is more, up to all of the band."""
    last = told + k > people - k
    return Share(told, people if last else told + k - 1, people)
