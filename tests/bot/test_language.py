"""The language of a question."""

import pytest

from bot.language import language_of
from privacy.uses import Language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("wat temp chiken", "en"),
        ("descale espresso", "en"),
        ("vegan", "en"),
        ("temperatura del pollo", "es"),
        ("me queme la mano ke hago", "es"),
        ("a quelle temperature le poulet", "fr"),
        ("comment fermer la caisse", "fr"),
        ("ile stopni kurczak", "pl"),
        ("oparzylem sie co robic", "pl"),
        ("como limpar a maquina de cafe", "pt"),
        ("quantos dias de ferias tenho", "pt"),
        ("", "en"),
        ("12345 ???", "en"),
        ("как приготовить курицу", "en"),
    ],
)
def test_a_question_is_known_by_its_language_even_without_accents(words: str, language: Language) -> None:
    """Short and misspelt questions are told apart, and what is none of the five languages counts as English."""
    assert language_of(words) == language
