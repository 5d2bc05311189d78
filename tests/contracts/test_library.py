"""What every `Library` must hold to."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from knowledge.article import ANYONE, Article, Audience, Hours, Owner, Viewer
from knowledge.library import Entry, Library, ModelMismatchError, Standing, VectorModel, fingerprint
from knowledge.library_sqlite import SqliteLibrary
from knowledge.splitting import split

MODEL = VectorModel("small", 2)
COOK = Viewer("cook", "North")
CHICKEN = Article("chicken", "Chicken", "Cook to 74 °C.\n\n## Rest\n\nThree minutes.")
SECRET = Article("secret", "Secret", "For cooks.", Audience(frozenset({"cook"})))
FULL = Article(
    "full", "Full", "All.", Audience(frozenset({"cook", "driver"}), frozenset({"North"})), Owner("Kim", "U012AB3CD"),
    date(2026, 1, 2), date(2027, 1, 2), "pl", True, "a book", "CC0", 1, frozenset({"driver"}), frozenset({"heat"}),
    Hours(22, 6),
)  # fmt: skip

Open = Callable[[], Library]


def entry(article: Article, value: float = 1.0, dimension: int = 2) -> Entry:
    chunks = split(article)
    vectors = np.full((len(chunks), dimension), value, dtype=np.float32)
    return Entry(article, chunks, vectors, tuple(vectors[:1] for _ in chunks))


@pytest.fixture(params=["sqlite"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens the same library again and again, as other processes would."""
    backends: dict[str, Open] = {"sqlite": lambda: SqliteLibrary(tmp_path / "data" / "knowledge.db")}
    libraries: list[Library] = []

    def another() -> Library:
        libraries.append(backends[request.param]())
        return libraries[-1]

    yield another
    for library in libraries:
        library.close()


@pytest.fixture
def library(opened: Open) -> Library:
    return opened()


def test_starts_empty(library: Library) -> None:
    """A new library holds nothing and says so."""
    shelf = library.shelf()
    assert (library.live_count(), library.list(), library.model(), library.generation()) == (0, (), None, 0)
    assert (len(shelf.chunks), shelf.vectors.shape, dict(shelf.articles)) == (0, (0, 0), {})


def test_gives_back_what_was_saved(opened: Open) -> None:
    """Every field of an article comes back, also to another process."""
    opened().save([entry(FULL)], MODEL)
    assert opened().get("full") == FULL
    assert opened().model() == MODEL


def test_versions(library: Library) -> None:
    """Changed content is a new version; the old one is kept and only the new one is live."""
    library.save([entry(CHICKEN)], MODEL)
    library.save([entry(replace(CHICKEN, body="Cook to 75 °C."))], MODEL)
    live, old = library.get("chicken"), library.get("chicken", version=1)
    assert live is not None
    assert (live.version, live.body) == (2, "Cook to 75 °C.")
    assert old == CHICKEN
    assert [(chunk.version, chunk.text) for chunk in library.shelf().chunks] == [(2, "Cook to 75 °C.")]
    assert library.get("chicken", version=3) is None


def test_same_content_keeps_its_version(library: Library) -> None:
    """Saving the same content again gives new vectors and no new version."""
    library.save([entry(CHICKEN)], MODEL)
    library.save([entry(CHICKEN, 0.5)], MODEL)
    assert library.get("chicken") == CHICKEN
    assert library.shelf().vectors.tolist() == [[0.5, 0.5], [0.5, 0.5]]
    assert library.fingerprints() == {"chicken": fingerprint(CHICKEN)}


def test_tells_since_when_an_article_says_what_it_says(library: Library) -> None:
    """A version with another title or text has been changed since then; one for a review alone keeps the day. What is
    no longer live is not told of."""
    begun = datetime.now(UTC)
    library.save([entry(CHICKEN), entry(SECRET)], MODEL)
    first = library.published()["chicken"]
    assert begun <= first.since <= datetime.now(UTC)
    library.save([entry(replace(CHICKEN, reviewed=date(2026, 11, 1)))], MODEL)
    assert library.published()["chicken"] == first
    library.save([entry(replace(CHICKEN, body="Cook to 75 °C."))], MODEL)
    second = library.published()["chicken"]
    assert (second.changed, second.since > first.since) == (True, True)
    library.save([entry(replace(CHICKEN, body="Cook to 75 °C.", critical=True))], MODEL)
    assert library.published()["chicken"] == second
    library.save([entry(CHICKEN)], MODEL)
    assert library.published()["chicken"].since > second.since
    library.retire("chicken")
    assert {name: each.changed for name, each in library.published().items()} == {"secret": False}


def test_sentences_come_back(library: Library) -> None:
    """The sentences of a chunk come back in their order and direction, those of its neighbours apart."""
    inside = np.random.default_rng(3).normal(size=(5, 2)).astype(np.float32)
    inside /= np.linalg.norm(inside, axis=1, keepdims=True)
    library.save([replace(entry(CHICKEN), sentences=(inside[:2], inside[2:]))], MODEL)
    shelf = library.shelf()
    assert np.abs(shelf.sentences(0) - inside[:2]).max() < 0.01
    assert np.abs(shelf.sentences(1) - inside[2:]).max() < 0.01


def test_all_or_nothing(library: Library) -> None:
    """Where one entry cannot be saved, none is, and the generation stands still."""
    library.save([entry(CHICKEN)], MODEL)
    before = library.generation()
    fewer = np.zeros((7, 2), dtype=np.float32)
    for broken in (replace(entry(SECRET), vectors=fewer), replace(entry(SECRET), sentences=())):
        with pytest.raises(ValueError, match=r"7 vectors|sentences of 0"):
            library.save([entry(replace(CHICKEN, body="New.")), broken], MODEL)
    assert library.list() == (CHICKEN,)
    assert library.generation() == before


def test_retire(library: Library) -> None:
    """A retired article is out of every list and search, its versions stay, and it can come back."""
    library.save([entry(CHICKEN)], MODEL)
    assert library.retire("chicken") is True
    assert library.retire("chicken") is False
    assert library.retire("never was") is False
    assert (library.list(), library.get("chicken"), len(library.shelf().ids)) == ((), None, 0)
    assert library.get("chicken", version=1) == CHICKEN
    library.save([entry(CHICKEN)], MODEL)
    assert [article.version for article in library.list()] == [2]


def test_audience(library: Library) -> None:
    """Whoever an article does not admit gets the same nothing as where there is no article."""
    library.save([entry(CHICKEN), entry(SECRET)], MODEL)
    assert library.list(ANYONE) == (CHICKEN,)
    assert library.list(COOK) == (CHICKEN, SECRET)
    assert library.get("secret", ANYONE) is None
    assert library.get("secret", COOK) == SECRET
    library.save([entry(replace(SECRET, audience=Audience(frozenset({"driver"}))))], MODEL)
    assert library.get("secret", COOK, version=1) is None


def test_old_versions_follow_the_live_audience(library: Library) -> None:
    """An article that was for everyone and now is not hides its old versions too."""
    library.save([entry(replace(SECRET, audience=Audience()))], MODEL)
    library.save([entry(SECRET)], MODEL)
    assert library.get("secret", ANYONE, version=1) is None
    assert library.get("secret", COOK, version=1) is not None


def test_standings(library: Library) -> None:
    """The live versions and their audiences come with the generation they were read at."""
    library.save([entry(CHICKEN), entry(SECRET)], MODEL)
    generation, standings = library.standings()
    assert generation == library.generation()
    assert standings == {"chicken": Standing(1, Audience()), "secret": Standing(1, SECRET.audience)}
    library.retire("secret")
    assert library.standings(generation) == (generation + 1, {"secret": None})
    assert library.standings(generation + 1) == (generation + 1, {})


def test_generation_grows_with_every_write(opened: Open) -> None:
    """Every write is seen by another process as a larger generation, and no chunk id is used twice."""
    writer, reader = opened(), opened()
    seen = [reader.generation()]
    ids: list[int] = []
    for number in range(3):
        writer.save([entry(replace(CHICKEN, body=f"Text {number}."))], MODEL)
        seen.append(reader.generation())
        ids.extend(reader.shelf().ids.tolist())
    writer.retire("chicken")
    seen.append(reader.generation())
    assert seen == sorted(set(seen))
    assert len(ids) == len(set(ids))


def test_one_model_at_a_time(library: Library) -> None:
    """Vectors of two models never stand together; saving all live articles anew changes the model."""
    other = VectorModel("large", 3)
    library.save([entry(CHICKEN), entry(SECRET)], MODEL)
    anew = [entry(article, dimension=3) for article in library.list()]
    with pytest.raises(ModelMismatchError, match="1 live articles have vectors of"):
        library.save(anew[:1], other)
    assert library.model() == MODEL
    library.save(anew, other)
    assert library.model() == other
    assert library.shelf().vectors.shape == (3, 3)


def test_the_setting_comes_back(opened: Open) -> None:
    """What the model was asked for by is kept beside its name, and does not make it another model."""
    asked = replace(MODEL, setting="english")
    opened().save([entry(CHICKEN)], asked)
    held = opened().model()
    assert held is not None
    assert (held, held.setting) == (MODEL, "english")


OTHER = VectorModel("large", 3, "the large one")


def put_by(library: Library, *articles: Article, model: VectorModel = OTHER) -> None:
    library.stage([entry(article, 0.25, model.dimension) for article in articles], model)


def test_staged_is_seen_by_no_search(opened: Open) -> None:
    """What is put by changes nothing that a search reads, and another process knows of it."""
    library = opened()
    library.save([entry(CHICKEN)], MODEL)
    before = library.generation()
    put_by(library, CHICKEN, SECRET)
    assert (library.generation(), library.model(), library.list()) == (before, MODEL, (CHICKEN,))
    assert library.shelf().vectors.tolist() == [[1.0, 1.0], [1.0, 1.0]]
    assert opened().staged(OTHER) == {fingerprint(CHICKEN), fingerprint(SECRET)}
    assert opened().staged(MODEL) == frozenset()


def test_switch(opened: Open) -> None:
    """All that is live is searched by the new vectors at once, in the versions it had; nothing is left put by."""
    library, empty = opened(), Article("empty", "Empty", " ")
    library.save([entry(CHICKEN), entry(FULL), entry(empty)], MODEL)
    library.save([entry(replace(CHICKEN, body="New."))], MODEL)
    ids = library.shelf().ids
    put_by(library, *library.list())
    assert library.switch((), OTHER) is True
    shelf, held = opened().shelf(), opened().model()
    assert held is not None
    assert (held, held.setting, shelf.model) == (OTHER, "the large one", OTHER)
    assert [(chunk.article_id, chunk.version, chunk.text) for chunk in shelf.chunks] == [
        ("chicken", 2, "New."), ("full", 1, "All."),
    ]  # fmt: skip
    assert shelf.vectors.tolist() == [[0.25] * 3] * 2
    assert shelf.sentences(1).shape == (1, 3)
    assert min(shelf.ids) > max(ids)
    assert library.staged(OTHER) == frozenset()
    assert (library.live_count(), library.fingerprints()["empty"]) == (3, fingerprint(empty))


def test_switch_with_changed_articles(library: Library) -> None:
    """An article that changed comes as its next version with the switch, and not before; a new one likewise."""
    changed = replace(CHICKEN, body="Cook to 75 °C.")
    library.save([entry(CHICKEN)], MODEL)
    put_by(library, changed, SECRET)
    assert library.get("chicken") == CHICKEN
    assert library.switch([changed, SECRET], OTHER) is True
    assert {article.id: article.version for article in library.list()} == {"chicken": 2, "secret": 1}
    assert library.get("chicken", version=1) == CHICKEN


def test_switch_only_when_whole(library: Library) -> None:
    """Where a live article has no vectors of the model yet, nothing is changed and what was put by stays."""
    library.save([entry(CHICKEN), entry(SECRET)], MODEL)
    before = library.generation()
    put_by(library, CHICKEN, FULL)
    put_by(library, SECRET, model=VectorModel("a third", 2))
    assert library.switch([FULL], OTHER) is False
    assert (library.generation(), library.model(), library.live_count()) == (before, MODEL, 2)
    assert library.staged(OTHER) == {fingerprint(CHICKEN), fingerprint(FULL)}
    library.retire("secret")
    assert library.switch([FULL], OTHER) is True
    assert {chunk.article_id for chunk in library.shelf().chunks} == {"chicken", "full"}


def test_switch_after_another_save(library: Library) -> None:
    """An article that another process changed after it was put by does not go back to what it said then."""
    library.save([entry(CHICKEN)], MODEL)
    put_by(library, CHICKEN)
    library.save([entry(replace(CHICKEN, body="New."))], MODEL)
    assert library.switch((), OTHER) is False
    put_by(library, *library.list())
    assert library.switch((), OTHER) is True
    assert [chunk.text for chunk in library.shelf().chunks] == ["New."]


def test_staging_again(library: Library) -> None:
    """What is put by twice stands there once; what cannot be put by whole is not put by at all."""
    library.save([entry(CHICKEN)], MODEL)
    for _ in range(2):
        put_by(library, CHICKEN)
    with pytest.raises(ValueError, match="sentences of 0"):
        library.stage([entry(SECRET, dimension=3), replace(entry(FULL, dimension=3), sentences=())], OTHER)
    assert library.staged(OTHER) == {fingerprint(CHICKEN)}
    assert library.switch((), OTHER) is True
    assert len(library.shelf().chunks) == 2


def test_threads(library: Library) -> None:
    """Threads that read while others write see whole saves only."""
    library.save([entry(CHICKEN)], MODEL)
    torn: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            counts = {chunk.text.split()[-1] for chunk in library.shelf().chunks}
            torn.extend([len(counts)] if len(counts) != 1 else [])

    def write(start: int) -> None:
        for number in range(start, start + 15):
            pair = [replace(CHICKEN, id=name, body=f"A {number}\n\n# B\n\nC {number}") for name in ("chicken", "duck")]
            library.save([entry(article) for article in pair], MODEL)

    library.save([entry(replace(CHICKEN, id=name, body="A 0\n\n# B\n\nC 0")) for name in ("chicken", "duck")], MODEL)
    readers = [threading.Thread(target=read) for _ in range(2)]
    writers = [threading.Thread(target=write, args=[start]) for start in (100, 200)]
    for thread in readers + writers:
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    for thread in readers:
        thread.join()
    assert torn == []


def test_sqlite_keeps_one_live_version(tmp_path: Path) -> None:
    """The database itself refuses a second live version, and syncs every commit."""
    library = SqliteLibrary(tmp_path / "knowledge.db")
    library.save([entry(CHICKEN)], MODEL)
    library.save([entry(replace(CHICKEN, body="New."))], MODEL)
    library.close()
    connection = sqlite3.connect(tmp_path / "knowledge.db")
    assert connection.execute("pragma journal_mode").fetchone()[0] == "wal"
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute("update version set live = 1")
    connection.close()


def test_closing_waits_for_readers(tmp_path: Path) -> None:
    """Closing while other threads read ends their reading in an error they can catch, never in a crash."""
    for _ in range(20):
        library = SqliteLibrary(tmp_path / "knowledge.db")
        ready = threading.Barrier(5)
        ended: list[str] = []

        def read(library: SqliteLibrary = library, ready: threading.Barrier = ready, ended: list[str] = ended) -> None:
            library.generation()
            ready.wait()
            try:
                while True:
                    library.generation()
            except sqlite3.ProgrammingError as closed:
                ended.append(str(closed))

        threads = [threading.Thread(target=read) for _ in range(4)]
        for thread in threads:
            thread.start()
        ready.wait()
        library.close()
        for thread in threads:
            thread.join(10)
        assert len(ended) == 4
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            library.live_count()


def test_a_connection_ends_with_its_thread(tmp_path: Path) -> None:
    """A process that takes up many changes, each in a thread of its own, does not run out of files."""
    library = SqliteLibrary(tmp_path / "knowledge.db")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(50):
        thread = threading.Thread(target=library.generation)
        thread.start()
        thread.join()
    assert len(list(Path("/proc/self/fd").iterdir())) <= before + 3
    library.close()
