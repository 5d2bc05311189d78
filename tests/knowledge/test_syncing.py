"""Keeping articles like a folder."""

import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.loading.reading import Known
from knowledge.loading.syncing import Difference, NoFolderError, changes, difference
from tests.knowledge import documents
from tests.knowledge.documents import SAMPLE

ANY = frozenset[str]()


def live(found: Difference) -> Mapping[str, str]:
    """What is live when all that a folder holds was published."""
    return {each.article.id: each.origin for each in found.taken}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few articles, and git's own files."""
    for name in ("kitchen/steps.md", "kitchen/fish.md", ".git/HEAD.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"# {name}\n\nText.")
    (tmp_path / "faq.csv").write_text("question,answer\nWhy?,So.\nHow?,Thus.\n")
    return tmp_path


def test_what_is_gone(folder: Path) -> None:
    """A file that was removed, a row that was removed and an id that was changed are gone; what was moved is not."""
    before = live(difference(folder, ANY, {}))
    assert set(before) == {"steps", "fish", "why", "how"}
    (folder / "kitchen" / "fish.md").unlink()
    (folder / "kitchen" / "steps.md").rename(folder / "steps.md")
    (folder / "faq.csv").write_text("question,answer\nHow?,Thus.\n")
    after = difference(folder, ANY, before)
    assert after.gone == ("fish", "why")
    assert after.problems == ()


@pytest.mark.parametrize("broken", ["kitchen/fish.md", "kitchen/onhand.yml", "faq.csv"])
def test_what_cannot_be_read_stays(broken: str, folder: Path) -> None:
    """Nobody knows whether an article is gone whose file, or whose folder's defaults, cannot be read: so it stays."""
    before = live(difference(folder, ANY, {}))
    (folder / broken).write_bytes(b"\xff: [")
    after = difference(folder, ANY, before)
    assert after.gone == ()
    assert len(after.problems) == 1


def test_an_archive_that_cannot_be_read(folder: Path) -> None:
    """The same holds for what came out of an archive."""
    from tests.knowledge.bombs import archive

    (folder / "a.zip").write_bytes(archive([("x/y.md", b"Text."), ("z.md", b"Text.")]))
    before = live(difference(folder, ANY, {}))
    (folder / "a.zip").write_bytes(b"PK")
    assert difference(folder, ANY, before).gone == ()
    (folder / "a.zip").unlink()
    assert difference(folder, ANY, before).gone == ("y", "z")


def test_a_folder_that_is_not_there(folder: Path) -> None:
    """Where the folder is missing, or nothing of it is left, nothing is taken out: its disk is not there, likely."""
    before = live(difference(folder, ANY, {}))
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with pytest.raises(NoFolderError, match="nothing was taken out"):
        difference(folder, ANY, before)
    with pytest.raises(NoFolderError, match="no folder"):
        difference(folder / "none", ANY, before)


def test_documents_are_converted_once(folder: Path) -> None:
    """Whoever brings a memory along has only those documents converted that have changed."""
    for name in ("a", "b"):
        (folder / f"{name}.docx").write_bytes(documents.word(name, SAMPLE))
    known: Known = {}
    first, before = difference(folder, ANY, {}, known), dict(known)
    assert difference(folder, ANY, {}, known).taken == first.taken
    assert {name for name in known if known[name] is not before[name]} == set()
    (folder / "b.docx").write_bytes(documents.word("Other title", SAMPLE))
    assert "Other title" in [each.article.title for each in difference(folder, ANY, {}, known).taken]
    assert {Path(name).name for name in known if known[name] is not before[name]} == {"b.docx"}


def test_changes_are_noticed(folder: Path) -> None:
    """A change of a file is told of; one of git's own files is not."""
    coming = changes(folder)
    next(coming)
    writing = threading.Timer(1, (folder / "new.md").write_text, ["Text."])
    writing.start()
    next(coming)
    writing.join()
    assert difference(folder, ANY, {}).taken[-1].article.id == "new"
    coming.close()  # type: ignore[attr-defined]
