"""How close the single sentences of a passage come to a question: it tells an answer from its neighbours."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.units import Block

_UNITS = 40
_OPENING = 0.06


def as_read(name: str, blocks: Sequence[Block]) -> list[str]:
    """The words that stand for each unit of a passage: under the passage's name, for it may not say what it is about.

    `name` is the last heading, or the title. Only the first `_UNITS` units of a passage are looked at.
    """
    return [f"{name}: {unit.words}" for block in blocks for unit in block.units][:_UNITS]


def closeness(questions: NDArray[np.float32], sentences: NDArray[np.float32]) -> NDArray[np.float32]:
    """How close each sentence is to a question, shape (number of sentences,): its cosine, of the nearest reading.

    `questions` has a row for each side that the question is read by. The sentence that opens its passage gets a little
    more, since a rule stands before its details.
    """
    return opened((sentences @ questions.T).max(axis=1, initial=-1.0))


def opened(near: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosines of a passage's sentences, with what the first one gets for opening it."""
    near = near.astype(np.float32, copy=True)
    near[:1] += _OPENING
    return near
