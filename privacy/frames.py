"""The sentences of each language that say what was used."""

from collections.abc import Mapping
from dataclasses import dataclass

from privacy.kinds import Language


@dataclass(frozen=True, slots=True)
class Frame:
    """The sentences of one language around the names of what was used."""

    used: str
    to_choose: str
    to_show: str
    joint: str
    nothing: str
    off: str


FRAMES: Mapping[Language, Frame] = {
    "en": Frame(
        "I used {}.",
        "I used {} to choose this.",
        "I used {} to show this.",
        " and ",
        "I used nothing about you for this answer.",
        "You turned this off. This answer is the same for everyone.",
    ),
    "es": Frame(
        "Usé {}.",
        "Usé {} para elegir esto.",
        "Usé {} para mostrarte esto.",
        " y ",
        "No usé nada sobre ti para esta respuesta.",
        "Lo desactivaste. Esta respuesta es igual para todo el mundo.",
    ),
    "fr": Frame(
        "J'ai utilisé {}.",
        "J'ai utilisé {} pour choisir ceci.",
        "J'ai utilisé {} pour vous montrer ceci.",
        " et ",
        "Je n'ai rien utilisé sur vous pour cette réponse.",
        "Vous avez désactivé cela. Cette réponse est la même pour tout le monde.",
    ),
    "pl": Frame(
        "Ta odpowiedź uwzględnia {}.",
        "Ta odpowiedź uwzględnia {}.",
        "Aby to pokazać, czytam {}.",
        " i ",
        "Ta odpowiedź nie korzysta z żadnych danych o tobie.",
        "To jest u ciebie wyłączone. Ta odpowiedź jest taka sama dla wszystkich.",
    ),
    "pt": Frame(
        "Usei {}.",
        "Usei {} para escolher isto.",
        "Usei {} para mostrar isto.",
        " e ",
        "Não usei nada sobre você nesta resposta.",
        "Você desativou isto. Esta resposta é igual para todo mundo.",
    ),
}
