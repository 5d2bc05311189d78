"""A message is sent once, whatever happens to the process that sends it. With more kills:

ONHAND_KILLS=200 pytest tests/bot/test_sent_once.py
"""

import os
import random
import time
from collections import Counter
from functools import partial
from pathlib import Path

from bot.slack.addressing import Address, message
from bot.slack.blocks import rendered, section
from bot.workspace.driving import Person as Talker
from bot.workspace.server import LocalWorkspace
from privacy import uses
from privacy.gate import Notice, Outgoing
from privacy.outbox import LEASE
from tests import killing
from tests.privacy.house import House
from tests.scenarios.wire import wire_to

KILLS = int(os.environ.get("ONHAND_KILLS", "4"))
PLACES = ("U0CAI", "U0BEA")
EACH_LIFE = 3
"""Messages that come in to each place before each life."""
SLOW = 0.06
"""How long Slack takes for a message; the process is killed before, while and after it does."""


def fill(house: House, workspace: LocalWorkspace, life: int) -> set[str]:
    """New messages of several people, each with the receipt of what was drawn for it."""
    rooms, texts = house.rooms(), set()
    for number in range(EACH_LIFE):
        for user in PLACES:
            to = Address(workspace.team_id, user, workspace.dm_id(user))
            request = rooms.gate.open(to.person, public=False)
            rooms.gate.draw(request, uses.RANK_BY_ROLE)
            text = f"answer {life}.{number} to {user}"
            rooms.gate.send(request, partial(said, to, text))
            texts.add(text)
    house.close()
    return texts


def said(to: Address, text: str, notice: Notice) -> Outgoing:
    return message(to, text, rendered([section(text)]), notice.text)


def one_life(house: House, slack: tuple[str, str], life: int, kill_after: float | None) -> None:
    """A process that sends until it is killed, or until all is sent. Then Slack ends what it had begun."""
    later = life * (LEASE.total_seconds() + 1)
    killing.one_life("tests.bot.sending", house.folder, *slack, later, kill_after=kill_after)
    time.sleep(2 * SLOW)


def posted(workspace: LocalWorkspace) -> Counter[str]:
    """How often each message stands in the conversations."""
    counted: Counter[str] = Counter()
    for user in PLACES:
        with Talker(workspace.url, user) as reader:
            counted.update(each["text"].partition("\n")[0] for each in reader.history() if each.get("bot_id"))
    return counted


def test_no_kill_loses_or_repeats_a_message(tmp_path: Path, workspace: LocalWorkspace) -> None:
    """While the sending process is killed again and again before, while and after a slow Slack takes a message, each
    message arrives, in the end, exactly once, and its row says so."""
    house, chance = House(tmp_path / "home"), random.Random(11)
    workspace.faults.slow("chat.postMessage", SLOW)
    texts: set[str] = set()
    with wire_to(workspace.api_url) as (_, url):  # it hands on to Slack what a process that is gone had sent
        for life in range(KILLS):
            texts |= fill(house, workspace, life)
            one_life(house, (url, workspace.bot_token), life, chance.uniform(0, 5 * SLOW))
        one_life(house, (url, workspace.bot_token), KILLS, None)
    arrived = posted(workspace)
    assert set(arrived) == texts
    assert {text: times for text, times in arrived.items() if times != 1} == {}
    assert house.rows("SELECT DISTINCT state FROM outgoing") == [("sent",)]
