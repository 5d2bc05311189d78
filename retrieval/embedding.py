"""Turns texts into vectors with an exported model. No torch here: `retrieval.export` makes the folder, once."""

import json
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.pieces import PIECES, Pieces

MANIFEST = "manifest.json"
WEIGHTS = "model.onnx"
NUMBERS = "model.data"
TOKENIZER = "tokenizer.json"
CENTRE = "centre.npy"
# Tokens in one run. Longer texts are faster alone: their numbers stay in the processor's cache, and nothing is padding.
_BATCH = 256

Kind = Literal["question", "passage", "sentence"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an exported folder holds. `source` tells the weights it was made from, `sha256` is that of the graph
    and its numbers.

    `centred` tells that there are vectors of any question and any passage, to be taken off; see `retrieval.everyday`.
    """

    model: str
    source: str
    sha256: str
    dimension: int
    pooling: str
    max_length: int
    question_prefix: str
    passage_prefix: str
    precision: str
    cosine: float
    centred: bool


class Encoder(Protocol):
    """Texts to vectors. Thread-safe.

    It may hold models side by side, each with a part of the vector. A question or a sentence is then read as its `side`
    does and may have zeros elsewhere; a passage is read by all, so that either kind of question finds it. The cosine of
    a question and a passage is their inner product divided by that of the question with itself.
    """

    @property
    def name(self) -> str:
        """Changes whenever the same text would get another vector."""
        ...

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        ...

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """Vectors, shape (number of texts, dimension), of unit length in each model's part.

        `kind` matters to models that tell them apart; a sentence is a part of a passage. `side` matters where there is
        more than one.
        """
        ...

    def side(self, language: str) -> int:
        """The side that reads a language; a later side reads those of the earlier ones too."""
        ...

    def narrowed(self, question: NDArray[np.float32], side: int) -> NDArray[np.float32]:
        """The vector of a question, as an earlier side read it, as a later `side` would have read it."""
        ...

    def knows(self, word: str, side: int = 0) -> bool:
        """True for a common word of a language that the side was made for."""
        ...


class OneSided:
    """The part of an `Encoder` that holds one model: it has one side, which reads every language alike."""

    def side(self, language: str) -> int:
        """See `Encoder.side`."""
        del language
        return 0

    def narrowed(self, question: NDArray[np.float32], side: int) -> NDArray[np.float32]:
        """See `Encoder.narrowed`."""
        del side
        return question


class OnnxEncoder(OneSided):
    """The exported model in onnxruntime, with its own tokenizer. The graph pools and normalises."""

    def __init__(self, folder: Path) -> None:
        """Opens a folder that `ensure_exported` made. Raises `ValueError` naming a file that is missing or broken."""
        self.manifest = read_manifest(folder)
        self._words = _words(folder, self.manifest.max_length)
        self._session = _session(folder / WEIGHTS)
        self._pool = ThreadPoolExecutor(os.cpu_count(), "embedding")
        self._centre = _centre(folder / CENTRE) if self.manifest.centred else None
        self.name = name_of(self.manifest)
        self.dimension = self.manifest.dimension

    def encode(self, texts: Sequence[str], kind: Kind = "passage", side: int = 0) -> NDArray[np.float32]:
        """See `Encoder.encode`. Longer texts than the model reads are cut at their end."""
        del side
        vectors = self._as_read(texts, kind)
        if self._centre is None:
            return vectors
        vectors -= self._centre[0 if kind == "question" else 1]
        unit: NDArray[np.float32] = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return unit

    def _as_read(self, texts: Sequence[str], kind: Kind) -> NDArray[np.float32]:
        prefix = self.manifest.question_prefix if kind == "question" else self.manifest.passage_prefix
        tokens = self._words.ids([prefix + text for text in texts])
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)

        def fill(batch: list[int]) -> None:
            vectors[batch] = self._run([tokens[at] for at in batch])

        batches = list(_batches([len(ids) for ids in tokens]))
        # Cores take whole batches rather than share one; a single question is not worth a change of thread.
        for _ in map(fill, batches) if len(batches) < 2 else self._pool.map(fill, batches):
            pass
        return vectors

    def knows(self, word: str, side: int = 0) -> bool:
        """True for a word that the model has seen so often that it is one token: surely no slip of the keyboard."""
        del side
        return self._words.knows(word)

    def _run(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        longest = max(len(ids) for ids in tokens)
        ids = np.zeros((len(tokens), longest), dtype=np.int64)
        mask = np.zeros((len(tokens), longest), dtype=np.int64)
        for row, each in enumerate(tokens):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        out: NDArray[np.float32] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return out


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """The texts by number, those of one length together, so that little of a batch is padding."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[at] * (len(batch) + 1) > _BATCH:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def name_of(manifest: Manifest) -> str:
    """The name of the encoder that an exported folder makes."""
    return f"{manifest.model}@{manifest.sha256[:12]}{'+centred' if manifest.centred else ''}"


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an exported folder. Raises `ValueError` where it is missing or not one."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise ValueError(f"{folder / MANIFEST} is not the manifest of an exported model: {error}") from None


def _centre(path: Path) -> NDArray[np.float32]:
    try:
        centre: NDArray[np.float32] = np.load(path)
    except (OSError, ValueError) as error:
        raise ValueError(f"{path} is not the centre of a model: {error}") from None
    return centre


class _Tokens:
    """Texts to the numbers of their tokens, by the tokenizers library."""

    def __init__(self, path: Path, max_length: int) -> None:
        from tokenizers import Tokenizer

        try:
            self._cut = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises plain Exception
            raise ValueError(f"{path} is not a tokenizer: {error}") from None
        self._cut.no_padding()
        self._cut.enable_truncation(max_length)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        # A batch is shared out among threads, which one question would only wait for.
        cut = [self._cut.encode(text) for text in texts] if len(texts) == 1 else self._cut.encode_batch(list(texts))
        return [encoding.ids for encoding in cut]

    def knows(self, word: str) -> bool:
        return len(self._cut.encode(word, add_special_tokens=False).ids) == 1


def _words(folder: Path, max_length: int) -> "_Tokens | Pieces":
    return Pieces(folder, max_length) if (folder / PIECES).exists() else _Tokens(folder / TOKENIZER, max_length)


def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Each run on the thread that asks: handing parts of one text to other cores costs what it saves.
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its exception types are private to the library
        raise ValueError(f"{path} is not a model: {error}") from None
