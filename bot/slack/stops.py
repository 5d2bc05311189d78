"""The switch where it is shown: a button for each use that was drawn on, beside its notice."""

from slack_sdk.models.blocks import ActionsBlock

from bot.slack import blocks as kit
from bot.wording import Voice
from privacy.gate import Notice
from privacy.uses import BY_NAME


def stops(request: str, notice: Notice, voice: Voice) -> list[ActionsBlock]:
    """One button a use that was drawn on and can be stopped; nothing where there is none."""
    used = {receipt.use: BY_NAME[receipt.use] for receipt in notice.receipts if receipt.kinds}
    uses = [use for use in used.values() if use.stoppable]
    buttons = [
        kit.button(
            voice.stop_label(use, alone=len(uses) == 1), f"stop:{use.name}", {"u": use.name, "l": voice.language}
        )
        for use in uses
    ]
    return [kit.actions(buttons, f"stop:{request}")] if buttons else []
