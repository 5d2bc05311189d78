"""What ranking may prefer, with nobody's name on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Preference:
    """The only form in which personal data reaches ranking. `helped` maps an article id to the day it last helped."""

    role: str | None = None
    site: str | None = None
    helped: Mapping[str, date] = field(default_factory=dict)


NO_PREFERENCE = Preference()
