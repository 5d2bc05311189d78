"""What an answer is made of: words of an article, quoted, and where they stand."""

from dataclasses import dataclass
from datetime import date

from knowledge.article import Owner


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a passage stands where it does. `use` is "role" or "past_use"; `detail` is the role, or the ISO day it helped."""

    use: str
    detail: str


@dataclass(frozen=True, slots=True)
class Citation:
    """The article version, heading and exact words quoted. `quote` is a verbatim part of the article's body."""

    article_id: str
    title: str
    heading: str
    quote: str
    version: int
    owner: Owner | None = None
    reviewed: date | None = None
    critical: bool = False
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """`text` is the answer in the article's own words, short enough for a phone; empty when not found.

    When `found` is false, `nearest` is the closest article, if one is near.
    """

    found: bool
    text: str = ""
    citations: tuple[Citation, ...] = ()
    nearest: Citation | None = None


NOT_FOUND = Answer(found=False)
