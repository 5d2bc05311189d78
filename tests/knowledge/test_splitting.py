"""Cutting articles into chunks."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.article import Article
from knowledge.splitting import WHOLE, Chunk, split

BLOCKS = st.sampled_from(
    [
        "# Top", "## Part", "### Deep **bold**", "Setext\n======", "A short sentence.", "Lead in:",
        "Many words. " * 90, "1. one\n2. two\n   - inner\n3. three", "- a\n- b\n\n- c",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "> **Warning:** hot.", "Never run.", "```\ncode\n\n# not a heading\n```", "    indented", "<div>\nhtml\n</div>",
        "---", "[ref]: http://example.test", "* x\n" * 150, "Line one\r\nline two", "\ttab", "#", "|", "***",
        "é 日本 🙂",
    ]
)  # fmt: skip
BODIES = st.lists(BLOCKS | st.text(max_size=40), max_size=12).map("\n\n".join)


def chunks_of(body: str, title: str = "Title") -> tuple[Chunk, ...]:
    return split(Article("a", title, body))


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_chunks_are_verbatim_and_in_order(body: str) -> None:
    """Every chunk is a verbatim part of the body, and they follow each other without overlap."""
    at = 0
    for position, chunk in enumerate(chunks_of(body)):
        assert chunk.position == position
        assert chunk.text.strip()
        at = body.index(chunk.text, at) + len(chunk.text)


@settings(max_examples=300, deadline=None)
@given(BODIES)
def test_chunks_cover_the_body(body: str) -> None:
    """Every word of the body is in a chunk or in a heading."""
    chunks = chunks_of(body)
    said = " ".join([*(chunk.text for chunk in chunks), *(chunk.heading for chunk in chunks)])
    rest = body
    for chunk in chunks:
        rest = rest.replace(chunk.text, "\n", 1)
    left = [word for line in rest.splitlines() for word in re.findall(r"\w{2,}", line)]
    assert [word for word in left if word not in said] == []


def test_heading_paths() -> None:
    """A chunk knows its heading path; a first heading that repeats the title is left out of it."""
    body = "# Title\n\nIntro.\n\n## Cooking\n\n### Poultry\n\n74 °C.\n\n## Cooling\n\nTwo hours."
    found = [(chunk.heading, chunk.text) for chunk in chunks_of(body)]
    assert found == [("", "Intro."), ("Cooking > Poultry", "74 °C."), ("Cooling", "Two hours.")]


def test_lists_stay_whole() -> None:
    """A list of steps that fits in one chunk is never cut, and its lead-in and warning stay with it."""
    steps = "\n".join(f"{number}. " + "word " * 14 for number in range(1, 13))
    body = f"{'Before. ' * 60}\n\nDo this:\n\n{steps}\n\n> **Warning:** hot oil."
    texts = [chunk.text for chunk in chunks_of(body)]
    assert any("Do this:" in text and "1. word" in text and "12. word" in text and "hot oil" in text for text in texts)


def test_long_lists_are_cut_between_items() -> None:
    """A list too long for one chunk is cut where an item begins."""
    body = "\n".join(f"- item {number} " + "word " * 20 for number in range(30))
    texts = [chunk.text for chunk in chunks_of(body)]
    assert len(texts) > 2
    assert all(text.startswith("- item") for text in texts)


def test_long_paragraphs_are_cut_between_sentences() -> None:
    """A long paragraph is cut where a sentence begins, and no part is too long."""
    texts = [chunk.text for chunk in chunks_of("One short sentence of seven words here. " * 60)]
    assert all(text.startswith("One short") and text.endswith("here.") for text in texts)
    assert all(len(text.split()) <= WHOLE for text in texts)


def test_endless_text_is_cut() -> None:
    """Text without any border is cut all the same, between words where it has words, and stays verbatim."""
    for body in ("word " * 5_000, "x" * 20_000, ">" * 20_000, "*a " * 5_000):
        texts = [chunk.text for chunk in chunks_of(body)]
        assert all(len(text) <= 4_000 for text in texts)
        assert "".join(texts).replace(" ", "") == body.replace(" ", "")
    assert all(text.split()[-1] == "word" for text in [chunk.text for chunk in chunks_of("word " * 5_000)])
