"""Articles that contradict each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import ANYONE, Article
from knowledge.library_sqlite import SqliteLibrary
from retrieval.answer import compose
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.preference import NO_PREFERENCE
from retrieval.quantities import amounts, disagree
from retrieval.search import Retriever

OURS = Article(
    "leftovers", "Leftovers", "Leftovers keep for 48 hours in the fridge. Write the day on the lid.",
    reviewed=date(2026, 3, 1),
)  # fmt: skip
THEIRS = Article(
    "cold-storage", "Cold storage", "Leftovers keep for 3 to 4 days in the fridge. Then throw them away.",
    reviewed=date(2024, 7, 9),
)  # fmt: skip
ASKED = "how long do leftovers keep in the fridge"


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Keep it 48 hours.", "Keep it for three to four days.", True),
        ("Keep it 48 hours.", "Keep it for two days.", False),
        ("Cook to 75 °C.", "Cook to 167 °F.", False),
        ("Cook to 75 °C.", "Cook to 70°C.", True),
        ("Two people lift it.", "Wait 20 minutes.", False),
        ("Between 1 °C and 5 °C.", "At 4 °C.", False),
        ("Espera 30 minutos.", "Wait half an hour.", False),
        ("Room 5 is shut.", "Room 7 is shut.", False),
        ("Keep it 48 hours, or 3 days when frozen.", "Keep it three days.", False),
    ],
)
def test_amounts(one: str, other: str, differ: bool) -> None:
    """Amounts of one kind disagree where none of them could be the same, whatever their units."""
    assert disagree(one, other) == disagree(other, one) == differ


@given(st.text(max_size=80))
def test_any_text_agrees_with_itself(text: str) -> None:
    """Nothing contradicts itself, and every amount is a range that runs upwards."""
    assert not disagree(text, text)
    assert all(each.low <= each.high for each in amounts(text))


def test_both_are_shown(retriever: Retriever, library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Where two articles give different amounts for the same thing, both are quoted, with the days of their checks."""
    Indexer(library, encoder, retriever.refresh).load([OURS, THEIRS])
    answer = compose(ASKED, retriever.search(ASKED, NO_PREFERENCE, ANYONE))
    assert answer.disagree
    assert {cited.article_id: cited.reviewed for cited in answer.citations} == {
        "leftovers": date(2026, 3, 1),
        "cold-storage": date(2024, 7, 9),
    }
    assert "48 hours" in answer.text
    assert "3 to 4 days" in answer.text


def test_one_is_enough(retriever: Retriever, library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Another amount for another thing contradicts nothing."""
    eggs = Article("eggs", "Eggs", "Boiled eggs keep for a week in the fridge.")
    Indexer(library, encoder, retriever.refresh).load([OURS, eggs])
    answer = compose(ASKED, retriever.search(ASKED, NO_PREFERENCE, ANYONE))
    assert (answer.disagree, [cited.article_id for cited in answer.citations]) == (False, ["leftovers"])
