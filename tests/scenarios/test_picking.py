"""Where no article is sure to answer, those that may are offered by their titles; the one that is picked answers."""

import json
from collections.abc import Callable
from dataclasses import replace

from bot.demo import PEOPLE
from bot.wiring import Onhand
from bot.wording import ENGLISH, POLISH
from bot.workspace.server import LocalWorkspace
from knowledge.article import Viewer
from privacy.directory import read
from privacy.uses import NOTHING_USED, notice_for
from retrieval.answer import NOT_FOUND, OFFERED, Answer, Offer
from retrieval.preference import NO_PREFERENCE, Preference
from tests.scenarios.company import Company, Message, Talker, actions, buttons, words_in
from tests.scenarios.finders import Shelfless

TRAPS = "can i shift the bait thing so i can sweep"
JOB = notice_for(frozenset({"role", "site"}))
Open = Callable[[str], Talker]


class Offering(Shelfless):
    """Knows no answer, and offers an article that has nothing to say; remembers how that was asked."""

    def __init__(self, offer: Offer, for_everyone: Offer | None = None) -> None:
        self._offer = offer
        self._for_everyone = for_everyone or offer
        self.asked: list[tuple[str, str, Viewer]] = []

    def answer(self, _words: str, preference: Preference, _viewer: Viewer) -> Answer:
        offer = self._for_everyone if preference == NO_PREFERENCE else self._offer
        return Answer(found=False, offered=(offer,))

    def within(self, words: str, article_id: str, viewer: Viewer) -> Answer:
        self.asked.append((words, article_id, viewer))
        return NOT_FOUND


def picks(message: Message) -> dict[str, str]:
    """The titles that are offered, with the action of each."""
    offered = [each for each in buttons(message) if each["action_id"].startswith("pick:")]
    return {each["text"]["text"]: each["action_id"] for each in offered}


def test_offered_below_an_honest_no(person: Open, shelf: Onhand) -> None:
    """The first line still says that it is not known; below it stand a few titles, each of a live article that the one
    who asked may see, and the person who can help."""
    unsure = person("U0BEA").hears(TRAPS)
    assert unsure["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert ENGLISH.one_of_these in words_in(unsure["blocks"])
    assert "Hana Sato can help." in words_in(unsure["blocks"])
    assert "Mice, rats and insects" in picks(unsure)
    assert len(picks(unsure)) <= OFFERED
    barista = Viewer("barista", "Harbour Street")
    seen = {each.title for each in shelf.library.list() if each.audience.admits(barista)}
    assert picks(unsure).keys() <= seen


def test_the_one_that_is_picked_answers(person: Open, company: Company) -> None:
    """It answers with its own words nearest to the question, can be judged as any answer, and tells what was tapped;
    for an article that everyone may see nothing is read of the one who picks it."""
    barista = person("U0BEA")
    unsure = barista.hears(TRAPS)
    company.settle()
    receipts = company.count("receipt")
    barista.presses(unsure, picks(unsure)["Mice, rats and insects"])
    answer = barista.next_message()
    assert "Do not touch traps or bait boxes" in answer["text"]
    assert words_in(answer["blocks"]).count("You tapped “Mice, rats and insects”.") == 1
    assert "From “Mice, rats and insects”" in words_in(answer["blocks"])
    assert {"helpful", "not_helpful", "read:0", "why"} <= set(actions(answer))
    assert NOTHING_USED in words_in(answer["blocks"])
    assert company.count("receipt") == receipts


def test_judged_as_any_answer(person: Open) -> None:
    """“Helpful” below it counts for that article, and tells nothing of the order, which did not put it there."""
    barista = person("U0BEA")
    unsure = barista.hears(TRAPS)
    barista.presses(unsure, picks(unsure)["Mice, rats and insects"])
    answer = barista.next_message()
    (carried,) = [json.loads(each["value"]) for each in buttons(answer) if each["action_id"] == "helpful"]
    assert carried["t"] == "Mice, rats and insects"
    assert not {"s", "g"} & carried.keys()
    barista.presses(answer, "helpful")
    assert barista.next_message()["text"].startswith(ENGLISH.thanks_helpful)


def test_gone_by_then(person: Open, company: Company) -> None:
    """What is not theirs any more says nothing, and that is said; what was read to know stands in the notice."""
    company.finder = finder = Offering(Offer("oven", "The oven"))
    cook = person("U0CAI")
    offered = cook.hears("the thing is hot")
    moved = [replace(each, role="barista") if each.slack_user_id == "U0CAI" else each for each in read(PEOPLE)]
    company.rooms.directory.load(moved, company.workspace.team_id)
    cook.presses(offered, "pick:0")
    told = cook.next_message()
    assert told["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert JOB in told["text"]
    assert finder.asked == [("the thing is hot", "oven", Viewer("barista", "Harbour Street"))]


def test_in_a_channel(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """Where others read, whoever picks gets the answer alone, by their own job."""
    company.finder = finder = Offering(Offer("oven", "The oven"))
    cook, barista, channel = person("U0CAI"), person("U0BEA"), workspace.channel_id("all-teams")
    thread = cook.says("@Onhand the thing is hot", channel=channel)
    barista.presses(cook.next_message(channel=channel, thread_ts=thread), "pick:0")
    barista.next_message(channel=channel)
    company.settle()
    assert cook.history(channel=channel)[-1]["text"].splitlines()[0] == ENGLISH.not_in_the_articles
    assert [viewer for _, _, viewer in finder.asked] == [Viewer("barista", "Harbour Street")]


def test_follow_up(person: Open, company: Company) -> None:
    """What is picked below a follow-up is asked with the question before it, as that was."""
    company.finder = finder = Offering(Offer("oven", "The oven"))
    cook = person("U0CAI")
    cook.hears("how hot is the oven for bread")
    cook.presses(cook.hears("and for cakes?"), "pick:0")
    cook.next_message()
    assert [words for words, _, _ in finder.asked] == ["how hot is the oven for bread for cakes?"]


def test_in_their_language(person: Open, company: Company) -> None:
    """The line above the titles is in the language of the question; the titles are the articles' own."""
    company.finder = Offering(Offer("oven", "The oven"))
    shown = words_in(person("U0BEA").hears("Gdzie mogę zostawić płaszcz na czas zmiany?")["blocks"])
    assert POLISH.one_of_these in shown
    assert "The oven" in shown


def test_nothing_to_offer(person: Open) -> None:
    """Where the question says nothing, nothing is offered."""
    assert picks(person("U0BEA").hears("🍕🍕🍕")) == {}


def test_beside_everyones(person: Open, company: Company) -> None:
    """“Why this?” shows what is offered to the one who asked beside what everyone is offered, where these differ."""
    company.finder = Offering(Offer("oven", "The oven"), for_everyone=Offer("till", "The till"))
    cook = person("U0CAI")
    cook.presses(cook.hears("the thing is hot"), "why")
    mine, everyones = (each["text"] for block in cook.next_modal()["blocks"] for each in block.get("fields", []))
    assert mine.endswith(f"{ENGLISH.one_of_these} The oven")
    assert everyones.endswith(f"{ENGLISH.one_of_these} The till")
