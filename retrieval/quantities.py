"""Amounts in running text: how hot, how long, how much. Two rules that give different ones say different things."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DEGREES, _HOURS, _GRAMS, _LITRES, _METRES, _PERCENT, _PEOPLE = "°C", "h", "g", "l", "m", "%", "people"

# What a unit measures, and how many of the one that is compared it makes. In the languages that Onhand speaks.
_NAMES: Mapping[str, tuple[str, float]] = {
    "°c ºc celsius": (_DEGREES, 1.0),
    "s second seconds sec secs segundos secondes sekund sekundy": (_HOURS, 1 / 3600),
    "minute minutes min mins minutos minut minuty": (_HOURS, 1 / 60),
    "h hour hours hr hrs hora horas heure heures godzin godziny": (_HOURS, 1.0),
    "day days día días dia dias jour jours dzień dni": (_HOURS, 24.0),
    "week weeks semana semanas semaine semaines tydzień tygodnie": (_HOURS, 168.0),
    "month months mes meses mois mês miesiąc miesiące": (_HOURS, 730.0),
    "year years año años an ans ano anos rok lata": (_HOURS, 8766.0),
    "g gram grams gramos grammes": (_GRAMS, 1.0),
    "kg kilo kilos": (_GRAMS, 1000.0),
    "ml": (_LITRES, 0.001),
    "l litres liters": (_LITRES, 1.0),
    "mm": (_METRES, 0.001),
    "cm": (_METRES, 0.01),
    "m metres meters": (_METRES, 1.0),
    "% percent": (_PERCENT, 1.0),
    "people persons personas": (_PEOPLE, 1.0),
}
_UNITS = {name: measured for names, measured in _NAMES.items() for name in names.split()}
_WORDS: Mapping[str, float] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60,
    "ninety": 90, "half": 0.5, "quarter of": 0.25,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10,
    "dwa": 2, "dwie": 2, "trzy": 3, "cztery": 4, "pięć": 5, "sześć": 6, "siedem": 7, "osiem": 8, "dziesięć": 10,
    "dois": 2, "duas": 2, "três": 3, "quatro": 4, "sete": 7, "oito": 8, "nove": 9, "dez": 10,
}  # fmt: skip
_FAHRENHEIT = ("°f", "ºf", "fahrenheit")
_NUMBER = rf"-?\d{{1,3}}(?:,\d{{3}})+|-?\d+(?:[.,]\d+)?|\b(?:{'|'.join(_WORDS)})"
_UNIT = "|".join(sorted(map(re.escape, (*_UNITS, *_FAHRENHEIT)), key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?P<low>{_NUMBER})(?:\s*(?P<first>{_UNIT})(?!\w))?(?:\s*(?:-|–|to|or|and|a|à|do)\s*(?P<high>{_NUMBER}))?"
    rf"(?:\s+an?)?[\s-]*(?P<unit>{_UNIT})(?!\w)",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+")
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
    return tuple(amount for amount, _ in measured(text))


def measured(text: str) -> Iterator[tuple[Amount, tuple[int, int]]]:
    """The amounts in a text, in their order, each with where it stands: from which character to which."""
    for match in _AMOUNT.finditer(text):
        low = value(match["low"])
        high = value(match["high"]) if match["high"] else low
        unit = match["unit"].lower()
        if unit in _FAHRENHEIT:
            yield Amount(_DEGREES, *sorted(((low - 32) / 1.8, (high - 32) / 1.8))), match.span()
        else:
            kind, each = _UNITS[unit]
            yield Amount(kind, *sorted((low * each, high * each))), match.span()


def value(number: str) -> float:
    """The value of a number in digits, with a comma for thousands or decimals, or of a small one in words."""
    if number.lower() in _WORDS:
        return _WORDS[number.lower()]
    return float(number.replace(",", "") if _THOUSANDS.fullmatch(number) else number.replace(",", "."))


def disagree(one: str, other: str) -> bool:
    """True where both texts give amounts of one kind, and no two of that kind could be the same."""
    mine, theirs = amounts(one), amounts(other)
    shared = {each.kind for each in mine} & {each.kind for each in theirs}
    return any(_apart(kind, mine, theirs) for kind in shared)


def _apart(kind: str, mine: tuple[Amount, ...], theirs: tuple[Amount, ...]) -> bool:
    return not any(one.meets(other) for one in mine if one.kind == kind for other in theirs if other.kind == kind)
