"""Where each version of an article came from, and how one takes back what should not have come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a version came from, and by whose hands: keys of editors, as in `knowledge.proposals`.

    All is empty for what was loaded before there were proposals.
    """

    origin: str = ""
    proposed_by: str = ""
    approved_by: str = ""
    approved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article. One that was withdrawn has no words any more."""

    number: int
    title: str
    saved_at: datetime
    live: bool
    withdrawn: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was taken back: the articles whose live version it was, how many versions, and how many proposals.

    `earlier` are those of the articles that had a version from elsewhere, with its number: it can be proposed again.
    """

    articles: tuple[str, ...]
    versions: int
    proposals: int
    earlier: Mapping[str, int]


class History(Protocol):
    """The versions of articles by where they came from."""

    def versions(self, article_id: str) -> tuple[Version, ...]:
        """All versions of an article, newest first. Empty where there is no such article."""
        ...

    def provenance(self, article_id: str, version: int) -> Provenance | None:
        """Where a version, and so each passage of it, came from."""
        ...

    def origins(self) -> Mapping[str, int]:
        """How many live articles came from each origin."""
        ...

    def under(self, origin: str) -> Mapping[str, str]:
        """The ids of the live articles that came from an origin, or out of a folder or archive, each with its own."""
        ...

    def withdraw(self, source: str) -> Withdrawn:
        """Takes everything back that came from a source, at once and for good, in one transaction.

        A source is an origin; a folder or archive, for all that came out of it; the `source` that articles name; or the
        key of the editor who proposed it. Its live articles are taken out of every search, the words of all its
        versions and proposals are deleted.
        """
        ...

    def left_of(self, source: str) -> int:
        """How many passages of a source there are, live or put by. None are left after `withdraw`."""
        ...

    def renew(self, article_id: str, version: int, reviewed: date, review_by: date | None, by: str) -> bool:
        """Notes that the live version was checked and is still right: the next version, with the same words.

        False, and nothing is noted, where that version is no longer live.
        """
        ...

    def outlived(self, today: date) -> tuple[str, ...]:
        """The ids of the live articles whose last day is over."""
        ...
