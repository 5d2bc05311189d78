"""The record of one draw: number, use, kinds of data, for which request, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from privacy.uses import ENGLISH, Language
from privacy.worker import WorkerId

Refusal = Literal["off", "not asked", "public", "nobody"]


@dataclass(frozen=True, slots=True)
class UsageReceipt:
    """`kinds` names what the draw found; empty when there was nothing to read."""

    number: int
    use: str
    kinds: tuple[str, ...]
    request: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Drawn:
    """Data and receipt together, or nothing and the reason. `values` maps a kind's name to what was read."""

    values: Mapping[str, Any] = field(default_factory=dict, repr=False)
    receipt: UsageReceipt | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a worker asked for, that draws and messages belong to, and the language of their notice.

    `public`: others can read the reply.
    """

    id: str
    worker: WorkerId
    public: bool
    event: tuple[str, str] | None = None
    language: Language = ENGLISH


class RequestUnknown(LookupError):
    """A request that was not opened, was changed, or went with its person. Refused: nothing is read or sent for it."""
