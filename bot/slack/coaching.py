"""Writing a nudge: the form, a preview that is exactly what its receivers will see, and sending it."""

import uuid
from dataclasses import asdict
from typing import Any

from slack_sdk.models.blocks import Block, InputBlock, Option, StaticSelectElement, UserSelectElement

from bot.answering import Assistant
from bot.plainness import school_year
from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message, opened_view
from bot.slack.nudge import language_of, nudge_blocks, text_of
from bot.slack.owndata import OfTeam, no_team
from bot.slack.replies import Replies
from bot.wording import coaching
from knowledge.article import ANYONE, Article
from knowledge.plain import parts
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.nudges import Nudge, Sent
from privacy.rooms import Rooms

FORM = "nudge"
LONGEST = 300
"""Characters of a nudge."""
MOST = 100
"""Options that Slack takes in a list."""
SHOWN = 5


class Coaching:
    """For managers: those whom the company's list names as anybody's manager. It knows nothing of their people."""

    def __init__(self, rooms: Rooms, replies: Replies, assistant: Assistant, of_team: OfTeam = no_team) -> None:
        """`of_team` gives what is told of the groups that a manager's people are in."""
        self._of_team = of_team
        self._rooms = rooms
        self._replies = replies
        self._assistant = assistant

    def command(self, work: Accepted) -> None:
        self.open(Address(**work.body["to"]), work)

    def open(self, address: Address, work: Accepted, article: str = "") -> None:
        """The form, with what was sent lately; with an article that was chosen before."""
        titles = {each.article.id: each.article.title for each in self._assistant.listed()
                  if each.article.audience.admits(ANYONE)}  # fmt: skip
        if not titles or not self._rooms.nudges.manages(address.person):
            self._replies.say(address, work.key, coaching.NO_ARTICLES if titles == {} else coaching.NOBODY)
            return
        request = self._replies.open(address, work.key)
        sent, team = self._rooms.nudges.sent_by(request), self._of_team(request.worker)

        def view(notice: Notice) -> Outgoing:
            fields = [*team, *_fields(titles, self._rooms, article), *_sent(sent, notice)]
            form = kit.Form(coaching.PREVIEW, FORM, kit.packed({"to": work.body["to"]}))
            page = kit.modal(coaching.TITLE, fields, address.voice.cancel, form)
            return opened_view(work.body["trigger"], address.user, page)

        self._replies.send(request, view)

    def preview(self, work: Accepted) -> None:
        """In the manager's own conversation, with a button to send it."""
        address, given = Address(**work.body["to"]), work.body["values"]
        request = self._replies.open(address, work.key)
        article, left = self._assistant.article(request, given["article"]), self._rooms.nudges.left(request)
        words = given["words"] or (_draft(article) if article else "")
        title = article.title if article else ""
        asked = {name: given[name] for name in ("article", "to", "role", "site")}
        nudge = Nudge(words=words, title=title, days=int(given["days"] or 0), **asked)
        no = self._refusal(address, nudge, article, left)
        if no or article is None:
            self._replies.send(request, lambda notice: _said(address, no, notice))
            return
        blocks = _preview(nudge, address.user, article)
        self._replies.send(request, lambda notice: _said(address, coaching.WILL_SEE, notice, blocks))

    def _refusal(self, address: Address, nudge: Nudge, article: Article | None, left: int) -> str:
        if article is None:
            return coaching.GONE
        if len(nudge.words) > LONGEST:
            return coaching.TOO_LONG
        if not self._rooms.nudges.receivers(address.person, nudge.to):
            return coaching.NOBODY
        return "" if left else coaching.limit()

    def send(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """Once for each preview, however often it is pressed."""
        request, nudge = self._replies.open(address, work.key), Nudge(**value["d"])
        article, left = self._assistant.article(request, nudge.article), self._rooms.nudges.left(request)
        no = self._refusal(address, nudge, article, left)
        with self._replies.together():
            people = 0 if no else self._rooms.nudges.write(request, address.person, nudge, value["n"])
            text = coaching.sent(people) if people else no or coaching.NOBODY
            self._replies.send(request, lambda notice: _said(address, text, notice))


def _draft(article: Article) -> str:
    """The article's own first words, as many whole sentences as a nudge takes."""
    said = " ".join(" ".join(words.split()) for _, words in parts(article.body) if words)
    if len(said) <= LONGEST:
        return said
    end = max(said.rfind(mark, 0, LONGEST) for mark in (". ", "! ", "? "))
    return said[: end + 1] if end > 0 else kit.cut(said, LONGEST)


def _preview(nudge: Nudge, sender: str, article: Article) -> list[Block]:
    language = language_of(article)
    used = coaching.BY_JOB if nudge.role or nudge.site else coaching.USED
    year = [kit.context(coaching.grade(school_year(nudge.words)))] if language == "en" else []
    value = {"n": uuid.uuid4().hex, "d": asdict(nudge)}
    return [
        kit.divider(),
        kit.context(text_of(nudge, language)),
        *nudge_blocks(nudge, sender, language),
        kit.divider(),
        *year,
        kit.context(used),
        kit.actions([kit.button(coaching.SEND, "nudge_send", value, style="primary")], "nudge_send"),
    ]


def _said(address: Address, text: str, notice: Notice, blocks: list[Block] | None = None) -> Outgoing:
    told = notice.text if notice.kinds else ""
    shown = [kit.section(text), *(blocks or []), *([kit.context(told)] if told else [])]
    return direct_message(address.user, text, kit.rendered(shown), told)


def _sent(sent: tuple[Sent, ...], notice: Notice) -> list[Block]:
    """What became of the last ones, in totals, with the notice of what was read for it."""
    lines = [coaching.line(each) for each in sent[-SHOWN:]] or [coaching.NOTHING_SENT]
    return [kit.divider(), *map(kit.context, lines), *([kit.context(notice.text)] if notice.kinds else [])]


def _fields(titles: dict[str, str], rooms: Rooms, article: str) -> list[Block]:
    shown = dict(sorted(titles.items(), key=lambda each: (each[0] != article, each[1]))[:MOST])
    roles, sites = ({name: name for name in sorted(names)[:MOST]} for names in _labels(rooms))
    return [
        kit.section(coaching.INTRO),
        _select("article", coaching.ARTICLE, shown, optional=False, first=article),
        _words(),
        InputBlock(
            block_id="to", label=kit.plain(coaching.TO), element=UserSelectElement(action_id="to"), optional=True
        ),
        *([_select("role", coaching.ROLE, roles)] if roles else []),
        *([_select("site", coaching.SITE, sites)] if sites else []),
        _select("days", coaching.WHEN, coaching.DAYS, optional=False, first="0"),
    ]


def _labels(rooms: Rooms) -> tuple[frozenset[str], frozenset[str]]:
    return rooms.directory.roles(), rooms.directory.sites()


def _words() -> InputBlock:
    block = kit.text_input("words", coaching.WORDS)
    block.optional = True
    block.element.max_length = LONGEST  # type: ignore[union-attr]
    return block


def _select(name: str, label: str, options: dict[str, str], *, optional: bool = True, first: str = "") -> InputBlock:
    made = {
        value: Option(value=kit.cut(value, 75), text=kit.plain(kit.cut(shown, 75))) for value, shown in options.items()
    }
    chosen = StaticSelectElement(action_id=name, options=list(made.values()), initial_option=made.get(first))
    return InputBlock(block_id=name, label=kit.plain(label), element=chosen, optional=optional)
