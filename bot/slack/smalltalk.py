"""The few things people write that are no questions, in each language spoken here, typed with or without accents."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from privacy.uses import Language

Topic = Literal["my data", "greeting", "thanks", "help"]


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody meant, and the language they said it in."""

    topic: Topic
    language: Language


SAID: Mapping[Language, Mapping[Topic, str]] = {
    "en": {
        "my data": r"(show )?(me )?my data",
        "greeting": r"hi|hello|hey|good (morning|afternoon|evening)",
        "thanks": (r"((ok|okay|great|perfect|cool),? )?(thanks?|thank you|thx|ty|cheers|ok|okay)( (so|very) much)?"),
        "help": r"help",
    },
    "es": {
        "my data": r"((muestrame|ensename|dame|quiero ver|ver) )?mis datos",
        "greeting": r"hola|buenas|buenos dias|buenas (tardes|noches)",
        "thanks": r"((ok|vale|genial|perfecto),? )?((muchas|mil) )?gracias|vale|de acuerdo",
        "help": r"ayuda",
    },
    "fr": {
        "my data": r"((montre|montrez|affiche|affichez)([ -]moi)? |(je veux )?voir )?mes donnees",
        "greeting": r"bonjour|bonsoir|salut|coucou",
        "thanks": r"((ok|super|parfait|genial),? )?merci( beaucoup| bien)?|d'accord",
        "help": r"aide|a l'aide",
    },
    "pl": {
        "my data": r"(pokaz (mi )?)?moje dane",
        "greeting": r"czesc|hej|witam|dzien dobry|dobry wieczor",
        "thanks": r"((ok|super|swietnie),? )?(dzieki|dziekuje)( bardzo| wielkie)?",
        "help": r"pomoc|pomocy",
    },
    "pt": {
        "my data": r"((mostrar?|mostre|quero ver|ver) )?(os )?meus dados",
        "greeting": r"oi|ola|bom dia|boa (tarde|noite)",
        "thanks": r"((ok|otimo|perfeito),? )?(muito )?obrigad[oa]|valeu",
        "help": r"ajuda",
    },
}
PATTERNS = [
    (Heard(topic, language), re.compile(rf"({said}){' ?(onhand)?' if topic == 'greeting' else ''}"))
    for language, topics in SAID.items()
    for topic, said in topics.items()
]


def heard(words: str) -> Heard | None:
    """What the words mean where they are no question. Question marks alone are a call for help."""
    if re.fullmatch(r"[?¿]+", words):
        return Heard("help", "en")
    bare = folded(words).strip(" .!?¿¡")
    return next((meant for meant, pattern in PATTERNS if pattern.fullmatch(bare)), None)


def folded(words: str) -> str:
    """Small letters without their accents."""
    apart = unicodedata.normalize("NFKD", words.lower().replace("ł", "l").replace("’", "'"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
