"""What Onhand does when somebody writes to it."""

import re

from bot import wording
from bot.answering import Assistant, Question
from bot.slack import blocks as kit
from bot.slack.addressing import Address, home_view, message
from bot.slack.answers import answer_message
from bot.slack.mydata import home_blocks, my_data_blocks
from bot.slack.replies import Replies
from privacy.inbox import Accepted
from privacy.rights import Rights

MY_DATA = re.compile(r"(show )?(me )?my data|mis datos", re.I)
GREETING = re.compile(r"(hi|hello|hey|hola|good (morning|afternoon|evening))( onhand)?", re.I)
THANKS = re.compile(
    r"((ok|okay|great|perfect|cool),? )?(thanks?|thank you|thx|ty|cheers|gracias|ok|okay)( (so|very) much)?", re.I
)
HELP = re.compile(r"help|\?+|ayuda", re.I)


class Talk:
    """Answers questions and the few words that are not questions."""

    def __init__(self, assistant: Assistant, rights: Rights, replies: Replies) -> None:
        self._assistant = assistant
        self._rights = rights
        self._replies = replies

    def ask(self, work: Accepted) -> None:
        """Replies to what somebody wrote; small talk gets a sentence, everything else is a question."""
        address, words = Address(**work.body["to"]), str(work.body["words"]).strip()
        bare = words.strip(" .!?")
        if MY_DATA.fullmatch(bare):
            self.show_data(address, work)
        elif (sentence := _small_talk(words, bare)) is not None:
            self._replies.say(address, work.key, sentence)
        else:
            self._answer(address, words, work)

    def _answer(self, address: Address, words: str, work: Accepted) -> None:
        reply = self._assistant.reply(Question(words, address.person, address.place, work.key))
        self._replies.send(reply.request, lambda notice: answer_message(reply, address, notice))

    def show_data(self, address: Address, work: Accepted) -> None:
        """The page of all that is held, where only the worker sees it."""
        if address.place.public:
            self._replies.say(address, work.key, wording.MY_DATA_ELSEWHERE)
            return
        request = self._replies.open(address, work.key)
        data = self._rights.show(request)
        self._replies.send(
            request,
            lambda notice: message(
                address, wording.MY_DATA, kit.rendered(my_data_blocks(data, notice.text)), notice.text
            ),
        )

    def home(self, work: Accepted) -> None:
        """Publishes the home tab."""
        address = Address(**work.body["to"])
        request = self._replies.open(address, work.key)
        view = {"type": "home", "blocks": kit.rendered(home_blocks(self._rights.choices(request.worker)))}
        self._replies.send(request, lambda _: home_view(address.user, view))


def _small_talk(words: str, bare: str) -> str | None:
    if not words:
        return wording.EMPTY
    if HELP.fullmatch(words):
        return wording.HELP
    if GREETING.fullmatch(bare):
        return wording.GREETING
    return wording.WELCOME if THANKS.fullmatch(bare) else None
