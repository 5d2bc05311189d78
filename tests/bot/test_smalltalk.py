"""What people write that is no question."""

import pytest

from bot.slack.smalltalk import Heard, Topic, heard
from privacy.uses import Language


@pytest.mark.parametrize(
    ("words", "topic", "language"),
    [
        ("my data", "my data", "en"),
        ("Show me my data!", "my data", "en"),
        ("mis datos", "my data", "es"),
        ("¿Mis datos?", "my data", "es"),
        ("Mes données", "my data", "fr"),
        ("mes donnees", "my data", "fr"),
        ("Moje dane", "my data", "pl"),
        ("pokaż mi moje dane", "my data", "pl"),
        ("meus dados", "my data", "pt"),
        ("Os meus dados.", "my data", "pt"),
        ("hi Onhand", "greeting", "en"),
        ("¡Buenos días!", "greeting", "es"),
        ("Bonjour", "greeting", "fr"),
        ("cześć", "greeting", "pl"),
        ("olá", "greeting", "pt"),
        ("ok", "thanks", "en"),
        ("muchas gracias", "thanks", "es"),
        ("d’accord", "thanks", "fr"),
        ("dziękuję bardzo", "thanks", "pl"),
        ("obrigada", "thanks", "pt"),
        ("help", "help", "en"),
        ("???", "help", "en"),
        ("ayuda", "help", "es"),
        ("aide", "help", "fr"),
        ("pomoc", "help", "pl"),
        ("ajuda", "help", "pt"),
    ],
)
def test_small_talk_is_known_with_its_language(words: str, topic: Topic, language: Language) -> None:
    """With or without accents and signs, each is understood, and shows which language it is."""
    assert heard(words) == Heard(topic, language)


@pytest.mark.parametrize(
    "words", ["", "how hot must chicken be", "my data is wrong, who mends it", "hola, que tal el horno"]
)
def test_everything_else_is_a_question(words: str) -> None:
    """Words that only begin as small talk are asked as they are."""
    assert heard(words) is None
