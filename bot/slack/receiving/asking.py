"""Asks somebody for whom a nudge waits whether they want any: once, below an answer, in one sentence."""

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.receiving.ownhours import hours_button
from bot.wording.nudging import NUDGING
from privacy import uses
from privacy.rooms import Rooms


def may_i(rooms: Rooms, address: Address) -> list[Block]:
    """Asks, once, somebody for whom a nudge waits. For use within `Replies.together`, as the record is one with it."""
    worker = rooms.gate.worker(address.person)
    if address.place.public or not rooms.nudges.waits_for(worker):
        return []
    said, value = NUDGING[address.voice.language], {"l": address.voice.language}
    rooms.gate.choose(worker, uses.NUDGES, "asked", said.may_i)
    answers = [
        kit.button(said.yes_by_day, "nudge_yes_day", value, style="primary"),
        kit.button(said.yes_by_night, "nudge_yes_night", value),
        hours_button(address.voice.language),
        kit.button(address.voice.no_thanks, "nudge_no", value),
    ]
    return [kit.divider(), kit.section(said.may_i), kit.actions(answers, "may_i_nudge")]
