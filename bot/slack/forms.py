"""What Onhand does when somebody sends a form: hands a question to a person, and brings the answer back."""

from typing import Any

from slack_sdk.models.blocks import Block, ButtonElement

from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message, message
from bot.slack.replies import Replies
from bot.slack.shaping.experts import Experts
from bot.wording import Voice, voice_in
from privacy.escalation import HandedOver
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.rooms import Rooms
from privacy.worker import Person


class Forms:
    """One method a form."""

    def __init__(self, rooms: Rooms, replies: Replies, experts: Experts) -> None:
        self._rooms = rooms
        self._replies = replies
        self._experts = experts

    def hand_over(self, work: Accepted) -> None:
        """Sends the question to the person who was shown to the asker, and tells the asker."""
        address, contact = Address(**work.body["meta"]["to"]), Contact(*work.body["meta"]["c"])
        request = self._replies.open(address, work.key)
        channel = address.user if address.alone else address.channel
        words, language = work.body["words"], address.voice.language
        handed = HandedOver(words, address.user, contact.name, channel, address.thread, language)
        contact_id = self._rooms.gate.worker(Person(address.team, contact.slack_user_id))
        with self._rooms.gate.together():
            id = self._rooms.escalations.add(request, contact_id, handed)
            self._replies.send(
                request,
                lambda _: _question_for(contact, handed, id, address.voice),
                lambda _: _told(address, address.voice.handed_over(contact)),
            )

    def answer(self, work: Accepted) -> None:
        """Brings a person's answer back to where it was asked, and thanks them. The first answer counts."""
        address, id = Address(**work.body["meta"]["to"]), work.body["meta"]["e"]
        asker = self._rooms.escalations.open_for(id, self._rooms.gate.worker(address.person))
        if asker is None:
            self._replies.say(address, work.key, address.voice.already_answered)
            return
        report = self._rooms.gate.open_for(asker, public=False)
        handed = self._rooms.escalations.drawn(report, id)
        if handed is None:
            self._replies.say(address, work.key, address.voice.asker_is_gone)
            return
        with self._rooms.gate.together():
            if self._rooms.escalations.close(report, id):
                asked_in = self._rooms.gate.in_language(report, handed.language)
                self._replies.send(asked_in, lambda notice: _report(address, handed, work.body["words"], notice))
            self._replies.say(address, work.key, address.voice.answer_passed_on)
        # After it is on its way: taking out what tells of a person takes seconds the first time.
        self._experts.offer(address, handed, work.body["words"])


def _told(address: Address, text: str) -> Outgoing:
    return message(address, text, kit.rendered([kit.section(text)]))


def _question_for(contact: Contact, handed: HandedOver, id: str, voice: Voice) -> Outgoing:
    text = voice.asks_you(handed.question)
    blocks: list[Block] = [
        kit.from_person(handed.asked_by, text),
        kit.context(voice.press_answer),
        kit.actions([_answer_button(handed, id, voice)], f"answer:{id}"),
    ]
    return direct_message(contact.slack_user_id, text, kit.rendered(blocks))


def _answer_button(handed: HandedOver, id: str, voice: Voice) -> ButtonElement:
    return kit.button(voice.answer, "answer", {"e": id, "q": handed.question, "l": voice.language}, style="primary")


def _report(answered_from: Address, handed: HandedOver, words: str, notice: Notice) -> Outgoing:
    """The answer, where and in the language in which it was asked, with the notice of what was drawn for it."""
    back = Address(answered_from.team, handed.asked_by, handed.channel, handed.thread)
    text = voice_in(handed.language).answered_by(handed.contact_name, handed.question, words)
    blocks: list[Any] = [kit.from_person(handed.asked_by, text), kit.context(notice.text)]
    return message(back, text, kit.rendered(blocks), notice.text)
