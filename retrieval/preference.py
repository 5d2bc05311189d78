"""What ranking may prefer, with nobody's name on it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Preference:
    """The only form in which personal data reaches ranking.

    `helped` maps an article id to the day it last helped, `unhelped` to the day it last did not (said so, or asked
    again). `topics` maps a topic to the day they last had to do with it, beside the topics of what helped. `others`
    maps an article id to the number of other people in the same job whom it helped: at least k of them, the one who
    asks left out. `today` is the day of the question: what is long ago counts less; without it nothing does. `toss` is
    another one for each question: a test of two rankers draws lots with it. It tells nothing of who asks.
    """

    role: str | None = None
    site: str | None = None
    helped: Mapping[str, date] = field(default_factory=dict)
    unhelped: Mapping[str, date] = field(default_factory=dict)
    topics: Mapping[str, date] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)
    today: date | None = None
    toss: str = ""


NO_PREFERENCE = Preference()
