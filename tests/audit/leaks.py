"""Leaks, each a small patch of the running system, for the audit to find."""

import logging
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.answering import Assistant, Question, Reply
from bot.audit.articles import Search
from bot.following import leans_in
from bot.settings import Contact
from bot.slack import addressing
from bot.slack.owndata import OwnData
from bot.slack.sender import Sender
from bot.slack.sorry import Sorry
from bot.slack.talk import Talk
from knowledge.article import Viewer
from privacy import counting, uses
from privacy import gate as gates
from privacy.counting import Counting
from privacy.gate import Gate
from privacy.opinion import Opinions
from privacy.outbox import Outbox
from privacy.receipt import Drawn, Request
from privacy.store_sqlite import SqlitePersonalStore
from privacy.suggestion import Fix, Suggestions
from privacy.worker import Person, WorkerId
from retrieval import interleaving, search
from retrieval.answer import Answer
from retrieval.preference import NO_PREFERENCE, Preference

Patch = pytest.MonkeyPatch
Memory = dict[Any, Any]


def _around(patch: Patch, owner: Any, name: str, leaky: Callable[..., Any]) -> None:
    """Puts `leaky(original, self, …)` in place of a method."""
    original = getattr(owner, name)
    patch.setattr(owner, name, lambda self, *given, **named: leaky(original, self, *given, **named))


def _remembering(patch: Patch) -> Memory:
    """Keeps what was once drawn about each worker in memory."""
    memory: Memory = {}

    def personal(original: Any, self: Any, request: Request, *given: Any) -> Any:
        viewer, preference = original(self, request, *given)
        if viewer.role:
            memory[request.worker] = viewer
        return viewer, preference

    _around(patch, Assistant, "_personal", personal)
    return memory


def role_in_memory(patch: Patch) -> None:
    """A role that was drawn once is used for later answers too, whatever was chosen since."""
    memory: Memory = {}

    def personal(original: Any, self: Any, request: Request, *given: Any) -> Any:
        viewer, preference = original(self, request, *given)
        if viewer.role:
            memory[request.worker] = viewer
        return memory.get(request.worker, viewer), preference

    _around(patch, Assistant, "_personal", personal)


def shared_answers(patch: Patch) -> None:
    """An answer is kept by its question alone, and shared by people."""
    kept: Memory = {}

    def answer(original: Any, self: Any, words: str, preference: Preference, viewer: Viewer) -> Answer:
        if words not in kept:
            kept[words] = original(self, words, preference, viewer)
        found: Answer = kept[words]
        return found

    _around(patch, Search, "answer", answer)


def notice_cut_by_the_mouth(patch: Patch) -> None:
    """The sender cuts the end of a text."""

    def arguments(original: Any, self: Any, parcel: Any) -> Any:
        made = original(self, parcel)
        return made | {"text": str(made.get("text", ""))[:40]}

    _around(patch, Sender, "_arguments", arguments)


def notice_left_out_of_blocks(patch: Patch) -> None:
    """Small print is left out of messages, and the gate no longer looks."""
    rendered = addressing.message
    patch.setattr(gates, "_must_carry", lambda *_: None)

    def message(address: Any, text: str, blocks: Any, notice: str = "") -> Any:
        return rendered(address, text, [each for each in blocks if each["type"] != "context"], notice)

    patch.setattr("bot.slack.answers.message", message)


def direct_post(patch: Patch) -> None:
    """A handler posts by itself, past the outbox."""
    mouths: list[Any] = []

    def made(original: Any, self: Any, outbox: Any, client: Any, *rest: Any) -> None:
        mouths.append(client)
        original(self, outbox, client, *rest)

    def small_talk(original: Any, self: Any, address: Any, topic: str, work: Any) -> None:
        mouths[-1].api_call("chat.postMessage", json={"channel": address.channel, "text": "Hello there."})
        original(self, address, topic, work)

    _around(patch, Sender, "__init__", made)
    _around(patch, Talk, "_small_talk", small_talk)


def popularity_of_one(patch: Patch) -> None:
    """What anybody found helpful comes first for everybody."""
    liked: Memory = {}

    def give(original: Any, self: Any, worker: str, request: str, article: str, opinion: str) -> Any:
        if opinion == "helpful":
            from datetime import date

            liked[article] = date(2026, 1, 1)
        return original(self, worker, request, article, opinion)

    def answer(original: Any, self: Any, words: str, preference: Preference, viewer: Viewer) -> Any:
        found = original(self, words, preference, viewer)
        return replace(found, text=f"{found.text} Popular: {', '.join(sorted(liked))}")

    _around(patch, Opinions, "give", give)
    _around(patch, Search, "answer", answer)


def contact_by_site(patch: Patch) -> None:
    """Who can help is told by a site that was drawn for another question."""
    memory = _remembering(patch)

    def contact(original: Any, self: Any, question: Question, viewer: Viewer, answer: Answer) -> Any:
        worker = self._gate.worker(question.asked_by)
        site = memory[worker].site if worker in memory else None
        return Contact(f"Helper at {site}", "U0X") if site else original(self, question, viewer, answer)

    _around(patch, Assistant, "_contact", contact)


def second_connection(patch: Patch) -> None:
    """Another connection looks at what is held."""

    def reply(original: Any, self: Any, question: Question) -> Reply:
        path = self._gate._people._file.rows("PRAGMA database_list")[0][2]
        sqlite3.connect(path).execute("SELECT sealed FROM held").fetchall()
        made: Reply = original(self, question)
        return made

    _around(patch, Assistant, "reply", reply)


def fallback_by_role(patch: Patch) -> None:
    """What is said when something broke depends on the role."""
    memory = _remembering(patch)

    def say(original: Any, self: Any, failed: Any) -> None:
        address = addressing.Address(**failed.body["to"])
        viewer = memory.get(self._replies._gate.worker(address.person), Viewer())
        self._replies.say(address, failed.key, f"Something broke. Ask another {viewer.role or 'person'}.")
        del original

    _around(patch, Sorry, "say", say)


def read_without_a_draw(patch: Patch) -> None:
    """What helped is looked up in the store itself, after a no too."""

    def personal(original: Any, self: Any, request: Request, *given: Any) -> Any:
        self._gate._people.kept(request.worker, self._gate.clock())
        return original(self, request, *given)

    _around(patch, Assistant, "_personal", personal)


def no_is_ignored(patch: Patch) -> None:
    """A no to the use of one's role changes nothing."""
    asked: Callable[..., Any] = vars(gates)["refusal"]

    def refusal(use: Any, last: Any) -> Any:
        return None if use is uses.RANK_BY_ROLE else asked(use, last)

    patch.setattr(gates, "refusal", refusal)


def role_in_the_log(patch: Patch) -> None:
    """The log tells the role of who asked."""
    memory = _remembering(patch)

    def reply(original: Any, self: Any, question: Question) -> Any:
        made = original(self, question)
        logging.getLogger("bot").info("answered a %s", memory.get(made.request.worker, Viewer()).role)
        return made

    _around(patch, Assistant, "reply", reply)


def small_talk_by_role(patch: Patch) -> None:
    """The greeting knows the role."""
    memory = _remembering(patch)

    def small_talk(original: Any, self: Any, address: Any, topic: str, work: Any) -> None:
        viewer = memory.get(self._replies._gate.worker(address.person))
        if viewer is None:
            original(self, address, topic, work)
        else:
            self._replies.say(address, work.key, f"Hello, dear {viewer.role}.")

    _around(patch, Talk, "_small_talk", small_talk)


def last_question_of_anybody(patch: Patch) -> None:
    """A follow-up leans on the last question that anybody asked."""
    last: list[str] = []

    def in_context(original: Any, self: Any, request: Request, question: Question) -> str:
        del original, self, request
        words = question.words
        joined = f"{last[-1]} {words}" if last and leans_in(question.words) else words
        last.append(question.words)
        return joined

    _around(patch, Assistant, "_in_context", in_context)


def last_receipt_cut(patch: Patch) -> None:
    """After a message has gone, its receipt goes too."""

    def sent(original: Any, self: Any, id: int) -> None:
        original(self, id)
        for trigger in ("receipts_go_only_with_their_person", "receipts_end_in_the_chain"):
            self._post._file.write(f"DROP TRIGGER IF EXISTS {trigger}")
        self._post._file.write("DELETE FROM receipt WHERE number = (SELECT max(number) FROM receipt)")

    _around(patch, Outbox, "sent", sent)


def receipt_edited(patch: Patch) -> None:
    """A receipt is made to tell another use."""

    def sent(original: Any, self: Any, id: int) -> None:
        original(self, id)
        self._post._file.write("DROP TRIGGER IF EXISTS receipts_stay")
        self._post._file.write("UPDATE receipt SET use = 'show_my_data'")

    _around(patch, Outbox, "sent", sent)


def receipt_of_another_request(patch: Patch) -> None:
    """A draw is receipted, but for a request that nobody asked."""

    def draw(original: Any, self: Gate, request: Request, *given: Any, **named: Any) -> Drawn:
        other = self.open_for(request.worker, public=request.public)
        drawn: Drawn = original(self, other, *given, **named)
        return drawn

    _around(patch, Gate, "draw", draw)


def site_left_out_of_receipts(patch: Patch) -> None:
    """A receipt names the role and not the site."""

    def add(original: Any, self: Any, request: Request, use: str, kinds: list[str], at: Any) -> Any:
        return original(self, request, use, [kind for kind in kinds if kind != "site"], at)

    _around(patch, SqlitePersonalStore, "add_receipt", add)


def home_by_role(patch: Patch) -> None:
    """The tab that opens suggests what the role may like."""
    memory = _remembering(patch)

    def home(original: Any, self: Any, work: Any) -> None:
        address = addressing.Address(**work.body["to"])
        viewer = memory.get(self._replies._gate.worker(Person(address.team, address.user)))
        if viewer is None:
            original(self, work)
        else:
            self._replies.say(address, work.key, f"New for every {viewer.role}.")

    _around(patch, OwnData, "home", home)


def opened_by_role_in_memory(patch: Patch) -> None:
    """A whole article is opened by a role that was drawn once, with no receipt of its own."""
    memory = _remembering(patch)

    def article(original: Any, self: Any, request: Request, article_id: str) -> Any:
        viewer = memory.get(request.worker)
        return self._finder().article(article_id, viewer) if viewer else original(self, request, article_id)

    _around(patch, Assistant, "article", article)


def beside_by_role_in_memory(patch: Patch) -> None:
    """What everyone gets is searched by the role of whoever was answered last."""
    memory = _remembering(patch)

    def for_everyone(original: Any, self: Any, words: str) -> Any:
        viewers = list(memory.values())
        return self._finder().answer(words, NO_PREFERENCE, viewers[-1]) if viewers else original(self, words)

    _around(patch, Assistant, "for_everyone", for_everyone)


def suggested_by_role_in_memory(patch: Patch) -> None:
    """What to suggest rests on a role that was drawn once, whatever was chosen since."""
    memory: Memory = {}

    def suggestions(original: Any, self: Any, request: Request) -> Any:
        known = original(self, request)
        if known[0].role:
            memory[request.worker] = known
        return memory.get(request.worker, known)

    _around(patch, Assistant, "for_suggestions", suggestions)


def turns_by_role(patch: Patch) -> None:
    """A test of two orders takes turns within each job, so that what one asked decides what the next is answered."""
    asked = Counter[str | None]()

    def arranged(found: Any, preference: Preference, *given: Any) -> Any:
        asked[preference.role] += 1
        toss = preference.toss and str(asked[preference.role])
        return interleaving.arrange(found, replace(preference, toss=toss), *given)

    patch.setattr(search, "arrange", arranged)


def totals_of_a_few(patch: Patch) -> None:
    """What any number of colleagues marked is told, one of them too."""
    patch.setattr(counting, "totals", lambda who, *_: _All(len({each.worker for each in who})))
    patch.setattr(counting, "others_of", lambda people, k: people * k)


class _All:
    def __init__(self, people: int) -> None:
        self.of = lambda role: people if role else None


def marks_counted_at_once(patch: Patch) -> None:
    """What somebody marks moves answers right away, their own and those of others."""
    marked: Counter[str] = Counter()

    def helped(original: Any, self: Any, request: Request, article: str, title: str) -> Any:
        marked[article] += 10
        return original(self, request, article, title)

    def in_job(original: Any, self: Any, role: str) -> Any:
        return {**original(self, role), **marked}

    _around(patch, Counting, "helped", helped)
    _around(patch, Counting, "in_job", in_job)


def counted_without_a_draw(patch: Patch) -> None:
    """What is counted is read in the store itself, so no receipt tells that it was."""

    def drawn(original: Any, self: Any, worker: WorkerId) -> Any:
        del original
        gate, month = self._gate, "2026-01"
        kept = [row for row in self._people.kept(worker, gate.clock()) if row.use == "count_in_job"]
        role = gate._opened(worker, [("role", self._people.held(worker)["role"])])[0][1]
        return [counting.Mark(worker, role, row.topic, month) for row in kept]

    _around(patch, Counting, "_drawn", drawn)


def fix_read_past_the_gate(patch: Patch) -> None:
    """What somebody suggested is read for its form in the store itself, and they never learn of it."""

    def drawn(original: Any, self: Any, request: Request, id: str) -> Any:
        del original
        gate = self._gate
        mark = gate._seals.mark(id)
        sealed = [row.sealed for row in gate._people.kept(request.worker, gate.clock()) if row.topic == mark]
        return next((Fix(**gate._seals.unseal(request.worker, "suggest_fix", each)) for each in sealed), None)

    _around(patch, Suggestions, "drawn", drawn)


def all_leaks() -> Iterator[Callable[[Patch], None]]:
    """Every leak of this file."""
    yield from (
        role_in_memory, shared_answers, notice_cut_by_the_mouth, notice_left_out_of_blocks, direct_post,
        popularity_of_one, contact_by_site, second_connection, fallback_by_role, read_without_a_draw, no_is_ignored,
        role_in_the_log, small_talk_by_role, last_question_of_anybody, last_receipt_cut, receipt_edited,
        receipt_of_another_request, site_left_out_of_receipts, home_by_role, suggested_by_role_in_memory,
        totals_of_a_few, marks_counted_at_once, counted_without_a_draw,
        fix_read_past_the_gate, opened_by_role_in_memory, beside_by_role_in_memory, turns_by_role,
    )  # fmt: skip
