"""The pages that tell how it goes: what was asked in vain, and charts with the figures behind them."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console import charts
from bot.console.charts import AGES, OUTCOMES, Scheme, Size
from bot.console.page import Page
from bot.wording import effects
from bot.wording import gaps as wording
from knowledge.listing import Square

MOST_ROWS = 20
SVG = "image/svg+xml"
Rows = list[dict[str, Any]]


def gaps(page: Page) -> Response:
    """What people asked in vain, by topic, and whether nudges helped."""
    told = page.house.figures.gaps()
    helped = [effects.helped(title, effect) for title, effect in page.house.figures.effects()]
    named: dict[str, Any] = {
        "trends": wording.TRENDS,
        "people": wording.people,
        "roles": wording.roles,
        "outcomes": wording.outcomes,
    }
    return page.show("gaps.html", gaps=told, helped=helped, heading=effects.HEADING, how=effects.HOW, **named)


def overview(page: Page) -> Response:
    """All charts, each with its figures in a table."""
    rows = {name: made(page) for name, made in FIGURES.items()}
    return page.show("charts.html", rows=rows, outcomes=(*OUTCOMES, "asked a person"), ages=AGES)


def chart(page: Page) -> Response:
    """One chart as a picture, for a light or a dark ground, wide or for a phone."""
    name = page.request.path_params["name"]
    if name not in FIGURES:
        raise HTTPException(404, "There is no such chart.")
    scheme: Scheme = "dark" if page.asked("scheme") == "dark" else "light"
    size: Size = "small" if page.asked("size") == "small" else "wide"
    return Response(DRAWN[name](FIGURES[name](page), scheme, size), media_type=SVG)


def weeks(page: Page) -> Rows:
    """A row for each week and outcome."""
    told = page.house.figures.weeks()
    return [
        {"week": f"{week.first:%d %b}", "what": what, "times": week.of(counted), "place": place}
        for week in told
        for place, (what, counted) in enumerate(
            [*((each, each) for each in OUTCOMES), ("asked a person", "handed over")]
        )
    ]


def helpfulness(page: Page) -> Rows:
    """A row for each topic that was judged often enough."""
    told = page.house.figures.by_topic()
    return [{"topic": topic, "percent": each.tenths * 10, "times": each.times} for topic, each in told.items()]


def topics(page: Page) -> Rows:
    """How long ago the articles of each topic were checked."""
    squares = page.onhand.listing.squares("topics", page.onhand.today())
    return _aged(squares, "no topic") if any(each.row for each in squares) else []


def roles(page: Page) -> Rows:
    """The same by the roles that see them."""
    return _aged(page.onhand.listing.squares("roles", page.onhand.today()), "every role")


def sites(page: Page) -> Rows:
    """The same by the sites that see them."""
    return _aged(page.onhand.listing.squares("sites", page.onhand.today()), "every site")


def _aged(squares: Sequence[Square], unnamed: str) -> Rows:
    """The rows with the most articles; what is left is one more row."""
    sums: Counter[tuple[str, str]] = Counter()
    for each in squares:
        sums[each.row or unnamed, _age(each.months)] += each.articles
    of_row: Counter[str] = Counter()
    for (row, _), number in sums.items():
        of_row[row] += number
    shown = {row for row, _ in of_row.most_common(MOST_ROWS)}
    whole: Counter[tuple[str, str]] = Counter()
    for (row, age), number in sums.items():
        whole[row if row in shown else "all others", age] += number
    return list(_rows(whole))


def _rows(sums: Mapping[tuple[str, str], int]) -> Iterator[dict[str, Any]]:
    yield from ({"row": row, "age": age, "articles": number} for (row, age), number in sorted(sums.items()))


def _age(months: int | None) -> str:
    if months is None:
        return AGES[-1]
    return next(age for age, most in zip(AGES, (0, 3, 6, 12, 10_000), strict=False) if months <= most)


FIGURES: Mapping[str, Callable[[Page], Rows]] = {
    "outcomes": weeks,
    "helpfulness": helpfulness,
    "topics": topics,
    "roles": roles,
    "sites": sites,
}
DRAWN: Mapping[str, Callable[[Rows, Scheme, Size], str]] = {
    "outcomes": charts.outcomes,
    "helpfulness": charts.shares,
    "topics": charts.freshness,
    "roles": charts.freshness,
    "sites": charts.freshness,
}
