"""A manager is told whether what they sent helped: in people of 100, of their own nudges, and of nobody."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.wording import effects as wording
from bot.workspace.driving import Person
from privacy import uses
from privacy.database_sqlite import SqliteFile
from privacy.directory import Entry
from privacy.groups import Band
from privacy.store_sqlite import SqlitePersonalStore
from privacy.totals import Missed, Period, Told
from privacy.worker import Person as Somebody
from tests.scenarios.company import Company, words_in

Enter = Callable[[str], Person]
ARTICLE, TITLE = "chicken-temperature", "Cooking chicken safely"
LENGTH = timedelta(weeks=4)
CANARY = "quagga-lantern-4711"
BANDS = [Band(role, (site,), 40) for role in ("barista", "cook") for site in ("Harbour Street", "Mill Lane")]
PEOPLE = [
    Entry(f"U0{role[0]}{site[0]}{at:02}".upper(), role, site, boss)
    for role, boss in (("barista", "U0LEO"), ("cook", "U0ANA"))
    for site in ("Harbour Street", "Mill Lane")
    for at in range(40)
]


class Ahead:
    """The time, so many days ahead."""

    def __init__(self) -> None:
        self.days = 0

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=self.days)


@pytest.fixture
def clock(company: Company) -> Ahead:
    ahead = Ahead()
    company.reopen(clock=ahead)
    company.rooms.directory.load([Entry("U0ANA", "manager", "Harbour Street", ""), *PEOPLE], company.workspace.team_id)
    return ahead


def tell(company: Company, first: date, baristas: int, cooks: int) -> None:
    """What was told of four weeks, of each job at both sites."""
    missed = tuple(Missed(ARTICLE, band, {"barista": baristas, "cook": cooks}[band.role]) for band in BANDS)
    with closing(SqlitePersonalStore(SqliteFile(company.home / "people.db"))) as held:
        held.tell(Told(Period(first, first + LENGTH), (), tuple(BANDS), (), missed))


def send(manager: Person, **to: str) -> None:
    manager.command("/coach", "")
    manager.submits(manager.next_modal(), {"article": ARTICLE, "words": "Use the probe.", **to})
    manager.submits(manager.next_modal())
    manager.next_message()


def read(manager: Person) -> str:
    manager.command("/coach", "")
    return words_in(manager.next_modal())


def test_the_manager_reads_whether_it_helped(company: Company, person: Enter, clock: Ahead) -> None:
    """First that it cannot be told; when the weeks after are over, by how many fewer found no answer. It stands beside
    what they sent, and whoever sent nothing about it reads nothing of it."""
    ana, leo = person("U0ANA"), person("U0LEO")
    today = clock().date()
    kept_by_everybody(company)
    send(ana, role="cook")
    assert wording.helped(TITLE, None) in read(ana)
    tell(company, today - LENGTH, 20, 35)
    tell(company, today + timedelta(days=1), 20, 5)
    clock.days = 60
    told = read(ana)
    assert (
        "Of 100 people in jobs that got this nudge, 34 to 100 fewer found no answer in “Cooking chicken safely”" in told
    )
    assert wording.helped(TITLE, None) not in told
    assert "found no answer" not in read(leo)
    assert all(CANARY not in each for each in (told, read(leo)))


def kept_by_everybody(company: Company) -> None:
    """Each of the cooks asked something that nobody else may see."""
    gate = company.rooms.gate
    for entry in PEOPLE[:3]:
        worker = gate.worker(Somebody(company.workspace.team_id, entry.slack_user_id))
        gate.choose(worker, uses.IMPROVE_ARTICLES, "granted", "yes")
        value = {"words": CANARY, "outcome": "not found", "article": ARTICLE, "language": "en", "day": "2026-01-05"}
        assert gate.keep(gate.open_for(worker, public=False), uses.IMPROVE_ARTICLES, CANARY, value)


def test_of_a_nudge_to_one_person_nothing_is_told(company: Company, person: Enter, clock: Ahead) -> None:
    """It is one person's, and would tell of them; also where others sent the same article to many."""
    ana, leo = person("U0ANA"), person("U0LEO")
    assert clock.days == 0
    send(ana, to="U0CH01")
    assert company.count("nudged") == 0
    send(leo)
    assert wording.helped(TITLE, None) not in read(ana)
    assert wording.helped(TITLE, None) in read(leo)
