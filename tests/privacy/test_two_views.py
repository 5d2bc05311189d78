"""Every manager's view and every editor's, together, over months in which people come, go and move: nobody follows."""

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from privacy.gaps import WEEKS
from privacy.groups import Band, Cell, bands, bands_told
from privacy.totals import Period
from tests.privacy.attacking import EITHER, Asked, Company, Fact, K, facts_of, recovered, told_in

TRIES = int(os.environ.get("ONHAND_ATTACKS", "100"))
ROLES, SITES = ("cook", "barista", "cashier", "porter"), ("Harbour", "Mill", "Quay")
PERIODS = 3
Bands = Callable[[Company], tuple[Band, ...]]


def company(chance: random.Random) -> Company:
    """Some jobs are many people's and some one person's; now and then somebody refuses the use of theirs."""
    if chance.random() < 0.3:
        return with_one_outside(chance)
    cells = {}
    for at in range(chance.randint(10, 60)):
        role, site = chance.choices(ROLES, (12, 6, 2, 1))[0], chance.choices(SITES, (5, 3, 1))[0]
        cells[f"w{at}"] = Cell(role, site)
    return Company(cells, frozenset(who for who in cells if chance.random() < 0.04))


def with_one_outside(chance: random.Random) -> Company:
    """All do the same job, but for one person."""
    cells = {f"w{at}": Cell("cook", "Harbour") for at in range(chance.randint(10, 16))}
    return Company({**cells, "alone": Cell("manager", "Harbour")})


def asked_in(of: Company, chance: random.Random) -> dict[str, int]:
    """In a busy month most people ask, in a quiet one hardly anybody, in others one job does."""
    share, busy = chance.choice((0.1, 0.3, 0.6, 0.9)), chance.choice((*ROLES, ""))
    asks = {who: share if busy in ("", cell.role) else share / 4 for who, cell in of.cells.items()}
    return {who: chance.choice((1, 2)) for who, likely in asks.items() if chance.random() < likely}


def changed(of: Company, chance: random.Random) -> Company:
    """One person joins, leaves, moves to another site, or begins to refuse."""
    who, cells = chance.choice(sorted(of.cells)), dict(of.cells)
    match chance.randrange(4):
        case 0:
            cells[f"new{len(cells)}"] = Cell(chance.choice(ROLES), chance.choice(SITES))
        case 1 if len(cells) > 10:
            del cells[who]
        case 2:
            cells[who] = replace(cells[who], site=chance.choice(SITES))
        case _:
            return replace(of, refused=of.refused ^ {who})
    return replace(of, cells=cells)


def periods(number: int = PERIODS) -> Iterator[Period]:
    for at in range(number):
        first = date(2026, 2, 2) + at * timedelta(weeks=WEEKS)
        yield Period(first, first + timedelta(weeks=WEEKS))


def as_it_is(of: Company) -> tuple[Band, ...]:
    return bands_told(of.staff, K)


def without_the_rest(of: Company) -> tuple[Band, ...]:
    """What must not be: bands, whoever is left outside of them."""
    return bands(of.staff, K)


def found(of: Company, asked: Asked, period: Period, telling: Bands) -> frozenset[str]:
    return recovered(of.cells, facts_of(of, told_in(of, asked, period, telling(of))))


def attacked(chance: random.Random, telling: Bands) -> tuple[int, int]:
    """Of how many people, and of how many of them it follows whether they asked, in months that one change parts."""
    of, people, hits = company(chance), 0, 0
    for period in periods():
        hits += len(found(of, asked_in(of, chance), period, telling))
        people += len(of.cells)
        of = changed(of, chance)
    return people, hits


def test_nobody_follows_from_all_views_together() -> None:
    """From every band that any manager is told of, every number, job, article and outcome that editors are told of, and
    all that is not told, over months between which one person joins, leaves, moves or refuses, it follows of nobody
    whether they asked."""
    chance = random.Random(14)
    tried = [attacked(chance, as_it_is) for _ in range(TRIES)]
    assert sum(people for people, _ in tried) > 10 * TRIES
    assert sum(hits for _, hits in tried) == 0


def test_bands_alone_would_not_do() -> None:
    """The attack is a real one: where few people are in no band, a topic that no band has enough of gives them away."""
    chance, hits = random.Random(14), 0
    for _ in range(100):
        of, period = with_one_outside(chance), next(periods())
        hits += len(found(of, asked_in(of, chance), period, without_the_rest))
    assert hits > 0


def teams_of(of: Company, chance: random.Random) -> list[frozenset[str]]:
    """Managers' own teams, and who is responsible for several: what grows in a company, with no rule."""
    people = sorted(of.cells)
    chance.shuffle(people)
    size = chance.randint(5, 9)
    teams = [frozenset(people[at : at + size]) for at in range(0, len(people), size)]
    return [*teams, *(one | other for one, other in pairwise(teams)), frozenset(people)]


def of_teams(of: Company, asked: Asked, chance: random.Random) -> list[Fact]:
    """Each team of at least k is told how many of it asked, where they are k; and each job is."""
    jobs = [frozenset(who for who, cell in of.cells.items() if cell.role == role) for role in ROLES]
    facts = []
    for team in [*teams_of(of, chance), *jobs]:
        number = len(team & asked.keys())
        facts.append(Fact(team, EITHER, number, number) if number >= K else Fact(team, EITHER, 0, K - 1))
    return facts


def test_teams_would_not_do() -> None:
    """Nor would teams do, with small groups refused: they overlap in few people, and those are found."""
    chance, hits = random.Random(14), 0
    for _ in range(100):
        of = company(chance)
        hits += len(recovered(of.cells, of_teams(of, asked_in(of, chance), chance)))
    assert hits > 100


def test_who_knows_all_but_two_guesses() -> None:
    """An attacker knows what everybody asked in three months but for two people of one band, one of whom asked, then
    moves. Whichever it was, all that is told is the same: half of the guesses are right."""
    chance, right, tried = random.Random(8), 0, 0
    for _ in range(TRIES):
        of, (period, *_) = company(chance), tuple(periods())
        told = as_it_is(of)
        asked = asked_in(of, chance)
        pairs = [
            (one, two) for band in told for one in sorted(of.inside(band)) for two in sorted(of.inside(band))
            if one in asked and two not in asked
        ]  # fmt: skip
        if not pairs:
            continue
        one, two = chance.choice(pairs)
        other = {who: how for who, how in asked.items() if who != one} | {two: asked[one]}
        worlds = asked, other
        secret = chance.randrange(2)
        views = [told_in(of, each, period, told) for each in worlds]
        right += chance.choice([at for at in (0, 1) if views[at] == views[secret]]) == secret
        tried += 1
    assert tried > TRIES / 4
    assert abs(right / tried - 0.5) <= 4 * (0.25 / tried) ** 0.5
