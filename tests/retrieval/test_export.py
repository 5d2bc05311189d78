"""Exporting the model, and embedding with it."""

import json
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import MANIFEST, OnnxEncoder, read_manifest
from retrieval.export import ensure_exported, exported
from retrieval.models import BOTH, ENGLISH, LANGCHAIN, source_of


def test_manifest_tells_what_was_exported(model: Path) -> None:
    """The folder says which model it holds, what its vectors are like and how near they are to the original."""
    manifest = read_manifest(model)
    assert (manifest.model, manifest.dimension, manifest.pooling, manifest.max_length) == (
        ENGLISH,
        384,
        "mean",
        256,
    )
    assert manifest.cosine >= (0.99 if manifest.precision == "int8" else 0.999)
    assert len(manifest.sha256) == 64


def test_exported_once(model: Path) -> None:
    """What is exported is not exported again."""
    steps: list[int] = []
    assert ensure_exported(ENGLISH, model.parent, lambda done, _: steps.append(done)) == model
    assert steps == []


def test_three_processes_make_one(tmp_path: Path) -> None:
    """Where several begin in an empty home at once, one exports the model; the others wait and open what it made."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom retrieval.export import open_encoder\n"
        "from retrieval.models import ENGLISH\nsteps = []\n"
        "open_encoder(ENGLISH, Path(sys.argv[1]), lambda done, _: steps.append(done)).encode(['hi'])\nprint(len(steps))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    told = [process.communicate(timeout=300)[0].split()[-1] for process in started]
    assert [process.returncode for process in started] == [0, 0, 0]
    assert sorted(told)[:2] == ["0", "0"]
    assert int(sorted(told)[2]) > 0


def test_known_before_it_is_opened(model: Path, tmp_path: Path) -> None:
    """What is exported whole is known to be; of two models both, and a class of LangChain's never is."""
    assert exported(ENGLISH, model.parent)
    assert not exported(ENGLISH, tmp_path)
    assert not exported(BOTH, tmp_path)
    assert not exported(f"{LANGCHAIN}package:Class", model.parent)
    (tmp_path / model.name).mkdir()
    (tmp_path / model.name / MANIFEST).write_bytes((model / MANIFEST).read_bytes())
    assert not exported(ENGLISH, tmp_path)


def test_other_weights_are_exported_anew(model: Path, tmp_path: Path) -> None:
    """A folder whose weights have changed since is not taken for the same model."""
    shutil.copytree(model, tmp_path / model.name)
    manifest = json.loads((model / "manifest.json").read_text())
    (tmp_path / model.name / "manifest.json").write_text(json.dumps(manifest | {"source": "other"}))
    with pytest.raises(_SteppedError):
        ensure_exported(ENGLISH, tmp_path, _stop)


class _SteppedError(Exception):
    pass


def _stop(_done: int, _of: int) -> None:
    raise _SteppedError


def test_unknown_model(tmp_path: Path) -> None:
    """A model that cannot be loaded is named, with what is accepted, and leaves nothing behind."""
    empty, folder = tmp_path / "no-model-in-it", tmp_path / "models"
    empty.mkdir()
    with pytest.raises(
        ValueError, match='no-model-in-it" cannot be loaded; accepted is both, english, multilingual, a folder'
    ):
        ensure_exported(str(empty), folder)
    assert list(folder.glob("*")) == []


def test_default_weights_are_installed() -> None:
    """The default model is a folder of an installed package, so that no hub is asked."""
    assert Path(source_of(ENGLISH), "model.safetensors").exists()
    assert source_of("some/other") == "some/other"


@pytest.mark.parametrize(
    ("file", "said"), [("manifest.json", "manifest"), ("model.onnx", "model"), ("tokenizer.json", "tok")]
)
def test_broken_folder(model: Path, tmp_path: Path, file: str, said: str) -> None:
    """A broken file of an exported folder is named."""
    broken = shutil.copytree(model, tmp_path / "copy")
    (broken / file).write_text("{}")
    with pytest.raises(ValueError, match=f"{file} is not .*{said}"):
        OnnxEncoder(broken)


def test_vectors(encoder: OnnxEncoder) -> None:
    """Vectors have unit length, keep the order of the texts, and put what means the same together."""
    texts = [
        "word " * 400,
        "How hot must chicken be?",
        "",
        "The temperature of cooked chicken",
        "🙂",
        "Parking is free",
    ]
    vectors = encoder.encode(texts)
    assert vectors.shape == (6, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    assert vectors[1] @ vectors[3] > 0.6 > vectors[1] @ vectors[5]
    assert encoder.encode([]).shape == (0, 384)


def test_threads_get_the_same_vectors(encoder: OnnxEncoder) -> None:
    """Many threads at once get what one gets alone."""
    alone = encoder.encode(["How long do I wash my hands?"])
    found: list[float] = []

    def embed() -> None:
        found.extend(float(encoder.encode(["How long do I wash my hands?"])[0] @ alone[0]) for _ in range(10))

    threads = [threading.Thread(target=embed) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 60
    assert min(found) > 0.9999


def test_known_words(encoder: OnnxEncoder) -> None:
    """Common words are known, slips are not."""
    assert encoder.knows("parking")
    assert not encoder.knows("chiken")


def test_answering_loads_no_torch(model: Path) -> None:
    """A process that only embeds and searches never loads torch, sentence_transformers or langchain."""
    script = (
        "import sys; from pathlib import Path\n"
        "from retrieval.export import ensure_exported\nfrom retrieval.models import ENGLISH\n"
        "from retrieval.embedding import OnnxEncoder\n"
        "import retrieval.answer, retrieval.search, retrieval.indexing, retrieval.quoting\n"
        f"OnnxEncoder(ensure_exported(ENGLISH, Path({str(model.parent)!r}))).encode(['hi'])\n"
        "heavy = ('torch', 'sentence_transformers', 'transformers', 'langchain_core')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
