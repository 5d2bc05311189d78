"""Order by relevance, moved by preference within bounds."""

from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.article import Article, Audience
from knowledge.splitting import Chunk
from retrieval.answer import Reason
from retrieval.passage import Figures, Passage, Section
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranking import SIMILAR, fuse, prefer, roll_up


class Nowhere:
    """The source of passages that nobody reads."""

    asked = ""
    language = "en"

    def section(self, chunk: Chunk) -> Section:
        return Section(chunk, np.empty((0, 2), np.float32), np.empty(0, np.float32))

    def sections(self, article_id: str) -> tuple[Section, ...]:
        raise KeyError(article_id)

    def vectors(self, part: str) -> NDArray[np.float32]:
        raise KeyError(part)


COOK = Preference(role="cook", helped={"a": date(2026, 5, 3)})


def passage(article_id: str, score: float, roles: frozenset[str] = frozenset(), critical: bool = False) -> Passage:
    article = Article(article_id, article_id, "Text.", Audience(roles), critical=critical)
    return Passage(Chunk(article_id, 1, 0, "", "Text."), article, Figures(score), Nowhere())


PASSAGES = st.lists(
    st.builds(
        passage,
        st.sampled_from("abcdefgh"),
        st.floats(-0.2, 0.4),
        st.frozensets(st.sampled_from(["cook", "driver", "cashier"])),
        st.booleans(),
    ),
    max_size=10,
)
PREFERENCES = st.builds(
    Preference,
    role=st.sampled_from([None, "cook", "driver"]),
    helped=st.dictionaries(st.sampled_from("abcdefgh"), st.just(date(2026, 5, 3))),
)


@settings(max_examples=400, deadline=None)
@given(PASSAGES, PREFERENCES)
def test_bounds(passages: list[Passage], preference: Preference) -> None:
    """Nothing is lost, a clearly better passage is never overtaken, and a critical one never moves down."""
    ordered = prefer(passages, preference)
    assert sorted(each.score for each in ordered) == sorted(each.score for each in passages)
    for place, each in enumerate(ordered):
        for behind in ordered[place + 1 :]:
            assert behind.score <= each.score + SIMILAR + 1e-9
            if behind.article.critical:
                assert behind.score <= each.score


@settings(max_examples=300, deadline=None)
@given(PASSAGES, PREFERENCES)
def test_each_move_has_its_reasons(passages: list[Passage], preference: Preference) -> None:
    """A passage that stands before one with a better score says why; without a preference none has reasons."""
    ordered = prefer(passages, preference)
    for place, each in enumerate(ordered):
        if any(behind.score > each.score for behind in ordered[place + 1 :]):
            assert each.reasons
    assert all(each.reasons == () for each in prefer(passages, NO_PREFERENCE))


def test_role_before_everyone() -> None:
    """Among similar passages that of the worker's role comes first, and says so; that of one role beats three."""
    three = frozenset({"cook", "driver", "cashier"})
    ordered = prefer(
        [passage("all", 0.5), passage("three", 0.49, three), passage("own", 0.48, frozenset({"cook"}))], COOK
    )
    assert [each.article.id for each in ordered] == ["own", "three", "all"]
    assert ordered[0].reasons == (Reason("role", "cook"),)


def test_what_helped_before() -> None:
    """Among similar passages that of an article that helped comes first, and says when."""
    ordered = prefer([passage("b", 0.5), passage("a", 0.48)], COOK)
    assert [each.article.id for each in ordered] == ["a", "b"]
    assert ordered[0].reasons == (Reason("past_use", "2026-05-03"),)


def test_critical_stays() -> None:
    """No preference lifts a passage above a critical one that was above it."""
    ordered = prefer([passage("rule", 0.5, critical=True), passage("a", 0.49, frozenset({"cook"}))], COOK)
    assert [each.article.id for each in ordered] == ["rule", "a"]


def test_two_of_one_article() -> None:
    """An article gives at most two passages, in their order."""
    passages = [passage(name, score) for name, score in (("a", 5), ("a", 4), ("a", 3), ("b", 2), ("c", 1))]
    assert [each.score for each in roll_up(passages, 4)] == [5, 4, 2, 1]
    assert [each.score for each in roll_up(passages, 2)] == [5, 4]


def test_fusion() -> None:
    """Every part counts, and a passage has the same score whatever else was found."""
    alike, rising = np.full(3, 0.5, dtype=np.float32), np.array([0.1, 0.2, 0.3], dtype=np.float32)
    for at in range(4):
        figures = np.stack([rising if each == at else alike for each in range(4)], axis=1)
        assert np.argmax(fuse(figures)) == 2
        assert np.allclose(fuse(figures[:1]), fuse(figures)[:1])
    assert fuse(np.zeros((0, 4), np.float32)).tolist() == []
