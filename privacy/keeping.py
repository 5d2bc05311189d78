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

IN_JOB_MONTHS = 12
"""Totals of what helped people in a job, which name nobody."""

GAP_MONTHS = 12
"""What people asked in vain, as it was told: words and totals, which name nobody."""

MEASURE_MONTHS = 36
"""Counts of how questions went, by week, which name nobody."""

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
        """Each limit by its name, as text, and the first months of which counts and totals are still there."""
        moments = {name: stamp(getattr(self, name)) for name in ("now", "receipts", "delivered", "choices")}
        months = {"opinions": OPINION_MONTHS, "in_job": IN_JOB_MONTHS, "gaps": GAP_MONTHS, "measures": MEASURE_MONTHS}
        return moments | {name: month_of(self.now, before) for name, before in months.items()}


def month_of(now: datetime, before: int = 0) -> str:
    """The month, or one so many months before it, as text that sorts as time does: 2026-11."""
    months = now.year * 12 + now.month - 1 - before
    return f"{months // 12:04}-{months % 12 + 1:02}"
