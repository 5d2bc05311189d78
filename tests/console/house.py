"""The console over a company's own home, with editors who come in by their links, and nothing between but HTTP."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from bot.console.app import console_app
from bot.console.tickets import Tickets
from bot.demo import PEOPLE, for_demo
from bot.settings import Settings
from bot.wiring import Onhand
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article
from knowledge.library import Entry, VectorModel
from knowledge.proposals import Draft, Proposal
from privacy.directory import Entry as Listed
from privacy.directory import read
from privacy.gate import utc_now
from privacy.worker import Person, WorkerId
from tests.scenarios.company import rooms_in

NAME = "http://127.0.0.1:8788"
MODEL = VectorModel("no model", 4, "english")
MIA = Listed("U0MIA", "editor", "Mill Lane", "U0ANA", "Mia Berg")


class Clock:
    """The time, which tests move."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return utc_now() + self.ahead


class House:
    """An installation with its console. `onhand` is without a model unless its home has one."""

    def __init__(self, home: Path, **settings: Any) -> None:
        self.clock = Clock()
        self.onhand = Onhand(replace(for_demo(Settings(home=home)), **settings))
        self.onhand.__dict__["rooms"] = rooms_in(home, self.clock)
        self.tickets = Tickets(home, self.clock)
        self.load([*read(PEOPLE), MIA])

    def load(self, people: Iterable[Listed]) -> None:
        self.onhand.rooms.directory.load(people, LocalWorkspace.team_id)

    def key(self, user: str) -> WorkerId:
        return self.onhand.rooms.gate.worker(Person(LocalWorkspace.team_id, user))

    def save(self, *articles: Article) -> None:
        """Makes articles live with nothing to search by: the pages only show them."""
        self.onhand.library.save([_entry(article) for article in articles], MODEL)

    def propose(self, article: Article, by: str = "U0MIA", origin: str = "a form") -> Proposal:
        return self.onhand.proposals.propose([Draft(article, origin)], self.key(by))[0]

    def browser(self) -> TestClient:
        """A browser in which nobody is signed in. It follows no redirects by itself."""
        return TestClient(console_app(self.onhand), NAME, follow_redirects=False)

    def enter(self, user: str = "U0LEO") -> TestClient:
        """A browser in which somebody used their link."""
        browser = self.browser()
        answer = browser.post("/in", data={"link": self.tickets.link(self.key(user))})
        assert answer.status_code == 303
        return browser


def _entry(article: Article) -> Entry:
    import numpy as np

    return Entry(article, (), np.zeros((0, MODEL.dimension), np.float32), ())


def form_key(page: str) -> str:
    """What the forms of a page bring along."""
    found = re.search(r'name="form_key" value="([0-9a-f]{64})"', page)
    assert found, "the page has no form"
    return found[1]


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))
