"""A manager coaches: a nudge is written, delivered in the receiver's hours, and answered, without a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.slack.receiving.ownhours import told_hours
from bot.wording import ENGLISH, coaching
from bot.wording.choosing import CHOOSING
from bot.wording.nudging import NUDGING
from bot.workspace.driving import Person
from privacy.directory import Entry
from privacy.nudges import Settings
from privacy.shifts import Rota, Shift
from tests.scenarios.company import Company, actions, labels, words_in

Message = dict[str, Any]
Enter = Callable[[str], Person]
SAID = NUDGING["en"]
SAID_OF_HOURS = CHOOSING["en"]
WORDS = "Please use the probe at the thickest part."
ARTICLE = "chicken-temperature"
ASKED = "what are the 14 allergens"


class Noon:
    """A clock that starts at noon in London and goes on from there, and that a test moves."""

    def __init__(self) -> None:
        self._ahead = datetime.now(UTC).replace(hour=12, minute=0) - datetime.now(UTC)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, **how_long: float) -> None:
        self._ahead += timedelta(**how_long)


@pytest.fixture(autouse=True)
def clock(company: Company) -> Noon:
    noon = Noon()
    company.reopen(clock=noon)
    return noon


def write(ana: Person, words: str = WORDS, **to: str) -> Message:
    """The preview that the manager is shown before it is sent."""
    shown = fill(ana, words, **to)
    assert shown["result"] == "pushed"
    return ana.next_modal()


def fill(ana: Person, words: str = WORDS, **to: str) -> Message:
    """What the form answers."""
    ana.command("/coach", "")
    return ana.submits(ana.next_modal(), {"article": ARTICLE, "words": words, **to})


def send(ana: Person, words: str = WORDS, **to: str) -> Message:
    ana.submits(write(ana, words, **to))
    return ana.next_message()


def says_yes(cai: Person) -> None:
    """Asks something, and takes up the offer below the answer."""
    cai.says(ASKED)
    cai.presses(cai.next_message(), "nudge_yes_day")
    assert cai.next_message()["text"].startswith(told_hours(Settings(), "en"))


def delivered(company: Company, cai: Person) -> Message:
    company.service.deliveries.deliver()
    return cai.next_message()


def test_ana_coaches_cai(company: Company, person: Enter) -> None:
    """The preview shows the manager exactly what the worker will see; the worker is asked once, then gets it, and reads
    who sent it, to whom else, and what was used."""
    ana, cai = person("U0ANA"), person("U0CAI")
    preview = write(ana, to="U0CAI")
    assert coaching.WILL_SEE in words_in(preview)
    assert coaching.grade(3.5)[:20] in words_in(preview)
    ana.submits(preview)
    assert ana.next_message()["text"].startswith(coaching.sent(1))
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)
    says_yes(cai)
    nudge = delivered(company, cai)
    read = words_in(nudge)
    assert WORDS in nudge["text"]
    used = "I used your manager and your nudges to choose this."
    assert used in nudge["text"]
    assert used in words_in(preview)
    assert all(words in read for words in (SAID.sent_by, WORDS, SAID.to_you, SAID.looked_at))
    seen = [line for line in words_in(preview).splitlines() if line in read]
    assert {SAID.sent_by, WORDS, SAID.looked_at} <= {line.strip() for line in seen}
    assert [SAID.thanks, SAID.ask, SAID.reply, ENGLISH.read_it_all] == labels(nudge)[:4]
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)


def test_ask_about_this_is_a_private_question(company: Company, person: Enter) -> None:
    """The question goes to Onhand alone, and the manager sees no more than before."""
    ana, cai = person("U0ANA"), person("U0CAI")
    send(ana, to="U0CAI")
    says_yes(cai)
    nudge = delivered(company, cai)
    cai.presses(nudge, "nudge_ask")
    assert "75 °C" in cai.next_message()["text"]
    assert ana.nothing_for(0.5)


@pytest.mark.parametrize("action", ["nudge_decline", "nudge_later", "nudge_fewer", "stop:nudges", "nudge_thanks"])
def test_what_a_worker_does_leaves_no_trace_for_the_manager(company: Company, person: Enter, action: str) -> None:
    """Whatever button is pressed, the worker is told so, and the manager's form is the same, byte for byte."""
    ana, cai = person("U0ANA"), person("U0CAI")
    send(ana, to="U0CAI")
    says_yes(cai)
    nudge = delivered(company, cai)
    company.service.deliveries.deliver()
    before = _form(ana)
    cai.presses(nudge, action)
    assert cai.next_message()["text"]
    company.service.deliveries.deliver()
    assert _form(ana) == before


def _form(ana: Person) -> str:
    ana.command("/coach", "")
    return words_in(ana.next_modal())


def test_who_said_no_is_never_written_to(company: Company, person: Enter, clock: Noon) -> None:
    """Nothing comes after a no, nobody asks again, and the manager is told the same as after a yes."""
    ana, cai = person("U0ANA"), person("U0CAI")
    said = send(ana, to="U0CAI")["text"].splitlines()[0]
    cai.says(ASKED)
    cai.presses(cai.next_message(), "nudge_no")
    assert cai.next_message()["text"].startswith(SAID.will_not)
    assert send(ana, to="U0CAI")["text"].splitlines()[0] == said
    clock.forward(hours=7)
    company.service.deliveries.deliver()
    cai.says(ASKED)
    assert "nudge_no" not in actions(cai.next_message())
    company.settle()
    assert not [each for each in cai.history() if WORDS in each["text"]]
    assert company.rows("SELECT DISTINCT state, sealed FROM nudge") == [("gone", None)]


def test_only_ones_own_people(person: Enter) -> None:
    """Who manages nobody cannot open the form; a manager hears the same of somebody else's people and of nobody."""
    cai, ana = person("U0CAI"), person("U0ANA")
    cai.command("/coach", "")
    assert cai.next_message()["text"] == coaching.NOBODY
    assert "nudge_write" not in actions(cai.opens_home())
    assert "nudge_write" in actions(ana.opens_home())
    assert fill(ana, to="U0ANA") == {"ok": True, "result": "errors", "errors": {"to": coaching.NOBODY}}


def test_in_the_receivers_own_hours_and_not_while_they_want_quiet(company: Company, person: Enter, clock: Noon) -> None:
    """At noon in London it is three at night in Alaska: it comes at eight there, and after “do not disturb”."""
    ana, cai = person("U0ANA"), person("U0CAI")
    company.workspace.lives_in("U0CAI", "America/Anchorage")
    send(ana, to="U0CAI")
    says_yes(cai)
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)
    ((due,),) = company.rows("SELECT due FROM nudge")
    first = datetime.fromisoformat(due).replace(tzinfo=UTC)
    clock.forward(seconds=(first - clock()).total_seconds() + 1)
    begins = int(clock().timestamp()) - 60
    company.workspace.wants_quiet("U0CAI", begins, begins + 3600)
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)
    clock.forward(minutes=61)
    assert WORDS in delivered(company, cai)["text"]


def test_at_most_as_many_a_week_as_the_worker_takes(company: Company, person: Enter) -> None:
    """Two come, the third waits for a week; five is what a manager may send."""
    ana, cai = person("U0ANA"), person("U0CAI")
    for number in range(3):
        send(ana, f"Tip number {number}.", to="U0CAI")
    says_yes(cai)
    company.service.deliveries.deliver()
    assert {cai.next_message()["text"][:40] for _ in range(2)}
    assert cai.nothing_for(0.5)
    for _ in range(2):
        send(ana, to="U0CAI")
    ana.command("/coach", "")
    full = ana.next_modal()
    assert coaching.limit() in words_in(full)
    assert not full["submit"]


def test_a_nudge_to_a_job_reads_the_job_of_those_it_goes_to(company: Company, person: Enter) -> None:
    """A cook gets what goes to cooks, and reads that the job role was used; a barista does not get it."""
    ana, cai, bea = person("U0ANA"), person("U0CAI"), person("U0BEA")
    send(ana, role="cook", site="Harbour Street")
    for each in (cai, bea):
        says_yes(each)
    nudge = delivered(company, cai)
    assert "job role" in nudge["text"]
    assert SAID.to_job.format(job="cook, Harbour Street") in words_in(nudge)
    assert bea.nothing_for(0.5)


def test_a_transfer_counts_at_once(company: Company, person: Enter) -> None:
    """Somebody who has another manager when it is delivered does not get it."""
    ana, cai = person("U0ANA"), person("U0CAI")
    send(ana, to="U0CAI")
    company.rooms.directory.load(
        [Entry("U0ANA", "manager", "Harbour Street", ""), Entry("U0CAI", "cook", "Harbour Street", "U0LEO")],
        company.workspace.team_id,
    )
    says_yes(cai)
    company.service.deliveries.deliver()
    company.settle()
    assert company.rows("SELECT state FROM nudge") == [("gone",)]
    ana.command("/coach", "")
    assert ana.next_message()["text"] == coaching.NOBODY


def test_an_abuse_goes_to_the_companys_person_and_never_to_the_sender(company: Company, person: Enter) -> None:
    """They read the words and who sent them, not who reports it; the manager reads nothing."""
    ana, cai, leo = person("U0ANA"), person("U0CAI"), person("U0LEO")
    send(ana, to="U0CAI")
    says_yes(cai)
    cai.presses(delivered(company, cai), "nudge_report")
    assert cai.next_message()["text"] == SAID.reported
    told = leo.next_message()
    assert WORDS in told["text"]
    assert "U0CAI" not in str(told["blocks"])
    assert ana.nothing_for(0.5)


def test_a_reply_goes_to_the_manager_with_a_name_once(company: Company, person: Enter) -> None:
    """The form says who reads it; the manager reads the words and whose they are, once; the second one is refused."""
    ana, cai, bea = person("U0ANA"), person("U0CAI"), person("U0BEA")
    send(ana)
    for each in (cai, bea):
        says_yes(each)
    company.service.deliveries.deliver()
    nudge = cai.next_message()
    for words, said in (("I will, from today on.", SAID.replied), ("And more.", SAID.no_reply)):
        cai.presses(nudge, "nudge_reply")
        form = cai.next_modal()
        assert SAID.reads_this in words_in(form)
        cai.submits(form, {"reply": words})
        assert cai.next_message()["text"] == said
    told = ana.next_message()
    assert "I will, from today on." in told["text"]
    assert "U0CAI" in str(told["blocks"])
    assert ana.nothing_for(0.5)
    assert company.rows("SELECT sum(replied) FROM nudge") == [(1,)]


def test_a_worker_takes_nudges_in_hours_of_their_own(company: Company, person: Enter, clock: Noon) -> None:
    """From 22 to 6, never on the day that is today: below the question the form is the yes; later it shows what holds
    and what was read for it, from the home tab too."""
    ana, cai = person("U0ANA"), person("U0CAI")
    today = str(clock().weekday())
    send(ana, to="U0CAI")
    cai.says(ASKED)
    cai.presses(cai.next_message(), "nudge_hours")
    cai.submits(cai.next_modal(), {"begin": "22", "end": "6", "off": [today], "limit": "1"})
    mine = Settings(1, 22, 6, (int(today),))
    assert cai.next_message()["text"] == told_hours(mine, "en")
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)
    ((due,),) = company.rows("SELECT due FROM nudge")
    assert datetime.fromisoformat(due).replace(tzinfo=UTC) == _midnight_after(clock())
    cai.presses(cai.opens_home(), "nudge_hours")
    form = cai.next_modal()
    assert "I used your nudges." in words_in(form)
    assert [each["element"].get("initial_option", {}).get("value") for each in form["blocks"] if "element" in each] == [
        "22", "6", None, "1",
    ]  # fmt: skip
    cai.submits(form, {"begin": "0", "end": "0", "off": [], "limit": "2"})
    assert SAID_OF_HOURS.any_hour in cai.next_message()["text"]
    assert WORDS in delivered(company, cai)["text"]


def _midnight_after(now: datetime) -> datetime:
    zone = ZoneInfo("Europe/London")
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def test_a_nudge_comes_in_a_shift_and_says_so(company: Company, person: Enter, clock: Noon) -> None:
    """On the days of a rota it waits for the next shift; its notice names the shifts, and they can be switched off."""
    ana, cai = person("U0ANA"), person("U0CAI")
    send(ana, to="U0CAI")
    says_yes(cai)
    begin = clock().astimezone(UTC) + timedelta(hours=2)
    shift = Shift("U0CAI", begin, begin + timedelta(hours=3))
    company.rooms.shifts.load(Rota((shift,), ZoneInfo("Europe/London")), company.workspace.team_id)
    company.service.deliveries.deliver()
    assert cai.nothing_for(0.5)
    clock.forward(hours=2, seconds=1)
    nudge = delivered(company, cai)
    assert "I used your manager, your nudges and your shifts." in nudge["text"]
    assert "stop:nudge_in_shifts" in actions(nudge)
    rows = [each["elements"] for each in nudge["blocks"] if each["type"] == "actions"]
    assert max(map(len, rows)) <= 5


def test_an_expired_token_and_a_lost_answer_send_it_once(company: Company, person: Enter, clock: Noon) -> None:
    """Where Slack took the message but its answer was lost, and every later try is refused, the next row finds it."""
    ana, cai = person("U0ANA"), person("U0CAI")
    send(ana, to="U0CAI")
    says_yes(cai)
    company.settle()
    company.wire.lose = 1
    company.service.deliveries.deliver()
    assert WORDS in cai.next_message()["text"]
    company.write("UPDATE outgoing SET state = 'failed', error = 'token_expired' WHERE state IN ('sending', 'waiting')")
    company.service.deliveries.deliver()
    clock.forward(minutes=31)
    company.service.deliveries.deliver()
    company.settle()
    company.service.deliveries.deliver()
    assert company.rows("SELECT state FROM nudge") == [("sent",)]
    assert [WORDS in each["text"] for each in cai.history()].count(True) == 1
