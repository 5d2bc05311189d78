"""What Slack says of somebody at the moment a nudge is to be delivered: their time zone and when they want quiet.

It is read each time and kept nowhere.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.hours import Hours, Span, Wishes
from privacy.nudges import Settings
from privacy.shifts import Interval, OnRota

log = logging.getLogger(__name__)

LEFT = frozenset({"user_not_found", "user_not_visible"})
NOT_GRANTED = frozenset({"missing_scope", "not_allowed_token_type"})


def _spans(intervals: Iterable[Interval]) -> tuple[Span, ...]:
    return tuple(Span(begin, end) for begin, end in intervals)


class Left(LookupError):
    """Slack knows no such person any more."""


class Whereabouts:
    """Asks Slack. Where the app may not know, the company's own clock holds for everybody."""

    def __init__(self, client: WebClient, zone: tzinfo | None) -> None:
        self._client = client
        self._zone = zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")

    def of(self, user: str, settings: Settings, rota: OnRota) -> Wishes | None:
        """What holds for somebody, by what they chose and what is known of their shifts.

        None where Slack does not tell just now. Raises Left.
        """
        try:
            zone, quiet = self._zone_of(user), self._quiet_of(user)
        except (SlackApiError, OSError) as problem:
            log.info("a nudge waits, as Slack does not tell when: %s", type(problem).__name__)
            return None
        hours, off = Hours(settings.begin, settings.end), frozenset(settings.off)
        return Wishes(zone, hours, quiet, off, _spans(rota.shifts), _spans(rota.days))

    def _zone_of(self, user: str) -> ZoneInfo:
        told = self._asked(self._client.users_info, user).get("user", {})
        if told.get("deleted"):
            raise Left(user)
        try:
            return ZoneInfo(told["tz"]) if told.get("tz") else self._zone
        except (ValueError, LookupError):
            return self._zone

    def _quiet_of(self, user: str) -> tuple[Span, ...]:
        told = self._asked(self._client.dnd_info, user)
        if not told.get("dnd_enabled"):
            return ()
        begin, end = (datetime.fromtimestamp(told[f"next_dnd_{name}_ts"], UTC) for name in ("start", "end"))
        return (Span(begin, end),)

    def _asked(self, method: Callable[..., SlackResponse], user: str) -> Mapping[str, Any]:
        try:
            told = method(user=user).data
            return told if isinstance(told, dict) else {}
        except SlackApiError as refused:
            code = str(refused.response.get("error"))
            if code in LEFT:
                raise Left(user) from refused
            if code in NOT_GRANTED:
                return {}
            raise
