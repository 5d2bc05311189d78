"""A damaged `knowledge.db` is noticed: what is read of it is what was written, or nothing."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.article import Article, Audience, Owner
from knowledge.library import Entry, VectorModel
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from knowledge.whole import Damaged

TIMES = int(os.environ.get("ONHAND_DAMAGES", "40"))
"""How often the file is damaged in each way; `ONHAND_DAMAGES=100` is the large number."""
MODEL = VectorModel("made up", 64)
PAGE = 4096
IDS = [f"article-{number}" for number in range(30)]


def flipped(file: Path, chance: random.Random) -> None:
    """One bit is another one."""
    raw = bytearray(file.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    file.write_bytes(raw)


def zeroed(file: Path, chance: random.Random) -> None:
    """A page holds nothing but zeros."""
    raw = bytearray(file.read_bytes())
    at = chance.randrange(len(raw) // PAGE) * PAGE
    raw[at : at + PAGE] = bytes(PAGE)
    file.write_bytes(raw)


def cut(file: Path, chance: random.Random) -> None:
    """The end is missing."""
    os.truncate(file, chance.randrange(file.stat().st_size))


def written_twice(file: Path, chance: random.Random) -> None:
    """A page lies where another one should: a write went astray."""
    raw = bytearray(file.read_bytes())
    one, other = (chance.randrange(len(raw) // PAGE) * PAGE for _ in range(2))
    raw[one : one + PAGE] = raw[other : other + PAGE]
    file.write_bytes(raw)


def entry(number: int) -> Entry:
    """An article with made-up vectors; every third one is longer than a page."""
    chance = np.random.default_rng(number)
    said = " ".join(f"Step {step} of {number}: wash, rinse and dry." for step in range(200 if number % 3 == 0 else 9))
    article = Article(
        id=IDS[number], title=f"Cleaning {number}", body=f"# Cleaning {number}\n\n{said}\n", language="en",
        audience=Audience(frozenset({"cook"} if number % 2 else ()), frozenset()), owner=Owner("Hana", "U0HANA"),
    )  # fmt: skip
    chunks = split(article)
    vectors = chance.normal(size=(len(chunks), 64)).astype(np.float32)
    return Entry(article, chunks, vectors, tuple(chance.normal(size=(2, 64)).astype(np.float32) for _ in chunks))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with versions that are live, old and retired."""
    file = tmp_path_factory.mktemp("whole") / "knowledge.db"
    with closing(SqliteLibrary(file)) as library:
        library.save([entry(number) for number in range(30)], MODEL)
        changed = [replace(entry(n), article=replace(entry(n).article, title=f"Cleaning anew {n}")) for n in (1, 6)]
        library.save(changed, MODEL)
        library.retire(IDS[29])
    return file


def read(file: Path) -> Any:
    """All that a question or a reader can be shown of a library."""
    with closing(SqliteLibrary(file)) as library:
        shelf = library.shelf()
        rows = [(shelf.chunk(row), shelf.sentences(row).tobytes()) for row in range(len(shelf.ids))]
        return shelf.articles, rows, shelf.vectors.tobytes(), [library.get(each) for each in IDS]


@pytest.mark.parametrize("harm", [flipped, zeroed, cut, written_twice])
def test_never_read_as_something_else(harm: Callable[[Path, random.Random], None], whole: Path, tmp_path: Path) -> None:
    """Whatever was done to the file: it reads as it was written, or says that it is damaged and what to do."""
    chance, intact, found = random.Random(harm.__name__), read(whole), 0
    for number in range(TIMES):
        file = Path(shutil.copy(whole, tmp_path / f"{number}.db"))
        harm(file, chance)
        try:
            assert read(file) == intact
        except Damaged as problem:
            found += "onhand restore" in str(problem)
    assert found > TIMES / 5


def test_lost_rows_are_noticed(whole: Path, tmp_path: Path) -> None:
    """Rows that are gone without a trace are missed, whether of articles or of passages."""
    for number, lost in enumerate(("chunk", "version")):
        file = Path(shutil.copy(whole, tmp_path / f"{number}.db"))
        with closing(SqliteLibrary(file)) as library, library.file.write_aside() as db:
            db.execute("pragma defer_foreign_keys = on")
            names = [row[0] for row in db.execute("select name from sqlite_master where type = 'trigger'").fetchall()]
            for name in names:
                db.execute(f"drop trigger {name}")
            db.execute("delete from chunk where article_id = 'article-7'")
            db.execute("delete from version where article_id = 'article-7'" if lost == "version" else "select 1")
        with pytest.raises(Damaged, match="missing"):
            read(file)


def test_a_passage_of_another_article(whole: Path, tmp_path: Path) -> None:
    """A passage that came to stand under another article is noticed, though its words are whole."""
    file = Path(shutil.copy(whole, tmp_path / "moved.db"))
    with closing(SqliteLibrary(file)) as library, library.file.write_aside() as db:
        db.execute("update chunk set article_id = 'article-8', position = 99 where id = 1")
    with pytest.raises(Damaged, match="not what was written"):
        read(file)


def test_a_library_of_before_is_taken_as_it_is(whole: Path, tmp_path: Path) -> None:
    """A library that was written before there were checksums gets them when it is opened, and is the same."""
    file = Path(shutil.copy(whole, tmp_path / "old.db"))
    with closing(sqlite3.connect(file)) as db, db:
        for number in range(5):
            db.execute(f"drop trigger sum_{number}")
        for table, column in (
            ("chunk", "checksum"),
            ("staged_chunk", "checksum"),
            ("state", "checksums"),
            ("state", "live"),
        ):
            db.execute(f"alter table {table} drop column {column}")
        db.execute("delete from _sqlite_migrations where name = 'checksums'")
    assert read(file) == read(whole)
    with closing(sqlite3.connect(file)) as db, closing(sqlite3.connect(whole)) as intact:
        state = "select live, checksums from state"
        assert db.execute(state).fetchone() == intact.execute(state).fetchone()
