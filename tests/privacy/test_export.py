"""What a worker can take along: all that is held about them, and nothing of anybody else."""

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest

from privacy import uses
from privacy.directory import Entry
from privacy.export import HEADINGS, Export
from privacy.records import OF_A_WORKER
from privacy.rooms import Rooms
from tests.privacy.house import (
    ANA,
    BEN,
    CANARIES_HELD,
    CANARIES_KEPT,
    CANARY,
    CANARY_ENTRY,
    PEOPLE,
    STRANGER,
    TEAM,
    House,
    fill,
)  # fmt: skip

HOSTILE = "<script>alert('canary')</script>\"'&"


def exported(rooms: Rooms, language: uses.Language = "en") -> Export:
    return rooms.rights.export(rooms.gate.open(CANARY, public=False, language=language))


def test_the_export_holds_every_canary(rooms: Rooms) -> None:
    """What is held, kept, and waits to be answered or delivered stands in both forms."""
    fill(rooms)
    made = exported(rooms)
    for canary in (*CANARIES_HELD, *CANARIES_KEPT, "canary-incoming", "canary-outgoing"):
        assert canary in made.json, canary
        assert canary in made.page, canary


def test_the_export_holds_every_row_and_every_readable_column(rooms: Rooms, house: House) -> None:
    """Each row of each table about the worker is there with all its columns, but for seals and their secrets."""
    fill(rooms)
    # Who manages somebody is in one table more.
    rooms.directory.load([*PEOPLE, CANARY_ENTRY, Entry("U0CAI", "cook", "Station", CANARY.slack_user_id)], TEAM)
    worker = rooms.gate.worker(CANARY)
    rows: dict[str, list[dict[str, Any]]] = json.loads(exported(rooms).json)["rows"]
    assert set(rows) == set(OF_A_WORKER)
    for table, columns in OF_A_WORKER.items():
        theirs = " OR ".join(f"{column} = ?" for column in columns if column != "receipt") or "1"
        count = house.rows(f"SELECT count(*) FROM {table} WHERE {theirs}", *[worker] * theirs.count("?"))[0][0]
        assert len(rows[table]) == count, table
        assert count > 0 or table in ("erasing", "staff")
        names = [row[1] for row in house.rows(f"PRAGMA table_info({table})")]
        assert all(set(names) - set(row) <= {"sealed", "salt"} for row in rows[table]), table


def test_a_receipt_stands_with_what_was_told(rooms: Rooms) -> None:
    """Each receipt names use, kinds and time, and the notice of the message that told of it."""
    request = fill(rooms)
    told = [each for each in json.loads(exported(rooms).json)["receipts"] if each["request"] == request.id]
    assert [(each["use"], each["kinds"]) for each in told] == [("rank_by_role", ["role", "site"])]
    assert [message["notice"] for message in told[0]["messages"]] == ["I used your job role and site to choose this."]


def test_the_export_is_of_one_person(rooms: Rooms) -> None:
    """No canary of one person stands in what another takes along."""
    fill(rooms)
    for person in (ANA, BEN, STRANGER):
        made = rooms.rights.export(rooms.gate.open(person, public=False))
        assert "canary" not in (made.json + made.page).lower()


def test_a_question_of_another_names_no_asker(rooms: Rooms) -> None:
    """Who was asked sees that a question waits for them, without the id of the one who asked."""
    request = fill(rooms)
    rows = json.loads(rooms.rights.export(rooms.gate.open(BEN, public=False)).json)["rows"]["escalation"]
    assert [(row["worker"], row["contact"]) for row in rows] == [("", rooms.gate.worker(BEN))]
    assert request.worker not in str(rows)


def test_an_export_is_a_draw_with_its_receipt_and_notice(rooms: Rooms) -> None:
    """Taking one's data along is told like any other use, and the export holds its own receipt."""
    fill(rooms)
    request = rooms.gate.open(CANARY, public=False)
    made = rooms.rights.export(request)
    assert rooms.gate.notice(request).text == "I used all I hold about you to show this."
    assert json.loads(made.json)["receipts"][0]["request"] == request.id


def test_nothing_is_exported_where_others_read(rooms: Rooms, house: House) -> None:
    """In public, and for somebody without a name, an export is empty and leaves no receipt."""
    fill(rooms)
    before = house.count("receipt")
    for request in (rooms.gate.open(CANARY, public=True), rooms.gate.open(None, public=False)):
        assert rooms.rights.export(request) == Export("{}", "")
    assert house.count("receipt") == before


class Tags(HTMLParser):
    """The names of all tags of a page, and of their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen |= {tag, *(name for name, _ in attrs)}


def test_the_page_runs_and_loads_nothing(rooms: Rooms) -> None:
    """What somebody typed stands there as text: the page has no script, no link and no picture."""
    fill(rooms)
    rooms.inbox.accept(CANARY, "Ev9", {"words": HOSTILE})
    page = exported(rooms).page
    tags = Tags()
    tags.feed(page)
    assert tags.seen == {
        "html", "lang", "head", "meta", "charset", "http-equiv", "content", "name", "title", "style", "body", "h1",
        "h2", "table", "tr", "td",
    }  # fmt: skip
    assert "default-src 'none'" in page
    assert "&lt;script&gt;alert(&#x27;canary&#x27;)" in page
    assert not re.search(r"https?://", page)


@pytest.mark.parametrize("language", uses.LANGUAGES)
def test_the_page_speaks_the_language_of_its_request(rooms: Rooms, language: uses.Language) -> None:
    """Headings and kinds of data stand in the language that the worker writes in, uses by the titles given."""
    fill(rooms)
    request = rooms.gate.open(CANARY, public=False, language=language)
    page = rooms.rights.export(request, {"rank_by_role": f"title in {language}"}).page
    assert f'<html lang="{language}">' in page
    assert HEADINGS[language].held.replace("'", "&#x27;") in page
    assert uses.ROLE.names[language].phrase in page
    assert f"title in {language}" in page


def test_a_page_of_somebody_unknown_says_that_there_is_nothing(rooms: Rooms) -> None:
    """A stranger's export says so, section by section, and lists the receipt of having looked."""
    page = rooms.rights.export(rooms.gate.open(STRANGER, public=False)).page
    assert page.count("<p>Nothing.</p>") == 4
    assert uses.SHOW_MY_DATA.title in page


def test_more_of_my_data_is_counted(rooms: Rooms) -> None:
    """The page in Slack can tell what waits, who waits for my answer, and how many opinions I gave."""
    request = fill(rooms)
    shown = rooms.rights.show(rooms.gate.open(CANARY, public=False))
    assert (shown.waiting_in, shown.waiting_out, shown.to_answer, shown.votes) == (1, 1, 0, 1)
    assert [each.notice for each in shown.messages[request.id]] == ["I used your job role and site to choose this."]
    assert rooms.rights.show(rooms.gate.open(BEN, public=False)).to_answer == 2


def test_receipts_are_shown_page_by_page(rooms: Rooms) -> None:
    """Each page goes on before the last number of the one before, to the oldest."""
    for _ in range(5):
        rooms.gate.draw(rooms.gate.open(ANA, public=False), uses.RANK_BY_ROLE)
    seen: list[int] = []
    before: int | None = None
    for _ in range(3):
        page = rooms.rights.show(rooms.gate.open(ANA, public=False), receipts=2, before=before).receipts
        seen += [receipt.number for receipt in page]
        before = seen[-1]
    assert seen == [6, 5, 4, 3, 2, 1]
