"""Questions that lean on the one before."""

import pytest

from bot.answering import asked_in
from bot.following import joined, leans_in
from privacy.uses import Language


@pytest.mark.parametrize(
    ("words", "language", "rest"),
    [
        ("and for decaf?", "en", "for decaf?"),
        ("what about the grinder", "en", "the grinder"),
        ("how long is that", "en", "how long is that"),
        ("y eso?", "es", "eso?"),
        ("¿Y para el descafeinado?", "es", "para el descafeinado?"),
        ("cuánto dura eso", "es", "cuánto dura eso"),
        ("et pour le déca ?", "fr", "pour le déca ?"),
        ("ça aussi", "fr", "ça aussi"),
        ("a co z bezkofeinową?", "pl", "co z bezkofeinową?"),
        ("a to?", "pl", "to?"),
        ("jak długo tego", "pl", "jak długo tego"),
        ("e para o descafeinado?", "pt", "para o descafeinado?"),
        ("quanto tempo dura isso", "pt", "quanto tempo dura isso"),
    ],
)
def test_a_follow_up_is_known_in_each_language(words: str, language: Language, rest: str) -> None:
    """It leans by how it opens or by pointing back, shows its language by that, and is joined to what it leans on."""
    assert leans_in(words) == asked_in(words) == language
    assert joined("BEFORE", words) == f"BEFORE {rest}"


@pytest.mark.parametrize(
    "words",
    [
        "how hot must chicken be",
        "a coffee machine is broken",
        "i burned my hand",
        "i do not know the code",
        "y is the oven cold and what should i do about the dough now",
        "é permitido comer aqui?",
        "a que temperatura va el pollo",
        "à quelle température le poulet",
        "ile stopni kurczak",
        "",
    ],
)
def test_a_question_that_stands_alone_leans_on_nothing(words: str) -> None:
    """Words that only look like an opener of another language, and long questions, draw no thread."""
    assert leans_in(words) is None
