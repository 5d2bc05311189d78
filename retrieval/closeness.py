"""How close the single sentences of a passage come to a question: it tells an answer from its neighbours."""

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import Encoder
from retrieval.units import Block

_KEPT = 10_000
_UNITS = 40
_OPENING = 0.06

# Vectors of the articles' own sentences, never of what somebody asked.
_MEMORIES: WeakKeyDictionary[Encoder, dict[str, NDArray[np.float32]]] = WeakKeyDictionary()


def closeness(
    question: NDArray[np.float32], named: Sequence[tuple[str, Sequence[Block]]], encoder: Encoder
) -> list[NDArray[np.float32]]:
    """For each passage how close its units come to a question; shape (number of units,).

    It is the cosine of the unit, read under the passage's name, and the question's vector. The unit that opens its
    passage gets a little more, since a rule stands before its details. `named` holds the name (the last heading, or
    the title) and the blocks of each passage; only the first `_UNITS` units of a passage are looked at. The vectors
    are kept, so that the next question over the same articles is quick.
    """
    texts = [[f"{name}: {unit.words}" for block in blocks for unit in block.units][:_UNITS] for name, blocks in named]
    vectors = _vectors([text for each in texts for text in each], encoder)
    return [
        np.array([vectors[text] @ question + _OPENING * (at == 0) for at, text in enumerate(each)], dtype=np.float32)
        for each in texts
    ]


def _vectors(texts: Sequence[str], encoder: Encoder) -> dict[str, NDArray[np.float32]]:
    memory = _MEMORIES.setdefault(encoder, {})
    held = {text: memory[text] for text in texts if text in memory}
    missing = list(dict.fromkeys(text for text in texts if text not in held))
    if not missing:
        return held
    fresh = dict(zip(missing, encoder.encode(missing), strict=True))
    if len(memory) + len(fresh) > _KEPT:
        memory.clear()
    memory.update(fresh)
    return held | fresh
