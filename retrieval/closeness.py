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


def closeness(question: NDArray[np.float32], sentences: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cosine of each sentence and the question, shape (number of sentences,), from vectors of unit length.

    The one that opens its passage gets a little more, since a rule stands before its details.
    """
    near: NDArray[np.float32] = sentences @ question
    near[:1] += _OPENING
    return near
