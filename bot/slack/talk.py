"""What Onhand does when somebody writes to it."""

from dataclasses import replace

from bot.answering import Assistant, Question
from bot.slack import blocks as kit
from bot.slack.addressing import Address, home_view, message
from bot.slack.answers import answer_message, missed_by
from bot.slack.mydata import home_blocks, my_data_blocks
from bot.slack.replies import Replies
from bot.slack.smalltalk import Topic, heard
from bot.wording import Voice, voice_in
from privacy.inbox import Accepted
from privacy.rooms import Rooms
from privacy.uses import IMPROVE_ARTICLES


class Talk:
    """Answers questions and the few words that are not questions."""

    def __init__(self, assistant: Assistant, rooms: Rooms, replies: Replies) -> None:
        self._assistant = assistant
        self._rights = rooms.rights
        self._gate = rooms.gate
        self._questions = rooms.questions
        self._replies = replies

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
            self.show_data(address, work)
        else:
            self._replies.say(address, work.key, _sentence(address.voice, topic))

    def _answer(self, address: Address, words: str, work: Accepted) -> None:
        reply = self._assistant.reply(Question(words, address.person, address.place, work.key))
        missed = missed_by(reply)
        ask = missed is not None and self._questions.wanted(reply.request, missed)
        if ask:
            self._gate.choose(
                reply.request.worker, IMPROVE_ARTICLES, "asked", voice_in(reply.request.language).may_i_keep
            )
        self._replies.send(reply.request, lambda notice: answer_message(reply, address, notice, ask=ask))
        if missed is not None:
            self._questions.keep(reply.request, missed)

    def show_data(self, address: Address, work: Accepted) -> None:
        """The page of all that is held, where only the worker sees it."""
        voice = address.voice
        if address.place.public:
            self._replies.say(address, work.key, voice.my_data_elsewhere)
            return
        request = self._replies.open(address, work.key)
        data = self._rights.show(request)
        self._replies.send(
            request,
            lambda notice: message(
                address, voice.my_data, kit.rendered(my_data_blocks(data, notice.text, voice)), notice.text
            ),
        )

    def home(self, work: Accepted) -> None:
        """Publishes the home tab."""
        address = Address(**work.body["to"])
        request = self._replies.open(address, work.key)
        view = {
            "type": "home",
            "blocks": kit.rendered(home_blocks(self._rights.choices(request.worker), address.voice)),
        }
        self._replies.send(request, lambda _: home_view(address.user, view))


def _sentence(voice: Voice, topic: Topic) -> str:
    return {"greeting": voice.greeting, "thanks": voice.welcome}.get(topic, voice.help)
