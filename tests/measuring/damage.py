"""What it costs to notice a damaged library. `python -m tests.measuring.damage 20000`: of so many passages."""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np

from knowledge.article import Article, Audience
from knowledge.library import Entry, VectorModel, fingerprint
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import Chunk
from knowledge.whole import checksum, mark

AN_ARTICLE, DIMENSION, SENTENCES = 10, 768, 4


def entry(number: int) -> Entry:
    """An article of ten passages of the usual length."""
    chance = np.random.default_rng(number)
    said = [f"Passage {at} of {number}. " + "Wash, rinse, dry and put away. " * 22 for at in range(AN_ARTICLE)]
    article = Article(
        id=f"a-{number:06}", title=f"Cleaning {number}", body="\n\n".join(said), audience=Audience(), language="en"
    )
    vectors = chance.normal(size=(AN_ARTICLE, DIMENSION)).astype(np.float32)
    inside = tuple(chance.normal(size=(SENTENCES, DIMENSION)).astype(np.float32) for _ in said)
    return Entry(article, tuple(Chunk(article.id, 1, at, "", each) for at, each in enumerate(said)), vectors, inside)


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, the best of three."""
    taken = []
    for _ in range(3):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return min(taken)


def main(passages: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "knowledge.db"
        with closing(SqliteLibrary(file)) as library:
            for start in range(0, passages // AN_ARTICLE, 100):
                library.save([entry(start + each) for each in range(100)], VectorModel("made up", DIMENSION))
            rows = sqlite3.connect(file).execute(
                "select article_id, version, position, heading, text, vector, sentences from chunk"
            )
            held = rows.fetchall()
            articles = library.list()
            print(f"{len(held):,} passages, {file.stat().st_size / 1e6:.0f} MB")
            print(f"reading all that is live, checked: {seconds(library.shelf):.2f} s")
            print(f"  of it the checksums: {seconds(lambda: [checksum(*r[2:]) + mark(*r[:2]) for r in held]):.2f} s")
            print(f"  of it the fingerprints: {seconds(lambda: [fingerprint(each) for each in articles]):.2f} s")
        with closing(sqlite3.connect(file)) as plain:
            for check in ("quick_check", "integrity_check"):
                took = seconds(partial(_checked, plain, check))
                print(f"PRAGMA {check}: {took:.2f} s")


def _checked(db: sqlite3.Connection, check: str) -> None:
    db.execute(f"PRAGMA {check}").fetchall()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
