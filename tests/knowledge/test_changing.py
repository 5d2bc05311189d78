"""What an editor reads of a change."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from knowledge.article import Article, Audience, Hours, Owner
from knowledge.changing import FieldChange, Piece, changes

OLD = Article(
    "chicken", "Chicken", "# Heat\n\nCook to 74 °C.\n\nWash your hands.\n\nServe it.\n\nClean up.\n\nGo home."
)


def test_a_changed_word_stands_in_its_line() -> None:
    """A line in which a word changed is shown once, with the word that went and the one that came."""
    told = changes(OLD, replace(OLD, body=OLD.body.replace("74", "75")))
    line = (Piece("same", "Cook to "), Piece("gone", "74"), Piece("new", "75"), Piece("same", " °C."))
    assert told.lines[1] == line
    assert told.fields == ()
    assert told.near() == ((Piece("same", "# Heat"),), line, (Piece("same", "Wash your hands."),), ())


def test_another_line_is_not_a_changed_one() -> None:
    """Lines that have little in common are shown as one that went and one that came."""
    told = changes(OLD, replace(OLD, body=OLD.body.replace("Serve it.", "Let three minutes pass at the pass.")))
    assert told.near(0) == (
        (),
        (Piece("gone", "Serve it."),),
        (Piece("new", "Let three minutes pass at the pass."),),
        (),
    )


def test_what_is_not_the_text() -> None:
    """Audience, owner, dates and flags are told in words, before and after; the text is not repeated."""
    new = replace(
        OLD, audience=Audience(frozenset({"cook"}), frozenset({"North"})), owner=Owner("Kim", "U01"), critical=True,
        reviewed=date(2026, 1, 2), hours=Hours(5, 11), topics=frozenset({"heat"}), version=2,
    )  # fmt: skip
    assert changes(OLD, new).lines == ()
    assert set(changes(OLD, new).fields) == {
        FieldChange("audience", "everyone", "North, cook"),
        FieldChange("owner", "", "Kim"),
        FieldChange("critical", "no", "yes"),
        FieldChange("reviewed", "", "2026-01-02"),
        FieldChange("hours", "", "5-11"),
        FieldChange("topics", "", "heat"),
    }


LINES = st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8), max_size=12)


@given(LINES, LINES)
def test_nothing_is_left_out(old: list[str], new: list[str]) -> None:
    """The pieces that are not new are the old text, those that are not gone the new one."""
    before, after = Article("a", "A", "\n".join(old)), Article("a", "A", "\n".join(new))
    if before.body == after.body:
        assert changes(before, after).lines == ()
        return
    for text, without in ((old, "new"), (new, "gone")):
        kept = ["".join(p.words for p in line if p.mark != without) for line in changes(before, after).lines]
        assert [line for line in kept if line] == [line for line in text if line.strip()]
