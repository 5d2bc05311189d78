"""Answers in the words of the articles, or an honest nothing."""

import csv
import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import bot
from knowledge.article import ANYONE, Viewer
from knowledge.library_sqlite import SqliteLibrary
from knowledge.loading import read
from retrieval.answer import NOT_FOUND, OFFERED, PICKED, Answer, Reason, compose, quoted_from
from retrieval.embedding import OnnxEncoder
from retrieval.indexing import Indexer
from retrieval.passage import Figures
from retrieval.preference import NO_PREFERENCE, Preference
from retrieval.search import Retriever, open_retriever

SAMPLE = Path(bot.__file__).parent / "sample"
Shelf = tuple[SqliteLibrary, Retriever, OnnxEncoder]


@cache
def viewers() -> dict[str, Viewer]:
    with (SAMPLE / "people.csv").open(encoding="utf-8") as people:
        return {row["slack_user_id"]: Viewer(row["role"], row["site"]) for row in csv.DictReader(people)}


@pytest.fixture(scope="module")
def sample(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The articles of the sample company."""
    folder = tmp_path_factory.mktemp("sample")
    library = SqliteLibrary(folder / "knowledge.db")
    Indexer(library, encoder).load(read([SAMPLE / "articles"]).articles)
    return library, open_retriever(library, encoder, folder), encoder


def asked(shelf: Shelf, words: str, viewer: Viewer = ANYONE) -> Answer:
    _, retriever, _encoder = shelf
    return compose(words, retriever.search(words, Preference(viewer.role, viewer.site), viewer))


def test_a_cook_with_slips_gets_the_temperature(sample: Shelf) -> None:
    """The shortest question of a cook in a hurry gets the core temperature, quoted, with who answers for it."""
    answer = asked(sample, "wat temp chiken", Viewer("cook", "Harbour Street"))
    assert answer.found
    assert "75 °C" in answer.text
    cited = answer.citations[0]
    assert (cited.article_id, cited.heading, cited.critical) == ("chicken-temperature", "Core temperature", True)
    assert "75 °C" in cited.quote
    assert cited.owner is not None


def test_sample_questions(sample: Shelf) -> None:
    """Of the first sample questions at least 65 % that have an answer get it, and at most 4 % get a wrong one."""
    rows = (json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    questions = [row for row in rows if row["set"] == "first"]
    outcomes = Counter(_outcome(sample, question) for question in questions)
    answerable = sum(question["answerable"] for question in questions)
    assert outcomes["right"] / answerable >= 0.65, outcomes
    assert outcomes["wrong"] / len(questions) <= 0.04, outcomes


def _outcome(shelf: Shelf, question: dict[str, Any]) -> str:
    answer = asked(shelf, question["question"], viewers().get(question.get("as", ""), ANYONE))
    if not answer.found:
        return "not found"
    return "right" if {cited.article_id for cited in answer.citations} & set(question["articles"]) else "wrong"


def test_no_less_sure_than_for_everyone(sample: Shelf) -> None:
    """Whatever is preferred, a question that the order for everyone answers has an answer, and what is near stays."""
    _, retriever, _encoder = sample
    lines = (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines[:250]):
        viewer = viewers().get(row.get("as", ""), ANYONE)
        preference = Preference(viewer.role, viewer.site, others={article: 40 for article in ("handwashing", "breaks")})
        personal, general = (
            compose(row["question"], retriever.search(row["question"], each, viewer))
            for each in (preference, NO_PREFERENCE)
        )
        assert personal.found or not general.found, row
        assert personal.found or personal.nearest or not general.nearest, row


WORDS = st.sampled_from(
    ["chicken", "temperature", "wash", "hands", "how", "long", "till", "refund", "and", "?", "milk", "close", "alarm",
     "burn", "allergen", "list", "steps", "clean", "oven", "wat", "alergenos", "🙂", "holiday", "safe", "table"]
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, min_size=1, max_size=7).map(" ".join), st.sampled_from(["U0CAI", "U0BEA", "U0HANA", ""]))
def test_nothing_is_made_up(sample: Shelf, words: str, user: str) -> None:
    """Every quote is a verbatim part of an article that the viewer may see, and every word said is in its quote."""
    viewer = viewers().get(user, ANYONE)
    answer = asked(sample, words, viewer)
    near = [answer.nearest, *answer.also] if answer.nearest else []
    for cited in [*answer.citations, *near]:
        article = sample[0].get(cited.article_id, viewer, cited.version)
        assert article is not None
        assert cited.quote in article.body
        assert cited.quote.strip()
    quoted = " ".join(cited.quote for cited in answer.citations)
    assert set(re.findall(r"\w+", answer.text)) <= set(re.findall(r"\w+", quoted))
    assert answer.found == bool(answer.citations) == bool(answer.text)
    offered = [sample[0].get(each.article_id, viewer) for each in answer.offered]
    titles = [*(each.title for each in answer.offered), *(each.title for each in near[:1])]
    assert len({each.article_id for each in near}) <= 1
    assert len(near) <= PICKED
    assert [each and each.title for each in offered] == [each.title for each in answer.offered]
    assert len(titles) == len(set(titles)) <= OFFERED
    assert not (answer.found and answer.offered)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(WORDS, min_size=1, max_size=7).map(" ".join),
    st.sampled_from(["chicken-temperature", "closing-cook", "closing-barista", "holidays", "no-such-article"]),
    st.sampled_from(["U0CAI", "U0BEA", ""]),
)
def test_what_was_picked_is_quoted(sample: Shelf, words: str, article_id: str, user: str) -> None:
    """Of an article that was picked its own words are quoted, whatever was asked; of one that the viewer may not see,
    or that is not there, none."""
    library, retriever, _ = sample
    viewer = viewers().get(user, ANYONE)
    answer = quoted_from(retriever.search(words, NO_PREFERENCE, viewer, of=article_id))
    article = library.get(article_id, viewer)
    assert answer.found == (article is not None)
    assert {each.article_id for each in answer.citations} == ({article_id} if article else set())
    assert all(article and each.quote in article.body for each in answer.citations)
    assert len(answer.citations) <= PICKED


def test_offered_where_none_is_sure(sample: Shelf) -> None:
    """What no article is sure to answer is offered by title, the right one among them, and not twice what is shown."""
    unsure = asked(sample, "do I pop the bubbles that came up after I touched the hot tray")
    assert unsure.nearest is None
    assert len(unsure.offered) == OFFERED
    near = asked(sample, "can I get an advance on my wages")
    assert near.nearest is not None
    assert near.nearest.title not in {each.title for each in near.offered}


def test_more_of_the_closest_article(sample: Shelf) -> None:
    """Where the closest words are not sure to be what was asked for, the next of the same article stand below them."""
    dropped = asked(sample, "dropd the probe is it stil ok", Viewer("cook", "Harbour Street"))
    assert dropped.nearest is not None
    assert dropped.nearest.quote.startswith("Clean the probe")
    assert ["each time it was dropped" in each.quote for each in dropped.also] == [True]


def test_not_found_names_the_nearest(sample: Shelf) -> None:
    """Where no passage answers nothing is said; the nearest article is named if one is near at all."""
    near, far = asked(sample, "can I get an advance on my wages"), asked(sample, "🍕🍕🍕")
    assert (near.found, near.text, near.citations) == (False, "", ())
    assert near.nearest is not None
    assert near.nearest.article_id == "pay"
    assert far == NOT_FOUND


def test_nothing_to_compose() -> None:
    """Without passages, or without words, nothing is found."""
    assert compose("chicken", ()) == NOT_FOUND


def test_two_parts_two_citations(sample: Shelf) -> None:
    """A question with two parts gets both answers, each with its citation; one with one part gets one."""
    two = asked(sample, "how hot must chicken be? how long do I wash my hands?")
    assert [cited.article_id for cited in two.citations] == ["chicken-temperature", "handwashing"]
    assert "75 °C" in two.text
    assert "20 seconds" in two.text
    joined = asked(sample, "how hot must chicken be and how long do I wash my hands")
    assert [cited.article_id for cited in joined.citations] == ["chicken-temperature", "handwashing"]
    assert len(asked(sample, "how do I keep raw and ready food apart").citations) == 1


def test_reasons_reach_the_citation(retriever: Retriever) -> None:
    """Why a passage stands first is told with its citation."""
    passages = retriever.search("closing the store", Preference(role="cook"), Viewer("cook"))
    answer = compose("closing the store", passages)
    assert answer.citations[0].reasons == passages[0].reasons


def test_a_reason_to_come_first_only_where_it_is_first(sample: Shelf) -> None:
    """A passage that answers one part of a question, and stands anywhere but first, is not said to have come first."""
    _, retriever, _encoder = sample
    words = "how hot must chicken be? how long do I wash my hands?"
    moved = [
        replace(each, reasons=(Reason("role", "cook"),)) for each in retriever.search(words, NO_PREFERENCE, ANYONE)
    ]
    citations = compose(words, moved).citations
    assert len(citations) == 2
    for cited in citations:
        first = moved[0]
        assert bool(cited.reasons) == ((cited.article_id, cited.heading) == (first.article.id, first.chunk.heading))


def test_weak_evidence_is_no_answer(retriever: Retriever) -> None:
    """The same passages answer or not by their evidence alone."""
    passages = retriever.search("how hot must chicken be", NO_PREFERENCE, ANYONE)
    weak = tuple(replace(each, figures=Figures(0.1, cosine=0.1, closest=0.1)) for each in passages)
    assert compose("how hot must chicken be", passages).found
    assert compose("how hot must chicken be", weak) == NOT_FOUND
