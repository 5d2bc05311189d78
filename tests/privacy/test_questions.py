"""What the articles miss is kept with a yes alone, with no name, no time, and nothing about health or faith."""

import pytest

from privacy import identifiers, uses
from privacy.directory import Entry
from privacy.questions import Missed
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.uses import IMPROVE_ARTICLES
from privacy.worker import WorkerId
from tests.privacy.house import ANA, TEAM, Clock, House, agree

WIFI = Missed("whats the wifi password", "not found", "en")
NAMED = Missed("can ben brown give me the key, call 07700 900123", "closest", "en", "keys", "Keys")
ILL = Missed("i have diabetes where do i keep insulin", "not found", "en")


@pytest.fixture
def said_yes(rooms: Rooms) -> WorkerId:
    return agree(rooms, ANA, IMPROVE_ARTICLES)


def kept(rooms: Rooms, request: Request) -> tuple[object, ...]:
    return rooms.rights.show(request).kept.get("improve_articles", ())


@pytest.mark.usefixtures("said_yes")
def test_what_is_kept(rooms: Rooms, request_of_ana: Request) -> None:
    """With a yes the words, the outcome, the article, the language and the day are kept, and shown to the worker."""
    assert rooms.questions.keep(request_of_ana, WIFI)
    assert kept(rooms, request_of_ana) == (
        {
            "words": "whats the wifi password",
            "outcome": "not found",
            "article": "",
            "language": "en",
            "day": "2026-03-01",
        },
    )


@pytest.mark.usefixtures("said_yes")
def test_no_name_is_kept(rooms: Rooms, request_of_ana: Request) -> None:
    """A colleague of the company's list, in lower case, and a number are gone."""
    assert rooms.questions.keep(request_of_ana, NAMED)
    shown = str(kept(rooms, request_of_ana))
    assert "brown" not in shown.lower()
    assert "ben" not in shown.lower()
    assert "900123" not in shown
    assert "[name]" in shown


@pytest.mark.usefixtures("said_yes")
def test_no_time_is_kept(rooms: Rooms, request_of_ana: Request, house: House, clock: Clock) -> None:
    """The row says the day that it was kept and ends with the day 90 days on: no hour tells who it was."""
    clock.forward(hours=5, minutes=17)
    rooms.questions.keep(request_of_ana, WIFI)
    assert house.rows("SELECT at, until FROM kept") == [("2026-03-01T00:00:00.000000", "2026-05-30T00:00:00.000000")]


@pytest.mark.usefixtures("said_yes")
@pytest.mark.parametrize(
    "missed",
    [ILL, Missed("what does it say here", "closest", "en", "p", "Working while pregnant")],
    ids=["words", "article"],
)
def test_nothing_about_health_is_kept(rooms: Rooms, request_of_ana: Request, house: House, missed: Missed) -> None:
    """With a yes, too, a question about health, and one whose article is about it, is not kept."""
    assert not rooms.questions.keep(request_of_ana, missed)
    assert house.count("kept") == 0


@pytest.mark.parametrize("state", ["asked", "withdrawn", None])
def test_nothing_without_a_yes(rooms: Rooms, request_of_ana: Request, house: House, ana: WorkerId, state: str) -> None:
    """Who was not asked, has not answered or said no has nothing kept."""
    if state == "asked" or state == "withdrawn":
        rooms.gate.choose(ana, IMPROVE_ARTICLES, "asked" if state == "asked" else "withdrawn", "May I?")
    assert not rooms.questions.keep(request_of_ana, WIFI)
    assert house.count("kept") == 0


@pytest.mark.usefixtures("said_yes")
def test_nothing_where_others_read(rooms: Rooms, house: House) -> None:
    """What was asked in public is not kept, and nobody is asked for leave there."""
    request = rooms.gate.open(ANA, public=True)
    assert not rooms.questions.keep(request, WIFI)
    assert not rooms.questions.wanted(request, WIFI)
    assert house.count("kept") == 0


@pytest.mark.usefixtures("said_yes")
def test_nothing_where_identifiers_cannot_be_found(
    rooms: Rooms, request_of_ana: Request, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where Presidio is not installed a question is not kept with its names: it is not kept at all."""
    monkeypatch.setattr(identifiers, "NEEDED", ("no_such_package_here",))
    identifiers._engine.cache_clear()
    assert not rooms.questions.keep(request_of_ana, WIFI)
    assert not rooms.questions.wanted(request_of_ana, WIFI)
    assert house.count("kept") == 0


def test_asked_once_and_well(rooms: Rooms, request_of_ana: Request, ana: WorkerId) -> None:
    """Leave is asked for a question that could be kept, and never again once it was asked."""
    assert rooms.questions.wanted(request_of_ana, WIFI)
    assert not rooms.questions.wanted(request_of_ana, ILL)
    rooms.gate.choose(ana, IMPROVE_ARTICLES, "asked", "May I?")
    assert not rooms.questions.wanted(request_of_ana, WIFI)


def test_nobody_without_a_name_is_asked(rooms: Rooms) -> None:
    """At the command line there is nobody to ask, and nothing is kept."""
    request = rooms.gate.open(None, public=False)
    assert not rooms.questions.wanted(request, WIFI)
    assert not rooms.questions.keep(request, WIFI)


def test_off_deletes_them(rooms: Rooms, said_yes: WorkerId, request_of_ana: Request, house: House) -> None:
    """Switching the use off deletes every question that was kept for it; erasing does too."""
    rooms.questions.keep(request_of_ana, WIFI)
    rooms.gate.choose(said_yes, IMPROVE_ARTICLES, "withdrawn", "Stop")
    assert house.count("kept") == 0


@pytest.mark.usefixtures("said_yes")
def test_reading_them_leaves_a_receipt(rooms: Rooms, request_of_ana: Request) -> None:
    """What was kept is read through the gate like all else: its owner finds the receipt."""
    rooms.questions.keep(request_of_ana, WIFI)
    counting = rooms.gate.open(ANA, public=False)
    drawn = rooms.gate.draw(counting, IMPROVE_ARTICLES)
    assert drawn.receipt is not None
    assert drawn.receipt.kinds == ("question",)
    assert "improve_articles" in [receipt.use for receipt in rooms.rights.show(request_of_ana).receipts]


@pytest.mark.usefixtures("said_yes")
def test_words_lie_sealed(rooms: Rooms, request_of_ana: Request, house: House) -> None:
    """No file holds the words in clear, and none holds a name of the list."""
    rooms.directory.load([Entry("U0ANA", "barista", "Harbour", "", "Canaryname Alves")], TEAM)
    rooms.questions.keep(request_of_ana, Missed("canaryquestion about the door", "not found", "en"))
    held = house.files("people", "keys").lower()
    assert b"canaryquestion" not in held
    assert b"canaryname" not in held
    assert rooms.directory.names()("canaryname")
    assert not rooms.directory.names()("brown")


def test_the_list_of_names_follows_the_list_of_people(rooms: Rooms) -> None:
    """A name is known while somebody on the list has it."""
    assert rooms.directory.names()("alves")
    rooms.directory.load([Entry("U0ZOE", "cook", "Harbour", "", "Zoë Zielińska")], TEAM)
    assert rooms.directory.names()("zielinska")
    assert not rooms.directory.names()("alves")
    assert uses.declared("improve_articles") is IMPROVE_ARTICLES
