"""The switch where it is shown: a button for each use that was drawn on, beside its notice."""

from slack_sdk.models.blocks import ActionsBlock, ButtonElement

from bot.slack import blocks as kit
from bot.wording import Voice
from privacy.gate import Notice
from privacy.uses import BY_NAME, DataUse


def stops(request: str, notice: Notice, voice: Voice) -> list[ActionsBlock]:
    """One button a use that was drawn on and can be stopped; nothing where there is none."""
    used = {receipt.use: BY_NAME[receipt.use] for receipt in notice.receipts if receipt.kinds}
    uses = [use for use in used.values() if use.stoppable]
    buttons = [stop_button(use, voice, alone=len(uses) == 1) for use in uses]
    return [kit.actions(buttons, f"stop:{request}")] if buttons else []


def stop_button(use: DataUse, voice: Voice, *, alone: bool = False) -> ButtonElement:
    """The switch of one use; it names the use where it does not stand `alone` below its notice."""
    return kit.button(voice.stop_label(use, alone=alone), f"stop:{use.name}", {"u": use.name, "l": voice.language})
