"""Lists for a spreadsheet: no cell of them is ever run."""

import csv
import io
import json
import os
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sheets import FORMULA, MARK, sheet
from tests.bot.process import run

EXAMPLES = int(os.environ.get("ONHAND_CELLS", "300"))
"""How many sheets are made up; `ONHAND_CELLS=100000` is the large number."""
DANGEROUS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "＝1",
    '";=1',
    "a;=1",
)
cells = st.one_of(
    st.sampled_from(DANGEROUS),
    st.builds("{}{}".format, st.sampled_from(FORMULA), st.text(max_size=8)),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
)


def read(made: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=delimiter))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=4))
def test_no_cell_begins_as_a_formula(rows: list[list[str]]) -> None:
    """Whatever the words are, no cell that is read back begins as a formula; the words stand in it whole."""
    back = read(sheet(("one", "two"), rows))[1:]
    assert len(back) == len(rows)
    for given_row, row in zip(rows, back, strict=True):
        for words, cell in zip(given_row, row, strict=True):
            assert not cell.lstrip(" ").startswith(FORMULA)
            assert cell in (words, MARK + words)


@settings(max_examples=EXAMPLES, deadline=None)
@given(cells, st.sampled_from((";", "\t", "|")))
def test_no_other_way_of_parting_finds_one(words: str, delimiter: str) -> None:
    """A program that parts cells by something else finds no formula in the middle of one either."""
    found = [cell for row in read(sheet(("one",), [[words]]), delimiter) for cell in row]
    assert not [cell for cell in found if cell.lstrip(" ").startswith(FORMULA)]


def test_numbers_stay_numbers() -> None:
    """What is a number is written as one, also below zero: a sum over the column works."""
    assert sheet(("n",), [[-3], [2.5], [None]]).decode("utf-8-sig").splitlines() == ['"n"', "-3", "2.5", '""']


def test_articles_as_a_sheet(home: Path, tmp_path: Path) -> None:
    """`onhand articles list --csv` writes all live articles, a row each, and a hostile title as text."""
    (tmp_path / "hostile.md").write_text('---\ntitle: "=HYPERLINK(1)"\n---\nWash your hands.\n')
    assert run(home, "articles", "load", str(tmp_path / "hostile.md"), "--by", "U0LEO", APPROVALS="1").returncode == 0
    listed = [json.loads(line) for line in run(home, "articles", "list", "--json").stdout.splitlines()]
    done = run(home, "articles", "list", "--csv", str(tmp_path / "list.csv"))
    assert f"{len(listed)} articles written" in done.stdout
    header, *rows = read((tmp_path / "list.csv").read_bytes())
    assert header[0] == "id"
    assert [row[0] for row in rows] == [each["id"] for each in listed]
    assert "'=HYPERLINK(1)" in {row[3] for row in rows}
