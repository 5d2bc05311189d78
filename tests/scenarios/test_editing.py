"""Editors bring articles in, approve them and answer for them, in Slack."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from bot.slack.editing import files
from bot.wording import editing as say
from bot.wording.console import CONSOLE_LINK
from knowledge.article import Article
from privacy.uses import TELL_DECISION
from privacy.worker import Person
from retrieval.previewing.preview import Preview
from tests.scenarios.company import Company, Message, Talker, actions, labels, words_in

STEPS = b"""---
title: Cleaning the ice machine
owner: Ivo Brandt (U0IVO)
review_by: 2999-01-01
---
Switch the ice machine off at the wall. Scoop all ice out. Wipe the bin with blue sanitiser.
"""
QUESTION = "how do I clean the ice machine"
Open = Callable[[str], Talker]


@pytest.fixture
def company(editing: Company) -> Company:
    """The sample company with its editors at work."""
    editing.open()
    return editing


@pytest.fixture
def channel(company: Company) -> str:
    return company.settings.editors_channel


def said_to(editor: Talker, words: str) -> Message:
    """What comes back in the editor's own conversation, whatever the channel says meanwhile."""
    editor.says(words)
    return editor.next_message(channel=editor.dm)


def posted(editor: Talker, channel: str, words: str) -> Message:
    """The next message in the editors' channel that holds some words."""
    while words not in words_in((message := editor.next_message(channel=channel))["blocks"]):
        pass
    return message


def test_from_a_file_to_an_answer(person: Open, channel: str) -> None:
    """A file dropped on the bot becomes a card in the editors' channel; another editor approves it, and at once a
    worker is answered from it."""
    leo, nia, bea = person("U0LEO"), person("U0NIA"), person("U0BEA")
    came = leo.drops({"ice-machine.md": STEPS})
    assert "1 article proposed. Another editor has to approve." in came["text"]
    assert "your job role" in came["text"]
    card = posted(nia, channel, "ice machine")
    assert "Cleaning the ice machine" in card["text"]
    assert say.SEEN_BY_EVERYONE in words_in(card["blocks"])
    assert "slack:ice-machine.md" in words_in(card["blocks"])
    assert labels(card) == [say.APPROVE, say.REFUSE, say.SHOW_ALL]
    nia.presses(card, "editing:approve")
    done = nia.next_message(channel=channel, ephemeral=True)
    assert "is live: I answer from it now." in done["text"]
    changed = nia.next_change(ts=card["ts"])
    assert actions(changed) == []
    assert "is live" in words_in(changed["blocks"])
    told = leo.next_message(channel=leo.dm)
    assert told["text"].startswith("What you brought in: “Cleaning the ice machine”. Approved.")
    assert "the article you proposed" in told["text"]
    assert "Switch the ice machine off" in bea.hears(QUESTION)["text"]


def filled(**more: object) -> dict[str, object]:
    """What somebody fills in for a new article."""
    return {"title": "Ice scoop", "body:0": "Keep the ice scoop in its holder, never in the ice.", **more}


def written(editor: Talker, **more: object) -> Message:
    """Writes a new article in the form, and returns what comes back."""
    editor.presses(said_to(editor, "articles"), "editing:new")
    editor.submits(editor.next_modal(), filled(**more))
    return editor.next_message(channel=editor.dm)


def looked_at(editor: Talker, title: str) -> Message:
    """The card of what waits under a title, in the editor's own conversation."""
    waiting = said_to(editor, "articles")
    (button,) = [each["action_id"] for each in actions_beside(waiting, title)]
    editor.presses(waiting, button)
    return editor.next_message(channel=editor.dm)


def actions_beside(message: Message, words: str) -> list[Message]:
    return [block["accessory"] for block in message["blocks"] if "accessory" in block and words in words_in(block)]


def test_written_in_a_form(person: Open) -> None:
    """An article written in the form is for whom the form says, with its owner and its days; it waits for another
    editor, and its own writer cannot approve it."""
    leo, nia = person("U0LEO"), person("U0NIA")
    asked = {"roles": ["barista"], "sites": ["Mill Lane"], "owner_name": "Ivo", "owner": "U0IVO", "critical": ["yes"]}
    assert "1 article proposed." in written(leo, **asked, live_from="2999-05-03", review_by="2999-06-01")["text"]
    own = looked_at(leo, "Ice scoop")
    leo.presses(own, "editing:approve")
    assert say.YOUR_OWN in leo.next_message(channel=leo.dm)["text"]
    card = looked_at(nia, "Ice scoop")
    said = words_in(card["blocks"])
    assert "Seen by: barista at Mill Lane. Nobody else finds it." in said
    assert "Live from 3 May 2999." in said
    assert say.MISSING_OWNER not in said
    nia.presses(card, "editing:approve")
    assert "is live from 3 May 2999." in nia.next_message(channel=nia.dm)["text"]


def test_what_is_wrong_is_told_at_its_field(person: Open) -> None:
    """A form with a blank title, crossed days or an account without a name is refused at the field."""
    leo = person("U0LEO")
    leo.presses(said_to(leo, "articles"), "editing:new")
    form = leo.next_modal()
    wrong = filled(title="  ", owner="U0IVO", live_from="2999-05-03", live_until="2999-05-02")
    errors = {"title": say.WRITE_SOMETHING, "owner_name": say.WRITE_THEIR_NAME, "live_until": say.DAYS_CROSSED}
    assert leo.submits(form, wrong)["errors"] == errors


def test_refused_with_a_note(person: Open, company: Company, channel: str) -> None:
    """A refusal carries a note to the one who proposed it, with nobody's name; nothing was published."""
    leo, nia = person("U0LEO"), person("U0NIA")
    written(leo)
    card = posted(nia, channel, "Ice scoop")
    nia.presses(card, "editing:refuse")
    nia.submits(nia.next_modal(), {"note": "We have this one already."})
    assert nia.next_message(channel=channel, ephemeral=True)["text"].startswith("Refused: We have this one already.")
    assert "Refused: We have this one already." in words_in(nia.next_change(ts=card["ts"])["blocks"])
    told = leo.next_message(channel=leo.dm)
    assert "“Ice scoop”. Refused: We have this one already." in told["text"]
    assert "Nia" not in words_in(told["blocks"]) + told["text"]
    assert company.editorial is not None
    assert company.editorial.library.get("ice-scoop") is None


def test_a_card_without_its_preview_says_so(person: Open, company: Company, channel: str) -> None:
    """Where it cannot be compared with what is live, the card says that, and not that nothing contradicts it."""

    def broken(_: Article) -> Preview:
        raise OSError

    company.services.pop().stop()
    assert company.editorial is not None
    company.editorial = replace(company.editorial, preview=broken)
    company.open()
    leo, nia = person("U0LEO"), person("U0NIA")
    leo.drops({"ice-machine.md": STEPS})
    assert say.NOT_COMPARED in words_in(posted(nia, channel, "ice machine")["blocks"])


def test_decided_elsewhere(person: Open, company: Company) -> None:
    """What was approved or refused at the console or the command line is told to who brought it in; so is it where
    somebody else's draft took its place."""
    leo, nia = person("U0LEO"), person("U0NIA")
    for name in ("one", "two", "three"):
        leo.drops({f"{name}.md": STEPS.replace(b"ice machine", f"{name} machine".encode())})
    editorial, key = company.editorial, company.rooms.gate.worker(Person(company.workspace.team_id, "U0NIA"))
    assert editorial is not None
    one, two, _ = editorial.proposals.list()
    editorial.proposals.approve(one.id, key)
    assert "“Cleaning the one machine”. Approved." in leo.next_message(channel=leo.dm)["text"]
    editorial.proposals.refuse(two.id, key, "Not ours.")
    assert "“Cleaning the two machine”. Refused: Not ours." in leo.next_message(channel=leo.dm)["text"]
    nia.drops({"three.md": STEPS.replace(b"ice machine", b"three machine").replace(b"blue", b"green")})
    assert "A newer draft took its place." in leo.next_message(channel=leo.dm)["text"]
    company.settle()
    assert company.rooms.gate.keepers(TELL_DECISION) == {key}


def test_edited_and_shown_as_a_change(person: Open, company: Company) -> None:
    """Editing fills the form with what the article says; the card shows what changes, and all of it on request."""
    leo, nia = person("U0LEO"), person("U0NIA")
    found = said_to(leo, "articles hot holding")
    leo.presses(found, "editing:edit:0")
    form = leo.next_modal()
    body = form["state"]["values"]["body:0"]["body:0"]["value"]
    leo.submits(form, {"body:0": body.replace("63", "65")})
    leo.next_message(channel=leo.dm)
    card = looked_at(nia, "Keeping food hot")
    said = words_in(card["blocks"])
    assert "(changed)" in card["text"]
    assert "[− 63]" in said
    assert "[+ 65]" in said
    nia.presses(card, "editing:show")
    assert "65" in words_in(nia.next_modal())
    assert company.editorial is not None
    (waiting,) = company.editorial.proposals.list()
    live = company.editorial.library.get("hot-holding")
    assert live is not None
    assert (waiting.article.topics, waiting.article.audience) == (live.topics, live.audience)


def test_an_unchanged_form_proposes_nothing(person: Open, company: Company) -> None:
    """Sending the form of an article as it is brings nothing in."""
    leo = person("U0LEO")
    leo.presses(said_to(leo, "articles hot holding"), "editing:edit:0")
    leo.submits(leo.next_modal())
    assert say.NOTHING_CHANGED in leo.next_message(channel=leo.dm)["text"]
    assert company.editorial is not None
    assert company.editorial.proposals.list() == ()


def test_retired_by_two(person: Open) -> None:
    """An editor proposes that nobody finds an article any more; another one approves, and it is not found."""
    leo, nia, bea = person("U0LEO"), person("U0NIA"), person("U0BEA")
    asked = "what do I do with lost property"
    assert "From “" in words_in(bea.hears(asked)["blocks"])
    leo.presses(said_to(leo, "articles lost property"), "editing:retire:0")
    leo.next_message(channel=leo.dm)
    card = looked_at(nia, "Lost property")
    assert say.WILL_GO in words_in(card["blocks"])
    nia.presses(card, "editing:approve")
    assert "nobody finds it any more" in nia.next_message(channel=nia.dm)["text"]
    assert "From “Lost property”" not in words_in(bea.hears(asked)["blocks"])


def test_five_a_page(person: Open) -> None:
    """What waits is listed oldest first, five a page."""
    leo, nia = person("U0LEO"), person("U0NIA")
    leo.drops({f"tip-{number}.md": f"# Tip {number}\n\nWords of tip {number}.".encode() for number in range(7)})
    first = said_to(nia, "articles")
    assert [f"Tip {n}" in words_in(first["blocks"]) for n in range(7)] == [True] * 5 + [False] * 2
    nia.presses(first, "editing:waiting")
    second = nia.next_message(channel=nia.dm)
    assert [f"Tip {n}" in words_in(second["blocks"]) for n in range(7)] == [False] * 5 + [True] * 2


def test_problems_cost_a_line_each(person: Open) -> None:
    """A file that cannot be read costs one line that names it; the good ones are proposed."""
    leo = person("U0LEO")
    came = leo.drops({"ice.md": STEPS, "photo.xyz": b"\0\1", "again.md": b"---\nid: ice\n---\nOther words."})
    said = words_in(came["blocks"])
    assert "1 article proposed." in came["text"]
    assert "Could not be read: photo.xyz: " in said
    assert 'Could not be read: again.md: the id "ice" is already taken by ice.md' in said
    assert "/tmp" not in said


def test_second_press_finds_nothing_to_decide(person: Open, channel: str) -> None:
    """Of two editors' presses the first counts; a card that a newer draft took the place of says so."""
    leo, nia = person("U0LEO"), person("U0NIA")
    leo.drops({"ice.md": STEPS})
    old = posted(nia, channel, "ice machine")
    leo.drops({"ice.md": STEPS.replace(b"blue", b"green")})
    new = posted(nia, channel, "green")
    nia.presses(old, "editing:approve")
    assert "A newer draft took its place." in nia.next_message(channel=channel, ephemeral=True)["text"]
    nia.presses(new, "editing:approve")
    assert "is live" in nia.next_message(channel=channel, ephemeral=True)["text"]


def test_home_has_the_way_in(person: Open) -> None:
    """An editor who brought something in finds the way to it in the home tab, with the notice; a worker does not."""
    leo, bea = person("U0LEO"), person("U0BEA")
    assert say.NEW_ARTICLE not in labels(leo.opens_home())
    written(leo)
    home = leo.opens_home()
    while say.NEW_ARTICLE not in labels(home):
        home = leo.next_home()
    assert "your job role" in words_in(home["blocks"])
    leo.presses(home, "editing:console")
    link = leo.next_message(channel=leo.dm)
    assert link["text"].startswith(CONSOLE_LINK)
    assert link["blocks"][1]["elements"][0]["url"].startswith("http://127.0.0.1:8788/in/")
    assert say.NEW_ARTICLE not in labels(bea.opens_home())


def archive(**texts: str) -> bytes:
    """A zip with so many steps in folders."""
    made = BytesIO()
    with ZipFile(made, "w") as zipped:
        for name, text in texts.items():
            zipped.writestr(f"kitchen/{name}.md", text)
    return made.getvalue()


def test_an_archive_tells_how_far_it_is(
    person: Open, channel: str, company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in an archive is proposed with its place in it; a load that takes long tells how far it is, in one
    message that ends as the result."""
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    leo, nia = person("U0LEO"), person("U0NIA")
    inside = {"ice": "# Ice\n\nKeep it cold.", "mop": "# Mops\n\nHang them up.", "bad": "---\nid: '!'\n---\nx"}
    leo.sends({"handbook.zip": archive(**inside)})
    first = leo.next_message(channel=leo.dm)
    company.settle()
    (shown,) = [each for each in leo.history() if each["ts"] == first["ts"]]
    assert "2 articles proposed." in shown["text"]
    assert "Could not be read: handbook.zip/kitchen/bad.md: " in words_in(shown["blocks"])
    assert len([each for each in leo.history() if "bot_id" in each]) == 1
    assert "slack:handbook.zip/kitchen/ice.md" in words_in(posted(nia, channel, "Keep it cold.")["blocks"])


def test_a_card_tells_what_it_will_do(person: Open, channel: str) -> None:
    """The card tells how the bot will quote it, what it contradicts among what is live, and what is missing."""
    leo, nia = person("U0LEO"), person("U0NIA")
    words = "Cook chicken until the thickest part reaches 60 °C. Check it with a clean probe."
    leo.drops({"chicken-new.md": f"# Chicken on the grill\n\n{words}".encode()})
    said = words_in(posted(nia, channel, "Chicken on the grill")["blocks"])
    assert "Quoted as: Chicken on the grill → “Cook chicken until the thickest part reaches 60 °C." in said
    assert "Says otherwise:" in said
    assert "75 °C" in said
    assert "Nobody looks after it: add an owner." in said
