"""Sentences' vectors, a byte a number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import Sentences, gathered, packed, room

WHOLE, FIRST, SECOND = slice(0, 64), slice(0, 32), slice(32, 64)


def kept_of(rows: list[bytes], dimension: int) -> Sentences:
    """The sentences of passages from what `packed` made of each passage's."""
    kept = room([len(row) for row in rows], dimension)
    for number, row in enumerate(rows):
        kept.put(number, row)
    return kept


@given(st.lists(st.tuples(st.integers(0, 6), st.sampled_from([WHOLE, FIRST, SECOND])), max_size=8), st.integers(0, 999))
def test_directions_are_kept(passages: list[tuple[int, slice]], seed: int) -> None:
    """Each passage gets its own sentences back, in their order, as unit vectors that point where they pointed, also
    where only a part of the vectors is used; and they are as near to a question as the vectors themselves are."""
    random = np.random.default_rng(seed)
    given_vectors = [np.zeros((number, 64), np.float32) for number, _ in passages]
    for vectors, (number, part) in zip(given_vectors, passages, strict=True):
        vectors[:, part] = random.normal(size=(number, part.stop - part.start))
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    questions = random.normal(size=(2, 64)).astype(np.float32)
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    kept = kept_of([packed(vectors) for vectors in given_vectors], 64)
    near = kept.near(range(len(passages)), questions)
    for at, vectors in enumerate(given_vectors):
        back = kept.of(at)
        assert back.shape == vectors.shape
        assert np.all(np.sum(back * vectors, axis=1) > 0.9995)
        assert near[at].shape == (len(vectors),)
        assert np.allclose(near[at], (vectors @ questions.T).max(axis=1, initial=-2), atol=0.02)


def test_nothing_stays_nothing() -> None:
    """A vector of zeros, and a passage or a library without sentences, come back as they are."""
    assert kept_of([packed(np.zeros((1, 4), np.float32))], 4).of(0).tolist() == [[0.0] * 4]
    assert kept_of([b"", b""], 4).of(1).shape == (0, 4)
    assert kept_of([], 0).rows.shape == (0,)


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from([WHOLE, FIRST])), max_size=6), st.integers(1, 2))
def test_the_closest_is_the_nearest(passages: list[tuple[int, slice]], asked: int) -> None:
    """The closest sentence of each passage is its nearest, with what the first one gains, wherever passages are taken
    from."""
    random = np.random.default_rng(len(passages))
    vectors = [np.zeros((number, 64), np.float32) for number, _ in passages]
    for each, (number, part) in zip(vectors, passages, strict=True):
        each[:, part] = random.normal(size=(number, part.stop - part.start))
    held = kept_of([packed(each) for each in vectors], 64)
    questions = random.normal(size=(asked, 64)).astype(np.float32)
    numbers = np.arange(len(passages))
    near = held.near(numbers.tolist(), questions)
    for each in near:
        each[:1] += np.float32(0.5)
    expected = [float(each.max(initial=0.0)) for each in near]
    assert held.closest(numbers, questions, 0.5).tolist() == expected
    assert held.closest(numbers[::-1], questions, 0.5).tolist() == expected[::-1]
    some = gathered([(held, numbers[1::2]), (held, numbers)])
    found = some.closest(np.arange(len(some.starts) - 1), questions, 0.5)
    assert found.tolist() == expected[1::2] + expected
