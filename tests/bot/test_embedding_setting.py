"""The setting that names the embedding model."""

import re
from pathlib import Path

import pytest

from bot.settings import BadSetting, read
from bot.wiring import Onhand


def _read(value: str) -> str:
    return read({"EMBEDDING_MODEL": value}, Path("no-such-file")).model


@pytest.mark.parametrize(
    "value", ["english", "multilingual", "all-MiniLM-L6-v2", "intfloat/e5-base", "models/a b", "langchain:a.b_c:Made"]
)
def test_accepted(value: str) -> None:
    """Names, folders and classes of LangChain's are taken as they are written, without spaces around them."""
    assert _read(f" {value} ") == value


@pytest.mark.parametrize("value", ["", "  ", "langchain:", "langchain:a.b", "langchain:a.b:", "langchain:a b:C"])
def test_refused(value: str) -> None:
    """What cannot name a model is refused with the setting, its value and what is accepted."""
    said = rf"EMBEDDING_MODEL='{re.escape(value.strip())}': accepted is both, english, multilingual, .*:ClassName\."
    with pytest.raises(BadSetting, match=said):
        _read(value)


def test_no_such_class(tmp_path: Path) -> None:
    """A class that is not there is told of at the start, with the setting and its value."""
    place = "langchain:no_such.module:Thing"
    settings = read({"EMBEDDING_MODEL": place, "ONHAND_HOME": str(tmp_path)}, tmp_path / "no")
    with pytest.raises(BadSetting, match=f"EMBEDDING_MODEL='{place}': .* is not there"):
        _ = Onhand(settings).encoder
