"""The demo's month: what a manager and the editors see of it was kept and counted as in any other company."""

from datetime import date
from pathlib import Path

from bot.demo import for_demo
from bot.gaps import GapReport
from bot.month import play
from bot.settings import Settings
from bot.team import TeamReport
from bot.wiring import Onhand
from bot.wording import team as say
from bot.workspace.cast import TEAM_ID
from privacy.groups import Band
from privacy.worker import Person

COOKS = Band("cook", ("Harbour Street", "Mill Lane"), 16)


def test_a_month_is_played_once(home: Path) -> None:
    """Both managers of cooks are told of two topics of all cooks, with the article that is near one; what was played
    before is not played again, and the demo's list stays one that can be loaded again."""
    onhand = Onhand(for_demo(Settings(home=home)))
    assert play(onhand) == 1
    rooms = onhand.rooms
    report = TeamReport(rooms, GapReport(rooms, onhand.answer, onhand.library.get, 5), 5)
    for manager in ("U0ANA", "U0IVO"):
        team = report.of(rooms.gate.worker(Person(TEAM_ID, manager)))
        assert {each.band for each in team.topics} == {COOKS}
        words = [say.topic(each) for each in team.topics]
        assert any("wifi" in each for each in words)
        assert any("probe" in each for each in words)
        assert "chicken-temperature" in [near.id for each in team.topics for near in each.articles]
    assert not report.of(rooms.gate.worker(Person(TEAM_ID, "U0CAI"))).told
    assert play(onhand) == 0
    assert len(rooms.gaps.told(date.min)) == 2
    assert rooms.chain.check() == ()
