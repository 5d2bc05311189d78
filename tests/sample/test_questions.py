"""The sample's questions are whole: each has its asker, its language, its kind and the article judged right for it."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.sample.company import ARTICLES, PEOPLE, SAMPLE, audience, body, viewer

QUESTIONS: list[dict[str, Any]] = [
    json.loads(line) for line in (SAMPLE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
]
FIELDS = {"question", "as", "lang", "kind", "set", "answerable", "articles", "contains"}
ANSWERABLE = [question for question in QUESTIONS if question["answerable"]]
HELD_OUT = [question for question in QUESTIONS if question["set"] == "held out"]
OLDER_SET_SIZE = 149
"""The questions that were in sight while the answers were tuned; none is added to them."""

LEAST_OF_A_KIND = {"plain": 90, "thumb": 60, "role": 30, "two-part": 15, "follow-up": 15, "unanswerable": 70}
LEAST_OF_A_LANGUAGE = {"en": 240, "es": 25, "fr": 20, "pl": 20, "pt": 20}

each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["question"])
each_answerable = pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["question"])


def test_the_held_out_questions_stand_on_their_own() -> None:
    """At least 320 questions were written out of sight of the answers; the older ones are all there, marked apart."""
    assert Counter(question["set"] for question in QUESTIONS) == {"first": OLDER_SET_SIZE, "held out": len(HELD_OUT)}
    assert len(HELD_OUT) >= 320


def test_the_held_out_questions_are_of_every_kind() -> None:
    """Enough held-out questions are of each kind of asking, and of no other kind."""
    counts = Counter(question["kind"] for question in HELD_OUT)
    assert counts.keys() == LEAST_OF_A_KIND.keys()
    assert {kind: counts[kind] for kind, least in LEAST_OF_A_KIND.items() if counts[kind] < least} == {}


def test_the_held_out_questions_are_in_every_language() -> None:
    """Enough held-out questions that have an answer are in each of the five languages, and in no other."""
    counts = Counter(question["lang"] for question in HELD_OUT if question["answerable"])
    assert counts.keys() == LEAST_OF_A_LANGUAGE.keys()
    assert {lang: counts[lang] for lang, least in LEAST_OF_A_LANGUAGE.items() if counts[lang] < least} == {}


def test_what_has_no_answer_is_asked_in_every_language() -> None:
    """Held-out questions that no article answers come in all five languages, so that none is answered at any price."""
    assert {question["lang"] for question in HELD_OUT if not question["answerable"]} == LEAST_OF_A_LANGUAGE.keys()


def test_no_question_is_asked_twice_by_the_same_person() -> None:
    """A person asks a question once, however it is written, except after another question."""
    asked = Counter((row["as"], row["question"].casefold(), row.get("after")) for row in QUESTIONS)
    assert [key for key, times in asked.items() if times > 1] == []


def test_no_held_out_question_is_an_older_one() -> None:
    """No held-out question has the words of one of the questions that were in sight."""
    older = {row["question"].casefold() for row in QUESTIONS if row["set"] == "first"}
    assert older & {row["question"].casefold() for row in HELD_OUT} == set()


def test_who_asks_decides_the_article() -> None:
    """Some held-out questions are asked in the same words by people of whom each needs another article."""
    needed: dict[str, set[str]] = {}
    for row in HELD_OUT:
        if row["kind"] == "role":
            needed.setdefault(row["question"], set()).add(row["articles"][0])
    assert sum(len(articles) > 1 for articles in needed.values()) >= 4


@each_question
def test_questions_are_asked_by_the_cast(question: dict[str, Any]) -> None:
    """Each question has the fields of its kind, known values in them, and comes from a person of the cast."""
    assert question.keys() == FIELDS | ({"after"} if question["kind"] == "follow-up" else set())
    assert question["kind"] in LEAST_OF_A_KIND
    assert question["lang"] in LEAST_OF_A_LANGUAGE
    assert question["as"] in PEOPLE
    assert question["question"].strip()
    assert question.get("after", "first").strip()


@each_question
def test_what_has_no_answer_promises_none(question: dict[str, Any]) -> None:
    """A question names articles and words exactly if it has an answer, and is of the kind without one if not."""
    assert question["answerable"] == (question["kind"] != "unanswerable")
    assert question["answerable"] == bool(question["articles"]) == bool(question["contains"])


@each_answerable
def test_the_asker_may_see_every_right_article(question: dict[str, Any]) -> None:
    """Each article judged right exists, is named once, and admits the person who asks."""
    assert set(question["articles"]) <= ARTICLES.keys()
    assert len(set(question["articles"])) == len(question["articles"])
    assert [name for name in question["articles"] if not audience(name).admits(viewer(question["as"]))] == []


@each_answerable
def test_the_words_of_the_answer_are_in_the_articles(question: dict[str, Any]) -> None:
    """All words looked for are verbatim in a right article, and each right article holds some of them."""
    articles, words = question["articles"], question["contains"]
    assert [part for part in words if not any(part in body(name) for name in articles)] == []
    assert [name for name in articles if not any(part in body(name) for part in words)] == []


TWO_PARTS = [question for question in QUESTIONS if question["kind"] == "two-part"]


@pytest.mark.parametrize("question", TWO_PARTS, ids=lambda question: question["question"])
def test_two_parts_need_two_articles(question: dict[str, Any]) -> None:
    """A question of two parts needs two articles, and names in their order the words to be quoted from each."""
    first, second = question["articles"]
    words, other_words = question["contains"]
    assert words in body(first)
    assert other_words in body(second)


def test_every_article_is_asked_for() -> None:
    """Each article is right for at least two held-out questions, so that none is carried along unproved."""
    counts = Counter(name for question in HELD_OUT for name in question["articles"])
    assert {name for name in ARTICLES if counts[name] < 2} == set()
