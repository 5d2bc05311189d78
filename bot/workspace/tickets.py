"""What the workspace hands to the app for a short while: trigger ids and response URLs."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from bot.workspace.refusals import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
RESPONSE_USES = 5


@dataclass(slots=True)
class Trigger:
    """The right to open one modal for `user`; `view_id` is the view whose button was pressed, if it was in a modal."""

    user: str
    expires: float
    view_id: str | None = None
    exchanged: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """The right to answer an interaction in `channel`; `message_ts` is the message it came from, if there is one."""

    user: str
    channel: str
    expires: float
    message_ts: str | None = None
    uses_left: int = RESPONSE_USES


class Tickets:
    """Triggers and response URLs in being. `clock` gives the time in seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._triggers: dict[str, Trigger] = {}
        self._responses: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id for `user`, good for 3 seconds and one modal."""
        self._forget_old()
        trigger_id = f"{len(self._triggers) + 1}.{int(self._clock())}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(user, self._clock() + TRIGGER_SECONDS, view_id)
        return trigger_id

    def _forget_old(self) -> None:
        # An hour longer than they are good for, so that a late use is told apart from a made-up one.
        oldest = self._clock() - 3600
        self._triggers = {key: kept for key, kept in self._triggers.items() if kept.expires > oldest}
        self._responses = {key: kept for key, kept in self._responses.items() if kept.expires > oldest}

    def check(self, trigger_id: str) -> Trigger:
        """The trigger `trigger_id`, still unused; else SlackError as views.open gives it."""
        trigger = self._triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() > trigger.expires:
            raise SlackError("expired_trigger_id")
        return trigger

    def response(self, user: str, channel: str, message_ts: str | None = None) -> str:
        """The secret end of a new response URL, good for 30 minutes and 5 uses."""
        secret = secrets.token_urlsafe(18)
        self._responses[secret] = ResponseUrl(user, channel, self._clock() + RESPONSE_SECONDS, message_ts)
        return secret

    def use_response(self, secret: str) -> ResponseUrl:
        """The response URL that ends in `secret`, one use spent; else SlackError as Slack's hook gives it."""
        response = self._responses.get(secret)
        if response is None:
            raise SlackError("invalid_url")
        if self._clock() > response.expires or response.uses_left <= 0:
            raise SlackError("used_url" if response.uses_left <= 0 else "expired_url")
        response.uses_left -= 1
        return response
