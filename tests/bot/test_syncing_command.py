"""`onhand articles load` and `sync` with documents, as a process."""

import json
from pathlib import Path
from typing import Any

from tests.bot.process import run, running
from tests.knowledge import documents
from tests.knowledge.documents import MAKERS, SAMPLE

ONE = {"APPROVALS": "1", "EMBEDDING_MODEL": "english"}


def synced(home: Path, folder: Path, **settings: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of one `onhand articles sync`."""
    done = run(home, "articles", "sync", str(folder), "--json", **settings)
    return done.returncode, json.loads(done.stdout)


def test_documents_of_every_kind(empty: Path, tmp_path: Path) -> None:
    """One command loads documents of every kind, and tells one line for each that it cannot take."""
    folder = tmp_path / "handbook"
    folder.mkdir()
    for suffix, make in MAKERS.items():
        (folder / f"from-{suffix[1:]}{suffix}").write_bytes(make(f"Chicken {suffix[1:]}", SAMPLE))
    (folder / "bad.docx").write_bytes(b"no document")
    done = run(empty, "articles", "load", str(folder), "--json", **ONE)
    told = json.loads(done.stdout)
    assert done.returncode == 1
    assert (told["loaded"], told["unchanged"]) == (len(MAKERS), 0)
    assert [each["file"] for each in told["failed"]] == [str(folder / "bad.docx")]
    assert told["seconds"] > 0
    again = json.loads(run(empty, "articles", "load", str(folder), "--json", **ONE).stdout)
    assert (again["loaded"], again["unchanged"]) == (0, len(MAKERS))
    shown = [run(empty, "articles", "show", id).stdout for id in ("from-docx", "from-pdf")]
    assert ["2. Put the probe into the thickest part." in each for each in shown] == [True, True]


def test_a_folder_is_kept(empty: Path, tmp_path: Path) -> None:
    """What is new, changed and gone in a folder is so in the articles after the next sync."""
    folder = tmp_path / "handbook"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.docx").write_bytes(documents.word(name, SAMPLE))
    assert synced(empty, folder, **ONE)[1]["loaded"] == 2
    (folder / "a.docx").unlink()
    (folder / "b.docx").write_bytes(documents.word("Changed", SAMPLE))
    (folder / "c.md").write_text("New.")
    code, told = synced(empty, folder, **ONE)
    counts = {key: told[key] for key in ("loaded", "proposed", "unchanged", "retired", "failed")}
    assert (code, counts) == (0, {"loaded": 2, "proposed": 0, "unchanged": 0, "retired": 1, "failed": []})
    listed = [json.loads(line) for line in run(empty, "articles", "list", "--json").stdout.splitlines()]
    assert [(each["id"], each["title"]) for each in listed] == [("b", "Changed"), ("c", "C")]


def test_a_sync_waits_for_another_editor(empty: Path, tmp_path: Path) -> None:
    """Where two editors are needed, what a folder brings is proposed, and proposed once."""
    folder = tmp_path / "handbook"
    folder.mkdir()
    (folder / "a.md").write_text("New.")
    assert [synced(empty, folder)[1]["proposed"] for _ in range(2)] == [1, 0]
    assert run(empty, "articles", "list").stdout == ""


def test_a_folder_that_is_watched(empty: Path, tmp_path: Path) -> None:
    """With --watch a new file is taken up while the command goes on."""
    folder = tmp_path / "handbook"
    folder.mkdir()
    (folder / "a.md").write_text("New.")
    with running(empty, "articles", "sync", str(folder), "--watch") as watching:
        watching.says("1 proposed, 0 unchanged")
        (folder / "b.md").write_text("Newer.")
        watching.says("1 proposed, 1 unchanged")


def test_no_folder(empty: Path, tmp_path: Path) -> None:
    """A folder that is not there ends the command with a sentence."""
    done = run(empty, "articles", "sync", str(tmp_path / "none"))
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "is no folder" in done.stderr
