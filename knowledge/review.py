"""Whether an article was checked lately, and when it is to be checked again."""

from datetime import date, timedelta
from typing import Literal

from knowledge.article import Article

Health = Literal["fresh", "check due", "check overdue", "never checked"]

SOON = timedelta(days=14)
"""So long before its day an article is due to be checked."""
HALF_A_YEAR = timedelta(days=182)


def health(article: Article, today: date) -> Health:
    """How it stands with the checking of an article. One without a day to be checked again is fresh for half a year."""
    again = check_by(article)
    if again is None:
        return "never checked"
    if again < today:
        return "check overdue"
    return "check due" if again <= today + SOON else "fresh"


def check_by(article: Article) -> date | None:
    """The day by which it is to be checked again, its own or half a year after the last time. None: never checked."""
    if article.review_by is not None:
        return article.review_by
    return article.reviewed + HALF_A_YEAR if article.reviewed else None


def check_again(article: Article, today: date) -> date:
    """When to check it again after a check today: after as long as it was given before."""
    given = article.reviewed and article.review_by and article.review_by - article.reviewed
    return today + (given or HALF_A_YEAR)
