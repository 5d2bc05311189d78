"""What a sentence gives that another could give differently: amounts, prices, times of day, weekdays, plain numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.previewing.preview import Difference
from retrieval.quantities import measured, value

PRICE, CLOCK, WEEKDAY, TIMES, NUMBER = "price", "time of day", "weekday", "how often", "number"
MEASURED = {"°C": "temperature", "h": "duration"}
"""What the kinds of amounts are called, where that is not "amount"."""
_DEGREES = 0.7
_SHARE = 0.02

_PRICE = re.compile(
    r"[£$€]\s?(\d[\d,.]*\d|\d)|\b(\d[\d,.]*)\s?(?:£|€|zł|pounds?|euros?|dollars?|libras?|zlotych)(?!\w)", re.I
)
_CLOCK = re.compile(
    r"\b([01]?\d|2[0-4])(?:[:h]([0-5]\d))?\s?([ap])\.?m\b\.?|\b([01]?\d|2[0-4])[:h]([0-5]\d)(?!\d)", re.IGNORECASE
)
_DAYS = (
    "monday lunes lundi poniedziałek segunda-feira", "tuesday martes mardi wtorek terça-feira",
    "wednesday miércoles mercredi środa quarta-feira", "thursday jueves jeudi czwartek quinta-feira",
    "friday viernes vendredi piątek sexta-feira", "saturday sábado samedi sobota", "sunday domingo dimanche niedziela",
)  # fmt: skip
_DAY = {name: number for number, names in enumerate(_DAYS) for name in names.split()}
_WEEKDAY = re.compile(rf"\b({'|'.join(_DAY)})s?\b", re.IGNORECASE)
_OFTEN = {"once": 1.0, "twice": 2.0}
_TIMES = re.compile(
    r"\b(once|twice)\b|\b(\d+|two|three|four|five|six|dos|tres|deux|trois|dwa|trzy|duas)\s(?:times|veces|fois|razy|vezes)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,£$€])-?\d+(?:[.,]\d+)?(?![\w%])"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What is given: from `low` to `high` of a kind, and how it is written."""

    kind: str
    low: float
    high: float
    written: str

    def same(self, other: "Figure") -> bool:
        """True for the same figure, rounded as people do where they turn one unit into another."""
        slack = _DEGREES if self.kind == "temperature" else _SHARE * max(abs(self.high), abs(other.high))
        if self.kind not in ("temperature", "duration", "amount"):
            slack = 0.0
        return abs(self.low - other.low) <= slack and abs(self.high - other.high) <= slack


Found = Iterator[tuple[Figure, tuple[int, int]]]


def read(sentence: str) -> tuple[tuple[Figure, ...], str]:
    """The figures of a sentence, and the sentence without them. What is read as one kind is not read again."""
    found = []
    for kind in (_clocks, _prices, _amounts, _often, _weekdays, _numbers):
        for figure, (start, end) in list(kind(sentence)):
            found.append(figure)
            sentence = sentence[:start] + " " * (end - start) + sentence[end:]
    return tuple(found), sentence


def _clocks(text: str) -> Found:
    for match in _CLOCK.finditer(text):
        hour, minute = int(match[1] or match[4]), int(match[2] or match[5] or 0)
        half = (match[3] or "").lower()
        hour = hour % 12 + 12 * (half == "p") if half else hour
        yield _figure(CLOCK, hour * 60.0 + minute, match)


def _prices(text: str) -> Found:
    for match in _PRICE.finditer(text):
        yield _figure(PRICE, value((match[1] or match[2]).rstrip(".,")), match)


def _amounts(text: str) -> Found:
    for amount, (start, end) in measured(text):
        kind = MEASURED.get(amount.kind, "amount")
        yield Figure(kind, amount.low, amount.high, text[start:end].strip()), (start, end)


def _often(text: str) -> Found:
    for match in _TIMES.finditer(text):
        yield _figure(TIMES, _OFTEN.get(match[0].lower()) or value(match[2]), match)


def _weekdays(text: str) -> Found:
    for match in _WEEKDAY.finditer(text):
        yield _figure(WEEKDAY, float(_DAY[match[1].lower()]), match)


def _numbers(text: str) -> Found:
    for match in _NUMBER.finditer(text):
        yield _figure(NUMBER, value(match[0]), match)


def _figure(kind: str, number: float, match: re.Match[str]) -> tuple[Figure, tuple[int, int]]:
    return Figure(kind, number, number, match[0].strip()), match.span()


def differences(ours: Sequence[Figure], theirs: Sequence[Figure]) -> tuple[Difference, ...]:
    """The figures of one kind that each has and the other has not, for each kind of which both have some.

    A figure more on one side is only more said, and so is a limit beside a range that it is an end of.
    """
    mine = [each for each in ours if not any(each.same(other) for other in theirs)]
    others = [each for each in theirs if not any(each.same(other) for other in ours)]
    kinds = dict.fromkeys(each.kind for each in mine)
    pairs = ((_of(mine, kind), _of(others, kind)) for kind in kinds)
    return tuple(
        Difference(one[0].kind, _said(one), _said(other)) for one, other in pairs if other and not _ends(one, other)
    )


def _of(given: Sequence[Figure], kind: str) -> list[Figure]:
    return [each for each in given if each.kind == kind]


def _said(given: Sequence[Figure]) -> str:
    return ", ".join(dict.fromkeys(each.written for each in given))


def _ends(ours: Sequence[Figure], theirs: Sequence[Figure]) -> bool:
    """True where all of one side are ends of a range of the other."""
    return _all_ends(ours, theirs) or _all_ends(theirs, ours)


def _all_ends(points: Sequence[Figure], ranges: Sequence[Figure]) -> bool:
    ends = [end for each in ranges if each.low < each.high for end in (each.low, each.high)]
    return bool(ends) and all(each.low == each.high and each.low in ends for each in points)


def agreeing(ours: Sequence[Figure], theirs: Sequence[Figure]) -> float:
    """How many of the figures of the side that has fewer the other has too, 0 to 1; 1 where a side has none."""
    few, many = sorted((ours, theirs), key=len)
    return sum(any(each.same(other) for other in many) for each in few) / len(few) if few else 1.0
