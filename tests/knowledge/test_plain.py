"""Markdown as words to read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.plain import shown

PIECES = st.sampled_from(
    ["Keep it **cold**.", "1. one\n2. two", "- a\n  - b\n- c", "> **Warning:** hot", "| a | b |\n|---|---|\n| 1 | 2 |",
     "# Head", "```\ncode *x*\n```", "[link](http://example.test)", "***", "5 * 3 * 2 of item_no_7", "    as is",
     "é 日本 🙂"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("Cook to **75 °C**, *not* `less`.", "Cook to 75 °C, not less."),
        ("## Core temperature\n\nCook it.", "Core temperature\n\nCook it."),
        ("Bring:\n- a **probe**\n- a cloth", "Bring:\n\u2022 a probe\n\u2022 a cloth"),
        ("3. Clean\n4. Wait", "3. Clean\n4. Wait"),
        ("- a\n  1. b", "\u2022 a\n  1. b"),
        ("> **Warning:** Never\n> run.", "Warning: Never run."),
        ("| Food | Keeps |\n|---|--:|\n| Ham | two days |", "Food \u00b7 Keeps\nHam \u00b7 two days"),
        ("Read [the list](http://example.test \"x\") first.", "Read the list first."),
        ("2 * 3 * 4 and item_no_7 stay, 5 \\* 6 too", "2 * 3 * 4 and item_no_7 stay, 5 * 6 too"),
        ("```\nkeep *this*\n```", "keep *this*"),
        ("One\n\n\n\nTwo\r\n\r\nThree", "One\n\nTwo\n\nThree"),
        ("***", "***"),
        ("  \n", ""),
    ],
)  # fmt: skip
def test_shown(markdown: str, words: str) -> None:
    """Marks of Markdown go, words and signs that are none stay, lists and rows can be told apart."""
    assert shown(markdown) == words


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=6).map("\n\n".join))
def test_keeps_every_word_in_order(markdown: str) -> None:
    """Every word of the Markdown is shown, in its order, but for the addresses of links."""
    before = re.findall(r"\w+", markdown.replace("(http://example.test)", ""))
    assert re.findall(r"\w+", shown(markdown)) == before


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Any text can be shown, and only text without anything to see is shown as nothing."""
    assert bool(shown(text)) == bool(text.strip())
