"""What the declaration of a table is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from privacy.uses import Basis

What = Literal["pseudonym", "sealed", "secret", "digest", "label", "time", "count", "state", "words"]
File = Literal["people.db", "keys.db"]
FILES: tuple[File, ...] = ("people.db", "keys.db")
ID: What = "pseudonym"
"""A keyed hash, of a person, a place or a request."""
SEALED: What = "sealed"
SECRET: What = "secret"  # noqa: S105 - a word, not a secret
DIGEST: What = "digest"
LABEL: What = "label"
"""A name of the product's own, of the company's list, or an id of Slack's; never words that somebody typed."""
TIME: What = "time"
COUNT: What = "count"
STATE: What = "state"
WORDS: What = "words"
"""Single words that at least so many people used as a group must have: never a question, and no name."""


@dataclass(frozen=True, slots=True)
class Record:
    """One table. `person` names its columns that tell whose a row is: with none, it is no personal data.

    `kept` and `goes` are for people to read: how long a row is kept at most, and how an erasing reaches it.
    """

    table: str
    columns: Mapping[str, What]
    holds: str
    purpose: str
    kept: str
    goes: str = "Nothing in it is about a person."
    person: tuple[str, ...] = ()
    legal_basis: Basis | None = None
    file: File = "people.db"

    @property
    def personal(self) -> bool:
        return bool(self.person)
