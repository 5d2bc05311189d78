"""Onhand where others read along: in channels, by mention, command and shortcut."""

from collections.abc import Callable

from bot.wiring import Onhand
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from knowledge.article import Article
from privacy.uses import NOTHING_USED, SWITCHED_OFF, notice_for
from tests.scenarios.company import Company, Talker, actions, words_in

JOB = notice_for(frozenset({"role", "site"}))
CLOSE = "how do i close"
Open = Callable[[str], Talker]


def test_mention_is_answered_in_its_thread(person: Open, workspace: LocalWorkspace) -> None:
    """A mention in a channel is answered in the thread of the message, not in the channel itself."""
    cashier, channel = person("U0FINN"), workspace.channel_id("all-teams")
    thread = cashier.says("@Onhand how hot must chicken be?", channel=channel)
    answer = cashier.next_message(channel=channel)
    assert answer["thread_ts"] == thread
    assert "75 °C" in answer["text"].splitlines()[0]


def test_nothing_personal_in_a_channel(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """In a channel nothing is drawn, the notice says so, and the way to a personal answer is told."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.says(f"@Onhand {CLOSE}", channel=channel)
    answer = cook.next_message(channel=channel)
    assert answer["text"].splitlines()[-1] == NOTHING_USED
    assert ENGLISH.not_personal_here in words_in(answer["blocks"])
    assert company.count("receipt") == 0
    assert not [action for action in actions(answer) if action.startswith("stop:")]


def test_channel_does_not_tell_who_switched_off(person: Open, workspace: LocalWorkspace) -> None:
    """In a channel the notice is the same for one who stopped the use of their data, so that nobody learns of it."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.presses(cook.hears("how hot must chicken be"), "stop:rank_by_role")
    cook.next_message()
    cook.says(f"@Onhand {CLOSE}", channel=channel)
    answer = cook.next_message(channel=channel)
    assert answer["text"].splitlines()[-1] == NOTHING_USED
    assert SWITCHED_OFF not in words_in(answer["blocks"])


def test_restricted_articles_stay_out_of_channels(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """An article for one role is never quoted in a channel, not even to somebody who may see it, nor named as near."""
    channel = workspace.channel_id("all-teams")
    restricted = {article.title for article in company_articles(company) if article.audience.roles}
    asked = {
        "U0CAI": "how do i close", "U0BEA": "how do i descale the espresso machine",
        "U0HANA": "how do i take money to the bank", "U0ANA": "how do i look into a complaint about a person",
    }  # fmt: skip
    for user, question in asked.items():
        worker = person(user)
        thread = worker.says(f"@Onhand {question}", channel=channel)
        words = words_in(worker.next_message(channel=channel, thread_ts=thread)["blocks"])
        assert not [title for title in restricted if f"“{title}”" in words]
        private = words_in(worker.hears(question)["blocks"])
        assert [title for title in restricted if f"“{title}”" in private]


def company_articles(company: Company) -> list[Article]:
    finder = company.finder
    assert isinstance(finder, Onhand)
    return list(finder.library.list())


def test_command_is_for_the_asker_alone(person: Open, workspace: LocalWorkspace) -> None:
    """/ask in a channel is answered for the asker's job, where only they see it."""
    cook, cashier, channel = person("U0CAI"), person("U0FINN"), workspace.channel_id("all-teams")
    cook.asks(CLOSE, channel=channel)
    answer = cook.next_message(channel=channel, ephemeral=True)
    assert "Closing the store: cook" in words_in(answer["blocks"])
    assert answer["text"].splitlines()[-1] == JOB
    assert cashier.history(channel) == []


def test_command_without_words_helps(person: Open, workspace: LocalWorkspace) -> None:
    """/ask with nothing behind it says how to ask; so does /ask help."""
    cook, channel = person("U0CAI"), workspace.channel_id("all-teams")
    cook.asks("", channel=channel)
    assert cook.next_message(channel=channel, ephemeral=True)["text"] == ENGLISH.empty
    cook.asks("help", channel=channel)
    assert cook.next_message(channel=channel, ephemeral=True)["text"] == ENGLISH.help


def test_command_where_onhand_is_not(person: Open, company: Company) -> None:
    """/ask in a conversation that Onhand is not in is answered in the direct message with it."""
    cook = person("U0CAI")
    between = str(cook._post("dm", user="U0BEA")["channel"])
    cook.asks(CLOSE, channel=between)
    answer = cook.next_message()
    assert answer["channel"] == cook.dm
    assert "Closing the store: cook" in words_in(answer["blocks"])
    company.settle()


def test_shortcut_answers_for_one(person: Open, workspace: LocalWorkspace) -> None:
    """“Ask Onhand about this” on a colleague's message answers it for the one who chose it alone, in that thread."""
    cook, cashier, channel = person("U0CAI"), person("U0FINN"), workspace.channel_id("all-teams")
    cashier.says("how do we close?", channel=channel)
    message = cook.next_message(channel=channel)
    cook.shortcut(message)
    answer = cook.next_message(channel=channel, ephemeral=True)
    assert answer["thread_ts"] == message["ts"]
    assert "Closing the store: cook" in words_in(answer["blocks"])
    assert answer["text"].splitlines()[-1] == JOB
    assert [each["text"] for each in cashier.history(channel)] == ["how do we close?"]


def test_buttons_in_a_channel_answer_the_presser_alone(person: Open, workspace: LocalWorkspace) -> None:
    """What a button of a channel's answer leads to is seen by the one who pressed it alone."""
    cook, cashier, channel = person("U0CAI"), person("U0FINN"), workspace.channel_id("all-teams")
    cook.says("@Onhand how hot must chicken be?", channel=channel)
    answer = cook.next_message(channel=channel)
    cook.presses(answer, "not_helpful")
    assert cook.next_message(channel=channel, ephemeral=True)["text"] == ENGLISH.thanks_not_helpful
    assert len(cashier.history(channel)) == 2
