"""Questions that lean on the one before, in a direct message and in a channel's thread."""

from collections.abc import Callable

from slack_bolt import BoltRequest

from bot.workspace.server import LocalWorkspace
from privacy.uses import NOTHING_USED, notice_for
from tests.scenarios.company import Company, Talker, wait_until, words_in
from tests.scenarios.finders import Slow

DESCALE = "how do i descale the espresso machine"
BURN = "@Onhand how do i treat a burn"
BOT = f"<@{LocalWorkspace.bot_user_id}>"
Open = Callable[[str], Talker]


def test_follow_up_in_a_direct_message(person: Open) -> None:
    """“and for decaf?” is understood from the question before it, and the notice says that the thread was used."""
    barista = person("U0BEA")
    assert "Descal" in words_in(barista.hears(DESCALE)["blocks"])
    answer = barista.hears("and for decaf?")
    assert answer["text"].startswith("The decaf grinder is never descaled")
    assert "From “Descaling the espresso machine" in words_in(answer["blocks"])
    assert answer["text"].splitlines()[-1] == notice_for(frozenset({"thread", "role", "site"}))
    assert "this thread" in answer["text"].splitlines()[-1]


def test_a_question_that_stands_alone_draws_no_thread(person: Open, company: Company) -> None:
    """A full question is answered by itself: what was asked before is not even read."""
    barista = person("U0BEA")
    barista.hears(DESCALE)
    answer = barista.hears("how do i treat a burn")
    assert answer["text"].splitlines()[-1] == notice_for(frozenset({"role", "site"}))
    assert company.count("receipt", "use = 'follow_up'") == 0


def test_stopped_thread_is_forgotten(person: Open, company: Company) -> None:
    """With the use of the thread stopped, what was kept of it is gone and a follow-up is taken by itself."""
    company.finder = finder = Slow(0)
    barista = person("U0BEA")
    barista.hears(DESCALE)
    barista.presses(barista.hears("and for decaf?"), "stop:follow_up")
    barista.next_message()
    assert company.count("kept", "use = 'follow_up'") == 0
    answer = barista.hears("and for decaf?")
    assert "this thread" not in answer["text"].splitlines()[-1]
    assert finder.asked == [DESCALE, f"{DESCALE} for decaf?", "and for decaf?"]
    assert company.count("kept", "use = 'follow_up'") == 0


def test_another_persons_question_is_not_drawn(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """A follow-up in a channel's thread leans on the asker's own question, not on what somebody else asked there."""
    company.finder = finder = Slow(0)
    barista, cook, channel = person("U0BEA"), person("U0CAI"), workspace.channel_id("all-teams")
    thread = barista.says(f"@Onhand {DESCALE}", channel=channel)
    barista.next_message(channel=channel, thread_ts=thread)
    cook.says("@Onhand and for decaf?", channel=channel, thread_ts=thread)
    wait_until(lambda: len(finder.asked) == 2, 10, "the second question")
    assert finder.asked == [DESCALE, "and for decaf?"]


def test_thread_goes_on_without_a_new_mention(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """In a channel's thread the one who asked goes on without naming Onhand; only the thread is drawn for it."""
    barista, channel = person("U0BEA"), workspace.channel_id("all-teams")
    thread = barista.says("@Onhand how do i clean the espresso machine", channel=channel)
    first = barista.next_message(channel=channel, thread_ts=thread)
    assert first["text"].splitlines()[-1] == NOTHING_USED
    barista.says("and for the grinder?", channel=channel, thread_ts=thread)
    second = barista.next_message(channel=channel, thread_ts=thread)
    assert second["text"].splitlines()[-1] == notice_for(frozenset({"thread"}))
    assert company.rows("SELECT DISTINCT kind FROM receipt_kind") == [("thread",)]


def test_quiet_when_people_talk_to_each_other(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """When somebody else speaks in the thread Onhand goes quiet, also for the asker, until it is named again."""
    barista, cook, channel = person("U0BEA"), person("U0CAI"), workspace.channel_id("all-teams")
    thread = barista.says(BURN, channel=channel)
    barista.next_message(channel=channel, thread_ts=thread)
    cook.says("did you burn yourself?", channel=channel, thread_ts=thread)
    wait_until(lambda: company.count("conversation") == 0, 10, "Onhand to go quiet")
    barista.says("yes, on the steam wand", channel=channel, thread_ts=thread)
    barista.says("@Onhand where is the first aid box", channel=channel, thread_ts=thread)
    wait_until(lambda: company.count("incoming") == 2, 10, "the second mention")
    company.settle()
    assert len([message for message in barista.history(channel) if message.get("bot_id")]) == 2
    assert company.count("incoming") == 2


def test_quiet_when_the_asker_names_somebody(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """When the asker speaks to somebody by name, Onhand goes quiet, and what they said is not even stored."""
    barista, channel = person("U0BEA"), workspace.channel_id("all-teams")
    thread = barista.says(BURN, channel=channel)
    barista.next_message(channel=channel, thread_ts=thread)
    barista.says("@Hana Sato where do you keep the bandages?", channel=channel, thread_ts=thread)
    wait_until(lambda: company.count("conversation") == 0, 10, "Onhand to go quiet")
    barista.says("never mind, found them", channel=channel, thread_ts=thread)
    barista.says("@Onhand and for a cut?", channel=channel, thread_ts=thread)
    barista.next_message(channel=channel, thread_ts=thread)
    company.settle()
    assert len([message for message in barista.history(channel) if message.get("bot_id")]) == 2
    assert company.count("incoming") == 2


def test_a_mention_that_comes_again_opens_nothing_again(company: Company, workspace: LocalWorkspace) -> None:
    """Slack sends a mention again when its acknowledgement is lost: people who have begun to talk are left alone."""

    def comes(number: int, user: str, text: str) -> None:
        said = {"type": "app_mention" if BOT in text else "message", "channel_type": "channel", "user": user}
        said |= {"channel": workspace.channel_id("all-teams"), "ts": f"1795500000.00010{number}", "text": text}
        said |= {"thread_ts": "1795500000.000101"} if number > 1 else {}
        body = {"type": "event_callback", "team_id": workspace.team_id, "event_id": f"Ev{number}", "event": said}
        assert service.app.dispatch(BoltRequest(mode="socket_mode", body=body)).status == 200

    service, mention = company.open(connect=False), f"{BOT} how do i treat a burn"
    comes(1, "U0BEA", mention)
    comes(2, "U0CAI", "did you burn yourself?")
    comes(1, "U0BEA", mention)
    comes(3, "U0BEA", "yes, on the steam wand")
    company.settle()
    assert company.rows("SELECT event FROM incoming") == [("Ev1",)]


def test_channel_chatter_is_not_for_onhand(person: Open, company: Company, workspace: LocalWorkspace) -> None:
    """What people write in a channel without naming Onhand gets no answer and is not stored."""
    barista, channel = person("U0BEA"), workspace.channel_id("all-teams")
    barista.says("how do i treat a burn", channel=channel)
    barista.says(BURN, channel=channel)
    barista.next_message(channel=channel)
    company.settle()
    assert company.count("incoming") == 1
    assert len(company.wire.posts()) == 1
