"""Suggested questions as buttons, each with its reason, and under them what was used about the worker to choose."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.slack import blocks as kit
from bot.slack.stops import stops
from bot.wording import Voice
from privacy.gate import Notice
from retrieval.suggesting import Suggestion


def suggestion_blocks(
    suggestions: Sequence[Suggestion], request: str, notice: Notice, voice: Voice
) -> tuple[Block, ...]:
    """Nothing where nothing is suggested; but what was read for it is told in any case."""
    if not suggestions and not notice.kinds:
        return ()
    shown = [block for place, each in enumerate(suggestions) for block in _one(place, each, voice)]
    heading = [kit.section(voice.suggested)] if shown else []
    return (*heading, *shown, kit.context(notice.text, f"suggested:{request}"), *stops(request, notice, voice))


def _one(place: int, suggestion: Suggestion, voice: Voice) -> tuple[Block, Block]:
    # The action is numbered: an article's id would stand in the plain name of the press.
    carried = {"q": suggestion.article.title, "l": voice.language}
    button = kit.button(voice.suggestion(suggestion), f"suggested:{place}", carried)
    return kit.actions([button], f"suggested:{place}"), kit.context(voice.why_suggested(suggestion))
