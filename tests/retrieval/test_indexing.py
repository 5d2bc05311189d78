"""Making articles findable, whole or not at all."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import Article
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split
from retrieval.embedding import OnnxEncoder
from retrieval.index_faiss import FaissCache
from retrieval.indexing import Indexer, Progress, Report, as_embedded, made_by, vector_model
from tests.retrieval.conftest import ARTICLES
from tests.retrieval.hashed import Hashed

LOADING = """
import sys
from pathlib import Path
from knowledge.article import Article
from knowledge.library_sqlite import SqliteLibrary
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.search import open_retriever
folder, round_ = Path(sys.argv[2]), sys.argv[3]
library, encoder = SqliteLibrary(folder / "knowledge.db"), OnnxEncoder(Path(sys.argv[1]))
retriever = open_retriever(library, encoder, folder)
def body(n):
    return "\\n\\n".join(f"# Part {p}\\n\\nRound {round_} of {n}." for p in range(5))
articles = [Article(f"a{n}", f"Title {n}", body(n)) for n in range(80)]
print("ready", flush=True)
Indexer(library, encoder, retriever.refresh).load(articles)
"""


def test_report(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """What changed is saved and counted, what did not is left alone."""
    indexer = Indexer(library, encoder)
    assert indexer.load(ARTICLES) == Report(loaded=len(ARTICLES), unchanged=0)
    generation = library.generation()
    assert indexer.load(ARTICLES) == Report(loaded=0, unchanged=len(ARTICLES))
    assert library.generation() == generation
    changed = replace(ARTICLES[0], body="Cook chicken to 76 °C.")
    assert indexer.load([changed, ARTICLES[1]]) == Report(loaded=1, unchanged=1)
    live = library.get("chicken")
    assert live is not None
    assert (live.version, live.body) == (2, changed.body)


def test_progress(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Progress starts at nothing, never goes back and ends with all."""
    seen: list[tuple[int, int]] = []
    Indexer(library, encoder).load(ARTICLES, lambda done, of: seen.append((done, of)))
    assert seen[0] == (0, len(ARTICLES))
    assert seen == sorted(seen)
    assert seen[-1] == (len(ARTICLES), len(ARTICLES))


def test_retire_and_refresh(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Whoever searches is told after each change, and not where nothing changed."""
    told: list[int] = []
    indexer = Indexer(library, encoder, lambda: told.append(library.live_count()))
    indexer.load(ARTICLES)
    indexer.load(ARTICLES)
    assert indexer.retire("chicken") is True
    assert indexer.retire("chicken") is False
    assert told == [len(ARTICLES), len(ARTICLES) - 1]


def test_vectors_are_those_of_the_chunks(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """Each stored vector is that of its chunk read under its title and heading."""
    Indexer(library, encoder).load(ARTICLES)
    shelf = library.shelf()
    assert [chunk.text for chunk in shelf.chunks] == [chunk.text for article in ARTICLES for chunk in split(article)]
    expected = encoder.encode([f"{ARTICLES[2].title}\n{ARTICLES[2].body}"])[0]
    row = next(at for at, chunk in enumerate(shelf.chunks) if chunk.article_id == "fridge")
    assert float(shelf.vectors[row] @ expected) > 0.97


def _embedded_by(library: SqliteLibrary) -> str:
    """The name of the one model that made every vector of the shelf."""
    shelf = library.shelf()
    names = [name for name in ("old", "new") if shelf.model == vector_model(Hashed(name))]
    assert len(names) == 1
    live = shelf.articles
    words = [as_embedded(live[chunk.article_id], chunk) for chunk in shelf.chunks]
    assert np.allclose(shelf.vectors, Hashed(names[0]).encode(words), atol=1e-3)
    return names[0]


def test_another_model(library: SqliteLibrary) -> None:
    """With another model all live articles are embedded anew, and the report says what was loaded besides."""
    Indexer(library, Hashed("old")).load(ARTICLES)
    indexer = Indexer(library, Hashed("new"), setting="the new one")
    assert not indexer.current
    given = [replace(ARTICLES[0], body="Cook chicken to 76 °C."), ARTICLES[1], Article("mops", "Mops", "Hang it up.")]
    assert indexer.load(given) == Report(loaded=2, unchanged=1, embedded=len(ARTICLES) + 1)
    assert _embedded_by(library) == "new"
    assert indexer.current
    held, changed = library.model(), library.get("chicken")
    assert held is not None
    assert held.setting == "the new one"
    assert changed is not None
    assert (changed.version, changed.body) == (2, "Cook chicken to 76 °C.")
    assert indexer.load(given) == Report(loaded=0, unchanged=3)


def test_old_vectors_until_the_new_are_whole(library: SqliteLibrary) -> None:
    """Until the last article is embedded anew the old vectors and articles stand, and progress counts them all."""
    Indexer(library, Hashed("old")).load(ARTICLES)
    changed = replace(ARTICLES[0], body="Cook chicken to 76 °C.")
    seen: list[tuple[int, int]] = []

    def step(done: int, of: int) -> None:
        seen.append((done, of))
        assert _embedded_by(library) == "old"
        assert library.get("chicken") == ARTICLES[0]

    told: list[str] = []
    Indexer(library, Hashed("new"), lambda: told.append(_embedded_by(library))).load([changed], step)
    assert (seen[0], seen[-1]) == ((0, len(ARTICLES)), (len(ARTICLES), len(ARTICLES)))
    assert seen == sorted(seen)
    assert told == ["new"]


MANY = [Article(f"a{number:02}", f"Title {number}", f"Words of {number}.") for number in range(50)]


class StoppedError(Exception):
    pass


def _stop_at(number: int) -> Progress:
    def step(done: int, _of: int) -> None:
        if done == number:
            raise StoppedError

    return step


@pytest.mark.parametrize("first", [True, False])
def test_goes_on_where_it_stopped(library: SqliteLibrary, first: bool) -> None:
    """What an interrupted load has embedded is not embedded again, whether it is the first one or one anew."""
    if not first:
        Indexer(library, Hashed("old")).load(MANY)
    with pytest.raises(StoppedError):
        Indexer(library, Hashed("new")).load(MANY, _stop_at(40))
    encoder, seen = Hashed("new"), list[tuple[int, int]]()
    report = Indexer(library, encoder).load(MANY, lambda done, of: seen.append((done, of)))
    assert report == (Report(18, 32) if first else Report(0, 50, embedded=50, resumed=32))
    assert not {as_embedded(article, split(article)[0]) for article in MANY[:32]} & set(encoder.read)
    assert (seen[0], seen[-1]) == (((0, 18), (18, 18)) if first else ((32, 50), (50, 50)))
    assert _embedded_by(library) == "new"


def test_articles_that_came_meanwhile(library: SqliteLibrary) -> None:
    """What another process loads, changes or retires during a load is heeded before the library changes over."""
    Indexer(library, Hashed("old")).load(MANY)
    came, changed = Article("mops", "Mops", "Hang it up."), replace(MANY[0], body="Other words.")

    def step(done: int, of: int) -> None:
        if (done, of) == (40, 50):
            Indexer(library, Hashed("old")).load([came, changed])
            library.retire("a01")

    assert Indexer(library, Hashed("new")).load((), step).embedded == 50
    assert _embedded_by(library) == "new"
    live = {article.id: article.body for article in library.list()}
    assert live == {article.id: article.body for article in MANY[2:]} | {"mops": came.body, "a00": changed.body}


def test_articles_cut_by_other_rules() -> None:
    """Vectors of articles that were cut by other rules can be searched by their model, those of other words cannot."""
    held = vector_model(Hashed("old"))
    name, cut = held.name.split("+cut")
    assert made_by(Hashed("old"), held)
    assert made_by(Hashed("old"), replace(held, name=f"{name}+cut99{cut.lstrip('0123456789')}"))
    assert not made_by(Hashed("old"), replace(held, name=f"{held.name}9"))
    assert not made_by(Hashed("new"), held)
    assert not made_by(Hashed("old", 9), held)


@pytest.mark.parametrize("written", [0, 1, 2, 3, 4])
def test_killed_while_loading(model: Path, tmp_path: Path, written: int) -> None:
    """After kill -9 at any moment every article is live whole and once, and the index has the ids of the rows."""
    _load(model, tmp_path, "one").wait()
    process = _load(model, tmp_path, "two")
    _wait_for(tmp_path, 5 + written)
    process.send_signal(signal.SIGKILL)
    process.wait()
    library = SqliteLibrary(tmp_path / "knowledge.db")
    shelf = library.shelf()
    assert sorted(shelf.articles) == sorted(f"a{number}" for number in range(80))
    for article in shelf.articles.values():
        live = [chunk.text for chunk in shelf.chunks if chunk.article_id == article.id]
        assert live == [chunk.text for chunk in split(article)]
    index = FaissCache(tmp_path)(shelf)
    found, _ = index.search(shelf.vectors[0].astype(np.float32), len(shelf.ids))
    assert np.array_equal(np.sort(found), np.arange(len(shelf.ids)))
    library.close()


def _load(model: Path, folder: Path, content: str) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen([sys.executable, "-c", LOADING, model, folder, content], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as out:
        assert out.readline() == b"ready\n"
    return process


def _wait_for(folder: Path, generation: int) -> None:
    """Until the loading process has made so many commits."""
    library = SqliteLibrary(folder / "knowledge.db")
    while library.generation() < min(generation, 9):
        time.sleep(0.001)
    library.close()


def test_article_without_text(library: SqliteLibrary, encoder: OnnxEncoder) -> None:
    """An article that has no words is kept and never found."""
    assert Indexer(library, encoder).load([Article("empty", "Empty", " \n")]) == Report(1, 0)
    assert library.live_count() == 1
    assert len(library.shelf().ids) == 0
