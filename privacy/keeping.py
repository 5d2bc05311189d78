"""How long each record is kept, beside what the uses keep (`privacy/uses.py` says that)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

RECEIPT_DAYS = 365
"""Receipts, with their requests and the messages that told of them: a year in which everyone can look things up."""

DELIVERED_DAYS = 30
"""Messages that drew on nothing, ids of events, questions handed over."""

CHOICE_DAYS = 1095
"""Choices that a later one took the place of: three years, as proof of what was agreed. The last of each use stays."""

OPINION_MONTHS = 36
"""Counts of helpful and not helpful, which name nobody."""

GONE_DAYS = 400
"""Who was erased, or switched a use off, so that a restored backup cannot bring it back. Older backups are refused."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What was made before these moments has outlived its time."""

    now: datetime
    receipts: datetime
    delivered: datetime
    choices: datetime
    gone: datetime

    @classmethod
    def at(cls, now: datetime) -> "Limits":
        ages = (RECEIPT_DAYS, DELIVERED_DAYS, CHOICE_DAYS, GONE_DAYS)
        return cls(now, *(now - timedelta(days=age) for age in ages))

    def named(self, stamp: Callable[[datetime], str]) -> dict[str, str]:
        """Each limit by its name, as text, and the first month of which opinions are still counted."""
        months = self.now.year * 12 + self.now.month - 1 - OPINION_MONTHS
        moments = {name: stamp(getattr(self, name)) for name in ("now", "receipts", "delivered", "choices")}
        return {**moments, "month": f"{months // 12:04}-{months % 12 + 1:02}"}
