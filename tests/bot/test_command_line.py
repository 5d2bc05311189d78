"""The command line, as a process: what it prints and how it ends."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo import SAMPLE
from bot.settings import DEFAULT_MODEL
from bot.wording import ENGLISH
from bot.workspace.server import LocalWorkspace
from privacy.uses import NOTHING_USED, notice_for
from tests.bot.process import run, running, tokens

CHICKEN = "wat temp chiken"
ONE = {"APPROVALS": "1"}
KEYS = ["found", "text", "citations", "offered", "notice", "receipts", "next_step", "took_ms"]
PEOPLE = "slack_user_id,role,site,manager,name\n"


def asked(home: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of `onhand ask`."""
    done = run(home, "ask", *arguments, "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_json_of_an_answer(home: Path) -> None:
    """An answer's JSON has these keys and no others, and the exit code is 0."""
    code, answer = asked(home, CHICKEN, "--as", "U0CAI")
    assert code == 0
    assert list(answer) == KEYS
    assert answer["found"] is True
    assert "75 °C" in answer["text"]
    assert list(answer["citations"][0]) == ["article_id", "title", "heading", "quote", "version"]
    assert answer["citations"][0]["article_id"] == "chicken-temperature"
    assert answer["notice"] == notice_for(frozenset({"role", "site"}))
    assert answer["receipts"] == [{"number": 1, "use": "rank_by_role", "kinds": ["role", "site"]}]
    assert answer["took_ms"] > 0


def test_json_of_no_answer(home: Path) -> None:
    """What no article answers has the same keys, no citation, and exit code 3."""
    code, answer = asked(home, "whats the wifi password")
    assert code == 3
    assert list(answer) == KEYS
    assert (answer["found"], answer["citations"], answer["receipts"]) == (False, [], [])
    assert (answer["text"], answer["notice"]) == (ENGLISH.not_in_the_articles, NOTHING_USED)


def test_nearest_only_when_near(home: Path) -> None:
    """An article that is near, but not near enough, is named apart from citations."""
    code, answer = asked(home, "found a purse on table 4")
    assert code == 3
    assert list(answer) == [*KEYS[:-1], "nearest", KEYS[-1]]
    assert list(answer["nearest"]) == ["article_id", "title", "quote", "quoted"]
    assert answer["nearest"]["quoted"][0]["quote"] == answer["nearest"]["quote"]


def test_articles_of_another_model(home: Path) -> None:
    """Where the articles were loaded with another model, asking says so and what to do, and that helps."""
    with closing(sqlite3.connect(home / "knowledge.db")) as db, db:
        db.execute("update state set model = 'older@1'")
    done = run(home, "ask", CHICKEN)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"EMBEDDING_MODEL={DEFAULT_MODEL!r}: the articles were loaded as older@1")
    assert done.stderr.endswith("load the articles again: onhand articles embed\n")
    assert run(home, "articles", "load", str(SAMPLE / "articles" / "chicken-temperature.md"), **ONE).returncode == 0
    assert asked(home, CHICKEN)[0] == 0


def test_the_model_that_answers(home: Path) -> None:
    """Where EMBEDDING_MODEL names another model than the articles have, theirs answers, and that is said."""
    done = run(home, "ask", CHICKEN, EMBEDDING_MODEL="english")
    assert (done.returncode, "75 °C" in done.stdout) == (0, True)
    assert done.stderr == (
        f"EMBEDDING_MODEL='english': the articles are embedded with {DEFAULT_MODEL}, which reads this question; "
        "embed them anew: onhand articles embed\n"
    )


def test_ask_prints_what_a_person_reads(home: Path) -> None:
    """Without --json the answer, its source, the notice with its receipt and the next step are printed as lines."""
    done = run(home, "ask", CHICKEN, "--as", "U0CAI")
    assert done.stdout.splitlines()[0] == "Cook chicken until the thickest part reaches 75 °C (167 °F)."
    assert "— “Cooking chicken safely” › Core temperature" in done.stdout
    assert "(receipt 1)" in done.stdout


@pytest.mark.parametrize("arguments", [("hi", "--as", "U0NOPE"), ("hi", "--as", "not an id"), (" ",), ()])
def test_ask_refuses(home: Path, arguments: tuple[str, ...]) -> None:
    """An unknown worker or a question of no words is bad input: exit code 2, a sentence, and no answer."""
    done = run(home, "ask", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "accepted is" in done.stderr or "Missing argument" in done.stderr
    assert "Traceback" not in done.stderr


def test_ask_without_articles(empty: Path) -> None:
    """Where nothing is loaded yet, the command says how to load it."""
    done = run(empty, "ask", CHICKEN)
    assert done.returncode == 2
    assert "onhand articles load PATH" in done.stderr


def test_bad_people_file_changes_nothing(empty: Path, tmp_path: Path) -> None:
    """A people file with a wrong line names each wrong line, and what was loaded before stays as it was."""
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text(f"{PEOPLE}U0CAI,cook,Harbour Street,,Cai\n")
    bad.write_text(f"{PEOPLE}U0BEA,barista,Mill Lane,,Bea\nnobody,,Mill Lane,,Nob\n")
    assert run(empty, "people", "load", str(good)).stdout == "1 people loaded, 0 no longer on the list.\n"
    done = run(empty, "people", "load", str(bad))
    assert done.returncode == 2
    assert "line 3: slack_user_id 'nobody'" in done.stderr
    assert "line 3: role ''" in done.stderr
    assert done.stderr.endswith("Nothing was changed.\n")
    assert "1 roles, 1 sites" in run(empty, "doctor").stdout


def test_shifts_from_the_command_line(empty: Path, tmp_path: Path) -> None:
    """What a rota says, and of which days, is told; who said yes to nudges is not. A wrong line changes nothing."""
    people, rota, names = tmp_path / "people.csv", tmp_path / "rota.csv", tmp_path / "names.csv"
    people.write_text(f"{PEOPLE}U0CAI,cook,Harbour Street,,Cai\n")
    run(empty, "people", "load", str(people))
    tomorrow = date.today() + timedelta(days=1)
    rota.write_text(f"slack_user_id,start,end\nU0CAI,{tomorrow}T09:00,{tomorrow}T17:00\nU0EVA,,\n")
    done = run(empty, "people", "shifts", str(rota), "--zone", "Europe/London")
    assert done.stdout.splitlines() == [
        f"1 shifts read of 2 people, from {tomorrow} to {tomorrow}.",
        "Kept are those of people who said yes to nudges; who that is, nobody is told.",
        "1 people of the file are not on the company's list, and are left out.",
    ]
    calendar, when = tmp_path / "rota.ics", f"{tomorrow:%Y%m%d}"
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:{when}T090000\nDTEND:{when}T170000\nSUMMARY:Till - Cai\nEND:VEVENT\n"
    calendar.write_text(f"BEGIN:VCALENDAR\n{event}END:VCALENDAR\n")
    names.write_text("name,slack_user_id\nCai,U0CAI\n")
    for more in (["--who", str(names)], ["--of", "U0CAI"]):
        assert run(empty, "people", "shifts", str(calendar), *more).stdout.startswith("1 shifts read of 1 people, from")
    for wrong, told in (
        ([], "line 2: names nobody who is known (Till - Cai, Till, Cai)"),
        (["--of", "cai"], "--of 'cai'; accepted is an id such as U012ABC."),
        (["--zone", "Londn"], "--zone 'Londn'; accepted is a name such as Europe/London."),
    ):
        done = run(empty, "people", "shifts", str(calendar), *wrong)
        assert (done.returncode, done.stdout) == (2, "")
        assert told in done.stderr
        assert done.stderr.endswith("Nothing was changed.\n")


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe\x00", b"slack_user_id,role\nU0CAI,cook\n"])
def test_unusable_people_file(empty: Path, tmp_path: Path, content: bytes | None) -> None:
    """A people file that is missing, empty, no text or without a column is refused in a sentence."""
    file = tmp_path / "people.csv"
    if content is not None:
        file.write_bytes(content)
    done = run(empty, "people", "load", str(file))
    assert (done.returncode, done.stdout) == (2, "")
    assert str(file) in done.stderr
    assert "Traceback" not in done.stderr


BAD = {
    "empty.md": (b"", "has no text"),
    "binary.md": (bytes(range(256)) * 8, "NUL bytes"),
    "huge.md": (b"word " * 250_000, "larger than"),
    "latin.md": ("Überall öffnen".encode("latin-1"), "not UTF-8"),
    "broken.md": (b"---\ntitle: [\n---\nText.\n", "front matter is not YAML"),
    "open.md": (b"---\ntitle: Open\nText.\n", "not closed"),
    "second.md": (b"---\nid: good\n---\nThe same id again.\n", "already taken"),
    "role.md": (b"---\naudience: {roles: [astronaut]}\n---\nFor astronauts.\n", "astronaut"),
    "sheet.xlsx": (b"PK\x03\x04", "is broken"),
    "song.mp3": (b"ID3", "not an article"),
}


def test_bad_folder_loads_its_good_articles(empty: Path, tmp_path: Path) -> None:
    """Each file that cannot be taken costs one line that names it and the reason; the good ones load all the same."""
    people, folder = tmp_path / "people.csv", tmp_path / "articles"
    people.write_text(f"{PEOPLE}U0CAI,cook,Harbour Street,,Cai\n")
    folder.mkdir()
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "gone.md").symlink_to(folder / "nowhere.md")
    (folder / "good.md").write_text("# Mops\n\nHang the mop up to dry.\n")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "bins.md").write_text("# Bins\n\nEmpty the bins at four.\n")
    run(empty, "people", "load", str(people))
    done = run(empty, "articles", "load", str(folder), **ONE)
    assert done.returncode == 1
    assert done.stdout == f"2 loaded, 0 unchanged, {len(BAD) + 1} not taken.\n"
    lines = done.stderr.splitlines()
    assert len(lines) == len(BAD) + 1
    for name, reason in {**{name: reason for name, (_, reason) in BAD.items()}, "gone.md": "cannot be read"}.items():
        assert [line for line in lines if f"/{name}: " in line and reason in line], name
    assert asked(empty, "when do i empty the bins")[1]["citations"][0]["article_id"] == "bins"


def test_load_list_show_retire(empty: Path, tmp_path: Path) -> None:
    """An article is loaded once, listed, shown, and gone from every answer once it is retired."""
    file = tmp_path / "mops.md"
    file.write_text("---\ntitle: Mops\nowner: Kim Diaz\n---\nHang the mop up to dry.\n")
    loaded = [json.loads(run(empty, "articles", "load", str(file), "--json", **ONE).stdout) for _ in range(2)]
    assert [each.pop("seconds") > 0 for each in loaded] == [True, True]
    assert loaded == [{"loaded": each, "proposed": 0, "unchanged": 1 - each, "failed": []} for each in (1, 0)]
    listed = json.loads(run(empty, "articles", "list", "--json").stdout)
    assert listed == {"id": "mops", "version": 1, "language": "en", "title": "Mops", "audience": "everyone"}
    assert run(empty, "articles", "list").stdout.split()[:2] == ["mops", "v1"]
    shown = run(empty, "articles", "show", "mops").stdout
    assert "Looked after by: Kim Diaz" in shown
    assert "Hang the mop up to dry." in shown
    assert asked(empty, "where does the mop dry")[0] == 0
    assert run(empty, "articles", "retire", "mops", **ONE).stdout == "Done. 0 live now, 1 taken out.\n"
    for command in ("show", "retire"):
        done = run(empty, "articles", command, "mops")
        assert (done.returncode, done.stdout) == (3, "")
        assert "No live article has the id 'mops'" in done.stderr


def findings(home: Path, **settings: str) -> tuple[int, list[dict[str, str]]]:
    done = run(home, "doctor", "--json", **settings)
    assert "Traceback" not in done.stderr
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


def wrong(found: list[dict[str, str]]) -> list[str]:
    assert all(finding["do"] for finding in found if finding["verdict"] == "wrong")
    return [finding["what"] for finding in found if finding["verdict"] == "wrong"]


def test_doctor_on_a_good_home(home: Path) -> None:
    """In a home where all is well the doctor finds nothing wrong, and says what it looked at."""
    code, found = findings(home)
    assert (code, wrong(found)) == (0, [])
    said = "\n".join(finding["what"] for finding in found)
    for part in ("people.db is whole", "85 articles are live", "dimensions", "The index agrees", "SLACK_BOT_TOKEN"):
        assert part in said


def test_doctor_on_an_empty_home(empty: Path) -> None:
    """In an empty home the doctor says what to load."""
    code, found = findings(empty)
    assert (code, wrong(found)) == (1, ["There are no articles."])


@pytest.mark.parametrize("damaged", ["knowledge.db", "people.db", "keys.db"])
def test_doctor_on_a_damaged_home(home: Path, damaged: str) -> None:
    """A damaged database is named by the doctor; other commands end with a sentence instead of an answer."""
    (home / damaged).write_bytes(b"no database " * 1000)
    code, found = findings(home)
    assert code == 1
    assert wrong(found)[0].startswith(f"{damaged} is damaged")
    done = run(home, "ask", CHICKEN, "--as", "U0CAI")
    assert done.returncode == 1
    # What the articles say can be had back from a backup alone; of the others the doctor tells more.
    cure = "Restore your last backup: onhand restore." if damaged == "knowledge.db" else "“onhand doctor” tells which"
    assert cure in done.stderr
    assert "Traceback" not in done.stderr


def test_doctor_misses_the_keys(home: Path) -> None:
    """Without its keys nothing in the people's database can be read, and the doctor says so."""
    (home / "keys.db").unlink()
    code, found = findings(home)
    assert code == 1
    assert any("keys.db is missing" in what for what in wrong(found))


def test_doctor_checks_the_token(home: Path, workspace: LocalWorkspace) -> None:
    """The doctor tries the token: a good one passes, a refused one and one of another workspace are named."""
    assert findings(home, **tokens(workspace))[0] == 0
    assert any("Slack refuses SLACK_BOT_TOKEN" in what for what in wrong(refused(home, workspace)))
    code, found = findings(home, **tokens(workspace, SLACK_TEAM_ID="T0OTHER"))
    assert code == 1
    assert any("SLACK_TEAM_ID='T0OTHER'" in what for what in wrong(found))


def refused(home: Path, workspace: LocalWorkspace) -> list[dict[str, str]]:
    return findings(home, **tokens(workspace, SLACK_BOT_TOKEN="xoxb-nobodys"))[1]


def test_serve_without_tokens(home: Path) -> None:
    """Without tokens `onhand serve` names each one that is missing and where to put it."""
    done = run(home, "serve")
    assert done.returncode == 2
    assert "Not set: SLACK_BOT_TOKEN, SLACK_APP_TOKEN." in done.stderr
    assert "SLACK_SIGNING_SECRET" in run(home, "serve", "--http", "3000").stderr


def test_serve_refuses_a_local_workspace(home: Path, workspace: LocalWorkspace) -> None:
    """A local workspace stands in for Slack only where --demo says so."""
    done = run(home, "serve", **tokens(workspace))
    assert done.returncode == 2
    assert "Add --demo to serve it" in done.stderr
    assert workspace.connections == 0


@pytest.mark.parametrize(
    ("setting", "code", "said"),
    [
        ({"SLACK_TEAM_ID": "T0OTHER"}, 2, "SLACK_TEAM_ID='T0OTHER'; the token is for T0LOCAL"),
        ({"SLACK_TEAM_ID": ""}, 2, "SLACK_TEAM_ID=''"),
        ({"SLACK_BOT_TOKEN": "xoxb-nobodys"}, 1, "did not take SLACK_BOT_TOKEN: invalid_auth"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, 1, "did not take SLACK_BOT_TOKEN: URLError"),
        ({"ONHAND_WORKERS": "none"}, 2, "accepted is a whole number from 1 to 64"),
        ({"LOG_LEVEL": "LOUD"}, 2, "accepted is DEBUG or INFO or WARNING or ERROR"),
        ({"ONHAND_CONTACT": "Ana"}, 2, "such as 'Ana Lopez (U012ABC)'"),
    ],
)
def test_serve_refuses_settings(
    home: Path, workspace: LocalWorkspace, setting: dict[str, str], code: int, said: str
) -> None:
    """A setting that cannot work ends `onhand serve` before it connects, in a sentence that names it."""
    done = run(home, "serve", "--demo", **tokens(workspace, **setting))
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert workspace.connections == 0


def test_serve_without_articles(empty: Path, workspace: LocalWorkspace) -> None:
    """Onhand does not go to work with nothing to answer from."""
    done = run(empty, "serve", "--demo", **tokens(workspace))
    assert done.returncode == 2
    assert "onhand articles load PATH" in done.stderr


def test_demo_checks_itself(empty: Path) -> None:
    """`onhand demo --check` walks through the demo and ends with 0 where each step was right."""
    done = run(empty, "demo", "--check")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 passed, 0 failed" in done.stdout
    assert "75 °C" in done.stdout


def test_one_demo_a_folder(home: Path) -> None:
    """A second demo in the same folder is refused: each would send the other's messages. Ctrl-C ends the first."""
    with running(home, "demo", "--port", "0") as first:
        first.says("The chat page: http://127.0.0.1:")
        second = run(home, "demo", "--check")
        assert second.returncode == 2
        assert f"Another Onhand is at work in {home}" in second.stderr
        first.process.send_signal(signal.SIGINT)
        assert first.ends() == 0
    assert "Traceback" not in first.output


def test_demo_keeps_its_hands_off_a_company(empty: Path, tmp_path: Path) -> None:
    """Where a company's own articles are, the demo does not load its sample."""
    file = tmp_path / "mops.md"
    file.write_text("# Mops\n\nHang the mop up to dry.\n")
    run(empty, "articles", "load", str(file), **ONE)
    done = run(empty, "demo", "--check")
    assert done.returncode == 2
    assert "holds 1 articles of your own" in done.stderr
    assert len(run(empty, "articles", "list").stdout.splitlines()) == 1


def test_installed_command(tmp_path: Path) -> None:
    """`onhand` and `python -m bot` are the same."""
    onhand = Path(sys.executable).with_name("onhand")
    installed = subprocess.run([onhand, "--version"], capture_output=True, text=True, check=True)
    assert installed.stdout == run(tmp_path, "--version").stdout
    assert installed.stdout.startswith("onhand, version ")


def test_ask_speaks_the_language_of_the_question(home: Path) -> None:
    """A Spanish question in the terminal gets its notice and its next step in Spanish."""
    done = run(home, "ask", "¿a qué temperatura tiene que estar el pollo?", "--as", "U0CAI")
    assert notice_for(frozenset({"role", "site"}), "es") in done.stdout
    assert done.stdout.splitlines()[-1].startswith("¿No es lo que buscas? Pregunta a ")
