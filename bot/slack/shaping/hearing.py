"""Hearing back: a question that has an answer now, a fix that is made now. Told once, with a yes, within the audience.

It is looked for when the articles changed, for those alone who want to hear back; each looking is a draw that “my data”
shows. What is told ends with the telling, in one transaction: whatever is killed in between, it is told once.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

from slack_sdk.models.blocks import Block

from bot.answering import LONGEST_QUESTION, Assistant, Place, Question, Reply
from bot.editors import Editing
from bot.slack import blocks as kit
from bot.slack.addressing import Address, direct_message
from bot.slack.answers import ANSWER, answer_message
from bot.slack.missed import missed_by
from bot.slack.replies import Replies
from bot.slack.shaping.buttons import hear_buttons, later_button
from bot.slack.stops import stops
from bot.wording import voice_in
from bot.wording.shaping import filled
from knowledge.article import ANYONE, Article, Audience, Viewer
from knowledge.library import Standing
from privacy.gate import Notice, Outgoing
from privacy.hearing import Awaited, topic_of_fix
from privacy.inbox import Accepted
from privacy.receipt import Request
from privacy.rooms import Rooms
from privacy.suggestion import SuggestionRow
from privacy.topics import sensitive_title
from privacy.uses import HEAR_BACK
from privacy.worker import Person, WorkerId

LONGEST_SHOWN = 200
"""Characters of a question that is told back."""
MADE, NOT_MADE = ("live",), ("refused", "withdrawn")
News = Mapping[str, Standing | None]


class HearingBack:
    """Asks in the moment whether to tell, and tells later."""

    def __init__(
        self, rooms: Rooms, replies: Replies, assistant: Assistant, editing: Editing, alike: Callable[[str], bool]
    ) -> None:
        self._gate = rooms.gate
        self._hearing = rooms.hearing
        self._suggestions = rooms.suggestions
        self._replies = replies
        self._assistant = assistant
        self._editing = editing
        self._alike = alike

    # --- in the moment

    def ask(self, reply: Reply) -> list[Block]:
        """Below an answer that is not there: whether to tell, once; then a button for whoever said yes. Within
        `together`, so that nobody counts as asked who never saw the question."""
        missed, person = missed_by(reply), reply.question.asked_by
        return [] if missed is None or person is None else self.offer(reply.request, person, missed.words)

    def offer(self, request: Request, person: Person, words: str) -> list[Block]:
        """The same, wherever a question has just been missed."""
        awaited = Awaited(words[:LONGEST_QUESTION], person.slack_user_id, request.language)
        voice = voice_in(request.language)
        if self._hearing.to_ask(request, awaited):
            self._gate.choose(request.worker, HEAR_BACK, "asked", voice.shaping.shall_i_tell)
            asked = kit.actions(hear_buttons(awaited.words, voice), f"hear:{request.id}")
            return [kit.section(voice.shaping.shall_i_tell), asked]
        if self._hearing.allowed(request, awaited):
            return [kit.actions([later_button(awaited.words, voice)], f"hear:{request.id}")]
        return []

    def yes(self, address: Address, work: Accepted, words: str) -> None:
        """Keeps one question until it has an answer."""
        said, request = address.voice.shaping, self._replies.open(address, None)
        with self._replies.together():
            self._agree(request, said.shall_i_tell)
            kept = self._keep(request, Awaited(words, address.user, address.language))
            self._replies.say(address, work.key, said.will_tell_answer if kept else said.not_kept)

    def no(self, address: Address, work: Accepted) -> None:
        """A no: nothing is kept, and nobody asks again."""
        said, worker = address.voice.shaping, self._gate.worker(address.person)
        self._gate.choose(worker, HEAR_BACK, "withdrawn", said.shall_i_tell)
        self._replies.say(address, work.key, said.will_not_tell)

    def keep_fix(self, request: Request, awaited: Awaited, wording: str) -> bool:
        """Keeps a fix until it is made, for one who ticked that they want to hear. False where it cannot be kept."""
        if not self._hearing.could_keep(awaited):
            return False
        self._agree(request, wording)
        return self._keep(request, awaited)

    def _agree(self, request: Request, wording: str) -> None:
        if not self._gate.allowed(request.worker, HEAR_BACK):
            self._gate.choose(request.worker, HEAR_BACK, "granted", wording)

    def _keep(self, request: Request, awaited: Awaited) -> bool:
        return not self._alike(awaited.words) and self._hearing.keep(request, awaited)

    # --- later

    def tell(self) -> None:
        """What is made or answered by now. Quick where nothing changed."""
        for row in self._suggestions.taken():
            # Where a newer draft took its place, the end of that one is what became of the fix.
            proposal = self._editing.proposals.heir(int(row.proposal))
            if proposal is not None and proposal.state in (*MADE, *NOT_MADE):
                self._end_fix(row, made=proposal.state in MADE)
        since, now = self._hearing.since(), self._editing.library.generation()
        if since != now:
            self._look(0 if since is None or since > now else since, first=since is None)

    def _look(self, since: int, *, first: bool) -> None:
        """Looks once for all that changed since then. Killed before its end, it looks again: what was told is gone."""
        generation, news = self._editing.library.standings(since)
        live = {article: standing for article, standing in news.items() if standing is not None}
        waiting = sorted(self._hearing.waiting()) if live and not first else []
        if waiting:
            self._editing.catch_up()
        for worker in waiting:
            self._look_for(worker, live)
        self._hearing.looked(generation)

    def _look_for(self, worker: WorkerId, news: News) -> None:
        looking = _Looking(self._assistant, self._gate.open_for(worker, public=False), news)
        for awaited in self._hearing.drawn(looking.request):
            if not awaited.fix and looking.found(awaited) is not None:
                self._tell_answer(worker, awaited, news)

    def _tell_answer(self, worker: WorkerId, awaited: Awaited, news: News) -> None:
        """Drawn and searched anew for the message itself, so that its notice tells of all that is behind it."""
        request = self._gate.open_for(worker, public=False, language=awaited.language)
        here = self._hearing.drawn(request, awaited.topic)
        reply = _Looking(self._assistant, request, news).found(awaited)
        with self._replies.together():
            if here and reply is not None and self._hearing.end(request, awaited):
                self._replies.send(request, lambda notice: _answered(awaited, reply, notice))

    def of_fix(self, row: SuggestionRow) -> tuple[Request, Awaited | None]:
        """What whoever suggested a fix wants to hear of it, drawn only of those who want to hear of anything."""
        request = self._gate.open_for(row.worker, public=False)
        wanted = row.worker in self._hearing.waiting()
        awaited = next(iter(self._hearing.drawn(request, topic_of_fix(row.id))), None) if wanted else None
        return request, awaited

    def say_not_now(self, request: Request, awaited: Awaited | None, reason: str) -> None:
        """Tells that a fix is not taken, to one who wants to hear; within `together`."""
        if awaited is not None and self._hearing.end(request, awaited):
            said = voice_in(awaited.language).shaping
            lines = [filled(said.not_now, title=awaited.title)]
            lines += [filled(said.they_say, words=reason)] if reason else []
            self._send(request, awaited, lines)

    def _end_fix(self, row: SuggestionRow, *, made: bool) -> None:
        """Tells what became of a fix that was taken, and nothing where its article is not for them any more."""
        request, awaited = self.of_fix(row)
        article = self._assistant.article(request, awaited.article) if awaited is not None and made else None
        with self._replies.together():
            if not self._suggestions.done(row.id):
                return
            if not made:
                self.say_not_now(request, awaited, "")
            elif awaited is not None and self._hearing.end(request, awaited) and article is not None:
                text = filled(voice_in(awaited.language).shaping.fix_is_live, title=article.title)
                self._send(request, awaited, [text], article)

    def _send(self, request: Request, awaited: Awaited, lines: list[str], article: Article | None = None) -> None:
        spoken = self._gate.in_language(request, awaited.language)
        self._replies.send(spoken, lambda notice: _of_fix(awaited, lines, article, notice))


class _Looking:
    """One looking for one worker: their job is drawn at most once, and only where not all that is new is for all."""

    def __init__(self, assistant: Assistant, request: Request, news: News) -> None:
        self._assistant = assistant
        self._news = news
        self.request = request

    def found(self, awaited: Awaited) -> Reply | None:
        """The answer, where one of the new articles gives it and the worker may see it."""
        reply = self._reply(awaited, ANYONE)
        if not self._tells(reply) and not self._all_for_everyone:
            reply = self._reply(awaited, self._viewer)
        return reply if self._tells(reply) else None

    def _reply(self, awaited: Awaited, viewer: Viewer) -> Reply:
        question = Question(awaited.words, Person("", awaited.to), Place(awaited.to))
        return self._assistant.told(self.request, question, viewer)

    def _tells(self, reply: Reply) -> bool:
        first = reply.answer.citations[0] if reply.answer.found else None
        return first is not None and first.article_id in self._news and not sensitive_title(first.title)

    @property
    def _all_for_everyone(self) -> bool:
        return all(standing is None or standing.audience == Audience() for standing in self._news.values())

    @cached_property
    def _viewer(self) -> Viewer:
        return self._assistant.viewer(self.request)


def _answered(awaited: Awaited, reply: Reply, notice: Notice) -> Outgoing:
    voice, question = voice_in(awaited.language), kit.cut(awaited.words, LONGEST_SHOWN)
    opening = filled(voice.shaping.you_asked, question=question, answer=ANSWER)
    return answer_message(reply, Address("", awaited.to, awaited.to, language=awaited.language), notice, (), opening)


def _of_fix(awaited: Awaited, lines: list[str], article: Article | None, notice: Notice) -> Outgoing:
    voice, text = voice_in(awaited.language), "\n".join(lines)
    read = {"a": awaited.article, "l": voice.language}
    blocks: list[Block] = [
        *map(kit.section, lines),
        kit.context(filled(voice.shaping.was_suggested, words=awaited.words)),
        kit.context(notice.text),
        *([kit.actions([kit.button(voice.read_it_all, "read:0", read)], "read")] if article else []),
        *stops(notice.receipts[0].request if notice.receipts else "fix", notice, voice),
    ]
    return direct_message(awaited.to, text, kit.rendered(blocks), notice.text)
