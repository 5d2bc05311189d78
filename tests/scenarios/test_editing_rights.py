"""Who may do what: editors by the company's list, whoever looks after an article with that one, and nobody else."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.demo import PEOPLE
from bot.slack.addressing import Address
from bot.wording import editing as say
from bot.wording.console import CONSOLE_EDITORS_ONLY
from knowledge.article import Article, Owner
from knowledge.proposals import Draft
from privacy.directory import read as read_people
from tests.scenarios.company import Company, Message, Talker, words_in
from tests.scenarios.test_editing import STEPS, company, said_to

__all__ = ["company"]

Open = Callable[[str], Talker]
EVERYBODY = [row["slack_user_id"] for row in csv.DictReader(PEOPLE.read_text(encoding="utf-8").splitlines())]
EDITORS = {"U0LEO", "U0NIA"}
NOBODY = [user for user in EVERYBODY if user not in EDITORS]
NOT_YOURS = re.compile(f"{re.escape(say.NOT_AN_EDITOR)}|{re.escape(CONSOLE_EDITORS_ONLY)}")
PRESSED = ("waiting", "look", "approve", "refuse", "show", "new", "edit", "retire", "right", "console")
MINE = "U0IVO"


def act(company: Company, user: str, work: dict[str, Any]) -> None:
    """Lets a piece of work be done as if the person had pressed or sent it, whatever they are shown."""
    person = Address(company.service.team_id, user, user)
    given: dict[str, Any] = {"ts": "", "trigger": "none", "home": False, "view": "", "words": ""}
    event = f"forced:{user}:{work}"
    company.service.desk.take(person.person, event, {**given, **work, "to": person.kept()})
    company.settle()


def pressed(name: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"do": "editing", "action": f"editing:{name}", "value": value}


def sent(company: Company, user: str, name: str, **meta: Any) -> dict[str, Any]:
    """A form that was sent, with all of its inputs."""
    values = {"title": "Taken over", "body:0": "Words of somebody else.", "note": "No."}
    to = Address(company.service.team_id, user, user).kept()
    return {"do": f"editing:{name}", "values": values, "meta": {"to": to, "ts": "", **meta}}


@pytest.fixture
def waiting(company: Company) -> int:
    """The number of a proposal that waits."""
    assert company.editorial is not None
    article = Article("mops", "Mops", "Hang the mop up to dry.", owner=Owner("Ivo", MINE))
    (made,) = company.editorial.proposals.propose([Draft(article, "a test")], "somebody")
    return made.id


def of(company: Company, user: str, *, own: bool) -> Article:
    """An article that somebody looks after, or one that somebody else does."""
    assert company.editorial is not None
    owned = ((each, each.owner.slack_user_id if each.owner else "") for each in company.editorial.library.list())
    return next(each for each, owner in owned if (owner == user) == own)


def state_of(company: Company) -> tuple[Any, ...]:
    """All that an act could change."""
    assert company.editorial is not None
    told = company.editorial
    live = tuple((each.id, each.version) for each in told.library.list())
    return live, told.proposals.list(), told.proposals.list("approved"), told.proposals.list("refused")


@pytest.mark.parametrize("user", NOBODY)
def test_nobody_else_can_do_anything(company: Company, waiting: int, user: str) -> None:
    """No act of anybody without an editor's job role changes anything, whatever they press or send, or is shown what
    waits; each ends in a plain sentence."""
    other = of(company, user, own=False).id
    before, value = state_of(company), {"p": waiting, "a": other, "v": 1}
    for name in PRESSED:
        act(company, user, pressed(name, value))
    act(company, user, sent(company, user, "article", a=other))
    act(company, user, sent(company, user, "article", a=""))
    act(company, user, sent(company, user, "refusal", p=waiting))
    assert state_of(company) == before
    with company.enter(user) as person:
        said = [message for message in person.history() if message.get("bot_id")]
    assert len(said) == len(PRESSED) + 3
    assert all(NOT_YOURS.search(message["text"]) for message in said)
    assert not any("Mops" in words_in(message["blocks"]) for message in said)
    assert not [call for call in company.wire.calls if call.method == "views.open"]


@pytest.mark.parametrize("user", [*NOBODY[:3], "U0ANA"])
def test_a_file_of_anybody_else_is_not_even_fetched(person: Open, company: Company, user: str) -> None:
    """A worker who sends a file is told so in a plain sentence; the file is not downloaded, and words beside it are
    answered as ever."""
    worker = person(user)
    assert say.FILES_FOR_EDITORS in worker.drops({"ice.md": STEPS})["text"]
    worker.drops({"ice.md": STEPS}, "how hot must chicken be")
    assert "From “" in words_in(worker.next_message(channel=worker.dm)["blocks"])
    assert company.editorial is not None
    assert company.editorial.proposals.list() == ()
    assert not any(line for line in fetched(company))


def fetched(company: Company) -> Iterator[str]:
    """The files that left the workspace."""
    yield from (call.method for call in company.wire.calls if call.method.startswith("files"))


def test_owner_may_with_their_own_article_alone(company: Company, waiting: int) -> None:
    """Whoever looks after an article may say that it still holds, and propose an edit or its end, and decide nothing;
    for the articles of others they may do none of it."""
    assert company.editorial is not None
    act(company, MINE, pressed("approve", {"p": waiting}))
    assert company.editorial.proposals.get(waiting) is not None
    mine, other = of(company, MINE, own=True), of(company, MINE, own=False)
    act(company, MINE, pressed("right", {"a": other.id, "v": other.version}))
    act(company, MINE, pressed("retire", {"a": other.id, "v": other.version}))
    act(company, MINE, sent(company, MINE, "article", a=other.id))
    assert [each.id for each in company.editorial.proposals.list()] == [waiting]
    act(company, MINE, pressed("right", {"a": mine.id, "v": mine.version}))
    assert company.editorial.library.get(mine.id) != mine
    act(company, MINE, pressed("retire", {"a": mine.id, "v": mine.version}))
    assert [(each.article.id, each.action) for each in company.editorial.proposals.list()][1:] == [(mine.id, "retire")]


def test_a_title_in_slack_makes_nobody_an_editor(person: Open, company: Company) -> None:
    """Whoever calls themself an editor in their Slack profile has the rights that the company's list gives."""
    member = company.workspace._state.members["U0CAI"]
    company.workspace._state.members["U0CAI"] = replace(member, title="Editor, Learning & development")
    assert say.NOT_AN_EDITOR in said_to(person("U0CAI"), "articles")["text"]


def test_a_transfer_takes_the_right_at_once(person: Open, company: Company, tmp_path: Path, waiting: int) -> None:
    """Who has another job on the company's list can decide nothing any more, from the next press on; a card that they
    still see does not help them."""
    nia = person("U0NIA")
    listed = said_to(nia, "articles")
    nia.presses(listed, f"editing:look:{waiting}")
    card = nia.next_message(channel=nia.dm)
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE.read_text(encoding="utf-8").replace("U0NIA,editor", "U0NIA,cook"), encoding="utf-8")
    company.rooms.directory.load(read_people(path), company.service.team_id)
    before = state_of(company)
    nia.presses(card, "editing:approve")
    answer: Message = nia.next_message(channel=nia.dm)
    while say.NOT_AN_EDITOR not in answer["text"]:
        answer = nia.next_message(channel=nia.dm)
    assert state_of(company) == before
