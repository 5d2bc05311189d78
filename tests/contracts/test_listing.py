"""What every `Listing` must hold to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.article import Article, Audience, Owner
from knowledge.file_sqlite import KnowledgeFile
from knowledge.library import Entry, Library, VectorModel
from knowledge.library_sqlite import SqliteLibrary
from knowledge.listing import A_PAGE, STANDINGS, Listing, Square, Wanted
from knowledge.listing_sqlite import SqliteListing
from knowledge.proposals import Draft, Proposals
from knowledge.proposals_sqlite import SqliteProposals
from knowledge.review import check_by, health

MODEL = VectorModel("small", 2)
TODAY = date(2026, 11, 27)
LATTE = Article("latte", "Making a latte", "Heat the milk.", topics=frozenset({"Café"}))


@dataclass(frozen=True)
class Desk:
    library: Library
    proposals: Proposals
    listing: Listing
    file: KnowledgeFile

    def save(self, *articles: Article) -> None:
        nothing = np.zeros((0, 2), np.float32)
        self.library.save([Entry(each, (), nothing, ()) for each in articles], MODEL)


@pytest.fixture(params=["sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    assert request.param == "sqlite"
    file = KnowledgeFile(tmp_path / "knowledge.db")
    yield Desk(SqliteLibrary(file), SqliteProposals(file), SqliteListing(file), file)
    file.close()


DAYS = st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DAYS, DAYS, st.booleans())
def test_a_list_and_an_article_agree(desk: Desk, reviewed: date | None, review_by: date | None, owned: bool) -> None:
    """The list says the same of an article's health as the article by itself."""
    article = replace(LATTE, reviewed=reviewed, review_by=review_by, owner=Owner("Bea") if owned else None)
    desk.save(article)
    (line,) = desk.listing.find(Wanted(), TODAY).lines
    assert (line.health, line.check_by) == (health(article, TODAY), check_by(article))
    counted = desk.listing.standings(TODAY)
    assert [standing for standing in STANDINGS if counted[standing]] == [
        standing for standing in STANDINGS if desk.listing.find(Wanted(standing=standing), TODAY).total
    ]


def test_only_what_is_live_is_listed(desk: Desk) -> None:
    """A retired article is in no list and in no count, an older version in none either."""
    desk.save(LATTE)
    desk.save(replace(LATTE, title="Another title"))
    assert [line.title for line in desk.listing.find(Wanted(), TODAY).lines] == ["Another title"]
    desk.library.retire("latte")
    assert desk.listing.find(Wanted(), TODAY).total == 0
    assert desk.listing.standings(TODAY)[""] == 0
    assert desk.listing.topics(["latte"]) == {}


def test_words_are_found_with_and_without_accents(desk: Desk) -> None:
    """Each word is looked for in title, id and topics, and what looks like a pattern is a word like all others."""
    desk.save(LATTE, Article("zrob", "Zrób ŁAD 100%", "x"))
    found = {words: desk.listing.find(Wanted(words=words), TODAY).total for words in
             ("cafe", "CAFÉ latte", "milk", "lad", "zrob", "100%", "%", "_", "'", "latte tea")}  # fmt: skip
    assert found == {"cafe": 1, "CAFÉ latte": 1, "milk": 0, "lad": 1, "zrob": 1, "100%": 1, "%": 1, "_": 0, "'": 0,
                     "latte tea": 0}  # fmt: skip


def test_squares_count_whole_months(desk: Desk) -> None:
    """An article counts under each of its topics, by the whole months since its check; one without under no name."""
    both = frozenset({"milk", "heat"})
    desk.save(
        replace(LATTE, id="a", topics=both, reviewed=date(2026, 10, 27)),
        replace(LATTE, id="b", topics=both, reviewed=date(2026, 10, 28)),
        replace(LATTE, id="c", topics=frozenset(), reviewed=date(2025, 11, 27)),
        replace(LATTE, id="d", topics=frozenset(), reviewed=date(2026, 12, 1)),
        replace(LATTE, id="e", topics=frozenset()),
    )
    assert desk.listing.squares("topics", TODAY) == (
        Square("", None, 1), Square("", 0, 1), Square("", 12, 1),
        Square("heat", 0, 1), Square("heat", 1, 1), Square("milk", 0, 1), Square("milk", 1, 1),
    )  # fmt: skip
    assert sum(each.articles for each in desk.listing.squares("sites", TODAY)) == 5
    assert desk.listing.topics(["a", "no"]) == {"a": both}


def test_all_come_at_once_where_no_page_is_wanted(desk: Desk) -> None:
    """As many as there are, in the order of the pages."""
    for number in range(A_PAGE + 5):
        desk.save(replace(LATTE, id=f"a{number:03}", title=f"Title {number:03}"))
    paged = [line for page in (1, 2) for line in desk.listing.find(Wanted(page=page), TODAY).lines]
    found = desk.listing.find(Wanted(page=None), TODAY)
    assert (list(found.lines), found.total) == (paged, A_PAGE + 5)


def test_proposals_come_in_pages(desk: Desk) -> None:
    """What waits is listed oldest first, a page at a time, and says whether it changes what is live."""
    desk.save(LATTE)
    drafts = [Draft(replace(LATTE, id=f"a{number:03}"), "file.md") for number in range(A_PAGE + 5)]
    desk.proposals.propose([Draft(replace(LATTE, body="Other words."), "file.md"), *drafts], "somebody")
    first, second = (desk.listing.proposals("waiting", page) for page in (1, 2))
    assert (first.total, len(first.lines), len(second.lines)) == (A_PAGE + 6, A_PAGE, 6)
    assert [each.changes for each in first.lines[:2]] == [True, False]
    assert desk.listing.proposals("refused", 1).total == 0


def test_no_list_reads_an_article(desk: Desk) -> None:
    """The database answers from its indexes alone: how long the articles are makes no list slower."""
    for statement in _statements(desk):
        with desk.file.open() as db:
            plan = " ".join(row[3] for row in db.execute(f"explain query plan {statement}"))
        assert "COVERING INDEX listed_version" in plan, statement


def _statements(desk: Desk) -> list[str]:
    told: list[str] = []
    with desk.file.open() as db:
        db.conn.set_trace_callback(told.append)
        desk.listing.find(Wanted(words="a", standing="fresh", role="cook", site="x", language="en"), TODAY)
        desk.listing.standings(TODAY)
        desk.listing.squares("topics", TODAY)
        desk.listing.topics(["a"])
        desk.listing.languages()
        db.conn.set_trace_callback(None)
    return [each for each in told if "version" in each]


def test_an_audience_narrows(desk: Desk) -> None:
    """A role finds what it may see: what is for everyone, and what names it."""
    cooks = Audience(frozenset({"cook"}), frozenset({"Mill Lane"}))
    desk.save(LATTE, replace(LATTE, id="cooks", audience=cooks))
    assert desk.listing.find(Wanted(role="cook", site="Mill Lane"), TODAY).total == 2
    assert desk.listing.find(Wanted(role="cook", site="Harbour Street"), TODAY).total == 1
    assert desk.listing.find(Wanted(role="coo"), TODAY).total == 1
