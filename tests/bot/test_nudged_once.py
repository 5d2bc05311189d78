"""A nudge arrives once, whatever happens to the process that delivers it. With more kills:

ONHAND_KILLS=200 pytest tests/bot/test_nudged_once.py
"""

import os
import random
import time
from collections import Counter
from pathlib import Path

from bot.workspace.driving import Person as Talker
from bot.workspace.server import LocalWorkspace
from privacy.directory import Entry
from privacy.nudges import Nudge, Settings
from privacy.outbox import LEASE
from privacy.rooms import Rooms
from privacy.worker import Person
from tests import killing
from tests.privacy.house import House
from tests.scenarios.wire import wire_to

KILLS = int(os.environ.get("ONHAND_KILLS", "4"))
TEAM = ("U0CAI", "U0BEA")
BOSS = "U0ANA"
EACH_LIFE = 2
"""Nudges that are written to each of the team before each life."""
SLOW = 0.06
"""How long Slack takes for a message; the process is killed before, while and after it does."""


def agree(rooms: Rooms, workspace: LocalWorkspace) -> None:
    """The team is on the list, and takes as many nudges as come, at any hour."""
    rooms.directory.load([Entry(user, "cook", "Harbour", BOSS) for user in TEAM], workspace.team_id)
    for user in TEAM:
        request = rooms.gate.open(Person(workspace.team_id, user), public=False)
        rooms.nudges.accept(request, "yes", Settings(limit=10_000, begin=0, end=0))


def written(house: House, workspace: LocalWorkspace, life: int) -> set[str]:
    """New nudges to the whole team. Returns their words."""
    rooms, boss = house.rooms(), Person(workspace.team_id, BOSS)
    words = {f"nudge {life}.{number}." for number in range(EACH_LIFE)}
    if not life:
        agree(rooms, workspace)
    for each in sorted(words):
        rooms.nudges.write(rooms.gate.open(boss, public=False), boss, Nudge("milk", "Milk", each), each)
    house.close()
    return words


def one_life(house: House, slack: tuple[str, str], life: int, kill_after: float | None) -> None:
    """A process that delivers until it is killed, or until all is. Then Slack ends what it had begun."""
    later = life * (LEASE.total_seconds() + 1)
    killing.one_life("tests.bot.nudging", house.folder, *slack, later, kill_after=kill_after)
    time.sleep(2 * SLOW)


def arrived(workspace: LocalWorkspace) -> Counter[tuple[str, str]]:
    """How often each nudge stands in each conversation."""
    counted: Counter[tuple[str, str]] = Counter()
    for user in TEAM:
        with Talker(workspace.url, user) as reader:
            for each in reader.history():
                first = each["text"].partition("\n")[0]
                counted[user, first.partition(": ")[2]] += bool(each.get("bot_id"))
    return counted


def test_no_kill_loses_or_repeats_a_nudge(tmp_path: Path, workspace: LocalWorkspace) -> None:
    """While the process is killed again and again as it takes a nudge up, hands it over and posts it to a slow Slack,
    each nudge arrives at each receiver, in the end, exactly once, and its row says so."""
    house, chance = House(tmp_path / "home"), random.Random(5)
    house.clock.now = house.clock.now.now(house.clock.now.tzinfo)
    workspace.faults.slow("chat.postMessage", SLOW)
    words: set[str] = set()
    with wire_to(workspace.api_url) as (_, url):
        for life in range(KILLS):
            words |= written(house, workspace, life)
            one_life(house, (url, workspace.bot_token), life, chance.uniform(0, 8 * SLOW))
        one_life(house, (url, workspace.bot_token), KILLS, None)
    counted = arrived(workspace)
    assert set(counted) == {(user, each) for user in TEAM for each in words}
    assert {each: times for each, times in counted.items() if times != 1} == {}
    assert house.rows("SELECT DISTINCT state FROM nudge") == [("sent",)]
