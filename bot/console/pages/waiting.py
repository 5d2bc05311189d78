"""The pages of what waits for a second editor."""

from typing import Literal

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console.page import Page
from bot.console.rendering import around, pages
from bot.wording import previewing as wording
from knowledge.article import Article
from knowledge.changing import changes
from knowledge.listing import A_PAGE
from knowledge.proposals import NotWaitingError, OwnProposalError, Proposal, State

SHOWN: tuple[State, ...] = ("waiting", "approved", "refused")
LONGEST_NOTE = 500
Seen = Literal["new", "changed", "retired"]


def listed(page: Page) -> Response:
    """What waits, oldest first; or what was approved and has a day to come, or was refused."""
    state: State = next((each for each in SHOWN if each == page.asked("state")), "waiting")
    number = page.number("page")
    found = page.onhand.listing.proposals(state, number)
    last = pages(found.total, A_PAGE)
    return page.show(
        "waiting.html", found=found, state=state, states=SHOWN, last=last, number=number,
        numbers=list(around(number, last)),
    )  # fmt: skip


def one(page: Page) -> Response:
    """A proposal: what it would change, who would see it, and the two buttons."""
    proposal = _proposal(page)
    live = page.onhand.library.get(proposal.article.id)
    nothing = Article(proposal.article.id, "", "")
    after = proposal.article if proposal.action == "publish" else nothing
    told = changes(live or nothing, after) if live else None
    return page.show(
        "proposal.html", proposal=proposal, live=live, changes=told, lines=told.near(2) if told else (),
        own=proposal.proposed_by == page.visit.key, alone=page.onhand.settings.approvals == 1,
        missing=list(_missing(proposal)),
    )  # fmt: skip


def preview(page: Page) -> Response:
    """What the article will do once it is live. It takes searches, so it has a page of its own."""
    proposal = _proposal(page)
    if proposal.action == "retire":
        raise HTTPException(404, "What is taken out needs no preview.")
    (told,) = page.onhand.previewer.preview([proposal.article], page.onhand.today())
    return page.show("preview.html", proposal=proposal, title=wording.title(told), rows=list(wording.rows(told)))


def _missing(proposal: Proposal) -> list[str]:
    """What the article does not say about itself."""
    article = proposal.article
    found = [("nobody who answers for it", article.owner), ("no day to be checked again", article.review_by)]
    return [words for words, given in found if not given]


def approve(page: Page) -> Response:
    """Approves, and publishes when the answer has gone."""
    proposal = _proposal(page)
    try:
        done = page.onhand.proposals.approve(proposal.id, page.visit.key, alone=page.onhand.settings.approvals == 1)
    except OwnProposalError:
        return page.back(f"/waiting/{proposal.id}", "own")
    except NotWaitingError:
        return page.back(f"/waiting/{proposal.id}", "decided")
    later = done.action == "publish" and done.article.live_from and done.article.live_from > page.onhand.today()
    return page.back("/waiting", "later" if later else "approved", page.onhand.publish)


def refuse(page: Page) -> Response:
    """Refuses, with a note for the one who brought it in."""
    proposal = _proposal(page)
    try:
        page.onhand.proposals.refuse(proposal.id, page.visit.key, page.filled("note")[:LONGEST_NOTE])
    except NotWaitingError:
        return page.back(f"/waiting/{proposal.id}", "decided")
    return page.back("/waiting", "refused")


def _proposal(page: Page) -> Proposal:
    found = page.onhand.proposals.get(page.request.path_params["id"])
    if found is None:
        raise HTTPException(404, "There is no such proposal.")
    return found
