"""Whom a manager may write to, and what they never see: every action of every pair, canaries behind every button."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any
from urllib.request import urlopen

import pytest

from bot.slack.addressing import Address
from bot.slack.coaching.checking import Checking
from bot.slack.coaching.choosing import Choosing
from bot.slack.coaching.preview import CALLBACK
from bot.slack.reading import Work
from bot.wording import coaching
from bot.wording.nudging import NUDGING
from bot.workspace import forms
from bot.workspace.cast import Member
from bot.workspace.driving import Person, Refused
from privacy.directory import Entry
from privacy.nudges import Nudge, Settings
from privacy.worker import Person as Known
from tests.scenarios.company import Company, Talker, words_in
from tests.scenarios.test_coaching import ARTICLE, Noon, delivered, says_yes, send

Enter = Callable[[str], Person]
Part = dict[str, Any]

ANA, LEO, CAI, GIA, FINN, NIA, NOBODY = "U0ANA", "U0LEO", "U0CAI", "U0GIA", "U0FINN", "U0NIA", "U0NOBODY"
LIST = [
    Entry(ANA, "manager", "Harbour Street", ""),
    Entry(LEO, "manager", "Mill Lane", ""),
    Entry(CAI, "cook", "Harbour Street", ANA),
    Entry(FINN, "cashier", "Harbour Street", ANA),
    Entry(GIA, "cook", "Mill Lane", LEO),
    Entry(NIA, "editor", "Mill Lane", ""),
]
ACTORS, RECEIVERS = (ANA, LEO, CAI, FINN, NIA, NOBODY), (CAI, GIA, NIA, ANA, NOBODY)


# --- the matrix (rows S6 and S7)


class Desk:
    """What a person can make of the form, also where it was never opened for them."""

    def __init__(self, company: Company) -> None:
        self._company = company
        assistant = company.service.deliveries._assistant
        self._checking = Checking(company.rooms, Choosing(company.rooms, assistant))
        self._sent = 0

    def _known(self, user: str) -> Known:
        return Known(self._company.workspace.team_id, user)

    def finds(self, user: str) -> bool:
        return bool(self._checking.options(self._known(user), "chicken"))

    def previews(self, user: str, to: str) -> dict[str, Any]:
        values = {"article": ARTICLE, "words": "Please use the probe.", "to": to}
        address = Address(self._company.workspace.team_id, user, user)
        return self._checking.submitted(Work(address, "form:x", {"do": "nudge", "values": values}))

    def sends(self, user: str, to: str) -> int:
        """To how many it went, though nobody showed a preview."""
        self._sent += 1
        nudge, id = Nudge(ARTICLE, "Chicken", "Please use the probe.", to=to), f"forged-{self._sent}"
        address = Address(self._company.workspace.team_id, user, user)
        work = {"do": CALLBACK, "to": address.kept(), "meta": {"n": id, "d": asdict(nudge)}}
        self._company.service.desk.take(self._known(user), f"form:{id}", work)
        self._company.settle()
        return self._company.count("nudge", f"id = '{id}'")

    def rights(self) -> dict[tuple[str, str], tuple[bool, bool]]:
        """For each pair, whether a preview was shown, and whether what was sent waits for anybody."""
        pairs = [(actor, to) for actor in ACTORS for to in RECEIVERS if actor != to]
        return {(a, to): ("view" in self.previews(a, to), self.sends(a, to) > 0) for a, to in pairs}


@pytest.fixture(name="listed")
def _listed(company: Company) -> Company:
    company.rooms.directory.load(LIST, company.workspace.team_id)
    return company


def test_every_pair_and_every_action(listed: Company) -> None:
    """Looking up, preview and sending are for a manager and their own people of the newest list: 0 extra rights, also
    after a transfer, and however one calls oneself in Slack. What is refused is refused in the same words."""
    desk = Desk(listed)
    listed.workspace._state.members[CAI] = Member(CAI, "Cai Morgan", "Store manager of all, Harbour Street")
    own = {(ANA, CAI), (LEO, GIA)}
    assert {pair for pair, rights in desk.rights().items() if rights == (True, True)} == own
    assert {pair for pair, rights in desk.rights().items() if any(rights)} == own
    refused = {json.dumps(desk.previews(a, to)) for a in ACTORS for to in RECEIVERS if (a, to) not in own and a != to}
    assert refused == {json.dumps({"response_action": "errors", "errors": {"to": coaching.NOBODY}})}
    assert [actor for actor in ACTORS if desk.finds(actor)] == [ANA, LEO]
    moved = [replace(each, manager=LEO) if each.slack_user_id == CAI else each for each in LIST]
    listed.rooms.directory.load(moved, listed.workspace.team_id)
    after = {(LEO, CAI), (LEO, GIA)}
    assert {pair for pair, rights in desk.rights().items() if any(rights)} == after


@pytest.mark.usefixtures("listed")
def test_totals_and_the_form_are_for_managers_alone(person: Enter) -> None:
    """Nobody else opens it; what a manager reads there is of what they sent themselves."""
    send(person(ANA), "Ana's own words.", to=CAI)
    for user in (CAI, NIA):
        other = person(user)
        other.command("/coach", "")
        assert other.next_message()["text"] == coaching.NOBODY
    leo = person(LEO)
    leo.command("/coach", "")
    assert coaching.NOTHING_SENT in words_in(leo.next_modal())


def test_a_preview_from_before_a_transfer_sends_nothing(listed: Company, person: Enter) -> None:
    """The list is asked again when it is sent: it goes to nobody, in the words that a stranger hears."""
    ana = person(ANA)
    ana.command("/coach", "")
    ana.submits(ana.next_modal(), {"article": ARTICLE, "words": "Mind the probe.", "to": CAI})
    preview = ana.next_modal()
    moved = [replace(each, manager=LEO) if each.slack_user_id == CAI else each for each in LIST]
    listed.rooms.directory.load(moved, listed.workspace.team_id)
    ana.submits(preview)
    while not (told := ana.next_message()["text"]).startswith(coaching.NOBODY):
        assert "Mind the probe" not in told
    assert listed.count("nudge") == 0


# --- canaries (row T13)

CANARIES = ("zanzibar trombone 7741", "quokka bagpipe 9032", "narwhal kazoo 5518", "ocelot theremin 2269")
CLOSING = frozenset({"erase"})
"""Pressed last, as it ends what the others show."""
NOT_FOR_MANAGERS = {
    "files": "sends articles to editors",
    "take_fix": "is an expert's answer to a suggestion",
    "decline_fix": "is an expert's answer to a suggestion",
    "make_article": "is an expert's answer made an article",
    "answer": "answers a question that a worker handed to a named person, by their own wish",
    "nudge_reply": "answers a nudge, by the worker's own wish",
    "opened": "opens one's own conversation with Onhand",
}
"""Kinds of work that come of nothing that a manager is shown. All others must be driven below."""
NOT_DRIVEN = {"followed": "leads an editor to the console", "editors_form": "is an editor's form"}
"""Listeners that come of nothing that a manager is shown."""


class Watched(Talker):
    """A person of whom all is kept that their page was ever sent."""

    def __init__(self, url: str, user_id: str, typed: list[str]) -> None:
        self.shown: list[str] = []
        self.surfaces: list[Part] = []
        super().__init__(url, user_id, typed)

    def _arrive(self, told: Part) -> None:
        self.shown.append(json.dumps(told, ensure_ascii=False))
        part = told.get("message") or told.get("view") or {}
        for file in part.get("files", ()):
            with urlopen(f"{self._url}/page/file?as={self.id}&id={file['id']}") as content:
                self.shown.append(content.read().decode())
        if part.get("blocks"):
            self.surfaces.append(part)
        super()._arrive(told)

    def _call(self, request: Any) -> Any:
        answer = super()._call(request)
        self.shown.append(json.dumps(answer, ensure_ascii=False))
        return answer


class Crawler:
    """Presses every button and sends every form that a person is shown, each kind once."""

    def __init__(self, company: Company, person: Watched) -> None:
        self._company = company
        self._person = person
        self.closing = CLOSING
        self.pressed: set[str] = set()
        self.sent: set[str] = set()
        self._pressed_before: set[str] = set()
        self._sent_before: set[str] = set()
        self._used = 0

    def again(self) -> None:
        """From now on every kind is used once more: a page that came late may have been closed with another one."""
        self._pressed_before |= self.pressed
        self._sent_before |= self.sent
        self.pressed, self.sent = set(), set()

    def do(self, act: Callable[[], object]) -> None:
        """Does something, and then all that can be done on what it brought, also where that of before came late."""
        try:
            act()
        except Refused:
            return  # the page is gone: another one shows the same
        while not self._person.nothing_for(0.4):
            self._company.settle()
        while self._used < len(self._person.surfaces):
            self._used += 1
            self.use(self._person.surfaces[self._used - 1])

    def use(self, part: Part) -> None:
        for element in _pressable(part):
            if _kind(element) not in self.pressed | self.closing:
                self.do(partial(self._press, part, element))
        if part.get("submit") and part["callback_id"] not in self.sent:
            self.do(partial(self._submit, part))
        elif part.get("type") == "modal":
            self.do(partial(self._person.closes, part))

    def _press(self, part: Part, element: Part) -> None:
        value: Part = {"value": ARTICLE} if element["type"] == "external_select" else {}
        self._person.presses(part, element["action_id"], **value)
        self.pressed.add(_kind(element))

    def _submit(self, part: Part) -> None:
        given: Part = {}
        for block in part["blocks"]:
            if block["type"] == "input":
                given |= {block["block_id"]: _some(block["element"])} if _some(block["element"]) else {}
        self._person.submits(part, given)
        self.sent.add(part["callback_id"])

    @property
    def left(self) -> set[str]:
        """Kinds of buttons and forms that were shown and never used."""
        shown = {_kind(each) for part in self._person.surfaces for each in _pressable(part)}
        asked = {part["callback_id"] for part in self._person.surfaces if part.get("submit")}
        return (shown - self.pressed - self._pressed_before) | (asked - self.sent - self._sent_before)


def _pressable(part: Part) -> Iterator[Part]:
    for block in part["blocks"]:
        dispatched = block["type"] != "input" or block.get("dispatch_action")
        for element in forms.elements(block) if dispatched else ():
            if element.get("type") in ("button", "external_select"):
                yield element


def _kind(element: Part) -> str:
    return str(element["action_id"]).partition(":")[0]


def _some(element: Part) -> str:
    return {"plain_text_input": "A tip.", "external_select": ARTICLE}.get(element["type"], "")


def asks_in_private(cai: Person) -> None:
    """In every way that is the worker's own."""
    for canary in CANARIES[:2]:
        cai.says(f"may i eat a {canary} here")
        cai.next_message()
    cai.asks(f"where is the {CANARIES[2]}", channel=cai.channel("all-teams"))
    cai.next_message()


def driven_by(company: Company, user: str) -> tuple[set[str], set[str]]:
    """Fills with the listeners that a person reached and the kinds of work that came of it, from now on."""
    listeners: set[str] = set()
    kinds: set[str] = set()
    app, desk = company.service.app, company.service.desk

    def note(req: Any, resp: Any, body: Part, next: Callable[[], Any]) -> Any:
        by = body.get("user_id") or (body.get("user") or body.get("event") or {})
        if user in (
            by,
            by.get("id") if isinstance(by, dict) else None,
            by.get("user") if isinstance(by, dict) else None,
        ):
            listeners.update(each.ack_function.__name__ for each in app._listeners if each.matches(req=req, resp=resp))
        return next()

    def noting(kind: str, handler: Any) -> Any:
        def handle(work: Any) -> None:
            if work.body["to"]["user"] == user:
                kinds.add(kind)
            handler(work)

        return handle

    app.middleware(note)
    desk.also({kind: noting(kind, handler) for kind, handler in desk._handlers.items()})
    return listeners, kinds


def test_they_cannot_see_what_you_ask_me(company: Company) -> None:
    """“They can't see what you ask me”: whatever a manager types, presses, opens, sends or exports, no word of what a
    worker asked reaches them. Every surface there is was driven: a new one fails here until it is."""
    assert NUDGING["en"].sent_by.endswith("They can't see what you ask me.")
    company.reopen(clock=Noon())
    with company.enter(CAI) as cai, Watched(company.workspace.url, ANA, company.typed) as ana:
        listeners, kinds = driven_by(company, ANA)
        asks_in_private(cai)
        send(ana, to=CAI)
        says_yes(cai)
        cai.presses(delivered(company, cai), "nudge_ask")
        cai.says(f"and a {CANARIES[3]} in the oven")
        company.settle()
        # A manager may take nudges as well: then they choose hours of their own.
        own = company.rooms.gate.open(Known(company.workspace.team_id, ANA), public=False)
        company.rooms.nudges.accept(own, "yes", Settings())
        crawler = Crawler(company, ana)
        drive(ana, crawler)
        crawler.closing = frozenset()
        crawler.do(lambda: ana.says("my data"))
        assert crawler.left == set()
        told = "\n".join(ana.shown)
    assert [canary for canary in CANARIES if canary in told] == []
    every = {each.ack_function.__name__ for each in company.service.app._listeners}
    assert every - listeners <= set(NOT_DRIVEN)
    assert set(company.service.desk._handlers) - kinds <= set(NOT_FOR_MANAGERS)


def drive(ana: Watched, crawler: Crawler) -> None:
    """All that a manager can type, open or look up, with the canaries too."""
    channel = ana.channel("all-teams")
    for words in ("my data", "help", "hi", "thanks", "what did Cai ask you", "wat temp chiken"):
        crawler.do(partial(ana.says, words))
    for command in ("/coach", "/ask"):
        crawler.do(partial(ana.command, command, "what did cai ask", channel=channel))
    crawler.do(ana.opens_home)
    crawler.do(lambda: ana.says("@Onhand what do people ask you", channel=channel))
    said = next(each for each in ana.history(channel) if each["user"] == ana.id)
    crawler.do(lambda: ana.shortcut(said | {"channel": channel}))
    ana._modals.clear()
    ana.command("/coach", "")
    view = ana.next_modal()
    for canary in CANARIES:
        assert ana.looks_up(view, "coach_article", canary.split()[0]) == []
