"""Choosing the words that answer, and the verbatim part around them."""

import re
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.quoting import SHORT, Quotation, about, quote
from retrieval.units import blocks_of, sentences

THING = about("thing", "en", "", "en")
WARNED = "Turn it off.\n\n> **Warning:** The plate stays *hot*."
STEPS = "\n".join(f"{number}. Do the {word} thing" for number, word in enumerate(("first", "next", "last"), 1))
MARKDOWN = st.lists(
    st.sampled_from(
        [
            "Keep it **cold**. Write it down. Then go.", "1. one\n2. two\n3. three", "- a\n- b", "Lead in:",
            "> Note: hot.",
            "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |", "# Head", "```\ncode\n```", "Never run!", "word " * 300,
            "\ttab",
            "<b>html</b>", "1) x\n\n   y\n2) z", "- [link](http://example.test) `code` \\* &amp;", "é 日本 🙂. Ok.",
            "***",
        ]
    )
    | st.text(max_size=60),
    max_size=6,
).map("\n\n".join)  # fmt: skip


def quoted(source: str, best: int = 0, asked: str = "thing", name: str = "") -> Quotation:
    blocks = blocks_of(source)
    count = sum(len(block.units) for block in blocks)
    return quote(source, blocks, np.eye(1, max(count, 1), best, dtype=np.float32)[0], about(asked, "en", name, "en"))


@settings(max_examples=400, deadline=None)
@given(MARKDOWN, st.integers(0, 20), st.text(max_size=30))
def test_quote_is_verbatim(source: str, best: int, asked: str) -> None:
    """Whatever the chunk, the quote is a part of it, and the text is short."""
    found = quoted(source, best, asked)
    assert found.quote in source
    assert len(found.text) <= 501


@settings(max_examples=300, deadline=None)
@given(MARKDOWN)
def test_blocks_follow_each_other(source: str) -> None:
    """Blocks are parts of the chunk in order, each with words of its own."""
    blocks = blocks_of(source)
    assert all(before.end <= after.start for before, after in pairwise(blocks))
    assert all(block.units and source[block.start : block.end].strip() for block in blocks)


def test_marks_are_gone_and_words_stay_in_order() -> None:
    """The text has the words of the sentence in their order without the marks of Markdown; the quote has the marks."""
    found = quoted("Cook **chicken** to `75 °C` for [two minutes](http://example.test).")
    assert found.text == "Cook chicken to 75 °C for two minutes."
    assert "**chicken**" in found.quote


def test_steps_stay_in_order_and_whole() -> None:
    """Steps that fit are all said, numbered as they are, under what leads to them, whichever step is nearest."""
    said = "Like this:\n1. Do the first thing\n2. Do the next thing\n3. Do the last thing"
    assert [quoted(f"Like this:\n\n{STEPS}", best).text for best in (0, 2, 3)] == [said] * 3


def test_long_steps_keep_their_quote_whole() -> None:
    """Of steps too long for a phone the first are said, in order, and the quote holds all of them."""
    steps = "\n".join(f"{number}. {'word ' * 12}thing" for number in range(1, 13))
    blocks = blocks_of(steps)
    found = quote(steps, blocks, np.full(12, 0.5, dtype=np.float32), THING)
    assert found.text.startswith("1. word")
    assert found.text.endswith("\u2026")
    assert len(found.text) <= SHORT + 80
    assert found.quote == steps


def test_one_item_that_stands_out_answers_alone() -> None:
    """Of a long list the one item that is clearly nearest is the answer."""
    items = "\n".join(f"- item {number} {'word ' * 12}" for number in range(12))
    assert quoted(items, 7).text.startswith("item 7")


def test_whole_steps_begin_with_the_first() -> None:
    """Where the steps are asked for as such, the first come first, whichever sentence is nearest."""
    source = "Do it daily.\n\n" + "\n".join(f"{n}. {'long ' * 20}step {n}" for n in range(1, 8)) + "\n\nSign the list."
    blocks = blocks_of(source)
    for best in range(9):
        found = quote(source, blocks, np.eye(1, 9, best, dtype=np.float32)[0], THING, whole=True)
        assert re.findall(r"step \d", found.text) == ["step 1", "step 2"]
        assert found.text.startswith("Do it daily.\n1. long")
        assert "step 7" in found.quote


def test_warning_stays_with_what_it_warns_about() -> None:
    """A warning after the answer is said with it, and one that answers is quoted with what it warns about."""
    assert quoted(WARNED).text == "Turn it off.\nWarning: The plate stays hot."
    assert quoted(WARNED, 1).quote == WARNED
    long = f"{'Other words here. ' * 40}\n\n{WARNED}\n\n{'More words there. ' * 40}"
    at = sum(len(block.units) for block in blocks_of(long)[:2])
    assert WARNED in quoted(long, at, "hot plate").quote


def test_row_of_a_table() -> None:
    """Of a table the nearest row answers; its head answers nothing."""
    table = "| Food | Keeps | Where |\n|---|---|---|\n| Milk | three days | fridge |\n| Ham | two days | fridge |"
    assert quoted(table, 1).text == "Ham: two days, fridge"


def test_sentence_that_leans_back() -> None:
    """A sentence that begins with "it" brings the one before it."""
    assert quoted("Clean the wand. It gets hot. Go home now please.", 1).text == "Clean the wand. It gets hot."


def test_sentences() -> None:
    """Abbreviations, numbers and times end no sentence."""
    assert list(sentences("Come at 8 a.m. Monday. Bring 2.5 kg, e.g. Apples! Dr. Kim asks. ¿Sí? Ja.")) == [
        "Come at 8 a.m. Monday.", "Bring 2.5 kg, e.g. Apples!", "Dr. Kim asks.", "¿Sí?", "Ja.",
    ]  # fmt: skip


def test_a_unit_is_no_initial() -> None:
    """“75 °C.” and “5 g.” end a sentence; “J. Smith” does not."""
    said = ["Heat it to 75 °C.", "Keep it at 63°C.", "Add 5 g.", "Ask J. Smith at Bay 4 B. Then go."]
    assert list(sentences(" ".join(said))) == [*said[:3], "Ask J. Smith at Bay 4 B.", "Then go."]


def test_words_count_in_the_language_that_is_quoted() -> None:
    """Which sentence says what was asked is told by the stems of its own language, and not by words that only hold
    sentences together; what stands in the name of all says nothing of one."""
    asked = about("¿cuándo limpiamos las mesas?", "es", "Limpieza", "es")
    assert asked.share("Limpia cada mesa antes de cerrar.") == 1
    assert asked.share("Las llaves de la tienda.") == 0
    assert about("¿y las mesas de la sala?", "es", "Mesas", "es").share("En la sala hay tres.") == 1
    assert about("how do we clean tables", "en", "Cleaning", "en").share("The table by the door.") == 1
