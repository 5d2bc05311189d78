"""What a form is told at once, before Slack stops waiting: options, what is wrong beside its field, or the preview.

It reads the articles and the company's list of who is whose manager. Nothing is drawn of anybody, so nothing of it
needs a notice; what does is done by the desk.
"""

from dataclasses import replace
from typing import Any

from bot.slack.addressing import Address
from bot.slack.coaching.choosing import Choosing
from bot.slack.coaching.drafts import LONGEST
from bot.slack.coaching.form import WORDS, block_of, filled, option
from bot.slack.coaching.preview import preview
from bot.slack.reading import Work
from bot.wording import coaching
from knowledge.article import Article
from privacy.nudges import Nudge
from privacy.rooms import Rooms
from privacy.worker import Person

Ack = dict[str, Any]


class Checking:
    """Answers while Slack waits. Whoever manages nobody is offered nothing, and told the same as of a stranger."""

    def __init__(self, rooms: Rooms, choosing: Choosing) -> None:
        self._rooms = rooms
        self._choosing = choosing

    def options(self, manager: Person, typed: str) -> list[dict[str, Any]]:
        """The articles whose titles hold what was typed."""
        return [option(each).to_dict() for each in self._choosing.found(manager, typed)]

    def submitted(self, work: Work) -> Ack:
        """The answer to a form: errors beside their fields, or the preview laid over it."""
        address, values = work.address, work.body["values"]
        given = filled(values)
        article = self._choosing.article(address.person, given.article)
        words = self._choosing.words(article, given.words) if article else given.words
        asked = {name: getattr(given, name) for name in ("to", "role", "site")}
        id, title = (article.id, article.title) if article else ("", "")
        nudge = Nudge(article=id, title=title, words=words, days=int(given.days), **asked)
        wrong = self._complaints(address, nudge, article)
        if wrong or article is None:
            return {"response_action": "errors", "errors": _beside(wrong, values)}
        reach = self._choosing.reach(address.person, nudge, article)
        people = len(self._rooms.nudges.receivers(address.person, nudge.to))
        told = _to_those_who_may_see(nudge, article)
        return {"response_action": "push", "view": preview(told, address.kept(), article, reach, people)}

    def _complaints(self, address: Address, nudge: Nudge, article: Article | None) -> dict[str, str]:
        """What is wrong, by the names of the fields. Somebody else's people, and no people, are the same."""
        if not self._rooms.nudges.receivers(address.person, nudge.to):
            return {"to": coaching.NOBODY}
        if article is None:
            return {"article": coaching.GONE}
        if len(nudge.words) > LONGEST:
            return {WORDS: coaching.TOO_LONG}
        return self._nobody_there(address, nudge, article)

    def _nobody_there(self, address: Address, nudge: Nudge, article: Article) -> dict[str, str]:
        """A job or site that none of the manager's people has, or none of those who may see the article."""
        if nudge.to or not (nudge.role or nudge.site):
            return {}
        if not self._rooms.directory.staff(self._rooms.gate.worker(address.person)):
            return {}  # the list was loaded before such numbers were kept
        reach = self._choosing.reach(address.person, nudge, article)
        field = "role" if nudge.role else "site"
        if not reach.meant:
            return {field: coaching.NOBODY}
        return {} if reach.may_see else {field: coaching.NONE_MAY_SEE}


def _to_those_who_may_see(nudge: Nudge, article: Article) -> Nudge:
    """An article for one job or one site goes to those alone, and says so: not that it went to the whole team."""
    roles, sites = article.audience.roles, article.audience.sites
    role = nudge.role or (min(roles) if len(roles) == 1 and not nudge.to else "")
    site = nudge.site or (min(sites) if len(sites) == 1 and not nudge.to else "")
    return replace(nudge, role=role, site=site)


def _beside(wrong: dict[str, str], values: dict[str, str]) -> dict[str, str]:
    """The errors by the ids of the blocks that the form has."""
    return {block_of(name, values): text for name, text in wrong.items()}
