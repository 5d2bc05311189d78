"""Plays one world through the real parts: listeners, desk, handlers, gate, outbox, sender, over a home of its own."""

import json
import logging
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.audit.articles import ROLES, SITES, Search
from bot.audit.watching import Watch
from bot.audit.wire import Mouth, Sent
from bot.audit.worlds import CHANNEL, COLLEAGUES, COMPANY_CONTACT, FORMS, SITE_CONTACTS, TEAM, Step, World
from bot.beside import Beside
from bot.contests import Plan
from bot.settings import Contact, Settings
from bot.slack.app import Saying, desk_of
from bot.slack.aside import Aside
from bot.slack.changes import Changes
from bot.slack.coaching.checking import Checking
from bot.slack.coaching.choosing import Choosing
from bot.slack.listeners import Listeners
from bot.slack.replies import Replies
from bot.slack.sender import Sender
from bot.wiring import Onhand
from knowledge.article import Article, Viewer
from privacy import uses
from privacy.directory import Entry
from privacy.gate import Outgoing
from privacy.rooms import Rooms
from privacy.worker import Person
from retrieval.answer import Answer
from retrieval.preference import Preference
from retrieval.suggesting import Listed

BOT = "U0BOT"
ID = re.compile(r"\b[0-9a-f]{32}\b")
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Input:
    """What Slack tells: which listener hears it, and the body, in which ids are labels. `who` did it."""

    listener: str
    body: str
    who: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A step, what came in (None: it could not be done) and all that it led to; ids are labels."""

    step: Step
    heard: Input | None
    sent: tuple[Sent, ...]
    logs: tuple[str, ...]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """A whole world, and what the checks of one play found. `chain` is None where there is none to check."""

    scenes: tuple[Scene, ...]
    wire: tuple[str, ...]
    reads: tuple[str, ...]
    receipts: tuple[str, ...]
    chain: tuple[str, ...] | None
    read: Mapping[str, frozenset[str]]
    workers: Mapping[str, str]


class _Made(Onhand):
    """The composition root, with the articles of the audit."""

    finder: Search

    def listed(self) -> tuple[Listed, ...]:
        return self.finder.listed()

    def answer(self, words: str, preference: Preference, viewer: Viewer) -> Answer:
        return self.finder.answer(words, preference, viewer)

    def within(self, words: str, article_id: str, viewer: Viewer) -> Answer:
        return self.finder.within(words, article_id, viewer)

    def article(self, article_id: str, viewer: Viewer | None) -> Article | None:
        return self.finder.article(article_id, viewer)


class Labels:
    """Ids are random: each becomes the number of the step and its place in it, the same in every play."""

    def __init__(self) -> None:
        self._labels: dict[str, str] = {}

    def label(self, text: str, step: int) -> str:
        for id in ID.findall(text):
            if id not in self._labels:
                place = sum(each.startswith(f"id-{step}-") for each in self._labels.values())
                self._labels[id] = f"id-{step}-{place}"
        return ID.sub(lambda found: self._labels[found[0]], text)

    def real(self, text: str) -> str:
        """The same with the ids of this play."""
        ids = {label: id for id, label in self._labels.items()}
        return re.sub(r"id-\d+-\d+", lambda found: ids.get(found[0], found[0]), text)


class _Logs(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def prepare(home: Path) -> None:
    """Makes the databases that every play begins with a copy of: empty, but for a test of two orders that two judged
    answers end."""
    home.mkdir()
    onhand = Onhand(Settings(home=home))
    _ = onhand.rooms
    onhand.contests.start(Plan(current=0, candidate=1, wanted=2, detect=0.9), datetime.now(UTC))
    onhand.contests.close()


def play(world: World, finder: Search, prepared: Path, inputs: Sequence[Input | None] | None = None) -> Played:
    """Plays a world, with the inputs of an earlier play where they are given. In a process of its own, please."""
    with tempfile.TemporaryDirectory(prefix="onhand-audit-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(prepared, home)
        return _Play(world, finder, home).all(inputs)


class _Play:
    def __init__(self, world: World, finder: Search, home: Path) -> None:
        self.world = world
        self.mouth = Mouth(home, world.refused)
        self.watch = Watch()
        self.watch.start()
        onhand = _Made(_settings(home))
        onhand.finder = finder
        self.rooms = onhand.rooms
        self.watch.attach()
        self.sender = Sender(self.rooms.outbox, self.mouth)
        replies = Replies(self.rooms.gate, self.sender.wake)
        # No store is down in a made-up world: whatever is said aside would be a finding.
        aside, beside = Aside(onhand.assistant.for_everyone, _never), Beside(onhand.editing)
        self.desk = desk_of(onhand.settings, onhand.assistant, self.rooms, Saying(replies, aside), beside)
        self.desk.beside([Changes(self.rooms, replies).tell])
        checking = Checking(self.rooms, Choosing(self.rooms, onhand.assistant))
        self.listeners = Listeners(self.desk, self.rooms.conversations, lambda: BOT, checking)
        self.labels, self.logs = Labels(), _Logs()
        self.threads: dict[str, str] = {}
        self.seen: list[Sent] = []
        self.read: dict[str, frozenset[str]] = {}

    def all(self, inputs: Sequence[Input | None] | None) -> Played:
        _begin(self.rooms, self.world)
        self._month_before()
        root = logging.getLogger()
        root.handlers = [self.logs]
        # Loggers remember what was once too little to be logged: setting the level makes them forget it.
        root.setLevel(logging.DEBUG)
        scenes = []
        for number, step in enumerate(self.world.steps):
            heard = self._input(number, step) if inputs is None else inputs[number]
            scenes.append(self._scene(number, step, heard))
        self.rooms.retention.hourly()
        return self._told(scenes)

    def _month_before(self) -> None:
        """What colleagues marked then; it is counted now, under watch as all that is read."""
        gate, now = self.rooms.gate, self.rooms.gate.clock
        first = now().replace(day=1)
        gate.clock = lambda: first - timedelta(days=1)
        for at in range(COLLEAGUES):
            request = gate.open(Person(TEAM, colleague(at)), public=False)
            for each in self.world.marked:
                if at < each.people:
                    self.rooms.counting.helped(request, each.article, each.article)
        gate.clock = now
        self.watch.begin()
        self.rooms.counting.count()

    def _told(self, scenes: list[Scene]) -> Played:
        chain = getattr(self.rooms, "chain", None)
        read = {self.labels.label(id, -1): each for id, each in self.read.items()}
        people = [each.user for each in self.world.people] + list(SITE_CONTACTS.values()) + [COMPANY_CONTACT]
        workers = {str(self.rooms.gate.worker(Person(TEAM, user))): user for user in people}
        return Played(
            tuple(scenes), tuple(self.mouth.problems), tuple(self.watch.problems), tuple(self.cut),
            None if chain is None else tuple(chain.check()), read, workers,
        )  # fmt: skip

    @property
    def cut(self) -> Iterator[str]:
        """Receipts that were seen being written and are not there as they were."""
        there = {(request, worker, use, kinds or "") for _, request, worker, use, _, kinds in self.mouth.receipts()}
        for receipt in self.watch.receipts_of_the_living():
            if receipt not in there:
                yield f"a receipt for {receipt[2]} was changed or taken away after it was written"

    def _scene(self, number: int, step: Step, heard: Input | None) -> Scene:
        self.watch.begin()
        self.logs.records.clear()
        before = len(self.mouth.sent)
        if heard is not None:
            body = json.loads(self.labels.real(heard.body))
            getattr(self.listeners, heard.listener)(lambda **_: None, body)
            while self.desk.do_next() or self.sender.deliver_next():
                pass
        sent = self.mouth.sent[before:]
        # Now, since the receipts of somebody who erases all are gone later.
        self.read |= self.mouth.read_by_request()
        self.seen += sent
        labelled = tuple(self._labelled(each, number) for each in sent)
        failures = tuple(each.getMessage() for each in self.logs.records if each.levelno >= logging.ERROR)
        told = tuple(f"{each.name} {each.levelname} {each.getMessage()}" for each in self.logs.records)
        logs = tuple(re.sub(r"\d+", "#", self.labels.label(each, number)) for each in told)
        return Scene(step, heard, labelled, logs, failures)

    def _labelled(self, sent: Sent, number: int) -> Sent:
        arguments = {name: value for name, value in sent.arguments.items() if name != "metadata"}
        text = self.labels.label(json.dumps([sent.request, arguments], ensure_ascii=False), number)
        request, arguments = json.loads(text)
        return replace(sent, request=request, arguments=arguments)

    # --- from a step to what Slack would tell of it

    def _input(self, number: int, step: Step) -> Input | None:
        if step.way in ("press", *FORMS):
            return self._pressed(number, step)
        body = self._said(number, step)
        listener = {"dm": "message", "thread": "message", "mention": "mentioned"}.get(step.way, step.way)
        return None if body is None else self._as_input(listener, body, step.user, number)

    def _as_input(self, listener: str, body: Body, who: str, number: int) -> Input:
        return Input(listener, self.labels.label(json.dumps(body, ensure_ascii=False), number), who)

    def _said(self, number: int, step: Step) -> Body | None:
        stamp = f"17000000{number:02d}.000100"
        event: Body = {"user": step.user, "ts": stamp, "text": step.words}
        if step.way == "command":
            return {"team_id": TEAM, "user_id": step.user, "channel_id": CHANNEL, "trigger_id": f"t{number}",
                    "text": step.words}  # fmt: skip
        if step.way == "home":
            event = {"user": step.user, "tab": "home"}
        elif step.way == "dm":
            event |= {"channel": f"D{step.user[1:]}", "channel_type": "im"}
        elif step.way == "mention":
            self.threads[step.user] = stamp
            event |= {"channel": CHANNEL, "text": f"<@{BOT}> {step.words}"}
        elif step.user not in self.threads:
            return None
        else:
            event |= {"channel": CHANNEL, "channel_type": "channel", "thread_ts": self.threads[step.user]}
        return {"team_id": TEAM, "event_id": f"Ev{number}", "event": event}

    def _pressed(self, number: int, step: Step) -> Input | None:
        for sent in reversed(self.seen):
            who = _reader(sent, step.user)
            if who and step.way != "press":
                if sent.arguments.get("view", {}).get("callback_id") == step.way:
                    return self._as_input("form", _form(sent, who, step, number), who, number)
            elif who:
                for button in _buttons(sent, step.action):
                    return self._as_input("press", _press(sent, who, button, number), who, number)
        return None


def _reader(sent: Sent, user: str) -> str:
    """Who of the world can press what was sent: the one who is meant, where they can see it; without a name anybody."""
    to = (
        sent.user if "user" in sent.arguments or "user_id" in sent.arguments else str(sent.arguments.get("channel", ""))
    )
    if "view" in sent.arguments and not to:
        to = str(sent.arguments.get("otherwise_tell", "")) or user or COMPANY_CONTACT
    to = f"U{to[1:]}" if to.startswith("D") else to
    if to == CHANNEL:
        return user
    return to if user in ("", to) and to.startswith("U") else ""


def _buttons(sent: Sent, action: str) -> Iterator[Mapping[str, Any]]:
    blocks = sent.arguments.get("blocks") or sent.arguments.get("view", {}).get("blocks", [])
    for block in blocks:
        for element in [*block.get("elements", []), block.get("accessory") or {}]:
            name = str(element.get("action_id", ""))
            if name == action or name.startswith(f"{action}:"):
                yield element


def _press(sent: Sent, who: str, button: Mapping[str, Any], number: int) -> Body:
    arguments = sent.arguments
    channel, view = str(arguments.get("channel", who)), "view" in arguments
    box = {"type": "view" if view else "message", "channel_id": channel, "is_ephemeral": "user" in arguments}
    action = {"action_id": button["action_id"], "value": button.get("value", ""), "action_ts": f"{number}.0"}
    return {
        "team": {"id": TEAM}, "user": {"id": who}, "channel": {"id": channel}, "trigger_id": f"t{number}",
        "container": box | ({"thread_ts": arguments["thread_ts"]} if "thread_ts" in arguments else {}),
        "actions": [action],
    }  # fmt: skip


def _form(sent: Sent, who: str, step: Step, number: int) -> Body:
    view = sent.arguments["view"]
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    typed = {block["block_id"]: {block["element"]["action_id"]: _filled(block, step)} for block in inputs}
    form = {"id": f"V{number}", "hash": "h", "callback_id": step.way, "private_metadata": view["private_metadata"]}
    state = {"values": typed}
    return {"team": {"id": TEAM}, "user": {"id": who}, "view": form | {"blocks": view["blocks"], "state": state}}


def _filled(block: Mapping[str, Any], step: Step) -> Body:
    """Words where words go, and every box ticked."""
    kind, options = block["element"]["type"], block["element"].get("options", ())
    held: Body = {"type": kind}
    if kind == "file_input":
        return held | {"files": []}
    if kind == "plain_text_input":
        return held | {"value": step.words}
    return held | {"selected_options": list(options) if kind == "checkboxes" else []}


def colleague(number: int) -> str:
    return f"U0COLL{number:02}"


def _settings(home: Path) -> Settings:
    contacts = {site: Contact(f"Helper at {site}", user) for site, user in SITE_CONTACTS.items()}
    return Settings(home=home, team=TEAM, contact=Contact("Company Helper", COMPANY_CONTACT), site_contacts=contacts)


def _begin(rooms: Rooms, world: World) -> None:
    """What is known of people and chosen by them at the start."""
    listed = [each for each in world.people if each.role and each.site]
    entries = [Entry(each.user, each.role or "", each.site or "", "") for each in listed]
    roles = {each.role for each in world.marked}
    entries += [Entry(colleague(at), role, SITES[0], "") for role in roles for at in range(COLLEAGUES)]
    # Forms list the company's jobs and sites: names with no person beside them, the same whoever has which.
    entries += [Entry(f"U0JOB{at:02}", role, SITES[at % len(SITES)], "") for at, role in enumerate(ROLES)]
    rooms.directory.load(entries, TEAM)
    for each in world.people:
        person = Person(TEAM, each.user)
        worker = rooms.gate.worker(person)
        # Else an answer to each would differ by what everybody is told, and asked, once.
        for once in (uses.SHOW_MY_DATA, uses.IMPROVE_ARTICLES):
            rooms.gate.choose(worker, once, "asked", "as the world begins")
        # A yes to hearing back brings a button; who switched all off, and who asks beside them, is asked neither.
        rooms.gate.choose(worker, uses.HEAR_BACK, "granted" if each.hears else "asked", "as the world begins")
        for use, state in each.choices:
            rooms.gate.choose(worker, uses.declared(use), state, "as the world begins")
        if each.helped:
            request = rooms.gate.open(person, public=False)
            for article, day in each.helped:
                kept = {"article": article, "title": article, "day": day}
                rooms.gate.keep(request, uses.RANK_BY_PAST_USE, article, kept)


def _never(_outgoing: Outgoing) -> None:
    raise AssertionError("something was said past the outbox")
