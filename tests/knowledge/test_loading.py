"""Reading articles from files."""

import os
from datetime import date
from pathlib import Path

import pytest

from knowledge.article import Audience, Owner
from knowledge.loading import Loaded, read
from knowledge.loading.folders import SUFFIXES

ROLES = frozenset({"cook", "driver"})
FULL = """---
id: chicken
title: Cooking chicken
audience:
  roles: [Cook, driver]
  sites: [North]
owner: Kim Diaz (U012AB3CD)
reviewed: 2026-01-02
review_by: 2027-01-02
language: en
critical: true
source: kitchen handbook
licence: CC0
---
# Chicken

Cook it to 74 °C.
"""


def loaded(folder: Path, text: str | bytes, name: str = "a.md") -> Loaded:
    raw = text.encode() if isinstance(text, str) else text
    (folder / name).write_bytes(raw)
    return read([folder], ROLES)


def test_reads_every_field(tmp_path: Path) -> None:
    """Every field of the front matter arrives, and a role takes the spelling of the company."""
    article = loaded(tmp_path, FULL).articles[0]
    assert (article.id, article.title, article.language, article.critical) == ("chicken", "Cooking chicken", "en", True)
    assert article.audience == Audience(frozenset({"cook", "driver"}), frozenset({"North"}))
    assert article.owner == Owner("Kim Diaz", "U012AB3CD")
    assert (article.reviewed, article.review_by) == (date(2026, 1, 2), date(2027, 1, 2))
    assert (article.source, article.licence) == ("kitchen handbook", "CC0")
    assert article.body == "# Chicken\n\nCook it to 74 °C."


def test_defaults(tmp_path: Path) -> None:
    """Without front matter the id comes from the file's name, the title from the first heading, and all may see it."""
    article = loaded(tmp_path, "\ufeffHello.\r\n\r\n## **Big** day ##\r\nText", "Über uns 2.MD").articles[0]
    assert (article.id, article.title, article.body) == ("über-uns-2", "Big day", "Hello.\n\n## **Big** day ##\nText")
    assert article.audience == Audience()


def test_title_without_heading(tmp_path: Path) -> None:
    """Without a heading the title is the file's name in words."""
    assert loaded(tmp_path, "Just text.", "wash_your-hands.txt").articles[0].title == "Wash your hands"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no text"),
        ("---\ntitle: x\n---\n \n", "has no text"),
        (b"a\0b", "NUL"),
        ("Grüße".encode("latin-1"), "not UTF-8: byte 0xfc at 2"),
        ("Hi".encode("utf-16"), "UTF-8"),
        (b"x" * 1_000_001, "larger than 1,000,000 bytes"),
        ("---\ntitle: x\n\n# No end\n", "not closed"),
        ("+++\ntitle='x'\n+++\nText", "TOML"),
        ("---\njust words\n---\nText", "not a list of keys and values"),
        ("---\ntitle: [a\n---\nText", "not YAML"),
        ("---\ntitle: \x07x\n\tb: c: d\n---\nText", "not YAML"),
        ("---\na: &x [1]\nb: *x\n---\nText", "anchors"),
        ("---\na: " + "[" * 400 + "]" * 400 + "\n---\nText", "nested more than 5 deep"),
        ("---\nx: " + "y" * 20_001 + "\n---\nText", "longer than 20,000"),
        ("---\ntitle: a\ntitle: b\n---\nText", '"title" more than once'),
        ("---\n[a]: b\n---\nText", "unhashable key"),
        ("---\ntitle: [a]\n---\nText", "title is a list"),
        ("---\ntitle: {a: b}\n---\nText", "title is a group of keys"),
        ("---\ntitle: " + "y" * 201 + "\n---\nText", "title has 201 characters"),
        ("---\naudince: cook\n---\nText", 'did you mean "audience"'),
        ("---\nroles: [cook]\n---\nText", '"roles" stands alone'),
        ("---\nid: a/b\n---\nText", 'id "a/b"'),
        ("---\nreviewed: 2026-02-31\n---\nText", 'reviewed "2026-02-31"'),
        ("---\nreview_by: next week\n---\nText", 'review_by "next week"'),
        ("---\nreviewed: 2026-02-01\nreview_by: 2026-01-01\n---\nText", "before reviewed"),
        ("---\nlanguage: english!\n---\nText", 'language "english!"'),
        ("---\ncritical: maybe\n---\nText", 'critical "maybe"'),
        ("---\nowner: (U012AB3CD)\n---\nText", "has no name"),
        ("---\naudience:\n---\nText", "audience"),
        ("---\naudience: [cook]\n---\nText", "use everyone, or roles and sites"),
        ("---\naudience: {role: cook}\n---\nText", 'audience key "role"'),
        ("---\naudience: {roles: [chef]}\n---\nText", 'role "chef" is not a role here; accepted are cook, driver'),
        ("---\naudience: {roles: }\n---\nText", "roles"),
        ("---\naudience: {sites: [[a]]}\n---\nText", "sites"),
        ("---\nhours: morning\n---\nText", 'hours "morning" are not accepted; use two of a 24 hour clock'),
        ("---\nhours: 5-25\n---\nText", "hours 5-25 are no part of a day; accepted are two of 0 to 24"),
        ("---\nhours: 7-7\n---\nText", "hours 7-7 are no part of a day"),
        ("---\nhours: [5, 11]\n---\nText", "hours is a list"),
    ],
)
def test_bad_file(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A bad file costs one line that names the file and what is wrong, and the good one beside it loads."""
    (tmp_path / "good.md").write_text("Good.")
    result = loaded(tmp_path, text)
    assert [article.id for article in result.articles] == ["good"]
    (problem,) = result.problems
    assert problem.file == str(tmp_path / "a.md")
    assert said in problem.reason
    assert "\n" not in problem.reason


@pytest.mark.parametrize(
    ("hours", "within", "without"),
    [("5-11", (5, 10), (4, 11)), ("22 - 6", (22, 23, 0, 5), (6, 12)), ("17–24", (23,), (0,))],
)
def test_hours(tmp_path: Path, hours: str, within: tuple[int, ...], without: tuple[int, ...]) -> None:
    """The hours of an article are a part of the day that ends with the beginning of an hour; they may pass midnight."""
    (article,) = loaded(tmp_path, f"---\nhours: {hours}\n---\nText").articles
    assert article.hours is not None
    assert [hour in article.hours for hour in (*within, *without)] == [True] * len(within) + [False] * len(without)


def test_without_hours(tmp_path: Path) -> None:
    """An article without hours is of no part of the day."""
    assert loaded(tmp_path, "Text").articles[0].hours is None


def test_not_an_article(tmp_path: Path) -> None:
    """Another kind of file is named with what is accepted; hidden files are not looked at."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text("Hidden.")
    (tmp_path / ".b.md").write_text("Hidden.")
    result = loaded(tmp_path, "x", "a.odt")
    (problem,) = result.problems
    assert problem.reason == f"not an article: accepted are {', '.join(SUFFIXES)}"
    assert result.articles == ()


def test_missing_path(tmp_path: Path) -> None:
    """A path where nothing is becomes a problem."""
    (problem,) = read([tmp_path / "none"]).problems
    assert (problem.file, problem.reason) == (str(tmp_path / "none"), "there is no such file or folder")


def test_same_id_twice(tmp_path: Path) -> None:
    """The second article of an id is refused with the name of the first, whatever its case."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "a.md").write_text("First.")
    (tmp_path / "two").mkdir()
    (tmp_path / "two" / "a.md").write_text("---\nid: A\n---\nSecond.")
    result = read([tmp_path])
    assert [article.body for article in result.articles] == ["First."]
    assert f"already taken by {tmp_path / 'one' / 'a.md'}" in result.problems[0].reason


def test_same_file_twice(tmp_path: Path) -> None:
    """A file named twice, or once more within its folder, is read once."""
    (tmp_path / "a.md").write_text("First.")
    result = read([tmp_path / "a.md", tmp_path])
    assert len(result.articles) == 1
    assert result.problems == ()


def test_links_stay_inside(tmp_path: Path) -> None:
    """A link that leaves the folder is refused, also when it leads to a folder or to nothing."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text("Secret.")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "file.md").symlink_to(outside / "secret.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop.md").symlink_to(inside / "loop.md")
    (inside / "real.md").write_text("Real.")
    (inside / "same.md").symlink_to(inside / "real.md")
    result = read([inside])
    assert [article.body for article in result.articles] == ["Real."]
    assert sorted(Path(problem.file).name for problem in result.problems) == ["file.md", "folder", "loop.md"]


def test_not_regular(tmp_path: Path) -> None:
    """A pipe is named and not waited for."""
    os.mkfifo(tmp_path / "pipe.md")
    assert "not a regular file" in read([tmp_path]).problems[0].reason


def test_unseen_characters(tmp_path: Path) -> None:
    """Controls and marks that reorder text are gone from the body and from every field."""
    text = "---\ntitle: a\u202eb\x1b[31mc\n---\nOne\u2066\x07 two\tthree\u200f"
    article = loaded(tmp_path, text).articles[0]
    assert article.title == "ab[31mc"
    assert article.body == "One two\tthree\u200f"


def test_other_keys_may_stay(tmp_path: Path) -> None:
    """Keys of other tools are left alone."""
    assert len(loaded(tmp_path, "---\ntags: [a, b]\nlayout: page\n---\nText").articles) == 1


def test_audience_for_everyone(tmp_path: Path) -> None:
    """Everyone can be said in words, and roles and sites also in one line."""
    assert loaded(tmp_path, "---\naudience: everyone\n---\nText").articles[0].audience == Audience()
    assert loaded(tmp_path, "---\naudience: {roles: 'cook, driver'}\n---\nT").articles[0].audience == Audience(ROLES)
