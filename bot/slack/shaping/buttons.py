"""The buttons with which workers shape the articles, and what they carry."""

from slack_sdk.models.blocks import ButtonElement

from bot.slack import blocks as kit
from bot.wording import Voice

LONGEST_QUOTE = 800
"""Characters of a passage that a button and a form carry: enough to know it by."""


def fix_button(article_id: str, title: str, quote: str, voice: Voice) -> ButtonElement:
    """The way to the form in which one suggests a fix of a passage, or of an article where no passage is quoted."""
    carried = {"a": article_id, "t": title, "q": quote[:LONGEST_QUOTE], "l": voice.language}
    return kit.button(voice.shaping.suggest_a_fix, "fix", carried)


def hear_buttons(words: str, voice: Voice) -> list[ButtonElement]:
    """Yes and no to hearing back on a question."""
    return [
        kit.button(voice.shaping.yes_tell, "hear", {"q": words, "l": voice.language}),
        kit.button(voice.no_thanks, "hear_none", {"l": voice.language}),
    ]


def later_button(words: str, voice: Voice) -> ButtonElement:
    """The way to hear back on one question, for those who said yes to hearing back."""
    return kit.button(voice.shaping.tell_me_later, "hear", {"q": words, "l": voice.language})
