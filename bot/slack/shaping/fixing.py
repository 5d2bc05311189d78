"""“Take it” and “Not this time”: what the one who looks after an article does with a fix that was suggested."""

from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import Block

from bot.answering import Assistant
from bot.editors import Editing
from bot.slack import blocks as kit
from bot.slack.addressing import Address, message, opened_view
from bot.slack.replies import Replies
from bot.slack.shaping.hearing import HearingBack
from bot.wording.shaping import filled
from knowledge.article import Article
from knowledge.parts import part_around
from knowledge.proposals import Draft, Proposal
from privacy.gate import Notice, Outgoing
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.suggestion import ANY_EDITOR, Fix, SuggestionRow

ORIGIN = "a suggestion"


class Fixing:
    """Only for the one it was sent to, or an editor where it was sent to all of them; looked up at each press."""

    def __init__(
        self, rooms: Rooms, replies: Replies, assistant: Assistant, editing: Editing, hearing: HearingBack
    ) -> None:
        self._gate = rooms.gate
        self._suggestions = rooms.suggestions
        self._replies = replies
        self._assistant = assistant
        self._editing = editing
        self._hearing = hearing

    def open(self, address: Address, work: Accepted, id: str) -> None:
        """The form with the part of the article that the fix is about, to change it."""
        request = self._replies.open(address, work.key)
        row = self._row(request, id)
        # Drawn of the one who suggested it: their page of data shows that it was read.
        fix = self._suggestions.drawn(self._gate.open_for(row.worker, public=False), id) if row else None
        article = self._assistant.live(fix.article) if fix is not None else None
        if fix is None or article is None:
            self._say(request, address, address.voice.shaping.fix_gone)
            return
        self._replies.send(
            request,
            lambda notice: opened_view(work.body["trigger"], address.user, _form(address, fix, id, article, notice)),
        )

    def open_no(self, address: Address, work: Accepted, id: str) -> None:
        """The form for one line back."""
        voice, said = address.voice, address.voice.shaping
        request = self._replies.open(address, work.key)
        if self._row(request, id) is None:
            self._say(request, address, said.fix_gone)
            return

        def form(notice: Notice) -> Outgoing:
            fields = [kit.text_input("words", said.a_reason, optional=True, longest=300), *_told_of(notice)]
            meta = kit.Form(voice.send, "decline_fix", kit.packed({"to": address.kept(), "s": id}))
            return opened_view(
                work.body["trigger"], address.user, kit.modal(said.not_this_time, fields, voice.cancel, meta)
            )

        self._replies.send(request, form)

    def take(self, work: Accepted) -> None:
        """Makes a proposal of the changed text, which another editor decides on."""
        meta, text = work.body["meta"], str(work.body["fields"]["words"])
        address = Address(**meta["to"])
        said, request = address.voice.shaping, self._replies.open(address, work.key)
        row, article = self._row(request, str(meta["s"])), self._assistant.live(str(meta["a"]))
        if row is None or article is None:
            self._say(request, address, said.fix_gone)
        elif article.version != meta["v"]:
            self._say(request, address, filled(said.changed_meanwhile, button=said.take_it))
        else:
            body = f"{article.body[: meta['b']]}{text}{article.body[meta['e'] :]}"
            proposal = self._proposed(request, replace(article, body=body)) if body != article.body else None
            self._take(address, request, row, proposal)

    def _take(self, address: Address, request: Request, row: SuggestionRow, proposal: Proposal | None) -> None:
        said = address.voice.shaping
        if proposal is None:
            self._say(request, address, said.nothing_changed)
            return
        sender = self._gate.open_for(row.worker, public=False)
        with self._replies.together():
            taken = self._suggestions.take(sender, row.id, str(proposal.id))
            waits = filled(said.fix_waits, title=proposal.article.title)
            self._say(request, address, waits if taken else said.fix_gone)

    def _proposed(self, request: Request, article: Article) -> Proposal | None:
        """The proposal, also where it was made before the process ended; None where it is no change."""
        made = self._editing.proposals.propose([Draft(article, ORIGIN)], by=str(request.worker))
        waiting = (*self._editing.proposals.list("waiting"), *self._editing.proposals.list("approved"))
        same = (each for each in waiting if (each.article.id, each.article.body) == (article.id, article.body))
        return made[0] if made else next(same, None)

    def decline(self, work: Accepted) -> None:
        """Ends it; whoever wanted to hear of it is told, with the line where there is one."""
        meta, reason = work.body["meta"], str(work.body["fields"]["words"])
        address = Address(**meta["to"])
        said, request = address.voice.shaping, self._replies.open(address, work.key)
        row = self._row(request, str(meta["s"]))
        if row is None:
            self._say(request, address, said.fix_gone)
            return
        sender, awaited = self._hearing.of_fix(row)
        with self._replies.together():
            ended = self._suggestions.decline(sender, row.id)
            if ended:
                self._hearing.say_not_now(sender, awaited, reason)
            self._say(request, address, said.declined if ended else said.fix_gone)

    def _row(self, request: Request, id: str) -> SuggestionRow | None:
        """The fix where it waits for this person; None alike for what is done, gone, or somebody else's."""
        row = self._suggestions.waiting(id)
        if row is None:
            return None
        theirs = self._editing.editors.admit(request) if row.contact == ANY_EDITOR else row.contact == request.worker
        return row if theirs else None

    def _say(self, request: Request, address: Address, text: str) -> None:
        """A sentence, with the notice where a job role was read to know who may do this."""

        def said(notice: Notice) -> Outgoing:
            shown = kit.rendered([kit.section(text), *_told_of(notice)])
            return message(address, text, shown, notice.text if notice.kinds else "")

        self._replies.send(request, said)


def _told_of(notice: Notice) -> list[Block]:
    return [kit.context(notice.text)] if notice.kinds else []


def _form(address: Address, fix: Fix, id: str, article: Article, notice: Notice) -> dict[str, Any]:
    voice, said = address.voice, address.voice.shaping
    begin, end = part_around(article.body, fix.quote)
    fields: list[Block] = [
        kit.strong(article.title),
        kit.section(filled(said.was_suggested, words=fix.words)),
        kit.text_input("words", said.the_text, article.body[begin:end] or None),
        kit.context(filled(said.press_take, button=voice.send)),
        *_told_of(notice),
    ]
    place = {"to": address.kept(), "s": id, "a": article.id, "v": article.version, "b": begin, "e": end}
    return kit.modal(said.take_it, fields, voice.cancel, kit.Form(voice.send, "take_fix", kit.packed(place)))
