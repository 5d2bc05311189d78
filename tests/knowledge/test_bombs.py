"""Files that were made to hurt: each is refused with a sentence, by a process that holds little.

Their time and memory are printed by `python -m tests.measuring.bombs`.
"""

import re
from pathlib import Path

import pytest

from knowledge.loading import Problem, Taken, read, stream
from knowledge.loading.apart import Child
from tests.knowledge import documents
from tests.knowledge.bombs import BOMBS, with_part, word_of
from tests.knowledge.documents import SAMPLE
from tests.measuring.bombs import cost

MOST_MB = 200


@pytest.mark.parametrize("name", BOMBS)
def test_refused(name: str) -> None:
    """A hostile file is refused with a reason in one line, and neither loader nor parser holds 200 MB."""
    found = cost(name)
    assert found.loaded == 0
    assert found.refused
    assert all(re.fullmatch(r"\S[^\n]{10,250}", reason) for reason in found.refused)
    assert max(found.loader_mb, found.parser_mb) < MOST_MB


def test_there_are_thirty() -> None:
    """At least thirty of them, of each kind of file that is converted."""
    assert len(BOMBS) >= 30
    assert {Path(name).suffix for name in BOMBS} >= {".zip", ".docx", ".pptx", ".pdf", ".xlsx", ".csv", ".html", ".eml"}


def test_what_stands_beside_is_loaded(tmp_path: Path) -> None:
    """Hostile files take nothing with them: what stands before and behind them in a folder is loaded."""
    for name in ("marks.pdf", "stream-that-expands.pdf", "many-laughs.docx", "messages-in-messages.eml"):
        (tmp_path / name).write_bytes(BOMBS[name]())
    for place in ("a", "n", "z"):
        (tmp_path / f"{place}.docx").write_bytes(documents.word(f"Title {place}", SAMPLE))
    loaded = read([tmp_path])
    assert [article.id for article in loaded.articles] == ["a", "n", "z"]
    assert [Path(problem.file).name for problem in loaded.problems] == [
        "many-laughs.docx", "marks.pdf", "messages-in-messages.eml", "stream-that-expands.pdf"
    ]  # fmt: skip


def test_one_process_for_many(tmp_path: Path) -> None:
    """A process converts one document after another; it is replaced when one has ended it."""
    good, bad = tmp_path / "a.docx", tmp_path / "b.pdf"
    good.write_bytes(documents.word("Title", SAMPLE))
    bad.write_bytes(BOMBS["marks.pdf"]())
    child = Child()
    try:
        assert child.convert(good, ".docx") == child.convert(good, ".docx")
        first = child._process
        with pytest.raises(ValueError, match="takes too long"):
            child.convert(bad, ".pdf")
        assert child.convert(good, ".docx")
        assert child._process is not first
    finally:
        child.close()


def test_nothing_else_is_opened(tmp_path: Path) -> None:
    """A document that points at files and addresses is shown without what stands there, and nothing is opened."""
    secret = tmp_path / "secret.txt"
    secret.write_text("Words that nobody may see.")
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    picture = f'<a:blip xmlns:a="{drawing}/main" xmlns:r="{office}" r:link="rId9"/>'
    shown = f'<w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing">{picture}</wp:inline></w:drawing>'
    pointing = f'<Relationship Id="rId9" Type="{office}/image" Target="file://{secret}" TargetMode="External"/>'
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{pointing}</Relationships>'
    made = word_of(f"<w:p><w:r><w:t>Before</w:t></w:r><w:r>{shown}</w:r></w:p>")
    (tmp_path / "a.docx").write_bytes(with_part(made, "word/_rels/document.xml.rels", rels.encode()))
    (taken,) = stream([tmp_path / "a.docx"])
    body = taken.article.body if isinstance(taken, Taken) else taken.reason
    assert "nobody may see" not in body
    assert str(secret) not in body


@pytest.mark.parametrize(
    "act", ["import socket; socket.socket()", "open('/etc/passwd')", "open('x', 'w')", "os.system('true')"]
)
def test_what_a_parser_may_not_do(act: str) -> None:
    """The process of a parser has no network, starts no program, and opens no file but the one that it reads."""
    import subprocess
    import sys

    from tests.killing import ROOT

    code = f"import os\nfrom knowledge.loading.limits import apply\napply()\n{act}"
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "ForbiddenError" in done.stderr


def test_problems_of_an_archive_name_its_files(tmp_path: Path) -> None:
    """Each bad file of an archive costs a line, by a name like `handbook.zip/kitchen/steps.docx`; the others load."""
    from tests.knowledge.bombs import archive

    inside = [
        ("kitchen/steps.docx", b"no document"),
        ("kitchen/good.docx", documents.word("Good", SAMPLE)),
        ("../out.md", b"Text."),
        ("floor/fine.md", b"# Fine\n\nText."),
        ("__MACOSX/floor/._fine.md", b"\0\1"),
        (".git/config.md", b"Text."),
    ]
    (tmp_path / "handbook.zip").write_bytes(archive(inside))
    every = list(stream([tmp_path / "handbook.zip"]))
    root = str(tmp_path / "handbook.zip")
    assert {each.file for each in every if isinstance(each, Problem)} == {
        f"{root}/../out.md",
        f"{root}/kitchen/steps.docx",
    }
    origins = {each.article.id: each.origin for each in every if isinstance(each, Taken)}
    assert origins == {"fine": f"{root}/floor/fine.md", "good": f"{root}/kitchen/good.docx"}
