"""Managers and editors never see one person's questions: no page of the console, and no download, holds anything of
anybody but an owner's name."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from bot.demo import PEOPLE
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article, Owner
from privacy import uses
from privacy.directory import read
from privacy.worker import Person
from tests.console.house import House
from tests.privacy.asking import LENGTH, ask, by_first_word

CANARY = "quagga-lantern-4711"
OWNER = "Kim Diaz"
USES = (uses.IMPROVE_ARTICLES, uses.FOLLOW_UP, uses.RANK_BY_PAST_USE, uses.COUNT_IN_JOB, uses.REPORT_BACK)


@pytest.fixture
def house(empty: Path) -> House:
    """A company with a model, so that what waits has its preview."""
    return House(empty)


def lived_in(house: House) -> None:
    """Everybody asked, judged and was kept something of, in this month and the two before it."""
    owner, topics = Owner(OWNER, "U0KIM"), frozenset({"drinks"})
    latte = Article("latte", "Making a latte", "Heat the milk.", owner=owner, topics=topics)
    house.onhand.indexer.load([latte, Article("mops", "Mops", "Hang them up.")])
    house.propose(Article("tea", "Tea", "Boil the water."))
    for days in (70, 35, 0):
        house.clock.ahead = -timedelta(days=days)
        for entry in read(PEOPLE):
            _lives(house, entry.slack_user_id)


def _lives(house: House, user: str) -> None:
    gate, worker = house.onhand.rooms.gate, house.key(user)
    gate.choose(worker, uses.IMPROVE_ARTICLES, "granted", "yes")
    gate.choose(worker, uses.RANK_BY_PAST_USE, "granted", "yes")
    request = gate.open_for(worker, public=False)
    value = {"words": f"{CANARY}{user}", "article": "mops", "month": "2026-01", "title": CANARY, "outcome": "not found",
             "day": gate.clock().date().isoformat(), "language": "en"}  # fmt: skip
    for use in USES:
        gate.keep(request, use, "place", value)
    house.onhand.rooms.opinions.give(worker, request.id, "latte", "helpful" if user < "U0F" else "not helpful")


def crawled(browser: TestClient) -> Iterator[tuple[str, str]]:
    """Every page and download that can be reached from the first one, each once."""
    found, waiting = {"/articles"}, ["/articles"]
    while waiting:
        address = waiting.pop()
        answer = browser.get(address)
        if answer.status_code == 303:
            continue
        assert answer.status_code == 200, address
        yield address, answer.text + str(answer.headers)
        linked = re.findall(r'(?:href|src|srcset)="(/[^"]*)"', answer.text)
        new = {unescape(each) for each in linked} - found
        found |= new
        waiting.extend(sorted(new))


def test_no_page_and_no_download_holds_anything_of_anybody(house: House) -> None:
    """Of words that workers typed, of their names, ids and keys, nothing is on any page, picture or list."""
    lived_in(house)
    people = read(PEOPLE)
    secrets = {CANARY, "U0KIM", *(entry.slack_user_id for entry in people), *(entry.name for entry in people)}
    secrets |= {str(house.key(entry.slack_user_id)) for entry in people} | {str(house.key("U0MIA")), "Mia Berg"}
    pages = dict(crawled(house.enter("U0LEO")))
    assert {"/articles.csv?", "/articles/latte", "/waiting/1", "/charts/helpfulness.svg", "/gaps"} <= pages.keys()
    assert {(address, secret) for address, page in pages.items() for secret in secrets if secret in page} == set()
    assert OWNER in pages["/articles/latte"]


def test_what_was_asked_in_vain_is_told_without_anybodys_words(house: House) -> None:
    """A topic that many asked about stands on the page of gaps; the words of each of them stand nowhere."""
    lived_in(house)
    rooms, people = house.onhand.rooms, [Person(LocalWorkspace.team_id, entry.slack_user_id) for entry in read(PEOPLE)]
    own = {person: f"zq{number}quagga" for number, person in enumerate(people)}
    house.clock.ahead = timedelta(0)
    for person in people:
        ask(rooms, [person], f"decaf beans {own[person]}", article="mops")
    house.clock.ahead = LENGTH
    assert rooms.gaps.count(by_first_word) > 0
    pages = dict(crawled(house.enter("U0LEO")))
    assert "decaf" in pages["/gaps"]
    told = {(address, word) for address, page in pages.items() for word in (CANARY, *own.values()) if word in page}
    assert told == set()


def test_what_helped_is_told_of_months_that_are_over_and_of_enough(house: House) -> None:
    """An article's share is told where enough answers were judged, in steps; the other says the same as for none."""
    lived_in(house)
    leo = house.enter("U0LEO")
    latte, mops = leo.get("/articles/latte").text, leo.get("/articles/mops").text
    judged = 2 * len(read(PEOPLE)) // 5 * 5
    assert re.search(rf"helped in \d+0 % of {judged} or more", latte)
    assert "Nothing to tell yet".lower() in mops.lower()
    before = leo.get("/articles").text
    request = house.onhand.rooms.gate.open_for(house.key("U0CAI"), public=False)
    house.onhand.rooms.opinions.give(house.key("U0CAI"), request.id, "latte", "not helpful")
    assert leo.get("/articles").text == before
