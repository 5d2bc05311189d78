"""Two orders in one list."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import repeat

from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.answer import Reason
from retrieval.interleaving import Contest, arrange, draft
from retrieval.passage import Passage
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.ranker import SIMILAR, Ranker
from retrieval.ranking import RESERVED, Placed, prefer
from tests.measuring.interleaving import count
from tests.retrieval.test_ranking import COOK_ALONE, PASSAGES, PREFERENCES, RANKERS, article_of, found, names, of_one

CONTEST = Contest(Ranker({"own": 0.12}, 1), Ranker({"helped": 0.12}, 2), 3, "key")
COOK = Preference(role="cook", helped={"helped": date(2026, 5, 3)}, toss="1")
LIST = [found(article_of("best"), 0.5), found(article_of("own", COOK_ALONE), 0.48), found(article_of("helped"), 0.47)]


def placed(letters: str) -> tuple[Placed[Passage], ...]:
    """An order of the same few passages."""
    return tuple(Placed(SAME[letter], 0.0) for letter in letters)


SAME = {letter: found(article_of(letter), 0.5) for letter in "abcd"}


def drafted(one: str, other: str, toss: bool) -> str:
    """What the draft makes of two orders, the toss always falling alike: the candidate's picks in capitals, and those
    of neither in brackets."""
    shown = {"current": "{}", "candidate": "{}", "both": "({})"}
    picks = draft(placed(one), placed(other), repeat(toss))
    return "".join(
        shown[team].format(each.found.article.id.upper() if team == "candidate" else each.found.article.id)
        for each, team in picks
    )


def test_captains_take_turns() -> None:
    """Whoever wins the toss picks their best, then the other one; a passage that both would pick is of neither team."""
    assert drafted("abcd", "dcba", True) == "aDb(c)"
    assert drafted("abcd", "dcba", False) == "DaC(b)"
    assert drafted("abcd", "abdc", True) == "(a)(b)c(d)"
    assert drafted("abcd", "abcd", False) == "(a)(b)(c)(d)"


def test_what_each_order_puts_first() -> None:
    """The first passage is the one or the other order's own first, as often the one as the other, and carries which
    test and whose pick it was, and its reasons."""
    first: Counter[tuple[str, str, tuple[Reason, ...]]] = Counter()
    for question in range(400):
        top = arrange(LIST, replace(COOK, toss=str(question)), CONTEST)[0]
        first[top.found.article.id, top.team, top.reasons] += 1
    own = ("own", "3:current", (Reason("role", "cook"),))
    helped = ("helped", "3:candidate", (Reason("past_use", "2026-05-03"),))
    assert set(first) == {own, helped}
    assert abs(first[own] - 200) < 60


def test_the_same_question_is_answered_alike() -> None:
    """A question that is taken up again after a crash gets the same order; the next test tosses anew."""
    tosses = [str(question) for question in range(64)]
    orders = [[names(arrange(LIST, replace(COOK, toss=toss), each)) for toss in tosses]
              for each in (CONTEST, CONTEST, replace(CONTEST, key="another"))]  # fmt: skip
    assert orders[0] == orders[1] != orders[2]


def test_no_test_without_a_toss() -> None:
    """A question of nobody, or of somebody of whom nothing is used, gets what the ranker in use gives, and no team."""
    for preference in (NO_PREFERENCE, replace(COOK, toss="")):
        assert arrange(LIST, preference, CONTEST) == prefer(LIST, preference, CONTEST.current)
    assert arrange([], COOK, CONTEST) == ()


@settings(max_examples=400, deadline=None)
@given(PASSAGES, PREFERENCES, RANKERS, RANKERS, st.text(min_size=1, max_size=3))
def test_bounds_hold(
    passages: list[Passage], preference: Preference, current: Ranker, candidate: Ranker, toss: str
) -> None:
    """Whatever two rankers are tested: nothing is lost, nothing overtakes a clearly better passage or a critical one,
    the best of all is among the first three, and each move has its reasons, and nothing else has."""
    found = of_one(passages)
    ordered = arrange(found, replace(preference, toss=toss), Contest(current, candidate, 1, "key"))
    scores = [each.found.score for each in ordered]
    assert sorted(scores) == sorted(each.score for each in passages)
    assert not ordered or max(scores) in scores[:RESERVED]
    for place, each in enumerate(ordered):
        behind = ordered[place + 1 :]
        assert all(other.found.score <= each.found.score + SIMILAR + 1e-9 for other in behind)
        assert all(other.found.score <= each.found.score for other in behind if other.found.article.critical)
        assert bool(each.reasons) == any(other.found.score > each.found.score for other in behind)


def test_bounds_over_many_cases() -> None:
    """Not one of 1,000 random cases breaks a bound; a draft that does not keep the best of all near breaks some."""
    broken = Counter(way for way, _ in count(1_000).elements())
    assert broken["interleaved"] == 0
    assert broken["the draft alone"] > 0
