"""What Onhand does when somebody writes to it."""

from collections.abc import Sequence
from dataclasses import replace

from slack_sdk.models.blocks import Block

from bot.answering import Assistant, Question, Reply
from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.answers import answer_message
from bot.slack.meeting import Meeting
from bot.slack.owndata import OwnData
from bot.slack.replies import Replies
from bot.slack.shaping.parts import Shaping
from bot.slack.smalltalk import Topic, heard
from bot.wording import Voice
from privacy.down import going_on
from privacy.inbox import Accepted
from privacy.measures import Measures, Went


class Talk:
    """Answers questions and the few words that are not questions."""

    def __init__(
        self,
        assistant: Assistant,
        replies: Replies,
        own: OwnData,
        meeting: Meeting,
        shaping: Shaping,
        measures: Measures,
    ) -> None:
        self.assistant = assistant
        self._measures = measures
        self._replies = replies
        self._own = own
        self._meeting = meeting
        self._misses = shaping.misses
        self._hearing = shaping.hearing

    def ask(self, work: Accepted) -> None:
        """Replies to what somebody wrote; small talk gets a sentence, everything else is a question."""
        address, words = Address(**work.body["to"]), str(work.body["words"]).strip()
        meant = heard(words)
        if meant is not None:
            self._small_talk(replace(address, language=meant.language), meant.topic, work)
        elif not words:
            self._replies.say(address, work.key, address.voice.empty)
        else:
            self._answer(address, words, work)

    def _small_talk(self, address: Address, topic: Topic, work: Accepted) -> None:
        if topic == "my data":
            self._own.show(address, work)
            return
        text = _sentence(address.voice, topic)
        if topic in ("greeting", "help"):
            self._meeting.suggested(address, work, text)
            return
        with self._replies.together():
            self._replies.say(address, work.key, text, [kit.section(text), *self._meeting.once(address)])

    def tapped(self, address: Address, words: str, work: Accepted) -> None:
        """A suggested question, answered as if it were typed; what was tapped stands below, as nobody typed it."""
        self._answer(address, words, work, [kit.context(address.voice.you_tapped(words))])

    def picked(self, address: Address, words: str, article_id: str, work: Accepted) -> None:
        """An article that was offered for a question: what it says nearest to that. It is no further question."""
        reply = self.assistant.picked(Question(words, address.person, address.place, work.key), article_id)
        below = [kit.context(address.voice.you_tapped(each.title)) for each in reply.answer.citations[:1]]
        self._replies.send(reply.request, lambda notice: answer_message(reply, address, notice, below))
        with going_on():
            self.assistant.after(reply)

    def _answer(self, address: Address, words: str, work: Accepted, below: Sequence[Block] = ()) -> None:
        reply = self.assistant.reply(Question(words, address.person, address.place, work.key))
        spoken = replace(address, language=reply.request.language)
        with self._replies.together():
            self._measures.asked(reply.request, _went(reply), _quoted(reply))
            # One question at a time: what it is for is read on a phone.
            asked = self._misses.ask(reply) or self._hearing.ask(reply)
            asked = asked or self._meeting.may_i_nudge(spoken)
            after = [*below, *asked, *self._meeting.once(spoken)]
            self._replies.send(reply.request, lambda notice: answer_message(reply, address, notice, after))
        # The answer is on its way: what cannot be kept of it now is not kept, and no reason to answer again.
        with going_on():
            self.assistant.after(reply)
            self._misses.after(reply)


def _went(reply: Reply) -> Went:
    if reply.answer.found:
        return "answered"
    return "not known" if reply.answer.nearest is None else "closest"


def _quoted(reply: Reply) -> str:
    """The article that the answer stands in; none where it is not known."""
    return reply.answer.citations[0].article_id if reply.answer.found else ""


def _sentence(voice: Voice, topic: Topic) -> str:
    return {"greeting": voice.greeting, "thanks": voice.welcome}.get(topic, voice.help)
