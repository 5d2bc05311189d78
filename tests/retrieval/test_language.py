"""Which language words are in."""

import subprocess
import sys

import pytest

from retrieval.language import language_of


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("how hot must chicken be", "en"),
        ("wat temp chiken", "en"),
        ("reheat temp", "en"),
        ("¿cuánto tiempo puede estar la comida fuera?", "es"),
        ("combien de temps on garde une commande", "fr"),
        ("jak zamienic sie na zmiane", "pl"),
        ("o que se faz com as sandes que sobram", "pt"),
        ("wie lange ist die Milch haltbar", "de"),
        ("как долго мыть руки", "ru"),
        ("手を洗う時間は", "ja"),
        ("", "en"),
        ("🍕🍕🍕", "en"),
        ("75", "en"),
        ("ok", "en"),
    ],
)
def test_language(words: str, language: str) -> None:
    """What is asked at work is heard in its language, and as English where nothing tells."""
    assert language_of(words) == language


def test_plain_english_loads_nothing() -> None:
    """Words that are plainly English are not shown to the model, whose loading a worker would wait for."""
    ask = "from retrieval.language import language_of; language_of('how hot must it be')"
    check = f"import sys; {ask}; assert 'py3langid' not in sys.modules"
    subprocess.run([sys.executable, "-c", check], check=True)
