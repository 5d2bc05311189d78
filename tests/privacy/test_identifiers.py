"""What tells who somebody is, is taken out of a question before it is kept."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from privacy import identifiers
from privacy.identifiers import Unavailable, available, listed_words, name_words, stripped
from privacy.uses import LANGUAGES, Language
from tests.measuring.identifiers import rates

LISTED = frozenset({"kowalska", "finn", "rose", "garcia", "zoe"})
ROOT = Path(__file__).parents[2]


def listed(word: str) -> bool:
    return word in LISTED


@pytest.mark.parametrize(
    ("words", "secret", "kind"),
    [
        ("call me on 07700 900123 tonight", "900123", "NUMBER"),
        ("my number is +34 600 700 800", "600 700", "NUMBER"),
        ("send it to bea.lo-pez@cafe.example.org", "bea", "EMAIL"),
        ("ask <@U012ABCDE> about it", "U012ABCDE", "SLACK"),
        ("ask @hana.sato about it", "hana", "SLACK"),
        ("the id is U012ABCDE", "U012ABCDE", "SLACK"),
        ("my employee number is E-204417", "204417", "NUMBER"),
        ("staff no 88213 cannot log in", "88213", "NUMBER"),
        ("pay to DE89 3704 0044 0532 0130 00", "0532", "IBAN"),
        ("card 4111 1111 1111 1111 refused", "4111", "NUMBER"),
        ("born on 3 May 1988 what now", "1988", "DATE"),
        ("my dob 03/05/1988", "1988", "DATE"),
        ("i live at 12 Harbour Street", "12 Harbour", "ADDRESS"),
        ("the till at 10.0.0.17 is down", "10.0.0.17", "NUMBER"),
        ("see https://example.org/u/bea", "bea", "URL"),
        ("Is John Smith allowed to close?", "Smith", "NAME"),
        ("can finn swap with me", "finn", "NAME"),
        ("is Finn's shift free", "Finn", "NAME"),
        ("ask Rose", "Rose", "NAME"),
        ("the till pin is 4821", "4821", "NUMBER"),
        ("dni 12345678Z", "12345678", "NUMBER"),
        ("call oh seven seven double two four six", "seven", "NUMBER"),
        ("find her at instagram.com/hana.sato", "hana", "URL"),
        ("hana_sato is on teams", "hana", "SLACK"),
        ("mail hana dot sato at gmail", "sato", "EMAIL"),
        ("she lives on harbour street", "harbour", "ADDRESS"),
    ],
)
def test_an_identifier_is_taken_out(words: str, secret: str, kind: str) -> None:
    """Whatever tells who somebody is, is gone from the text, and its kind is told."""
    left = stripped(words, "en", listed)
    assert secret not in left.text
    assert kind in left.found


@pytest.mark.parametrize(
    ("words", "language", "secret"),
    [
        ("pregúntale a garcía por el turno", "es", "garc"),
        ("vivo en calle Mayor 12", "es", "Mayor"),
        ("j'habite 12 rue de la Paix", "fr", "Paix"),
        ("czy zoë może zamienić zmianę", "pl", "zo"),
        ("zadzwoń 600 700 800", "pl", "700"),
        ("meu email é ana@loja.example.com", "pt", "ana@"),
    ],
)
def test_other_languages_have_patterns_and_the_list(words: str, language: Language, secret: str) -> None:
    """Numbers, addresses and listed names are found in each language, accents or not."""
    assert secret not in stripped(words, language, listed).text


@pytest.mark.parametrize(
    "words",
    [
        "how hot must chicken be",
        "what is the wifi password",
        "the rose tea is out",
        "at what time do we open",
        "error e3",
    ],
)
def test_a_question_about_work_stays_whole(words: str) -> None:
    """A question that tells nothing about anybody is kept as it was asked."""
    assert stripped(words, "en", listed) == identifiers.Stripped(words, frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_is_read(language: Language) -> None:
    """No language is without an engine."""
    assert "4111" not in stripped("4111 1111 1111 1111", language, listed).text


def test_names_are_looked_up_folded() -> None:
    """A name is marked without accents and case; what is too short to be only a name is left out."""
    assert name_words("Zoë O'Brien-Łódzka Jo") == ["zoe", "brien", "lodzka"]
    assert "rose" in stripped("the rose tea, ask Rose", "en", listed).text
    assert "Rose" not in stripped("the rose tea, ask Rose", "en", listed).text


def test_a_name_is_found_with_its_endings() -> None:
    """An English plural or lost apostrophe, and the cases of Polish, do not hide a name of the list."""
    known = (listed_words("Ana Kowalska") | listed_words("Marek Nowak")).__contains__
    assert stripped("ask anas cousin", "en", known).text == "ask [name] cousin"
    for words in ("zapytaj kowalskiej o klucz", "klucz jest u nowaka", "z kowalską"):
        assert "[name]" in stripped(words, "pl", known).text


@pytest.mark.parametrize(
    ("words", "language", "secret"),
    [
        ("pregunta a María Pérez por la llave", "es", "María"),
        ("est-ce que Julien Moreau ferme", "fr", "Moreau"),
        ("czy Marek Nowak ma klucz", "pl", "Nowak"),
        ("fala com a Juliana Prado", "pt", "Juliana"),
    ],
)
def test_capitals_tell_names_where_there_is_no_model(words: str, language: Language, secret: str) -> None:
    """In the languages without a model a capital within a sentence counts as a name; one at its start does not."""
    assert secret not in stripped(words, language, lambda _: False).text
    assert stripped("Dónde está la llave", "es", lambda _: False).found == frozenset()


def test_another_model_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model whose bytes are not the measured ones is refused, with both digests."""
    monkeypatch.setattr(identifiers, "MODEL_SHA256", "0" * 64)
    identifiers._engine.cache_clear()
    try:
        with pytest.raises(Unavailable, match="accepted is 0000"):
            stripped("anything", "en", listed)
    finally:
        identifiers._engine.cache_clear()


def test_where_presidio_is_missing_nothing_is_stripped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without what it needs it says so, rather than let a text through."""
    monkeypatch.setattr(identifiers, "NEEDED", ("presidio_analyzer", "no_such_package_here"))
    identifiers._engine.cache_clear()
    assert not available()
    with pytest.raises(Unavailable, match="no_such_package_here"):
        stripped("anything", "en", listed)
    identifiers._engine.cache_clear()


def test_reading_a_question_loads_no_torch_and_needs_no_network() -> None:
    """In a process of its own, with no way out, names are found and neither torch nor transformers is loaded."""
    code = (
        "import socket\n"
        "def closed(*_): raise OSError('no network')\n"
        "socket.socket.connect = closed; socket.getaddrinfo = closed\n"
        "import sys\n"
        "from privacy.identifiers import stripped\n"
        "assert 'spacy' not in sys.modules\n"
        "print(stripped('Is John Smith here, john@smith.example.com', 'en', lambda _: False).text)\n"
        "print({'torch', 'transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["Is [name] here, [email]", "set()"], done.stderr


def test_rates_are_measured_on_whole_spans() -> None:
    """A span counts as found only when all of it is gone; what was taken out beside any span lowers the precision."""
    text = "Write to ana@cafe.example.org or 12345"
    spans = [{"entity_type": "EMAIL_ADDRESS", "start_position": 9, "end_position": 29}]
    found, there, precision = rates([{"full_text": text, "spans": spans}], lambda _: False)
    assert (found["EMAIL_ADDRESS"], there["EMAIL_ADDRESS"], precision) == (1, 1, 0.5)
    cut = [{"entity_type": "PERSON", "start_position": 0, "end_position": 29}]
    assert rates([{"full_text": text, "spans": cut}], lambda _: False)[0]["PERSON"] == 0


def test_a_library_is_hidden_only_meanwhile() -> None:
    """A library that is not wanted cannot be imported meanwhile, and can be again afterwards."""
    name = "xml.sax.expatreader"
    sys.modules.pop(name, None)
    with identifiers.without(name), pytest.raises(ImportError):
        import_module(name)
    assert import_module(name).__name__ == name
