"""What a question means has a say beside the lists of words."""

import csv
from pathlib import Path

import pytest

from bot.alike import Alike
from bot.wiring import Onhand
from privacy.topics import sensitive
from privacy.uses import LANGUAGES, Language

FILE = Path(__file__).parent.parent / "data" / "questions_unseen.csv"
with FILE.open(encoding="utf-8", newline="") as opened:
    UNSEEN = list(csv.DictReader(opened))
LEAST_FOUND, MOST_WITHHELD = 0.85, 0.2


@pytest.fixture(scope="module")
def alike(shelf: Onhand) -> Alike:
    return Alike(lambda: shelf.encoder)


def withheld(row: dict[str, str], alike: Alike) -> bool:
    languages: dict[str, Language] = {each: each for each in LANGUAGES}
    return sensitive(row["question"], languages[row["language"]]) or alike(row["question"])


def test_most_questions_with_words_that_no_list_knows_are_withheld(alike: Alike) -> None:
    """Of sensitive questions that neither lists nor examples were made with, most are withheld."""
    rows = [row for row in UNSEEN if row["label"] == "sensitive"]
    passed = [row["question"] for row in rows if not withheld(row, alike)]
    assert len(passed) <= len(rows) * (1 - LEAST_FOUND), passed


def test_most_questions_about_work_may_be_kept(alike: Alike) -> None:
    """Of questions about work that neither was made with, at most one in five is withheld."""
    rows = [row for row in UNSEEN if row["label"] == "plain"]
    kept_out = [row["question"] for row in rows if withheld(row, alike)]
    assert len(kept_out) <= len(rows) * MOST_WITHHELD, kept_out


def test_lists_alone_find_fewer(alike: Alike) -> None:
    """What it means finds questions that the lists let through."""
    rows = [row for row in UNSEEN if row["label"] == "sensitive"]
    languages: dict[str, Language] = {each: each for each in LANGUAGES}
    by_lists = sum(sensitive(row["question"], languages[row["language"]]) for row in rows)
    assert by_lists < sum(withheld(row, alike) for row in rows)
