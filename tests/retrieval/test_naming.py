"""Questions that only name an article."""

import pytest

from knowledge.article import ANYONE, Article, Audience, Viewer
from knowledge.library_sqlite import SqliteLibrary
from retrieval.answer import compose
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.naming import asks_how, named
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.search import Retriever

STEPS = "1. Wipe the counter.\n2. Cover the cakes.\n3. Switch off the lights."
CLOSING = Article(
    "closing-bar", "Closing the bar",
    f"## When\n\nStart closing half an hour before the doors close.\n\n## The list\n\n{STEPS}\n\n"
    "## Before you go\n\nThe supervisor signs the closing list. Close the door behind you.",
    Audience(frozenset({"barista"})),
)  # fmt: skip
SAFE = Article(
    "strongbox", "The strongbox", "## How to open and close it\n\n1. Type the code.\n2. Close the door.\n3. Pull."
)
ICE = Article(
    "ice", "Ice for drinks",
    "Keep ice below -10 °C.\n\n## Scoops\n\nKeep the scoop for ice outside. Ice that fell on the floor is no ice.",
)  # fmt: skip


GRINDER = Article(
    "grinder", "Cleaning the grinder, and the decaf grinder",
    "## How to clean\n\n1. Empty the hopper.\n2. Run the pellets.\n\n"
    "## Decaf\n\nClean the decaf grinder on Sundays only.",
)  # fmt: skip


@pytest.fixture
def shelved(retriever: Retriever, library: SqliteLibrary, encoder: OnnxEncoder) -> Retriever:
    """The small library with four more articles."""
    Indexer(library, encoder, retriever.refresh).load([CLOSING, SAFE, ICE, GRINDER])
    return retriever


@pytest.mark.parametrize(
    ("asked", "title", "so"),
    [
        ("how do i close", "Closing the store: barista", True),
        ("closing checklist", "Closing the store: barista", True),
        ("what do I do first when we open?", "Opening the store", True),
        ("how do I close the safe", "Closing the store", False),
        ("how do I", "How to do it", False),
        ("", "", False),
    ],
)
def test_named(asked: str, title: str, so: bool) -> None:
    """An article is named where its title has every telling word, in any form; small words alone name nothing."""
    assert named(asked, title) is so


@pytest.mark.parametrize(
    ("asked", "so"),
    [
        ("How do we close?", True),
        ("closing list pls", True),
        ("¿Cómo cierro?", True),
        ("how long does ham keep", False),
        ("what day is it", False),
    ],
)
def test_asks_how(asked: str, so: bool) -> None:
    """Wanting to be told what to do is told apart from wanting a fact."""
    assert asks_how(asked) is so


def test_how_gets_the_steps(shelved: Retriever) -> None:
    """A "how do I" that names an article gets its numbered steps from the first on, not a sentence beside them."""
    asked, barista = "how do i close", Viewer("barista")
    answer = compose(asked, shelved.search(asked, Preference("barista"), barista))
    assert answer.text == STEPS
    assert answer.citations[0].article_id == "closing-bar"
    assert STEPS in answer.citations[0].quote


def test_name_comes_before_a_mention(shelved: Retriever) -> None:
    """An article that the question names stands before one that only mentions the words."""
    passages = shelved.search("how do i close", NO_PREFERENCE, Viewer("barista"))
    assert passages[0].article.title.startswith("Closing")


def test_fact_gets_the_opening_rule(shelved: Retriever) -> None:
    """A question that names an article and asks for no steps gets the rule that the article opens with."""
    answer = compose("ice?", shelved.search("ice?", NO_PREFERENCE, ANYONE))
    assert answer.text == "Keep ice below -10 °C."


def test_a_heading_that_names_what_is_asked_keeps_its_section(shelved: Retriever) -> None:
    """Who asks how, but for something that has a section of its own, gets that section and not the general steps."""
    for asked, said in (
        ("how do i clean the grinder", "1. Empty"),
        ("how do i clean the grinder for decaf?", "Clean the"),
    ):
        answer = compose(asked, shelved.search(asked, NO_PREFERENCE, ANYONE))
        assert answer.text.startswith(said)
