"""The sample company is whole: its people and articles agree with each other."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from tests.sample.company import ARTICLES, FILES, PEOPLE, ROLES, SAMPLE, SITES, audience, body, meta, viewer

LANGUAGES = {"en", "es"}
OWNER = re.compile(r"(?P<name>.+) \((?P<slack_user_id>U0[A-Z]+)\)")
ADDRESS = re.compile(r"\b\w+://|\bwww\.|\b[\w-]+\.(?:com|org|net|io|gov|co\.uk)/", re.IGNORECASE)
# What Markdown needs but nobody reads: table rows, list marks, headings, quote marks.
ROW_OR_HEADING = re.compile(r"^(?:\||#).*$", re.MULTILINE)

each_article = pytest.mark.parametrize("name", sorted(ARTICLES))


def sentences(text: str) -> Iterator[str]:
    prose = ROW_OR_HEADING.sub("", text)
    return (part for part in re.split(r"[.!?:](?=\s|$)|\n\s*\n|\n(?=\s*(?:-|\d+\.) )", prose) if part.strip())


def test_the_cast_is_eight_or_more_people_of_two_sites_with_a_manager_and_two_editors() -> None:
    """The cast is at least eight people at two sites, one manager, and two editors: one approves what the other has."""
    assert len(PEOPLE) >= 8
    assert len(SITES) == 2
    assert [row["role"] for row in PEOPLE.values()].count("manager") == 1
    assert [row["role"] for row in PEOPLE.values()].count("editor") == 2
    assert {row["manager"] for row in PEOPLE.values() if row["manager"]} <= PEOPLE.keys()


def test_roles_are_lower_case_words() -> None:
    """A role is a lower case word, so that an audience can name it in one way only."""
    assert {role for role in ROLES if not re.fullmatch("[a-z]+", role)} == set()


def test_there_are_enough_articles_in_both_languages() -> None:
    """There are at least forty articles, at least four of them in Spanish."""
    languages = [meta(name)["language"] for name in ARTICLES]
    assert len(ARTICLES) >= 40
    assert languages.count("es") >= 4
    assert set(languages) == LANGUAGES


def test_ids_are_unique() -> None:
    """No two articles share an id."""
    assert len({meta(name)["id"] for name in ARTICLES}) == len(FILES)


def test_titles_are_unique() -> None:
    """No two articles share a title, so that a source line names one article."""
    assert len({meta(name)["title"] for name in ARTICLES}) == len(FILES)


@each_article
def test_id_is_the_file_name(name: str) -> None:
    """The id in the front matter is the file name without its ending."""
    assert meta(name)["id"] == name


@each_article
def test_audience_names_known_roles_and_sites(name: str) -> None:
    """An audience names only roles and sites that somebody of the cast has."""
    assert audience(name).roles <= ROLES
    assert audience(name).sites <= SITES
    assert set(meta(name).get("audience", {"roles": []})) <= {"roles", "sites"}


@each_article
def test_owner_is_of_the_cast(name: str) -> None:
    """The owner is a person of the cast, by name and Slack id."""
    match = OWNER.fullmatch(meta(name)["owner"])
    assert match is not None
    assert PEOPLE[match["slack_user_id"]]["name"] == match["name"]


@each_article
def test_owner_may_see_the_article(name: str) -> None:
    """The owner belongs to the audience, so that a question can be handed to them with its article."""
    match = OWNER.fullmatch(meta(name)["owner"])
    assert match is not None
    assert audience(name).admits(viewer(match["slack_user_id"]))


@each_article
def test_review_dates_are_in_order(name: str) -> None:
    """An article was reviewed in the second half of 2026 and is to be reviewed again later."""
    assert date(2026, 6, 1) <= meta(name)["reviewed"] <= date(2026, 11, 30)
    assert meta(name)["reviewed"] < meta(name)["review_by"]


@each_article
def test_critical_articles_are_reviewed_within_half_a_year(name: str) -> None:
    """A critical article comes up for review again within about half a year."""
    article = meta(name)
    assert article.get("critical", False) in (True, False)
    assert not article.get("critical") or (article["review_by"] - article["reviewed"]).days <= 190


@each_article
def test_source_and_licence_go_together(name: str) -> None:
    """An article that names a source names its licence, and the notice lists it."""
    article = meta(name)
    assert ("source" in article) == ("licence" in article)
    assert "source" not in article or name in (SAMPLE / "NOTICE.md").read_text(encoding="utf-8")


@each_article
def test_no_article_holds_an_address(name: str) -> None:
    """No article sends a reader to an address on the internet."""
    assert ADDRESS.search(body(name)) is None
    assert ADDRESS.search(str(meta(name))) is None


@each_article
def test_articles_are_short_and_under_headings(name: str) -> None:
    """A body has 80 to 300 words, starts with a heading and has no heading of another level."""
    assert 80 <= len(body(name).split()) <= 300
    assert body(name).startswith("## ")
    assert re.findall(r"^(?:#|###+) ", body(name), re.MULTILINE) == []


@each_article
def test_sentences_are_short(name: str) -> None:
    """No sentence is over 35 words, and the middle one has at most fourteen: a phone is read standing up."""
    lengths = sorted(len(sentence.split()) for sentence in sentences(body(name)))
    assert lengths[-1] <= 35
    assert lengths[len(lengths) // 2] <= 14


@pytest.mark.parametrize("deed", ["closing", "opening"])
@pytest.mark.parametrize("role", ["barista", "cook", "cashier", "supervisor"])
def test_opening_and_closing_differ_by_role(deed: str, role: str) -> None:
    """Each role of the floor has its own opening and closing article, which the other floor roles do not see."""
    floor = {"barista", "cook", "cashier", "supervisor"}
    assert audience(f"{deed}-{role}").roles & floor == {role}
