"""Those who edit articles read on the page of gaps whether nudges helped, without a name on it."""

from datetime import timedelta

from bot.wording import effects as wording
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article
from privacy.database_sqlite import SqliteFile
from privacy.directory import Entry
from privacy.groups import Band
from privacy.nudges import Nudge
from privacy.store_sqlite import SqlitePersonalStore
from privacy.totals import Missed, Period, Told
from privacy.worker import Person
from tests.console.house import House, words

LENGTH = timedelta(weeks=4)
CANARY = "quagga-lantern-4711"
BANDS = [Band(role, (site,), 40) for role in ("barista", "cook") for site in ("Harbour", "Mill")]
PEOPLE = [
    Entry(f"U0{role[0]}{site[0]}{at:02}".upper(), role, site, boss)
    for role, boss in (("barista", "U0CHIEF"), ("cook", "U0BOSS"))
    for site in ("Harbour", "Mill")
    for at in range(40)
]
EDITOR = Entry("U0LEO", "editor", "Harbour", "")


def nudge(house: House, article: str) -> None:
    """A manager writes to the cooks of both sites."""
    rooms, boss = house.onhand.rooms, Person(LocalWorkspace.team_id, "U0BOSS")
    assert rooms.nudges.write(rooms.gate.open(boss, public=False), boss, Nudge(article, article, CANARY), article) == 80


def tell(house: House, first: int, baristas: int, cooks: int) -> None:
    """What was told of four weeks, from a day so far from today, of each job at both sites."""
    day = house.onhand.rooms.gate.clock().date() + timedelta(days=first)
    missed = tuple(Missed("milk", band, {"barista": baristas, "cook": cooks}[band.role]) for band in BANDS)
    held = SqlitePersonalStore(SqliteFile(house.onhand.settings.home / "people.db"))
    held.tell(Told(Period(day, day + LENGTH), (), tuple(BANDS), (), missed))
    held.close()


def gaps(house: House) -> str:
    return words(house.enter("U0LEO").get("/gaps").text)


def test_editors_read_whether_nudges_helped(house: House) -> None:
    """Of each live article that was nudged about: what changed, or that it cannot be told; of none, that there is
    nothing to tell. Neither who wrote it nor what they wrote nor to whom is on the page."""
    house.load([*PEOPLE, EDITOR])
    house.save(Article("milk", "Milk", "Steam it."), Article("tea", "Tea <b>", "Boil it."))
    page = gaps(house)
    assert wording.HEADING in page
    assert page.count("Nothing to tell yet") == 2
    for article in ("milk", "tea", "retired"):
        nudge(house, article)
    assert wording.helped("Milk", None) in gaps(house)
    tell(house, -28, 20, 35)
    tell(house, 1, 20, 5)
    page = gaps(house)
    assert "Of 100 people in jobs that got this nudge, 34 to 100 fewer found no answer in “Milk” than before" in page
    assert wording.helped("Tea <b>", None) in page
    assert "retired" not in page
    assert page.count("Nothing to tell yet") == 1
    assert not {CANARY, "U0BOSS", "U0CH01", str(house.key("U0BOSS"))} & set(page.split())


def test_the_page_is_the_same_whatever_one_person_does_then(house: House) -> None:
    """It is made of what was told: nothing that happens later changes it, however long somebody waits."""
    house.load([*PEOPLE, EDITOR])
    house.save(Article("milk", "Milk", "Steam it."))
    nudge(house, "milk")
    tell(house, -28, 20, 35)
    tell(house, 1, 20, 5)
    before = gaps(house)
    rooms = house.onhand.rooms
    rooms.nudges.decline(house.key("U0CH01"), "milk")
    rooms.rights.erase(house.key("U0CH02"))
    house.load([*PEOPLE[5:], EDITOR])
    house.clock.ahead = timedelta(weeks=20)
    assert gaps(house) == before
