"""What editors do at the command line, as processes."""

import json
from pathlib import Path

import pytest

from tests.bot.process import run

PEOPLE = (
    "slack_user_id,role,site,manager,name\nU0LEO,editor,North,,Leo\nU0EVA,editor,North,,Eva\nU0CAI,cook,North,,Cai\n"
)


@pytest.fixture
def two(empty: Path, tmp_path: Path) -> Path:
    """A home with two editors and a cook on the list, and no article."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    assert run(empty, "people", "load", str(tmp_path / "people.csv")).returncode == 0
    return empty


def mops(tmp_path: Path, body: str = "Hang the mop up to dry.", **more: str) -> str:
    """The path of a folder with one article in it."""
    folder = tmp_path / "kitchen"
    folder.mkdir(exist_ok=True)
    fields = "".join(f"{name}: {value}\n" for name, value in more.items())
    (folder / "mops.md").write_text(f"---\ntitle: Mops\n{fields}---\n{body}\n")
    return str(folder)


def answers(home: Path) -> bool:
    """Whether there is an answer from the article."""
    return run(home, "ask", "where does the mop dry").returncode == 0


def test_a_second_editor_makes_it_live(two: Path, tmp_path: Path) -> None:
    """What is loaded waits; its proposer cannot approve it, a cook neither; another editor can, and it is answered."""
    done = run(two, "articles", "load", mops(tmp_path), "--by", "U0LEO")
    assert done.stdout.startswith("1 proposed, 0 unchanged, 0 not taken.\nLive when another editor approves them")
    waiting = json.loads(run(two, "articles", "proposed", "--json").stdout)
    assert (waiting["id"], waiting["article"], waiting["state"]) == (1, "mops", "waiting")
    assert waiting["origin"].endswith("kitchen/mops.md")
    own = run(two, "articles", "approve", "1", "--by", "U0LEO")
    assert (own.returncode, own.stderr) == (
        1, "Not approved: proposal 1 is by the same editor; accepted is a second one.\n",
    )  # fmt: skip
    cook = run(two, "articles", "approve", "1", "--by", "U0CAI")
    assert (cook.returncode, cook.stderr) == (
        2, "--by 'U0CAI': accepted is somebody with the job role editor on the company's list (EDITOR_ROLES).\n",
    )  # fmt: skip
    assert run(two, "ask", "where does the mop dry").returncode == 2
    assert run(two, "articles", "approve", "--all", "--by", "U0EVA").stdout == "1 approved. 1 live now.\n"
    assert answers(two)
    assert run(two, "articles", "show", "mops").stdout.count("kitchen/mops.md") == 1
    again = run(two, "articles", "load", mops(tmp_path), "--by", "U0LEO")
    assert again.stdout == "0 proposed, 1 unchanged, 0 not taken.\n"


def test_what_an_editor_did_stands_in_their_data(two: Path, tmp_path: Path) -> None:
    """Whoever is named with --by finds the reading of their job role in what is held about them."""
    run(two, "articles", "load", mops(tmp_path), "--by", "U0LEO")
    page, data = run(two, "privacy", "export", "U0LEO", "--yes").stdout.splitlines()
    assert "edit_articles" in Path(data).read_text()
    assert "when you edit articles" in Path(page).read_text()


def test_versions_diff_and_bringing_back(two: Path, tmp_path: Path) -> None:
    """A change is shown word by word before it is approved; an older version comes back the same way."""
    one = {"APPROVALS": "1"}
    run(two, "articles", "load", mops(tmp_path), **one)
    run(two, "articles", "load", mops(tmp_path, "Hang the mop up to drip.", critical="true"), "--by", "U0LEO")
    told = "critical: no → yes\nHang the mop up to [-dry-]{+drip+}.\n"
    assert run(two, "articles", "diff", "--proposal", "2").stdout == told
    run(two, "articles", "approve", "2", "--by", "U0EVA")
    assert run(two, "articles", "diff", "mops").stdout == told
    listed = run(two, "articles", "versions", "mops").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["v2", "v1"]
    assert "live" in listed[0]
    back = run(two, "articles", "restore", "mops", "--version", "1", "--by", "U0EVA")
    assert back.stdout == "Proposed. Another editor has to approve it: onhand articles approve 3 --by U…\n"
    run(two, "articles", "approve", "3", "--by", "U0LEO")
    assert "Hang the mop up to dry." in run(two, "articles", "show", "mops").stdout


def test_a_source_is_taken_back(two: Path, tmp_path: Path) -> None:
    """One command takes out all that came from a folder, says how much it was, and that nothing is left."""
    run(two, "articles", "load", mops(tmp_path), APPROVALS="1")
    source = str(tmp_path / "kitchen")
    assert run(two, "articles", "sources").stdout.split()[1].startswith(source)
    done = run(two, "articles", "withdraw", source, "--yes")
    assert done.stdout == (
        "Taken back: 1 live articles with 1 passages, 1 versions, 1 proposals. Left of it: 0 passages.\n"
    )
    assert not answers(two)
    assert run(two, "articles", "withdraw", source, "--yes").returncode == 3
    assert "withdrawn" in run(two, "articles", "versions", "mops").stdout


def test_days_to_begin_and_to_end(two: Path, tmp_path: Path) -> None:
    """An approved article waits for its first day, and is out after its last one."""
    run(two, "articles", "load", mops(tmp_path, live_from="2999-01-01"), "--by", "U0LEO")
    assert run(two, "articles", "approve", "1", "--by", "U0EVA").stdout == "1 approved. 0 live now.\n"
    assert "from 2999-01-01" in run(two, "articles", "proposed", "--state", "approved").stdout
    run(two, "articles", "load", mops(tmp_path, live_until="2020-01-01"), APPROVALS="1")
    assert run(two, "articles", "list").stdout == ""


def test_refused_and_checked(two: Path, tmp_path: Path) -> None:
    """A refusal keeps its note; a check is noted without another editor, and no words change."""
    run(two, "articles", "load", mops(tmp_path), "--by", "U0LEO")
    run(two, "articles", "refuse", "1", "--note", "wrong mop", "--by", "U0EVA")
    assert json.loads(run(two, "articles", "proposed", "--state", "refused", "--json").stdout)["note"] == "wrong mop"
    run(two, "articles", "load", mops(tmp_path), APPROVALS="1")
    done = run(two, "articles", "checked", "mops", "--review-by", "2999-01-01", "--by", "U0LEO")
    assert done.stdout.endswith("check it again by 2999-01-01.\n")
    assert "check again by: 2999-01-01" in run(two, "articles", "show", "mops").stdout
    late = run(two, "articles", "checked", "mops", "--review-by", "2001-01-01", "--by", "U0LEO")
    assert (late.returncode, "accepted is a day after today" in late.stderr) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["approve", "--by", "U0LEO"], 2, "Nothing to approve"),
        (["approve", "7", "--by", "U0LEO"], 1, "proposal 7 does not wait for a decision: there is none"),
        (["refuse", "7", "--by", "U0LEO"], 3, "there is none"),
        (["proposed", "--state", "lost"], 2, "accepted is waiting, approved"),
        (["versions", "nothing"], 3, "No article has or had the id 'nothing'"),
        (["diff", "--proposal", "9"], 3, "There is no proposal 9"),
        (["diff", "nothing"], 3, "No live article has the id 'nothing'"),
        (["retire", "nothing"], 3, "No live article has the id 'nothing'"),
    ],
)
def test_what_is_not_there_is_named(two: Path, arguments: list[str], code: int, told: str) -> None:
    """A number, an id or a state that is not there ends in a sentence that names it."""
    done = run(two, "articles", *arguments)
    assert (done.returncode, told in done.stderr) == (code, True), done.stderr
