"""Who comes in: editors on the company's list, by a link that works once; and that they are told what was read."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.console.app import DONE, READ
from bot.console.doors import HEADERS, LARGEST_BODY
from bot.demo import PEOPLE
from privacy import uses
from privacy.directory import read
from tests.console.house import MIA, NAME, House, form_key, words

ADDRESSES = [re.sub(r"\{id:int\}", "1", each).replace("{id}", "latte").replace("{name}", "topics") for each in READ]
ACTS = [re.sub(r"\{id:int\}", "1", each).replace("{id}", "latte") for each in DONE]


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_session_every_page_is_the_way_in(house: House, address: str) -> None:
    """Whoever has no session sees how editors come in, and not whether the page is there."""
    answer = house.browser().get(address)
    assert answer.status_code == 401
    assert "Editors get a link in Slack" in answer.text


@pytest.mark.parametrize("address", ACTS)
def test_without_a_session_nothing_can_be_done(house: House, address: str) -> None:
    """A form without a session does nothing and shows the way in."""
    answer = house.browser().post(address, data={"form_key": "0" * 64})
    assert answer.status_code == 401
    assert house.onhand.listing.proposals("waiting", 1).total == 0


@pytest.mark.parametrize("address", ACTS)
def test_a_form_of_another_page_is_refused(house: House, leo: TestClient, address: str) -> None:
    """A form without the session's own key, or with another session's, is refused."""
    other = form_key(house.enter("U0MIA").get("/new").text)
    for sent in ({}, {"form_key": ""}, {"form_key": other}):
        assert leo.post(address, data=sent).status_code == 403
    key = form_key(leo.get("/new").text)
    assert leo.post(address, data={"form_key": key}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_link_lets_in_once(house: House) -> None:
    """A link opens one session; looking at it uses nothing up, a second use is told that it was used."""
    link, browser = house.tickets.link(house.key("U0LEO")), house.browser()
    for _ in range(3):
        assert "Come in" in browser.get(f"/in/{link}").text
    answer = browser.post("/in", data={"link": link})
    cookie = answer.headers["set-cookie"].lower()
    assert answer.status_code == 303
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=28800" in cookie
    assert browser.get("/articles").status_code == 200
    again = house.browser()
    assert again.get(f"/in/{link}").status_code == 401
    assert again.post("/in", data={"link": link}).status_code == 401
    assert again.get("/articles").status_code == 401


def test_a_link_is_short_lived(house: House) -> None:
    """After five minutes a link opens nothing."""
    link = house.tickets.link(house.key("U0LEO"))
    house.clock.ahead = timedelta(minutes=4, seconds=50)
    assert house.browser().get(f"/in/{link}").status_code == 200
    house.clock.ahead = timedelta(minutes=5, seconds=1)
    assert "older than five minutes" in house.browser().get(f"/in/{link}").text
    assert house.browser().post("/in", data={"link": link}).status_code == 401


@pytest.mark.parametrize("forged", ["", "0", "a" * 43, "é" * 43, "../articles", "x" * 5_000])
def test_what_was_not_handed_out_opens_nothing(house: House, forged: str) -> None:
    """A made-up link or cookie, and a cookie used as a link, open nothing."""
    link = house.tickets.link(house.key("U0LEO"))
    cookie = house.tickets.enter(link)
    assert cookie is not None
    for wrong in (forged, cookie, link[:-1], f"{link}A", link.swapcase()):
        assert house.tickets.enter(wrong) is None
        assert house.tickets.who(wrong) == (house.key("U0LEO") if wrong == cookie else None)


def test_a_link_is_no_cookie(house: House) -> None:
    """What stands in a link is not what a session is known by."""
    assert house.tickets.who(house.tickets.link(house.key("U0LEO"))) is None


def test_a_session_ends(house: House, leo: TestClient) -> None:
    """A session lasts eight hours, and until its editor leaves."""
    other = house.enter("U0LEO")
    key = form_key(leo.get("/articles").text)
    assert leo.post("/out", data={"form_key": "0" * 64}).status_code == 403
    cookie = leo.cookies["onhand"]
    assert leo.post("/out", data={"form_key": key}).status_code == 303
    leo.cookies.set("onhand", cookie)
    assert leo.get("/articles").status_code == 401
    assert other.get("/articles").status_code == 200
    house.clock.ahead = timedelta(hours=8, seconds=1)
    assert other.get("/articles").status_code == 401


def test_the_file_of_sessions_names_nobody(house: House) -> None:
    """Neither a link, nor a cookie, nor a worker's key can be read from the file of sessions."""
    link = house.tickets.link(house.key("U0LEO"))
    cookie = house.tickets.enter(house.tickets.link(house.key("U0MIA")))
    held = (house.onhand.home / "console.db").read_bytes()
    for secret in (link, cookie, house.key("U0LEO"), house.key("U0MIA"), "U0LEO"):
        assert str(secret).encode() not in held
    assert (house.onhand.home / "console.db").stat().st_mode & 0o077 == 0


def test_whoever_is_no_editor_does_not_get_in(house: House) -> None:
    """A link of somebody who is no editor on the list opens no page."""
    assert house.enter("U0CAI").get("/articles").status_code == 401


def test_a_transfer_is_felt_with_the_next_page(house: House, leo: TestClient) -> None:
    """Whoever is no editor any more, by a new list, loses the next page and the next act; coming back is a new link."""
    assert leo.get("/articles").status_code == 200
    key = form_key(leo.get("/new").text)
    moved = [entry for entry in read(PEOPLE) if entry.slack_user_id != "U0LEO"]
    house.load([*moved, MIA])
    answer = leo.post("/new", data={"form_key": key, "title": "Mine", "text": "All mine."})
    assert answer.status_code == 401
    assert house.onhand.listing.proposals("waiting", 1).total == 0
    house.load([*read(PEOPLE), MIA])
    assert leo.get("/articles").status_code == 401, "the session ended, it does not come back"
    reader = house.enter("U0MIA")
    assert reader.get("/articles").status_code == 200
    house.load(read(PEOPLE))
    assert reader.get("/articles").status_code == 401


def test_an_erased_editor_is_out(house: House, leo: TestClient) -> None:
    """With everything about an editor their session is gone too."""
    assert leo.get("/articles").status_code == 200
    house.onhand.rooms.rights.erase(house.key("U0LEO"))
    assert leo.get("/articles").status_code == 401


def receipts(house: House, user: str = "U0LEO") -> int:
    with closing(sqlite3.connect(house.onhand.home / "people.db")) as db:
        which = "select count(*) from receipt where worker = ? and use = 'edit_articles'"
        return int(db.execute(which, [house.key(user)]).fetchone()[0])


def test_reading_for_an_hour_leaves_one_receipt_and_each_act_its_own(house: House, leo: TestClient) -> None:
    """Their receipts tell an editor that their role was read, and do not become a log of the pages they looked at."""
    for _ in range(20):
        leo.get("/articles")
    assert receipts(house) == 1
    key = form_key(leo.get("/new").text)
    for number in range(3):
        leo.post("/new", data={"form_key": key, "title": f"Title {number}", "text": "Words."})
    assert receipts(house) == 4
    house.clock.ahead = timedelta(hours=1, minutes=1)
    leo.get("/articles")
    leo.get("/waiting")
    assert receipts(house) == 5


def test_each_page_says_what_was_read(leo: TestClient) -> None:
    """The foot of every page is the notice of the receipt for the editor's role, and of nothing else."""
    notice = uses.notice_for(frozenset({"role"}))
    for address in ("/articles", "/waiting", "/new", "/gaps", "/charts", "/ask"):
        assert words(leo.get(address).text).count(notice) == 1


def test_the_console_has_a_name_of_its_own(leo: TestClient) -> None:
    """Under any other name nothing is served, however it came to point here."""
    for host in ("evil.example", "127.0.0.1.evil.example", "evil.example:8788", "", "[", "localhost.evil.example"):
        answer = leo.get("/articles", headers={"Host": host})
        assert answer.status_code == 421, host
        assert "Onhand" not in answer.text
    for host in ("localhost:8788", "127.0.0.1", "[::1]:8788"):
        assert leo.get("/articles", headers={"Host": host}).status_code == 200, host


def test_behind_a_proxy_the_cookie_is_secure(house: House) -> None:
    """With an https address the console answers to that name, and its cookie goes over https alone."""
    house.onhand.settings = replace(house.onhand.settings, console_url="https://onhand.example.com")
    browser = house.browser()
    answer = browser.post(
        "/in",
        data={"link": house.tickets.link(house.key("U0LEO"))},
        headers={"Host": "onhand.example.com"},
    )
    assert "secure" in answer.headers["set-cookie"].lower()


@pytest.mark.parametrize("address", ["/articles", "/in/x", "/static/console.css", "/nothing", "/articles/nothing"])
def test_every_answer_carries_the_headers(leo: TestClient, address: str) -> None:
    """Scripts, frames and other hosts are forbidden by each answer, and no page is kept by the browser."""
    answer = leo.get(address)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    policy = answer.headers["content-security-policy"]
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy.replace(NAME, "")
    if not address.startswith("/static"):
        assert answer.headers["cache-control"] == "no-store"


def test_a_failure_says_a_sentence_and_no_more(house: House) -> None:
    """A page that fails says so plainly, with the same headers and without what went wrong."""
    browser = TestClient(house.browser().app, NAME, follow_redirects=False, raise_server_exceptions=False)
    browser.post("/in", data={"link": house.tickets.link(house.key("U0LEO"))})
    assert browser.get("/articles").status_code == 200
    house.onhand.library.close()
    answer = browser.get("/articles")
    assert answer.status_code == 500
    assert "That did not work" in answer.text
    assert "sqlite" not in answer.text
    assert answer.headers["x-frame-options"] == "DENY"


def test_a_body_has_an_end(leo: TestClient) -> None:
    """A form without a length, or with too great a one, is refused before it is read."""
    assert leo.post("/upload", content=iter([b"a", b"b"])).status_code == 411
    assert leo.post("/upload", content=b"a", headers={"Content-Length": str(LARGEST_BODY + 1)}).status_code == 413
