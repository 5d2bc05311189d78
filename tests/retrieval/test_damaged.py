"""A damaged file of the index is never served: it is made anew, and answers are those of an intact one."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from knowledge.sentences import room
from knowledge.shelf import Shelf, VectorModel
from retrieval.embedding import NUMBERS, WEIGHTS
from retrieval.index_faiss import CLUSTERS, FaissCache
from retrieval.whole import broken, take_away
from tests.knowledge.test_damaged import cut, flipped, written_twice, zeroed

TIMES = int(os.environ.get("ONHAND_DAMAGES", "25"))
"""How often each file is damaged in each way; `ONHAND_DAMAGES=100` is the large number."""
ROWS, DIMENSION, ASKED = 600, 16, 5


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    vectors = np.random.default_rng(3).normal(size=(ROWS, DIMENSION))
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float16)
    none = np.zeros(ROWS, np.int32)
    return Shelf(
        1, VectorModel("made up", DIMENSION), (), np.arange(1, ROWS + 1), none, none, unit, room([0] * ROWS, DIMENSION)
    )


def found(folder: Path, shelf: Shelf) -> list[list[int]]:
    """The rows that some questions find, with the index as it settles."""
    index = FaissCache(folder, exact=0)(shelf).settled()
    asked = np.random.default_rng(4).normal(size=(ASKED, DIMENSION)).astype(np.float32)
    return [index.search(each / np.linalg.norm(each), 5)[0].tolist() for each in asked]


@pytest.mark.parametrize("harm", [flipped, zeroed, cut, written_twice])
def test_the_file_of_clusters(harm: Callable[[Path, random.Random], None], shelf: Shelf, tmp_path: Path) -> None:
    """Whatever was done to the file of clusters, the same rows are found, and the file is whole again."""
    chance, intact = random.Random(harm.__name__), found(tmp_path / "whole", shelf)
    whole = (tmp_path / "whole" / CLUSTERS).read_bytes()
    for number in range(TIMES):
        folder = tmp_path / str(number)
        folder.mkdir()
        harm(Path(shutil.copy(tmp_path / "whole" / CLUSTERS, folder)), chance)
        assert found(folder, shelf) == intact
        assert len((folder / CLUSTERS).read_bytes()) == len(whole)
        shutil.rmtree(folder)


def test_the_exported_models(exported_model: Path, tmp_path: Path) -> None:
    """A model whose weights are not what was exported is found and taken away, to be made anew; a whole one stays."""
    folder = tmp_path / "models"
    shutil.copytree(exported_model, folder)
    one, *others = sorted(each for each in folder.iterdir() if each.is_dir())
    assert list(broken(folder)) == []
    flipped(one / NUMBERS, random.Random(1))
    assert take_away(folder) == (one,)
    assert sorted(each for each in folder.iterdir() if each.is_dir()) == others
    (others[0] / "manifest.json").unlink(missing_ok=True)
    (others[0] / WEIGHTS).unlink()
    assert take_away(folder) == (others[0],)
    assert take_away(tmp_path / "none") == ()
