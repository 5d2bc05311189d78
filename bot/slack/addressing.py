"""Where a reply goes, and that nothing personal goes where others can read it."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.answering import Place
from bot.slack.blocks import LONGEST_TEXT, Blocks, cut, escaped
from bot.wording import ENGLISH, Voice, voice_in
from privacy.gate import Outgoing
from privacy.uses import Language
from privacy.worker import Person


@dataclass(frozen=True, slots=True)
class Address:
    """A person in a place, and the language that is spoken with them there.

    `alone`: the reply is ephemeral, so that only they see it. The language is that of the words a reply is for. Buttons
    and forms carry it on; it is kept nowhere else.
    """

    team: str
    user: str
    channel: str
    thread: str = ""
    alone: bool = False
    language: Language = ENGLISH.language

    @property
    def voice(self) -> Voice:
        return voice_in(self.language)

    @property
    def person(self) -> Person:
        return Person(self.team, self.user)

    @property
    def direct(self) -> bool:
        """A direct message with the bot: Slack names those with a D, and takes a person's own id for theirs."""
        return self.channel.startswith(("D", "U", "W"))

    @property
    def place(self) -> Place:
        return Place(self.channel, self.thread, public=not (self.direct or self.alone))

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def only_for(address: Address) -> Address:
    """The same place, where nobody but the person sees it."""
    return replace(address, alone=not address.direct)


def message(address: Address, text: str, blocks: Blocks, notice: str = "") -> Outgoing:
    """A message to an address. Links are never unfurled, names never linked, text never parsed.

    What a phone shows ends with the notice, however long the text before it is.
    """
    end = f"\n{escaped(notice)}" if notice else ""
    words = cut(escaped(text), LONGEST_TEXT - len(end)) + end
    arguments: dict[str, Any] = {"channel": address.channel, "text": words, "blocks": blocks}
    if address.thread:
        arguments["thread_ts"] = address.thread
    if address.alone:
        return Outgoing("chat.postEphemeral", arguments | {"user": address.user}, f"{address.channel}:{address.user}")
    quiet = {"unfurl_links": False, "unfurl_media": False}
    return Outgoing("chat.postMessage", arguments | quiet, address.channel)


def direct_message(slack_user_id: str, text: str, blocks: Blocks) -> Outgoing:
    """A message to a person's own conversation with the bot."""
    return message(Address("", slack_user_id, slack_user_id), text, blocks)


def opened_view(trigger: str, user: str, view: dict[str, Any]) -> Outgoing:
    """A modal for the press that gave the trigger. `otherwise_tell` hears of it when the trigger is too old."""
    return Outgoing("views.open", {"trigger_id": trigger, "view": view, "otherwise_tell": user}, trigger)


def home_view(user: str, view: dict[str, Any]) -> Outgoing:
    return Outgoing("views.publish", {"user_id": user, "view": view}, f"home:{user}")
