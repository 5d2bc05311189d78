"""A manager fills in the form of a nudge: articles looked up, drafts taken, a preview laid over it, nothing lost."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.demo import PEOPLE
from bot.slack import blocks as kit
from bot.slack.addressing import Address
from bot.slack.coaching import Coaching
from bot.slack.coaching.drafts import LONGEST, drafts
from bot.slack.owndata import OfTeam, no_team
from bot.slack.replies import Replies
from bot.wording import ENGLISH, coaching
from bot.wording.nudging import NUDGING
from bot.workspace.driving import Person, Refused
from knowledge.article import Article
from privacy.directory import Entry, read
from privacy.nudges import Nudge
from privacy.uses import RANK_BY_ROLE
from privacy.worker import Person as Known
from tests.scenarios.company import Company, actions, words_in
from tests.scenarios.test_coaching import ARTICLE, Noon, delivered, fill, says_yes, send, write

Enter = Callable[[str], Person]
View = dict[str, Any]
MINE = "Please look at the poster by the oven."
COOKS = "closing-cook"


def drafts_of(company: Company) -> tuple[str, ...]:
    article = company.finder.article(ARTICLE, None)
    assert article
    return drafts(article)


def form(ana: Person) -> View:
    ana.command("/coach", "")
    return ana.next_modal()


def titles(options: list[dict[str, Any]]) -> list[str]:
    return [each["text"]["text"] for each in options]


def values(options: list[dict[str, Any]]) -> list[str]:
    return [each["value"] for each in options]


def typed_in(view: View) -> str:
    """What stands in the field of the message."""
    held = view["state"]["values"]
    return str(next(next(iter(held[block].values()))["value"] for block in held if block.startswith("words")) or "")


def take(ana: Person, view: View, number: str, typed: str | None = None) -> View:
    words = next(block for block in view["state"]["values"] if block.startswith("words"))
    ana.presses(view, f"coach_draft:{number}", typed=None if typed is None else {words: typed})
    return ana.next_modal()


def test_any_article_that_their_people_may_see_is_found_by_its_title(company: Company, person: Enter) -> None:
    """By beginnings of its words and with a slip, also those for one role or site; what nobody of theirs may see is not
    there, and who manages nobody finds nothing."""
    ana, cai = person("U0ANA"), person("U0CAI")
    view = form(ana)
    assert values(ana.looks_up(view, "coach_article", "chick saf"))[:1] == [ARTICLE]
    assert values(ana.looks_up(view, "coach_article", "chiken"))[:1] == [ARTICLE]
    assert COOKS in values(ana.looks_up(view, "coach_article", "clos"))
    assert ana.looks_up(view, "coach_article", "zebra crossing") == []
    offered = titles(ana.looks_up(view, "coach_article"))
    assert offered == sorted(offered, key=str.casefold)
    hire = [Entry("U0ANA", "manager", "Mill Lane", ""), Entry("U0ELA", "barista", "Mill Lane", "U0ANA")]
    company.rooms.directory.load(hire, company.workspace.team_id)
    assert COOKS not in values(ana.looks_up(view, "coach_article", "clos"))
    with pytest.raises(Refused, match="gone"):
        cai.looks_up(view, "coach_article", "clos")


def test_drafts_are_the_articles_own_sentences(company: Company, person: Enter) -> None:
    """Once an article is chosen, up to three of its sentences can be taken into the field, and then be changed."""
    ana = person("U0ANA")
    ana.presses(form(ana), "coach_article", value=ARTICLE)
    view = ana.next_modal()
    offered = [each for each in actions(view) if each.startswith("coach_draft")]
    assert offered == ["coach_draft:0", "coach_draft:1", "coach_draft:2"]
    taken = take(ana, view, "0")
    words = typed_in(taken)
    assert words in drafts_of(company)
    assert words in words_in(view)
    ana.submits(taken, {"words:1": f"{words} Thank you!"})
    assert f"{words} Thank you!" in words_in(ana.next_modal())


def test_what_the_manager_typed_is_never_lost(person: Enter) -> None:
    """Not when an article is chosen, and not when a draft is taken: then it stands beside it, to be taken again."""
    ana = person("U0ANA")
    ana.presses(form(ana), "coach_article", typed={"words": MINE, "to": "U0CAI", "days": "7"}, value=ARTICLE)
    view = ana.next_modal()
    assert typed_in(view) == MINE
    first = take(ana, view, "0", MINE)
    assert typed_in(first) != MINE
    second = take(ana, first, "1")
    assert MINE in words_in(second)
    again = take(ana, second, "own")
    assert typed_in(again) == MINE
    changed = take(ana, again, "0", f"{MINE} Now.")
    assert f"{MINE} Now." in words_in(changed)
    held = changed["state"]["values"]
    assert (held["to"]["to"]["selected_user"], held["days"]["days"]["selected_option"]["value"]) == ("U0CAI", "7")
    assert coaching.NOTHING_SENT in words_in(changed)


def test_back_leads_to_the_form_as_it_was(person: Enter) -> None:
    """The preview lies over the form; closed, the form is there with all that was put into it."""
    ana = person("U0ANA")
    preview = write(ana, MINE, to="U0CAI")
    assert (preview["close"]["text"], preview["submit"]["text"]) == (coaching.BACK, coaching.SEND)
    ana.closes(preview)
    back = ana.next_modal()
    assert typed_in(back) == MINE
    assert ana.submits(back)["result"] == "pushed"


def test_what_is_wrong_stands_beside_its_field(company: Company, person: Enter) -> None:
    """A person who is not theirs, an article that is not there, a job that nobody of theirs has: the form stays."""
    ana = person("U0ANA")
    assert fill(ana, to="U0ANA")["errors"] == {"to": coaching.NOBODY}
    assert fill(ana, article="no-such-article")["errors"] == {"article": coaching.GONE}
    assert fill(ana, role="manager")["errors"] == {"role": coaching.NOBODY}
    assert fill(ana, article=COOKS, role="barista")["errors"] == {"role": coaching.NONE_MAY_SEE}
    assert company.count("nudge") == 0


def test_the_preview_says_how_many_of_which_job_and_site(person: Enter) -> None:
    """By the company's list, and from when; where only some of them may see the article it says so, and is for them."""
    ana = person("U0ANA")
    whole = words_in(write(ana))
    assert "It goes to up to 10 of your people" in whole
    assert "cook: Harbour Street 1, Mill Lane 1" in whole
    some = words_in(write(ana, article=COOKS, days="1"))
    assert coaching.some(2, 10) in some
    assert "It goes to up to 2 of your people:\ncook: Harbour Street 1, Mill Lane 1" in some
    assert NUDGING["en"].to_job.format(job="cook") in some
    assert coaching.STARTS[1] in some
    assert "job role" in some
    one = words_in(write(ana, article=COOKS, to="U0BEA"))
    assert coaching.meant_for(frozenset({"cook"}), frozenset()) in one


def test_a_choice_of_theirs_changes_no_number(company: Company, person: Enter) -> None:
    """Somebody who had their job deleted is in the preview's numbers as before, also after the next list."""
    ana, cai = person("U0ANA"), person("U0CAI")
    before = words_in(write(ana, article=COOKS))
    company.rooms.rights.erase_use(company.rooms.gate.worker(_person(company, cai.id)), RANK_BY_ROLE)
    company.rooms.directory.load(read(PEOPLE), company.workspace.team_id)
    assert words_in(write(ana, article=COOKS)) == before


def _person(company: Company, user: str) -> Any:
    return Known(company.workspace.team_id, user)


def test_an_article_for_one_job_reaches_that_job_alone(company: Company, person: Enter) -> None:
    """A cook gets it and reads that the job was used; a barista, who may not see it, gets nothing and no word of it."""
    company.reopen(clock=Noon())
    ana, cai, bea = person("U0ANA"), person("U0CAI"), person("U0BEA")
    assert send(ana, article=COOKS)["text"].startswith(coaching.sent(2))
    preview = words_in(write(ana, article=COOKS))
    for each in (cai, bea):
        says_yes(each)
    nudge = delivered(company, cai)
    notice = next(line for line in nudge["text"].splitlines() if line.startswith("I used"))
    assert "job role" in notice
    assert notice in preview
    assert bea.nothing_for(0.5)


def test_a_form_that_took_too_long_to_open_is_told(company: Company, person: Enter) -> None:
    """Slack refuses a trigger after three seconds: the manager reads so in their own conversation."""
    ana = person("U0ANA")
    company.workspace.faults.slow("views.open", 3.2)
    ana.command("/coach", "")
    assert ana.next_message(15)["text"].startswith(ENGLISH.trigger_too_old)


def test_the_form_opens_with_an_article(company: Company, person: Enter) -> None:
    """Where a topic leads to it; one that is not theirs to send leads to an empty form."""
    ana = person("U0ANA")
    for article, chosen in ((COOKS, COOKS), ("no-such-article", None)):
        company.service.desk.also({"coach": _with(company, article)})
        view = form(ana)
        held = view["state"]["values"]["article"]["coach_article"]["selected_option"]
        assert (held or {}).get("value") == chosen
        assert ("coach_draft:0" in actions(view)) == bool(chosen)


def test_an_article_of_a_topic_goes_into_the_open_form(company: Company, person: Enter) -> None:
    """What stands above the form stays there, and what was typed stays typed, also when a draft is taken after it."""
    ana = person("U0ANA")
    topic = kit.section("5 or more of them asked in vain.", kit.button("Write a nudge", "nudge_write", {"a": COOKS}))
    company.service.desk.also({"coach": _with(company, "", lambda _: [topic])})
    view = form(ana)
    ana.presses(view, "nudge_write", typed={"words": MINE})
    opened = ana.next_modal()
    assert opened["id"] == view["id"]
    assert opened["state"]["values"]["article:1"]["coach_article"]["selected_option"]["value"] == COOKS
    assert typed_in(opened) == MINE
    taken = take(ana, opened, "0")
    assert MINE in words_in(taken)
    assert words_in(taken["blocks"]).startswith("5 or more of them")


def _with(company: Company, article: str, of_team: OfTeam = no_team) -> Any:
    replies = Replies(company.rooms.gate, company.service.sender.wake)
    coach = Coaching(company.rooms, replies, _assistant(company), of_team)
    return lambda work: coach.open(Address(**work.body["to"]), work, article=article)


def _assistant(company: Company) -> Any:
    return company.service.deliveries._assistant


def test_a_week_that_is_full_meanwhile_gives_the_words_back(company: Company, person: Enter) -> None:
    """The preview was there when the last one went elsewhere: it is not sent, and what was written is told."""
    ana = person("U0ANA")
    preview = write(ana, MINE, to="U0CAI")
    rooms, manager = company.rooms, _person(company, ana.id)
    request = rooms.gate.open(manager, public=False)
    with rooms.gate.together():
        for number in range(5):
            rooms.nudges.write(request, manager, Nudge(ARTICLE, "Chicken", "Tip.", to="U0CAI"), f"tip-{number}")
    ana.submits(preview)
    told = ana.next_message()
    assert told["text"].startswith(coaching.limit())
    assert MINE in words_in(told)
    assert company.count("nudge") == 5


def test_drafts_of_an_article_that_tells_nobody_what_to_do() -> None:
    """There are none, and the field takes the article's first sentences; headings and tables are never drafts."""
    dry = Article("a", "A", "# Wash your hands.\n\nThe shop is red.\n\n| Add this. | now |\n|--|--|\n| Cut it. | a |\n")
    assert drafts(dry) == ()
    told = Article(
        "b", "B", "# B\n\nAlways " + "very " * 100 + "well.\n\n1. Wash. Dry them well with paper.\n2. It cools.\n"
    )
    assert drafts(told) == ("Wash. Dry them well with paper.",)
    assert all(len(each) <= LONGEST for each in drafts(told))
