"""The pages of articles: what they list, what they show, and what can be done from them."""

import csv
import io
from datetime import date, timedelta

import pytest
from starlette.testclient import TestClient

from knowledge.article import Article, Audience, Owner
from tests.console.conftest import Press
from tests.console.house import House, words

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}${7*7}&amp;<@U0LEO>"
FORMULAS = ("=1+1", "+1", "-1", "@sum(a1)", "\t=1", " =1", "=cmd|' /C calc'!A0")


def article(id: str, title: str = "", **more: object) -> Article:
    return Article(id, title or id.capitalize(), f"# {id}\n\nWords of {id}.", **more)  # type: ignore[arg-type]


@pytest.fixture
def stocked(house: House) -> House:
    """A house with articles of every standing."""
    today = house.onhand.today()
    house.save(
        article("latte", "Making a latte", review_by=today + timedelta(days=100), owner=Owner("Bea", "U0BEA")),
        article("due", review_by=today + timedelta(days=10), owner=Owner("Bea")),
        article("late", review_by=today - timedelta(days=1), owner=Owner("Bea"), language="es"),
        article("never", audience=Audience(frozenset({"cook"}), frozenset({"Mill Lane"}))),
        article("checked", reviewed=today - timedelta(days=200), topics=frozenset({"Café"}), critical=True),
    )
    return house


def titles(page: str) -> list[str]:
    import re

    return re.findall(r'<th scope="row"><a href="/articles/([^"]+)"', page)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["checked", "due", "late", "latte", "never"]),
        ("order=check", ["never", "checked", "late", "due", "latte"]),
        ("standing=fresh", ["latte"]),
        ("standing=check+due", ["due"]),
        ("standing=check+overdue", ["checked", "late"]),
        ("standing=never+checked", ["never"]),
        ("standing=no+owner", ["checked", "never"]),
        ("standing=nonsense", ["checked", "due", "late", "latte", "never"]),
        ("words=LATTE", ["latte"]),
        ("words=cafe", ["checked"]),
        ("words=making+latte", ["latte"]),
        ("words=making+tea", []),
        ("words=%25", []),
        ("role=cook", ["checked", "due", "late", "latte", "never"]),
        ("role=barista", ["checked", "due", "late", "latte"]),
        ("role=cook&site=Harbour+Street", ["checked", "due", "late", "latte"]),
        ("language=es", ["late"]),
        ("page=2", []),
        ("page=99999999999", ["checked", "due", "late", "latte", "never"]),
        ("words=%27%22--%3B", []),
    ],
)
def test_a_list_is_narrowed(stocked: House, asked: str, expected: list[str]) -> None:
    """Articles are found by words, standing, who sees them and language, in two orders."""
    assert titles(stocked.enter().get(f"/articles?{asked}").text) == expected


def test_a_long_list_has_pages(house: House, leo: TestClient) -> None:
    """Fifty articles stand on a page, and the filter stays from page to page."""
    house.save(*(article(f"a{number:03}") for number in range(120)), article("other"))
    first = leo.get("/articles?words=a").text
    assert len(titles(first)) == 50
    assert 'href="/articles?words=a&amp;page=3"' in first
    assert titles(leo.get("/articles?words=a0&page=2").text) == [f"a{number:03}" for number in range(50, 100)]
    assert "121 articles" in words(leo.get("/articles").text)


def test_the_tiles_count_each_standing(stocked: House) -> None:
    """The numbers above the list are those of the lists that they lead to."""
    page = words(stocked.enter().get("/articles").text)
    assert "5 all 1 fresh 1 check due 2 check overdue 1 never checked 2 no owner" in page


@pytest.mark.parametrize(
    "place", ["/articles", "/articles/evil", "/waiting", "/waiting/1", "/articles/evil/edit", "/charts"]
)
def test_whatever_an_article_says_stays_text(house: House, leo: TestClient, place: str) -> None:
    """Markup in a title, a text, an owner, a topic, a source or a file's name is shown as it was typed, and is none."""
    body = f"# {HOSTILE}\n\n{HOSTILE}\n\n[press](javascript:alert(3)) ![{HOSTILE}](https://evil.example/x.png)"
    evil = Article(
        "evil", HOSTILE, body, owner=Owner(HOSTILE), topics=frozenset({HOSTILE}), source=HOSTILE,
        audience=Audience(frozenset({HOSTILE}), frozenset({HOSTILE})),
    )  # fmt: skip
    house.save(evil)
    house.propose(Article("evil", HOSTILE + "2", body + "\n\nMore.", owner=Owner(HOSTILE)), origin=f"console:{HOSTILE}")
    page = leo.get(place).text
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "49" not in words(page)
    assert 'href="javascript' not in page.lower()
    assert 'evil.example/x.png"' not in page
    if place != "/charts":
        assert HOSTILE in words(page.replace(HOSTILE, "")) or HOSTILE.split(">", maxsplit=1)[0][1:] in page


def test_an_article_shows_where_it_came_from_and_no_names(house: House, leo: TestClient) -> None:
    """Versions tell their origin and that an editor approved them. But the owner, nobody is named."""
    made = house.propose(article("latte", owner=Owner("Bea Santos", "U0BEA")), origin="drinks.md")
    house.onhand.proposals.approve(made.id, house.key("U0LEO"))
    house.save(made.article)
    page = leo.get("/articles/latte").text
    assert "From drinks.md. An editor approved it on" in words(page)
    assert "Bea Santos" in page
    for name in ("Leo", "Mia", "U0LEO", "U0MIA", "U0BEA", str(house.key("U0LEO")), str(house.key("U0MIA"))):
        assert name not in page


def test_what_changed_is_shown_word_by_word(house: House, leo: TestClient) -> None:
    """Between two versions the words that are gone are struck through, and those that are new are underlined."""
    house.save(Article("latte", "Latte", "Heat the milk to 60 degrees.\n\nPour it."))
    house.save(Article("latte", "Latte", "Heat the milk to 65 degrees.\n\nPour it."))
    page = leo.get("/articles/latte/changes?from=1&to=2").text
    assert "<del>60</del><ins>65</ins>" in page
    assert leo.get("/articles/latte/changes?from=1&to=9").status_code == 404
    assert "<ins>" in leo.get("/articles/latte/changes?to=1").text
    assert "60 degrees" in leo.get("/articles/latte?version=1").text
    assert leo.get("/articles/latte?version=7").status_code == 404


def test_rolling_back_is_a_proposal(house: House, leo: TestClient, press: Press) -> None:
    """An older version comes back as a proposal with the origin it had, and waits for another editor."""
    house.save(Article("latte", "Latte", "Old words."))
    house.save(Article("latte", "Latte", "New words."))
    answer = press(leo, "/articles/latte/restore", page="/articles/latte", version="1")
    assert answer.headers["location"] == "/articles/latte?said=proposed"
    (waiting,) = house.onhand.proposals.list()
    assert waiting.article.body == "Old words."
    assert house.onhand.library.get("latte").body == "New words."  # type: ignore[union-attr]
    assert press(leo, "/articles/latte/restore", version="9").status_code == 404


def test_still_right_is_noted_for_what_was_seen(house: House, leo: TestClient, press: Press) -> None:
    """“Still right” gives the article another half year; of a version that is live no more it notes nothing."""
    house.save(article("latte", review_by=date(2020, 1, 1)))
    assert press(leo, "/articles/latte/checked", version="7").headers["location"].endswith("said=moved")
    assert press(leo, "/articles/latte/checked", version="1").headers["location"].endswith("said=checked")
    live = house.onhand.library.get("latte")
    assert live is not None
    assert live.reviewed == house.onhand.today()
    assert live.review_by is not None
    assert live.review_by > house.onhand.today()


def test_retiring_is_a_proposal(house: House, leo: TestClient, press: Press) -> None:
    """An article is taken out after another editor approved that."""
    house.save(article("latte"))
    press(leo, "/articles/latte/retire", page="/articles/latte")
    (waiting,) = house.onhand.proposals.list()
    assert waiting.action == "retire"
    assert house.onhand.library.get("latte") is not None
    assert "Retire: Latte" in words(house.enter("U0MIA").get(f"/waiting/{waiting.id}").text)
    assert press(leo, "/articles/nothing/retire").status_code == 404


def test_the_download_runs_no_formula(house: House, leo: TestClient) -> None:
    """The list as CSV has every article that is wanted, over all pages, and no cell that a spreadsheet would run."""
    house.save(*(article(f"a{number:03}", FORMULAS[number % len(FORMULAS)]) for number in range(60)))
    answer = leo.get("/articles.csv?words=a")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    assert len(rows) == 60
    assert [cell for row in rows for cell in row.values() if cell.lstrip(" ")[:1] in tuple("=+-@\t\r")] == []
    assert {row["title"] for row in rows} == {f"'{title}" for title in FORMULAS}


@pytest.mark.parametrize(
    "address", ["/articles/nothing", "/articles/nothing/edit", "/waiting/99", "/charts/no.svg", "/no"]
)
def test_what_is_not_there_says_so(leo: TestClient, address: str) -> None:
    """An address without a page ends with a plain sentence."""
    assert leo.get(address).status_code == 404
