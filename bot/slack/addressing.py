"""Where a reply goes, and that nothing personal goes where others can read it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.answering import Place
from bot.slack.blocks import LONGEST_TEXT, Blocks, cut, escaped
from bot.wording import ENGLISH, Voice, voice_in
from privacy.gate import Outgoing
from privacy.uses import Language
from privacy.worker import Person

UPLOAD = "files.completeUploadExternal"
"""The last of the steps in which a file goes, and the one that shows it."""


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
        # One's own conversation is the same place by its own id and, from the home tab, by the person's.
        channel = self.user if self.direct else self.channel
        return Place(channel, self.thread, public=not (self.direct or self.alone))

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


def direct_message(slack_user_id: str, text: str, blocks: Blocks, notice: str = "") -> Outgoing:
    """A message to a person's own conversation with the bot."""
    return message(Address("", slack_user_id, slack_user_id), text, blocks, notice)


def opened_view(trigger: str, user: str, view: dict[str, Any]) -> Outgoing:
    """A modal for the press that gave the trigger. `otherwise_tell` hears of it when the trigger is too old."""
    return Outgoing("views.open", {"trigger_id": trigger, "view": view, "otherwise_tell": user}, trigger)


def updated_view(view_id: str, view: dict[str, Any]) -> Outgoing:
    """Another view in the place of an open modal."""
    return Outgoing("views.update", {"view_id": view_id, "view": view}, view_id)


def closing_view(external_id: str, view: dict[str, Any]) -> Outgoing:
    """What takes the place of a modal that was opened under a name of its own. Nobody is told where it is closed."""
    return Outgoing("views.update", {"external_id": external_id, "view": view}, external_id)


def put_in_place(row: str, said: Outgoing) -> Outgoing:
    """A message in the place of an earlier one, which is known by the row that it was sent from; empty for none."""
    if not row:
        return said
    kept = {name: said.arguments[name] for name in ("channel", "text", "blocks")}
    return Outgoing("chat.update", kept | {"row": row}, said.lane)


def changed(channel: str, ts: str, said: Outgoing) -> Outgoing:
    """A message in the place of one whose time stamp is known."""
    kept = {name: said.arguments[name] for name in ("text", "blocks")}
    return Outgoing("chat.update", kept | {"channel": channel, "ts": ts}, channel)


def deleted(channel: str, ts: str) -> Outgoing:
    """The end of a message of the bot."""
    return Outgoing("chat.delete", {"channel": channel, "ts": ts}, channel)


def files(address: Address, text: str, notice: str, held: Sequence[Mapping[str, str]]) -> Outgoing:
    """Files for the person's own conversation with the bot: each has a filename, a title and its content."""
    words = f"{escaped(text)}\n{escaped(notice)}"
    return Outgoing(UPLOAD, {"channel": address.user, "text": words, "files": list(held)}, address.user)


def home_view(user: str, view: dict[str, Any]) -> Outgoing:
    return Outgoing("views.publish", {"user_id": user, "view": view}, f"home:{user}")
