"""Articles stay true: who looks after one is asked in time, once a week, and the editors' channel is told the rest."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.editorial import Editorial
from bot.wording import ENGLISH
from bot.wording import editing as say
from privacy.opinion import Opinion
from privacy.worker import Person as Worker
from tests.scenarios.company import Company, Message, Talker, actions, labels, words_in
from tests.scenarios.test_editing import looked_at

Open = Callable[[str], Talker]
OWNER = "U0DEV"


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def company(editing: Company) -> Company:
    """The sample company; each test opens it when its articles are as it wants them."""
    return editing


def rooms_of(company: Company) -> Editorial:
    assert company.editorial is not None
    return company.editorial


def due(company: Company, number: int, by: date = date(2026, 4, 5)) -> list[str]:
    """Lets so many of the owner's articles be due to be checked by a day; the ids of these."""
    told = rooms_of(company)
    own = [each for each in told.library.list() if each.owner and each.owner.slack_user_id == OWNER][:number]
    for each in own:
        assert told.history.renew(each.id, each.version, date(2025, 10, 5), by, "a test")
    return [each.id for each in own]


def swept(company: Company) -> None:
    """Does all chores at once, and waits until what they began is done."""
    for chore in company.service.desk._chores:
        chore()
    company.settle()


def asked(company: Company, owner: Talker) -> list[Message]:
    """The messages that asked the owner, so far."""
    swept(company)
    return [each for each in owner.history() if say.CHECK_THESE in each["text"]]


@pytest.fixture
def owner(person: Open) -> Talker:
    return person(OWNER)


def test_asked_once_a_week(company: Company, owner: Talker, clock: Clock) -> None:
    """An owner gets one message a week at most, with up to five articles, also over a restart; the others of theirs
    come up in the next week."""
    ids = due(company, 5)
    company.open(clock=clock)
    first = owner.next_message(channel=owner.dm)
    assert first["text"].startswith(say.CHECK_THESE)
    assert labels(first) == [say.STILL_RIGHT, say.EDIT, say.RETIRE] * len(ids)
    assert "Its check was due on 5 April 2026." in words_in(first["blocks"])
    clock.forward(days=1)
    company.reopen(clock=clock)
    assert len(asked(company, owner)) == 1
    clock.forward(days=7)
    assert len(asked(company, owner)) == 2


def test_still_right_with_one_press(company: Company, owner: Talker, clock: Clock) -> None:
    """“Still right” marks the article as checked today, and due again after as long as it was given before; a second
    press changes nothing. The answer says so."""
    (id,) = due(company, 1)
    company.open(clock=clock)
    message = owner.next_message(channel=owner.dm)
    owner.presses(message, "editing:right:0")
    assert "is marked as checked today. I ask again in time for 24 May 2027." in owner.next_message()["text"]
    checked = rooms_of(company).library.get(id)
    assert checked is not None
    assert (checked.reviewed, checked.review_by) == (date(2026, 11, 23), date(2027, 5, 24))
    owner.presses(message, "editing:right:0")
    assert say.ALREADY_CHECKED in owner.next_message()["text"]
    assert rooms_of(company).library.get(id) == checked


def test_owner_proposes_and_an_editor_decides(company: Company, owner: Talker, person: Open, clock: Clock) -> None:
    """An owner who is no editor changes their own article in the form: it waits for an editor. Nothing was drawn about
    the owner, so no notice stands there."""
    due(company, 1)
    company.open(clock=clock)
    message = owner.next_message(channel=owner.dm)
    owner.presses(message, "editing:edit:0")
    form = owner.next_modal()
    assert "I used" not in words_in(form)
    title = form["state"]["values"]["title"]["title"]["value"]
    owner.submits(form, {"body:0": "All of it is new."})
    proposed = owner.next_message()
    assert "1 article proposed. Another editor has to approve." in proposed["text"]
    assert "I used" not in proposed["text"]
    nia = person("U0NIA")
    card = looked_at(nia, title)
    assert "All of it is new." in words_in(card["blocks"])
    nia.presses(card, "editing:approve")
    assert "Approved." in owner.next_message()["text"]


def test_weekly_digest(company: Company, person: Open, clock: Clock) -> None:
    """Once a week the editors' channel is told what is overdue, and how many wait."""
    due(company, 2)
    company.open(clock=clock)
    leo = person("U0LEO")
    channel = company.settings.editors_channel
    swept(company)
    (digest,) = digests(leo, channel)
    said = words_in(digest["blocks"])
    assert "2 articles should have been checked by now:" in said
    assert "Its check was due on 5 April 2026." in said
    assert actions(digest) == ["editing:waiting", "editing:new"]
    company.reopen(clock=clock)
    swept(company)
    assert digests(leo, channel) == [digest]
    clock.forward(days=7)
    swept(company)
    assert len(digests(leo, channel)) == 2


def test_the_digest_tells_how_the_week_went(company: Company, person: Open, clock: Clock) -> None:
    """Where enough people asked: how many questions were answered and how many were not, in totals."""
    clock.now = datetime.now(UTC) - timedelta(days=9)
    company.open(clock=clock)
    measures, gate = company.rooms.measures, company.rooms.gate
    for at in range(6):
        worker = Worker(company.service.team_id, f"U9{at:03}")
        measures.asked(gate.open(worker, public=False), "not known" if at else "answered")
    clock.forward(days=9)
    assert measures.measure() == 1
    assert measures.weeks(1)[0].told
    swept(company)
    said = "".join(words_in(each["blocks"]) for each in digests(person("U0LEO"), company.settings.editors_channel))
    assert "6 questions." in said
    assert "• 5: not in the articles" in said
    assert "• 1: answered" in said


def digests(editor: Talker, channel: str) -> list[Message]:
    return [each for each in editor.history(channel) if each["text"] == say.DIGEST]


def opinions(company: Company, article_id: str, opinion: Opinion, reason: Opinion | None, number: int) -> None:
    """So many workers give their opinion of answers from an article."""
    for at in range(number):
        worker = Worker(company.service.team_id, f"U9{at:03}")
        request = company.rooms.gate.open(worker, public=False)
        assert company.rooms.opinions.give(request.worker, request.id, article_id, opinion)
        if reason:
            company.rooms.opinions.explain(request.worker, request.id, article_id, reason)


@pytest.mark.parametrize(("number", "told"), [(4, ""), (5, "5 or more"), (9, "5 or more"), (10, "10 or more")])
def test_what_does_not_help_comes_up(company: Company, owner: Talker, clock: Clock, number: int, told: str) -> None:
    """An article that often did not help comes up in its owner's message when the month is over, in whole steps of the
    smallest group, with the reasons that a group gave; below that there is nothing."""
    company.open(clock=clock)
    swept(company)
    own = next(each for each in rooms_of(company).library.list() if each.owner and each.owner.slack_user_id == OWNER)
    opinions(company, own.id, "not helpful", "out of date", number)
    clock.forward(days=10)
    messages = asked(company, owner)
    if not told:
        assert messages == []
        return
    (message,) = messages
    assert f"{told} answers from it did not help." in words_in(message["blocks"])
    assert f"{ENGLISH.reasons['out of date']} ({told})" in words_in(message["blocks"])


def test_overdue_is_told_on_the_answer(company: Company, person: Open) -> None:
    """An answer from an article whose day to be checked again is over says so beside the day of its last check."""
    told = rooms_of(company)
    article = told.library.get("lost-property")
    assert article is not None
    told.history.renew(article.id, article.version, date(2025, 10, 5), date(2026, 4, 5), "a test")
    company.open()
    answer = person("U0BEA").hears("where does lost property go")
    assert "Last checked 5 October 2025. Its check is overdue since 5 April 2026." in words_in(answer["blocks"])
