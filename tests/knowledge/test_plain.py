"""Markdown as words to read."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.plain import parts, shown

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


@pytest.mark.parametrize(
    ("markdown", "cut"),
    [
        ("Read.\n\n## Heat\n\nCook **it**.\n\n- a\n- b\n\n### Cold\n", [
            ("", "Read."), ("Heat", "Cook it.\n\n\u2022 a\n\u2022 b"), ("Cold", "")]),
        ("Heat\n====\nSee [the list][1].\n\n# Notes\n\n[1]: http://example.test", [
            ("", ""), ("Heat", "See the list."), ("Notes", "")]),
        ("> # Quoted\n\n```\n# code\n```", [("", "Quoted\n\n# code")]),
        ("", [("", "")]),
    ],
)  # fmt: skip
def test_cut_at_headings(markdown: str, cut: list[tuple[str, str]]) -> None:
    """Only a heading of the article itself cuts, and what stands under it comes with it."""
    assert list(parts(markdown)) == cut


@given(st.lists(PIECES, max_size=8).map("\n\n".join))
@settings(max_examples=200, deadline=None)
def test_cut_nothing_away(markdown: str) -> None:
    """The parts are the same words in the same order."""
    kept = [line for part in parts(markdown) for each in part for line in each.splitlines() if line]
    whole = [line for line in shown(markdown).splitlines() if line]
    assert kept == (whole if re.search(r"\w", markdown) else [])
