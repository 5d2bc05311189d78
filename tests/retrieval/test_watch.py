"""The watch over the parts of a search: it tells what each took and changes nothing of what they do."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from retrieval.lexical import Bm25
from retrieval.watch import CLOSELY, COMPOSING, EMBEDDING, LEXICAL, READING, STAGES, VECTORS, WHOLE, Span, Watch

TEXTS = [("Chicken", "", "Cook chicken until it is hot.", "en"), ("Hands", "", "Wash your hands with soap.", "en")]


def test_stages_are_the_whole() -> None:
    """What comes before embedding is reading, what no part was seen to do is reading closely, the end is composing."""
    watch = Watch()
    spans = (
        (LEXICAL, 1, 2),
        (EMBEDDING, 3, 5),
        (EMBEDDING, 5, 6),
        (VECTORS, 7, 8),
        (LEXICAL, 8, 10),
        (EMBEDDING, 13, 14),
    )
    for stage, begun, ended in spans:
        watch.note(Span(stage, (), begun, ended))
    stages = watch.stages(0, 12, 15)
    assert stages == {READING: 3, EMBEDDING: 3, VECTORS: 1, LEXICAL: 2, CLOSELY: 3, COMPOSING: 3, WHOLE: 15}
    assert list(stages) == list(STAGES)


def test_a_question_that_is_not_embedded() -> None:
    """Where nothing was looked for, all of the search was reading."""
    assert Watch().stages(0, 2, 3) == dict.fromkeys(STAGES, 0) | {READING: 2, COMPOSING: 1, WHOLE: 3}


def test_parts_work_as_before() -> None:
    """A watched part gives what the part gives; its calls are noted with what they were given."""
    watch = Watch()
    opened = watch.opening(Bm25, LEXICAL)(TEXTS)
    plain = Bm25(TEXTS)
    assert opened.vocabulary == plain.vocabulary
    begun = time.perf_counter()
    assert opened.search("chicken", None, limit=5).tolist() == plain.search("chicken", None, 5).tolist() == [0]
    (span,) = watch.spans(LEXICAL, begun, time.perf_counter())
    assert span.given == ("chicken", None, 5)
    assert isinstance(watch.parts[LEXICAL], Bm25)
    assert watch.opening_s[LEXICAL] > 0


def test_only_what_is_named() -> None:
    """Where calls are named, others are not noted; one that fails is noted and fails."""
    watch = Watch()
    watched = watch.over([3, 1], VECTORS, ("index",))
    watched.append(2)
    with pytest.raises(ValueError, match="9 is not in list"):
        watched.index(9)
    assert [span.given for span in watch.spans(VECTORS, 0, time.perf_counter())] == [(9,)]


def test_what_a_part_makes() -> None:
    """A part of ours that another one makes is watched too, and an opener is handed parts as they are."""
    watch = Watch()

    class Maker:
        def changed(self) -> Bm25:
            return Bm25(TEXTS)

    made = watch.over(Maker(), LEXICAL).changed()
    made.scores("soap", np.array([0, 1]))
    assert len(watch.spans(LEXICAL, 0, time.perf_counter())) == 2
    handed: list[object] = []

    def opener(before: object, texts: Sequence[tuple[str, str, str, str]]) -> Bm25:
        handed.append(before)
        return Bm25(texts)

    watch.opening(opener, LEXICAL)(made, texts=TEXTS)
    assert [type(each) for each in handed] == [Bm25]


def test_many_threads() -> None:
    """It can be asked while parts are at work in other threads."""
    watch = Watch()
    part = watch.over([1], VECTORS)

    def work() -> int:
        return sum(part.index(1) + 1 for _ in range(5_000))

    with ThreadPoolExecutor(2) as pool:
        working = [pool.submit(work) for _ in range(2)]
        while not all(each.done() for each in working):
            watch.stages(0, time.perf_counter(), time.perf_counter())
        assert [each.result() for each in working] == [5_000, 5_000]
