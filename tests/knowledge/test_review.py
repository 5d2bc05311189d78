"""When an article is to be checked."""

from dataclasses import replace
from datetime import date

import pytest

from knowledge.article import Article
from knowledge.review import Health, check_again, health

TODAY = date(2026, 11, 27)
BARE = Article("a", "A", "a")


@pytest.mark.parametrize(
    ("reviewed", "review_by", "expected"),
    [
        (None, None, "never checked"),
        (date(2026, 10, 1), None, "fresh"),
        (date(2026, 1, 1), None, "check overdue"),
        (date(2026, 1, 1), TODAY, "check due"),
        (None, date(2026, 11, 26), "check overdue"),
        (date(2026, 1, 1), date(2026, 12, 12), "fresh"),
    ],
)
def test_how_it_stands(reviewed: date | None, review_by: date | None, expected: Health) -> None:
    """Due from two weeks before its day, overdue the day after it; without a day, half a year holds."""
    assert health(replace(BARE, reviewed=reviewed, review_by=review_by), TODAY) == expected


def test_the_next_check() -> None:
    """A check holds as long as the one before was to hold; half a year where that is not known."""
    yearly = replace(BARE, reviewed=date(2025, 1, 1), review_by=date(2026, 1, 1))
    assert check_again(yearly, TODAY) == date(2027, 11, 27)
    assert check_again(BARE, TODAY) == date(2027, 5, 28)
    assert check_again(replace(BARE, reviewed=TODAY, review_by=TODAY), TODAY) == date(2027, 5, 28)
