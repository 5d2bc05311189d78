"""Every sentence the bot says, in each language it speaks."""

from collections.abc import Mapping

from bot.wording.english import SPOKEN as ENGLISH
from bot.wording.french import SPOKEN as FRENCH
from bot.wording.polish import SPOKEN as POLISH
from bot.wording.portuguese import SPOKEN as PORTUGUESE
from bot.wording.spanish import SPOKEN as SPANISH
from bot.wording.voice import Voice
from privacy.uses import Language

__all__ = ["ENGLISH", "FRENCH", "POLISH", "PORTUGUESE", "SPANISH", "VOICES", "Voice", "spoken", "voice_in"]

VOICES: Mapping[Language, Voice] = {each.language: each for each in (ENGLISH, SPANISH, FRENCH, POLISH, PORTUGUESE)}


def spoken(code: object) -> Language:
    """The language of that code, and English for every other."""
    return next((each for each in VOICES if each == code), ENGLISH.language)


def voice_in(code: object) -> Voice:
    """What is said in the language of that code, in English where it is not spoken here."""
    return VOICES[spoken(code)]
