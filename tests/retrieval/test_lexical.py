"""Words, their stems, and the search by them."""

from math import log1p

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.lexical import Bm25, Text
from retrieval.spelling import read
from retrieval.words import content, stems, tokens

ROWS = (
    ("Cooking chicken", "Core temperature", "Cook chicken until it reaches 75 degrees.", "en"),
    ("Deliveries", "", "Check every delivery at the back door.", "en"),
    ("Holidays", "Dates", "Ask the supervisor for holidays four weeks before.", "en"),
)
INDEX = Bm25(ROWS)


def known(word: str) -> bool:
    return word in {"parking", "latte", "football"}


def test_tokens() -> None:
    """Words are folded: no case, no accents, no owner's 's."""
    assert tokens("Kim\u2019s CAFÉ at 7:30, don't") == ["kim", "cafe", "at", "7", "30", "dont"]


def test_stems() -> None:
    """Forms of a word share a stem, and a word that is none stays itself."""
    assert len(set(stems(["deliver", "delivers", "delivered", "delivering"]))) == 1
    assert stems(["75", "日本"]) == ["75", "日本"]


def test_content() -> None:
    """Small words say nothing of what is asked, unless there is nothing else."""
    assert content(["how", "hot", "is", "chicken"]) == ["hot", "chicken"]
    assert content(["how", "is"]) == ["how", "is"]


def test_search() -> None:
    """Rows come best first, whatever the form of the word; rows that share none do not come."""
    assert INDEX.search("delivery", None, 5).tolist() == [1]
    assert set(INDEX.search("supervisor checks holiday delivery", None, 5).tolist()) == {1, 2}
    assert INDEX.search("football", None, 5).tolist() == []


def test_search_stays_within_what_is_allowed() -> None:
    """A row that is not allowed takes no place, even of a limit of one."""
    assert INDEX.search("check chicken", np.array([False, True, True]), 1).tolist() == [1]


def test_coverage() -> None:
    """Coverage is 1 where all that is asked about is said, 0 where none is, and falls for a word that nobody has."""
    rows = np.arange(3)
    assert INDEX.coverage("temperature of chicken", rows).tolist() == [1, 0, 0]
    assert 0 < INDEX.coverage("temperature of lobster", rows)[0] < 1
    assert INDEX.coverage("", rows).tolist() == [0, 0, 0]


def test_empty() -> None:
    """An empty index finds nothing and does not fail."""
    empty = Bm25(())
    assert empty.search("chicken", None, 5).tolist() == []
    assert not empty.has("chicken")


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text can be searched, scored and read."""
    rows = np.arange(3)
    assert set(INDEX.search(text, None, 5).tolist()) <= {0, 1, 2}
    assert (INDEX.scores(text, rows) >= 0).all()
    coverage = INDEX.coverage(text, rows)
    assert (coverage >= 0).all()
    assert (coverage <= 1.0001).all()
    read(text, INDEX, known)


def test_slips_are_mended() -> None:
    """Slips become words of the articles, chat becomes plain words, and the rest stays as it was typed."""
    assert read("wat temp chiken??", INDEX, known) == "what temperature chicken??"
    assert read("hw do i chek a Delivry", INDEX, known) == "how do i check a Delivery".replace("Delivery", "delivery")
    assert read("suprvisor's hollidays", INDEX, known) == "supervisor hollidays".replace("hollidays", "holidays")


def test_proper_words_stay() -> None:
    """A common word that the articles do not have is no slip, nor is a short word, a number or code."""
    for words in ("parking", "latte", "cok", "B12x", "def f(x): return 75", "🍕"):
        assert read(words, INDEX, known) == words


MIXED = Bm25(
    (
        ("Limpiar las mesas", "", "Limpia cada mesa con un paño limpio antes de cerrar.", "es-MX"),
        ("Mesa verde", "", "A mesa is a flat hill. Mesas are found in dry lands.", "en"),
        ("Stoły", "", "Wycieraj stołami i krzesłami nie ruszaj.", "pl"),
    )
)


def test_each_language_has_its_stems() -> None:
    """A word is found in any of its forms, by the rules of the language of the row, in whatever language it is asked;
    each row has it once."""
    rows = np.arange(3)
    assert MIXED.ask("limpiamos la mesa", "es").best(None, 3).tolist() == [0, 1]
    assert MIXED.ask("limpiamos la mesa", "es").weigh(rows)[1].tolist() == pytest.approx([1, 0.36, 0], abs=0.1)
    assert MIXED.ask("mesas", "en").best(None, 3).tolist() == [1, 0]
    assert MIXED.ask("mesas", "en").weigh(rows)[1].tolist() == [1, 1, 0]
    assert MIXED.has("limpiando")
    assert not MIXED.has("limpieza")


def test_one_reading_gives_all() -> None:
    """A question that is read once finds and weighs as the search, the scores and the coverage do."""
    asked, rows = INDEX.ask("temperature of a delivery"), np.arange(3)
    assert asked.best(None, 2).tolist() == INDEX.search("temperature of a delivery", None, 2).tolist()
    scores, coverage = asked.weigh(rows)
    assert scores.tolist() == INDEX.scores("temperature of a delivery", rows).tolist()
    assert coverage.tolist() == INDEX.coverage("temperature of a delivery", rows).tolist()


def test_scores_are_those_of_the_formula() -> None:
    """Scores are those of BM25 with k1 = 1.2 and b = 0.75, written out."""
    rows = ["check the probe", "probe chicken with the probe until done", "holidays", "check deliveries at the door"]
    index = Bm25([("", "", row, "en") for row in rows])
    words = [stems(tokens(row)) for row in rows]
    usual = sum(map(len, words)) / len(words)
    for text in ("probe", "check probe", "door holidays probe"):
        expected = [sum(_gain(stem, row, words, usual) for stem in stems(tokens(text))) for row in words]
        assert index.scores(text, np.arange(4)).tolist() == pytest.approx(expected, abs=1e-5)
        best = sorted((row for row in range(4) if expected[row]), key=lambda row: -expected[row])
        assert index.search(text, None, 4).tolist() == best


def _gain(stem: str, row: list[str], rows: list[list[str]], usual: float) -> float:
    having, times = sum(stem in each for each in rows), row.count(stem)
    worth = log1p((len(rows) - having + 0.5) / (having + 0.5))
    return worth * times * 2.2 / (times + 1.2 * (0.25 + 0.75 * len(row) / usual))


SAID = st.lists(
    st.sampled_from(["cook", "cooks", "chicken", "fridge", "door", "lock", "probe", "75", "clean"]), max_size=12
).map(" ".join)
ROW = st.tuples(SAID, SAID, SAID, st.sampled_from(["en", "es", "pl", "ja"]))
TEXTS = st.lists(ROW, max_size=4)


@settings(deadline=None, max_examples=150)
@given(TEXTS, st.lists(st.tuples(TEXTS, st.sets(st.integers(0, 30)), st.integers(0, 3)), max_size=5), SAID)
def test_history_leaves_no_trace(
    first: list[Text], changes: list[tuple[list[Text], set[int], int]], asked: str
) -> None:
    """Rows that came and went one change at a time are found as those that came at once: same rows, scores, words."""
    rows, live, grown = list(first), [True] * len(first), Bm25(first)
    for added, leaving, then in changes:
        gone = {row: rows[row] for row in leaving if row < len(rows) and live[row]}
        grown, rows = grown.changed(gone, added), rows + added
        live = [alive and row not in gone for row, alive in enumerate(live)] + [True] * len(added)
        if then == 1:
            grown = grown.folded(then)
        if then == 2:
            grown = grown.compacted()
            rows, live = [row for row, alive in zip(rows, live, strict=True) if alive], [True] * sum(live)
    at = np.flatnonzero(live)
    once = Bm25([rows[row] for row in at])
    assert grown.vocabulary == once.vocabulary
    assert [grown.has(word) for word in tokens(asked)] == [once.has(word) for word in tokens(asked)]
    for limit in (1, 3, 50):
        assert grown.search(asked, None, limit).tolist() == at[once.search(asked, None, limit)].tolist()
    assert [each.tolist() for each in grown.ask(asked).weigh(at)] == [
        each.tolist() for each in once.ask(asked).weigh(np.arange(len(at)))
    ]
