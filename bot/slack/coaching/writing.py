"""What a manager does with the form of a nudge: opens it, chooses in it, and sends what they wrote."""

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import Assistant
from bot.effects import effects
from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message, opened_view, updated_view
from bot.slack.coaching.choosing import Choosing
from bot.slack.coaching.drafts import LONGEST
from bot.slack.coaching.form import ABOVE, BELOW, CHOOSE, FORM, TAKE, Writing, fields, filled, meta_of, writing_in
from bot.slack.coaching.preview import CALLBACK
from bot.slack.desk import Handler
from bot.slack.owndata import OfTeam, no_team
from bot.slack.replies import Replies
from bot.wording import coaching
from bot.wording import effects as wording
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.nudges import Nudge, Sent
from privacy.rooms import Rooms

SHOWN = 5
"""Nudges of late that the form tells of."""


class Coaching:
    """For managers: those whom the company's list names as anybody's manager. It knows nothing of their people."""

    def __init__(self, rooms: Rooms, replies: Replies, assistant: Assistant, of_team: OfTeam = no_team) -> None:
        """`of_team` gives what is told of the groups that a manager's people are in."""
        self._of_team = of_team
        self._rooms = rooms
        self._replies = replies
        self._choosing = Choosing(rooms, assistant)

    @property
    def forms(self) -> dict[str, Handler]:
        """The work that comes of the command and of the form."""
        return {"coach": self.command, CALLBACK: self.sent}

    def before(self, others: Handler) -> Handler:
        """Takes what is pressed in the form, and leaves all else to what handles that."""
        mine = (CHOOSE, TAKE)
        return lambda work: self.press(work) if str(work.body["action"]).startswith(mine) else others(work)

    def command(self, work: Accepted) -> None:
        self.open(Address(**work.body["to"]), work)

    def open(self, address: Address, work: Accepted, article: str = "") -> None:
        """The form, with what was sent lately, and an article in it where one is named.

        Where it is open already, that is put into it, and all else stays.
        """
        if "given" in work.body:
            self._again(address, work, article)
            return
        if not self._rooms.nudges.manages(address.person):
            self._replies.say(address, work.key, coaching.NOBODY)
            return
        if not self._choosing.articles(address.person):
            self._replies.say(address, work.key, coaching.NO_ARTICLES)
            return
        request = self._replies.open(address, work.key)
        sent, team = self._rooms.nudges.sent_by(request), self._of_team(request.worker)
        left = self._rooms.nudges.left(request, sent)
        helped = wording.of_sent(sent, effects(self._rooms))
        chosen = self._choosing.article(address.person, article) if article else None

        def view(notice: Notice) -> Outgoing:
            above, below = _named(team, ABOVE), _named(_sent(sent, helped, notice), BELOW)
            if not left:
                page = kit.modal(coaching.TITLE, [kit.section(coaching.limit())], address.voice.close)
            else:
                page = _page(address, fields(chosen, Writing(), self._rooms.directory), Writing())
            return opened_view(work.body["trigger"], address.user, _between(above, page, below))

        self._replies.send(request, view)

    def press(self, work: Accepted) -> None:
        """The form again, with the drafts of the article that was chosen, or with the draft that was taken."""
        address, body = Address(**work.body["to"]), work.body
        given, writing = filled(body["given"]), writing_in(body["meta"])
        if body["action"].startswith(TAKE):
            writing = writing.take(str(body["value"]["w"]), given.words)
        self._redraw(address, work, given.article, writing)

    def _again(self, address: Address, work: Accepted, article: str) -> None:
        given, writing = filled(work.body["given"]), writing_in(work.body["meta"])
        self._redraw(address, work, article or given.article, writing.go_on(given.words))

    def _redraw(self, address: Address, work: Accepted, article: str, writing: Writing) -> None:
        chosen = self._choosing.article(address.person, article) if article else None
        page = _page(address, fields(chosen, writing, self._rooms.directory), writing)
        above, below = (
            [each for each in work.body["kept"] if each["block_id"].startswith(at)] for at in (ABOVE, BELOW)
        )
        changed = _between(above, page, below)
        self._replies.show(address, work.key, lambda: updated_view(work.body["view"], changed))

    def sent(self, work: Accepted) -> None:
        """The preview was sent."""
        self.send(Address(**work.body["to"]), work, work.body["meta"])

    def send(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Once for each preview, however often it is sent. What cannot go is told, with the words that were written."""
        request, nudge = self._replies.open(address, work.key), Nudge(**value["d"])
        article = self._choosing.article(address.person, nudge.article)
        no = self._refusal(address, nudge, self._rooms.nudges.left(request))
        if not no and article is None:
            no = coaching.GONE
        with self._replies.together():
            people = 0 if no else self._rooms.nudges.write(request, address.person, nudge, value["n"])
            if people and article:
                reach = self._choosing.reach(address.person, nudge, article)
                people = people if nudge.to else sum(reach.may_see.values()) or people
            text = coaching.sent(people) if people else no or coaching.NOBODY
            lost = [] if people else [kit.context(coaching.LOST.format(words=nudge.words))]
            self._replies.send(request, lambda notice: _said(address, text, notice, lost))

    def _refusal(self, address: Address, nudge: Nudge, left: int) -> str:
        if not self._rooms.nudges.receivers(address.person, nudge.to):
            return coaching.NOBODY
        if len(nudge.words) > LONGEST:
            return coaching.TOO_LONG
        return "" if left else coaching.limit()


def _page(address: Address, blocks: Sequence[Block], writing: Writing) -> dict[str, Any]:
    form = kit.Form(coaching.PREVIEW, FORM, meta_of(address.kept(), writing))
    return kit.modal(coaching.TITLE, blocks, address.voice.cancel, form)


def _named(blocks: Sequence[Block], at: str) -> kit.Blocks:
    """The blocks with ids by which they are found again when the form changes."""
    return [{**block.to_dict(), "block_id": f"{at}{number}"} for number, block in enumerate(blocks)]


def _between(above: kit.Blocks, page: dict[str, Any], below: kit.Blocks) -> dict[str, Any]:
    return {**page, "blocks": [*above, *page["blocks"], *below]}


def _said(address: Address, text: str, notice: Notice, more: Sequence[Block]) -> Outgoing:
    told = notice.text if notice.kinds else ""
    shown = [kit.section(text), *more, *([kit.context(told)] if told else [])]
    return direct_message(address.user, text, kit.rendered(shown), told)


def _sent(sent: tuple[Sent, ...], helped: Sequence[str], notice: Notice) -> list[Block]:
    """What became of the last ones, in totals, and whether they helped, with the notice of what was read for it."""
    lines = [coaching.line(each) for each in sent[-SHOWN:]] or [coaching.NOTHING_SENT]
    told = [*lines, *helped, *([notice.text] if notice.kinds else [])]
    return [kit.divider(), *map(kit.context, told)]
