"""How many identifiers are found: `python -m tests.measuring.identifiers FILE`, a data set of presidio-research.

A span counts as found when every letter and digit of it is taken out. Precision is the share of what was taken out
that touches a span of the data set, of whatever kind. The list of names holds the names of the data set, as a company's
list holds those of colleagues.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from privacy.identifiers import listed_words, spans_of

KINDS = (
    "PERSON",
    "CREDIT_CARD",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "IBAN_CODE",
    "US_SSN",
    "IP_ADDRESS",
    "STREET_ADDRESS",
)
Rows = list[dict[str, Any]]


def rates(rows: Rows, is_name: Callable[[str], bool]) -> tuple[Counter[str], Counter[str], float]:
    """Spans found and spans there are, by kind, and precision."""
    found: Counter[str] = Counter()
    there: Counter[str] = Counter()
    right = taken = 0
    for row in rows:
        spans = spans_of(row["full_text"], "en", is_name)
        gone = {place for start, end, _ in spans for place in range(start, end)}
        known = [(each["start_position"], each["end_position"], each["entity_type"]) for each in row["spans"]]
        for start, end, kind in known:
            there[kind] += 1
            found[kind] += all(place in gone for place in range(start, end) if row["full_text"][place].isalnum())
        taken += len(spans)
        right += sum(any(start < last and first < end for first, last, _ in known) for start, end, _ in spans)
    return found, there, right / taken if taken else 1.0


def names_of(rows: Rows) -> frozenset[str]:
    people = (each["entity_value"] for row in rows for each in row["spans"] if each["entity_type"] == "PERSON")
    return frozenset(word for name in people for word in listed_words(name))


def lowered(rows: Rows) -> Rows:
    """The same in lower case; the few rows whose length would change are left out."""
    return [row | {"full_text": low} for row in rows if len(low := row["full_text"].lower()) == len(row["full_text"])]


def table(rows: Rows) -> str:
    """Recall by kind and precision, as a table in Markdown."""
    names = names_of(rows)
    ways: tuple[tuple[str, Rows, Callable[[str], bool]], ...] = (
        ("as written, no list", rows, lambda _: False),
        ("as written, with list", rows, names.__contains__),
        ("lower case, no list", lowered(rows), lambda _: False),
        ("lower case, with list", lowered(rows), names.__contains__),
    )
    measured = [(name, *rates(given, is_name)) for name, given, is_name in ways]
    head = ["kind", *(name for name, *_ in measured)]
    lines = [head, ["---"] * len(head)]
    for kind in KINDS:
        lines.append([kind.lower(), *(f"{found[kind] / max(1, there[kind]):.0%}" for _, found, there, _ in measured)])
    lines.append(["precision of all", *(f"{precision:.0%}" for *_, precision in measured)])
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main(path: Path, most: int) -> None:
    rows: Rows = json.loads(re.sub(r"\s+$", "", path.read_text(encoding="utf-8")))
    print(table(rows[:most]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
