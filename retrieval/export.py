"""Exports an embedding model once to ONNX, so that answering never loads torch."""

import hashlib
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedding import (
    CENTRE,
    MANIFEST,
    NUMBERS,
    TOKENIZER,
    WEIGHTS,
    Encoder,
    Manifest,
    OnnxEncoder,
    read_manifest,
)
from retrieval.everyday import PASSAGES, QUESTIONS
from retrieval.models import BOTH, ENGLISH, LANGCHAIN, MULTILINGUAL, load, plain_name, prefixes, source_of
from retrieval.pieces import write_pieces

_STEPS = 4
_OPSET = 17
_SMALL_ENOUGH = 0.99
_SAME = 0.999
_ONE_CORNER = 0.75
"""The length of the mean of texts that have nothing in common, from which they are told apart only without it."""
# Short and long, questions and statements, with numbers and slips: what the check of the export runs on.
_PROBES = (
    "How hot must chicken be?", "wat temp chiken", "Cook chicken until the thickest part reaches 75 °C (167 °F).",
    "Where do I find the mop?", "1. Turn off the oven. 2. Let it cool. 3. Clean the door with warm water.",
    "Keep raw meat on the bottom shelf of the fridge, below food that is ready to eat. " * 6,
    "You may refuse work that you believe is dangerous.", "Can I swap my shift with a colleague on Sunday?",
    "| Allergen | Where we often find it |\n|---|---|\n| Celery | soup, stock, salad |", "holiday pay",
)  # fmt: skip

Progress = Callable[[int, int], None]


def _silent(_done: int, _of: int) -> None:
    return None


def open_encoder(model: str, folder: Path, progress: Progress = _silent) -> Encoder:
    """The encoder that `model` names: a class of LangChain's, else a model, or two, exported into `folder` first.

    Raises `ValueError` as `ensure_exported` and `retrieval.chain.open_langchain` do.
    """
    if model.startswith(LANGCHAIN):
        from retrieval.chain import open_langchain

        return open_langchain(model.removeprefix(LANGCHAIN))
    if model != BOTH:
        return OnnxEncoder(ensure_exported(model, folder, progress))
    from retrieval.pair import Pair

    english = ensure_exported(ENGLISH, folder, lambda done, of: progress(done, 2 * of))
    return Pair(english, ensure_exported(MULTILINGUAL, folder, lambda done, of: progress(of + done, 2 * of)))


def ensure_exported(model: str, folder: Path, progress: Progress = _silent) -> Path:
    """The folder of the exported model, made inside `folder` where it is not there yet.

    `model` is one of the names in `retrieval.models`, a local folder or any name that sentence-transformers loads.
    `progress` is called with the steps done and their number, and not at all where nothing is to do. One process of
    several makes it, and the others wait for that. Raises `ValueError` where the model cannot be loaded, or where its
    export gives other vectors.
    """
    place, model = source_of(model), plain_name(model)
    target = folder / _folder_name(model, place)
    if not _is_current(target, place):
        from filelock import FileLock

        folder.mkdir(parents=True, exist_ok=True)
        turns = folder / ".export.lock"
        with FileLock(turns):
            try:
                # Another process may have made it meanwhile, and opened it: then it must stay as it is.
                if not _is_current(target, place):
                    _export(model, place, target, progress)
            finally:
                turns.unlink(missing_ok=True)
    return target


def exported(model: str, folder: Path) -> bool:
    """True where `open_encoder` would only open what is there, and make nothing first."""
    names = (ENGLISH, MULTILINGUAL) if model == BOTH else (model,)
    if model.startswith(LANGCHAIN):
        return False
    places = [(plain_name(name), source_of(name)) for name in names]
    return all(_is_current(folder / _folder_name(name, place), place) for name, place in places)


def _folder_name(model: str, place: str) -> str:
    mark = hashlib.sha256(place.encode()).hexdigest()[:8]
    return f"{Path(model).name}-{mark}"


def _stamp(place: str) -> str:
    """Tells other weights or prompts in the same place, without reading them at every start."""
    given = Path(place)
    kinds = (".safetensors", ".bin", ".json")
    files = [given] if given.is_file() else sorted(file for file in given.glob("*") if file.suffix in kinds)
    return ";".join(f"{file.name}:{file.stat().st_size}:{file.stat().st_mtime_ns}" for file in files) or place


def _is_current(target: Path, place: str) -> bool:
    try:
        manifest = read_manifest(target)
    except ValueError:
        return False
    return manifest.source == _stamp(place) and (target / WEIGHTS).exists() and (target / TOKENIZER).exists()


def _export(model: str, place: str, target: Path, progress: Progress) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".export-") as name:
        made = Path(name) / "made"
        made.mkdir()
        with _quiet():
            _fill(made, model, place, progress)
        _put(made, target)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the advice that torch and onnxruntime give to authors of models."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def _put(made: Path, target: Path) -> None:
    for file in made.iterdir():
        with file.open("rb") as written:
            os.fsync(written.fileno())
    # An old or half-known folder goes only when its replacement is complete.
    shutil.rmtree(target, ignore_errors=True)
    os.rename(made, target)


def _fill(made: Path, model: str, place: str, progress: Progress) -> None:
    # The faster ways of attention cannot be traced into a graph.
    loaded = load(model, "eager")
    progress(1, _STEPS)
    _write_graph(loaded, made / "full.onnx")
    tokenizer = loaded.tokenizer.backend_tokenizer
    tokenizer.save(str(made / TOKENIZER))
    write_pieces(made, tokenizer, [text.strip() for text in (*_PROBES, *QUESTIONS, *PASSAGES)])
    progress(2, _STEPS)
    _shrink(made / "full.onnx", made / "small.onnx")
    progress(3, _STEPS)
    manifest = _manifest(loaded, model, place)
    expected = loaded.encode(list(_PROBES), prompt=manifest.passage_prefix, normalize_embeddings=True)
    _centre(made, _choose(made, manifest, expected))
    progress(4, _STEPS)


def _write_graph(loaded: Any, path: Path) -> None:
    import torch

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.loaded = loaded.requires_grad_(False)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            for part in self.loaded:
                features = part(features)
            return torch.nn.functional.normalize(features["sentence_embedding"], dim=1)

    example = loaded.tokenizer(
        ["a short one", "a text that is longer than the other"], padding=True, return_tensors="pt"
    )
    axes = {0: "batch", 1: "length"}
    with torch.no_grad():
        torch.onnx.export(
            Graph(), (example["input_ids"], example["attention_mask"]), str(path), dynamo=False, opset_version=_OPSET,
            input_names=["input_ids", "attention_mask"], output_names=["vector"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "vector": {0: "batch"}},
        )  # fmt: skip


def _shrink(full: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)


def _lay_out(graph: Path, target: Path) -> None:
    """Writes a graph with its numbers in a file of their own, which onnxruntime maps into memory instead of reading.

    The numbers of 250,000 pieces are most of a multilingual model, and a question looks at ten of them.
    """
    import onnx

    model = onnx.load(graph)
    (target.parent / NUMBERS).unlink(missing_ok=True)
    onnx.save_model(model, target, save_as_external_data=True, location=NUMBERS)
    graph.unlink()


def _manifest(loaded: Any, model: str, place: str) -> Manifest:
    pooling = getattr(loaded[1], "pooling_mode", "") if len(loaded) > 1 else ""
    question, passage = prefixes(loaded.prompts or {}, model)
    return Manifest(
        model=model, source=_stamp(place), sha256="", dimension=loaded.get_embedding_dimension(), pooling=str(pooling),
        max_length=loaded.max_seq_length, question_prefix=question,
        passage_prefix=passage, precision="", cosine=0.0, centred=False,
    )  # fmt: skip


def _choose(made: Path, manifest: Manifest, expected: NDArray[np.float32]) -> OnnxEncoder:
    """Keeps the small graph where its vectors are near enough, else the full one where they are the same."""
    for precision, name, least in (("int8", "small.onnx", _SMALL_ENOUGH), ("float32", "full.onnx", _SAME)):
        _lay_out(made / name, made / WEIGHTS)
        _describe(made, replace(manifest, precision=precision))
        # One at a time, as questions come: in a batch, int8 scales by the largest of all its texts.
        encoder = OnnxEncoder(made)
        cosine = agreement(np.vstack([encoder.encode([probe]) for probe in _PROBES]), expected)
        _describe(made, replace(manifest, precision=precision, cosine=round(cosine, 5)))
        if cosine >= least:
            (made / "full.onnx").unlink(missing_ok=True)
            return encoder
    raise ValueError(
        f"the export of {manifest.model} gives other vectors: mean cosine {cosine:.4f}, accepted is {_SAME}"
    )


def _centre(made: Path, encoder: OnnxEncoder) -> None:
    """Keeps the mean of everyday texts where all vectors of a model lie in one corner, to be taken off them.

    multilingual-e5-small gives any two texts a cosine of 0.8. Without what they all share, cosines mean what those of
    other models do, and languages lie closer together. Mu and Viswanath, "All-but-the-Top" (2018), take off the mean
    and more; here the mean is that of texts in nine languages, questions and passages each their own.
    """
    centre = np.stack([encoder.encode(QUESTIONS, "question").mean(axis=0), encoder.encode(PASSAGES).mean(axis=0)])
    if float(np.linalg.norm(centre, axis=1).min()) < _ONE_CORNER:
        return
    np.save(made / CENTRE, centre)
    _describe(made, replace(read_manifest(made), centred=True))


def _describe(made: Path, manifest: Manifest) -> None:
    sha256 = hashlib.sha256((made / WEIGHTS).read_bytes() + (made / NUMBERS).read_bytes()).hexdigest()
    (made / MANIFEST).write_text(json.dumps(asdict(replace(manifest, sha256=sha256)), indent=1))


def agreement(vectors: NDArray[np.float32], expected: NDArray[np.float32]) -> float:
    """The mean cosine of rows of unit length."""
    return float(np.mean(np.sum(vectors * expected, axis=1)))
