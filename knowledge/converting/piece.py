"""What a document is converted to, and how it is refused."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Tick = Callable[[], None]
"""Called after each part of a document, such as a page or a slide: each one has so many seconds of its own."""


class RefusedError(ValueError):
    """What is wrong with a file, its value and what is accepted, in one line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The text of one article in Markdown. `fields` are those of a front matter, as far as the document tells them.

    `place` is where in the document it stands, such as "row 7", where it holds several.
    """

    body: str
    fields: dict[str, Any] = field(default_factory=dict)
    place: str = ""
