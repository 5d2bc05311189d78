"""Order by relevance, moved by preference within bounds."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.article import Article, Audience
from knowledge.splitting import Chunk
from retrieval.answer import Reason
from retrieval.passage import Figures, Passage, Section
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranker import SIGNALS, SIMILAR, Ranker
from retrieval.ranking import RESERVED, Placed, fuse, prefer, roll_up
from tests.measuring.bounds import count


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


def article_of(
    article_id: str, roles: frozenset[str] = frozenset(), critical: bool = False, title: str = "", **more: Any
) -> Article:
    return Article(article_id, title or article_id, "Text.", Audience(roles), critical=critical, **more)


def found(article: Article, score: float) -> Passage:
    return Passage(Chunk(article.id, 1, 0, "", "Text."), article, Figures(score), Nowhere())


def names(ordered: Sequence[Placed[Passage]]) -> list[str]:
    return [each.found.article.id for each in ordered]


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
NAMES = st.sampled_from("abcdefgh")
ROLES = st.frozensets(st.sampled_from(["cook", "driver", "cashier"]))
TOPICS = st.frozensets(st.sampled_from(["milk", "heat", "till"]))
ARTICLES = st.builds(
    lambda article_id, roles, critical, title, written_for, topics, review_by: article_of(
        article_id, roles, critical, title, written_for=written_for, topics=topics, review_by=review_by
    ),
    NAMES, ROLES, st.booleans(), st.sampled_from(["Milk", "Till", ""]), ROLES, TOPICS, st.one_of(st.none(), DAYS),
)  # fmt: skip
PASSAGES = st.lists(
    st.builds(found, ARTICLES, st.floats(-0.2, 0.4)), max_size=12, unique_by=lambda each: (each.article.id, each.score)
)
TODAY = st.one_of(st.none(), DAYS)
PREFERENCES = st.builds(
    Preference,
    role=st.sampled_from([None, "cook", "driver"]),
    helped=st.dictionaries(NAMES, DAYS),
    unhelped=st.dictionaries(NAMES, DAYS),
    topics=st.dictionaries(st.sampled_from(["milk", "heat"]), DAYS),
    others=st.dictionaries(NAMES, st.integers(5, 500)),
    today=st.one_of(st.none(), DAYS),
)
RANKERS = st.builds(Ranker, st.dictionaries(st.sampled_from(SIGNALS), st.floats(-1, 1)))


def of_one(passages: list[Passage]) -> list[Passage]:
    """The same with one article an id, as a library has it."""
    articles = {each.article.id: each.article for each in passages}
    return [found(articles[each.article.id], each.score) for each in passages]


@settings(max_examples=600, deadline=None)
@given(PASSAGES, PREFERENCES, RANKERS, TODAY)
def test_bounds(passages: list[Passage], preference: Preference, ranker: Ranker, today: date | None) -> None:
    """Whatever is preferred, learned or not checked in time: nothing is lost, a clearly better passage is never
    overtaken, a critical one never moves down, and the best of all stays among the first three."""
    ordered = [each.found for each in prefer(of_one(passages), preference, ranker, today=today)]
    assert sorted(each.score for each in ordered) == sorted(each.score for each in passages)
    assert not ordered or max(each.score for each in passages) in [each.score for each in ordered[:RESERVED]]
    for place, each in enumerate(ordered):
        for behind in ordered[place + 1 :]:
            assert behind.score <= each.score + SIMILAR + 1e-9
            if behind.article.critical:
                assert behind.score <= each.score


@settings(max_examples=400, deadline=None)
@given(PASSAGES, st.one_of(st.just(NO_PREFERENCE), PREFERENCES), TODAY)
def test_each_move_has_its_reasons(passages: list[Passage], preference: Preference, today: date | None) -> None:
    """A passage that stands before one with a better score says why; without a preference none has reasons."""
    ordered = prefer(of_one(passages), preference, today=today)
    for place, each in enumerate(ordered):
        if any(behind.found.score > each.found.score for behind in ordered[place + 1 :]):
            assert each.reasons
    assert all(each.reasons == () for each in prefer(of_one(passages), NO_PREFERENCE))


def test_bounds_over_many_cases() -> None:
    """Not one of 2,000 random cases breaks a bound, also with weights that no training would give. A plain boost of
    0.1, counted over the same cases, breaks many: the count can fail."""
    broken = Counter(way for way, _ in count(2_000))
    assert (broken["onhand"], broken["onhand, any weights"]) == (0, 0)
    assert broken["a boost of 0.1"] > 0


LATE, TODAY_IS = date(2026, 4, 5), date(2026, 5, 3)


def test_overdue_sinks_among_equals() -> None:
    """An article whose day to be checked again is over stands behind another one of similar relevance, for everybody
    alike, and the other one says why."""
    late, checked = article_of("late", review_by=LATE), article_of("checked", review_by=TODAY_IS)
    ordered = prefer([found(late, 0.5), found(checked, 0.49)], NO_PREFERENCE, today=TODAY_IS)
    assert names(ordered) == ["checked", "late"]
    assert ordered[0].reasons == (Reason("overdue", "2026-04-05"),)
    assert names(prefer([found(late, 0.5), found(checked, 0.47)], NO_PREFERENCE, today=TODAY_IS)) == ["late", "checked"]
    assert names(prefer([found(late, 0.5), found(checked, 0.49)], NO_PREFERENCE)) == ["late", "checked"]


def test_overdue_never_pushes_a_critical_one() -> None:
    """A critical article stays where it is, however long nobody checked it."""
    late, checked = article_of("late", critical=True, review_by=LATE), article_of("checked", review_by=TODAY_IS)
    assert names(prefer([found(late, 0.5), found(checked, 0.499)], COOK, today=TODAY_IS)) == ["late", "checked"]


COOK_ALONE = frozenset({"cook"})


def test_role_before_everyone() -> None:
    """Among similar passages that of the worker's role comes first, and says so; that of one role beats three."""
    three = frozenset({"cook", "driver", "cashier"})
    ordered = prefer([passage("all", 0.5), passage("three", 0.49, three), passage("own", 0.48, COOK_ALONE)], COOK)
    assert names(ordered) == ["own", "three", "all"]
    assert ordered[0].reasons == (Reason("role", "cook"),)


def test_written_for_a_role() -> None:
    """What was written for a role that others may find too is lifted like what it alone may see; another's is not."""
    own, other = (article_of(role, written_for=frozenset({role})) for role in ("cook", "driver"))
    assert names(prefer([found(other, 0.5), found(own, 0.48)], COOK)) == ["cook", "driver"]
    assert names(prefer([found(own, 0.5), found(other, 0.48)], Preference(role="driver"))) == ["driver", "cook"]


def test_versions_of_one_article() -> None:
    """Beside the version for the worker's job, the others of the same title stand before other articles."""
    own = article_of("own", COOK_ALONE, title="Breaks")
    version, other = article_of("version", title="Breaks"), article_of("other")
    ordered = prefer([found(other, 0.5), found(version, 0.48), found(own, 0.47)], COOK)
    assert names(ordered) == ["own", "version", "other"]
    assert ordered[1].reasons == (Reason("version", "cook"),)


def test_site() -> None:
    """Among similar passages that of the worker's site comes first, and says so."""
    here = Article("here", "Here", "Text.", Audience(sites=frozenset({"North"})))
    ordered = prefer([passage("all", 0.5), found(here, 0.48)], Preference(site="North"))
    assert names(ordered) == ["here", "all"]
    assert ordered[0].reasons == (Reason("site", "North"),)


def test_what_helped_before() -> None:
    """Among similar passages that of an article that helped comes first, and says when."""
    ordered = prefer([passage("b", 0.5), passage("a", 0.48)], COOK)
    assert names(ordered) == ["a", "b"]
    assert ordered[0].reasons == (Reason("past_use", "2026-05-03"),)


def test_what_helped_long_ago() -> None:
    """What helped counts less with time."""
    passages = [passage("b", 0.5), passage("a", 0.48)]
    for today, first in ((date(2026, 5, 4), "a"), (date(2026, 10, 30), "b")):
        assert names(prefer(passages, Preference(helped=COOK.helped, today=today)))[0] == first


def test_what_did_not_help() -> None:
    """An article that did not help steps behind one that is about as near, which says why it stands there."""
    ordered = prefer([passage("a", 0.5), passage("b", 0.49)], Preference(unhelped={"a": date(2026, 5, 3)}))
    assert names(ordered) == ["b", "a"]
    assert ordered[0].reasons == (Reason("instead", "2026-05-03"),)


def test_topics() -> None:
    """What is about what helped before comes first, and says when that was; so does what is about their topics."""
    milk, till = article_of("milk", topics=frozenset({"milk"})), article_of("till", topics=frozenset({"till"}))
    passages = [found(till, 0.5), found(milk, 0.48)]
    helped = {"gone": date(2026, 4, 1), "steam": date(2026, 5, 3)}
    about = {"steam": frozenset({"milk"})}
    ordered = prefer(passages, Preference(helped=helped), topics_of=lambda id: about.get(id, frozenset()))
    assert names(ordered) == ["milk", "till"]
    assert ordered[0].reasons == (Reason("alike", "2026-05-03"),)
    assert names(prefer(passages, Preference(topics={"milk": date(2026, 5, 3)}))) == ["milk", "till"]


def test_what_helped_others() -> None:
    """What helped others in the same job comes first, and says how many they are."""
    ordered = prefer([passage("b", 0.5), passage("a", 0.49)], Preference(others={"a": 12}))
    assert names(ordered) == ["a", "b"]
    assert ordered[0].reasons == (Reason("others", "12"),)


def test_critical_stays() -> None:
    """No preference lifts a passage above a critical one that was above it."""
    ordered = prefer([passage("rule", 0.5, critical=True), passage("a", 0.49, COOK_ALONE)], COOK)
    assert names(ordered) == ["rule", "a"]


def test_the_best_of_all_stays() -> None:
    """However much is preferred, the answer for everyone stands among the first three."""
    lifted = [passage(f"own{number}", 0.45, COOK_ALONE) for number in range(5)]
    assert names(prefer([passage("best", 0.5), *lifted], COOK))[:4] == ["own0", "own1", "best", "own2"]


def test_weights_are_of_signals() -> None:
    """A weight that no signal has is refused, with the name and what is accepted."""
    with pytest.raises(ValueError, match="'age' is of no signal; accepted are own, version"):
        Ranker({"age": 1.0})


def test_two_of_one_article() -> None:
    """An article gives at most two passages, in their order."""
    scored = (("a", 5), ("a", 4), ("a", 3), ("b", 2), ("c", 1))
    ordered = prefer([passage(name, score) for name, score in scored], NO_PREFERENCE)
    assert [each.found.score for each in roll_up(ordered, 4)] == [5, 4, 2, 1]
    assert [each.found.score for each in roll_up(ordered, 2)] == [5, 4]


def test_fusion() -> None:
    """Every part counts, and a passage has the same score whatever else was found."""
    alike, rising = np.full(3, 0.5, dtype=np.float32), np.array([0.1, 0.2, 0.3], dtype=np.float32)
    for at in range(4):
        figures = np.stack([rising if each == at else alike for each in range(4)], axis=1)
        assert np.argmax(fuse(figures)) == 2
        assert np.allclose(fuse(figures[:1]), fuse(figures)[:1])
    assert fuse(np.zeros((0, 4), np.float32)).tolist() == []
