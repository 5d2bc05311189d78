"""What a worker chose about each use: an appended record, never changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from privacy.receipt import Refusal
from privacy.uses import DataUse

State = Literal["asked", "granted", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Consent:
    """One choice: for which use, what, when, the words that were on the screen, and the version of the use."""

    use: str
    state: State
    at: datetime
    wording: str
    version: int = 1


def refusal(use: DataUse, last: Consent | None) -> Refusal | None:
    """Why a use may not draw after the worker's last choice about it, or None where it may.

    A use that needs a yes needs it for what it is today. One that is on until it is switched off stays off, however it
    changes.
    """
    if not use.needs_yes:
        return "off" if last is not None and last.state == "withdrawn" else None
    if last is None or last.version != use.version or last.state == "asked":
        return "not asked"
    return "off" if last.state == "withdrawn" else None


def answered(use: DataUse, last: Consent | None) -> bool:
    """True where the worker was asked about the use as it is today, so that nobody asks them again."""
    return last is not None and last.version == use.version
