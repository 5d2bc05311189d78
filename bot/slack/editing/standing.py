"""What the editors' channel is told: each proposal as a card, and once a week how the articles stand."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address, message
from bot.slack.editing.card import Remarking, card
from bot.slack.editing.office import Office, Take
from bot.slack.editing.owners import has_owner, unhelpful_since_checked, week_of
from bot.wording import editing as say
from knowledge.article import Article
from knowledge.review import check_by, health
from privacy.inbox import Accepted

LINES = 10
"""Articles that the digest names of one kind."""


class Standing:
    """Posts to the channel. Nothing in it is about any person."""

    def __init__(self, office: Office, remarking: Remarking) -> None:
        self._office = office
        self._remarking = remarking

    def card(self, work: Accepted) -> None:
        """A proposal, where it still waits."""
        proposal = self._office.editorial.proposals.get(work.body["p"])
        if proposal is None or proposal.state != "waiting":
            self._office.rooms.inbox.finish(work.key)
            return
        before = self._office.live(proposal.article.id)
        head = say.card_head(proposal, new=before is None)
        self._post(work, head, card(proposal, before, self._remarking(proposal)))

    def digest(self, work: Accepted) -> None:
        """How the articles stand this week."""
        told = list(_told(self._office, work.team))
        blocks = [kit.header(say.DIGEST), *(told or [kit.section(say.ALL_WELL)])]
        buttons = [kit.button(say.WHAT_WAITS, "editing:waiting", {}), kit.button(say.NEW_ARTICLE, "editing:new", {})]
        self._post(work, say.DIGEST, [*blocks, kit.actions(buttons, "editing")])

    def _post(self, work: Accepted, text: str, blocks: Sequence[Block]) -> None:
        address = Address(**work.body["to"])
        request = self._office.replies.open(address, work.key)
        self._office.replies.send(request, lambda _: message(address, text, kit.rendered(blocks)))


def _told(office: Office, team: str) -> Iterator[Block]:
    waiting, today = office.editorial.proposals.list(), office.today
    if waiting:
        yield kit.section(say.digest_waiting(len(waiting), waiting[0].proposed_at))
    live, unhelpful = office.editorial.library.list(), unhelpful_since_checked(office)
    overdue = sorted(
        (each for each in live if health(each, today) == "check overdue"), key=lambda each: str(check_by(each))
    )
    yield from _named(overdue, say.digest_overdue, lambda each: say.due(check_by(each), today))
    yield from _named([each for each in live if not has_owner(office, each, team)], say.digest_unowned)
    bad = [each for each in live if unhelpful(each)]
    yield from _named(bad, say.digest_unhelpful)
    digest = office.editorial.digest()
    if digest.week.told:
        yield kit.section(say.digest_week(digest.week))
    gaps = digest.gaps
    if gaps:
        yield kit.section("\n".join([say.digest_gaps(len(gaps)), *(say.gap(each) for each in gaps[:LINES])]))


def _named(
    articles: Sequence[Article], head: Callable[[int], str], told: Callable[[Article], str] = lambda _: ""
) -> Iterator[Block]:
    if articles:
        rest = [say.more(len(articles) - LINES)] if len(articles) > LINES else []
        lines = [say.line(kit.cut(each.title, 150), told(each)) for each in articles[:LINES]]
        yield kit.section("\n".join([head(len(articles)), *lines, *rest]))


class Posting:
    """The chore: makes a piece of work of each new proposal, and of each week. The work's name keeps it from coming
    twice, also after a restart."""

    def __init__(self, office: Office, take: Take) -> None:
        self._office = office
        self._take = take
        self._bot = office.bot
        self._to = Address(office.bot.team, office.bot.slack_user_id, office.settings.editors_channel).kept()
        self._done: set[str] = set()

    def post(self) -> None:
        """Does nothing where no channel is set: editors then write “articles” to see what waits."""
        if not self._office.settings.editors_channel:
            return
        for proposal in self._office.editorial.proposals.list():
            self._once(f"card:{proposal.id}", {"do": "editing:card", "p": proposal.id})
        self._once(f"digest:{week_of(self._office.today)}", {"do": "editing:digest"})

    def _once(self, name: str, work: dict[str, Any]) -> None:
        if name not in self._done:
            self._take(self._bot, name, {**work, "to": self._to})
            self._done.add(name)
