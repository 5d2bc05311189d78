"""An answer that somebody gave to a question becomes an article: theirs, without a word of who asked."""

import re
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block

from bot.editors import Editing
from bot.slack import blocks as kit
from bot.slack.addressing import Address, opened_view
from bot.slack.replies import Replies
from bot.wording.shaping import filled
from knowledge.article import Article, Audience, Owner
from knowledge.loading.frontmatter import slug
from knowledge.proposals import Draft
from privacy import identifiers
from privacy.escalation import HandedOver
from privacy.inbox import Accepted
from privacy.rooms import Rooms
from privacy.topics import sensitive
from retrieval.language import language_of

ORIGIN = "an expert's answer"
LONGEST_TITLE = 150
MARK = re.compile(r"\s*\[[a-z]+\]")
"""What stands in the place of an identifier that was taken out."""


class Experts:
    """Offers it once below the thanks, and proposes what is sent; an editor reads it before it is live."""

    def __init__(self, rooms: Rooms, replies: Replies, editing: Editing) -> None:
        self._gate = rooms.gate
        self._directory = rooms.directory
        self._replies = replies
        self._editing = editing

    def offer(self, address: Address, handed: HandedOver, words: str) -> None:
        """One button, for a question that may be written about. Slow the first time: identifiers are taken out."""
        if sensitive(handed.question, handed.language):
            return
        said, title = address.voice.shaping, self._title(handed)
        carried = {"t": title, "w": words, "n": handed.contact_name, "l": address.language}
        button = kit.button(said.make_article, "make_article", carried)
        blocks: list[Block] = [kit.section(said.would_help), kit.actions([button], "make_article")]
        self._replies.say(address, None, said.would_help, blocks)

    def _title(self, handed: HandedOver) -> str:
        """The question without what tells of anybody; empty where that cannot be taken out here."""
        try:
            found = identifiers.stripped(handed.question, handed.language, self._directory.names())
        except identifiers.Unavailable:
            return ""
        title = MARK.sub("", found.text).strip()
        return kit.cut(title[:1].upper() + title[1:], LONGEST_TITLE)

    def open(self, address: Address, work: Accepted, value: dict[str, Any]) -> None:
        """The form: a title, the expert's own words, and who may see it."""
        voice, said = address.voice, address.voice.shaping
        fields: list[Block] = [
            kit.text_input("title", said.the_title, str(value["t"]) or None, longest=LONGEST_TITLE),
            kit.text_input("words", said.the_text, str(value["w"])),
            *self._audiences(address),
            kit.context(filled(said.you_own_it, name=str(value["n"]))),
        ]
        form = kit.Form(voice.send, "make_article", kit.packed({"to": address.kept(), "n": value["n"]}))
        view = kit.modal(said.make_article, fields, voice.cancel, form)
        self._replies.show(address, work.key, lambda: opened_view(work.body["trigger"], address.user, view))

    def _audiences(self, address: Address) -> list[Block]:
        said = address.voice.shaping
        lists = (
            ("roles", said.for_jobs, sorted(self._directory.roles())),
            ("sites", said.at_sites, sorted(self._directory.sites())),
        )
        return [
            kit.choices(name, label, {each: each for each in there}, said.or_everyone)
            for name, label, there in lists
            if there
        ]

    def propose(self, work: Accepted) -> None:
        """Brings the article in, as theirs to look after."""
        meta, fields = work.body["meta"], work.body["fields"]
        address = Address(**meta["to"])
        audience = Audience(
            self._directory.roles() & frozenset(fields.get("roles", ())),
            self._directory.sites() & frozenset(fields.get("sites", ())),
        )
        title, body = str(fields["title"])[:LONGEST_TITLE], str(fields["words"])
        owner, today = Owner(str(meta["n"]), address.user), self._gate.clock().date()
        article = Article("", title, body, audience, owner, reviewed=today, language=language_of(body))
        by = str(self._gate.worker(address.person))
        self._editing.proposals.propose([Draft(replace(article, id=self._id(title, by)), ORIGIN)], by=by)
        self._replies.say(address, work.key, filled(address.voice.shaping.article_waits, title=title))

    def _id(self, title: str, by: str) -> str:
        """One that no other article has, live or waiting; sent twice by the same person it is the same article."""
        begun = slug(title) or "answer"
        waiting = {each.article.id: each.proposed_by for each in self._editing.proposals.list("waiting")}
        number, id = 1, begun
        while self._editing.library.get(id) is not None or waiting.get(id, by) != by:
            number, id = number + 1, f"{begun}-{number + 1}"
        return id
