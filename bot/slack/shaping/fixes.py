"""“Suggest a fix”: a worker says what is wrong with a passage, sees who will see it, and sends it without a name."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import Assistant
from bot.settings import Contact
from bot.slack import blocks as kit
from bot.slack.addressing import UPLOAD, Address, direct_message, message, only_for
from bot.slack.owndata import shown_view
from bot.slack.replies import Replies
from bot.slack.shaping.hearing import HearingBack
from bot.slack.shaping.photos import Photos, Unreadable, suffix
from bot.slack.stops import stop_button
from bot.wording import Voice, spoken, voice_in
from bot.wording.shaping import filled
from knowledge.article import Article
from knowledge.plain import shown
from privacy.gate import Notice, Outgoing
from privacy.hearing import Awaited
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.suggestion import ANY_EDITOR, Fix
from privacy.topics import sensitive_title
from privacy.uses import HEAR_BACK
from privacy.worker import Person, WorkerId

LONGEST = 1_000
"""Characters of a suggestion."""
HEAR, NAME = "hear", "name"


@dataclass(frozen=True, slots=True)
class Receivers:
    """Who gets what no owner gets: the channel of the editors, or else the company's own person."""

    channel: str
    contact: Contact | None

    def of(self, article: Article, sender: str) -> Contact | None:
        """The owner of the article, or else the editors: a contact without an id. None where there is nobody."""
        owner = article.owner
        if owner is not None and owner.slack_user_id and owner.slack_user_id != sender:
            return Contact(owner.name, owner.slack_user_id)
        return Contact("", "") if self.channel else self.contact


class Fixes:
    """The form, and what becomes of it when it is sent."""

    def __init__(
        self,
        rooms: Rooms,
        replies: Replies,
        assistant: Assistant,
        hearing: HearingBack,
        photos: Photos,
        receivers: Receivers,
    ) -> None:
        self._rooms = rooms
        self._replies = replies
        self._assistant = assistant
        self._hearing = hearing
        self._photos = photos
        self._receivers = receivers

    def open(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """The form, for one who may see the article, with the notice of what was drawn to know."""
        request, voice = self._replies.open(address, work.key), address.voice
        article = self._assistant.article(request, str(value["a"]))
        contact = self._receivers.of(article, address.user) if article is not None else None
        missing = voice.article_gone if article is None else voice.nobody_to_ask

        def page(notice: Notice) -> Outgoing:
            told: list[Block] = [kit.context(notice.text)] if notice.kinds else []
            if article is None or contact is None:
                view = kit.modal(voice.shaping.suggest_a_fix, [kit.section(missing), *told], voice.close)
            else:
                view = _form(article, contact, str(value.get("q", "")), address, told)
            return shown_view(address, work, view)

        self._replies.send(request, page)

    def send(self, work: Accepted) -> None:
        """Passes it on to the one who was named in the form, and tells the sender."""
        meta, fields = work.body["meta"], work.body["fields"]
        address = only_for(Address(**meta["to"]))
        voice, worker = address.voice, self._rooms.gate.worker(address.person)
        article = self._assistant.live(str(meta["a"]))
        contact = self._receivers.of(article, address.user) if article is not None else None
        if article is None or contact is None:
            self._replies.say(address, work.key, voice.article_gone if article is None else voice.nobody_to_ask)
        elif self._rooms.suggestions.too_many(worker):
            self._replies.say(address, work.key, voice.shaping.too_many)
        else:
            fix = Fix(article.id, article.title, str(meta["q"]), fields["words"][:LONGEST], address.language)
            self._pass_on(address, work, fix, _Receiver(contact, self._receivers.channel, article.language))

    def _pass_on(self, address: Address, work: Accepted, fix: Fix, receiver: "_Receiver") -> None:
        fields, said = work.body["fields"], address.voice.shaping
        photo, problem = self._photo(fields.get("photo") or [])
        request = self._replies.open(address, work.key)
        named = address.user if NAME in fields.get("also", ()) else ""
        with self._replies.together():
            id = self._rooms.suggestions.add(request, self._worker(address, receiver.contact), fix)
            wanted = HEAR in fields.get("also", ())
            kept = wanted and self._hear(request, address, id, fix)
            lines = [filled(said.fix_sent, name=receiver.contact.name or said.the_editors)]
            lines += [said.photo_not_read] if problem else []
            lines += [said.will_tell if kept else said.cannot_tell] if wanted else []
            renders = [receiver.letter(fix, id, named), *([receiver.picture(fix, id, photo)] if photo else [])]
            told = _told(address, lines, stop=kept)
            self._replies.send(request, *((lambda _, each=each: each) for each in [*renders, told]))

    def _worker(self, address: Address, contact: Contact) -> WorkerId:
        named = contact.slack_user_id
        return self._rooms.gate.worker(Person(address.team, named)) if named else ANY_EDITOR

    def _hear(self, request: Request, address: Address, id: str, fix: Fix) -> bool:
        awaited = Awaited(fix.words, address.user, address.language, id, fix.article, fix.title)
        return self._hearing.keep_fix(request, awaited, address.voice.shaping.tell_me)

    def _photo(self, files: list[dict[str, Any]]) -> tuple[bytes, bool]:
        """The photo, empty where there is none, and whether one could not be read."""
        try:
            return (self._photos.fetched(files), False) if files else (b"", False)
        except Unreadable:
            return b"", True


@dataclass(frozen=True, slots=True)
class _Receiver:
    """Who gets a fix, and what they get: in the language of the article, which they look after."""

    contact: Contact
    channel: str
    language: str

    @property
    def _voice(self) -> Voice:
        return voice_in(spoken(self.language.lower().partition("-")[0]))

    @property
    def _place(self) -> str:
        return self.contact.slack_user_id or self.channel

    def letter(self, fix: Fix, id: str, named: str) -> Outgoing:
        """The passage, the words, and what can be done. The sender stands in it only where `named` tells who."""
        text = filled(self._voice.shaping.a_fix_for, title=fix.title, words=fix.words)
        blocks = kit.rendered(list(self._blocks(fix, id, named, text)))
        if self.contact.slack_user_id:
            return direct_message(self.contact.slack_user_id, text, blocks)
        return message(Address("", "", self.channel), text, blocks)

    def _blocks(self, fix: Fix, id: str, named: str, text: str) -> Iterator[Block]:
        voice, said = self._voice, self._voice.shaping
        yield kit.from_person(named, text) if named else kit.section(text)
        if fix.quote:
            yield kit.quotation(shown(fix.quote))
        if not named:
            yield kit.context(said.no_name)
        yield kit.context(filled(said.press_take, button=said.take_it))
        carried = {"s": id, "l": voice.language}
        take = kit.button(said.take_it, "take", carried, style="primary")
        yield kit.actions([take, kit.button(said.not_this_time, "decline", carried)], f"fix:{id}")

    def picture(self, fix: Fix, id: str, photo: bytes) -> Outgoing:
        """The photo as a file of the bot's own: one of the sender's would tell their name."""
        name, words = f"photo-{id[:12]}.{suffix(photo)}", filled(self._voice.shaping.photo_of, title=fix.title)
        file = {"filename": name, "title": words, "data": base64.b64encode(photo).decode()}
        return Outgoing(UPLOAD, {"channel": self._place, "text": kit.escaped(words), "files": [file]}, self._place)


def _form(article: Article, contact: Contact, quote: str, address: Address, told: list[Block]) -> dict[str, Any]:
    """What is quoted, who will see it, and the fields."""
    voice, said = address.voice, address.voice.shaping
    boxes = {NAME: said.with_my_name}
    # Wanting to hear of an article on health can tell what somebody has.
    boxes = boxes if sensitive_title(article.title) else {HEAR: said.tell_me, **boxes}
    blocks: list[Block] = [
        kit.strong(article.title),
        *([kit.quotation(shown(quote))] if quote else []),
        kit.section(filled(said.who_sees, name=contact.name or said.the_editors)),
        kit.text_input("words", said.what_is_wrong, longest=LONGEST),
        kit.photo_input("photo", said.a_photo),
        kit.ticks("also", said.also, boxes),
        *told,
    ]
    meta = kit.packed({"to": address.kept(), "a": article.id, "q": quote})
    return kit.modal(said.suggest_a_fix, blocks, voice.cancel, kit.Form(voice.send, "suggest_fix", meta))


def _told(address: Address, lines: list[str], *, stop: bool) -> Outgoing:
    """To the sender: that it went, and, where something is kept to tell them later, the way to stop that."""
    text = "\n".join(lines)
    stops = [kit.actions([stop_button(HEAR_BACK, address.voice)], "hearing")] if stop else []
    return message(address, text, kit.rendered([kit.section(text), *stops]))
