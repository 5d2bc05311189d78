"""A worker suggests a fix of a passage; the one who looks after the article takes it, or not this time."""

import base64
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Contact
from bot.slack.addressing import Address
from bot.slack.shaping.fixes import Receivers
from bot.wiring import Onhand
from bot.wording import ENGLISH, SPANISH
from bot.workspace.server import LocalWorkspace, Member
from knowledge.article import Article, Owner
from knowledge.proposals import Draft, Proposal
from privacy.uses import notice_for
from privacy.worker import Person as Worker
from tests.scenarios.company import Company, Message, Talker, actions, labels, words_in
from tests.scenarios.photographs import SECRET, jpeg

SAID = ENGLISH.shaping
CHICKEN = "wat temp chiken"
TITLE = "Cooking chicken"
WORDS = "The blue probe is broken since the flood; say that the red one will do."
COOK, OWNER, EDITOR = "U0CAI", "U0HANA", "U0LEO"
SENDER, NAME = "U0QUIN", "Quin Quarrel"
Open = Callable[[str], Talker]


@pytest.fixture
def guests() -> list[Member]:
    """Somebody who stands in no article."""
    return [Member(SENDER, NAME, "Cook, Mill Lane")]


@pytest.fixture
def onhand(company: Company) -> Onhand:
    """The articles of the company's own home, past the bot."""
    return Onhand(company.settings)


def form_of(worker: Talker, answer: Message) -> Message:
    """Opens the form below an answer."""
    worker.presses(answer, "fix")
    return worker.next_modal()


def suggests(worker: Talker, *ticked: str, words: str = WORDS, question: str = CHICKEN) -> Message:
    """Asks, suggests a fix of what is quoted, and returns what the sender is told."""
    form = form_of(worker, worker.hears(question))
    worker.submits(form, {"words": words, "also": list(ticked)} if ticked else {"words": words})
    return worker.next_message()


def gets(owner: Talker, action: str = "take") -> Message:
    """The next message with that button."""
    while action not in actions(found := owner.next_message()):
        pass
    return found


def waiting(onhand: Onhand) -> tuple[Proposal, ...]:
    return onhand.proposals.list("waiting")


def test_the_form_quotes_the_passage_and_says_who_will_see_it(person: Open, company: Company) -> None:
    """Before anything is sent: the passage, who will see it by name, and that no name goes along; nothing is ticked."""
    cook = person(COOK)
    answer = cook.hears(CHICKEN)
    assert SAID.suggest_a_fix in labels(answer)
    form = form_of(cook, answer)
    shown = words_in(form)
    assert "75" in shown
    assert SAID.who_sees.format(name="Hana Sato") in shown
    assert SAID.tell_me in json.dumps(form, ensure_ascii=False)
    assert all("initial_options" not in block.get("element", {}) for block in form["blocks"])
    cook.closes(form)
    company.settle()
    assert company.count("suggestion") == company.count("kept", "use = 'suggest_fix'") == 0


def test_the_owner_gets_the_passage_and_the_words_without_a_name(person: Open, company: Company) -> None:
    """What arrives quotes the passage and the words, and nothing in it tells who sent it."""
    cook, owner = person(COOK), person(OWNER)
    assert suggests(cook)["text"] == SAID.fix_sent.format(name="Hana Sato")
    letter = gets(owner)
    assert WORDS in letter["text"]
    assert "75" in words_in(letter["blocks"])
    assert SAID.no_name in words_in(letter["blocks"])
    assert labels(letter) == [SAID.take_it, SAID.not_this_time]
    assert not {COOK, "Cai"} & set(json.dumps(letter).replace('"', " ").replace("Cai ", "Cai ").split())
    company.settle()
    assert company.rows("SELECT state, proposal FROM suggestion") == [("open", "")]


def test_with_a_name_only_where_it_is_ticked(person: Open) -> None:
    """One tick puts the sender's name beside the words."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook, "name")
    letter = gets(owner)
    assert {"type": "user", "user_id": COOK} in letter["blocks"][0]["elements"][0]["elements"]
    assert SAID.no_name not in words_in(letter["blocks"])


def taken(owner: Talker, letter: Message, change: Callable[[str], str] = lambda text: f"{text}\n\nRed will do.") -> str:
    """Takes a fix by changing the text that the form shows; returns what the owner is told."""
    owner.presses(letter, "take")
    form = owner.next_modal()
    (field,) = (block["element"] for block in form["blocks"] if block["type"] == "input")
    owner.submits(form, {"words": change(field["initial_value"])})
    return str(owner.next_message()["text"])


def test_taken_it_waits_for_an_editor(person: Open, company: Company, onhand: Onhand) -> None:
    """The owner changes the part of the article in a form; the change waits for an editor, and the words are gone."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook)
    letter = gets(owner)
    owner.presses(letter, "take")
    form = owner.next_modal()
    assert SAID.was_suggested.format(words=WORDS) in words_in(form)
    owner.closes(form)
    assert taken(owner, letter).startswith("Thank you. The change to “")
    (proposal,) = waiting(onhand)
    before = onhand.library.get(proposal.article.id)
    assert before is not None
    assert proposal.origin == "a suggestion"
    assert "Red will do." in proposal.article.body
    assert len(proposal.article.body) == len(before.body) + len("\n\nRed will do.")
    assert company.rows("SELECT state, proposal FROM suggestion") == [("taken", str(proposal.id))]
    assert company.count("kept", "use = 'suggest_fix'") == 0
    assert taken_again(owner, letter) == SAID.fix_gone


def taken_again(owner: Talker, letter: Message) -> str:
    owner.presses(letter, "take")
    return str(owner.next_message()["text"])


def test_reading_it_for_the_form_is_on_the_senders_page(person: Open, company: Company) -> None:
    """That the words were read for the owner leaves a receipt with the sender, who finds it under “my data”."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook)
    assert WORDS in words_in(cook.hears("my data")["blocks"])
    owner.presses(gets(owner), "take")
    owner.next_modal()
    company.settle()
    assert company.count("receipt", "use = 'suggest_fix'") == 1
    assert "the fix you suggested" in words_in(cook.hears("my data")["blocks"])


def test_the_same_text_is_no_change(person: Open, onhand: Onhand) -> None:
    """A form that is sent as it came makes no proposal, and the fix still waits."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook)
    letter = gets(owner)
    assert taken(owner, letter, str) == SAID.nothing_changed
    assert waiting(onhand) == ()
    assert taken(owner, letter).startswith("Thank you.")


def test_not_this_time(person: Open, company: Company) -> None:
    """Declined, a fix ends: the article stays, and a sender who did not ask to hear is not told."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook)
    letter = gets(owner)
    declines(owner, letter, "")
    assert owner.next_message()["text"] == SAID.declined
    company.settle()
    assert company.rows("SELECT state FROM suggestion") == [("ended",)]
    assert [each["text"] for each in cook.history()][-1] == SAID.fix_sent.format(name="Hana Sato")
    assert taken_again(owner, letter) == SAID.fix_gone


def declines(owner: Talker, letter: Message, reason: str) -> None:
    owner.presses(letter, "decline")
    owner.submits(owner.next_modal(), {"words": reason} if reason else {})


def test_a_line_back_to_one_who_wants_to_hear(person: Open, company: Company) -> None:
    """Whoever ticked to hear gets the owner's line, once, with its notice; nothing of it is kept then."""
    cook, owner = person(COOK), person(OWNER)
    told = suggests(cook, "hear")
    assert SAID.will_tell in told["text"]
    assert "stop:hear_back" in actions(told)
    assert company.rows("SELECT state FROM choice WHERE use = 'hear_back'") == [("granted",)]
    declines(owner, gets(owner), "The red probe reads two degrees low.")
    back = cook.next_message()
    assert "It is not taken this time." in back["text"]
    assert "The red probe reads two degrees low." in back["text"]
    assert back["text"].splitlines()[-1] == notice_for(frozenset({"awaited"}))
    company.settle()
    assert company.count("kept", "use IN ('hear_back', 'suggest_fix')") == 0


def test_live_it_is_told_once(person: Open, company: Company, onhand: Onhand) -> None:
    """When the change is live, whoever wanted to hear is told, with the way to the article; once."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook, "hear")
    taken(owner, gets(owner))
    (proposal,) = waiting(onhand)
    onhand.proposals.approve(proposal.id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))
    back = cook.next_message(20)
    assert back["text"].splitlines()[0] == SAID.fix_is_live.format(title=proposal.article.title)
    assert actions(back)[0] == "read:0"
    assert "awaited" in {kind for (kind,) in company.rows("SELECT kind FROM receipt_kind")}
    assert cook.nothing_for(1.5)
    assert company.rows("SELECT state FROM suggestion") == [("ended",)]
    assert company.count("kept", "use = 'hear_back'") == 0


def test_a_newer_draft_that_is_live_is_told_too(person: Open, onhand: Onhand) -> None:
    """Where somebody's newer draft took the place of the change, its being live is what is told, once."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook, "hear")
    taken(owner, gets(owner))
    (proposal,) = waiting(onhand)
    newer = replace(proposal.article, body=f"{proposal.article.body}\n\nBoth will do.")
    (draft,) = onhand.proposals.propose([Draft(newer, "a")], "an editor")
    onhand.proposals.approve(draft.id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))
    assert cook.next_message(20)["text"].splitlines()[0] == SAID.fix_is_live.format(title=proposal.article.title)
    assert cook.nothing_for(1.5)


def test_refused_by_an_editor_is_told_too(person: Open, onhand: Onhand) -> None:
    """Where an editor refuses the change, whoever wanted to hear is told that it is not taken this time."""
    cook, owner = person(COOK), person(OWNER)
    suggests(cook, "hear")
    taken(owner, gets(owner))
    onhand.proposals.refuse(waiting(onhand)[0].id, "another editor")
    assert "It is not taken this time." in cook.next_message(20)["text"]


@pytest.mark.parametrize("other", ["U0BEA", EDITOR])
def test_only_the_owner_may_take_or_decline(person: Open, company: Company, onhand: Onhand, other: str) -> None:
    """A press of somebody else, also an editor, is refused as for a fix that is not there; nothing is drawn of it."""
    suggests(person(COOK))
    company.settle()
    ((id,),) = company.rows("SELECT id FROM suggestion")
    stranger, team = person(other), company.workspace.team_id
    to = Address(team, other, stranger.dm).kept()
    for number, (action, given) in enumerate([("take", id), ("decline", id), ("take", "0" * 32)]):
        value = {"s": given, "l": "en"}
        work = {"do": "press", "action": action, "value": value, "trigger": "t", "home": False, "ts": "", "view": ""}
        company.service.desk.take(Worker(team, other), f"press:{number}", {**work, "to": to})
        assert stranger.next_message()["text"] == SAID.fix_gone
    meta = {"to": to, "s": id, "a": "chicken-temperature", "v": 1, "b": 0, "e": 5}
    for do in ("take_fix", "decline_fix"):
        sent = {"do": do, "words": "x", "fields": {"words": "x"}, "meta": meta, "to": to}
        company.service.desk.take(Worker(team, other), f"form:{do}", sent)
        assert stranger.next_message()["text"] == SAID.fix_gone
    assert company.rows("SELECT state FROM suggestion") == [("open",)]
    assert waiting(onhand) == ()
    assert company.count("receipt", "use = 'suggest_fix'") == 0


def test_a_photo_goes_along_without_what_it_tells(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """The photo reaches the owner as a file of the bot's own, without place, device and name in it."""
    cook, owner = person(COOK), person(OWNER)
    form = form_of(cook, cook.hears(CHICKEN))
    photo = {"type": "file_input", "files": [cook.uploads("IMG_Cai_Morgan.jpg", jpeg())]}
    cook.submits(form, {"words": WORDS, "photo": photo})
    assert SAID.photo_not_read not in cook.next_message()["text"]
    gets(owner)
    (file,) = owner.next_message(20)["files"]
    assert "Cai" not in json.dumps(file)
    assert workspace._state.files[file["id"]].user == workspace.bot_user_id
    held = workspace._state.files[file["id"]].content
    assert held is not None
    assert held.startswith(b"\xff\xd8")
    assert SECRET not in held
    company.settle()
    assert company.count("outgoing", "sealed IS NOT NULL") == 0


def test_what_is_no_photo_is_not_passed_on(person: Open) -> None:
    """A file that is no photo, or lies elsewhere than Slack's files do, is left out; the words go, and that is said."""
    cook, owner = person(COOK), person(OWNER)
    for file in (cook.uploads("x.jpg", b"MZ no photo"), cook.uploads("x.png", jpeg()[:60])):
        form = form_of(cook, cook.hears(CHICKEN))
        cook.submits(form, {"words": WORDS, "photo": {"type": "file_input", "files": [file]}})
        assert SAID.photo_not_read in cook.next_message()["text"]
        gets(owner)
    assert not [each for each in owner.history() if each.get("files")]


def test_health_is_not_kept_for_later(person: Open, company: Company) -> None:
    """Words on one's health are passed on, as they were sent to somebody, but not kept to tell later: that is said."""
    told = suggests(person(COOK), "hear", words="I have diabetes, so say where I may keep my insulin.")
    assert SAID.cannot_tell in told["text"]
    assert company.count("kept", "use = 'hear_back'") == 0


def test_nobody_is_flooded(person: Open) -> None:
    """A worker of whom five fixes wait cannot send a sixth."""
    cook = person(COOK)
    answer = cook.hears(CHICKEN)
    for _ in range(5):
        cook.submits(form_of(cook, answer), {"words": WORDS})
        assert cook.next_message()["text"] == SAID.fix_sent.format(name="Hana Sato")
    cook.submits(form_of(cook, answer), {"words": WORDS})
    assert cook.next_message()["text"] == SAID.too_many


def test_from_the_whole_article_too(person: Open, company: Company) -> None:
    """“Read it all” has the same button, and its form takes the place of the page."""
    cook, owner = person(COOK), person(OWNER)
    cook.presses(cook.hears(CHICKEN), "read:0")
    page = cook.next_modal()
    cook.presses(page, "fix")
    form = cook.next_modal()
    assert form["id"] == page["id"]
    cook.submits(form, {"words": WORDS})
    assert WORDS in gets(owner)["text"]
    company.settle()


def test_the_form_speaks_the_language_of_the_question(person: Open) -> None:
    """A Spanish question has a Spanish form and thanks; the owner reads it in the language of the article."""
    barista, owner = person("U0BEA"), person(COOK)
    form = form_of(barista, barista.hears("¿a qué temperatura va el pollo?"))
    assert form["title"]["text"] == SPANISH.shaping.suggest_a_fix
    barista.submits(form, {"words": "Falta la sonda roja."})
    assert barista.next_message()["text"].startswith("Gracias.")
    assert gets(owner)["text"].startswith("Una propuesta para")


def test_without_another_owner_any_editor_may_take_it(person: Open, company: Company, onhand: Onhand) -> None:
    """A fix of an article that nobody else looks after goes to the editors' channel; of those there only an editor may
    take it, told that their job role was read to know; others are refused as for a fix that is not there."""
    cook, editor, barista = person(COOK), person(EDITOR), person("U0BEA")
    form = form_of(cook, cook.hears("¿a qué temperatura va el pollo?"))
    assert SPANISH.shaping.who_sees.format(name=SPANISH.shaping.the_editors) in words_in(form)
    cook.submits(form, {"words": "Falta la sonda roja."})
    cook.next_message()
    letter = editor.next_message(channel=company.settings.editors_channel)
    assert "Falta la sonda roja." in letter["text"]
    ((id, contact),) = company.rows("SELECT id, contact FROM suggestion")
    assert contact == ""
    to = Address(company.workspace.team_id, "U0BEA", barista.dm).kept()
    work = {"do": "press", "action": "take", "value": {"s": id, "l": "en"}, "trigger": "t", "home": False, "ts": ""}
    company.service.desk.take(Worker(company.workspace.team_id, "U0BEA"), "press:1", {**work, "view": "", "to": to})
    assert barista.next_message()["text"].startswith(SAID.fix_gone)
    editor.presses(letter, "take")
    form = editor.next_modal()
    assert notice_for(frozenset({"role"}), "es") in words_in(form)
    editor.submits(form, {"words": "Sirve la sonda roja."})
    assert editor.next_message()["text"].splitlines()[-1] == notice_for(frozenset({"role"}), "es")
    assert waiting(onhand)[0].origin == "a suggestion"


def test_who_gets_what_nobody_owns() -> None:
    """The owner, unless they are the sender; else the editors' channel; else the company's own person; else nobody."""
    leo, hers = Contact("Leo Fisher", EDITOR), Article("a", "A", "words", owner=Owner("Hana Sato", OWNER))
    nobodys = Article("a", "A", "words", owner=Owner("The kitchen"))
    assert Receivers("C0EDIT", leo).of(hers, COOK) == Contact("Hana Sato", OWNER)
    assert Receivers("C0EDIT", leo).of(hers, OWNER) == Contact("", "")
    assert Receivers("C0EDIT", leo).of(nobodys, COOK) == Contact("", "")
    assert Receivers("", leo).of(nobodys, COOK) == leo
    assert Receivers("", None).of(nobodys, COOK) is None


# --- nobody learns who sent it


def all_bytes(home: Path, name: str) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.iterdir()) if path.name.startswith(name))


@pytest.fixture
def played(person: Open, company: Company, onhand: Onhand, log: list[str]) -> tuple[Talker, list[str]]:
    """A fix without a name, all the way to being live; what the owner and an editor got, and what was logged."""
    cook, owner, editor = person(SENDER), person(OWNER), person(EDITOR)
    suggests(cook, "hear")
    taken(owner, gets(owner))
    onhand.proposals.approve(waiting(onhand)[0].id, "another editor")
    onhand.publisher.publish_due(date(2026, 11, 27))
    cook.next_message(20)
    company.settle()
    seen = [json.dumps(each) for reader in (owner, editor) for each in reader.history()]
    theirs = (cook.dm, SENDER)
    elsewhere = [call for call in company.wire.calls if call.arguments.get("channel") not in theirs]
    seen += [json.dumps(call.arguments) for call in elsewhere if call.arguments.get("trigger_id") is None]
    assert len(seen) > 2
    return cook, [*seen, *log]


def test_who_sent_it_is_nowhere(played: tuple[Talker, list[str]], company: Company) -> None:
    """Nothing that owner or editor saw, no log line and no byte of knowledge.db tells the sender: neither id, name,
    conversation, nor the key under which a sender is known to people.db."""
    cook, seen = played
    key = str(company.rooms.gate.worker(Worker(company.workspace.team_id, SENDER)))
    telling = (SENDER, NAME, cook.dm, key)
    assert [text for text in seen for mark in telling if mark in text] == []
    held = all_bytes(company.home, "knowledge.db")
    assert held
    assert [mark for mark in (*telling, "flood") if mark.encode() in held] == []
    with closing(sqlite3.connect(company.home / "people.db")) as people:
        columns = str(people.execute("SELECT * FROM suggestion").fetchall())
    assert "flood" not in columns
    assert base64.b64encode(WORDS.encode()) not in all_bytes(company.home, "people.db")
