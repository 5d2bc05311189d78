"""What editors bring in and decide: nothing is live before a second one approved it."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from knowledge.article import Article, Audience, Hours, Owner
from tests.console.conftest import Press
from tests.console.house import House, form_key, words

FORM: dict[str, Any] = {
    "title": "Making a latte",
    "text": "# Milk\r\n\r\nHeat it to 65 °C.",
    "owner": "Bea Santos (U0BEA)",
    "language": "en",
    "topics": "drinks, milk",
    "review_by": "2030-01-31",
    "live_from": "",
    "live_until": "",
    "roles": ["barista", "cook"],
    "sites": ["Mill Lane"],
    "critical": "yes",
}


def test_a_form_becomes_a_proposal(house: House, leo: TestClient, press: Press) -> None:
    """What the form says is what waits: text, audience, owner, days; and it is not live."""
    answer = press(leo, "/new", **FORM)
    assert answer.headers["location"] == "/waiting?said=proposed"
    (waiting,) = house.onhand.proposals.list()
    made = waiting.article
    assert (made.id, made.title, made.body) == ("making-a-latte", "Making a latte", "# Milk\n\nHeat it to 65 °C.")
    assert made.audience == Audience(frozenset({"barista", "cook"}), frozenset({"Mill Lane"}))
    assert made.owner == Owner("Bea Santos", "U0BEA")
    assert (made.topics, made.critical) == (frozenset({"drinks", "milk"}), True)
    assert waiting.origin == "a form"
    assert waiting.proposed_by == house.key("U0LEO")
    assert house.onhand.library.live_count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "title is empty"),
        ("text", " ", "has no text"),
        ("review_by", "soon", "is not a date"),
        ("language", "English please", "is not a language code"),
        ("roles", ["astronaut"], "is not a role here"),
        ("live_until", "2020-01-01", "is before live_from"),
        ("owner", "(U0BEA)", "has no name"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(
    house: House, leo: TestClient, press: Press, field: str, value: Any, says: str
) -> None:
    """What is wrong is told in a sentence, and nothing that was typed is lost."""
    answer = press(leo, "/new", **(FORM | {"live_from": "2026-01-01"} | {field: value}))
    assert answer.status_code == 422
    assert says in words(answer.text)
    assert "Bea Santos" in answer.text or field == "owner"
    assert house.onhand.proposals.list() == ()


def test_a_title_that_is_taken_is_refused(house: House, leo: TestClient, press: Press) -> None:
    """A new article does not replace one by accident."""
    house.save(Article("making-a-latte", "Latte", "Words."))
    assert "is there already" in words(press(leo, "/new", **FORM).text)


def test_an_edit_keeps_what_the_form_does_not_have(house: House, leo: TestClient, press: Press) -> None:
    """Hours, source, licence and the roles it was written for stay as they are; the id stays whatever the title is."""
    live = Article(
        "latte",
        "Latte",
        "Words.",
        source="Handbook",
        licence="CC0",
        hours=Hours(5, 11),
        owner=Owner("Bea Santos", "U0BEA"),
        written_for=frozenset({"cook"}),
    )
    house.save(live)
    page = leo.get("/articles/latte/edit").text
    assert 'value="Latte"' in page
    filled = {"title": "Another title", "text": "Other words.", "owner": "Bea Santos"}
    assert "U0BEA" not in page
    press(leo, "/articles/latte/edit", page="/articles/latte/edit", **filled)
    (waiting,) = house.onhand.proposals.list()
    assert waiting.article == replace(live, title="Another title", body="Other words.")


def test_an_edit_that_changes_nothing_is_nothing(house: House, leo: TestClient, press: Press) -> None:
    """The form sent as it came brings nothing in."""
    house.save(Article("latte", "Latte", "Words.\n\nMore words.", review_by=house.onhand.today()))
    same = {"title": "Latte", "text": "Words.\r\n\r\nMore words.", "review_by": str(house.onhand.today())}
    answer = press(leo, "/articles/latte/edit", **same)
    assert answer.headers["location"].endswith("said=same")
    assert house.onhand.proposals.list() == ()


def test_nobody_approves_what_they_brought_in(house: House, leo: TestClient, press: Press) -> None:
    """Their own proposal has no button to approve; a forged press is told why nothing happened."""
    mine = house.propose(Article("mine", "Mine", "Words."), by="U0LEO")
    page = leo.get(f"/waiting/{mine.id}").text
    assert "another editor has to approve it" in words(page)
    assert f"/waiting/{mine.id}/approve" not in page
    answer = press(leo, f"/waiting/{mine.id}/approve")
    assert answer.headers["location"].endswith("said=own")
    assert house.onhand.proposals.list("waiting") == (mine,)


def test_another_editor_approves_and_it_is_found(home: Path, press: Press) -> None:
    """What a second editor approves is live at once and answers questions, of those who may see it alone."""
    house = House(home)
    body = "The flux capacitor of the milk steamer wants 88 volts. Turn the purple wheel until the needle says so."
    new = Article("flux", "Flux capacitor", body, Audience(frozenset({"barista"})))
    proposal, leo = house.propose(new), house.enter("U0LEO")
    page = words(leo.get(f"/waiting/{proposal.id}").text)
    assert "New: Flux capacitor" in page
    assert "Seen by barista" in page
    assert "nobody who answers for it and no day to be checked again" in page
    told = words(leo.get(f"/waiting/{proposal.id}/preview").text)
    assert "What it will do" in told
    assert "barista" in told
    assert "88 volts" in told
    assert press(leo, f"/waiting/{proposal.id}/approve").headers["location"] == "/waiting?said=approved"
    assert house.onhand.library.get("flux") is not None
    asked = "how many volts does the flux capacitor want"
    seen = words(leo.get("/ask", params={"words": asked, "role": "barista", "site": "Mill Lane"}).text)
    assert "Answered" in seen
    assert "88 volts" in seen
    assert "Nobody's data was read for this answer" in seen
    assert "88 volts" not in words(leo.get("/ask", params={"words": asked, "role": "cook"}).text)
    assert "Not known" in words(leo.get("/ask", params={"words": "zorblax quintuple hexameter"}).text)
    assert press(leo, f"/waiting/{proposal.id}/approve").headers["location"].endswith("said=decided")


def test_a_refusal_has_its_note(house: House, leo: TestClient, press: Press) -> None:
    """What is refused stays in its list, with the note for the one who brought it in."""
    proposal = house.propose(Article("latte", "Latte", "Words."))
    press(leo, f"/waiting/{proposal.id}/refuse", note="It says 60 and 65.")
    assert "It says 60 and 65." in words(house.enter("U0MIA").get(f"/waiting/{proposal.id}").text)
    assert "Latte" in words(leo.get("/waiting?state=refused").text)
    assert press(leo, f"/waiting/{proposal.id}/refuse").headers["location"].endswith("said=decided")


def test_what_is_approved_for_later_waits_for_its_day(house: House, leo: TestClient, press: Press) -> None:
    """An article with a first day is live from then on, and listed until it is."""
    later = house.onhand.today() + timedelta(days=3)
    proposal = house.propose(Article("latte", "Latte", "Words.", live_from=later))
    assert press(leo, f"/waiting/{proposal.id}/approve").headers["location"].endswith("said=later")
    assert house.onhand.library.live_count() == 0
    assert "Latte" in words(leo.get("/waiting?state=approved").text)


def files(*named: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    return [("files", (name, content, "application/octet-stream")) for name, content in named]


def uploaded(browser: TestClient, *named: tuple[str, bytes]) -> str:
    key = form_key(browser.get("/new").text)
    return words(browser.post("/upload", data={"form_key": key}, files=files(*named)).text)


def test_files_become_proposals(house: House, leo: TestClient) -> None:
    """Files are read as the command reads them: what is right waits, and each that is not costs one line."""
    right = b"---\ntitle: Making tea\naudience:\n  roles: [barista]\n---\nBoil the water."
    wrong = b"---\naudience:\n  roles: [astronaut]\n---\nBoil the water."
    page = uploaded(
        leo, ("tea.md", right), ("wrong.md", wrong), ("tea.exe", b"MZ"), ("../../etc/x.md", b"# Up\n\nWords.")
    )
    assert "2 brought in, 2 not taken" in page
    assert 'wrong.md : audience role "astronaut" is not a role here' in page
    assert "/tmp" not in page
    waiting = {each.article.id: each for each in house.onhand.proposals.list()}
    assert waiting["tea"].origin == "console:tea.md"
    assert waiting["tea"].article.title == "Making tea"
    assert waiting["x"].origin == "console:x.md"
    assert "1 say the same" in uploaded(leo, ("tea.md", right))


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>.md", "…/\u202egpj.md", ".md", "a" * 300 + ".md", "=1+1.md"]
)
def test_a_files_name_stays_text(house: House, leo: TestClient, name: str) -> None:
    """No name of a file is markup, reorders words, or leads out of its folder."""
    page = leo.post(
        "/upload",
        data={"form_key": form_key(leo.get("/new").text)},
        files=files((name, b"# Tea\n\nBoil the water."), ("bad-" + name, b"\0")),
    ).text
    assert "<script" not in page
    assert "\u202e" not in page
    for each in house.onhand.proposals.list():
        assert "/" not in each.origin
        assert "<script" not in leo.get(f"/waiting/{each.id}").text


def test_no_file_is_told(leo: TestClient) -> None:
    """A form for files without one says so."""
    assert "No file was chosen" in uploaded(leo)


def test_a_bomb_is_a_line(house: House, leo: TestClient) -> None:
    """A file that is too large, or an archive that unpacks to very much, costs a line and no more."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.md", b"a" * 200_000_000)
    page = uploaded(leo, ("bomb.zip", packed.getvalue()), ("large.md", b"a" * 1_100_000))
    assert "0 brought in" in page
    assert house.onhand.proposals.list() == ()


def test_one_editor_is_enough_where_the_company_says_so(home: Path, press: Press) -> None:
    """With APPROVALS=1 what an editor brings in is live at once."""
    house = House(home, approvals=1)
    leo = house.enter()
    assert press(leo, "/new", **FORM).headers["location"].endswith("said=live")
    assert house.onhand.library.get("making-a-latte") is not None
    uploaded(leo, ("tea.md", b"# Tea\n\nBoil the water in the kettle."))
    assert house.onhand.library.get("tea") is not None
