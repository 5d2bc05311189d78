"""Searching among what a viewer may see."""

import logging
import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.article import ANYONE, Article, Audience, Viewer
from knowledge.library import ModelMismatchError
from knowledge.library_sqlite import SqliteLibrary
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.passage import Passage
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.search import Retriever, open_retriever
from tests.retrieval.conftest import ARTICLES

ROLES = ("cook", "driver", "supervisor", None)
SITES = ("North", "South", None)
SUPERVISOR = Viewer("supervisor")


def ids(passages: tuple[Passage, ...]) -> list[str]:
    return [passage.article.id for passage in passages]


def test_finds_what_was_meant(retriever: Retriever) -> None:
    """A question in chat with a slip finds the section that answers it, and says how it was read."""
    first = retriever.search("wat temp chiken", NO_PREFERENCE, Viewer("cook"))[0]
    assert (first.article.id, first.chunk.heading) == ("chicken", "Core temperature")
    assert first.asked == "what temperature chicken"
    assert first.figures.coverage == pytest.approx(1)


def test_limit_and_two_of_one_article(retriever: Retriever) -> None:
    """There are never more passages than asked for, nor more than two of an article."""
    for limit in (1, 3, 8):
        found = ids(retriever.search("chicken probe temperature", NO_PREFERENCE, ANYONE, limit))
        assert len(found) <= limit
        assert max(found.count(each) for each in found) <= 2


def test_role_is_preferred_among_alike(retriever: Retriever) -> None:
    """The article for the worker's role comes before the one for all, and says why."""
    cook = retriever.search("closing the store", Preference(role="cook"), Viewer("cook"))
    assert ids(cook)[0] == "closing-cook"
    assert "closing-cook" not in ids(retriever.search("closing the store", NO_PREFERENCE, ANYONE))


def test_helped_before(retriever: Retriever) -> None:
    """An article that helped moves up only where it is about as near: never to a question about something else."""
    helped = Preference(helped={"holidays": date(2026, 5, 3)})
    assert ids(retriever.search("how hot must chicken be", helped, ANYONE))[0] == "chicken"


@pytest.mark.parametrize(
    "words",
    ["", "   ", "\0", "?", "🍕🍕🍕", '"* NEAR(', "' or 1=1 --", "a" * 20_000, "chicken " * 5_000, "def f():\n\treturn",
     "\u202egnihtemos", "鶏肉の温度", "\ud800"],
)  # fmt: skip
def test_any_text(retriever: Retriever, words: str) -> None:
    """Any text is searched without an error, and without seeing what is not for its viewer."""
    assert "safe" not in ids(retriever.search(words, NO_PREFERENCE, ANYONE))


@pytest.fixture(scope="module")
def crowd(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> tuple[SqliteLibrary, Retriever]:
    """Articles that say nearly the same to many audiences."""
    folder = tmp_path_factory.mktemp("crowd")
    library = SqliteLibrary(folder / "knowledge.db")
    Indexer(library, encoder).load([_told(number) for number in range(60)])
    return library, open_retriever(library, encoder, folder)


def _told(number: int) -> Article:
    roles = [role for at, role in enumerate(ROLES[:3]) if number >> at & 1]
    sites = [site for at, site in enumerate(SITES[:2]) if number >> (3 + at) & 1]
    audience = Audience(frozenset(role for role in roles if role), frozenset(site for site in sites if site))
    return Article(f"a{number}", f"Clean the {number}th counter", f"Wipe counter {number} with a blue cloth.", audience)


WORDS = st.lists(st.sampled_from(["clean", "counter", "blue", "cloth", "7", "31", "chicken", "🙂", "*"]), max_size=6)


VIEWERS = st.builds(Viewer, st.sampled_from(ROLES), st.sampled_from(SITES))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WORDS.map(" ".join), VIEWERS, st.sampled_from(ROLES), st.integers(1, 20))
def test_never_finds_what_is_not_theirs(
    crowd: tuple[SqliteLibrary, Retriever],
    words: str,
    viewer: Viewer,
    liked: str | None,
    limit: int,
) -> None:
    """Whatever is asked and preferred, no passage comes of an article whose audience does not admit the viewer."""
    found = crowd[1].search(words, Preference(role=liked, helped={"a31": date(2026, 5, 3)}), viewer, limit)
    assert all(passage.article.audience.admits(viewer) for passage in found)
    # What may not be seen takes no one's place.
    admitted = sum(article.audience.admits(viewer) for article in crowd[0].list())
    assert not words.strip() or len(found) == min(limit, admitted)


def test_sees_what_another_process_loads(retriever: Retriever, encoder: OnnxEncoder, tmp_path: Path) -> None:
    """Articles that another process loads, changes or retires are noticed with the next question."""
    other = SqliteLibrary(tmp_path / "knowledge.db")
    indexer = Indexer(other, encoder)
    indexer.load([Article("bikes", "Bicycles", "Lock your bicycle in the yard behind the bakery.")])
    retriever.refresh()
    assert ids(retriever.search("where do I put my bicycle", NO_PREFERENCE, ANYONE))[0] == "bikes"
    indexer.retire("bikes")
    assert "bikes" not in ids(retriever.search("where do I put my bicycle", NO_PREFERENCE, ANYONE))
    other.close()


def test_closed_articles_are_gone_at_once(library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path) -> None:
    """While a new shelf is not ready the old one answers, without what was retired or closed to the viewer since."""
    indexer = Indexer(library, encoder)
    indexer.load(ARTICLES)
    opening = threading.Event()
    opened = open_retriever(library, encoder, tmp_path)
    cache = opened._open_index

    def slowly(shelf: object) -> object:
        opening.wait(20)
        return cache(shelf)  # type: ignore[arg-type]

    slow = Retriever(library, lambda _: encoder, cache)
    slow._open_index = slowly  # type: ignore[assignment]
    indexer.load([replace(ARTICLES[0], audience=Audience(frozenset({"supervisor"})))])
    indexer.retire("hands")
    seen = [*ids(slow.search("how hot must chicken be", NO_PREFERENCE, ANYONE))]
    seen += ids(slow.search("how long do I wash my hands", NO_PREFERENCE, ANYONE))
    assert "fridge" in seen
    assert not {"chicken", "hands"} & set(seen)
    opening.set()
    slow.refresh()
    assert ids(slow.search("how hot must chicken be", NO_PREFERENCE, SUPERVISOR))[0] == "chicken"


def test_other_models_vectors_are_refused(library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path) -> None:
    """Vectors that another model made are never searched with this one's."""
    Indexer(library, encoder).load(ARTICLES[:2])
    other = OnnxEncoder.__new__(OnnxEncoder)
    other.__dict__.update(encoder.__dict__, name="another")
    with pytest.raises(ModelMismatchError, match="load the articles again"):
        open_retriever(library, other, tmp_path)
    Indexer(library, other).load([])
    assert ids(open_retriever(library, other, tmp_path).search("chicken", NO_PREFERENCE, ANYONE))[0] == "chicken"


def test_empty_library(library: SqliteLibrary, encoder: OnnxEncoder, tmp_path: Path) -> None:
    """A library without articles finds nothing."""
    assert open_retriever(library, encoder, tmp_path).search("chicken", NO_PREFERENCE, ANYONE) == ()


def test_questions_are_not_logged(retriever: Retriever, caplog: pytest.LogCaptureFixture) -> None:
    """No log line has a word of what somebody asked."""
    with caplog.at_level(logging.DEBUG):
        retriever.search("xylophone chicken", NO_PREFERENCE, ANYONE)
    assert "xylophone" not in caplog.text


def test_many_threads(retriever: Retriever) -> None:
    """Many questions at once get what each gets alone."""
    alone = ids(retriever.search("how hot must chicken be", NO_PREFERENCE, ANYONE))
    found: list[list[str]] = []

    def ask() -> None:
        found.extend(ids(retriever.search("how hot must chicken be", NO_PREFERENCE, ANYONE)) for _ in range(5))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 40
