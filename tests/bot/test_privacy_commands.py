"""`onhand privacy`, `backup` and `restore`, as processes: what they print and how they end."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from privacy import uses
from privacy.records import RECORDS
from tests.bot.process import run
from tests.privacy.house import ANA, CANARIES_HELD, CANARIES_KEPT, CANARY, TEAM, House, fill

TEAM_IS = {"SLACK_TEAM_ID": TEAM}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which somebody asked, drew, kept and was asked."""
    house = House(tmp_path / "home")
    house.clock.now = datetime.now(UTC)
    fill(house.rooms())
    house.close()
    return house.folder


def test_uses_are_listed(tmp_path: Path) -> None:
    """Each use stands there with what it reads, why, how it starts, how long it keeps and who answers for it."""
    done = run(tmp_path, "privacy", "uses")
    assert (done.returncode, done.stderr) == (0, "")
    for use in uses.USES:
        assert f"{use.name} (version {use.version}): {use.purpose}" in done.stdout
    assert "reads helped; consent; asked once; keeps 180 days; owner: Learning & development" in done.stdout


def test_uses_as_json_carry_notices_and_terms(tmp_path: Path) -> None:
    """Machines get the same, with the notice in each language and the terms of the vocabulary."""
    listed = json.loads(run(tmp_path, "privacy", "uses", "--json").stdout)
    assert [each["name"] for each in listed] == [use.name for use in uses.USES]
    role = listed[0]
    assert role["notice"]["pl"] == uses.notice_for(frozenset({"role", "site"}), "pl")
    assert role["dpv"]["legal_basis"] == "dpv:LegitimateInterestOfController"
    assert role["dpv"]["personal_data"] == ["pd:Job", "pd:WorkEnvironment"]


def test_the_record_is_printed_or_written(tmp_path: Path) -> None:
    """The papers go to the screen or into a folder, in the company's name."""
    assert "Controller: Café Azul." in run(tmp_path, "privacy", "record", "--company", "Café Azul").stdout
    done = run(tmp_path, "privacy", "record", "--out", str(tmp_path / "papers"))
    assert [Path(line).name for line in done.stdout.splitlines()] == [
        "record-of-processing.md", "data-protection-sheet.md", "for-the-works-council.md",
    ]  # fmt: skip
    record = (tmp_path / "papers" / "record-of-processing.md").read_text(encoding="utf-8")
    assert all(f"| {each.table} |" in record for each in RECORDS if each.personal)


def test_a_head_that_was_kept_finds_a_cut(home: Path) -> None:
    """What head printed is checked later; after the last receipts were cut the command fails and says so."""
    head = run(home, "privacy", "head").stdout.strip()
    assert run(home, "privacy", "check", "--head", head).stdout == "The receipts are whole.\n"
    house = House(home)
    raw = house.raw()
    raw.execute("DROP TRIGGER links_are_not_cut")
    raw.execute("DELETE FROM link")
    house.close()
    done = run(home, "privacy", "check", "--head", head)
    assert done.returncode == 1
    assert "before link 1 of the saved head" in done.stdout
    assert done.stderr == "The receipts are not what was written.\n"
    assert run(home, "privacy", "check", "--head", "12").returncode == 2


def test_without_receipts_there_is_no_head(tmp_path: Path) -> None:
    """A new home says that there is nothing to keep yet."""
    assert run(tmp_path / "new", "privacy", "head").stdout == "There are no receipts yet.\n"


def test_somebody_who_left_is_erased(home: Path) -> None:
    """By Slack id alone, whoever it is, with the exports made here; nothing about them is in any file of the home."""
    exported = run(home, "privacy", "export", CANARY.slack_user_id, "--yes", **TEAM_IS)
    files = [Path(line) for line in exported.stdout.splitlines()]
    assert [file.suffix for file in files] == [".html", ".json"]
    assert all(each in files[1].read_text(encoding="utf-8") for each in (*CANARIES_HELD, *CANARIES_KEPT))
    done = run(home, "privacy", "erase", CANARY.slack_user_id, "--yes", **TEAM_IS)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("rows about U0CANARYID are erased, and every use is off.\n")
    labels = {"canary-role", "canary-site"}
    left = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert [each for each in {*CANARIES_HELD, *CANARIES_KEPT} - labels if each.encode() in left] == []
    house = House(home)
    rooms = house.rooms()
    assert rooms.rights.show(rooms.gate.open(ANA, public=False)).held["name"] == "Ana Alves"
    assert not rooms.gate.allowed(rooms.gate.worker(CANARY), uses.RANK_BY_ROLE)
    house.close()
    assert run(home, "privacy", "erase", "U0NEVERSEEN", "--yes", **TEAM_IS).stdout.startswith("Done. 0 rows")


def test_an_erasure_asks_first(home: Path) -> None:
    """Without --yes, and without an answer, nothing is erased or exported."""
    for command in ("erase", "export"):
        assert run(home, "privacy", command, CANARY.slack_user_id, **TEAM_IS).returncode == 1
    house = House(home)
    assert house.count("held") == 14
    assert house.count("receipt") == 1
    house.close()


def test_an_export_goes_where_it_is_told(home: Path, tmp_path: Path) -> None:
    """With --out both files lie beside each other, and the person's own record tells of the export."""
    done = run(home, "privacy", "export", "U0CANARYID", "--team", TEAM, "--out", str(tmp_path / "x" / "mine"), "--yes")
    assert done.returncode == 0
    data = json.loads((tmp_path / "x" / "mine.json").read_text(encoding="utf-8"))
    assert data["receipts"][0]["use"] == "show_my_data"
    assert (tmp_path / "x" / "mine.html").read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("command", ["erase", "export"])
def test_what_is_no_slack_id_is_refused(home: Path, command: str) -> None:
    """A name in the place of an id is told with what is accepted."""
    done = run(home, "privacy", command, "ana", "--yes")
    assert (done.returncode, done.stderr) == (2, "'ana' is no Slack user id; accepted is one such as U012ABC.\n")


def test_a_backup_is_made_and_put_back(home: Path, tmp_path: Path) -> None:
    """The drill: back up, erase, restore; the commands say where the halves are and what was made again."""
    made = run(home, "backup", str(tmp_path / "b"))
    assert (made.returncode, made.stderr) == (0, "")
    assert "Store the two apart" in made.stdout
    assert run(home, "backup", str(tmp_path / "b")).returncode == 2
    run(home, "privacy", "erase", CANARY.slack_user_id, "--yes", **TEAM_IS)
    refused = run(home, "restore", str(tmp_path / "b"))
    assert refused.returncode == 2
    assert refused.stderr.endswith("Nothing was changed.\n")
    done = run(home, "restore", str(tmp_path / "b"), "--force", "--keys", str(tmp_path / "b" / "keys"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[1:] == [
        "1 erasures and choices made after it were made again.",
        "The receipts are whole.",
    ]
