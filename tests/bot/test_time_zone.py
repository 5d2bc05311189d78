"""The clock by which questions are suggested."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.settings import BadSetting, read


@pytest.mark.parametrize(("value", "zone"), [("", None), ("Europe/London", ZoneInfo("Europe/London"))])
def test_the_zone_is_the_one_that_is_named(tmp_path: Path, value: str, zone: ZoneInfo | None) -> None:
    """A time zone by its name; without one, the machine's own."""
    assert read({"TIME_ZONE": value}, tmp_path / "none").zone == zone


@pytest.mark.parametrize("value", ["Londn", "../etc/passwd", "/etc/passwd", "Europe", "\0"])
def test_another_value_is_refused(tmp_path: Path, value: str) -> None:
    """What is no time zone is told, with what is accepted."""
    with pytest.raises(BadSetting, match=r"TIME_ZONE=.*: accepted is a name such as 'Europe/London'"):
        read({"TIME_ZONE": value}, tmp_path / "none")
