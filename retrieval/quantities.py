"""Amounts in running text: how hot, how long, how much. Two rules that give different ones say different things."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DEGREES, _HOURS, _GRAMS, _LITRES, _METRES, _PERCENT, _PEOPLE = "°C", "h", "g", "l", "m", "%", "people"

# What a unit measures, and how many of the one that is compared it makes. In the languages that Onhand speaks.
_NAMES: Mapping[str, tuple[str, float]] = {
    "°c ºc celsius": (_DEGREES, 1.0),
    "second seconds sec secs segundos secondes sekund sekundy": (_HOURS, 1 / 3600),
    "minute minutes min mins minutos minut minuty": (_HOURS, 1 / 60),
    "hour hours hr hrs hora horas heure heures godzin godziny": (_HOURS, 1.0),
    "day days día días dia dias jour jours dzień dni": (_HOURS, 24.0),
    "week weeks semana semanas semaine semaines tydzień tygodnie": (_HOURS, 168.0),
    "month months mes meses mois mês miesiąc miesiące": (_HOURS, 730.0),
    "year years año años an ans ano anos rok lata": (_HOURS, 8766.0),
    "g gram grams gramos grammes": (_GRAMS, 1.0),
    "kg kilo kilos": (_GRAMS, 1000.0),
    "ml": (_LITRES, 0.001),
    "l litres liters": (_LITRES, 1.0),
    "cm": (_METRES, 0.01),
    "m metres meters": (_METRES, 1.0),
    "% percent": (_PERCENT, 1.0),
    "people persons personas": (_PEOPLE, 1.0),
}
_UNITS = {name: measured for names, measured in _NAMES.items() for name in names.split()}
_WORDS: Mapping[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "twelve": 12, "half": 0.5,
}  # fmt: skip
_FAHRENHEIT = ("°f", "ºf", "fahrenheit")
_NUMBER = rf"-?\d+(?:[.,]\d+)?|\b(?:{'|'.join(_WORDS)})"
_UNIT = "|".join(sorted(map(re.escape, (*_UNITS, *_FAHRENHEIT)), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?P<first>{_UNIT}))?(?:\s*(?:-|–|to|or|and|a|à|do)\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s+an?)?[\s-]*(?P<unit>{_UNIT})(?!\w)",
    re.IGNORECASE,
)
_SAME = 0.02


@dataclass(frozen=True, slots=True)
class Amount:
    """From `low` to `high` of what `kind` measures, in one unit for each kind: °C, hours, grams, litres, metres."""

    kind: str
    low: float
    high: float

    def meets(self, other: "Amount") -> bool:
        """True where one value could be both, a rounding aside."""
        slack = _SAME * max(abs(self.high), abs(other.high), 1e-9)
        return self.low <= other.high + slack and other.low <= self.high + slack


def amounts(text: str) -> tuple[Amount, ...]:
    """The amounts in a text, in their order. Money is not among them: its unit stands before it, and prices change."""
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(text):
        low = _value(match["low"])
        high = _value(match["high"]) if match["high"] else low
        unit = match["unit"].lower()
        if unit in _FAHRENHEIT:
            yield Amount(_DEGREES, *sorted(((low - 32) / 1.8, (high - 32) / 1.8)))
        else:
            kind, each = _UNITS[unit]
            yield Amount(kind, *sorted((low * each, high * each)))


def _value(number: str) -> float:
    return _WORDS.get(number.lower()) or float(number.replace(",", "."))


def disagree(one: str, other: str) -> bool:
    """True where both texts give amounts of one kind, and no two of that kind could be the same."""
    mine, theirs = amounts(one), amounts(other)
    shared = {each.kind for each in mine} & {each.kind for each in theirs}
    return any(_apart(kind, mine, theirs) for kind in shared)


def _apart(kind: str, mine: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> bool:
    return not any(one.meets(other) for one in mine if one.kind == kind for other in theirs if other.kind == kind)
