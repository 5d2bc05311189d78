"""When an article's owner was last asked to look at it: by article, and nobody's name."""

from collections.abc import Collection, Mapping
from typing import Protocol


class Reminding(Protocol):
    """The last week in which each article was brought up."""

    def weeks(self) -> Mapping[str, str]:
        """Article id → the last week, as in “2026-W48”, in which its owner was asked."""
        ...

    def note(self, article_ids: Collection[str], week: str) -> None:
        """Notes that they were brought up in a week."""
        ...
