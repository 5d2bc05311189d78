"""Every sentence the bot says, in each language it speaks."""

from collections.abc import Mapping

from bot.wording.english import SPOKEN as ENGLISH
from bot.wording.french import SPOKEN as FRENCH
from bot.wording.polish import SPOKEN as POLISH
from bot.wording.portuguese import SPOKEN as PORTUGUESE
from bot.wording.spanish import SPOKEN as SPANISH
from bot.wording.speech import Speech
from privacy.uses import Language

__all__ = ["ENGLISH", "FRENCH", "POLISH", "PORTUGUESE", "SPANISH", "SPEECHES", "Speech", "speech", "spoken"]

SPEECHES: Mapping[Language, Speech] = {each.language: each for each in (ENGLISH, SPANISH, FRENCH, POLISH, PORTUGUESE)}


def spoken(code: object) -> Language:
    """The language of that code, and English for every other."""
    return next((each for each in SPEECHES if each == code), ENGLISH.language)


def speech(code: object) -> Speech:
    """What is said in the language of that code, in English where it is not spoken here."""
    return SPEECHES[spoken(code)]
