"""Never silent: every failure ends in a plain sentence to the one who asked."""

import logging

from bot import wording
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
            self._replies.say(only_for(Address(**failed.body["to"])), failed.key, wording.WENT_WRONG)
        except Exception as problem:
            # The event stays open and is taken up again when its lease ends.
            log.error("event %s: not even the failure could be told: %s", failed.event, type(problem).__name__)
