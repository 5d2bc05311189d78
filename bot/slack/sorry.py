"""Never silent: every failure ends in a plain sentence to the one who asked."""

import logging
from dataclasses import replace

from bot.answering import asked_in
from bot.slack.addressing import Address, only_for
from bot.slack.replies import Replies
from privacy.inbox import Accepted

log = logging.getLogger(__name__)


class Sorry:
    """Says that something went wrong, where the person is, and ends the event so that it does not fail for ever."""

    def __init__(self, replies: Replies) -> None:
        self._replies = replies

    def say(self, failed: Accepted) -> None:
        try:
            address = only_for(_spoken_to(failed))
            self._replies.say(address, failed.key, address.voice.went_wrong)
        except Exception as problem:
            # The event stays open and is taken up again when its lease ends.
            log.error("event %s: not even the failure could be told: %s", failed.event, type(problem).__name__)


def _spoken_to(failed: Accepted) -> Address:
    """Where the person is, in the language of their words, and in English where the failure was to hear it."""
    address = Address(**failed.body["to"])
    if failed.body["do"] != "ask":
        return address
    try:
        return replace(address, language=asked_in(str(failed.body["words"])))
    except Exception as problem:
        log.error("event %s: its language cannot be told: %s", failed.event, type(problem).__name__)
        return address
