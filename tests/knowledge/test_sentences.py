"""Sentences' vectors, a byte a number."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from knowledge.sentences import packed, unpacked


@given(st.lists(st.integers(0, 6), max_size=8), st.integers(0, 2**32 - 1))
def test_directions_are_kept(numbers: list[int], seed: int) -> None:
    """Each passage gets its own sentences back, in their order, as unit vectors that point where they pointed."""
    random = np.random.default_rng(seed)
    given_vectors = [random.normal(size=(number, 384)).astype(np.float32) for number in numbers]
    for vectors in given_vectors:
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    kept = unpacked([packed(vectors) for vectors in given_vectors], 384)
    for at, vectors in enumerate(given_vectors):
        back = kept.of(at)
        assert back.shape == vectors.shape
        assert np.all(np.sum(back * vectors, axis=1) > 0.9999)


def test_nothing_stays_nothing() -> None:
    """A vector of zeros, and a passage or a library without sentences, come back as they are."""
    assert unpacked([packed(np.zeros((1, 4), np.float32))], 4).of(0).tolist() == [[0.0] * 4]
    assert unpacked([b"", b""], 4).of(1).shape == (0, 4)
    assert unpacked([], 0).packed.shape == (0, 0)
