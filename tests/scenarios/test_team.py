"""What a manager sees of the groups that their people are in: topics, what would help, and never who."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

import pytest

from bot.demo import PEOPLE
from bot.wording import ENGLISH, coaching
from bot.wording import team as say
from bot.workspace.driving import Person as Driven
from bot.workspace.server import LocalWorkspace
from privacy import uses
from privacy.directory import Entry, read
from privacy.worker import Person
from tests.privacy.asking import agree, ask, by_first_word, period_ends
from tests.privacy.crowd import month_ends
from tests.scenarios.company import Company, Message, actions, buttons, words_in

Enter = Callable[[str], Driven]
TEAM = LocalWorkspace.team_id
COOKS = tuple(Person(TEAM, f"U0K{at:02}") for at in range(14))
OTHERS = tuple(Person(TEAM, f"U0P{at:02}") for at in range(12))
CHICKEN = "chicken temperature"
ARTICLE = "chicken-temperature"
BAND = "the 16 people with the job cook at Harbour Street and Mill Lane"


class Calendar:
    """A day that a test turns."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 18, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def listed(cooks: Iterable[Person] = COOKS) -> list[Entry]:
    """The sample company, with more cooks of whom Ana manages two, and porters whom nobody of the cast manages."""
    more = [
        Entry(cook.slack_user_id, "cook", "Mill Lane", "U0ANA" if at < 2 else "U0IVO") for at, cook in enumerate(cooks)
    ]
    return [*read(PEOPLE), *more, *(Entry(each.slack_user_id, "porter", "Quay", "") for each in OTHERS)]


@pytest.fixture
def calendar(company: Company) -> Calendar:
    """The company with all of them on its list, who said yes, at the beginning of a period."""
    calendar = Calendar()
    period_ends(calendar)  # type: ignore[arg-type]
    company.reopen(clock=calendar)
    company.rooms.directory.load(listed(), TEAM)
    agree(company.rooms, [*COOKS, *OTHERS])
    return calendar


def period_is_over(company: Company, calendar: Calendar) -> None:
    company.settle()
    period_ends(calendar)  # type: ignore[arg-type]
    company.rooms.gaps.count(by_first_word)


def test_a_manager_sees_a_topic_of_a_group_and_writes_a_nudge(
    company: Company, person: Enter, calendar: Calendar
) -> None:
    """Six cooks asked in vain: the manager of two of them reads the words, the group and the article that would help,
    and its button opens the form with that article. No name, no number but the group's."""
    ask(company.rooms, COOKS[:6], CHICKEN)
    period_is_over(company, calendar)
    ana = person("U0ANA")
    home = ana.opens_home()
    shown = words_in(home)
    assert f"chicken, temperature: 5 or more of {BAND} asked about it, and no answer helped." in shown
    assert say.TRENDS["new"] in shown
    assert "“Cooking chicken safely”" in shown
    assert say.NOTHING not in shown
    told = shown[shown.index(say.TITLE) : shown.index(say.NEVER_WHO)]
    assert set(re.findall(r"\d+", told)) <= {"5", "16"}
    assert not [each for each in (*COOKS, *OTHERS) if each.slack_user_id in str(home)]
    ana.presses(home, *_writes(home, ARTICLE))
    form = ana.next_modal()
    assert f"5 or more of {BAND}" in words_in(form)
    (article,) = [block["element"] for block in form["blocks"] if block.get("block_id") == "article"]
    assert article["initial_option"]["value"] == ARTICLE


def _writes(home: Message, article: str) -> tuple[str]:
    """The action of the button that writes a nudge with an article."""
    (found, *_) = [each["action_id"] for each in buttons(home) if f'"{article}"' in each.get("value", "")]
    return (found,)


def test_too_few_none_and_too_small_a_team_read_the_same(company: Company, person: Enter, calendar: Calendar) -> None:
    """Four cooks asked, then nobody did, then six did but the manager's people are in no group that is told of: the
    home tab is the same, byte for byte, and so is the form."""
    ana = person("U0ANA")
    ask(company.rooms, COOKS[:4], CHICKEN)
    period_is_over(company, calendar)
    few = ana.opens_home()
    assert _of_team(few) == [say.TITLE, say.NOTHING, ""]
    period_is_over(company, calendar)
    assert _of_team(ana.opens_home()) == _of_team(few)
    ask(company.rooms, COOKS[:6], CHICKEN)
    period_is_over(company, calendar)
    company.rooms.directory.load(
        [each if each.role != "cook" else Entry(each.slack_user_id, "cook", each.site, "U0IVO") for each in listed()],
        TEAM,
    )
    assert _of_team(ana.opens_home()) == _of_team(few)
    ana.command("/coach", "")
    assert say.NOTHING in words_in(ana.next_modal())


def _of_team(home: Message) -> list[str]:
    """The blocks about the manager's people: from their header to the suggestions, which change every day."""
    words = [words_in(block) for block in home["blocks"]]
    return words[words.index(say.TITLE) : words.index(ENGLISH.suggested)]


def test_only_managers_see_it(company: Company, person: Enter, calendar: Calendar) -> None:
    """Nobody else's home tab has it, whatever their profile says; after a transfer the new manager sees it, at once,
    and the old one no more."""
    ask(company.rooms, COOKS[:6], CHICKEN)
    period_is_over(company, calendar)
    cai, ivo, ana = person("U0CAI"), person("U0IVO"), person("U0ANA")
    assert say.TITLE not in words_in(cai.opens_home())
    assert BAND in words_in(ivo.opens_home())
    assert BAND in words_in(ana.opens_home())
    company.rooms.directory.load(
        [each if each.role != "cook" else Entry(each.slack_user_id, "cook", each.site, "U0CAI") for each in listed()],
        TEAM,
    )
    assert BAND in words_in(cai.opens_home())
    assert BAND not in words_in(ivo.opens_home())
    assert BAND not in words_in(ana.opens_home())


def test_an_article_that_did_not_help_and_is_no_topic(company: Company, person: Enter, calendar: Calendar) -> None:
    """Six cooks found an article of no help, with six different questions: it is told with the group, and no word of
    theirs is."""
    for at, cook in enumerate(COOKS[:6]):
        ask(company.rooms, [cook], f"{'abcdef'[at] * 6} canary", "not helpful", ARTICLE)
    period_is_over(company, calendar)
    shown = words_in(person("U0ANA").opens_home())
    assert f"“Cooking chicken safely”: an article that 5 or more of {BAND} asked beside" in shown
    assert "canary" not in shown


def test_what_colleagues_elsewhere_found_useful(company: Company, person: Enter, calendar: Calendar) -> None:
    """What seven cooks marked is told to the manager of three of them when the month is over; who manages nearly all
    cooks is not told, as it would tell of their own team."""
    for cook in COOKS[:7]:
        request = company.rooms.gate.open(cook, public=False)
        assert company.rooms.counting.helped(request, ARTICLE, "Cooking chicken safely")
    company.settle()
    month_ends(calendar)  # type: ignore[arg-type]
    company.rooms.counting.count()
    shown = words_in(person("U0ANA").opens_home())
    assert say.USEFUL in shown
    assert "“Cooking chicken safely” helped 5 or more people with the job cook." in shown
    assert say.USEFUL not in words_in(person("U0IVO").opens_home())


def test_who_switched_it_off_counts_in_no_group(company: Company, person: Enter, calendar: Calendar) -> None:
    """A worker finds the use in their home tab, and the receipts of the count under “my data”; off, they are in no
    group."""
    cai = person("U0CAI")
    agree(company.rooms, [Person(TEAM, "U0CAI")])
    home = cai.opens_home()
    assert f"off:{uses.TELL_MANAGERS.name}" in actions(home)
    cai.presses(home, f"off:{uses.TELL_MANAGERS.name}")
    ask(company.rooms, [*COOKS[:4], Person(TEAM, "U0CAI")], CHICKEN)
    company.settle()
    period_is_over(company, calendar)
    assert say.NOTHING in words_in(person("U0ANA").opens_home())
    assert [gap.people for gap in company.rooms.gaps.told(datetime.min.date())] == [5]


def test_the_button_is_there_without_a_topic(company: Company, person: Enter, calendar: Calendar) -> None:
    """A manager can write a nudge in any case."""
    assert calendar.now
    ana = person("U0ANA")
    ana.presses(ana.opens_home(), "nudge_write")
    assert coaching.INTRO in words_in(ana.next_modal())
    assert company.count("receipt") > 0
