"""What a worker chose about each use: an appended record, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from privacy.receipt import Refusal
from privacy.uses import DataUse

State = Literal["asked", "granted", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Consent:
    """One choice: for which use, what, when, and the words that were on the screen."""

    use: str
    state: State
    at: datetime
    wording: str


def refusal(use: DataUse, last: Consent | None) -> Refusal | None:
    """Why a use may not draw after the worker's last choice about it, or None where it may."""
    if last is not None and last.state == "withdrawn":
        return "off"
    if use.needs_yes and (last is None or last.state != "granted"):
        return "not asked"
    return None
