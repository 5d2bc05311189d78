"""The path of one question: what may be drawn, what is found, who could help. No Slack and no SQL."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.following import joined, leans_in
from bot.pastuse import Past, PastUse
from bot.settings import Contact
from bot.wording import spoken
from knowledge.article import ANYONE, Article, Viewer
from privacy import uses
from privacy.gate import Gate
from privacy.receipt import Drawn, Request, UsageReceipt
from privacy.uses import Language
from privacy.worker import Person
from retrieval.answer import Answer, Citation
from retrieval.language import language_of
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.suggesting import Listed

LONGEST_QUESTION = 2_000
"""Characters of a question that are read; what a worker pastes beyond that is hardly a question."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question was asked and its answer goes: `thread` is empty for a flat conversation."""

    channel: str
    thread: str = ""
    public: bool = False

    @property
    def key(self) -> str:
        return f"{self.channel}:{self.thread}"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, by whom (nobody, at the command line), where, and in answer to which event."""

    words: str
    asked_by: Person | None
    place: Place
    event: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with the receipts of all that was drawn for it; one cannot be had without the other.

    `read` is the question as it was searched: with the one before it, where it makes no sense alone.
    """

    request: Request
    question: Question
    answer: Answer
    receipts: tuple[UsageReceipt, ...]
    contact: Contact | None
    read: str = ""

    @property
    def quoted(self) -> tuple[Citation, ...]:
        """What of the articles is shown: the answer, or the nearest where there is none."""
        near = (self.answer.nearest, *self.answer.also) if self.answer.nearest else ()
        return self.answer.citations if self.answer.found else near

    @property
    def other_languages(self) -> tuple[str, ...]:
        """The languages of what is quoted, each once, that are neither the question's nor the reply's."""
        own = (self.request.language, language_of(self.question.words))
        languages = dict.fromkeys(citation.language.lower().partition("-")[0] for citation in self.quoted)
        return tuple(each for each in languages if each not in own)


class Finder(Protocol):
    """Retrieval as a question sees it."""

    def answer(self, words: str, preference: Preference, viewer: Viewer) -> Answer: ...

    def within(self, words: str, article_id: str, viewer: Viewer) -> Answer: ...

    def article(self, article_id: str, viewer: Viewer | None) -> Article | None: ...


@dataclass(frozen=True, slots=True)
class Contacts:
    """Who is asked when the articles do not say: the article's owner, the site's person, the company's."""

    company: Contact | None = None
    of_site: Mapping[str, Contact] = field(default_factory=dict)


InJob = Callable[[str], Mapping[str, int]]
"""Role → article id → how many others of that role it helped at least: totals over groups, with nobody in them."""


def _nothing_counted(_role: str) -> Mapping[str, int]:
    return {}


class Assistant:
    """Answers questions with what may be drawn for them, and nothing else about anybody."""

    def __init__(
        self,
        gate: Gate,
        finder: Callable[[], Finder],
        contacts: Contacts,
        listed: Callable[[], tuple[Listed, ...]] = tuple,
        in_job: InJob = _nothing_counted,
    ) -> None:
        """`listed` are the articles that can be suggested, `in_job` tells what helped others of a role; without them,
        none."""
        self.listed = listed
        self._in_job = in_job
        self._gate = gate
        self._finder = finder
        self._contacts = contacts
        self._past = PastUse(gate)

    def reply(self, question: Question) -> Reply:
        """The answer to a question. Its draws are receipted before they are used; nothing is sent yet."""
        public, language = question.place.public, asked_in(question.words)
        request = self._gate.open(question.asked_by, public=public, event=question.event, language=language)
        words = self._in_context(request, question)
        viewer, preference = self._personal(request, question.place.key, words)
        answer = self._finder().answer(words, _with_toss(preference, request), viewer)
        self._gate.keep(request, uses.FOLLOW_UP, question.place.key, {"words": words})
        contact = self._contact(question, viewer, answer)
        return Reply(request, question, answer, self._gate.notice(request).receipts, contact, words)

    def picked(self, question: Question, article_id: str) -> Reply:
        """What an article says nearest to a question: one that was offered, picked by whoever asked.

        The job is drawn only where not everyone may see the article. An article that is gone says nothing.
        """
        language = asked_in(question.words)
        request = self._gate.open(
            question.asked_by, public=question.place.public, event=question.event, language=language
        )
        words = self._in_context(request, question)
        viewer = self._admitted(request, article_id)
        answer = self._finder().within(words, article_id, viewer)
        contact = self._contact(question, viewer, answer)
        return Reply(request, question, answer, self._gate.notice(request).receipts, contact, words)

    def after(self, reply: Reply) -> None:
        """What is kept of an answer once it is on its way: nobody waits for it."""
        if reply.answer.found:
            kinds = frozenset(kind for receipt in reply.receipts for kind in receipt.kinds)
            self._past.answered(reply.request, reply.question.place.key, reply.read, kinds, reply.answer.citations[0])

    def for_everyone(self, words: str) -> Answer:
        """What a stranger is answered, and whoever switched everything off. Nothing is drawn."""
        return self.answer(words, ANYONE, NO_PREFERENCE)

    def is_for_everyone(self, article_id: str) -> bool:
        """False for an article that only people of a role or at a site can find."""
        find = self._finder().article
        return find(article_id, ANYONE) is not None or find(article_id, None) is None

    def article(self, request: Request, article_id: str) -> Article | None:
        """The live article, where the one who asks may see it. The job is drawn only where not everyone may."""
        return self._finder().article(article_id, self._admitted(request, article_id))

    def _admitted(self, request: Request, article_id: str) -> Viewer:
        """Anyone, where everyone may see an article; else what the worker's job may."""
        return ANYONE if self._finder().article(article_id, ANYONE) is not None else self.viewer(request)

    def live(self, article_id: str) -> Article | None:
        """The live article, for those who look after it, whoever may find it."""
        return self._finder().article(article_id, None)

    def viewer(self, request: Request) -> Viewer:
        """What the job of the request's worker may find, drawn for it; what everybody finds where it may not be."""
        job = self._gate.draw(request, uses.RANK_BY_ROLE)
        return Viewer(_value(job, "role"), _value(job, "site"))

    def told(self, request: Request, question: Question, viewer: Viewer) -> Reply:
        """A question answered again for what was drawn, which everybody is found the same for; nothing is kept."""
        answer = self.answer(question.words, viewer, NO_PREFERENCE)
        contact = self._contact(question, viewer, answer)
        return Reply(request, question, answer, self._gate.notice(request).receipts, contact, question.words)

    def _in_context(self, request: Request, question: Question) -> str:
        """The question, with the one before it in the same thread where it makes no sense alone."""
        words = question.words[:LONGEST_QUESTION].strip()
        if leans_in(words) is None:
            return words
        turns = self._gate.draw(request, uses.FOLLOW_UP, topic=question.place.key).values.get("thread")
        return joined(turns[-1][1]["words"], words)[:LONGEST_QUESTION] if turns else words

    def _personal(self, request: Request, place: str, words: str) -> tuple[Viewer, Preference]:
        """What is drawn for finding and ranking, without identity; for a public place that is nothing."""
        job = self._gate.draw(request, uses.RANK_BY_ROLE)
        return self._known(job, self._past.noticed(request, place, words, self._past.draw(request, set(job.values))))

    def for_suggestions(self, request: Request) -> tuple[Viewer, Preference]:
        """The same for suggestions. Nothing where the worker's job must not be used for them, or not for the answer
        that they lead to: then they are those for everyone."""
        if not self._gate.allowed(request.worker, uses.RANK_BY_ROLE):
            return ANYONE, NO_PREFERENCE
        job = self._gate.draw(request, uses.SUGGEST)
        return (ANYONE, NO_PREFERENCE) if job.refusal else self._known(job, self._past.draw(request, set(job.values)))

    def answer(self, words: str, viewer: Viewer, preference: Preference) -> Answer:
        """What the articles answer, with nothing drawn, kept or sent."""
        return self._finder().answer(words, preference, viewer)

    def _known(self, job: Drawn, past: Past) -> tuple[Viewer, Preference]:
        """What was drawn, without identity."""
        role, site = _value(job, "role"), _value(job, "site")
        if role is None and site is None and not past.helped and not past.unhelped:
            return ANYONE, NO_PREFERENCE
        # Totals over groups, with nobody in them: what chooses among them is the role, and its receipt says so.
        others = self._in_job(role) if role is not None else {}
        today = self._gate.clock().date()
        known = Preference(role, site, helped=past.helped, unhelped=past.unhelped, others=others, today=today)
        return Viewer(role, site), known

    def _contact(self, question: Question, viewer: Viewer, answer: Answer) -> Contact | None:
        """Who can be asked: the first who is not the asker."""
        asker = question.asked_by.slack_user_id if question.asked_by else None
        return next((each for each in self._could_help(viewer, answer) if each.slack_user_id != asker), None)

    def _could_help(self, viewer: Viewer, answer: Answer) -> Iterator[Contact]:
        """The article's owner, then the person of the site that was drawn, then the company's."""
        citation = answer.citations[0] if answer.found else answer.nearest
        if citation and citation.owner and citation.owner.slack_user_id:
            yield Contact(citation.owner.name, citation.owner.slack_user_id)
        if (viewer.site or "") in self._contacts.of_site:
            yield self._contacts.of_site[viewer.site or ""]
        if self._contacts.company:
            yield self._contacts.company


def asked_in(words: str) -> Language:
    """The language to answer in, from the words alone: nothing is kept of what anybody speaks."""
    read = words[:LONGEST_QUESTION].strip()
    return leans_in(read) or spoken(language_of(read))


def _with_toss(preference: Preference, request: Request) -> Preference:
    """A test of two orders draws lots by the event alone: it leans on nothing about the worker or anybody else."""
    return preference if preference == NO_PREFERENCE else replace(preference, toss=":".join(request.event or ()))


def _value(drawn: Drawn, kind: str) -> str | None:
    """The one value of a kind from the directory."""
    found = drawn.values.get(kind)
    return str(found[0][1]) if found else None
