"""Nudges on their way to those who receive them: asked once, delivered in their hours, answered with one tap."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.answering import Assistant
from bot.hours import allowed_until, next_allowed
from bot.settings import Settings
from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message, only_for
from bot.slack.coaching import Coaching
from bot.slack.desk import Handler
from bot.slack.receiving.nudge import ANSWERS, language_of, nudge_blocks, nudge_buttons, text_of
from bot.slack.receiving.ownhours import OwnHours, told_hours
from bot.slack.receiving.replying import Replying
from bot.slack.receiving.whereabouts import Left, Whereabouts
from bot.slack.replies import Replies
from bot.slack.stops import stops
from bot.slack.talk import Talk
from bot.wording import coaching as said_to_managers
from bot.wording import voice_in
from bot.wording.nudging import NUDGING
from knowledge.article import Article
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.nudges import Nudge, NudgeRow, Taken
from privacy.nudges import Settings as Taking
from privacy.rooms import Rooms

NOT_TOLD = timedelta(minutes=15)
"""When Slack is asked again for somebody's hours, where it did not tell."""


class Deliveries:
    """A chore: hands each nudge that is due to the outbox, once, in an hour of its receiver's own."""

    def __init__(self, rooms: Rooms, replies: Replies, assistant: Assistant, whereabouts: Whereabouts) -> None:
        self._rooms = rooms
        self._replies = replies
        self._assistant = assistant
        self._whereabouts = whereabouts

    def deliver(self) -> None:
        self._rooms.nudges.settle()
        self._rooms.nudges.count()
        for row in self._rooms.nudges.due():
            self._one(row)

    def _one(self, row: NudgeRow) -> None:
        taken = self._rooms.nudges.take(row)
        if taken is None:
            return
        now = self._rooms.gate.clock()
        try:
            wishes = self._whereabouts.of(taken.address, taken.settings, taken.rota)
        except Left:
            self._rooms.nudges.miss(row)
            return
        at = next_allowed(max(now, taken.free), wishes) if wishes else now + NOT_TOLD
        if wishes is None or at is None or at > now:
            self._rooms.nudges.later(row, min(at or row.until, row.until))
            return
        article = self._assistant.article(taken.request, taken.nudge.article)
        if article is None:
            self._rooms.nudges.end(row)
        else:
            self._send(taken, article, allowed_until(now, wishes).isoformat())

    def _send(self, taken: Taken, article: Article, good_until: str) -> None:
        language = language_of(article)
        spoken = replace(taken, request=self._rooms.gate.in_language(taken.request, language))
        extra = {"once": taken.once, "tried_before": taken.row.tries > 0, "good_until": good_until}
        with self._replies.together():
            if self._rooms.nudges.hand_over(spoken):
                self._replies.send(spoken.request, lambda notice: _message(spoken, notice, extra))


def _message(taken: Taken, notice: Notice, extra: dict[str, Any]) -> Outgoing:
    request, nudge = taken.request, taken.nudge
    voice = voice_in(request.language)
    buttons = nudge_buttons(taken.row.id, nudge, taken.sender, request.language, voice.read_it_all)
    blocks = [
        *nudge_blocks(nudge, taken.sender, request.language, [kit.context(notice.text, f"notice:{request.id}")]),
        kit.actions(buttons[:ANSWERS], f"nudge:{request.id}"),
        kit.actions(buttons[ANSWERS:], f"nudge_ends:{request.id}"),
        *stops(request.id, notice, voice),
    ]
    made = direct_message(taken.address, text_of(nudge, request.language), kit.rendered(blocks), notice.text)
    return replace(made, arguments={**made.arguments, **extra})


class Receiving:
    """One method a button of a nudge. Nothing of it is told to the one who sent it."""

    def __init__(self, rooms: Rooms, replies: Replies, talk: Talk, coaching: Coaching, settings: Settings) -> None:
        self._rooms = rooms
        self._replies = replies
        self._talk = talk
        self._coaching = coaching
        self.own_hours, self.replying = OwnHours(rooms, replies), Replying(rooms, replies)
        self._forms = {"nudge_hours": self.own_hours.open, "nudge_reply": self.replying.open}
        self._contact = settings.contact
        self._channel = settings.editors_channel

    def before(self, others: Handler) -> Handler:
        """Takes the buttons of nudges, and leaves all others to what handles those."""
        return lambda work: self._press(work) if str(work.body["action"]).startswith("nudge_") else others(work)

    def _press(self, work: Accepted) -> None:
        address, value = only_for(Address(**work.body["to"])), work.body["value"]
        action = str(work.body["action"])
        if action in ("nudge_yes_day", "nudge_yes_night"):
            self._yes(address, work, Taking(begin=8, end=20) if action.endswith("day") else Taking(begin=20, end=8))
        elif action == "nudge_ask":
            self._talk.tapped(address, str(value["t"]), work)
        elif action == "nudge_write":
            self._coaching.open(address, work, str(value.get("a", "")))
        elif action in ("nudge_hours", "nudge_reply"):
            self._forms[action](address, work, value)
        elif action == "nudge_fewer":
            self._fewer(address, work)
        elif action == "nudge_report":
            self._report(address, work, value)
        else:
            self._replies.say(address, work.key, self._done(action, address, value))

    def _yes(self, address: Address, work: Accepted, taking: Taking) -> None:
        said = NUDGING[address.voice.language]
        with self._replies.together():
            self._rooms.nudges.accept(self._replies.open(address, None), said.may_i, taking)
            self._replies.say(address, work.key, told_hours(taking, address.voice.language))

    def _done(self, action: str, address: Address, value: dict[str, Any]) -> str:
        """Does what the button says. Returns what is said to that."""
        said, nudges = NUDGING[address.voice.language], self._rooms.nudges
        worker = self._rooms.gate.worker(address.person)
        if action == "nudge_no":
            self._rooms.gate.choose(worker, uses.NUDGES, "withdrawn", said.may_i)
            return said.will_not
        if action == "nudge_thanks":
            nudges.thank(worker, value["n"])
            return said.thanked
        if action == "nudge_decline":
            nudges.decline(worker, value["n"])
            return said.declined
        again = nudges.again(worker, value["n"], Nudge(**value["d"]), value["s"])
        return said.put_off if again else said.gone

    def _report(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """To the editors' channel, or to the company's person: never to the sender, and without a name."""
        said, person = NUDGING[address.voice.language], self._contact.slack_user_id if self._contact else ""
        to = self._channel or (person if person != value["s"] else "")
        if not to:
            self._replies.say(address, work.key, said.nobody_to_tell)
            return
        text = said_to_managers.REPORT.format(words=Nudge(**value["d"]).words)
        blocks = kit.rendered([kit.from_person(value["s"], text)])
        with self._replies.together():
            self._replies.send(self._rooms.gate.open(None, public=False), lambda _: direct_message(to, text, blocks))
            self._replies.say(address, work.key, said.reported)

    def _fewer(self, address: Address, work: Accepted) -> None:
        said, request = NUDGING[address.voice.language], self._replies.open(address, work.key)
        limit = self._rooms.nudges.fewer(request)
        text = said.fewer_now.format(limit=limit) if limit else said.none_now
        self._replies.send(request, lambda notice: _noticed(address, text, notice))


def _noticed(address: Address, text: str, notice: Notice) -> Outgoing:
    return direct_message(address.user, text, kit.rendered([kit.section(text), kit.context(notice.text)]), notice.text)
