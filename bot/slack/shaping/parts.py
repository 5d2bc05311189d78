"""All of it, made once: what asks, what tells later, what passes a fix on, what takes it, what makes articles."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering import Assistant
from bot.beside import Beside
from bot.settings import Settings
from bot.slack.desk import Handler
from bot.slack.missed import Misses
from bot.slack.replies import Replies
from bot.slack.shaping.experts import Experts
from bot.slack.shaping.fixes import Fixes, Receivers
from bot.slack.shaping.fixing import Fixing
from bot.slack.shaping.hearing import HearingBack
from bot.slack.shaping.photos import Photos
from privacy.rooms import Rooms


@dataclass(frozen=True, slots=True)
class Shaping:
    """What workers shape the articles with."""

    misses: Misses
    hearing: HearingBack
    fixes: Fixes
    fixing: Fixing
    experts: Experts

    @property
    def forms(self) -> Mapping[str, Handler]:
        """Who takes which form."""
        return {
            "suggest_fix": self.fixes.send,
            "take_fix": self.fixing.take,
            "decline_fix": self.fixing.decline,
            "make_article": self.experts.propose,
        }


def shaping_of(
    settings: Settings,
    rooms: Rooms,
    replies: Replies,
    assistant: Assistant,
    beside: Beside,
) -> Shaping:
    """The parts, which know each other as far as they need to."""
    editing, alike = beside.editing, beside.alike
    hearing = HearingBack(rooms, replies, assistant, editing, alike)
    photos = Photos(settings.slack_bot_token, settings.slack_api_url)
    fixes = Fixes(rooms, replies, assistant, hearing, photos, Receivers(editing.channel, settings.contact))
    fixing = Fixing(rooms, replies, assistant, editing, hearing)
    return Shaping(
        Misses(rooms, replies, alike, hearing.offer), hearing, fixes, fixing, Experts(rooms, replies, editing)
    )
