"""“Search as”: what somebody of a role at a site is answered, whoever they are. Nothing of anybody is read for it."""

from starlette.responses import Response

from bot.answering import LONGEST_QUESTION
from bot.console.page import Page
from bot.wording import ENGLISH
from knowledge.article import Viewer
from retrieval.answer import Answer
from retrieval.preference import Preference


def ask(page: Page) -> Response:
    """The form, and below it the answer to what was typed."""
    directory = page.onhand.rooms.directory
    roles, sites = sorted(directory.roles()), sorted(directory.sites())
    words = page.asked("words")[:LONGEST_QUESTION]
    role = next((each for each in roles if each == page.asked("role")), None)
    site = next((each for each in sites if each == page.asked("site")), None)
    answer = _answer(page, words, role, site) if words else None
    return page.show(
        "ask.html", roles=roles, sites=sites, words=words, role=role, site=site, answer=answer,
        reason=ENGLISH.reason,
    )  # fmt: skip


def _answer(page: Page, words: str, role: str | None, site: str | None) -> Answer:
    """As for a person of whom no more than that is known."""
    preference = Preference(role, site, today=page.onhand.today())
    return page.onhand.assistant.answer(words, Viewer(role, site), preference)
